// The pool of Sources/Simulators/Pool once more, in C++: the same algorithm, random numbers,
// polynomials and tables, so that every path comes to the same fen; what the language costs.
//
//     sim_twin FOLDER NAME PATHS SEED [WHO]
//
// FOLDER holds the polynomials of H and of its inverse as well, as hazard.txt. Reports as SimBench
// does, and the exact sum of all claims. Built without fused multiplication, or bits would differ.

#include <bit>
#include <cstring>

#include "sim_pool.h"

using Words = uint64_t __attribute__((vector_size(32)));
using Reals = double __attribute__((vector_size(32)));

// MARK: Random numbers and mathematics

/// The four words of four blocks of Philox4x32-10.
struct Blocks {
  Words first, second, third, fourth;
};

struct Key {
  uint32_t low, high;
};

static inline Blocks philox(Blocks words, Key key) {
  const uint64_t low = 0xFFFFFFFF;
  for (int round = 0; round < 10; round++) {
    const Words left = (words.first & low) * 0xD2511F53u, right = (words.third & low) * 0xCD9E8D57u;
    words.first = (right >> 32) ^ words.second ^ uint64_t(key.low);
    words.third = (left >> 32) ^ words.fourth ^ uint64_t(key.high);
    words.second = right;
    words.fourth = left;
    key.low += 0x9E3779B9;
    key.high += 0xBB67AE85;
  }
  return {words.first & low, words.second & low, words.third & low, words.fourth & low};
}

/// Eight numbers of 64 bits.
struct Bits {
  Words even, odd;
};

/// The numbers of four blocks of a stream.
static inline Bits stream(Key key, uint64_t path, uint64_t purpose, uint64_t at,
                          uint64_t entity = 0) {
  const Words lanes = {0, 1, 2, 3}, zero = {};
  const Words low = zero + (path & 0xFFFFFFFF), high = zero + (path >> 32);
  const Blocks words = philox({lanes + at, zero + (purpose << 24 | entity), low, high}, key);
  return {words.second << 32 | words.first, words.fourth << 32 | words.third};
}

static inline Reals uniforms(Words bits) {
  return Reals((bits >> 12) | 0x3FF0000000000000) - (1 - 0x1p-53);
}

template <class Real, class Bits>
static inline Real logarithm(Real x) {
  Bits bits;
  std::memcpy(&bits, &x, sizeof x);
  bits = bits + 0x00095F619980C433;
  const Bits exponents = (bits >> 52) | 0x4330000000000000;
  const Bits fractions = (bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD;
  Real count, f;
  std::memcpy(&count, &exponents, sizeof count);
  std::memcpy(&f, &fractions, sizeof f);
  count = count - (0x1p52 + 1023);
  f = f - 1;
  const Real s = f / (2 + f), z = s * s, q = z * z;
  const Real low = 0x1.5555555555555p-1 + z * 0x1.999999999999ap-2;
  const Real second = 0x1.2492492492492p-2 + z * 0x1.c71c71c71c71cp-3;
  const Real third = 0x1.745d1745d1746p-3 + z * 0x1.3b13b13b13b14p-3;
  const Real fourth = 0x1.1111111111111p-3 + z * 0x1.e1e1e1e1e1e1ep-4;
  const Real fifth = 0x1.af286bca1af28p-4 + z * 0x1.8618618618618p-4;
  const Real tail = low + q * (second + q * (third + q * (fourth + q * fifth)));
  return count * 0x1.62e42feep-1 + ((f - s * (f - z * tail)) + count * 0x1.a39ef35793c76p-33);
}

/// Polynomials of degree 7, eight coefficients a segment.
template <int segments>
struct Polynomials {
  alignas(64) double rows[8 * segments];

  /// Even and odd powers side by side.
  double operator()(int64_t segment, double t) const {
    using Pair = double __attribute__((vector_size(16)));
    const Pair *c = reinterpret_cast<const Pair *>(rows) + 4 * segment;
    const Pair q = {t * t, t * t}, sides = c[0] + q * (c[1] + q * (c[2] + q * c[3]));
    return sides[0] + t * sides[1];
  }
};

struct Hazards {
  Polynomials<256> right;
  Polynomials<512> inverse;

  /// −ln Φ(−x), for −8 ≤ x < 8.
  double value(double x) const {
    const double place = (x + 8) * 16;
    const int32_t segment = int32_t(place);
    return right(segment, place - (double(segment) + 0.5));
  }

  /// Its inverse, for 2^−54 ≤ r < 2^10.
  double normal(double r) const {
    const uint64_t bits = std::bit_cast<uint64_t>(r);
    const uint64_t part = (bits & 0x0001FFFFFFFFFFFF) | 0x3FF0000000000000;
    return inverse(int64_t(bits >> 49) - ((1023 - 54) << 3), std::bit_cast<double>(part) - 1.0625);
  }
};

/// Eight exponential numbers of a stream.
static inline void exponentials(Bits bits, double *into) {
  const Reals even = -logarithm<Reals, Words>(uniforms(bits.even));
  const Reals odd = -logarithm<Reals, Words>(uniforms(bits.odd));
  std::memcpy(into, &even, sizeof even);
  std::memcpy(into + 4, &odd, sizeof odd);
}

/// The whole number below one that is less than 2^31; of a whole number perhaps the one before it.
static inline int32_t whole(double x) {
  return int32_t(std::bit_cast<uint64_t>((x - 0.5) + 0x1.8p52));
}

// MARK: What a path is drawn from and comes to

struct Bucket {
  int sector, first, count;
  double threshold, per_monthly;
};

struct Loan {
  int64_t principal;
  int32_t table, bucket;
};

/// A distribution in steps of a thousandth.
struct Fan {
  std::vector<int64_t> steps = std::vector<int64_t>(40'000);

  void add(int64_t amount) {
    if (amount < 1024) {
      steps[size_t(std::max<int64_t>(amount, 0))] += 1;
      return;
    }
    const int exponent = 63 - __builtin_clzll(uint64_t(amount));
    steps[size_t((exponent - 9) << 10) + ((amount >> (exponent - 10)) & 1023)] += 1;
  }
};

/// What a run adds up: sums, squares, counts, fans, and every path's claims and need.
struct Tally {
  static constexpr int totals = 32, points = months / 3;
  __int128 sums[totals] = {};
  unsigned __int128 squares[totals] = {};
  Fan fans[points];
  std::vector<int64_t> claims, needed, losses, recovered, defaults;
  std::vector<bool> is_short;
};

constexpr int purpose_market = 1, purpose_sector = 2, purpose_line = 5, purpose_details = 6, purpose_lot = 8;
constexpr size_t room = 1 << 16;

struct Engine {
  const Pool &pool;
  Hazards hazards;
  std::vector<Bucket> buckets;
  std::vector<Loan> loans;
  std::vector<double> table;
  double global, shared, own, per_own;
  Key key;
  Tally tally;

  double common[sectors];
  std::vector<double> hazard, ends, points, reached;
  std::vector<int32_t> owners, found, month;
  std::vector<uint32_t> bits;
  std::vector<int64_t> loss, due, back;
  int64_t monthly_due[months + 1], monthly_back[months + delay + 1];
  int32_t monthly_claims[months + 1];

  Engine(const Pool &pool, const std::string &folder, uint64_t seed) : pool(pool) {
    key = {uint32_t(seed), uint32_t(seed >> 32)};
    global = std::sqrt(0.12);
    shared = std::sqrt(0.08);
    own = std::sqrt(1 - 0.08 - 0.12);
    per_own = 1 / own;
    std::ifstream rows(folder + "/hazard.txt");
    const auto fill = [&](double *row, int count) {
      for (std::string word; count > 0 && rows >> word; count--)
        *row++ = std::strtod(word.c_str(), nullptr);
    };
    fill(hazards.right.rows, 8 * 256);
    fill(hazards.inverse.rows, 8 * 512);
    for (const auto &law : pool.tables) {
      table.insert(table.end(), law.begin(), law.end());
      table.push_back(1);
    }
    add_loans();
    for (auto *row : {&hazard, &ends}) row->resize(buckets.size() + 2);
    for (auto *row : {&points, &reached}) row->resize(room);
    for (auto *row : {&owners, &found, &month}) row->resize(room);
    for (auto *row : {&loss, &due, &back}) row->resize(room);
    bits.resize(room);
  }

  /// Groups of one bucket follow one another.
  void add_loans() {
    const Group *last = nullptr;
    for (const Group &group : pool.groups) {
      if (!last || last->rate != group.rate || last->sector != group.sector) {
        const double yearly = -logarithm<double, uint64_t>(1 - group.rate);
        double sum = 0;
        for (int month = 0; month < months; month++) sum += yearly / 12;
        buckets.push_back({group.sector, int(loans.size()), 0, hazards.normal(sum),
                           1 / (yearly / 12)});
      }
      last = &group;
      buckets.back().count += group.count;
      const Loan loan{group.principal, group.sector % 3 * 1026, int32_t(buckets.size()) - 1};
      loans.insert(loans.end(), size_t(group.count), loan);
    }
  }

  // MARK: A path, stage by stage

  void run(uint64_t path) {
    draw_factors(path);
    draw_points(path);
    const size_t count = name(match());
    draw_details(count, path);
    book(count);
    settle(count, path);
  }

  void draw_factors(uint64_t path) {
    double one[8], many[8];
    exponentials(stream(key, path, purpose_market, 0), one);
    exponentials(stream(key, path, purpose_sector, 0), many);
    const double market = global * hazards.normal(one[0]);
    for (int sector = 0; sector < sectors; sector++)
      common[sector] = market + shared * hazards.normal(many[sector]);
  }

  void draw_points(uint64_t path) {
    double end = 0;
    for (size_t index = 0; index < buckets.size(); index++) {
      const Bucket &bucket = buckets[index];
      hazard[index] = hazards.value((bucket.threshold - common[bucket.sector]) * per_own);
    }
    for (size_t index = 0; index < buckets.size(); index++) {
      if (hazard[index] > 4) std::abort();  // drawn one by one in ours; too rare to matter here
      end += hazard[index] * buckets[index].count;
      ends[index + 1] = end;
    }
    size_t count = 0;
    for (double point = 0; point < end;) {
      // About as many as there will be; the rest, if any, in small parts.
      const double missing = end - point;
      const size_t groups = size_t(missing + std::sqrt(missing)) / 8 + 1;
      double *gaps = points.data() + count;
      for (size_t group = 0; group < groups; group++)
        exponentials(stream(key, path, purpose_line, count / 2 + 4 * group), gaps + 8 * group);
      for (size_t index = 0; index < 8 * groups; index++) gaps[index] = point += gaps[index];
      count += 8 * groups;
    }
    points[count] = points[count + 1] = INFINITY;
  }

  /// Walks along points and buckets at once.
  size_t match() {
    size_t bucket = 0, hit = 0;
    // Numbers that are not negative have the order of their bits.
    const auto bits = [](double x) { return std::bit_cast<uint64_t>(x); };
    const double *all = points.data(), *limits = ends.data() + 1;
    uint64_t point = bits(all[0]), end = bits(limits[0]);
    while (bucket < buckets.size()) {
      const uint64_t next_point = bits(all[hit + 1]), next_end = bits(limits[bucket + 1]);
      owners[hit] = int32_t(bucket);
      const bool is_inside = point < end;
      hit += is_inside;
      bucket += !is_inside;
      point = is_inside ? next_point : point;
      end = is_inside ? end : next_end;
    }
    return hit;
  }

  /// Finds the loans of points; of several points of one loan the first counts.
  size_t name(size_t hit) {
    size_t next = 0;
    int last = -1;
    for (size_t index = 0; index < hit; index++) {
      const int32_t bucket = owners[index];
      const double each = hazard[size_t(bucket)], into = points[index] - ends[size_t(bucket)];
      const int place = std::min(whole(into / each), buckets[size_t(bucket)].count - 1);
      const int slot = buckets[size_t(bucket)].first + place;
      found[next] = slot;
      reached[next] = std::max(std::min(into - place * each, each), 0x1p-60);
      next += slot != last;
      last = slot;
    }
    return next;
  }

  /// A number of 32 bits for each loan that fails.
  void draw_details(size_t count, uint64_t path) {
    for (size_t first = 0; first < count; first += 16) {
      const Bits drawn = stream(key, path, purpose_details, first / 4);
      std::memcpy(&bits[first], &drawn, sizeof drawn);
    }
  }

  /// When each fails, what is lost, claimed and comes back.
  void book(size_t count) {
    for (size_t index = 0; index < count; index++)
      reached[index] = hazards.normal(std::max(reached[index], 0x1p-54));
    for (size_t index = 0; index < count; index++) {
      const Bucket &bucket = buckets[size_t(loans[size_t(found[index])].bucket)];
      const double latent = common[bucket.sector] + own * reached[index];
      const double least = std::max(std::min(latent, bucket.threshold), -8.0);
      month[index] = std::min(1 + whole(hazards.value(least) * bucket.per_monthly), months);
    }
    std::memset(monthly_due, 0, sizeof monthly_due);
    std::memset(monthly_back, 0, sizeof monthly_back);
    std::memset(monthly_claims, 0, sizeof monthly_claims);
    for (size_t index = 0; index < count; index++) {
      const Loan &loan = loans[size_t(found[index])];
      const uint32_t draw = bits[index];
      // The upper ten of 32 bits name the step of the table, the others how far into it.
      const double *row = table.data() + loan.table + (draw >> 22);
      const double part = (double(int32_t(draw & 0x3FFFFF)) + 0.5) * 0x1p-22;
      loss[index] = int64_t(double(loan.principal) * (row[0] + part * (row[1] - row[0])));
      due[index] = std::min(loss[index] * 700'000 / 1'000'000, pool.most);
      monthly_due[month[index]] += due[index];
      monthly_claims[month[index]] += 1;
    }
    for (size_t index = 0; index < count; index++) {
      back[index] = share(loss[index], due[index]);
      monthly_back[month[index] + delay] += back[index];
    }
  }

  /// What the fund gets of what comes back.
  static int64_t share(int64_t loss, int64_t paid) {
    const int64_t net = int64_t(double(loss) * 0.2), product = net * paid;
    // The quotient of two doubles is at most one off, which the remainder tells.
    int64_t part = int64_t(double(product) / double(loss));
    const int64_t rest = product - part * loss;
    part += (rest >= loss) - (rest < 0);
    return loss > 0 ? std::min(part, paid) : 0;
  }

  // MARK: Money

  struct Money {
    int64_t cash, used = 0, flow = 0, needed = 0, claims = 0, paid = 0, recovered = 0, top_ups = 0;
    int64_t year_claims[5] = {}, year_paid[5] = {}, year_unpaid[5] = {}, unpaid_year = 5;
  };

  void settle(size_t count, uint64_t path) {
    Money money{pool.opening};
    for (int now = 1; now <= months; now++) {
      const int year = (now - 1) / 12;
      if (now > 1 && now % 12 == 1) {
        money.used = 0;
        money.cash += pool.top_up;
        money.flow += pool.top_up;
        money.top_ups += pool.top_up;
      }
      money.cash += monthly_back[now];
      money.flow += monthly_back[now];
      money.recovered += monthly_back[now];
      const int64_t sum = monthly_due[now];
      if (sum < money.cash && sum < pool.cap - money.used) {
        money.cash -= sum;
        money.used += sum;
        pay(money, year, sum, sum);
      } else if (monthly_claims[now] > 0) {
        pay_in_order(money, now, count, path);
      }
      if (now % 3 == 0) tally.fans[now / 3 - 1].add(money.cash);
    }
    add(money, count);
  }

  static void pay(Money &money, int year, int64_t due, int64_t paid) {
    money.flow -= due;
    money.needed = std::max(money.needed, -money.flow);
    money.year_claims[year] += due;
    money.year_paid[year] += paid;
  }

  /// A month that something runs short in: claim by claim, by lot.
  void pay_in_order(Money &money, int now, size_t count, uint64_t path) {
    std::vector<std::pair<uint64_t, size_t>> line;
    for (size_t index = 0; index < count; index++) {
      if (month[index] != now) continue;
      const uint64_t loan = uint64_t(found[index]);
      const Bits lot = stream(key, path, purpose_lot, 0, loan);
      line.push_back({(lot.even[0] >> 48) << 32 | loan, index});
    }
    std::sort(line.begin(), line.end());
    const int year = (now - 1) / 12;
    for (auto [_, index] : line) {
      const int64_t owed = std::min(due[index], std::max<int64_t>(pool.cap - money.used, 0));
      const int64_t paid = std::min(owed, money.cash);
      money.used += paid;
      money.cash -= paid;
      pay(money, year, owed, paid);
      if (paid < owed) {
        money.unpaid_year = std::min<int64_t>(money.unpaid_year, year);
        money.year_unpaid[year] += owed - paid;
      }
      if (paid < due[index])
        monthly_back[now + delay] += share(loss[index], paid) - back[index];
    }
  }

  void add(Money &money, size_t count) {
    int64_t losses = 0, all[Tally::totals] = {};
    for (size_t index = 0; index < count; index++) losses += loss[index];
    for (int year = 0; year < 5; year++) {
      money.claims += money.year_claims[year];
      money.paid += money.year_paid[year];
      all[16 + year] = money.year_claims[year];
      all[21 + year] = money.year_paid[year];
      all[26 + year] = money.year_unpaid[year];
    }
    const int64_t figures[] = {losses, money.claims, money.paid, money.claims - money.paid,
                               money.recovered, money.top_ups, money.cash, money.needed,
                               int64_t(count), money.paid - money.recovered};
    std::copy(std::begin(figures), std::end(figures), all);
    for (int total = 0; total < Tally::totals; total++) {
      tally.sums[total] += all[total];
      tally.squares[total] += (unsigned __int128)((__int128)all[total] * all[total]);
    }
    tally.claims.push_back(money.claims);
    tally.needed.push_back(money.needed);
    tally.losses.push_back(losses);
    tally.recovered.push_back(money.recovered);
    tally.defaults.push_back(int64_t(count));
    tally.is_short.push_back(money.unpaid_year < 5);
  }
};

/// Sorts numbers that are not negative, eleven bits at a time.
static void sort(std::vector<int64_t> &values) {
  std::vector<int64_t> other(values.size());
  const int64_t most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  for (int shift = 0; shift < 63 && most >> shift; shift += 11) {
    size_t places[2049] = {};
    for (int64_t value : values) places[((value >> shift) & 2047) + 1] += 1;
    for (int digit = 0; digit < 2048; digit++) places[digit + 1] += places[digit];
    for (int64_t value : values) other[places[(value >> shift) & 2047]++] = value;
    values.swap(other);
  }
}

int main(int count, char **words) {
  if (count != 5 && count != 6) {
    std::fprintf(stderr, "usage: sim_twin FOLDER NAME PATHS SEED [WHO]\n");
    return 2;
  }
  const Pool pool = read(words[1], words[2]);
  Engine engine(pool, words[1], std::strtoull(words[4], nullptr, 10));
  const uint64_t paths = std::strtoull(words[3], nullptr, 10);
  const double start = processor_time();
  for (uint64_t path = 0; path < paths; path++) engine.run(path);
  Tally &tally = engine.tally;
  sort(tally.claims);
  sort(tally.needed);
  const double cpu = processor_time() - start;
  const auto reals = [](const auto &list) { return std::vector<double>(list.begin(), list.end()); };
  Outcome out{reals(tally.losses), reals(tally.claims), reals(tally.recovered),
              reals(tally.is_short), reals(tally.defaults)};
  report(words[2], count == 6 ? words[5] : "twin", cpu, out);
  std::printf(",\"total\":\"%lld\"}\n", (long long)tally.sums[1]);
}
