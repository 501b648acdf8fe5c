import CanonicalJSON
import Foundation
import Quantities
import Signing

@testable import Audit
@testable import Evidence

/// The keys of the tests, made once.
struct SampleKeys {
  let sm2: PEMSigner
  let p256: PEMSigner
  let ed25519: PEMSigner

  static let first = made()
  static let second = made()

  private static func made() -> SampleKeys {
    do {
      return SampleKeys(
        sm2: try PEMSigner(new: .sm2),
        p256: try PEMSigner(new: .p256),
        ed25519: try PEMSigner(new: .ed25519)
      )
    } catch { preconditionFailure("keys are made: \(error)") }
  }

  var all: [any Signer] { [sm2, p256, ed25519] }
  var signers: HeadSigners {
    guard let signers = HeadSigners(all) else { preconditionFailure("one key of each kind") }
    return signers
  }
  /// The pin file of an auditor who knows these keys.
  var pins: [UInt8] { Array("# 公钥指纹\n\(sm2.publicKey.id)\n\(p256.publicKey.id) p256\n".utf8) }
}

/// A log in memory with all that a bundle can show.
final class SampleLog: EvidenceLog {
  var bodies: [[UInt8]] = []
  var leaves: [DigestPair] = []
  var keys = SampleKeys.first
  private var sealer: RecordSealer
  private var keyring: Keyring?
  private var last = TreeState.empty
  private var minute = 0
  private var totals: [String: (debit: Int64, credit: Int64)] = [:]

  /// Nonces that count, so that every log is the same but for what is signed.
  init() throws {
    var next: UInt8 = 0
    sealer = try RecordSealer(
      nonces: NonceSource { bytes throws(AuditError) in
        for index in bytes.indices { bytes[index] = next &+ UInt8(truncatingIfNeeded: index / 16) }
        next &+= 1
      }
    )
  }

  var size: Int64 { Int64(bodies.count) }

  func forEachRecord(
    _ body: (Span<UInt8>, DigestPair) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    for (bytes, leaf) in zip(bodies, leaves) { try body(bytes.span, leaf) }
  }

  func leaves(
    _ range: Range<Int64>,
    _ algorithm: DigestAlgorithm
  ) throws(EvidenceError) -> [Digest] {
    leaves[Int(range.lowerBound)..<Int(range.upperBound)].map { $0.root(algorithm) }
  }

  /// Adds a record.
  func add(
    _ type: String,
    book: String = "001",
    by: String = "王主管",
    data: (inout CanonicalWriter) -> Void = { _ in },
    lines: [(project: String?, data: (inout CanonicalWriter) -> Void)] = []
  ) throws {
    minute += 1
    let clock =
      "2025-12-\(10 + minute / 1440 % 20)T\(pad(minute / 60 % 24)):\(pad(minute % 60)):00Z"
    guard let at = RecordTime(iso: clock) else { preconditionFailure(clock) }
    let sealed = try sealer.seal(
      type: type,
      book: book,
      at: at,
      by: by,
      data: data,
      lines: { (sealer) throws(AuditError) in
        for line in lines { try sealer.add(project: line.project, data: line.data) }
      }
    )
    bodies.append(sealer.body)
    leaves.append(sealed.leaf)
    sealer.commit()
    if keyring == nil { keyring = Keyring(Origin(firstLeaf: sealed.leaf.sha256)) }
  }

  private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Adds a posted voucher.
  func voucher(
    _ number: String,
    _ date: String,
    reverses: String? = nil,
    _ lines: [(account: String, side: String, fen: Int64, project: String?)]
  ) throws {
    for line in lines {
      guard let project = line.project else { continue }
      var total = totals[project] ?? (0, 0)
      if line.side == "debit" { total.debit += line.fen } else { total.credit += line.fen }
      totals[project] = total
    }
    try add(
      "voucher",
      data: {
        $0.member("approved_by", "李批准")
        $0.member("attachments", "1")
        $0.member("date", date)
        $0.member("number", number)
        $0.member("prepared_by", "钱会计")
        if let reverses { $0.member("reverses", reverses) }
        $0.member("reviewed_by", "孙复核")
      },
      lines: lines.map { line in
        (
          line.project,
          {
            $0.member("account", line.account)
            $0.member("aspect", "financial")
            $0.member(line.side, "\(Fen(line.fen))")
            if let project = line.project {
              $0.key("dimensions")
              $0.beginObject()
              $0.member("project", project)
              $0.endObject()
            }
            $0.member("summary", "拨付先投资金")
          }
        )
      }
    )
  }

  /// Adds the head of projects.
  func projectHead(_ projects: [String], wrongBy fen: Int64 = 0) throws {
    try add(
      "project_head",
      book: "",
      lines: projects.map { project in
        let total = totals[project] ?? (0, 0)
        return (
          project,
          {
            $0.member("credit", "\(Fen(total.credit + fen))")
            $0.member("debit", "\(Fen(total.debit))")
          }
        )
      }
    )
  }

  /// Adds a key record.
  func add(_ record: KeyRecord) throws {
    try keyring?.apply(record, seq: size)
    try add("key", book: "", data: { record.write(to: &$0) })
  }

  /// Begins the keys.
  func addKeys() throws {
    guard let keyring else { preconditionFailure("a log begins with a record") }
    for signer in keys.all { try add(KeyRecord(adding: signer, in: keyring.origin)) }
  }

  /// Replaces the P-256 key.
  func rotate(to signer: PEMSigner) throws {
    guard let keyring else { preconditionFailure("a log begins with a record") }
    try add(KeyRecord(replacing: keys.p256, by: signer, in: keyring.origin))
    keys = SampleKeys(sm2: keys.sm2, p256: signer, ed25519: keys.ed25519)
  }

  /// The state of the log.
  func state() throws -> TreeState {
    guard let state = TreeState(size: size, roots: try sealer.head.roots()) else {
      preconditionFailure("a log has a state")
    }
    return state
  }

  /// Signs the log as it stands and adds that.
  func checkpoint(_ occasion: CheckpointRecord.Occasion = .demand) throws {
    guard let keyring, let required = keyring.required(), let making = SampleLog.making,
      let growth = TreeGrowth(from: last, to: try state())
    else { preconditionFailure("the log can be signed") }
    let statement = Statement(keyring.origin, .all, growth, manifest: nil, required, making)
    try add(CheckpointRecord(signing: statement, by: keys.signers, on: occasion))
  }

  /// Adds what was signed.
  func add(_ record: CheckpointRecord) throws {
    last = record.state
    try add("checkpoint", book: "", data: { record.write(to: &$0) })
  }

  static var making: Statement.Making? {
    RecordTime(iso: "2026-01-05T01:02:03Z").flatMap {
      Statement.Making(at: $0, program: "xiantou/0.1.0")
    }
  }
}

extension SampleLog {
  /// The master data.
  func begin() throws {
    try add(
      "book",
      by: "",
      data: {
        $0.member("code", "001")
        $0.member("name", "示例先投专项资金")
        $0.member("start", "2025-01")
      }
    )
    let accounts = [
      ("100201", "先投资金专户", "asset", "debit", [String]()),
      ("122101", "先投项目款", "asset", "debit", ["project"]),
      ("271101", "先投专项资金", "liability", "credit", []),
      ("660101", "场所租金补贴", "expense", "debit", ["project"]),
    ]
    try add(
      "accounts",
      lines: accounts.map { account in
        (
          nil,
          {
            $0.member("aspect", "financial")
            $0.member("code", account.0)
            $0.key("dimensions")
            $0.beginArray()
            for kind in account.4 { $0.string(kind) }
            $0.endArray()
            $0.member("element", account.2)
            $0.key("leaf")
            $0.bool(true)
            $0.member("name", account.1)
            $0.key("open")
            $0.bool(true)
            $0.member("side", account.3)
          }
        )
      }
    )
    for (name, role) in [("钱会计", "maker"), ("孙复核", "reviewer"), ("李批准", "approver")] {
      try add(
        "person",
        book: "",
        data: {
          $0.member("name", name)
          $0.key("roles")
          $0.beginArray()
          $0.string(role)
          $0.endArray()
          $0.key("signs_in")
          $0.bool(true)
        }
      )
    }
    try projects(["P001", "P002"])
  }

  private func projects(_ codes: [String]) throws {
    try add(
      "dimension_values",
      book: "",
      lines: codes.map { code in
        (
          code,
          {
            $0.key("attributes")
            $0.beginArray()
            $0.beginArray()
            $0.string("企业")
            $0.string("示例科技\(code)")
            $0.endArray()
            $0.endArray()
            $0.member("code", code)
            $0.member("kind", "project")
            $0.member("kind_name", "项目")
            $0.member("name", "项目\(code)")
            $0.key("open")
            $0.bool(true)
          }
        )
      }
    )
  }

  /// A log with two heads, a rotated key and two projects, which ends with the head of `P001`.
  static func rich() throws -> SampleLog {
    let log = try SampleLog()
    try log.begin()
    try log.addKeys()
    try log.voucher(
      "2024-12-初-0001",
      "2024-12-31",
      [("100201", "debit", 100_000_000, nil), ("271101", "credit", 100_000_000, nil)]
    )
    try log.voucher(
      "2025-01-记-0001",
      "2025-01-05",
      [
        ("122101", "debit", 30_000_000, "P001"), ("122101", "debit", 20_000_050, "P002"),
        ("100201", "credit", 50_000_050, nil),
      ]
    )
    try log.voucher(
      "2025-01-记-0002",
      "2025-01-09",
      [("660101", "debit", 120_000, "P002"), ("100201", "credit", 120_000, nil)]
    )
    try log.projectHead(["P001", "P002"])
    try log.add("period_close", data: { $0.member("period", "2025-01") })
    try log.checkpoint(.close)
    try log.rotate(to: SampleKeys.second.p256)
    try log.voucher(
      "2025-02-记-0001",
      "2025-02-10",
      [("122101", "debit", 5_000_000, "P001"), ("100201", "credit", 5_000_000, nil)]
    )
    try log.voucher(
      "2025-02-记-0002",
      "2025-02-11",
      reverses: "2025-01-记-0002",
      [("660101", "debit", -120_000, "P002"), ("100201", "credit", -120_000, nil)]
    )
    try log.checkpoint()
    try log.projectHead(["P001"])
    return log
  }
}
