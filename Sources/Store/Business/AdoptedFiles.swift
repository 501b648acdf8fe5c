public import Accounting
import Audit
import CanonicalJSON
import Findings
public import Quantities
import Signing

/// A file that is in force because it was adopted (已采用的文件): a policy, posting templates, rates.
///
/// The log holds its bytes, so that every figure can be computed again from the log alone.
public struct AdoptedFile: Hashable, Sendable {
  /// What a file can be.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 先投后股政策
    case investFirst = "invest_first"
    /// 风险补偿金政策
    case riskPool = "risk_pool"
    /// 先投后股分录模板
    case postings
    /// 风险补偿金分录模板
    case poolPostings = "pool_postings"
    /// 利率
    case rates
    /// 考核目标
    case targets
    /// 模拟: a run on which a decision was founded; it puts nothing in force.
    case simulation
  }

  /// What it is.
  public let kind: Kind
  /// Its identity within its kind, for example the `policy_id`.
  public let code: String
  /// What the file was called.
  public let name: String
  /// The day of the decision.
  public let date: CivilDate
  /// Who made, reviewed and approved it.
  public let signatures: Signatures
  /// Why; empty when no reason was given.
  public let reason: String
  /// Its bytes.
  public let bytes: [UInt8]

  /// Creates a description of a file.
  public init(
    kind: Kind,
    code: String,
    name: String,
    date: CivilDate,
    signatures: Signatures,
    reason: String = "",
    bytes: [UInt8]
  ) {
    self.kind = kind
    self.code = code
    self.name = name
    self.date = date
    self.signatures = signatures
    self.reason = reason
    self.bytes = bytes
  }
}

/// A file as it stands in the log.
public struct RecordedAdoption: Hashable, Sendable {
  /// The place of its record in the log.
  public let sequence: Int64
  /// When it was recorded, RFC 3339 UTC.
  public let time: String
  /// The SHA-256 of its bytes in hexadecimal digits.
  public let digest: String
  /// The file.
  public let file: AdoptedFile
}

extension LedgerTransaction {
  /// Adopts a file (采用): from now on it is in force.
  /// - Returns: the place of the record.
  /// - Throws: `E-PEOPLE-MISSING` or `E-SOD` unless three different persons signed;
  ///   `E-CODE-DUP` when this very file is in force already.
  @discardableResult
  public func adopt(_ file: AdoptedFile) throws(StoreError) -> Int64 {
    let findings = file.signatures.findings
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
    let digest = try SHA256.digest(file.bytes).description
    if try adoption(digest, kind: file.kind, code: file.code) != nil {
      throw .finding(.codeDuplicate, value: file.code)
    }
    let text = AdoptionRecord.Text(file.bytes)
    return try whole { () throws(StoreError) in
      let place = try append(
        AdoptionRecord.type,
        book: "",
        lines: text.lines.count,
        data: { AdoptionRecord.writeHeader(file, digest, text, &$0) },
        line: { $1.member("text", text.lines[$0]) }
      )
      let insert = try database.statement(
        "INSERT OR FAIL INTO adoption (seq, kind, code, sha256) VALUES (?1, ?2, ?3, ?4)"
      )
      insert.bind(place, 1)
      insert.bind(file.kind.rawValue, 2)
      insert.bind(file.code, 3)
      insert.bind(digest, 4)
      try insert.run()
      return place
    }
  }
}

extension LedgerSnapshot {
  /// The files of a kind that were adopted, the oldest first.
  public func adoptions(_ kind: AdoptedFile.Kind) throws(StoreError) -> [RecordedAdoption] {
    try adoptions("kind = ?1", [kind.rawValue])
  }

  /// The adopted file with a digest.
  public func adoption(
    digest: String,
    kind: AdoptedFile.Kind
  ) throws(StoreError) -> RecordedAdoption? {
    try adoptions("a.kind = ?1 AND a.sha256 = ?2", [kind.rawValue, digest]).last
  }

  /// The adopted file of a kind whose record has a place in the log.
  public func adoption(
    at sequence: Int64,
    kind: AdoptedFile.Kind
  ) throws(StoreError) -> RecordedAdoption? {
    try adoptions("a.kind = ?1 AND a.seq = CAST(?2 AS INTEGER)", [kind.rawValue, "\(sequence)"])
      .last
  }

  /// The newest file of a kind with an identity.
  public func adoption(
    named code: String,
    kind: AdoptedFile.Kind
  ) throws(StoreError) -> RecordedAdoption? {
    try adoptions("a.kind = ?1 AND a.code = ?2", [kind.rawValue, code]).last
  }

  func adoption(
    _ digest: String,
    kind: AdoptedFile.Kind,
    code: String
  ) throws(StoreError) -> RecordedAdoption? {
    try adoptions("a.kind = ?1 AND a.sha256 = ?2 AND a.code = ?3", [kind.rawValue, digest, code])
      .last
  }

  private func adoptions(
    _ condition: String,
    _ values: [String]
  ) throws(StoreError) -> [RecordedAdoption] {
    let query = try database.statement(
      """
      SELECT r.body FROM adoption AS a JOIN record AS r ON r.seq = a.seq
      WHERE \(condition) ORDER BY a.seq
      """
    )
    defer { query.reset() }
    for (index, value) in values.enumerated() { query.bind(value, Int32(index + 1)) }
    var found: [RecordedAdoption] = []
    while try query.step() {
      guard let adoption = AdoptionRecord.read(query.blob(0)) else {
        throw .damaged(detail: "adoption record")
      }
      found.append(adoption)
    }
    return found
  }
}

/// How an adopted file is written into its record: its lines as they are, or in base 64 when they
/// hold what no record may.
enum AdoptionRecord {
  static let type = "adoption"
  /// The most bytes of a line.
  private static let lineMax = 32 * 1024

  /// The bytes of a file as lines of a record.
  struct Text {
    let isBase64: Bool
    let lines: [String]

    init(_ bytes: [UInt8]) {
      let pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let isPlain = pieces.allSatisfy { piece in
        piece.count <= lineMax
          && RecordText.isAcceptable(String(decoding: piece, as: UTF8.self))
          && String(validating: piece, as: UTF8.self) != nil
      }
      isBase64 = !isPlain
      lines =
        isPlain
        ? pieces.map { String(decoding: $0, as: UTF8.self) }
        : stride(from: 0, to: bytes.count, by: 3_072).map {
          Base64.encode(bytes[$0..<min($0 + 3_072, bytes.count)])
        }
    }

    init(isBase64: Bool, lines: [String]) {
      self.isBase64 = isBase64
      self.lines = lines
    }

    /// The bytes of the file; `nil` when a line is not what ``init(_:)`` would have made.
    var bytes: [UInt8]? {
      guard isBase64 else { return Array(lines.joined(separator: "\n").utf8) }
      var bytes: [UInt8] = []
      for line in lines {
        guard let part = Base64.decode(Array(line.utf8)) else { return nil }
        bytes += part
      }
      return bytes
    }
  }

  static func writeHeader(
    _ file: AdoptedFile,
    _ digest: String,
    _ text: Text,
    _ data: inout CanonicalWriter
  ) {
    data.optional("approved_by", file.signatures.approvedBy)
    data.member("code", file.code)
    data.member("date", "\(file.date)")
    if text.isBase64 { data.member("encoding", "base64") }
    data.member("kind", file.kind.rawValue)
    data.member("name", file.name)
    data.optional("prepared_by", file.signatures.preparedBy)
    if !file.reason.isEmpty { data.member("reason", file.reason) }
    data.optional("reviewed_by", file.signatures.reviewedBy)
    data.member("sha256", digest)
  }

  /// Reads an adoption from the bytes of its record.
  /// - Returns: `nil` when the record is none, or its lines are not the file that it names.
  static func read(_ body: [UInt8]) -> RecordedAdoption? {
    var layout = RecordLayout()
    guard (try? layout.read(body.span)) != nil, layout.isType("adoption", in: body.span),
      let header = try? JSONValue(Array(body[layout.data]), profile: .record),
      let kind = header.text("kind").flatMap(AdoptedFile.Kind.init(rawValue:)),
      let code = header.text("code"), let name = header.text("name"),
      let date = header.text("date").flatMap(CivilDate.init(iso:)),
      let digest = header.text("sha256")
    else { return nil }
    var lines: [String] = []
    for line in layout.lines {
      guard let data = try? JSONValue(Array(body[line.data]), profile: .record),
        let text = data.text("text")
      else { return nil }
      lines.append(text)
    }
    let text = Text(isBase64: header.text("encoding") == "base64", lines: lines)
    guard let bytes = text.bytes, (try? SHA256.digest(bytes).description) == digest else {
      return nil
    }
    return RecordedAdoption(
      sequence: layout.seq,
      time: layout.at.description,
      digest: digest,
      file: AdoptedFile(
        kind: kind,
        code: code,
        name: name,
        date: date,
        signatures: Signatures(
          preparedBy: header.text("prepared_by"),
          reviewedBy: header.text("reviewed_by"),
          approvedBy: header.text("approved_by")
        ),
        reason: header.text("reason") ?? "",
        bytes: bytes
      )
    )
  }
}
