// The pools of sim_model.py as C++ reads them, and the line in which programs report.

#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
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

inline double below(double x) { return 0.5 * std::erfc(-x * 0.70710678118654752); }

/// Φ⁻¹ by Acklam's rational functions, relative error 1.2e-9: enough for a month.
inline double quantile(double p) {
  if (p < 0.02425 || p > 0.97575) {
    const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
    double c = (-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838;
    c = ((c * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783;
    double d = (7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996;
    d = (d * q + 3.754408661907416) * q + 1;
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
  std::vector<double> losses, claims, recovered, is_short, defaults;
};

inline Pool read(const std::string &folder, const std::string &name) {
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

inline double processor_time() {
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  return double(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
         + 1e-6 * double(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

inline double average(const std::vector<double> &values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / double(values.size());
}

inline void print_mean(const char *name, const std::vector<double> &values) {
  const double mean = average(values), count = double(values.size());
  double squares = 0;
  for (double value : values) squares += (value - mean) * (value - mean);
  std::printf(",\"%s\":[%.9g,%.9g]", name, mean, std::sqrt(squares / count / count));
}

inline void print_quantile(const char *name, const std::vector<double> &sorted, double part) {
  const double count = double(sorted.size()), half = 1.96 * std::sqrt(part * (1 - part) * count);
  const auto at = [&](double rank) {
    return sorted[size_t(std::clamp(std::ceil(rank) - 1, 0.0, count - 1))];
  };
  const double width = at(count * part + half) - at(count * part - half);
  std::printf(",\"%s\":[%.9g,%.9g]", name, at(count * part), width / 3.92);
}

/// One line of JSON, as SimBench writes it, but for its end.
inline void report(const char *name, const char *who, double cpu, Outcome &out) {
  std::printf("{\"case\":\"%s\",\"who\":\"%s\",\"count\":%zu,\"cpu\":%.6f", name, who,
              out.losses.size(), cpu);
  print_mean("defaults", out.defaults);
  print_mean("losses", out.losses);
  print_mean("claims", out.claims);
  print_mean("recovered", out.recovered);
  print_mean("short", out.is_short);
  std::sort(out.claims.begin(), out.claims.end());
  print_quantile("q95", out.claims, 0.95);
  print_quantile("q99", out.claims, 0.99);
  print_quantile("q999", out.claims, 0.999);
}
