// Random numbers and mathematics of Sources/Simulators/Random once more, in C++: the same bits.

#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

using Words = uint64_t __attribute__((vector_size(32)));
using Reals = double __attribute__((vector_size(32)));
using Pair = double __attribute__((vector_size(16)));
using Wide = unsigned __int128;

// MARK: Random numbers

/// What random numbers are for.
constexpr uint32_t for_market = 1, for_sectors = 2, for_points = 5, for_lot = 8, for_count = 9;

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

/// Philox4x64-10, for long rows.
struct Row {
  uint64_t keys[20];

  explicit Row(uint64_t seed) {
    for (uint64_t round = 0; round < 10; round++) {
      keys[2 * round] = seed + round * 0x9E3779B97F4A7C15;
      keys[2 * round + 1] = for_points + round * 0xBB67AE8584CAA73B;
    }
  }

  void draw(size_t count, uint64_t path, uint64_t *into) const {
    for (size_t number = 0; number < count; number += 4) {
      uint64_t c0 = number / 4, c1 = path, c2 = 0, c3 = 0;
      for (int round = 0; round < 10; round++) {
        const Wide left = Wide(c0) * 0xD2E7470EE14C6C93, right = Wide(c2) * 0xCA5A826395121157;
        c0 = uint64_t(right >> 64) ^ c1 ^ keys[2 * round];
        c2 = uint64_t(left >> 64) ^ c3 ^ keys[2 * round + 1];
        c1 = uint64_t(right);
        c3 = uint64_t(left);
      }
      into[number] = c0;
      into[number + 1] = c1;
      into[number + 2] = c2;
      into[number + 3] = c3;
    }
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
};

/// A part of an amount in units of 2^−63, half a step of a real number higher than it was given.
struct Share {
  uint64_t units;

  static Share from(double value) {
    if (value <= 0) return {0};
    return {std::min(uint64_t(std::min(value, 1.0) * 0x1p63) + 512, uint64_t(1) << 63)};
  }

  int64_t of(int64_t amount) const { return int64_t((Wide(units) * uint64_t(amount)) >> 63); }

  /// Between two quantiles: of 24 bits ten name the first, the others how far it is to the second.
  static Share drawn(const Share *quantiles, uint32_t luck) {
    const Share *step = quantiles + (luck >> 14 & 0x3FF);
    const int64_t part = int64_t(luck & 0x3FFF) << 1 | 1;
    const int64_t slope = int64_t(step[1].units - step[0].units) >> 15;
    return {step[0].units + uint64_t(slope * part)};
  }
};
