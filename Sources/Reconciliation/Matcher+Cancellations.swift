import Accounting

/// Lines of one side that take each other back (红蓝对冲, 冲正).
extension Matcher {
  /// A red line and the correction that books the same amount again moved no money.
  mutating func cancelCorrections() {
    let blue = book.open.filter { bookLines[$0].reverses == nil }
    let byCitation = Dictionary(grouping: blue) {
      Sign(book.changes[$0], bookLines[$0].citation ?? "")
    }
    let byReference = Dictionary(grouping: blue) {
      Sign(book.changes[$0], bookLines[$0].reference[...])
    }
    for red in book.open where bookLines[red].reverses != nil {
      let (line, change) = (bookLines[red], -book.changes[red])
      let cited = byCitation[Sign(change, line.citation ?? "")] ?? []
      let referred = byReference[Sign(change, line.reference[...])] ?? []
      guard
        let correction = (line.citation == nil ? nil : correction(of: red, among: cited))
          ?? (line.reference.isEmpty ? nil : correction(of: red, among: referred))
      else { continue }
      settle(Link(kind: .cancelledInBook, book: [red, correction].sorted()))
    }
  }

  /// What a correction has in common with its red line: the opposite amount and a text.
  private struct Sign: Hashable {
    let change: Int128
    let text: Substring

    init(_ change: Int128, _ text: Substring) {
      self.change = change
      self.text = text
    }
  }

  /// The first of some lines, in the order of days, that may correct a red one.
  private mutating func correction(of red: Int, among lines: [Int]) -> Int? {
    for line in lines where book.isOpen[line] {
      guard spend(1) else { return nil }
      let days = book.days[line] - book.days[red]
      if days > rules.reversalDays { return nil }
      if days >= 0, bookLines[line].number != bookLines[red].reverses { return line }
    }
    return nil
  }

  /// What is left of both sides' own mistakes: a red line and its original that the bank never
  /// saw, a bank line that the bank took back.
  mutating func cancelReversals() {
    let originals = Dictionary(grouping: book.open) { bookLines[$0].number }
    for red in book.open {
      guard let number = bookLines[red].reverses,
        let original = (originals[number] ?? []).first(where: {
          book.isOpen[$0] && book.changes[$0] == -book.changes[red]
        })
      else { continue }
      settle(Link(kind: .cancelledInBook, book: [original, red].sorted()))
    }
    let byChange = bank.byChange()
    for reversal in bank.open where bankLines[reversal].isReversal && bank.isOpen[reversal] {
      let opposite = byChange[-bank.changes[reversal]] ?? []
      guard spend(opposite.count) else { return }
      let candidates = opposite.filter { isTakenBack($0, reversal) }
      guard let original = candidates.max(by: { bank.days[$0] < bank.days[$1] }) else { continue }
      settle(Link(kind: .cancelledAtBank, bank: [original, reversal].sorted()))
    }
  }

  private func isTakenBack(_ original: Int, _ reversal: Int) -> Bool {
    let days = bank.days[reversal] - bank.days[original]
    let (line, other) = (bankLines[original], bankLines[reversal])
    let parties = [line.counterparty, other.counterparty]
    return bank.isOpen[original] && original != reversal
      && (0...rules.reversalDays).contains(days) && !line.isReversal
      && (parties[0] == parties[1] || parties.contains(""))
  }

  /// Two open lines whose digits are in the wrong order.
  mutating func pairSwapped() {
    let byDigits = Dictionary(grouping: bank.open) { Digits(bank.changes[$0]) }
    for line in book.open {
      var best: (bank: Int, swap: DigitSwap, distance: Int64)?
      for other in byDigits[Digits(book.changes[line])] ?? [] where bank.isOpen[other] {
        guard spend(1), let distance = distance(line, other),
          let swap = DigitSwap(book.changes[line], bank.changes[other])
        else { continue }
        let isBetter =
          best.map { swap == $0.swap ? distance < $0.distance : swap < $0.swap } ?? true
        if isBetter { best = (other, swap, distance) }
      }
      guard let best else { continue }
      let slip = Slip(bank: best.bank, expected: book.changes[line])
      settle(Link(kind: .oneToOne, book: [line], bank: [best.bank], mismatch: slip))
    }
  }

  /// How often each digit but zero occurs, so that amounts with swapped digits are found together.
  private struct Digits: Hashable {
    private let counts: UInt64
    private let isReceived: Bool

    init(_ change: Int128) {
      var (rest, counts) = (change.magnitude, UInt64(0))
      while rest > 0 {
        let digit = UInt64(rest % 10)
        // Six bits for each digit: no amount has more than 39 digits.
        if digit > 0 { counts += 1 << (6 * digit) }
        rest /= 10
      }
      self.counts = counts
      isReceived = change > 0
    }
  }
}
