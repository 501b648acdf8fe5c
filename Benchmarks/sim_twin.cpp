// The pool of Sources/Simulators/Pool once more, in C++: the same algorithm, random numbers,
// polynomials and tables, so that every path comes to the same fen; what the language costs.
//
//     sim_twin FOLDER NAME PATHS SEED [WHO]
//
// FOLDER holds the polynomials of H and of its inverse as well, as hazard.txt. Reports as SimBench
// does, and the exact sum of all claims. Built without fused multiplication, or bits would differ.

#include "sim_pool.h"
#include "sim_random.h"

// MARK: What a path is drawn from and comes to

/// Tells in which month a loan fails: that of the first threshold not below its latent variable.
/// Cells of each curve say with which month to begin.
struct MonthTable {
  static constexpr int cells = 1024, width = months + 3;
  std::vector<int16_t> first;
  std::vector<double> thresholds;

  /// Adds a curve of thresholds by month, from 1.
  void add(const std::vector<double> &curve) {
    thresholds.insert(thresholds.end(), curve.begin() + 1, curve.begin() + months);
    thresholds.insert(thresholds.end(), width - months + 1, INFINITY);
    const double *row = thresholds.data() + thresholds.size() - width - 1;
    int16_t month = 1;
    for (int cell = 0; cell < cells; cell++) {
      // A little lower than any value that the cell is the nearest of.
      const double least = (cell - cells / 2 - 0.51) / 64;
      while (cell > 0 && row[month] < least) month++;
      first.push_back(month);
    }
  }

  int32_t month(double latent, int32_t cell, int32_t threshold) const {
    const double shifted = latent * 64 + (0x1.8p52 + cells / 2);
    const int32_t near = int32_t(std::bit_cast<uint64_t>(shifted));
    int64_t month = first[size_t(cell + std::max(std::min(near, cells - 1), 0))];
    const double *row = thresholds.data() + threshold;
    // Four at once: how many of them are exceeded could not be foretold.
    Pair two, others;
    std::memcpy(&two, row + month, sizeof two);
    std::memcpy(&others, row + month + 2, sizeof others);
    const auto above = (two < latent) + (others < latent);
    month -= above[0] + above[1];
    while (latent > row[month]) [[unlikely]] month++;
    return int32_t(month);
  }
};

/// Loans with the same chance of failing.
struct Bucket {
  double threshold, count;
  int32_t sector;
};

/// A bucket's part of the line: the hazard of each loan, and how many there are to a hazard of 1.
struct Stretch {
  double each, per_each;
  int32_t first;
  uint32_t others;
};

/// What failing asks of a loan: its rows in the tables of severities and months among others.
struct Loan {
  int64_t principal;
  int32_t severity, sector, cell, threshold;
};

/// A point of the line, and how far into its bucket it lies.
struct Point {
  double into;
  int32_t bucket;
  uint32_t luck;
};

/// A loan that fails, and the hazard that it has used up.
struct Hit {
  double reached;
  int32_t loan;
  uint32_t luck;
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
  Wide squares[totals] = {};
  Fan fans[points];
  std::vector<int64_t> claims, needed, losses, recovered, defaults;
  std::vector<bool> is_short;
};

struct Engine {
  /// More points than any path has.
  static constexpr size_t room = 1 << 16;
  const Pool &pool;
  const uint64_t seed;
  const double global = std::sqrt(0.12), shared = std::sqrt(0.08), own = std::sqrt(1 - 0.08 - 0.12);
  const double per_own = 1 / own;
  const Row row;
  const Share recovery = Share::from(0.2);
  Hazards hazards;
  MonthTable table;
  std::vector<Bucket> buckets;
  std::vector<Loan> loans;
  std::vector<Share> severities;
  Tally tally;

  double common[sectors];
  std::vector<Stretch> stretches;
  /// Where each bucket begins on the line, and three ends more.
  std::vector<double> starts;
  /// The bucket with which each cell of the line begins, or one before it.
  std::vector<int32_t> guide;
  int cell_bits = 6;
  std::vector<uint64_t> bits = std::vector<uint64_t>(room);
  std::vector<Point> points = std::vector<Point>(room);
  std::vector<Hit> hits = std::vector<Hit>(room);
  /// When each loan was last hit: the number of the hit among those of all paths.
  std::vector<int64_t> seen;
  int64_t earlier = 1;
  std::vector<double> latents = std::vector<double>(room);
  std::vector<int32_t> month = std::vector<int32_t>(room);
  std::vector<int64_t> loss = std::vector<int64_t>(room), due = std::vector<int64_t>(room);
  int64_t lost, monthly_due[months + 1], monthly_back[months + delay + 1], cash_after[months + 1];

  Engine(const Pool &pool, const std::string &folder, uint64_t seed)
      : pool(pool), seed(seed), row(seed) {
    std::ifstream rows(folder + "/hazard.txt");
    const auto fill = [&](double *row, int count) {
      for (std::string word; count > 0 && rows >> word; count--)
        *row++ = std::strtod(word.c_str(), nullptr);
    };
    fill(hazards.segments.rows, 8 * 256);
    fill(hazards.inverse.rows, 8 * 512);
    for (const auto &law : pool.tables) {
      for (double quantile : law) severities.push_back(Share::from(quantile));
      severities.push_back(Share::from(1));
    }
    add_loans();
    starts.assign(buckets.size() + 3, INFINITY);
    seen.resize(loans.size());
    while (cell_bits < 12 && size_t(1) << cell_bits < buckets.size()) cell_bits++;
    guide.resize((size_t(1) << cell_bits) + 2);
  }

  /// Groups of one bucket follow one another; those of one rate share a curve.
  void add_loans() {
    std::vector<double> rates, ends;
    size_t curve = 0;
    const Group *last = nullptr;
    for (const Group &group : pool.groups) {
      if (!last || last->rate != group.rate || last->sector != group.sector) {
        curve = size_t(std::find(rates.begin(), rates.end(), group.rate) - rates.begin());
        if (curve == rates.size()) {
          rates.push_back(group.rate);
          ends.push_back(add_curve(-log_of(1 - group.rate)));
        }
        buckets.push_back({ends[curve], 0, group.sector});
        stretches.push_back({0, 0, int32_t(loans.size()), UINT32_MAX});
      }
      last = &group;
      stretches.back().others += uint32_t(group.count);
      buckets.back().count += group.count;
      const Loan loan{group.principal, group.sector % 3 * 1026, group.sector,
                      int32_t(curve) * MonthTable::cells, int32_t(curve) * MonthTable::width - 1};
      loans.insert(loans.end(), size_t(group.count), loan);
    }
  }

  /// Gives the threshold of the last month.
  double add_curve(double yearly) {
    std::vector<double> curve{-INFINITY};
    double hazard = 0;
    for (int month = 1; month <= months; month++)
      curve.push_back(hazards.normal(hazard += yearly / 12));
    table.add(curve);
    return curve.back();
  }

  // MARK: A path, stage by stage

  void run(uint64_t path) {
    draw_factors(path);
    const double length = lay_out();
    const size_t drawn = poisson(length, seed, path);
    if (drawn + 4 > room) std::abort();
    mark_cells(length);
    row.draw(drawn, path, bits.data());
    search(drawn, length);
    const size_t count = match(drawn);
    date(count);
    book(count);
    settle(count, path);
  }

  void draw_factors(uint64_t path) {
    double drawn[8];
    exponentials(blocks(seed, path, for_sectors), drawn);
    const uint64_t bits = block(seed, path, for_market, 0).first;
    const double market = global * hazards.normal(-log_of(uniform<double>(bits)));
    for (int sector = 0; sector < sectors; sector++)
      common[sector] = market + shared * hazards.normal(drawn[sector]);
  }

  /// Lays the buckets out on the line and gives its length.
  double lay_out() {
    double end = 0, highest = 0;
    for (size_t index = 0; index < buckets.size(); index++) {
      const Bucket &bucket = buckets[index];
      const double each = hazards.value((bucket.threshold - common[bucket.sector]) * per_own);
      highest = std::max(highest, each);
      starts[index] = end;
      stretches[index].each = each;
      stretches[index].per_each = 1 / each;
      end += each * bucket.count;
    }
    if (highest > 4) std::abort();  // drawn one by one in ours; too rare to matter here
    return end;
  }

  /// Notes with which bucket each cell of the line begins.
  void mark_cells(double length) {
    const size_t cells = size_t(1) << cell_bits;
    const double per_cell = double(cells) / length;
    std::fill(guide.begin(), guide.end(), 0);
    // Of a whole number the one before may come out: the bucket is then one too early.
    for (size_t bucket = 1; bucket < buckets.size(); bucket++)
      guide[size_t(whole(starts[bucket] * per_cell)) + 1] += 1;
    int32_t ended = 0;
    for (size_t cell = 0; cell < cells; cell++) guide[cell] = ended += guide[cell];
  }

  /// Finds the buckets of points.
  void search(size_t drawn, double length) {
    const int to_cell = 64 - cell_bits;
    const double *first = starts.data();
    Point *found = points.data();
    for (size_t index = 0; index < drawn; index++) {
      const double point = uniform<double>(bits[index]) * length;
      // Two ends at once, without a branch: few cells have more of them.
      const double *start = first + guide[bits[index] >> to_cell];
      start += (point >= start[1]) + (point >= start[2]);
      while (point >= start[1]) [[unlikely]] start++;
      found[index] = {point - *start, int32_t(start - first), uint32_t(bits[index])};
    }
  }

  /// Finds the loans of points; of several points of one loan the first counts.
  size_t match(size_t drawn) {
    const int64_t before = earlier;
    int64_t next = 0;
    for (size_t index = 0; index < drawn; index++) {
      const Point point = points[index];
      const Stretch stretch = stretches[size_t(point.bucket)];
      const uint32_t number = uint32_t(whole(point.into * stretch.per_each));
      const int32_t kept = int32_t(std::min(number, stretch.others));
      const double rest = point.into - kept * stretch.each;
      const double reached = std::min(std::max(rest, 0x1p-54), stretch.each);
      const int32_t loan = stretch.first + kept;
      // Without a branch: nobody could foretell which point is a loan's second one.
      const int64_t earliest = seen[size_t(loan)] - before;
      const bool is_new = earliest < 0;
      const int64_t place = is_new ? next : earliest;
      // What a new one finds there becomes no number, which is never the lesser.
      const uint64_t there = std::bit_cast<uint64_t>(hits[size_t(place)].reached);
      const double most = std::bit_cast<double>(there | uint64_t(earliest >> 63));
      hits[size_t(place)] = {std::min(reached, most), loan, point.luck};
      seen[size_t(loan)] = before + place;
      next += is_new;
    }
    earlier += next;
    return size_t(next);
  }

  /// The months in which loans fail.
  void date(size_t count) {
    for (size_t index = 0; index < count; index++)
      latents[index] = hazards.normal(hits[index].reached);
    for (size_t index = 0; index < count; index++) {
      const Loan &loan = loans[size_t(hits[index].loan)];
      const double latent = common[loan.sector] + own * latents[index];
      month[index] = table.month(latent, loan.cell, loan.threshold);
    }
  }

  /// What is lost, claimed and comes back, by month.
  void book(size_t count) {
    std::memset(monthly_due, 0, sizeof monthly_due);
    std::memset(monthly_back, 0, sizeof monthly_back);
    const int64_t most = pool.most;
    int64_t sum = 0;
    for (size_t index = 0; index < count; index++) {
      const Loan &loan = loans[size_t(hits[index].loan)];
      const Share severity = Share::drawn(&severities[size_t(loan.severity)], hits[index].luck);
      const int64_t amount = severity.of(loan.principal);
      const int64_t claim = std::min(int64_t(uint64_t(amount) * 700'000 / 1'000'000), most);
      sum += amount;
      loss[index] = amount;
      due[index] = claim;
      monthly_due[month[index]] += claim;
    }
    lost = sum;
    for (size_t index = 0; index < count; index++)
      monthly_back[month[index] + delay] += back(loss[index], due[index]);
  }

  /// What the fund gets of what comes back.
  int64_t back(int64_t loss, int64_t paid) const {
    if (loss <= 0) return 0;
    const uint64_t product = uint64_t(recovery.of(loss)) * uint64_t(paid);
    return std::min(int64_t(product / uint64_t(loss)), paid);
  }

  // MARK: Money

  struct Money {
    int64_t cash, used = 0, flow = 0, needed = 0, claims = 0, paid = 0, recovered = 0, top_ups = 0;
    int64_t year_claims[5] = {}, year_paid[5] = {}, year_unpaid[5] = {}, unpaid_year = 5;

    void receive(int64_t amount) {
      cash += amount;
      flow += amount;
    }

    void pay(int year, int64_t due, int64_t paid) {
      cash -= paid;
      flow -= due;
      used += paid;
      year_claims[year] += due;
      year_paid[year] += paid;
    }
  };

  void settle(size_t count, uint64_t path) {
    Money money{pool.opening};
    for (int year = 0; year < 5; year++) {
      if (year > 0) {
        money.used = 0;
        money.receive(pool.top_up);
        money.top_ups += pool.top_up;
      }
      for (int now = 12 * year + 1; now <= 12 * year + 12;) {
        now = pay_whole(money, now, year);
        if (now > 12 * year + 12) break;
        pay_in_order(money, now, year, count, path);
        cash_after[now++] = money.cash;
      }
    }
    add(money, count);
  }

  /// Pays the months of a year as a whole until something runs short; gives the month it does in.
  int pay_whole(Money &money, int now, int year) {
    // What is paid is what is due, so that only cash and payments need be followed.
    const int64_t start = money.cash, apart = money.cash - money.flow;
    int64_t cash = start, least = start, paid = 0, recovered = 0, left = pool.cap - money.used;
    for (; now <= 12 * year + 12; now++) {
      recovered += monthly_back[now];
      cash += monthly_back[now];
      const int64_t sum = monthly_due[now];
      if ((sum >= cash || sum >= left) && sum > 0) break;
      paid += sum;
      left -= sum;
      cash -= sum;
      least = std::min(least, cash);
      cash_after[now] = cash;
    }
    money.recovered += recovered;
    money.receive(cash + paid - start);
    money.pay(year, paid, paid);
    money.needed = std::max(money.needed, apart - least);
    return now;
  }

  /// A month that something runs short in: claim by claim, by lot; too rare to be quick about.
  void pay_in_order(Money &money, int now, int year, size_t count, uint64_t path) {
    std::vector<std::pair<uint64_t, size_t>> line;
    for (size_t index = 0; index < count; index++) {
      if (month[index] != now) continue;
      const uint32_t loan = uint32_t(hits[index].loan);
      const uint64_t lot = block(seed, path, for_lot, 0, loan).first >> 48;
      line.push_back({lot << 32 | loan, index});
    }
    std::sort(line.begin(), line.end());
    for (auto [_, index] : line) {
      const int64_t owed = std::min(due[index], std::max<int64_t>(pool.cap - money.used, 0));
      const int64_t paid = std::min(owed, money.cash);
      money.pay(year, owed, paid);
      money.needed = std::max(money.needed, -money.flow);
      if (paid < owed) {
        money.unpaid_year = std::min<int64_t>(money.unpaid_year, year);
        money.year_unpaid[year] += owed - paid;
      }
      if (paid < due[index])
        monthly_back[now + delay] += back(loss[index], paid) - back(loss[index], due[index]);
    }
  }

  void add(Money &money, size_t count) {
    int64_t all[Tally::totals] = {};
    for (int year = 0; year < 5; year++) {
      money.claims += money.year_claims[year];
      money.paid += money.year_paid[year];
      all[16 + year] = money.year_claims[year];
      all[21 + year] = money.year_paid[year];
      all[26 + year] = money.year_unpaid[year];
    }
    const int64_t figures[] = {lost, money.claims, money.paid, money.claims - money.paid,
                               money.recovered, money.top_ups, money.cash, money.needed,
                               int64_t(count), money.paid - money.recovered};
    std::copy(std::begin(figures), std::end(figures), all);
    for (int total = 0; total < Tally::totals; total++) {
      tally.sums[total] += all[total];
      tally.squares[total] += Wide(__int128(all[total]) * all[total]);
    }
    for (int point = 0; point < Tally::points; point++)
      tally.fans[point].add(cash_after[3 * point + 3]);
    tally.claims.push_back(money.claims);
    tally.needed.push_back(money.needed);
    tally.losses.push_back(lost);
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
