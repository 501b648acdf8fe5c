import Quantities

/// Sorts what was matched by whether it was so already on the day.
struct Settlement {
  typealias Open = Reconciliation.Open

  private let matcher: Matcher
  private let asOf: CivilDate
  private let start: CivilDate?
  private(set) var matches: [(day: CivilDate, order: Int, match: Reconciliation.Match)] = []
  private(set) var bookNotBank: [(key: Int, value: Open<BookLine>)] = []
  private(set) var bankNotBook: [(key: Int, value: Open<BankLine>)] = []
  private(set) var mismatches: [(key: Int, value: Reconciliation.Mismatch)] = []

  init(_ matcher: Matcher, _ asOf: CivilDate, start: CivilDate?) {
    self.matcher = matcher
    self.asOf = asOf
    self.start = start
  }

  /// Takes lines that belong together; those of the day or before are open when others are later.
  mutating func add(_ link: Matcher.Link) {
    let days =
      link.book.map { matcher.bookLines[$0].date } + link.bank.map { matcher.bankLines[$0].date }
    guard let first = days.min(), let last = days.max(), first <= asOf else { return }
    guard last > asOf else { return settle(link, on: first) }
    for line in link.book { open(book: line, clearedOn: last) }
    for line in link.bank { open(bank: line, clearedOn: last) }
  }

  private mutating func settle(_ link: Matcher.Link, on day: CivilDate) {
    let slip = link.mismatch
    let rest = link.bank.filter { $0 != slip?.bank }
    if slip == nil || !rest.isEmpty {
      let match = Reconciliation.Match(
        kind: link.kind,
        book: link.book.map { matcher.bookLines[$0] },
        bank: rest.map { matcher.bankLines[$0] }
      )
      matches.append((day, matches.count, match))
    }
    guard let slip, let line = link.book.first else { return }
    let mismatch = Reconciliation.Mismatch(
      book: matcher.bookLines[line],
      bank: matcher.bankLines[slip.bank],
      expected: slip.expected
    )
    mismatches.append((line, mismatch))
  }

  /// Takes what was not matched at all.
  mutating func addOpen() {
    for line in matcher.book.open {
      if let start, matcher.bookLines[line].date < start { continue }
      open(book: line, clearedOn: nil)
    }
    for line in matcher.bank.open { open(bank: line, clearedOn: nil) }
  }

  private mutating func open(book line: Int, clearedOn day: CivilDate?) {
    let posted = matcher.bookLines[line]
    guard posted.date <= asOf else { return }
    bookNotBank.append((line, Open(line: posted, clearedOn: day)))
  }

  private mutating func open(bank line: Int, clearedOn day: CivilDate?) {
    let stated = matcher.bankLines[line]
    guard stated.date <= asOf else { return }
    bankNotBook.append((line, Open(line: stated, clearedOn: day)))
  }
}
