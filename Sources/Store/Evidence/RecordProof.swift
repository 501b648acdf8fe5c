public import Audit
import Findings
import Signing

/// A record, and the proof that it is in the log (包含证明).
public struct RecordProof: Sendable {
  /// The record.
  public let record: Record
  /// The paths from its leaf hashes to the roots.
  public let inclusion: InclusionPair
  /// The roots of the log of that size.
  public let roots: DigestPair
}

extension LedgerSnapshot {
  /// Proves that a record is in the log, as the log was at some size.
  /// - Parameters:
  ///   - place: the place of the record.
  ///   - size: the number of records; greater than `place`, at most as many as there are.
  /// - Returns: the record, its paths in both trees, and the roots.
  /// - Throws: `damaged` when the file does not hold what it says.
  public func proof(of place: Int64, at size: Int64) throws(StoreError) -> RecordProof {
    var trees = try LogTrees(self, size: size)
    return RecordProof(
      record: try record(at: place),
      inclusion: try trees.inclusion(of: place),
      roots: try trees.roots(at: size)
    )
  }

  /// The head that was signed last; `nil` when a record is not under it, or there is none.
  public func lastHead(containing place: Int64) throws(StoreError) -> RecordedHead? {
    guard let last = try heads().last, last.checkpoint.state.size > place else { return nil }
    return last
  }

  /// The record at a place of the log, its hashes computed again.
  /// - Throws: `damaged` when there is none, or its hashes are others.
  package func record(at place: Int64) throws(StoreError) -> Record {
    let body = try self.record(place)
    let record: Record
    do throws(AuditError) { record = try Record(body: body) } catch { throw StoreError(error) }
    let sha256 = try leaves(place..<place + 1, .sha256)
    let sm3 = try leaves(place..<place + 1, .sm3)
    guard record.seq == place, sha256 == [record.leaf.sha256], sm3 == [record.leaf.sm3] else {
      throw .damaged(detail: "record \(place)")
    }
    return record
  }

  /// The places of the records with lines of a project, and where the log says that they end.
  /// - Throws: `E-PROJECT-UNKNOWN` when the log has no line of the project.
  package func chain(
    of project: String
  ) throws(StoreError) -> (places: [Int64], head: ProjectHead) {
    guard let head = try projectHeads()[project] else {
      throw .finding(.projectUnknown, value: project)
    }
    var layout = RecordLayout()
    var places: [Int64] = []
    try forEachRecord(in: 0..<recordCount()) { (place, body, _) throws(StoreError) in
      do throws(AuditError) { try layout.read(body) } catch { throw StoreError(error) }
      let isMember = layout.lines.contains { line in
        line.chain.map { layout.text($0.project, in: body) == project } ?? false
      }
      if isMember { places.append(place) }
    }
    return (places, head)
  }
}
