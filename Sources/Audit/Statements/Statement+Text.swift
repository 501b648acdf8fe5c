import CanonicalJSON
import Quantities
import Signing

/// The bytes of a statement.
extension Statement {
  /// What is signed and handed over.
  public var bytes: [UInt8] {
    let (head, previous) = (growth.head, growth.previous)
    var lines = [
      Statement.version,
      "origin \(origin)",
      "book \(scope.book ?? "-")",
      "period \(scope.periods?.description ?? "-")",
      "project \(scope.project ?? "-")",
      "size \(head.size)",
      "root-sha256 \(head.roots.sha256)",
      "root-sm3 \(head.roots.sm3)",
      "prev-size \(previous.size)",
      "prev-root-sha256 \(previous.roots.sha256)",
      "prev-root-sm3 \(previous.roots.sm3)",
      "manifest-sha256 \(manifest?.sha256.description ?? "-")",
      "manifest-sm3 \(manifest?.sm3.description ?? "-")",
      "require \(keys.keys.map(\.algorithm.rawValue).joined(separator: " "))",
      "sm2-id \(KeyAlgorithm.sm2ID)",
    ]
    lines += keys.keys.map { "key \($0.algorithm.rawValue) \($0.id)" }
    lines += [
      "key-epoch \(keys.epoch)",
      "made-at \(making.at)",
      "program \(making.program)",
    ]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Reads a statement; only the very bytes that ``bytes`` would give are one.
  public init(_ bytes: [UInt8]) throws(EvidenceSyntaxError) {
    var lines = try EvidenceLines(.statement, bytes, lengthMax: Statement.lengthMax)
    try lines.expect(Statement.version, .version)
    guard let origin = Origin(try lines.text(lines.field("origin"))) else {
      throw lines.error(.value)
    }
    self.origin = origin
    scope = try Statement.scope(&lines)
    let head = try Statement.state("", &lines)
    let previous = try Statement.state("prev-", &lines)
    guard let growth = TreeGrowth(from: previous, to: head) else {
      throw lines.error(.contradiction)
    }
    self.growth = growth
    manifest = try Statement.manifest(&lines)
    keys = try Statement.keys(&lines)
    let time = try lines.field("made-at")
    guard let at = RecordTime(iso: String(decoding: time, as: UTF8.self)) else {
      throw lines.error(.value)
    }
    guard let making = Making(at: at, program: try lines.text(lines.field("program"))) else {
      throw lines.error(.value)
    }
    self.making = making
    guard lines.isAtEnd else { throw lines.error(.trailing) }
    // Whatever the fields let pass, a second spelling of the same statement is none.
    guard self.bytes == bytes else { throw lines.error(.contradiction) }
  }

  private static func scope(_ lines: inout EvidenceLines) throws(EvidenceSyntaxError) -> Scope {
    let book = try lines.optionalText("book")
    let period = try lines.optionalText("period")
    let periods = period.flatMap { PeriodRange($0) }
    guard period == periods?.description else { throw lines.error(.value) }
    let project = try lines.optionalText("project")
    guard let scope = Scope(book: book, periods: periods, project: project) else {
      throw lines.error(.value)
    }
    return scope
  }

  private static func state(
    _ prefix: String,
    _ lines: inout EvidenceLines
  ) throws(EvidenceSyntaxError) -> TreeState {
    let size = try lines.number("\(prefix)size")
    let sha256 = try lines.hexDigest("\(prefix)root-sha256")
    let sm3 = try lines.hexDigest("\(prefix)root-sm3")
    let roots = DigestPair(sha256: sha256, sm3: sm3)
    guard let state = TreeState(size: size, roots: roots) else {
      throw lines.error(.contradiction)
    }
    return state
  }

  private static func manifest(
    _ lines: inout EvidenceLines
  ) throws(EvidenceSyntaxError) -> DigestPair? {
    let none = "manifest-sha256 -".utf8
    if lines.upcoming?.elementsEqual(none) == true {
      try lines.expect("manifest-sha256 -")
      try lines.expect("manifest-sm3 -")
      return nil
    }
    let sha256 = try lines.hexDigest("manifest-sha256")
    return DigestPair(sha256: sha256, sm3: try lines.hexDigest("manifest-sm3"))
  }

  private static func keys(
    _ lines: inout EvidenceLines
  ) throws(EvidenceSyntaxError) -> RequiredKeys {
    let names = String(decoding: try lines.field("require"), as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    var algorithms: [KeyAlgorithm] = []
    for name in names {
      guard let algorithm = KeyAlgorithm(rawValue: String(name)) else { throw lines.error(.value) }
      algorithms.append(algorithm)
    }
    try lines.expect("sm2-id \(KeyAlgorithm.sm2ID)")
    var keys: [RequiredKeys.Key] = []
    for algorithm in algorithms {
      let id = try lines.hexDigest("key \(algorithm.rawValue)")
      keys.append(RequiredKeys.Key(algorithm, id))
    }
    guard let required = RequiredKeys(keys, epoch: try lines.number("key-epoch")) else {
      throw lines.error(.contradiction)
    }
    return required
  }
}
