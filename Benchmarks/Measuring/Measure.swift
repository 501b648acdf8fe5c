import Glibc

/// A moment by two clocks, in seconds.
package struct Instant {
  /// The clock on the wall.
  package let wall: Double
  /// The time the processor spent on us.
  package let cpu: Double

  /// The present moment.
  package static var now: Instant {
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
package enum Report {
  /// Runs `body`, which gives how much it did.
  package static func rate<Failure>(
    _ name: String,
    checksum: UInt64? = nil,
    _ body: () throws(Failure) -> Int
  ) throws(Failure) {
    let start = Instant.now
    rate(name, try body(), since: start, checksum: checksum)
  }

  /// Tells how much was done since a moment; the checksum decides whether programs did the same.
  package static func rate(
    _ name: String,
    _ count: Int,
    since start: Instant,
    checksum: UInt64? = nil
  ) {
    let sum = checksum.map { "\"checksum\":\"\(String($0, radix: 16))\"" } ?? ""
    rate(name, count, from: start, to: .now, figures: sum)
  }

  /// Tells how much was done between two moments, and what came out as the fields of an object.
  package static func rate(
    _ name: String,
    _ count: Int,
    from start: Instant,
    to end: Instant,
    figures: String
  ) {
    var used = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &used)
    let times = "\"wall\":\(end.wall - start.wall),\"cpu\":\(end.cpu - start.cpu)"
    let all = [times, "\"peak_kib\":\(used.ru_maxrss)", figures].filter { !$0.isEmpty }
    line(name, count, all.joined(separator: ","))
  }

  /// Runs `body` again and again, each run by the clock.
  package static func latencies<Failure>(
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
