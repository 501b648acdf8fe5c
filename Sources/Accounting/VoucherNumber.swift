public import Quantities

/// The kind of a voucher (凭证字), for example 记, 收, 付 or 转: 1 to 8 characters without spaces,
/// hyphens or digits.
public struct VoucherWord: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The word.
  public let text: String

  /// The general word (记).
  public static let general = VoucherWord(known: "记")
  /// The word of opening balances (初).
  public static let opening = VoucherWord(known: "初")

  /// Creates a word.
  public init?(_ text: String) {
    guard (1...8).contains(text.count),
      text.unicodeScalars.allSatisfy({
        !$0.properties.isWhitespace && $0.properties.numericType == nil && $0 != "-" && $0 != "/"
          && $0.value >= 0x20 && $0.value != 0x7F
      })
    else { return nil }
    self.text = text
  }

  /// Takes a word that a ledger holds, in which it is nearly always the general one.
  /// - Returns: `nil` as ``init(_:)`` does.
  package init?(stored text: String) {
    if text.utf8.count == 3, text == VoucherWord.general.text {
      self = .general
    } else {
      self.init(text)
    }
  }

  private init(known text: String) { self.text = text }

  /// The word.
  public var description: String { text }

  /// Two words are the same when their bytes are: records and tables know no other sameness.
  public static func == (left: VoucherWord, right: VoucherWord) -> Bool {
    let (left, right) = (left.text.utf8.span, right.text.utf8.span)
    return left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] }
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }

  /// Orders words by their text.
  public static func < (left: VoucherWord, right: VoucherWord) -> Bool { left.text < right.text }
}

/// The final number of a voucher (凭证号), for example `2025-12-记-0002`.
///
/// Numbers run from 1 without gaps for each book, period and voucher word; they are given when an
/// entry is posted, so none can be missing.
public struct VoucherNumber: Hashable, Comparable, Sendable {
  /// The period in which the number runs.
  public let period: FiscalPeriod
  /// The word (凭证字).
  public let word: VoucherWord
  /// The number, from 1.
  public let number: Int

  /// Creates a number.
  public init(period: FiscalPeriod, word: VoucherWord, number: Int) {
    precondition(number >= 1, "voucher numbers start at 1")
    self.period = period
    self.word = word
    self.number = number
  }

  /// Reads `2025-12-记-0002`; the number may lack leading zeros.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, let period = FiscalPeriod(iso: "\(parts[0])-\(parts[1])"),
      let word = VoucherWord(String(parts[2])), let number = Int(parts[3]),
      (1...VoucherNumber.maximum).contains(number),
      parts[3].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.init(period: period, word: word, number: number)
  }

  /// The largest number within a period.
  public static let maximum = 99_999_999

  /// `记-0002`: the number without its period, as vouchers cite it.
  public var short: String { word.text + "-" + VoucherNumber.digits(number) }

  /// A number with at least four digits.
  public static func digits(_ number: Int) -> String {
    let digits = String(number)
    if number > 999 { return digits }
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// Orders numbers by period, word and number.
  public static func < (left: VoucherNumber, right: VoucherNumber) -> Bool {
    (left.period, left.word, left.number) < (right.period, right.word, right.number)
  }
}

extension VoucherNumber: CustomStringConvertible {
  /// The number in full, for example `2025-12-记-0002`.
  public var description: String { period.description + "-" + short }
}
