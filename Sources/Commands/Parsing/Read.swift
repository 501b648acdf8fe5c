import Accounting
import Quantities
import Reports
import Signing
import Simulators

/// How arguments are read; each refuses with the form that it expects (参数写法).
enum Read {
  /// An argument in a form that was not expected.
  struct Unexpected: Error, CustomStringConvertible {
    /// What is expected.
    let expectation: Message

    /// The expectation in the language of the run.
    var description: String { expectation.text(Language.current) }

    /// Creates the refusal.
    init(_ key: TextKey, _ arguments: [String: String] = [:]) {
      expectation = Message(key, arguments)
    }
  }

  /// `2025-12`.
  static func period(_ text: String) throws -> FiscalPeriod {
    guard let period = FiscalPeriod(iso: text) else { throw Unexpected(.expectPeriod) }
    return period
  }

  /// `2025-12`, `2025`, `2025Q4` or `2025-01..2025-12`.
  static func periods(_ text: String) throws -> PeriodRange {
    guard let range = PeriodRange(text) else { throw Unexpected(.expectPeriodRange) }
    return range
  }

  /// `2026-01-08`.
  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(iso: text) else { throw Unexpected(.expectDate) }
    return date
  }

  /// `122101`.
  static func account(_ text: String) throws -> AccountCode {
    guard let code = AccountCode(text) else { throw Unexpected(.expectAccount) }
    return code
  }

  /// `1221` or `1221..1222`, both ends with all accounts below them.
  static func accounts(_ text: String) throws -> ClosedRange<AccountCode> {
    let ends = halves(text, "..")
    guard let first = AccountCode(ends.0), let last = AccountCode(ends.1), first <= last else {
      throw Unexpected(.expectAccountRange)
    }
    return first...last
  }

  /// `maker` or `maker,reviewer`.
  static func roles(_ text: String) throws -> [Role] {
    let roles = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { Role(rawValue: String($0)) }
    guard roles.allSatisfy({ $0 != nil }) else {
      let allowed = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw Unexpected(.expectRoles, ["allowed": allowed])
    }
    return roles.compactMap { $0 }
  }

  /// One of a fixed set of words, such as `posted`.
  static func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Unexpected(.expectWord, ["allowed": allowed])
    }
    return word
  }

  /// `1` or `1-2`.
  static func levels(_ text: String) throws -> ClosedRange<Int> {
    let ends = halves(text, "-")
    guard let first = Int(ends.0), let last = Int(ends.1), first >= 1, first <= last else {
      throw Unexpected(.expectLevels)
    }
    return first...last
  }

  /// `1000.00..50000.00`; an open end is left out.
  static func amounts(_ text: String) throws -> AmountRange {
    guard text.contains("..") else { throw Unexpected(.expectAmountRange) }
    let ends = halves(text, "..")
    let (least, most) = (Fen(canonical: ends.0), Fen(canonical: ends.1))
    guard least != nil || ends.0.isEmpty, most != nil || ends.1.isEmpty,
      least != nil || most != nil
    else { throw Unexpected(.expectAmountRange) }
    if let least, let most, most < least { throw Unexpected(.expectAmountRange) }
    return AmountRange(least: least, most: most)
  }

  /// `项目=P043`.
  static func dimension(_ text: String) throws -> DimensionOption {
    let halves = text.split(separator: "=", maxSplits: 1)
    guard halves.count == 2 else { throw Unexpected(.expectDimension) }
    return DimensionOption(kind: String(halves[0]), value: String(halves[1]))
  }

  /// `100201=bank_100201.csv`.
  static func bankFile(_ text: String) throws -> BankFileOption {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2, let account = AccountCode(halves[0]) else {
      throw Unexpected(.expectBankFile)
    }
    return BankFileOption(account: account, file: System.name(of: halves[1]))
  }

  /// `122101:300000.00` or `122101:300000.00:项目=P045,部门=D1`.
  static func line(_ text: String) throws -> LineOption {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, let account = AccountCode(String(parts[0])),
      let amount = Fen(canonical: String(parts[1]))
    else { throw Unexpected(.expectLine) }
    let dimensions = parts.dropFirst(2).first?.split(separator: ",") ?? []
    return LineOption(
      account: account,
      amount: amount,
      dimensions: try dimensions.map { try dimension(String($0)) }
    )
  }

  /// `D-000123` or `2025-12-记-0002`, the latter perhaps after a book's code and `/`.
  static func reference(_ text: String) throws -> VoucherReference {
    guard let reference = VoucherReference(text) else { throw Unexpected(.expectDraft) }
    return reference
  }

  /// 1 to 200 visible ASCII characters.
  static func key(_ text: String) throws -> String {
    guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Unexpected(.expectKey) }
    return text
  }

  /// A positive whole number.
  static func count(_ text: String) throws -> Int {
    guard let count = Int(text), count > 0 else { throw Unexpected(.expectCount) }
    return count
  }

  /// A seed: a whole number of 64 bits that is not negative.
  static func seed(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else { throw Unexpected(.expectRunSeed) }
    return seed
  }

  /// `0/8`: a part and the number of parts.
  static func shard(_ text: String) throws -> Shard {
    guard let shard = Shard(text) else { throw Unexpected(.expectShard) }
    return shard
  }

  /// `irr=3%`.
  static func goal(_ text: String) throws -> ExitGoal {
    guard let goal = ExitGoal(text) else { throw Unexpected(.expectGoal) }
    return goal
  }

  /// A number of days up to a year.
  static func days(_ text: String) throws -> Int32 {
    guard let days = Int32(text), (0...366).contains(days) else { throw Unexpected(.expectDays) }
    return days
  }

  /// The id of a key: 64 hexadecimal digits.
  static func keyID(_ text: String) throws -> Digest {
    guard let id = Digest(hex: text.lowercased()) else { throw Unexpected(.expectKeyID) }
    return id
  }

  /// `zh-CN` or `en`, with or without a country.
  static func language(_ text: String) throws -> Language {
    guard let language = Language(tag: text) else { throw Unexpected(.expectLanguage) }
    return language
  }

  /// The texts on both sides of the first separator; without one, the text twice.
  private static func halves(_ text: String, _ separator: String) -> (String, String) {
    guard let range = text.firstRange(of: separator) else { return (text, text) }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}

/// A range of amounts, open at the ends that are `nil` (金额区间).
struct AmountRange: Equatable, Sendable {
  /// The least amount.
  let least: Fen?
  /// The greatest amount.
  let most: Fen?
}

/// One line of a voucher on the command line (分录).
struct LineOption: Equatable, Sendable {
  /// The account.
  let account: AccountCode
  /// The amount.
  let amount: Fen
  /// The dimension values.
  let dimensions: [DimensionOption]
}

/// The account of a bank statement's file on the command line (银行流水).
struct BankFileOption: Equatable, Sendable {
  /// The account.
  let account: AccountCode
  /// The name of the file, without its folder.
  let file: String
}

/// A dimension value on the command line (辅助核算).
struct DimensionOption: Equatable, Sendable {
  /// The kind's name or code.
  let kind: String
  /// The value's code.
  let value: String
}

/// What people call a voucher by (凭证): a draft's number or a final one.
enum VoucherReference: Equatable, Sendable {
  case draft(Int)
  case posted(set: String?, VoucherNumber)

  /// Reads `D-000123`, `2025-12-记-0002` or `001/2025-12-记-0002`.
  init?(_ text: String) {
    if text.hasPrefix("D-") {
      let digits = text.dropFirst(2)
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        number > 0
      else { return nil }
      self = .draft(number)
      return
    }
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let last = halves.last, let number = VoucherNumber(String(last)),
      halves.count == 1 || !halves[0].isEmpty
    else { return nil }
    self = .posted(set: halves.count == 2 ? String(halves[0]) : nil, number)
  }
}
