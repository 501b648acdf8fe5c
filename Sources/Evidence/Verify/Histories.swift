import Audit
import CanonicalJSON
import Signing

/// Follows the keys of a log (密钥核对).
struct KeyHistory {
  /// The keys so far.
  private(set) var keyring: Keyring
  /// The key records so far, by their place.
  private(set) var changes: [Int64] = []
  /// The first key record that cannot stand where it stands.
  private(set) var defect: Defect?

  init(_ origin: Origin) { keyring = Keyring(origin) }

  /// Takes a record of type `key`.
  mutating func take(_ body: Span<UInt8>, _ layout: RecordLayout) {
    if defect != nil { return }
    changes.append(layout.seq)
    guard layout.isOfWholeLedger else {
      defect = Defect(.keyring, "\(layout.seq)", found: "book")
      return
    }
    do throws(EvidenceSyntaxError) {
      let record = try KeyRecord(data: body.copy(layout.data))
      do throws(Keyring.Refusal) {
        try keyring.apply(record, seq: layout.seq)
      } catch { defect = Defect(.keyring, "\(layout.seq)", found: error.name) }
    } catch { defect = Defect(.keyring, "\(layout.seq)", found: error.code.rawValue) }
  }

  /// Whether the keys of a statement were in use.
  func check(_ statement: Statement) throws(Defect) {
    if let defect { throw defect }
    let epoch = statement.keys.epoch
    guard keyring.epoch == epoch else {
      throw Defect(.epoch, expected: "\(keyring.epoch)", found: "\(epoch)")
    }
    for key in statement.keys.keys {
      let standing = keyring.standing(of: key.id, at: statement.growth.head.size)
      guard standing == .valid else { throw Defect(.notInUse, "\(key.id)", found: "\(standing)") }
    }
  }
}

extension Keyring.Refusal {
  /// The name of the case.
  var name: String {
    switch self {
    case .order: "order"
    case .alreadyThere: "already-there"
    case .notInUse: "not-in-use"
    case .usedBefore: "used-before"
    case .otherAlgorithm: "other-algorithm"
    case .notProved: "not-proved"
    case .notReleased: "not-released"
    case .future: "future"
    case .signing: "library"
    }
  }
}

/// Follows the statements that a log recorded (历史检查点核对).
struct HeadHistory: ~Copyable {
  /// The state in the last one.
  private(set) var last = TreeState.empty
  /// The states so far, each once and none of the empty log, by size.
  private(set) var states: [TreeState] = []
  private var lines: LineReader?
  private var defect: Defect?
  private let origin: Origin

  init(_ origin: Origin, _ source: BundleSource) {
    self.origin = origin
    do throws(Defect) {
      lines = LineReader(try source.open(BundleFormat.history), lengthMax: 1024)
    } catch { defect = error }
  }

  /// Takes a record of type `checkpoint`.
  mutating func take(_ body: Span<UInt8>, _ layout: RecordLayout, _ keys: KeyHistory) {
    if defect != nil { return }
    do throws(Defect) {
      try follow(try RecordedHead(body, layout), keys)
    } catch { defect = error }
  }

  private mutating func follow(_ head: RecordedHead, _ keys: KeyHistory) throws(Defect) {
    let (seq, statement) = (head.seq, head.statement)
    let state = statement.growth.head
    guard statement.origin == origin else {
      throw Defect(.otherLog, "\(seq)", expected: "\(origin)", found: "\(statement.origin)")
    }
    guard state.size <= seq else {
      throw Defect(.head, "\(seq)", expected: "\(seq)", found: "\(state.size)")
    }
    guard statement.growth.previous == last else {
      let found = statement.growth.previous.size
      throw Defect(.head, "\(seq)", expected: "\(last.size)", found: "\(found)")
    }
    let epoch = Int64(keys.changes.count { $0 < state.size })
    guard statement.keys.epoch == epoch else {
      throw Defect(.epoch, "\(seq)", expected: "\(epoch)", found: "\(statement.keys.epoch)")
    }
    let isSigned = try Defect.hashing { () throws(SigningError) in
      try head.isSigned(keys.keyring)
    }
    guard isSigned else { throw Defect(.notSigned, "\(seq)") }
    let wanted = head.line.dropLast()
    guard try lines?.line()?.elementsEqual(wanted) == true else {
      throw Defect(.different, BundleFormat.history, found: "\(seq)")
    }
    last = state
    if state.size > 0, state != states.last { states.append(state) }
  }

  /// What was wrong, and whether the history ends and leads to the statement.
  mutating func check(_ statement: Statement, _ source: BundleSource) throws(Defect) {
    if let defect { throw defect }
    try lines?.expectEnd()
    let stated = statement.growth.previous
    guard stated == last else {
      throw Defect(.head, expected: "\(last.size)", found: "\(stated.size)")
    }
    let earlier = states.filter { $0.size < statement.growth.head.size }
    for algorithm in DigestAlgorithm.allCases {
      var file = try ConsistencyFile(source, statement, algorithm)
      for state in earlier { try file.checkNext(from: state) }
      try file.expectEnd()
    }
  }
}

extension RecordLayout {
  /// Whether the record concerns no single book and has no lines.
  var isOfWholeLedger: Bool { book.range.isEmpty && lineCount == 0 }
}

extension Span<UInt8> {
  /// A copy of some bytes.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return part.indices.map { part[$0] }
  }
}
