/// The loans that fail on one path (违约名单), each figure in a row of its own.
///
/// Rows make long simple loops of what is done for every failure, and a month is put in order
/// only where the order decides who is paid.
final class Failures {
  /// How many there are.
  private(set) var count = 0
  /// The loan, its kind, and the lot that decides its place in line within a month.
  let loan = Scratch<Int32>(64, zero: 0)
  let kind = Scratch<Int32>(64, zero: 0)
  let lot = Scratch<UInt32>(64, zero: 0)
  /// The months, from 1, in which it fails, in which its claim is decided, and in which something
  /// comes back; 0 for never.
  let month = Scratch<Int32>(64, zero: 0)
  let claimMonth = Scratch<Int32>(64, zero: 0)
  let workoutMonth = Scratch<Int32>(64, zero: 0)
  /// What is owed when it fails, what of it is lost, and what comes back after the claim.
  let owed = Scratch<Int64>(64, zero: 0)
  let loss = Scratch<Int64>(64, zero: 0)
  let workout = Scratch<Int64>(64, zero: 0)
  /// The claims in their order, and where those of each month begin; see ``line(months:)``.
  private let places = Scratch<Int32>(64, zero: 0)
  private let starts = Scratch<Int32>(64, zero: 0)
  private let ends = Scratch<Int32>(64, zero: 0)

  /// Makes room for so many failures; what is there stays.
  func reserve(_ room: Int) {
    guard room > loan.capacity else { return }
    for row in [loan, kind, month, claimMonth, workoutMonth] { row.reserve(room, zero: 0) }
    lot.reserve(room, zero: 0)
    for row in [owed, loss, workout] { row.reserve(room, zero: 0) }
  }

  /// Moves a failure to an earlier place, before anything is known of what comes back.
  func move(_ index: Int, to place: Int) {
    loan.start[place] = loan.start[index]
    kind.start[place] = kind.start[index]
    lot.start[place] = lot.start[index]
    month.start[place] = month.start[index]
    claimMonth.start[place] = claimMonth.start[index]
    owed.start[place] = owed.start[index]
    loss.start[place] = loss.start[index]
  }

  /// Says how many rows were filled in.
  func fill(_ count: Int) { self.count = count }

  /// Puts the claims in order: by month, by lot within it, and then by loan.
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
      // Few claims share a month, so each is pushed past no more than those.
      var place = Int(ends[month])
      ends[month] += 1
      let first = Int(starts[month])
      while place > first, isAhead(index, of: Int(places[place - 1])) {
        places[place] = places[place - 1]
        place -= 1
      }
      places[place] = Int32(index)
    }
    return Line(places: UnsafePointer(places), starts: UnsafePointer(starts))
  }

  private func isAhead(_ index: Int, of other: Int) -> Bool {
    let (one, two) = (lot.start[index] >> 16, lot.start[other] >> 16)
    return one != two ? one < two : loan.start[index] < loan.start[other]
  }

  /// The order of claims (审核顺序); good until the next path.
  struct Line {
    fileprivate let places: UnsafePointer<Int32>
    fileprivate let starts: UnsafePointer<Int32>

    /// The claims of a month, by their places in line.
    func places(of month: Int) -> Range<Int> { Int(starts[month])..<Int(starts[month + 1]) }

    /// The failure at a place.
    subscript(place: Int) -> Int { Int(places[place]) }
  }

  /// The failure of a row.
  subscript(index: Int) -> Default {
    Default(
      loan: loan.start[index],
      kind: kind.start[index],
      lot: lot.start[index],
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
  /// What decides its place in line among the claims of its month; then the loan does.
  var lot: UInt32
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
