/// The lines of one side while they are being matched: day, change, and whether still open.
struct Lines {
  let days: [Int32]
  let changes: [Int128]
  private(set) var isOpen: [Bool]
  /// Lines by day, for looking at the days around another line.
  private let order: [Int]

  init(days: [Int32], changes: [Int128]) {
    self.days = days
    self.changes = changes
    isOpen = changes.map { $0 != 0 }
    order = days.indices.sorted { (days[$0], $0) < (days[$1], $1) }
  }

  /// Groups of lines, each as if it were one line.
  init(_ groups: [LineGroup]) {
    self.init(days: groups.map(\.day), changes: groups.map(\.sum))
  }

  /// The open lines in their order.
  var open: [Int] { isOpen.indices.filter { isOpen[$0] } }

  mutating func close(_ lines: some Sequence<Int>) {
    for line in lines { isOpen[line] = false }
  }

  /// The lines of some days in the order of days, open or not.
  func lines(of days: ClosedRange<Int32>) -> ArraySlice<Int> {
    order[place(of: days.lowerBound)..<place(of: days.upperBound + 1)]
  }

  private func place(of day: Int32) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if days[order[middle]] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The open lines by their change.
  func byChange() -> [Int128: [Int]] { Dictionary(grouping: open) { changes[$0] } }
}

/// Lines of one side that something holds together: a day and a text.
struct LineGroup {
  let day: Int32
  let lines: [Int]
  let sum: Int128

  private struct Key: Hashable {
    let day: Int32
    let isReceived: Bool
    let text: String
  }

  /// The groups of at least two open lines in the order of their first lines.
  static func groups(_ side: Lines, by text: (Int) -> String) -> [LineGroup] {
    var places: [Key: Int] = [:]
    var groups: [(day: Int32, lines: [Int], sum: Int128)] = []
    for line in side.open {
      let change = side.changes[line]
      let key = Key(day: side.days[line], isReceived: change > 0, text: text(line))
      if let place = places[key] {
        groups[place].lines.append(line)
        groups[place].sum += change
      } else {
        places[key] = groups.count
        groups.append((key.day, [line], change))
      }
    }
    return groups.compactMap { group in
      group.lines.count < 2
        ? nil : LineGroup(day: group.day, lines: group.lines, sum: group.sum)
    }
  }
}
