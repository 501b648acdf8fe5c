// The pools of sim_model.py in C++, on one core.
//
//     sim_peer textbook|skip FOLDER NAME PATHS SEED
//
// textbook draws every loan's latent variable; skip draws only the loans that fail, by exponential
// gaps on a line of hazards, with the mathematics of the C library. Reports as SimBench does, one
// JSON object a line.

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

constexpr int months = 60, delay = 18, sectors = 7;
const double global_part = std::sqrt(0.12), sector_part = std::sqrt(0.08), own = std::sqrt(0.80);

/// Loans that are alike.
struct Group {
  int count;
  int64_t principal;
  double rate;
  int sector;
  double hazard, threshold;
};

struct Pool {
  int64_t opening, top_up, cap, most;
  std::vector<Group> groups;
  std::vector<double> tables[3];
};

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

double below(double x) { return 0.5 * std::erfc(-x * 0.70710678118654752); }

/// Φ⁻¹ by Acklam's rational functions, relative error 1.2e-9: enough for a month.
double quantile(double p) {
  if (p < 0.02425 || p > 0.97575) {
    const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
    const double c = ((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q
                       - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783;
    const double d = (((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q
                      + 3.754408661907416) * q + 1;
    return p < 0.5 ? c / d : -c / d;
  }
  const double q = p - 0.5, r = q * q;
  const double a = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
                     + 138.3577518672690) * r - 30.66479806614716) * r + 2.506628277459239;
  const double b = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
                     + 66.80131188771972) * r - 13.28068155288572) * r + 1;
  return a * q / b;
}

/// What the paths of a run come to.
struct Outcome {
  std::vector<double> losses, claims, recovered, isShort, defaults;
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
    const int64_t loss = int64_t(double(principal) * (table[0] + (place - step) * (table[1] - table[0])));
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
    out.isShort.push_back(is_short);
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

Pool read(const std::string &folder, const std::string &name) {
  Pool pool;
  std::ifstream numbers(folder + "/" + name + ".txt"), laws(folder + "/severities.txt");
  numbers >> pool.opening >> pool.top_up >> pool.cap >> pool.most;
  Group group;
  while (numbers >> group.count >> group.principal >> group.rate >> group.sector) {
    group.hazard = -std::log1p(-group.rate) / 12;
    group.threshold = quantile(-std::expm1(-months * group.hazard));
    pool.groups.push_back(group);
  }
  for (auto &table : pool.tables) {
    std::string line;
    std::getline(laws, line);
    std::istringstream words(line);
    for (double value; words >> value;) table.push_back(value);
  }
  return pool;
}

double processor_time() {
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  return double(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
         + 1e-6 * double(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

double average(const std::vector<double> &values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / double(values.size());
}

void print_mean(const char *name, const std::vector<double> &values) {
  const double mean = average(values), count = double(values.size());
  double squares = 0;
  for (double value : values) squares += (value - mean) * (value - mean);
  std::printf(",\"%s\":[%.9g,%.9g]", name, mean, std::sqrt(squares / count / count));
}

void print_quantile(const char *name, const std::vector<double> &sorted, double part) {
  const double count = double(sorted.size()), half = 1.96 * std::sqrt(part * (1 - part) * count);
  const auto at = [&](double rank) {
    return sorted[size_t(std::clamp(std::ceil(rank) - 1, 0.0, count - 1))];
  };
  const double width = at(count * part + half) - at(count * part - half);
  std::printf(",\"%s\":[%.9g,%.9g]", name, at(count * part), width / 3.92);
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
  const double cpu = processor_time() - start;
  std::printf("{\"case\":\"%s\",\"who\":\"c++-%s\",\"count\":%d,\"cpu\":%.6f",
              words[3], words[1], paths, cpu);
  print_mean("defaults", out.defaults);
  print_mean("losses", out.losses);
  print_mean("claims", out.claims);
  print_mean("recovered", out.recovered);
  print_mean("short", out.isShort);
  std::sort(out.claims.begin(), out.claims.end());
  print_quantile("q95", out.claims, 0.95);
  print_quantile("q99", out.claims, 0.99);
  print_quantile("q999", out.claims, 0.999);
  std::printf("}\n");
}
