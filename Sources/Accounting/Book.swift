public import Quantities

/// One set of books (账套): the accounts and entries of one entity or one fund.
public struct Book: Hashable, Sendable {
  /// The code, which stands before voucher numbers when a ledger holds several books.
  public let code: String
  /// The name (账套名称).
  public let name: String
  /// The first period for which the book is kept (启用期间).
  public let startPeriod: FiscalPeriod
  /// The accounting entity (会计核算单位), when it is not the book's name.
  public let entity: String?

  /// Creates a book.
  /// - Returns: `nil` when `code` is not 1 to 20 ASCII letters, digits, `-` or `_`, when `name` is
  ///   empty, or when the calendar has no month left before the first period.
  public init?(code: String, name: String, startPeriod: FiscalPeriod, entity: String? = nil) {
    guard (1...20).contains(code.utf8.count), code.utf8.allSatisfy(Book.isCodeByte), !name.isEmpty,
      startPeriod.previous.year >= 1
    else { return nil }
    self.code = code
    self.name = name
    self.startPeriod = startPeriod
    self.entity = entity
  }

  private static func isCodeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
