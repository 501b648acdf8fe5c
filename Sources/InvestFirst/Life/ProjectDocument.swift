public import Accounting

/// One business fact about a project (业务单据), with those who answer for it and what proves it.
public struct ProjectDocument: Hashable, Sendable {
  /// What every document says about itself.
  public let head: DocumentHead
  /// What happened.
  public let event: ProjectEvent

  /// Creates a document.
  public init(_ head: DocumentHead, _ event: ProjectEvent) {
    self.head = head
    self.event = event
  }
}
