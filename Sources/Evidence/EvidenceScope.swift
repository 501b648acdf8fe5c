public import Quantities

/// What a bundle is about (审计包范围); `nil` means all.
public struct EvidenceScope: Hashable, Sendable {
  /// The code of the book.
  public let book: String?
  /// The periods that are shown.
  public let period: PeriodRange?
  /// The project.
  public let project: String?

  /// The whole ledger.
  public static let all = EvidenceScope()

  /// Names a part of a ledger.
  public init(book: String? = nil, period: PeriodRange? = nil, project: String? = nil) {
    self.book = book
    self.period = period
    self.project = project
  }
}
