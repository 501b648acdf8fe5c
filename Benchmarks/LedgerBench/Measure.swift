import Glibc

/// A moment by two clocks, in seconds.
struct Instant {
  let wall: Double
  let cpu: Double

  static var now: Instant {
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    var used = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &used)
    let cpu = seconds(used.ru_utime) + seconds(used.ru_stime)
    return Instant(wall: Double(clock.tv_sec) + Double(clock.tv_nsec) * 1e-9, cpu: cpu)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}

/// Reports in the one line of JSON that `measure.h` writes.
enum Report {
  /// Runs `body`, which gives how much it did.
  static func rate<Failure>(
    _ name: String,
    _ body: () throws(Failure) -> Int
  ) throws(Failure) {
    let start = Instant.now
    let count = try body()
    let end = Instant.now
    var used = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &used)
    line(
      name,
      count,
      """
      "wall":\(end.wall - start.wall),"cpu":\(end.cpu - start.cpu),"peak_kib":\(used.ru_maxrss)
      """
    )
  }

  /// Runs `body` again and again, each run by the clock.
  static func latencies<Failure>(
    _ name: String,
    _ count: Int,
    _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    var each: [Double] = []
    each.reserveCapacity(count)
    for _ in 0..<count {
      let start = Instant.now.wall
      try body()
      each.append(Instant.now.wall - start)
    }
    each.sort()
    line(name, count, "\"p50\":\(each[count / 2]),\"p99\":\(each[count * 99 / 100])")
  }

  private static func line(_ name: String, _ count: Int, _ figures: String) {
    print("{\"case\":\"\(name)\",\"who\":\"ours\",\"count\":\(count),\(figures)}")
    fflush(nil)
  }
}
