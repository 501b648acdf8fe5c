// The pool of Sources/Simulators/Pool once more, in C++: the same algorithm, random numbers,
// polynomials and tables, so that every path comes to the same fen; what the language costs.
//
//     sim_twin FOLDER NAME PATHS SEED [WHO]
//
// FOLDER holds the polynomials of H and of its inverse as well, as hazard.txt. Reports as SimBench
// does, and the exact sum of all claims. Built without fused multiplication, or bits would differ.
// Stops where ours draws in another way: on less than one of ten million paths of these pools.

#include <list>

#include "sim_random.h"

// MARK: What a path is drawn from and comes to

/// A loan, and its kind.
struct Slot {
  int32_t loan, kind;
};

/// What failing asks of a loan's kind: its row in the table of severities among others.
struct Kind {
  int64_t principal, severity;
  Share rate;
};

/// The nodes next to what a sector shares.
struct Nodes {
  const Node *nodes;
  double weight, doubtful;
};

/// A node's part of the line.
struct Segment {
  const Column *columns;
  const Failure *outcomes;
  /// How many outcomes there are, but for a hair, and to a unit of the line.
  double count, per_unit;
  uint32_t first_bucket;
};

/// A point of the line, and how far among the outcomes of its segment's node it lies.
struct Point {
  double into;
  uint32_t segment, luck;
};

/// A loan that fails in a month.
struct Event {
  int32_t loan, kind, month;
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
  /// How many claims the limit of a loan did not cut.
  int64_t uncut = 0;
};

struct Engine {
  /// More points than any path has.
  static constexpr size_t room = 1 << 16;
  static constexpr int ways = 2 * sectors, cell_bits = 6, cells = 1 << cell_bits;
  const Pool &pool;
  const uint64_t seed;
  const Share recovery = Share::from(0.2);
  Hazards hazards;
  std::list<Sheet> sheets;
  std::vector<Sheet *> sheet_of;
  std::vector<Bucket> buckets;
  std::vector<Slot> slots;
  std::vector<Kind> kinds;
  std::vector<Share> severities;
  Tally tally;

  double common[sectors];
  Nodes pairs[sectors];
  /// Both nodes of each sector, and where they end; what is doubtful comes last.
  Segment segments[ways];
  double ends[ways];
  /// Where each segment begins, in units of 2^−63 of the line, and three ends more.
  int64_t starts[ways + 4] = {};
  /// The segment with which each cell of the line begins, or one before it.
  int32_t guide[cells + 2];
  std::vector<Point> points = std::vector<Point>(room);
  std::vector<Event> events = std::vector<Event>(room);
  /// When each loan was last hit: the number of the event among those of all paths.
  std::vector<int32_t> seen;
  int32_t earlier = 1;
  std::vector<int64_t> losses = std::vector<int64_t>(room), dues = std::vector<int64_t>(room);
  int64_t lost, uncut;
  int64_t monthly_due[months + 1], monthly_back[months + delay + 1], cash_after[months + 1];

  Engine(const Pool &pool, const std::string &folder, uint64_t seed)
      : pool(pool), seed(seed), hazards(folder) {
    for (const auto &law : pool.tables) {
      for (double quantile : law) severities.push_back(Share::from(quantile));
      severities.push_back(Share::from(1));
    }
    std::fill(std::begin(starts) + 1, std::end(starts), INT64_MAX);
    add_loans();
  }

  /// Groups of a sector follow one another, as those of a bucket do; those of a rate share a curve.
  void add_loans() {
    std::vector<double> rates;
    std::vector<std::vector<double>> curves;
    std::vector<Part> parts(sectors);
    const Group *last = nullptr;
    for (const Group &group : pool.groups) {
      Part &part = parts[size_t(group.sector)];
      if (!last || last->rate != group.rate || last->sector != group.sector) {
        const auto found = std::find(rates.begin(), rates.end(), group.rate);
        part.curves.push_back(size_t(found - rates.begin()));
        part.counts.push_back(0);
        if (found == rates.end()) {
          rates.push_back(group.rate);
          curves.push_back(hazards.curve(group.rate));
        }
      }
      last = &group;
      part.counts.back() += group.count;
      for (int each = 0; each < group.count; each++)
        slots.push_back({int32_t(slots.size()), int32_t(kinds.size())});
      kinds.push_back({group.principal, group.sector % 3 * 1026, Share::millionths(700'000)});
    }
    seen.resize(slots.size());
    // As many more as a bucket can be taken to have.
    slots.insert(slots.end(), slots.begin(), slots.begin() + int64_t(slots.size()));
    for (const Part &part : parts) add_sector(part, parts, curves);
  }

  void add_sector(const Part &part, const std::vector<Part> &parts,
                  const std::vector<std::vector<double>> &curves) {
    auto sheet = std::find_if(sheets.begin(), sheets.end(),
                              [&](const Sheet &each) { return each.takes(part); });
    if (sheet == sheets.end()) sheet = sheets.emplace(sheets.end(), hazards, curves, part, parts);
    const double count = double(sheet->outcomes.size()) * hair;
    const Segment segment{nullptr, sheet->outcomes.data(), count, 0, uint32_t(buckets.size())};
    std::fill_n(&segments[2 * sheet_of.size()], 2, segment);
    sheet_of.push_back(&*sheet);
    for (size_t bucket = 0; bucket < part.counts.size(); bucket++) {
      const int32_t first = buckets.empty() ? 0 : buckets.back().next();
      buckets.push_back({first, uint32_t(part.counts[bucket] - 1), sheet->counts[bucket]});
    }
  }

  // MARK: A path, stage by stage

  void run(uint64_t path) {
    draw_factors(path);
    const double length = lay_out();
    mark(length);
    const size_t drawn = poisson(length, seed, path);
    if (drawn + 1 > room) stop("more points than there is room for");
    size_t kept = search(drawn, path);
    const size_t doubtful = drawn - kept;
    for (size_t number = 0; number < doubtful; number++)
      kept += examine(uint32_t(number), path, points[kept]);
    const size_t count = join(tell(kept));
    weigh(count);
    enter(count);
    recover(count);
    settle(count, path);
  }

  void draw_factors(uint64_t path) {
    double fresh[8];
    exponentials(blocks(seed, path, for_factors), fresh);
    for (double &each : fresh) each = hazards.normal(each);
    for (int sector = 0; sector < sectors; sector++)
      common[sector] = global_part * fresh[0] + sector_part * fresh[1 + sector];
  }

  /// Lays the nodes out on the line and gives its length.
  double lay_out() {
    const double per_unit = Sheet::per_own / own, last = 2 * Sheet::reach - 1;
    double end = 0, doubtful = 0;
    for (size_t sector = 0; sector < sectors; sector++) {
      const double place = common[sector] * per_unit + Sheet::reach;
      if (!(place >= 1 && place < last)) stop("the nodes do not reach factors so far away");
      const int32_t number = whole(place);
      const Node *nodes = sheet_of[sector]->at(number);
      if (nodes->is_dense) stop("loans are hit too often for a node");
      const double weight = place - number, sure = nodes->sure;
      const double lower = (1 - weight) * nodes[0].total, upper = weight * nodes[1].total;
      segments[2 * sector].columns = nodes[0].columns.data();
      segments[2 * sector + 1].columns = nodes[1].columns.data();
      ends[2 * sector] = end + lower * sure;
      end += (lower + upper) * sure;
      ends[2 * sector + 1] = end;
      pairs[sector] = {nodes, weight, (lower + upper) * (1 - sure)};
      doubtful += pairs[sector].doubtful;
    }
    return end + doubtful;
  }

  /// Notes where the segments begin, and with which of them each cell of the line does.
  void mark(double length) {
    const double per_length = 0x1p63 / length;
    std::fill(std::begin(guide), std::end(guide), 0);
    for (size_t place = 0; place < ways; place++) {
      const int64_t start = int64_t(std::min(ends[place] * per_length, 0x1.fffffffffffffp62));
      starts[place + 1] = start;
      segments[place].per_unit = segments[place].count / double(start - starts[place]);
      guide[(start >> (63 - cell_bits)) + 1] += 1;
    }
    int32_t ended = 0;
    for (int cell = 0; cell < cells; cell++) guide[cell] = ended += guide[cell];
  }

  /// Finds the segments of points, but for those that have to be looked at; gives how many.
  size_t search(size_t drawn, uint64_t path) {
    BitRow row(seed, path);
    Point *into = points.data();
    size_t kept = 0;
    for (size_t index = 0; index < drawn; index++) {
      const uint64_t bits = row.next();
      const int64_t place = int64_t(bits >> 1);
      // Two ends at once, without a branch: few cells have more of them.
      size_t number = size_t(guide[place >> (63 - cell_bits)]);
      const int64_t *next = starts + number;
      number += size_t(place >= next[1]) + size_t(place >= next[2]);
      while (place >= starts[number + 1]) [[unlikely]] number++;
      if (number == ways) continue;
      const double part = double(place - starts[number]) * segments[number].per_unit;
      into[kept++] = {part, uint32_t(number), uint32_t(bits)};
    }
    return kept;
  }

  /// Draws a point that has to be looked at; tells whether it is kept.
  bool examine(uint32_t number, uint64_t path, Point &into) {
    const auto [first, second] = block(seed, path, for_doubt, 0, number);
    double all = 0;
    for (const Nodes &pair : pairs) all += pair.doubtful;
    size_t sector = 0;
    double rest = uniform<double>(first) * all;
    while (sector < sectors - 1 && rest >= pairs[sector].doubtful)
      rest -= pairs[sector++].doubtful;
    const auto [nodes, weight, doubtful] = pairs[sector];
    if (doubtful <= 0) return false;
    const double lower = (1 - weight) * nodes[0].total, upper = weight * nodes[1].total;
    const double place = std::min(rest / doubtful, 1.0) * (lower + upper);
    const bool side = place >= lower;
    const double part = std::min(side ? (place - lower) / upper : place / lower, 1.0);
    const Sheet &sheet = *sheet_of[sector];
    into = {part * double(sheet.outcomes.size()) * hair, uint32_t(2 * sector + side),
            uint32_t(second)};
    const int64_t outcome = drawn_outcome(into.into, nodes[side].columns.data()).number;
    const double hazard = sheet.part(size_t(outcome), nodes, weight, common[sector]);
    return uniform<double>(second) * (1 - nodes->sure) < hazard - nodes->sure;
  }

  /// Finds the loans of points, and when they fail; gives how many points have one.
  size_t tell(size_t drawn) {
    Event *into = events.data();
    size_t kept = 0;
    for (size_t index = 0; index < drawn; index++) {
      const Point point = points[index];
      const Segment &segment = segments[point.segment];
      const auto [found, part] = drawn_outcome(point.into, segment.columns);
      const Failure outcome = segment.outcomes[found];
      const Bucket bucket = buckets[segment.first_bucket + outcome.bucket];
      const uint32_t number = uint32_t(whole(part * bucket.count));
      const Slot slot = slots[size_t(bucket.first) + number];
      into[kept] = {slot.loan, slot.kind, outcome.month, point.luck};
      // Sectors that share nodes are taken to have as many loans as the largest.
      kept += number <= bucket.others;
    }
    return kept;
  }

  /// Joins what happens to the same loan: the first of it counts; gives how many loans there are.
  size_t join(size_t drawn) {
    if (earlier > INT32_MAX - int32_t(drawn)) {
      std::fill(seen.begin(), seen.end(), 0);
      earlier = 1;
    }
    Event *list = events.data();
    int32_t found = 0;
    for (size_t index = 0; index < drawn; index++) {
      const Event event = list[index];
      const int32_t before = seen[size_t(event.loan)] - earlier;
      if (before >= 0) {
        list[before].month = std::min(list[before].month, event.month);
      } else {
        list[found] = event;
        seen[size_t(event.loan)] = earlier + found++;
      }
    }
    earlier += found;
    return size_t(found);
  }

  /// What is lost, and what the rate makes of it.
  void weigh(size_t count) {
    for (size_t index = 0; index < count; index++) {
      const Kind &kind = kinds[size_t(events[index].kind)];
      const Share severity = Share::drawn(&severities[size_t(kind.severity)], events[index].luck);
      losses[index] = severity.of(kind.principal);
      dues[index] = kind.rate.of(losses[index]);
    }
  }

  /// Losses and claims, by month.
  void enter(size_t count) {
    std::memset(monthly_due, 0, sizeof monthly_due);
    const int64_t most = pool.most;
    int64_t sum = 0, cut = 0;
    for (size_t index = 0; index < count; index++) {
      const int64_t due = std::min(dues[index], most);
      cut += dues[index] > most;
      sum += losses[index];
      dues[index] = due;
      monthly_due[events[index].month] += due;
    }
    lost = sum;
    uncut = int64_t(count) - cut;
  }

  /// What comes back, by month.
  void recover(size_t count) {
    std::memset(monthly_back, 0, sizeof monthly_back);
    for (size_t index = 0; index < count; index++)
      monthly_back[events[index].month + delay] += back(losses[index], dues[index]);
  }

  /// What the fund gets of what comes back; products of two amounts fit.
  int64_t back(int64_t loss, int64_t paid) const {
    return int64_t(uint64_t(recovery.of(loss) * paid) / uint64_t(loss | (loss == 0)));
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
      if (events[index].month != now) continue;
      const uint32_t loan = uint32_t(events[index].loan);
      const uint64_t lot = block(seed, path, for_lot, 0, loan).first >> 48;
      line.push_back({lot << 32 | loan, index});
    }
    std::sort(line.begin(), line.end());
    for (auto [_, index] : line) {
      const int64_t owed = std::min(dues[index], std::max<int64_t>(pool.cap - money.used, 0));
      const int64_t paid = std::min(owed, money.cash);
      money.pay(year, owed, paid);
      money.needed = std::max(money.needed, -money.flow);
      if (paid < owed) {
        money.unpaid_year = std::min<int64_t>(money.unpaid_year, year);
        money.year_unpaid[year] += owed - paid;
      }
      if (paid < dues[index])
        monthly_back[now + delay] += back(losses[index], paid) - back(losses[index], dues[index]);
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
    tally.uncut += uncut;
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
