import Audit
import CanonicalJSON
import Signing

/// What a `checkpoint` record says: a statement that was signed, and who signed it (已签检查点).
struct RecordedHead {
  /// The record.
  let seq: Int64
  let statement: Statement
  let occasion: String
  private let signatures: [Signature]
  private let note: [UInt8]

  static let occasions = ["demand", "close", "export"]

  /// Reads the `data` of a record.
  init(_ body: Span<UInt8>, _ layout: RecordLayout) throws(Defect) {
    let seq = layout.seq
    func wrong(_ member: String) -> Defect {
      Defect.record(seq, expected: "checkpoint", found: member)
    }
    guard layout.isOfWholeLedger else { throw wrong("book") }
    guard let data = try? JSONValue(body, layout.data, profile: .record),
      case .object(let members) = data,
      members.map(\.key) == ["note", "occasion", "signatures", "statement"]
    else { throw wrong("data") }
    guard case .string(let note) = data["note"], !note.isEmpty else { throw wrong("note") }
    guard case .string(let occasion) = data["occasion"], RecordedHead.occasions.contains(occasion)
    else { throw wrong("occasion") }
    guard case .array(let lines) = data["statement"] else { throw wrong("statement") }
    var text: [UInt8] = []
    for line in lines {
      guard case .string(let line) = line else { throw wrong("statement") }
      text += Array(line.utf8) + [0x0A]
    }
    guard let statement = try? Statement(text) else { throw wrong("statement") }
    guard case .array(let given) = data["signatures"] else { throw wrong("signatures") }
    var signatures: [Signature] = []
    for item in given {
      guard case .object(let members) = item, members.map(\.key) == ["algorithm", "signature"],
        case .string(let name) = item["algorithm"], let algorithm = KeyAlgorithm(rawValue: name),
        case .string(let digits) = item["signature"],
        let bytes = Base64.decode(Array(digits.utf8)),
        let signature = try? Signature(algorithm, bytes)
      else { throw wrong("signatures") }
      signatures.append(signature)
    }
    guard signatures.map(\.algorithm) == statement.keys.keys.map(\.algorithm) else {
      throw wrong("signatures")
    }
    self.seq = seq
    self.statement = statement
    self.occasion = occasion
    self.signatures = signatures
    self.note = Array(note.utf8) + [0x0A]
  }

  /// Its line in `heads/history.jsonl`.
  var line: [UInt8] {
    var writer = CanonicalWriter(capacity: 512)
    writer.beginObject()
    writer.member("made_at", "\(statement.making.at)")
    writer.member("occasion", occasion)
    writer.member("root_sha256", "\(statement.growth.head.roots.sha256)")
    writer.member("root_sm3", "\(statement.growth.head.roots.sm3)")
    writer.key("seq")
    writer.decimal(seq)
    writer.key("size")
    writer.decimal(statement.growth.head.size)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  /// Whether the keys that had to sign did, each of them in use at the stated size.
  ///
  /// A key that was later found to be in doubt then still signed: what it signed is in the log,
  /// under everything that was signed since.
  func isSigned(_ keyring: Keyring) throws(SigningError) -> Bool {
    let size = statement.growth.head.size
    func isInUse(_ key: PublicKey) -> Bool {
      let standing = keyring.standing(of: key.id, at: size)
      return standing == .valid || standing == .doubtful
    }
    let keys = keyring.entries.map(\.key)
    for (required, signature) in zip(statement.keys.keys, signatures) {
      guard let key = keys.first(where: { $0.id == required.id }), isInUse(key),
        try key.verifies(signature, of: statement.bytes)
      else { return false }
    }
    let text = Checkpoint(
      statement.origin,
      .sha256,
      size: size,
      root: statement.growth.head.roots.sha256
    ).text
    guard let signed = try? SignedNote(text + [0x0A] + note), signed.signatures.count == 1 else {
      return false
    }
    var signers: [NoteKey] = []
    for key in keys where isInUse(key) {
      if let key = try NoteKey(name: statement.origin.name, key) { signers.append(key) }
    }
    if case .signed = try signed.verdict(of: signers) { return true }
    return false
  }
}
