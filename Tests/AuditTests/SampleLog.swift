@testable import Audit
import CanonicalJSON
import Signing

/// A log of three records with fixed times and nonces.
struct SampleLog {
  var bodies: [[UInt8]] = []
  var leaves: [DigestPair] = []
  var head = LogHead()
  var projects: [String: ProjectHead] = [:]

  static let time = "2025-12-22T01:02:03Z"

  /// Nonces that count: 00…, 01…, 02….
  static func countingNonces() -> NonceSource {
    var next: UInt8 = 0
    return NonceSource { bytes throws(AuditError) in
      for index in bytes.indices { bytes[index] = next &+ UInt8(index / 16) }
      next &+= UInt8(truncatingIfNeeded: bytes.count / 16)
    }
  }

  init() throws {
    var sealer = try RecordSealer(nonces: SampleLog.countingNonces())
    try add(
      sealer.seal(
        type: "book",
        book: "",
        at: SampleLog.at,
        by: "",
        data: {
          $0.member("code", "zj")
          $0.member("name", "浙江\"先投后股\"基金\\专户")
        }
      ),
      sealer.body
    )
    try add(
      sealer.seal(
        type: "voucher",
        book: "zj",
        at: SampleLog.at,
        by: "王芳",
        data: {
          $0.member("date", "2025-12-22")
          $0.member("number", "记-1")
          $0.member("summary", "拨付项目资金")
        },
        lines: { lines throws(AuditError) in
          try lines.add(project: "P001") {
            $0.member("account", "1101")
            $0.member("debit", "100.00")
          }
          try lines.add {
            $0.member("account", "1002")
            $0.member("credit", "100.00")
          }
        }
      ),
      sealer.body
    )
    try add(
      sealer.seal(
        type: "voucher",
        book: "zj",
        at: SampleLog.at,
        by: "李雷",
        data: { $0.member("summary", "收回") },
        lines: { lines throws(AuditError) in
          try lines.add(project: "P001") { $0.member("credit", "40.00") }
          try lines.add(project: "P001") { $0.member("credit", "60.00") }
          try lines.add(project: "甲\"乙") { $0.member("debit", "100.00") }
        }
      ),
      sealer.body
    )
    sealer.commit()
    head = sealer.head
    for project in ["P001", "甲\"乙"] { projects[project] = sealer.projectHead(project) }
  }

  private static var at: RecordTime {
    guard let at = RecordTime(iso: time) else { preconditionFailure("the sample time exists") }
    return at
  }

  private mutating func add(_ sealed: RecordSealer.Sealed, _ body: [UInt8]) {
    precondition(sealed.seq == Int64(bodies.count), "records are numbered from 0")
    bodies.append(body)
    leaves.append(sealed.leaf)
  }
}
