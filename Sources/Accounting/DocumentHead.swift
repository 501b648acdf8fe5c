package import Findings
public import Quantities

/// What every document says about itself (单据抬头).
public struct DocumentHead: Hashable, Sendable {
  /// The number, once within a project or pool (业务单号).
  public let number: String
  /// The day of the fact.
  public let date: CivilDate
  /// Three different persons (制单、复核、审批).
  public let signatures: Signatures
  /// What proves it; at least one paper.
  public let evidence: [EvidencePaper]

  /// Creates a head.
  public init(
    number: String,
    date: CivilDate,
    signatures: Signatures,
    evidence: [EvidencePaper]
  ) {
    self.number = number
    self.date = date
    self.signatures = signatures
    self.evidence = evidence
  }
}

/// A paper by its digest (证明材料).
public struct EvidencePaper: Hashable, Sendable {
  /// What it is, in the words of the policy, for example `专项审计`.
  public let name: String
  /// Its SHA-256 in 64 lower-case hexadecimal digits.
  public let digest: String

  /// Creates a reference to a paper.
  /// - Returns: `nil` when the name is empty or the digest is no SHA-256.
  public init?(name: String, digest: String) {
    guard !name.isEmpty, EvidencePaper.isDigest(digest) else { return nil }
    self.name = name
    self.digest = digest
  }

  /// Whether a text is a SHA-256 as it is written here.
  package static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension DocumentHead {
  /// What is wrong with a head on its own.
  package var findings: [Finding] {
    var findings = signatures.findings
    if number.isEmpty { findings.append(Finding(.fieldMissing, column: "number")) }
    if evidence.isEmpty {
      findings.append(
        Finding(.evidenceMissing, column: "evidence", arguments: ["evidence": "sha256"])
      )
    }
    return findings
  }
}
