package import CanonicalJSON
import Signing

/// The bytes of a checkpoint record.
extension CheckpointRecord {
  /// Writes the members of the record's `data`.
  package func write(to data: inout CanonicalWriter) {
    precondition(note.signatures.count == 1, "a recorded note has the signature of the log alone")
    data.member("note", String(decoding: note.signatures[0].line.dropLast(), as: UTF8.self))
    data.member("occasion", occasion.rawValue)
    data.key("signatures")
    data.beginArray()
    for signature in signatures {
      data.beginObject()
      data.member("algorithm", signature.algorithm.rawValue)
      data.member("signature", Base64.encode(signature.bytes))
      data.endObject()
    }
    data.endArray()
    data.key("statement")
    data.beginArray()
    for line in statement.bytes.split(separator: UInt8(ascii: "\n")) {
      data.string(String(decoding: line, as: UTF8.self))
    }
    data.endArray()
  }

  /// Reads a record's `data`: exactly what ``write(to:)`` gives.
  /// - Parameter data: the bytes of the object.
  /// - Throws: ``EvidenceSyntaxError`` for anything else. Whether it is right says
  ///   ``defect(at:after:under:)``.
  package init(data: [UInt8]) throws(EvidenceSyntaxError) {
    guard let value = try? JSONValue(data, profile: .record), case .object(let members) = value
    else { throw CheckpointRecord.error(.encoding) }
    guard members.map(\.key) == ["note", "occasion", "signatures", "statement"] else {
      throw CheckpointRecord.error(.field)
    }
    guard case .string(let line) = members[0].value, case .string(let name) = members[1].value,
      let occasion = Occasion(rawValue: name), case .array(let signed) = members[2].value,
      case .array(let lines) = members[3].value
    else { throw CheckpointRecord.error(.value) }
    var text = ""
    for line in lines {
      guard case .string(let words) = line else { throw CheckpointRecord.error(.value) }
      text += words + "\n"
    }
    let statement = try Statement(Array(text.utf8))
    guard let signature = NoteSignature(Array(line.utf8)[...]) else {
      throw CheckpointRecord.error(.signature)
    }
    var signatures: [Signature] = []
    for value in signed { signatures.append(try CheckpointRecord.signature(value)) }
    let note = SignedNote(
      text: CheckpointRecord.checkpoint(of: statement).text,
      signatures: [signature]
    )
    self.init(statement, signatures, note, occasion)
  }

  private static func signature(_ value: JSONValue) throws(EvidenceSyntaxError) -> Signature {
    guard case .object(let members) = value, members.map(\.key) == ["algorithm", "signature"],
      case .string(let name) = members[0].value, case .string(let text) = members[1].value,
      let algorithm = KeyAlgorithm(rawValue: name), let bytes = Base64.decode(Array(text.utf8)),
      let signature = try? Signature(algorithm, bytes)
    else { throw error(.signature) }
    return signature
  }

  private static func error(_ code: EvidenceSyntaxError.Code) -> EvidenceSyntaxError {
    EvidenceSyntaxError(text: .checkpointRecord, line: 1, code: code)
  }
}
