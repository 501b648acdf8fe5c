// The pools of sim_model.py in C++, on one core.
//
//     sim_peer textbook|skip FOLDER NAME PATHS SEED
//
// textbook draws every loan's latent variable; skip draws only the loans that fail, by exponential
// gaps on a line of hazards, with the mathematics of the C library. Reports as SimBench does, one
// JSON object a line.

#include <random>

#include "sim_pool.h"

/// xoshiro256++ by David Blackman and Sebastiano Vigna, begun by SplitMix64.
struct Xoshiro {
  using result_type = uint64_t;
  uint64_t s[4];

  explicit Xoshiro(uint64_t seed) {
    for (auto &word : s) {
      seed += 0x9E3779B97F4A7C15;
      uint64_t z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      word = z ^ (z >> 31);
    }
  }

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return ~uint64_t{0}; }
  static uint64_t turn(uint64_t x, int by) { return x << by | x >> (64 - by); }

  uint64_t operator()() {
    const uint64_t result = turn(s[0] + s[3], 23) + s[0], shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = turn(s[3], 45);
    return result;
  }

  double uniform() { return (double((*this)() >> 12) + 0.5) * 0x1p-52; }
  double gap() { return -std::log(uniform()); }
};

/// What one path needs.
struct Path {
  const Pool &pool;
  Xoshiro random;
  std::normal_distribution<double> normal;
  double common[sectors];
  int64_t raw[months] = {}, back[months + delay] = {};
  int64_t losses = 0, defaults = 0;

  void draw_factors() {
    const double market = global_part * normal(random);
    for (auto &each : common) each = market + sector_part * normal(random);
  }

  /// Books a loan that fails: what it loses, and its claim.
  void fail(int64_t principal, int sector, int month) {
    const double place = random.uniform() * 1024;
    const int step = int(place);
    const double *table = pool.tables[sector % 3].data() + step;
    const double severity = table[0] + (place - step) * (table[1] - table[0]);
    const int64_t loss = int64_t(double(principal) * severity);
    raw[month] += std::min(loss * 7 / 10, pool.most);
    losses += loss;
    defaults += 1;
  }

  /// Claims and cash, month by month.
  void settle(Outcome &out) {
    int64_t cash = pool.opening, used = 0, claims = 0, recovered = 0;
    bool is_short = false;
    for (int now = 0; now < months; now++) {
      if (now > 0 && now % 12 == 0) {
        cash += pool.top_up;
        used = 0;
      }
      cash += back[now];
      recovered += back[now];
      const int64_t due = std::min(raw[now], pool.cap - used), pay = std::min(due, cash);
      is_short |= pay < due;
      claims += due;
      used += pay;
      cash -= pay;
      back[now + delay] = pay / 5;
      raw[now] = 0;
    }
    out.losses.push_back(double(losses));
    out.claims.push_back(double(claims));
    out.recovered.push_back(double(recovered));
    out.is_short.push_back(is_short);
    out.defaults.push_back(double(defaults));
    losses = defaults = 0;
  }
};

void textbook(Path &path, int paths, Outcome &out) {
  for (int number = 0; number < paths; number++) {
    path.draw_factors();
    for (const Group &group : path.pool.groups) {
      for (int loan = 0; loan < group.count; loan++) {
        const double latent = path.common[group.sector] + own * path.normal(path.random);
        const double reached = -std::log(below(-latent)) / group.hazard;
        if (reached < months) path.fail(group.principal, group.sector, int(reached));
      }
    }
    path.settle(out);
  }
}

void skip(Path &path, int paths, Outcome &out) {
  // Groups of one bucket follow one another.
  struct Bucket {
    const Group *group;
    std::vector<int64_t> loans;
  };
  std::vector<Bucket> buckets;
  for (const Group &group : path.pool.groups) {
    if (buckets.empty() || buckets.back().group->rate != group.rate
        || buckets.back().group->sector != group.sector)
      buckets.push_back({&group, {}});
    buckets.back().loans.insert(buckets.back().loans.end(), group.count, group.principal);
  }
  for (int number = 0; number < paths; number++) {
    path.draw_factors();
    double ahead = path.random.gap();
    for (const Bucket &bucket : buckets) {
      const Group &group = *bucket.group;
      const double shared = path.common[group.sector];
      const double segment = -std::log(below((shared - group.threshold) / own));
      const double length = segment * double(bucket.loans.size());
      int last = -1;
      for (; ahead < length; ahead += path.random.gap()) {
        const int loan = std::min(int(ahead / segment), int(bucket.loans.size()) - 1);
        if (loan <= last) continue;
        last = loan;
        const double reached = ahead - loan * segment;
        const double latent = shared + own * quantile(-std::expm1(-reached));
        const double month = -std::log(below(-latent)) / group.hazard;
        path.fail(bucket.loans[loan], group.sector, std::min(int(month), months - 1));
      }
      ahead -= length;
    }
    path.settle(out);
  }
}

int main(int count, char **words) {
  if (count != 6) {
    std::fprintf(stderr, "usage: sim_peer textbook|skip FOLDER NAME PATHS SEED\n");
    return 2;
  }
  const std::string way = words[1];
  const Pool pool = read(words[2], words[3]);
  const int paths = std::atoi(words[4]);
  Path path{pool, Xoshiro(std::strtoull(words[5], nullptr, 10)), {}, {}};
  Outcome out;
  const double start = processor_time();
  way == "textbook" ? textbook(path, paths, out) : skip(path, paths, out);
  report(words[3], ("c++-" + way).c_str(), processor_time() - start, out);
  std::printf("}\n");
}
