import Accounting
import Quantities
import Reconciliation
import Testing

/// A few lines of either side, and what is said of them.
///
/// A line is `MM-DD amount` with an optional text: for the books the reference, or `red N text` for
/// a voucher that cancels number N; for the bank the memo, or `memo/party`.
struct MatchCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let book: [String]
  let bank: [String]
  let expected: [String]
  var rules = MatchingRules.standard

  init(
    _ name: String,
    book: [String],
    bank: [String],
    _ expected: String...,
    rules: MatchingRules = .standard
  ) {
    testDescription = name
    self.book = book
    self.bank = bank
    self.expected = expected
    self.rules = rules
  }
}

@Suite struct MatchTests {
  static let singles = [
    MatchCase("the same day", book: ["03-05 -100.00"], bank: ["03-05 -100.00"], "one_to_one 1=1"),
    MatchCase("the bank later", book: ["03-05 -1.00"], bank: ["03-15 -1.00"], "one_to_one 1=1"),
    MatchCase(
      "the bank too late",
      book: ["03-05 -1.00"],
      bank: ["03-16 -1.00"],
      "book 1",
      "bank 1"
    ),
    MatchCase("the bank earlier", book: ["03-05 -1.00"], bank: ["02-28 -1.00"], "one_to_one 1=1"),
    MatchCase(
      "the bank too early",
      book: ["03-07 -1.00"],
      bank: ["03-01 -1.00"],
      "book 1",
      "bank 1"
    ),
    MatchCase("other direction", book: ["03-05 -1.00"], bank: ["03-05 1.00"], "book 1", "bank 1"),
    MatchCase("a fen less", book: ["03-05 -1.00"], bank: ["03-05 -0.99"], "book 1", "bank 1"),
    MatchCase(
      "as many pairs as possible before near ones",
      book: ["03-01 -1.00", "03-03 -1.00"],
      bank: ["03-03 -1.00", "03-13 -1.00"],
      "one_to_one 1=1",
      "one_to_one 2=2"
    ),
    MatchCase(
      "near ones when only some have a partner",
      book: ["03-01 -1.00", "03-08 -1.00"],
      bank: ["03-08 -1.00"],
      "one_to_one 2=1",
      "book 1"
    ),
    MatchCase(
      "a quoted document before a near day",
      book: ["03-01 -1.00 P001-拨1", "03-05 -1.00 P002-拨1"],
      bank: ["03-05 -1.00 付P001-拨1"],
      "one_to_one 1=1",
      "book 2"
    ),
    MatchCase(
      "in order where there are too many to weigh",
      book: ["03-01 -1.00", "03-02 -1.00", "03-20 -1.00"],
      bank: ["03-02 -1.00", "03-03 -1.00", "03-04 -1.00"],
      "one_to_one 1=1",
      "one_to_one 2=2",
      "book 3",
      "bank 3",
      rules: MatchingRules(pairings: 4)
    ),
    MatchCase(
      "windows are what the rules say",
      book: ["03-05 -1.00", "03-07 -2.00"],
      bank: ["03-06 -1.00", "03-06 -2.00"],
      "book 1",
      "book 2",
      "bank 1",
      "bank 2",
      rules: MatchingRules(daysAfter: 0, daysBefore: 0)
    ),
  ]

  static let groups = [
    MatchCase(
      "one batch, paid to each party",
      book: ["03-05 -6.00"],
      bank: ["03-06 -1.00 租/甲", "03-06 -2.00 租/乙", "03-06 -3.00 租/丙", "03-06 -4.00 费/丁"],
      "one_to_many 1=1,2,3",
      "bank 4"
    ),
    MatchCase(
      "several vouchers, one sum at the bank",
      book: ["03-05 -1.00 批A", "03-05 -2.00 批A", "03-05 -9.00 批B"],
      bank: ["03-06 -3.00"],
      "many_to_one 1,2=1",
      "book 3"
    ),
    MatchCase(
      "a sum over several days, when only one fits",
      book: ["03-05 -7.00"],
      bank: ["03-05 -4.00", "03-06 -3.00", "03-07 -11.00"],
      "one_to_many 1=1,2",
      "bank 3"
    ),
    MatchCase(
      "two sums that would fit prove nothing",
      book: ["03-05 -7.00"],
      bank: ["03-05 -4.00", "03-06 -3.00", "03-07 -5.00", "03-08 -2.00"],
      "book 1",
      "bank 1",
      "bank 2",
      "bank 3",
      "bank 4"
    ),
    MatchCase(
      "lines alike are one choice",
      book: ["03-05 -6.50"],
      bank: ["03-05 -2.50", "03-06 -4.00", "03-06 -4.00"],
      "one_to_many 1=1,2",
      "bank 3"
    ),
    MatchCase(
      "a search that is cut short finds nothing",
      book: ["03-05 -7.00"],
      bank: ["03-05 -4.00", "03-06 -3.00", "03-07 -1.00"],
      "book 1",
      "bank 1",
      "bank 2",
      "bank 3",
      "cut short",
      rules: MatchingRules(steps: 4)
    ),
  ]

  static let cancellations = [
    MatchCase(
      "a red line and its correction move no money",
      book: ["03-05 -5.00 拨1", "03-20 5.00 red 1 拨1", "03-20 -5.00 拨1"],
      bank: ["03-06 -5.00"],
      "one_to_one 1=1",
      "cancelled_in_book 2,3="
    ),
    MatchCase(
      "a payment for another document corrects nothing",
      book: ["03-05 -5.00 拨1", "03-20 5.00 red 1 拨1", "03-20 -5.00 拨2"],
      bank: ["03-20 -5.00"],
      "cancelled_in_book 1,2=",
      "one_to_one 3=1"
    ),
    MatchCase(
      "a red line alone leaves what the bank paid",
      book: ["03-05 -5.00 拨1", "03-20 5.00 red 1 拨1"],
      bank: ["03-06 -5.00"],
      "one_to_one 1=1",
      "book 2"
    ),
    MatchCase(
      "what the bank took back itself",
      book: ["03-05 -5.00"],
      bank: ["03-05 -5.00 付/甲", "03-06 -5.00 付/甲", "03-07 5.00 冲正/甲"],
      "one_to_one 1=1",
      "cancelled_at_bank =2,3"
    ),
    MatchCase(
      "money that comes in by itself takes nothing back",
      book: [],
      bank: ["03-06 -5.00 付/甲", "03-07 5.00 收/甲"],
      "bank 1",
      "bank 2"
    ),
  ]

  static let slips = [
    MatchCase("neighbours", book: ["03-05 -264.00"], bank: ["03-06 -624.00"], "slip 264.00 1=1"),
    MatchCase("far digits", book: ["03-05 153.20"], bank: ["03-06 253.10"], "slip 153.20 1=1"),
    MatchCase(
      "a leading zero lost",
      book: ["03-05 -104.00"],
      bank: ["03-06 -14.00"],
      "slip 104.00 1=1"
    ),
    MatchCase("other digits", book: ["03-05 -264.00"], bank: ["03-06 -354.00"], "book 1", "bank 1"),
    MatchCase("too far away", book: ["03-05 -264.00"], bank: ["04-06 -624.00"], "book 1", "bank 1"),
    MatchCase(
      "the likelier slip",
      book: ["03-05 -123.00"],
      bank: ["03-05 -321.00", "03-09 -132.00"],
      "bank 1",
      "slip 123.00 1=2"
    ),
    MatchCase(
      "within a batch",
      book: ["03-05 -394.00"],
      bank: ["03-06 -100.00 租/甲", "03-06 -624.00 租/乙", "03-06 -30.00 租/丙"],
      "one_to_many 1=1,3",
      "slip 264.00 1=2"
    ),
    MatchCase(
      "in a batch, where another party is always paid what it says",
      book: ["03-05 -550.00", "04-05 -310.00"],
      bank: ["03-06 -310.00 租/乙", "03-06 -420.00 租/甲", "04-06 -310.00 租/乙"],
      "one_to_many 1=1",
      "slip 240.00 1=2",
      "one_to_one 2=3"
    ),
  ]

  @Test(arguments: singles + groups + cancellations + slips)
  func `says what belongs together and what does not`(_ trial: MatchCase) throws {
    let (book, bank) = (try Sample.book(trial.book), try Sample.bank(trial.bank))
    let asOf = try Sample.day("12-31")
    let result = Reconciliation.match(
      book: BookAccount(lines: book),
      bank: BankAccount(lines: bank),
      asOf: asOf,
      rules: trial.rules
    )
    #expect(Set(Sample.told(result)) == Set(trial.expected))
    #expect(result.balances.remainder == 0)
    let turned = Reconciliation.match(
      book: BookAccount(lines: book.reversed()),
      bank: BankAccount(lines: bank),
      asOf: asOf,
      rules: trial.rules
    )
    #expect(turned == result)
  }

  @Test func `what the other side has only after the day is a timing difference`() throws {
    let lines = try Sample.book(["03-30 -5.00", "04-01 7.00"])
    let bank = try Sample.bank(["03-31 7.00", "04-02 -5.00"])
    let day = try Sample.day("03-31")
    let result = Reconciliation.match(
      book: BookAccount(lines: lines),
      bank: BankAccount(lines: bank),
      asOf: day
    )
    #expect(result.bookNotBank.map(\.clearedOn) == [try Sample.day("04-02")])
    #expect(result.bankNotBook.map(\.clearedOn) == [try Sample.day("04-01")])
    #expect(result.matches.isEmpty && result.mismatches.isEmpty)
    #expect(result.balances.book == -500 && result.balances.adjustedBook == 200)
    #expect(result.balances.bank == 700 && result.balances.adjustedBank == 200)
    #expect(result.bankThrough == day && result.bookLineCount == 1 && result.bankLineCount == 1)
  }

  @Test func `what was settled before the statement begins is not asked for`() throws {
    let lines = try Sample.book(["01-05 9.00", "02-27 -2.00", "03-05 -1.00"])
    let bank = try Sample.bank(["03-01 -2.00", "03-06 -1.00"], opening: 900)
    let result = Reconciliation.match(
      book: BookAccount(lines: lines),
      bank: BankAccount(lines: bank),
      asOf: try Sample.day("03-31")
    )
    #expect(!result.hasDifferences)
    // With another opening the balances still differ, and nothing explains it.
    let other = try Sample.bank(["03-01 -2.00", "03-06 -1.00"], opening: 901)
    let differing = Reconciliation.match(
      book: BookAccount(lines: lines),
      bank: BankAccount(lines: other),
      asOf: try Sample.day("03-31")
    )
    #expect(differing.hasDifferences && differing.balances.remainder == -1)
  }

  /// Everything at once, many times over, and the worst that equal amounts can do.
  @Test(arguments: [97, 1])
  func `a hundred thousand lines are matched without a search`(amounts: Int) throws {
    let first = try Sample.day("01-01")
    let days = (0..<100_000).map { first.adding(days: Int32($0 / 300)) }
    let fen = (0..<100_000).map { Fen(Int64(1_00 + $0 * 7 % amounts)) }
    let number = VoucherNumber(period: first.period, word: .general, number: 1)
    let book = BookAccount(
      lines: days.indices.map {
        BookLine(number: number, line: $0 + 1, date: days[$0], received: fen[$0])
      }
    )
    var balance: Int64 = 0
    let bank = BankAccount(
      lines: days.indices.map { index in
        balance += fen[index].rawValue
        let day = days[index].adding(days: 1)
        return BankLine(date: day, received: fen[index], balance: Fen(balance))
      }
    )
    let result = Reconciliation.match(book: book, bank: bank, asOf: first.adding(days: 400))
    #expect(result.matches.count == 100_000 && !result.hasDifferences)
    #expect(!result.isSearchCutShort)
  }
}

/// Lines as the cases write them.
enum Sample {
  struct Malformed: Error { let text: String }

  static func day(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(iso: "2025-\(text)") else { throw Malformed(text: text) }
    return date
  }

  private static func fields(_ text: String) throws -> (CivilDate, Fen, [String]) {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count >= 2, let amount = Fen(canonical: parts[1]) else {
      throw Malformed(text: text)
    }
    return (try day(parts[0]), amount, Array(parts.dropFirst(2)))
  }

  static func book(_ texts: [String]) throws -> [BookLine] {
    let dates = try texts.map { try fields($0).0 }
    func number(_ place: Int) -> VoucherNumber {
      VoucherNumber(period: dates[place - 1].period, word: .general, number: place)
    }
    return try texts.enumerated().map { index, text in
      let (date, change, rest) = try fields(text)
      let reverses = rest.first == "red" ? rest.dropFirst().first.flatMap { Int($0) } : nil
      // A red line takes back a payment: it is a negative one.
      let isPaid = (change < .zero) != (reverses != nil)
      return BookLine(
        number: number(index + 1),
        date: date,
        received: isPaid ? .zero : change,
        paid: isPaid ? Fen(-change.rawValue) : .zero,
        summary: "摘要",
        reference: reverses == nil ? rest.first ?? "" : rest.dropFirst(2).first ?? "",
        reverses: reverses.map(number)
      )
    }
  }

  static func bank(_ texts: [String], opening: Int64 = 0) throws -> [BankLine] {
    var balance = opening
    return try texts.enumerated().map { index, text in
      let (date, change, rest) = try fields(text)
      balance += change.rawValue
      let halves = (rest.first ?? "").split(separator: "/").map(String.init)
      return BankLine(
        date: date,
        paid: change < .zero ? Fen(-change.rawValue) : .zero,
        received: change < .zero ? .zero : change,
        balance: Fen(balance),
        counterparty: halves.count > 1 ? halves[1] : "",
        memo: halves.first ?? "",
        serial: "\(index + 1)"
      )
    }
  }

  /// What a result says, a line for each match and each difference.
  static func told(_ result: Reconciliation) -> [String] {
    func list(_ places: [String]) -> String { places.joined(separator: ",") }
    return result.matches.map { match in
      let book = list(match.book.map { "\($0.number.number)" })
      return "\(match.kind.rawValue) \(book)=\(list(match.bank.map(\.serial)))"
    } + result.bookNotBank.map { "book \($0.line.number.number)" }
      + result.bankNotBook.map { "bank \($0.line.serial)" }
      + result.mismatches.map { slip in
        let expected = Fen.yuan(slip.expected < 0 ? -slip.expected : slip.expected)
        return "slip \(expected) \(slip.book.number.number)=\(slip.bank.serial)"
      } + (result.isSearchCutShort ? ["cut short"] : [])
  }
}
