public import Quantities

/// What a bundle is about (范围).
public struct EvidenceScope: Hashable, Sendable {
  /// The code of the book; all books when `nil`.
  public let book: String?
  /// The periods shown; all when `nil`.
  public let period: PeriodRange?
  /// The project that is shown and nothing else; everything when `nil`.
  public let project: String?

  /// Creates a scope; without arguments it is the whole ledger.
  public init(book: String? = nil, period: PeriodRange? = nil, project: String? = nil) {
    self.book = book
    self.period = period
    self.project = project
  }
}
