import CanonicalJSON
import Signing
import Testing

@testable import Audit

/// Every text of the evidence has one spelling: whatever can be read is written back the same.
@Suite struct MutationTests {
  /// A text that is right, and what reading and writing makes of any other.
  struct Format: CustomTestStringConvertible {
    let testDescription: String
    let sample: [UInt8]
    let rewrite: @Sendable ([UInt8]) -> [UInt8]?
  }

  static let formats: [Format] = [
    Format(testDescription: "statement", sample: Array(SampleStatement.text.utf8)) {
      try? Statement($0).bytes
    },
    Format(testDescription: "note", sample: Array(ProofFileTests.signed.utf8)) {
      try? SignedNote($0).bytes
    },
    Format(testDescription: "checkpoint", sample: Array(ProofFileTests.checkpoint.utf8)) {
      try? Checkpoint($0).text
    },
    Format(
      testDescription: "inclusion",
      sample: Array(
        (ProofFileTests.head + "extra AAAA\nindex 5\n" + ProofFileTests.path + "\n"
          + ProofFileTests.signed).utf8
      )
    ) { try? ProofFile($0).bytes },
    Format(testDescription: "growth", sample: Array("old 8\n\n\(ProofFileTests.signed)".utf8)) {
      try? ProofFile($0).bytes
    },
    Format(testDescription: "note key", sample: Array(NoteTests.peter.utf8)) {
      (try? NoteKey($0)).map { Array($0.description.utf8) }
    },
    Format(testDescription: "key record", sample: keyRecord) { bytes in
      guard let record = try? KeyRecord(data: bytes) else { return nil }
      return data(record)
    },
  ]

  private static let keyRecord: [UInt8] = {
    guard let origin = Origin("gov.example/funds/zj"), let signer = try? PEMSigner(new: .ed25519),
      let record = try? KeyRecord(adding: signer, in: origin)
    else { return [] }
    return data(record)
  }()

  private static func data(_ record: KeyRecord) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.object { record.write(to: &$0) }
    return writer.bytes
  }

  @Test(arguments: formats, [UInt64(1), 2, 3])
  func `what is read is written back the same`(_ format: Format, _ seed: UInt64) {
    #expect(format.rewrite(format.sample) == format.sample)
    var random = seed
    func below(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % max(bound, 1)
    }
    let bytes = Array("\n -+=0123456789abcdefAZ/\u{0}\u{7F}".utf8) + [0xFF, 0xC3, 0xA9, 0xE2]
    for _ in 0..<400 {
      var text = format.sample
      for _ in 0...below(3) {
        let (place, byte) = (below(text.count), bytes[below(bytes.count)])
        switch below(6) {
        case 0: text[place] = byte
        case 1: text.insert(byte, at: place)
        case 2: text.remove(at: place)
        case 3: text.removeSubrange(place..<min(text.count, place + below(70)))
        case 4: text.insert(contentsOf: text[..<min(text.count, below(90))], at: place)
        default: text[place] ^= 1 << UInt8(below(8))
        }
        if text.isEmpty { text = [byte] }
      }
      guard let again = format.rewrite(text) else { continue }
      #expect(again == text, "seed \(seed): \(String(decoding: text, as: UTF8.self))")
    }
  }
}
