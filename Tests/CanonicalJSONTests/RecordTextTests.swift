import Testing

@testable import CanonicalJSON

@Suite struct RecordTextTests {
  @Test(arguments: [
    "", "abc", "先投后股", "第1笔 ①", "Ünïcödé", "😀", "カタカナ", "ｶﾀｶﾅ", "한국어", "𠮷野家", "a\u{2028}b",
    "ﬀ", "'; DROP TABLE postings;--", "=cmd|' /C calc'!A0", "ก\u{E33}",
  ])
  func `ordinary and odd text may stand in a record`(_ text: String) {
    #expect(RecordText.isAcceptable(text))
  }

  @Test func `each scalar alone is judged as the rules say`() {
    let marks: Set<UInt32> = Set(
      [0x61C, 0x200E, 0x200F] + Array(0x202A...0x202E) + Array(0x2066...0x2069)
    )
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected: RecordText.Kind? =
        if value < 0x20 || value == 0x7F {
          .control
        } else if marks.contains(value) {
          .directionMark
        } else if scalar.properties.isNoncharacterCodePoint {
          .noncharacter
        } else {
          isNormalized(String(scalar), quickCheck: false) ? nil : .notComposed
        }
      if RecordText.firstForbidden(in: String(scalar))?.kind != expected { wrong.append(value) }
    }
    #expect(wrong == [])
  }

  @Test func `no scalar that skips the full check can take part in composition`() {
    var wrong: [UInt32] = []
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isSkipped = RecordText.isComposed(value) || (0x4000...0x9FFF).contains(value)
      if isSkipped,
        scalar.properties.canonicalCombiningClass != .notReordered
          || !isNormalized(String(scalar), quickCheck: true)
      {
        wrong.append(value)
      }
    }
    #expect(wrong == [])
  }

  @Test func `the place of what is wrong is told`() {
    let found = RecordText.firstForbidden(in: "拨付abcdefgh\u{1B}[31m")
    #expect(found == RecordText.Forbidden(kind: .control, offset: 14))
  }

  private func isNormalized(_ text: String, quickCheck: Bool) -> Bool {
    var bytes = text.utf8Span
    return bytes.checkForNFC(quickCheck: quickCheck)
  }
}
