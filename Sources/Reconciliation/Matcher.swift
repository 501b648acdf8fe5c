import Accounting
import Quantities

/// Finds which lines of the books and of the bank are about the same money (匹配).
///
/// From the surest sign to the weakest, each step looks only at what the ones before left open:
///
/// 1. a red line and its correction cancel each other in the books;
/// 2. a bank line that quotes a business document, then equal amounts on near days: as many pairs
///    as possible, then as close as possible;
/// 3. one line and all lines that the other side has on one day under one memo or party, or at all;
/// 4. the same where one line's digits are in the wrong order;
/// 5. one line and the only sum of open lines around it that fits;
/// 6. lines that the books or the bank took back themselves;
/// 7. two lines whose digits are in the wrong order.
///
/// Steps 2 to 4 and 7 take time in proportion to the lines, or their logarithm; step 5 looks at no
/// more than ``MatchingRules/sumLines`` lines at a time and ``MatchingRules/steps`` in all.
struct Matcher {
  let rules: MatchingRules
  let bookLines: [BookLine]
  let bankLines: [BankLine]
  var book: Lines
  var bank: Lines
  /// Steps that searches may still take.
  var steps: Int
  var isExhausted = false
  private(set) var links: [Link] = []

  /// Lines that are settled together.
  struct Link {
    var kind: Reconciliation.Match.Kind
    var book: [Int] = []
    var bank: [Int] = []
    var mismatch: Slip?
  }

  /// A bank line that differs from the part of a book line that it should be.
  struct Slip {
    let bank: Int
    let expected: Int128
  }

  init(book: [BookLine], bank: [BankLine], rules: MatchingRules) {
    self.rules = rules
    bookLines = book
    bankLines = bank
    self.book = Lines(days: book.map(\.date.dayNumber), changes: book.map(\.change))
    self.bank = Lines(days: bank.map(\.date.dayNumber), changes: bank.map(\.change))
    steps = rules.steps
  }

  /// Takes every step.
  mutating func run() {
    cancelCorrections()
    pairQuoted()
    pairEqual()
    matchGroups()
    matchSwappedGroups()
    matchSums()
    cancelReversals()
    pairSwapped()
  }

  mutating func settle(_ link: Link) {
    book.close(link.book)
    bank.close(link.bank)
    links.append(link)
  }

  /// How little a book line and a bank line fit by their days.
  func distance(_ book: Int, _ bank: Int) -> Int64? {
    rules.distance(self.bank.days[bank] - self.book.days[book])
  }

  /// The days on which the bank may have what the books have on `day`.
  func bankDays(of day: Int32) -> ClosedRange<Int32> {
    day - rules.daysBefore...day + rules.daysAfter
  }

  /// The days on which the books may have what the bank has on `day`.
  func bookDays(of day: Int32) -> ClosedRange<Int32> {
    day - rules.daysAfter...day + rules.daysBefore
  }
}
