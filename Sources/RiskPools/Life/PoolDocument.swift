public import Accounting

/// One business fact about a pool (业务单据), with those who answer for it and what proves it.
public struct PoolDocument: Hashable, Sendable {
  /// What every document says about itself.
  public let head: DocumentHead
  /// What happened.
  public let event: PoolEvent

  /// Creates a document.
  public init(_ head: DocumentHead, _ event: PoolEvent) {
    self.head = head
    self.event = event
  }
}
