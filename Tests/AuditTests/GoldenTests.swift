import CanonicalJSON
import Glibc
import Signing
import Testing

@testable import Audit

// The format is final, so these bytes may never change; docs/record-format.md explains them.
@Suite struct GoldenTests {
  static let zeros = String(repeating: "0", count: 64)

  static let bodies = [
    [
      #"{"at":"2025-12-22T01:02:03Z","book":"","by":"","data":{"code":"zj","#
        + #""name":"浙江\"先投后股\"基金\\专户"},"lines":{"count":"0","#
        + #""sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","#
        + #""sm3":"1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},"#
        + #""nonce":"00000000000000000000000000000000","prev":"\#(zeros)","seq":"0","#
        + #""t":"book","v":"funds-record/v1"}"#
    ],
    [
      #"{"at":"2025-12-22T01:02:03Z","book":"zj","by":"王芳","data":{"date":"2025-12-22","#
        + #""number":"记-1","summary":"拨付项目资金"},"lines":{"count":"2","#
        + #""sha256":"9bee84a5fb6c68e5bc418bf25c99041973496a358f1d3233748cb0307f1f0104","#
        + #""sm3":"125e93fd8457b9b0683d4c640a4d44605389f228d456ac16394082f94fc99848"},"#
        + #""nonce":"03030303030303030303030303030303","#
        + #""prev":"88e6142ae02c9dc7107db05c3a0eada33b914b99cfe11fc51c0556465a8a6548","#
        + #""seq":"1","t":"voucher","v":"funds-record/v1"}"#,
      #"{"data":{"account":"1101","debit":"100.00"},"n":"1","#
        + #""nonce":"01010101010101010101010101010101","pprev":"\#(zeros)","#
        + #""project":"P001","pseq":"1"}"#,
      #"{"data":{"account":"1002","credit":"100.00"},"n":"2","#
        + #""nonce":"02020202020202020202020202020202"}"#,
    ],
    [
      #"{"at":"2025-12-22T01:02:03Z","book":"zj","by":"李雷","data":{"summary":"收回"},"#
        + #""lines":{"count":"3","#
        + #""sha256":"07aa3a261c790b475bd983b94ffbd0eec4df1b57365fec2c1f1b5ac4c250521e","#
        + #""sm3":"c726066e34cbfe522fb12d25f56d58413e93bccc9ef21c39746f29ceb63f8d62"},"#
        + #""nonce":"07070707070707070707070707070707","#
        + #""prev":"a8fb270318eda09fe4b15bd2981483d74ff5b583823c668b9b8bb841d121c2ae","#
        + #""seq":"2","t":"voucher","v":"funds-record/v1"}"#,
      #"{"data":{"credit":"40.00"},"n":"1","nonce":"04040404040404040404040404040404","#
        + #""pprev":"56f5cfbc5f8866246262954ac600bc0095eb1d5b324dd1d59dc23ac7f0b8c03d","#
        + #""project":"P001","pseq":"2"}"#,
      #"{"data":{"credit":"60.00"},"n":"2","nonce":"05050505050505050505050505050505","#
        + #""pprev":"ea646efa06733e697fdaee6ac43020ea407832f9856ab29a7b506284ae75fc6b","#
        + #""project":"P001","pseq":"3"}"#,
      #"{"data":{"debit":"100.00"},"n":"3","nonce":"06060606060606060606060606060606","#
        + #""pprev":"\#(zeros)","project":"甲\"乙","pseq":"1"}"#,
    ],
  ]

  static let leaves = [
    [
      "88e6142ae02c9dc7107db05c3a0eada33b914b99cfe11fc51c0556465a8a6548",
      "6fe0976763133520511e39e14a7a18d5f56c547e56d41cb381c1b498442d7543",
    ],
    [
      "a8fb270318eda09fe4b15bd2981483d74ff5b583823c668b9b8bb841d121c2ae",
      "894a2961ac47b97bbdfe56f9c06cd2c382650b5b8ce2d98ddd135221ab017cb4",
    ],
    [
      "4fd32ee819476cc8294afbf2189b819c199ecce9ace6a6600b60def40f056dfb",
      "87d5ab1f5794c7e690be76d3030dd9ce2e27947f89593a4da048c17333182931",
    ],
  ]

  static let roots = [
    "6c104d6d2bfb5531b4beed9953526f20d435340ea10563a570f80411f146be18",
    "047f20d09afdbf892bc549e970086cb6860805921f68360436f7ceaddc5693de",
  ]

  @Test func `the bytes, leaf hashes and roots are what they were on the first day`() throws {
    let log = try SampleLog()
    for (body, lines) in zip(log.bodies, GoldenTests.bodies) {
      #expect(String(decoding: body, as: UTF8.self) == lines.map { $0 + "\n" }.joined())
    }
    #expect(log.leaves.map { [$0.sha256.description, $0.sm3.description] } == GoldenTests.leaves)
    let roots = try log.head.roots()
    #expect([roots.sha256.description, roots.sm3.description] == GoldenTests.roots)
  }

  @Test func `a record is read from its bytes`() throws {
    let log = try SampleLog()
    let record = try Record(body: log.bodies[2])
    #expect(record.seq == 2)
    #expect(record.type == "voucher")
    #expect(record.book == "zj")
    #expect(record.by == "李雷")
    #expect(record.at.description == SampleLog.time)
    #expect(record.previous == log.leaves[1].sha256)
    #expect(record.leaf == log.leaves[2])
    #expect(record.lineLeaves.last?.sha256 == log.projects["甲\"乙"]?.last)
    let body = record.body.span
    let data = record.layout.lines.map { String(copying: body, $0.data) }
    #expect(data == [#"{"credit":"40.00"}"#, #"{"credit":"60.00"}"#, #"{"debit":"100.00"}"#])
    #expect(String(copying: body, record.layout.data) == #"{"summary":"收回"}"#)
    let project = try #require(record.layout.lines[2].chain?.project)
    #expect(record.layout.text(project, in: body) == "甲\"乙")
  }

  @Test func `the public description shows these very bytes`() throws {
    let root = #filePath.replacing("Tests/AuditTests/GoldenTests.swift", with: "")
    let text = try read("\(root)docs/record-format.md")
    for line in GoldenTests.bodies[1] + GoldenTests.leaves[1] {
      #expect(text.contains(line))
    }
  }

  @Test(.enabled(if: access("/usr/bin/openssl", X_OK) == 0), arguments: [0, 1])
  func `openssl alone computes the leaf hash`(_ algorithm: Int) throws {
    let header = GoldenTests.bodies[1][0]
    let quoted = "'" + header + "'"
    let name = ["sha256", "sm3"][algorithm]
    let command = "{ printf '\\0'; printf '%s' \(quoted); } | openssl dgst -\(name) -r"
    let pipe = try #require(popen(command, "r"))
    defer { pclose(pipe) }
    #expect(read(pipe).hasPrefix(GoldenTests.leaves[1][algorithm]))
  }

  private func read(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    return read(file)
  }

  private func read(_ file: UnsafeMutablePointer<FILE>) -> String {
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
