/// One line of the books, one line of the bank (一对一).
extension Matcher {
  /// Shorter references stand in memos by chance.
  private static let quotableLength = 4

  /// Pairs equal amounts where the bank's memo quotes the business document.
  mutating func pairQuoted() {
    let candidates = bank.byChange()
    for line in book.open {
      let reference = bookLines[line].reference
      guard reference.count >= Matcher.quotableLength,
        let others = candidates[book.changes[line]], others.count <= rules.sumLines
      else { continue }
      let fitting = others.filter {
        bank.isOpen[$0] && distance(line, $0) != nil && bankLines[$0].memo.contains(reference)
      }
      guard let nearest = fitting.min(by: { (distance(line, $0) ?? 0) < (distance(line, $1) ?? 0) })
      else { continue }
      settle(Link(kind: .oneToOne, book: [line], bank: [nearest]))
    }
  }

  /// Pairs equal amounts on near days.
  mutating func pairEqual() {
    for (line, other) in Pairing(book: book, bank: bank, rules).pairs() {
      settle(Link(kind: .oneToOne, book: [line], bank: [other]))
    }
  }
}
