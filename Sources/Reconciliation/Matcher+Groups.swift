import Quantities

/// One line on one side, several on the other (一对多, 多对一).
extension Matcher {
  /// Matches a line with all lines that something holds together on the other side: surest first,
  /// and the day alone last.
  mutating func matchGroups() {
    matchBankGroups { $0.memo + "\t" + $0.counterparty }
    matchBankGroups(by: \.memo)
    matchBankGroups(by: \.counterparty)
    matchBankGroups { _ in "" }
    matchBookGroups { "\($0.number)" }
    matchBookGroups(by: \.reference)
    matchBookGroups(by: \.summary)
    matchBookGroups { _ in "" }
  }

  private mutating func matchBankGroups(by text: (BankLine) -> String) {
    let groups = LineGroup.groups(bank) { text(bankLines[$0]) }
    for (line, place) in Pairing(book: book, bank: Lines(groups), rules).pairs() {
      settle(Link(kind: .oneToMany, book: [line], bank: groups[place].lines))
    }
  }

  private mutating func matchBookGroups(by text: (BookLine) -> String) {
    let groups = LineGroup.groups(book) { text(bookLines[$0]) }
    for (place, line) in Pairing(book: Lines(groups), bank: bank, rules).pairs() {
      settle(Link(kind: .manyToOne, book: groups[place].lines, bank: [line]))
    }
  }

  /// Matches a book line with the bank lines of a day and memo that would add up to it if the
  /// digits of one of them were in order.
  mutating func matchSwappedGroups() {
    var habits: [Habit: Int] = [:]
    for line in bankLines { habits[Habit(line.counterparty, line.change), default: 0] += 1 }
    let groups = LineGroup.groups(bank) { bankLines[$0].memo }
    let byDay = Dictionary(grouping: groups.indices) { groups[$0].day }
    for line in book.open {
      var best: (suspect: Suspect, group: LineGroup)?
      for day in bankDays(of: book.days[line]) {
        for place in byDay[day] ?? [] where bank.isOpen[groups[place].lines[0]] {
          guard let suspect = suspect(for: line, in: groups[place], habits) else { continue }
          if best.map({ suspect < $0.suspect }) ?? true { best = (suspect, groups[place]) }
        }
      }
      guard let (suspect, group) = best else { continue }
      settle(Link(kind: .oneToMany, book: [line], bank: group.lines, mismatch: suspect.slip))
    }
  }

  /// That a party is paid an amount.
  private struct Habit: Hashable {
    let counterparty: String
    let change: Int128

    init(_ counterparty: String, _ change: Int128) {
      self.counterparty = counterparty
      self.change = change
    }
  }

  /// A bank line that may be wrong, and how likely.
  private struct Suspect: Comparable {
    let slip: Slip
    /// Whether the books have what it should say as a part of their line, whether that is usual for
    /// the party, and how unusual what it says is.
    let evidence: Int
    let swap: DigitSwap
    let distance: Int64

    static func < (left: Suspect, right: Suspect) -> Bool {
      if left.evidence != right.evidence { return left.evidence > right.evidence }
      return left.swap == right.swap ? left.distance < right.distance : left.swap < right.swap
    }

    static func == (left: Suspect, right: Suspect) -> Bool {
      left.evidence == right.evidence && left.swap == right.swap && left.distance == right.distance
    }
  }

  private mutating func suspect(
    for line: Int,
    in group: LineGroup,
    _ habits: [Habit: Int]
  ) -> Suspect? {
    let excess = group.sum - book.changes[line]
    guard excess % 9 == 0, spend(group.lines.count),
      let distance = rules.distance(group.day - book.days[line])
    else { return nil }
    return group.lines.compactMap { other in
      let expected = bank.changes[other] - excess
      guard let swap = DigitSwap(bank.changes[other], expected) else { return nil }
      let party = bankLines[other].counterparty
      let isPart = bookLines[line].parts.contains { $0.rawValue.magnitude == expected.magnitude }
      let isUsual = habits[Habit(party, expected)] != nil
      let isOdd = habits[Habit(party, bank.changes[other])] == 1
      return Suspect(
        slip: Slip(bank: other, expected: expected),
        evidence: (isPart ? 4 : 0) + (isUsual ? 1 : 0) + (isOdd ? 1 : 0),
        swap: swap,
        distance: distance
      )
    }.min()
  }

  /// Takes steps of a search, if there are any left.
  mutating func spend(_ count: Int) -> Bool {
    guard steps >= count else {
      isExhausted = true
      return false
    }
    steps -= count
    return true
  }
}
