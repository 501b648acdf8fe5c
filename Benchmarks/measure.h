// Clocks and memory, and the one line of JSON in which every benchmark reports.
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  double wall, cpu; // seconds
} instant;

static inline instant now(void) {
  struct timespec clock;
  struct rusage used;
  clock_gettime(CLOCK_MONOTONIC, &clock);
  getrusage(RUSAGE_SELF, &used);
  return (instant){
    .wall = clock.tv_sec + clock.tv_nsec * 1e-9,
    .cpu = used.ru_utime.tv_sec + used.ru_utime.tv_usec * 1e-6 + used.ru_stime.tv_sec +
           used.ru_stime.tv_usec * 1e-6,
  };
}

static inline long peak_kib(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

// {"case":…,"who":…,"count":…,"wall":…,"cpu":…,"peak_kib":…}
static inline void report(const char *name, const char *who, int64_t count, instant since) {
  instant end = now();
  printf("{\"case\":\"%s\",\"who\":\"%s\",\"count\":%lld,\"wall\":%.6f,\"cpu\":%.6f,"
         "\"peak_kib\":%ld}\n",
         name, who, (long long)count, end.wall - since.wall, end.cpu - since.cpu, peak_kib());
  fflush(stdout);
}

static int by_value(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// {"case":…,"who":…,"count":…,"p50":…,"p99":…}: seconds for one operation.
static inline void report_latencies(const char *name, const char *who, double *each, int count) {
  qsort(each, (size_t)count, sizeof *each, by_value);
  printf("{\"case\":\"%s\",\"who\":\"%s\",\"count\":%d,\"p50\":%.9f,\"p99\":%.9f}\n", name, who,
         count, each[count / 2], each[(int)(count * 0.99)]);
  fflush(stdout);
}

#endif
