import Exports
import Testing

struct GB18030Tests {
  @Test(
    arguments: [
      ("A", [0x41]), ("项", [0xCF, 0xEE]), ("€", [0xA2, 0xE3]),
      ("\u{20087}", [0x95, 0x32, 0x90, 0x31]),
      ("\u{10FFFF}", [0xE3, 0x32, 0x9A, 0x35]), ("\u{FE10}", [0xA6, 0xD9]),
      ("\u{FE12}", [0xA6, 0xDA]), ("\u{9FB4}", [0xFE, 0x59]),
      ("\u{E78D}", [0x84, 0x31, 0x82, 0x36]),
      ("\u{E78F}", [0x84, 0x31, 0x82, 0x37]), ("\u{E864}", [0x82, 0x35, 0x91, 0x34]),
    ] as [(String, [UInt8])]
  )
  func `a character has the bytes of the edition of 2022`(_ text: String, _ bytes: [UInt8]) {
    var found: [UInt8] = []
    GB18030.append(text, to: &found)
    #expect(found == bytes)
  }

  @Test func `every character has bytes of its own`() {
    var seen: Set<[UInt8]> = []
    for value in UInt32(0x80)...0x1_1000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var bytes: [UInt8] = []
      GB18030.append(String(scalar), to: &bytes)
      if !seen.insert(bytes).inserted || bytes.count < 2 { Issue.record("U+\(value) \(bytes)") }
    }
  }
}
