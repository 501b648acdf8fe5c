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
    let usual = Set(bankLines.indices.map { Habit(bankLines[$0].counterparty, bank.changes[$0]) })
    let groups = LineGroup.groups(bank) { bankLines[$0].memo }
    let byDay = Dictionary(grouping: groups.indices) { groups[$0].day }
    for line in book.open {
      var best: (suspect: Suspect, group: LineGroup)?
      for day in bankDays(of: book.days[line]) {
        for place in byDay[day] ?? [] where bank.isOpen[groups[place].lines[0]] {
          guard let suspect = suspect(for: line, in: groups[place], usual) else { continue }
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
    /// The party is paid the right amount at other times.
    let isUsual: Bool
    let swap: DigitSwap
    let distance: Int64

    static func < (left: Suspect, right: Suspect) -> Bool {
      if left.isUsual != right.isUsual { return left.isUsual }
      return left.swap == right.swap ? left.distance < right.distance : left.swap < right.swap
    }

    static func == (left: Suspect, right: Suspect) -> Bool {
      left.isUsual == right.isUsual && left.swap == right.swap && left.distance == right.distance
    }
  }

  private mutating func suspect(
    for line: Int,
    in group: LineGroup,
    _ usual: Set<Habit>
  ) -> Suspect? {
    let excess = group.sum - book.changes[line]
    guard excess % 9 == 0, spend(group.lines.count),
      let distance = rules.distance(group.day - book.days[line])
    else { return nil }
    return group.lines.compactMap { other in
      let expected = bank.changes[other] - excess
      guard let swap = DigitSwap(bank.changes[other], expected) else { return nil }
      return Suspect(
        slip: Slip(bank: other, expected: expected),
        isUsual: usual.contains(Habit(bankLines[other].counterparty, expected)),
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
