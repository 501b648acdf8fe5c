// Random numbers, mathematics and tables of Sources/Simulators once more, in C++: the same bits.

#pragma once

#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#include "sim_pool.h"

// Vectors are passed within this program alone.
#pragma GCC diagnostic ignored "-Wpsabi"

using Words = uint64_t __attribute__((vector_size(32)));
using Reals = double __attribute__((vector_size(32)));
using Pair = double __attribute__((vector_size(16)));
using Wide = unsigned __int128;

[[noreturn]] static void stop(const char *what) {
  std::fprintf(stderr, "sim_twin: %s\n", what);
  std::exit(1);
}

// MARK: Random numbers

/// What random numbers are for.
constexpr uint32_t for_factors = 1, for_line = 5, for_lot = 8, for_count = 9, for_doubt = 11;

/// Philox4x32-10 of one counter as two numbers of 64 bits.
static inline std::pair<uint64_t, uint64_t> block(uint64_t seed, uint64_t path, uint32_t purpose,
                                                  uint32_t at, uint32_t entity = 0) {
  uint32_t c0 = at, c1 = purpose << 24 | entity, c2 = uint32_t(path), c3 = uint32_t(path >> 32);
  uint32_t k0 = uint32_t(seed), k1 = uint32_t(seed >> 32);
  for (int round = 0; round < 10; round++) {
    const uint64_t left = c0 * uint64_t(0xD2511F53), right = c2 * uint64_t(0xCD9E8D57);
    c0 = uint32_t(right >> 32) ^ c1 ^ k0;
    c2 = uint32_t(left >> 32) ^ c3 ^ k1;
    c1 = uint32_t(right);
    c3 = uint32_t(left);
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return {uint64_t(c1) << 32 | c0, uint64_t(c3) << 32 | c2};
}

/// Eight numbers of 64 bits.
struct Bits {
  Words even, odd;
};

/// The first four blocks of a stream at once.
static inline Bits blocks(uint64_t seed, uint64_t path, uint64_t purpose) {
  const uint64_t low = 0xFFFFFFFF;
  const Words zero = {};
  Words first = {0, 1, 2, 3}, second = zero + (purpose << 24);
  Words third = zero + (path & low), fourth = zero + (path >> 32);
  uint32_t k0 = uint32_t(seed), k1 = uint32_t(seed >> 32);
  for (int round = 0; round < 10; round++) {
    const Words left = (first & low) * 0xD2511F53u, right = (third & low) * 0xCD9E8D57u;
    first = (right >> 32) ^ second ^ uint64_t(k0);
    third = (left >> 32) ^ fourth ^ uint64_t(k1);
    second = right;
    fourth = left;
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return {second << 32 | (first & low), fourth << 32 | (third & low)};
}

/// A long row of random bits: SplitMix64 of a state and a step that are the path's own.
struct BitRow {
  uint64_t state, step;

  BitRow(uint64_t seed, uint64_t path) {
    const auto [first, second] = block(seed, path, for_line, 0);
    const uint64_t odd = second | 1;
    state = first;
    // Bits that change too seldom give poor rows.
    step = std::popcount(odd ^ odd >> 1) < 24 ? odd ^ 0xAAAAAAAAAAAAAAAA : odd;
  }

  uint64_t next() {
    state += step;
    const uint64_t first = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
    const uint64_t second = (first ^ first >> 27) * 0x94D049BB133111EB;
    return second ^ second >> 31;
  }
};

// MARK: Mathematics

/// Numbers between 0 and 1 out of the upper 52 of 64 bits.
template <class Real, class Bits>
static inline Real uniform(Bits bits) {
  return std::bit_cast<Real>((bits >> 12) | 0x3FF0000000000000) - (1 - 0x1p-53);
}

template <class Real, class Bits>
static inline Real logarithm(Real x) {
  const Bits bits = std::bit_cast<Bits>(x) + 0x00095F619980C433;
  const Real exponent = std::bit_cast<Real>((bits >> 52) | 0x4330000000000000);
  const Real count = exponent - (0x1p52 + 1023);
  const Bits mantissa = (bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD;
  const Real f = std::bit_cast<Real>(mantissa) - 1;
  const Real s = f / (2 + f), z = s * s, q = z * z;
  const Real low = 0x1.5555555555555p-1 + z * 0x1.999999999999ap-2;
  const Real second = 0x1.2492492492492p-2 + z * 0x1.c71c71c71c71cp-3;
  const Real third = 0x1.745d1745d1746p-3 + z * 0x1.3b13b13b13b14p-3;
  const Real fourth = 0x1.1111111111111p-3 + z * 0x1.e1e1e1e1e1e1ep-4;
  const Real fifth = 0x1.af286bca1af28p-4 + z * 0x1.8618618618618p-4;
  const Real tail = low + q * (second + q * (third + q * (fourth + q * fifth)));
  return count * 0x1.62e42feep-1 + ((f - s * (f - z * tail)) + count * 0x1.a39ef35793c76p-33);
}

static inline double log_of(double x) { return logarithm<double, uint64_t>(x); }

/// e to the power of x, from −708 to 709.
static double exp_of(double x) {
  const double shifted = x * 0x1.71547652b82fep0 + 0x1.8p52, count = shifted - 0x1.8p52;
  const double r = (x - count * 0x1.62e42feep-1) - count * 0x1.a39ef35793c76p-33, q = r * r;
  const double low = (0.5 + r * 0x1.5555555555555p-3)
                     + q * (0x1.5555555555555p-5 + r * 0x1.1111111111111p-7);
  const double middle = (0x1.6c16c16c16c17p-10 + r * 0x1.a01a01a01a01ap-13)
                        + q * (0x1.a01a01a01a01ap-16 + r * 0x1.71de3a556c734p-19);
  const double high = (0x1.27e4fb7789f5cp-22 + r * 0x1.ae64567f544e4p-26)
                      + q * (0x1.1eed8eff8d898p-29 + r * 0x1.6124613a86d09p-33);
  const double fourth = q * q, tail = low + fourth * (middle + fourth * high);
  const double value = 1 + (r + r * r * tail);
  return std::bit_cast<double>(std::bit_cast<uint64_t>(value)
                               + (std::bit_cast<uint64_t>(shifted) << 52));
}

static double log_gamma(double x) {
  double product = 1;
  for (; x < 12; x++) product *= x;
  const double u = 1 / (x * x);
  const double series =
      1.0 / 12 - u * (1.0 / 360 - u * (1.0 / 1260 - u * (1.0 / 1680 - u * (1.0 / 1188))));
  return (x - 0.5) * log_of(x) - x + 0.91893853320467274178 + series / x - log_of(product);
}

/// The whole number below one that is less than 2^31; of a whole number perhaps the one before it.
static inline int32_t whole(double x) {
  return int32_t(std::bit_cast<uint64_t>((x - 0.5) + 0x1.8p52));
}

/// Eight exponential numbers of a stream.
static inline void exponentials(Bits bits, double *into) {
  const Reals even = -logarithm<Reals, Words>(uniform<Reals>(bits.even));
  const Reals odd = -logarithm<Reals, Words>(uniform<Reals>(bits.odd));
  std::memcpy(into, &even, sizeof even);
  std::memcpy(into + 4, &odd, sizeof odd);
}

/// A Poisson number: Hörmann's transformed rejection, or the points of a process up to the mean.
static size_t poisson(double mean, uint64_t seed, uint64_t path) {
  if (mean < 10) {
    double point = 0;
    for (uint32_t at = 0;; at++) {
      const auto [first, second] = block(seed, path, for_count, at);
      if ((point -= log_of(uniform<double>(first))) >= mean) return 2 * at;
      if ((point -= log_of(uniform<double>(second))) >= mean) return 2 * at + 1;
    }
  }
  const double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b;
  for (uint32_t at = 0;; at++) {
    const auto [first, second] = block(seed, path, for_count, at);
    const double u = uniform<double>(first) - 0.5, v = uniform<double>(second);
    const double reach = 0.5 - std::fabs(u), value = (2 * a / reach + b) * u + mean + 0.43;
    const int64_t count = int64_t(value);
    if (reach >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return size_t(count);
    if (value < 0 || (reach < 0.013 && v > reach)) continue;
    const double scale = 1.1239 + 1.1328 / (b - 3.4), real = double(count);
    const double left = log_of(v * scale / (a / (reach * reach) + b));
    if (left <= real * log_of(mean) - mean - log_gamma(real + 1)) return size_t(count);
  }
}

/// Polynomials of degree 7, eight coefficients a segment.
template <int segments>
struct Polynomials {
  alignas(64) double rows[8 * segments];

  /// Even and odd powers side by side.
  double operator()(int64_t segment, double t) const {
    const Pair *c = reinterpret_cast<const Pair *>(rows) + 4 * segment;
    const Pair q = {t * t, t * t}, sides = c[0] + q * (c[1] + q * (c[2] + q * c[3]));
    return sides[0] + t * sides[1];
  }
};

struct Hazards {
  Polynomials<256> segments;
  Polynomials<512> inverse;

  explicit Hazards(const std::string &folder) {
    std::ifstream words(folder + "/hazard.txt");
    const auto fill = [&](auto &rows) {
      std::string word;
      for (double &each : rows) each = words >> word ? std::strtod(word.c_str(), nullptr) : NAN;
    };
    fill(segments.rows);
    fill(inverse.rows);
  }

  /// −ln Φ(−x), for −8 ≤ x < 8.
  double value(double x) const {
    const double place = x * 16 + 127.5, shifted = place + 0x1.8p52;
    return segments(int32_t(std::bit_cast<uint64_t>(shifted)), place - (shifted - 0x1.8p52));
  }

  /// Its inverse, for 2^−54 ≤ r < 2^10.
  double normal(double r) const {
    const uint64_t bits = std::bit_cast<uint64_t>(r);
    const uint64_t part = (bits & 0x0001FFFFFFFFFFFF) | 0x3FF0000000000000;
    return inverse(int64_t(bits >> 49) - ((1023 - 54) << 3), std::bit_cast<double>(part) - 1.0625);
  }

  /// The latent variables below which a loan of a yearly rate fails until the end of each month.
  std::vector<double> curve(double rate) const {
    std::vector<double> thresholds;
    const double yearly = -log_of(1 - rate);
    double hazard = 0;
    for (int month = 1; month <= months; month++)
      thresholds.push_back(normal(hazard += yearly / 12));
    return thresholds;
  }
};

// MARK: One of many outcomes

/// A column of an alias table: up to which part of it its own outcome reaches, and in the lowest
/// bits whose the rest is.
struct Column {
  double reach;

  Column(double reach, size_t other)
      : reach(std::bit_cast<double>((std::bit_cast<uint64_t>(reach) & ~mask) | other)) {}

  int64_t other() const { return std::bit_cast<int64_t>(reach) & int64_t(mask); }

  static constexpr uint64_t mask = (1 << 13) - 1;
};

/// What numbers of outcomes are multiplied by to stay below the end.
constexpr double hair = 1 - 0x1p-40;

/// An outcome, and how far into its part of a column a number lies.
struct Drawn {
  int64_t number;
  double part;
};

/// What a number from 0 to a hair below the number of outcomes means.
static inline Drawn drawn_outcome(double place, const Column *columns) {
  const double shifted = (place - 0.5) + 0x1.8p52, rest = place - (shifted - 0x1.8p52);
  const int32_t number = int32_t(std::bit_cast<uint64_t>(shifted));
  const Column column = columns[number];
  // By bits, which are in order as positive numbers are: whose it is could not be foretold.
  const int64_t reach = std::bit_cast<int64_t>(column.reach);
  const int64_t other = ~((std::bit_cast<int64_t>(rest) - reach) >> 63);
  const double begins = std::bit_cast<double>(reach & other);
  const double ends = std::bit_cast<double>(0x3FF0000000000000 & other);
  const double part = (rest - begins) / std::fabs(ends - column.reach);
  return {number + ((column.other() - number) & other), part};
}

/// Sets a table up, as Vose does.
static std::vector<Column> alias_table(const std::vector<double> &weights, double total) {
  std::vector<Column> columns;
  std::vector<double> shares;
  std::vector<size_t> poor, rich;
  for (size_t place = 0; place < weights.size(); place++) {
    columns.push_back(Column(1, place));
    shares.push_back(weights[place] * double(weights.size()) / total);
    (shares[place] < 1 ? poor : rich).push_back(place);
  }
  while (!rich.empty() && !poor.empty()) {
    const size_t giver = rich.back(), taker = poor.back();
    poor.pop_back();
    columns[taker] = Column(shares[taker], giver);
    shares[giver] -= 1 - shares[taker];
    if (shares[giver] >= 1) continue;
    rich.pop_back();
    poor.push_back(giver);
  }
  return columns;
}

/// A part of an amount, in units of 2^−63.
struct Share {
  uint64_t units;

  /// Half a step of a real number higher than it was given.
  static Share from(double value) {
    if (value <= 0) return {0};
    return {std::min(uint64_t(std::min(value, 1.0) * 0x1p63) + 512, uint64_t(1) << 63)};
  }

  /// A rate in millionths, a hair higher where it is none.
  static Share millionths(uint64_t rate) {
    return {uint64_t(((Wide(rate) << 63) + 999'999) / 1'000'000)};
  }

  /// What it comes to; twice the amount, so that whole fen stand in a word of their own.
  int64_t of(int64_t amount) const {
    return int64_t((Wide(units) * (uint64_t(amount) << 1)) >> 64);
  }

  /// Between two quantiles: of 24 bits ten name the first, the others how far it is to the second.
  static Share drawn(const Share *quantiles, uint32_t luck) {
    const Share *step = quantiles + (luck >> 14 & 0x3FF);
    const int64_t part = int64_t(luck & 0x3FFF) << 1 | 1;
    const int64_t slope = int64_t(step[1].units - step[0].units) >> 15;
    return {step[0].units + uint64_t(slope * part)};
  }
};

// MARK: What happens at given factors

/// What can happen: a loan of a bucket, counted from its sector's first, fails in a month.
struct Failure {
  uint16_t bucket, month;
};

/// Loans with the same chance of failing.
struct Bucket {
  int32_t first;
  uint32_t others;
  /// How many loans its nodes take it to have.
  double count;

  int32_t next() const { return first + int32_t(others) + 1; }
};

/// What loans face at one value of what their sector shares.
struct Node {
  bool is_known = false, is_dense = false;
  /// The hazards of all loans together, and of each outcome.
  double total = 0;
  std::vector<double> hazards;
  std::vector<Column> columns;
  /// The least part of the mean with the next node's that hazards in between can be.
  double sure = 0;
};

/// A sector's loans: the curve and the number of each bucket.
struct Part {
  std::vector<size_t> curves;
  std::vector<int32_t> counts;

  int32_t loans() const { return std::accumulate(counts.begin(), counts.end(), 0); }
};

/// The nodes of sectors with the same curves, evenly spaced and worked out when first needed.
struct Sheet {
  static constexpr int per_own = 16, reach = 256;
  const Hazards &math;
  std::vector<size_t> curves;
  bool is_shared;
  std::vector<double> counts, thresholds;
  std::vector<Failure> outcomes;
  std::vector<Node> nodes = std::vector<Node>(2 * reach);
  double lowest;
  const double step = 1 / (per_own / own);

  /// Sectors share their nodes as if each had as many loans in a bucket as the one that has most,
  /// if that is not an eighth too many.
  Sheet(const Hazards &math, const std::vector<std::vector<double>> &by_curve, const Part &part,
        const std::vector<Part> &parts)
      : math(math), curves(part.curves) {
    std::vector<int32_t> most(curves.size());
    int32_t all = 0, like = 0;
    for (const Part &other : parts) {
      if (other.curves != curves) continue;
      like += 1;
      all += other.loans();
      for (size_t bucket = 0; bucket < most.size(); bucket++)
        most[bucket] = std::max(most[bucket], other.counts[bucket]);
    }
    const Part largest{curves, most};
    is_shared = largest.loans() * like <= 1.125 * all;
    const Part &taken = is_shared ? largest : part;
    counts.assign(taken.counts.begin(), taken.counts.end());
    for (size_t bucket = 0; bucket < curves.size(); bucket++)
      for (int month = 1; month <= months; month++) {
        outcomes.push_back({uint16_t(bucket), uint16_t(month)});
        thresholds.push_back(by_curve[curves[bucket]][size_t(month - 1)]);
      }
    if (outcomes.size() > Column::mask + 1) stop("too many outcomes for a table");
    lowest = *std::min_element(thresholds.begin(), thresholds.end());
  }

  bool takes(const Part &part) const { return is_shared && part.curves == curves; }

  /// A node and the next one; the one at `reach` stands for 0.
  const Node *at(int place) {
    Node *pair = nodes.data() + place;
    if (!pair[0].is_known || !pair[1].is_known) [[unlikely]] fill(place);
    return pair;
  }

  [[gnu::noinline]] void fill(int first) {
    for (int place = first; place <= first + 1; place++)
      if (!nodes[size_t(place)].is_known) fill(nodes[size_t(place)], (place - reach) * step);
  }

  void fill(Node &node, double common) const {
    node.is_known = true;
    double before = 0;
    for (size_t outcome = 0; outcome < outcomes.size(); outcome++) {
      if (outcomes[outcome].month == 1) before = 0;
      const double hazard = value(thresholds[outcome], common);
      node.hazards.push_back(std::max(hazard - before, 0.0) * counts[outcomes[outcome].bucket]);
      node.total += node.hazards.back();
      // Beyond it a loan is hit too often.
      node.is_dense |= hazard > 4;
      before = hazard;
    }
    node.columns = alias_table(node.hazards, node.total);
    node.sure = sure(common);
  }

  /// The hazard below a threshold.
  double value(double threshold, double common) const {
    const double x = (threshold - common) / own;
    if (x < -8 || x >= 0x1.fffffp2) stop("the polynomials do not reach factors so far away");
    return math.value(x);
  }

  double hazard(size_t outcome, double common) const {
    const double before =
        outcomes[outcome].month == 1 ? 0 : value(thresholds[outcome - 1], common);
    const double hazard = value(thresholds[outcome], common);
    return (hazard - before) * counts[outcomes[outcome].bucket];
  }

  /// What of the mean of two nodes an outcome's hazard is in between.
  double part(size_t outcome, const Node *pair, double weight, double common) const {
    const double left = pair[0].hazards[outcome], right = pair[1].hazards[outcome];
    return hazard(outcome, common) / ((1 - weight) * left + weight * right);
  }

  /// The least quotient of the geometric mean with the next node and the arithmetic one: that of
  /// the outcome whose hazard changes fastest.
  double sure(double common) const {
    const double here = value(lowest, common);
    const double ratio = value(lowest - common - step, 0) / here;
    if (!(ratio > 0x1p-60 && ratio < 1)) return 0;
    const double log = log_of(ratio);
    if (ratio > 0.999) return 1 - log * log / 7;
    const double mean = (ratio - 1) / log;
    return exp_of((mean - 1) / (ratio - 1) * log) / mean * (1 - 0x1p-30);
  }
};
