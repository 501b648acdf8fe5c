/// Pairs what both sides have with equal amounts on near days.
///
/// Amount by amount, it finds as many pairs as possible, and of those choices the one with the
/// least distance in all.
struct Pairing {
  private let rules: MatchingRules
  private let book: Lines
  private let bank: Lines

  init(book: Lines, bank: Lines, _ rules: MatchingRules) {
    self.book = book
    self.bank = bank
    self.rules = rules
  }

  /// The pairs, by the first book line of each amount.
  func pairs() -> [(book: Int, bank: Int)] {
    let candidates = bank.byChange()
    var places: [Int128: Int] = [:]
    var amounts: [[Int]] = []
    for line in book.open where candidates[book.changes[line]] != nil {
      if let place = places[book.changes[line]] {
        amounts[place].append(line)
      } else {
        places[book.changes[line]] = amounts.count
        amounts.append([line])
      }
    }
    return amounts.flatMap { lines in pairs(lines, candidates[book.changes[lines[0]]] ?? []) }
  }

  /// Pairs lines of one amount, one stretch of near days after the other.
  private func pairs(_ left: [Int], _ right: [Int]) -> [(book: Int, bank: Int)] {
    var pairs: [(book: Int, bank: Int)] = []
    let reach = max(rules.daysAfter, rules.daysBefore)
    var left = left.sorted { (book.days[$0], $0) < (book.days[$1], $1) }[...]
    var right = right.sorted { (bank.days[$0], $0) < (bank.days[$1], $1) }[...]
    while let first = left.first, let other = right.first {
      var last = min(book.days[first], bank.days[other])
      var (leftEnd, rightEnd) = (left.startIndex, right.startIndex)
      while true {
        if leftEnd < left.endIndex, book.days[left[leftEnd]] - last <= reach {
          last = max(last, book.days[left[leftEnd]])
          leftEnd += 1
        } else if rightEnd < right.endIndex, bank.days[right[rightEnd]] - last <= reach {
          last = max(last, bank.days[right[rightEnd]])
          rightEnd += 1
        } else {
          break
        }
      }
      let stretch = (Array(left[..<leftEnd]), Array(right[..<rightEnd]))
      let isSmall = (stretch.0.count + 1) * (stretch.1.count + 1) <= rules.pairings
      pairs += isSmall ? best(stretch.0, stretch.1) : inOrder(stretch.0, stretch.1)
      (left, right) = (left[leftEnd...], right[rightEnd...])
    }
    return pairs
  }

  /// How little two lines fit by their days.
  private func distance(_ book: Int, _ bank: Int) -> Int64? {
    rules.distance(self.bank.days[bank] - self.book.days[book])
  }

  /// Each bank line takes the earliest book line that it may: as many pairs as possible.
  private func inOrder(_ left: [Int], _ right: [Int]) -> [(book: Int, bank: Int)] {
    var pairs: [(book: Int, bank: Int)] = []
    var place = 0
    for other in right {
      while place < left.count, bank.days[other] - book.days[left[place]] > rules.daysAfter {
        place += 1
      }
      guard place < left.count, distance(left[place], other) != nil else { continue }
      pairs.append((left[place], other))
      place += 1
    }
    return pairs
  }

  /// As many pairs as possible, and of those choices the one with the least distance in all.
  ///
  /// The order of days is kept on both sides, which loses nothing: crossing pairs of equal amounts
  /// are never nearer than straight ones, because the distance is convex in the lag.
  private func best(_ left: [Int], _ right: [Int]) -> [(book: Int, bank: Int)] {
    let width = right.count + 1
    let pairWeight: Int64 = 1 << 32
    var best = [Int64](repeating: 0, count: (left.count + 1) * width)
    for row in stride(from: left.count - 1, through: 0, by: -1) {
      for column in stride(from: right.count - 1, through: 0, by: -1) {
        var value = max(best[(row + 1) * width + column], best[row * width + column + 1])
        if let distance = distance(left[row], right[column]) {
          value = max(value, best[(row + 1) * width + column + 1] + pairWeight - distance)
        }
        best[row * width + column] = value
      }
    }
    var pairs: [(book: Int, bank: Int)] = []
    var (row, column) = (0, 0)
    while row < left.count, column < right.count {
      let value = best[row * width + column]
      if let distance = distance(left[row], right[column]),
        value == best[(row + 1) * width + column + 1] + pairWeight - distance
      {
        pairs.append((left[row], right[column]))
        (row, column) = (row + 1, column + 1)
      } else if value == best[(row + 1) * width + column] {
        row += 1
      } else {
        column += 1
      }
    }
    return pairs
  }
}
