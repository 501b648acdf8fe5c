/// The loans that fail on one path (违约名单), each figure in a row of its own.
///
/// Rows make long simple loops of what is done for every failure, and a month is put in order
/// only where the order decides who is paid.
final class Failures {
  /// How many there are.
  private(set) var count = 0
  /// The loan and its kind.
  let loan = Scratch<Int32>(64, zero: 0)
  let kind = Scratch<Int32>(64, zero: 0)
  /// The months, from 1, in which it fails, in which its claim is decided, and in which something
  /// comes back; 0 for never.
  let month = Scratch<Int32>(64, zero: 0)
  let claimMonth = Scratch<Int32>(64, zero: 0)
  let workoutMonth = Scratch<Int32>(64, zero: 0)
  /// What is owed when it fails, what of it is lost, and what comes back after the claim.
  let owed = Scratch<Int64>(64, zero: 0)
  let loss = Scratch<Int64>(64, zero: 0)
  let workout = Scratch<Int64>(64, zero: 0)
  /// The claims by month, and where those of each month begin; see ``line(months:)``.
  private let places = Scratch<Int32>(64, zero: 0)
  private let starts = Scratch<Int32>(64, zero: 0)
  private let ends = Scratch<Int32>(64, zero: 0)
  private let lots = Scratch<UInt64>(64, zero: 0)

  /// Makes room for so many failures; what is there stays.
  func reserve(_ room: Int) {
    guard room > loan.capacity else { return }
    for row in [loan, kind, month, claimMonth, workoutMonth] { row.reserve(room, zero: 0) }
    for row in [owed, loss, workout] { row.reserve(room, zero: 0) }
  }

  /// Moves a failure to an earlier place, before anything is known of what comes back.
  func move(_ index: Int, to place: Int) {
    loan.start[place] = loan.start[index]
    kind.start[place] = kind.start[index]
    month.start[place] = month.start[index]
    claimMonth.start[place] = claimMonth.start[index]
    owed.start[place] = owed.start[index]
    loss.start[place] = loss.start[index]
  }

  /// Says how many rows were filled in, and on which path.
  func fill(_ count: Int, seed: UInt64, path: UInt64) {
    (self.count, self.seed, self.path) = (count, seed, path)
  }

  private var seed: UInt64 = 0
  private var path: UInt64 = 0

  /// Puts the claims in order by month.
  func line(months: Int) -> Line {
    places.reserve(count, zero: 0)
    starts.reserve(months + 2, zero: 0)
    ends.reserve(months + 2, zero: 0)
    let (places, starts, ends) = (places.start, starts.start, ends.start)
    for month in 0..<months + 2 { starts[month] = 0 }
    for index in 0..<count { starts[Int(claimMonth.start[index]) + 1] += 1 }
    for month in 1..<months + 2 { starts[month] += starts[month - 1] }
    for month in 0..<months + 2 { ends[month] = starts[month] }
    for index in 0..<count {
      let month = Int(claimMonth.start[index])
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
    let loan = UInt32(loan.start[Int(index)])
    var stream = RandomStream(seed: seed, path: path, entity: loan, purpose: Purpose.lot)
    return (stream.bits() >> 48) << 32 | UInt64(loan)
  }

  /// The failure of a row.
  subscript(index: Int) -> Default {
    Default(
      loan: loan.start[index],
      kind: kind.start[index],
      month: month.start[index],
      claimMonth: claimMonth.start[index],
      workoutMonth: workoutMonth.start[index],
      owed: owed.start[index],
      loss: loss.start[index],
      workout: workout.start[index]
    )
  }
}

/// A loan that fails on a path (违约).
struct Default: Hashable, Sendable {
  /// The loan.
  var loan: Int32
  /// Its kind.
  var kind: Int32
  /// The month in which it fails, from 1.
  var month: Int32
  /// The month in which the claim is decided.
  var claimMonth: Int32
  /// The month in which something comes back; 0 for never.
  var workoutMonth: Int32
  /// What is owed when it fails.
  var owed: Int64
  /// What of it is lost.
  var loss: Int64
  /// What comes back after the claim.
  var workout: Int64
}
