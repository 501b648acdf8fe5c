import Audit
import CanonicalJSON
import Signing

/// Follows the keys of a log (密钥核对).
struct KeyHistory {
  /// The keys so far.
  private(set) var keyring: Keyring
  /// The first key record that cannot stand where it stands.
  private(set) var defect: Defect?

  init(_ origin: Origin) { keyring = Keyring(origin) }

  /// Takes a record of type `key`.
  mutating func take(_ body: Span<UInt8>, _ layout: RecordLayout) {
    if defect != nil { return }
    guard layout.isOfWholeLedger else {
      defect = Defect(.keyring, "\(layout.seq)", found: "book")
      return
    }
    do throws(EvidenceSyntaxError) {
      let record = try KeyRecord(data: body.copy(layout.data))
      do throws(Keyring.Refusal) {
        try keyring.apply(record, seq: layout.seq)
      } catch {
        defect = Defect(
          .keyring,
          "\(layout.seq)",
          found: "\(error)".prefix { $0 != "(" }.description
        )
      }
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

/// Follows the statements that a log recorded (历史检查点核对).
struct HeadHistory: ~Copyable {
  /// The state in the last one.
  private(set) var last = TreeState.empty
  /// The states so far, each once and none of the empty log, by size.
  private(set) var states: [TreeState] = []
  private var lines: LineReader?
  private var defect: Defect?

  init(_ source: BundleSource) {
    do throws(Defect) {
      lines = LineReader(try source.open(BundleFormat.history), lengthMax: 1024)
    } catch { defect = error }
  }

  /// Takes a record of type `checkpoint`.
  mutating func take(_ body: Span<UInt8>, _ layout: RecordLayout, _ keyring: Keyring) {
    if defect != nil { return }
    do throws(Defect) { try follow(body, layout, keyring) } catch { defect = error }
  }

  private mutating func follow(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ keyring: Keyring
  ) throws(Defect) {
    let seq = layout.seq
    guard layout.isOfWholeLedger, let head = try? CheckpointRecord(data: body.copy(layout.data))
    else { throw Defect(.head, "\(seq)", found: "form") }
    let wrong = try Defect.hashing { () throws(SigningError) in
      try head.defect(at: seq, after: last, under: keyring)
    }
    if let wrong { throw Defect(.head, "\(seq)", found: wrong.rawValue) }
    let wanted = HistoryLine.bytes(head, at: seq).dropLast()
    guard try lines?.line()?.elementsEqual(wanted) == true else {
      throw Defect(.different, BundleFormat.history, found: "\(seq)")
    }
    last = head.state
    if last.size > 0, last != states.last { states.append(last) }
  }

  /// What was wrong, and whether the history ends and leads to the statement.
  mutating func check(_ statement: Statement, _ source: BundleSource) throws(Defect) {
    if let defect { throw defect }
    try lines?.expectEnd()
    let stated = statement.growth.previous
    guard stated == last else {
      throw Defect(.head, BundleFormat.statement, found: "prev-size \(stated.size)")
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
