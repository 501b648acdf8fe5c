/// The loans that fail on one path (违约名单).
///
/// They stand in the order in which they were found; a month is put in order only where the order
/// decides who is paid.
final class Failures {
  /// How many there are.
  private(set) var count = 0
  /// The loans that fail.
  let rows = Scratch<Default>(64, zero: Default())
  /// The claims by month, and where those of each month begin; see ``line(months:)``.
  private let places = Scratch<Int32>(64, zero: 0)
  private let starts = Scratch<Int32>(64, zero: 0)
  private let ends = Scratch<Int32>(64, zero: 0)
  private let lots = Scratch<UInt64>(64, zero: 0)
  private var seed: UInt64 = 0
  private var path: UInt64 = 0

  /// Says how many rows were filled in, and on which path.
  func fill(_ count: Int, seed: UInt64, path: UInt64) {
    (self.count, self.seed, self.path) = (count, seed, path)
  }

  /// Puts the claims in order by month.
  func line(months: Int) -> Line {
    places.reserve(count, zero: 0)
    starts.reserve(months + 2, zero: 0)
    ends.reserve(months + 2, zero: 0)
    let (places, starts, ends) = (places.start, starts.start, ends.start)
    for month in 0..<months + 2 { starts[month] = 0 }
    for index in 0..<count { starts[Int(rows.start[index].claimMonth) + 1] += 1 }
    for month in 1..<months + 2 { starts[month] += starts[month - 1] }
    for month in 0..<months + 2 { ends[month] = starts[month] }
    for index in 0..<count {
      let month = Int(rows.start[index].claimMonth)
      places[Int(ends[month])] = Int32(index)
      ends[month] += 1
    }
    return Line(failures: self)
  }

  /// The claims by month (审核顺序); good until the next path.
  struct Line {
    fileprivate let failures: Failures

    /// The places of a month's claims, which stand there in their order: by lot, then by loan.
    func places(of month: Int) -> Range<Int> {
      let range = unordered(month)
      if range.count > 1 { failures.order(range) }
      return range
    }

    /// The same where the order decides nothing.
    func unordered(_ month: Int) -> Range<Int> {
      let starts = failures.starts.start
      return Int(starts[month])..<Int(starts[month + 1])
    }

    /// The failure at a place.
    subscript(place: Int) -> Int { Int(failures.places.start[place]) }
  }

  /// Few claims share a month, so each is pushed past no more than those.
  private func order(_ range: Range<Int>) {
    lots.reserve(range.count, zero: 0)
    let (places, lots) = (places.start + range.lowerBound, lots.start)
    for place in 0..<range.count {
      let (index, own) = (places[place], lot(places[place]))
      var free = place
      while free > 0, own < lots[free - 1] {
        (places[free], lots[free]) = (places[free - 1], lots[free - 1])
        free -= 1
      }
      (places[free], lots[free]) = (index, own)
    }
  }

  /// What decides a claim's place within its month: a number of 16 bits, then the loan.
  private func lot(_ index: Int32) -> UInt64 {
    let loan = UInt32(rows.start[Int(index)].loan)
    var stream = RandomStream(seed: seed, path: path, entity: loan, purpose: Purpose.lot)
    return (stream.bits() >> 48) << 32 | UInt64(loan)
  }
}

/// A loan that fails on a path (违约).
struct Default: Hashable, BitwiseCopyable, Sendable {
  /// The loan.
  var loan: Int32 = 0
  /// Its kind.
  var kind: Int32 = 0
  /// The month in which it fails, from 1.
  var month: Int32 = 0
  /// The month in which the claim is decided.
  var claimMonth: Int32 = 0
  /// The month in which something comes back, after the claim; 0 for never.
  var workoutMonth: Int32 = 0
  /// What is owed when it fails.
  var owed: Int64 = 0
  /// What of it is lost.
  var loss: Int64 = 0
  /// What comes back after the claim.
  var workout: Int64 = 0
}
