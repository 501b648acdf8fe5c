import Audit
import Signing

/// Confirms that the records of a bundle belong where they stand (记录核对).
struct Confirmation: ~Copyable {
  /// What is wrong with the records.
  private(set) var defect: Defect?
  /// The roots at the size that was seen earlier; none of an excerpt.
  private(set) var rootsThen: DigestPair?
  private var treeDefect: Defect?
  private let statement: Statement
  private let then: Int64?
  private var sha256Then: Digest?
  private var chain: ChainReplay?
  private var excerpt: ExcerptReplay?
  private var inclusionSHA256: InclusionFile?
  private var inclusionSM3: InclusionFile?
  /// What was confirmed and not shown yet, piece by piece, the oldest first.
  private var confirmed: [[Record]] = []

  /// A record that was confirmed.
  struct Record {
    /// The leaf hashes of its header; of a whole log without SM3, which another thread makes.
    let leaf: DigestPair
    /// Where its parts lie.
    let layout: RecordLayout
  }

  init(_ source: BundleSource, _ statement: Statement, then: Int64?) throws(Defect) {
    self.statement = statement
    self.then = then
    guard let project = statement.scope.project else {
      chain = try Defect.auditing { () throws(AuditError) in try ChainReplay() }
      for path in [BundleFormat.inclusionSHA256, BundleFormat.inclusionSM3]
      where source[path] != nil { treeDefect = Defect(.unexpected, path) }
      return
    }
    let size = statement.growth.head.size
    excerpt = try Defect.auditing { () throws(AuditError) in
      try ExcerptReplay(of: project, size: size)
    }
    do throws(Defect) {
      inclusionSHA256 = try InclusionFile(source, statement, .sha256)
      inclusionSM3 = try InclusionFile(source, statement, .sm3)
    } catch { treeDefect = error }
  }

  /// Whether every record is there.
  var isWholeLog: Bool { statement.scope.project == nil }

  /// Notes what is wrong; what was noted later is of a later record and gives way.
  mutating func stop(_ defect: Defect?) { self.defect = defect ?? self.defect }

  /// Confirms the records of a piece.
  /// - Returns: how many are sound.
  mutating func confirm(_ piece: RecordCutter.Piece) throws(Defect) -> Int {
    var sound: [Record] = []
    for range in piece.records where defect == nil {
      let body = piece.bytes.span.extracting(range)
      do throws(AuditError) {
        if chain != nil {
          sound.append(try confirmNext(body))
        } else {
          sound.append(try confirmShown(body))
        }
      } catch { defect = Defect(error) }
      if let first = sound.first, isFirst { checkOrigin(first.leaf.sha256) }
    }
    confirmed.append(sound)
    return sound.count
  }

  private var isFirst = true

  private mutating func checkOrigin(_ leaf: Digest) {
    isFirst = false
    let expected = Origin(firstLeaf: leaf).name
    let found = statement.origin.name
    if expected != found { defect = Defect(.origin, expected: expected, found: found) }
  }

  private mutating func confirmNext(_ body: Span<UInt8>) throws(AuditError) -> Record {
    try chain?.confirm(body)
    guard let layout = chain?.layout, let last = chain?.last else {
      preconditionFailure("a whole log is being confirmed")
    }
    if let then, chain?.tree.size == then { sha256Then = try chain?.root() }
    return Record(leaf: DigestPair(sha256: last, sm3: .zero), layout: layout)
  }

  private mutating func confirmShown(_ body: Span<UInt8>) throws(AuditError) -> Record {
    guard let found = try excerpt?.confirm(body), let layout = excerpt?.layout else {
      preconditionFailure("an excerpt is being confirmed")
    }
    if treeDefect == nil {
      do throws(Defect) {
        try inclusionSHA256?.checkNext(layout, found)
        try inclusionSM3?.checkNext(layout, found)
      } catch { treeDefect = error }
    }
    return Record(leaf: found.header, layout: layout)
  }

  /// The records of the oldest piece that was not shown.
  ///
  /// `hashes` are what SM3 made of them; none of an excerpt.
  mutating func takeRecords(_ hashes: [HashLane.Hashes]) -> [Record] {
    let oldest = confirmed.removeFirst()
    guard isWholeLog else { return oldest }
    return zip(oldest, hashes).map { record, hashes in
      Record(
        leaf: DigestPair(sha256: record.leaf.sha256, sm3: hashes.leaf),
        layout: record.layout
      )
    }
  }

  /// Compares the roots.
  mutating func end(sm3: Digest, then sm3Then: Digest?) throws(Defect) {
    if defect != nil { return }
    guard isWholeLog else {
      do throws(Defect) {
        if treeDefect == nil { try inclusionSHA256?.expectEnd() }
        if treeDefect == nil { try inclusionSM3?.expectEnd() }
      } catch { treeDefect = error }
      return
    }
    let head = statement.growth.head
    let size = chain?.tree.size ?? 0
    guard size == head.size else {
      defect = Defect(.size, expected: "\(head.size)", found: "\(size)")
      return
    }
    let sha256 = try Defect.auditing { () throws(AuditError) in try chain?.root() ?? .zero }
    let found = DigestPair(sha256: sha256, sm3: sm3)
    for algorithm in DigestAlgorithm.allCases
    where found.root(algorithm) != head.roots.root(algorithm) && treeDefect == nil {
      treeDefect = Defect(
        .root,
        algorithm.rawValue,
        expected: "\(head.roots.root(algorithm))",
        found: "\(found.root(algorithm))"
      )
    }
    if let sha256Then, let sm3Then { rootsThen = DigestPair(sha256: sha256Then, sm3: sm3Then) }
  }

  /// Whether the records lead to the stated roots.
  func checkTree() throws(Defect) { if let treeDefect { throw treeDefect } }
}

extension Defect {
  /// Tells what a replay found as a defect.
  static func auditing<Result: ~Copyable>(
    _ body: () throws(AuditError) -> Result
  ) throws(Defect) -> Result {
    do throws(AuditError) { return try body() } catch { throw Defect(error) }
  }
}
