import Signing

/// Follows the lines of one project through the log (项目链), and tells whether all are there.
///
/// The lines of a project count from 1, and each names the leaf hash of the one before. So nothing
/// can be taken out, put in or changed without a difference here.
public struct ProjectChain: Sendable {
  /// The project.
  public let project: String
  /// Where the lines that were taken end.
  public private(set) var head = ProjectHead.empty
  /// The first thing that is not as it should be.
  public private(set) var firstDifference: LogDifference?

  /// Starts before the first line of a project.
  public init(_ project: String) { self.project = project }

  /// Takes the lines of the project in a record; records come in the order of the log.
  /// - Returns: these lines.
  @discardableResult
  public mutating func take(_ record: Record) -> [Record.Line] {
    record.lines.filter { line in
      guard let chain = line.chain, chain.project == project else { return false }
      let place = (record.seq, line.number)
      agree(.projectSequence, place, head.count + 1, chain.seq)
      agree(.projectPrevious, place, head.last, chain.previous)
      head = ProjectHead(count: head.count + 1, last: line.leaf.sha256)
      return true
    }
  }

  /// Compares with the head that the log states for the project.
  public mutating func end(at stated: ProjectHead, size: Int64) {
    agree(.projectHead, (size, 0), stated, head)
  }

  /// Compares something that the log states about the project with what its lines give.
  package mutating func agree<Value: Equatable & CustomStringConvertible>(
    _ code: LogDifference.Code,
    _ place: (seq: Int64, line: Int),
    _ expected: Value,
    _ found: Value
  ) {
    guard expected != found, firstDifference == nil else { return }
    firstDifference = LogDifference(
      code,
      seq: place.seq,
      line: place.line,
      expected: "\(expected)",
      found: "\(found)"
    )
  }
}
