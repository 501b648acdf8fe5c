/// One line and a sum that nothing but the amount holds together.
extension Matcher {
  /// Matches a line with the only open lines around it that add up to it.
  mutating func matchSums() {
    for line in book.open {
      let days = bankDays(of: book.days[line])
      guard let lines = lines(of: book.changes[line], in: bank, days) else { continue }
      settle(Link(kind: .oneToMany, book: [line], bank: lines))
    }
    for line in bank.open {
      let days = bookDays(of: bank.days[line])
      guard let lines = lines(of: bank.changes[line], in: book, days) else { continue }
      settle(Link(kind: .manyToOne, book: lines, bank: [line]))
    }
  }

  /// The only open lines of some days that add up to a sum; `nil` when there are none, more than
  /// one choice, or too many lines to choose from.
  private mutating func lines(
    of sum: Int128,
    in side: Lines,
    _ days: ClosedRange<Int32>
  ) -> [Int]? {
    var candidates: [Int] = []
    for line in side.lines(of: days) {
      guard spend(1) else { return nil }
      let change = side.changes[line]
      guard side.isOpen[line], change.signum() == sum.signum(), change.magnitude < sum.magnitude
      else { continue }
      candidates.append(line)
      guard candidates.count <= rules.sumLines else { return nil }
    }
    var search = SumSearch(candidates, side, steps: steps)
    let found = search.run(sum)
    steps = search.steps
    if search.isExhausted { isExhausted = true }
    return found
  }
}

/// Looks for the only choice among a few lines that adds up to a sum.
private struct SumSearch {
  private let lines: [Int]
  private let amounts: [UInt128]
  private let days: [Int32]
  /// What all lines from a place on add up to.
  private let rest: [UInt128]
  private var chosen: [Int] = []
  private var found: [Int]?
  private var isAmbiguous = false
  private(set) var steps: Int
  private(set) var isExhausted = false

  init(_ candidates: [Int], _ side: Lines, steps: Int) {
    let sorted = candidates.sorted {
      let (left, right) = (side.changes[$0].magnitude, side.changes[$1].magnitude)
      return left == right ? (side.days[$0], $0) < (side.days[$1], $1) : left > right
    }
    lines = sorted
    amounts = sorted.map { side.changes[$0].magnitude }
    days = sorted.map { side.days[$0] }
    var rest: [UInt128] = [0]
    for amount in amounts.reversed() { rest.append((rest.last ?? 0) + amount) }
    self.rest = rest.reversed()
    self.steps = steps
  }

  mutating func run(_ sum: Int128) -> [Int]? {
    search(from: 0, sum.magnitude)
    return isAmbiguous || isExhausted ? nil : found?.sorted()
  }

  private mutating func search(from place: Int, _ open: UInt128) {
    if open == 0 {
      isAmbiguous = found != nil
      found = chosen.map { lines[$0] }
      return
    }
    var place = place
    while place < lines.count, rest[place] >= open, !isAmbiguous, !isExhausted {
      guard steps > 0 else {
        isExhausted = true
        return
      }
      steps -= 1
      if amounts[place] <= open {
        chosen.append(place)
        search(from: place + 1, open - amounts[place])
        chosen.removeLast()
      }
      // A line just like this one in its stead would be the same choice.
      let next = place + 1
      place = lines[next...].indices.first { !isAlike($0, place) } ?? lines.count
    }
  }

  private func isAlike(_ left: Int, _ right: Int) -> Bool {
    amounts[left] == amounts[right] && days[left] == days[right]
  }
}
