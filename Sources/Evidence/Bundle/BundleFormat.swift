import Signing

/// The names and limits of `funds-audit-bundle/v1`, see docs/audit-format.md.
enum BundleFormat {
  static let statement = "statement.txt"
  static let manifestSHA256 = "MANIFEST.sha256"
  static let manifestSM3 = "MANIFEST.sm3"
  static let signatureSM2 = "sigs/statement.sm2.sig"
  static let signatureP256 = "sigs/statement.p256.sig"
  static let token = "sigs/statement.tsr"
  static let tokenSignature = "sigs/statement.tsr.p256.sig"
  static let keySM2 = "keys/sm2.pub"
  static let keyP256 = "keys/p256.pub"
  static let keyEd25519 = "keys/ed25519.pub"
  static let certificateSM2 = "keys/sm2.crt"
  static let certificateP256 = "keys/p256.crt"

  /// Where the certificate of a key that signs statements is.
  static func certificate(of key: PublicKey) -> String {
    key.algorithm == .sm2 ? certificateSM2 : certificateP256
  }

  static let checkpoint = "heads/checkpoint"
  static let checkpointSM3 = "heads/checkpoint.sm3"
  static let history = "heads/history.jsonl"
  static let consistencySHA256 = "proofs/consistency.sha256"
  static let consistencySM3 = "proofs/consistency.sm3"
  static let inclusionSHA256 = "proofs/inclusion.sha256"
  static let inclusionSM3 = "proofs/inclusion.sm3"

  /// What the paths of the files of records begin with.
  static let entriesPrefix = "data/entries-"
  /// The folders of what is made from the records.
  static let derivedFolders = ["data/csv/", "reports/", "journals/", "gbt24589/", "ao/"]

  /// The most files of a bundle.
  static let filesMax = 20_000
  /// The most bytes of a file that is read as a whole: keys, certificates, checkpoints, tokens.
  static let smallMax = 1 << 20
  /// A file of records ends with the record that exceeds this.
  static let entriesFileLength: Int64 = 64 << 20
  /// The most bytes of a record with all its lines.
  static let recordMax = 64 << 20

  /// The path of a file of records, from 1.
  static func entries(_ number: Int) -> String {
    let digits = String(number)
    return entriesPrefix + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      + ".jsonl"
  }

  /// Whether the manifests list a path: they cannot list themselves, nor what signs them.
  static func isListed(_ path: String) -> Bool {
    path != statement && path != manifestSHA256 && path != manifestSM3 && !path.hasPrefix("sigs/")
  }

  /// Whether a bundle has a file of this name.
  static func isDescribed(_ path: String) -> Bool {
    if fixed.contains(path) || isDerived(path) { return true }
    guard path.hasPrefix(entriesPrefix), path.hasSuffix(".jsonl") else { return false }
    let digits = path.dropFirst(entriesPrefix.count).dropLast(".jsonl".count)
    return digits.utf8.count >= 4 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let fixed: Set<String> = [
    statement, manifestSHA256, manifestSM3, signatureSM2, signatureP256, token, tokenSignature,
    keySM2, keyP256, keyEd25519, certificateSM2, certificateP256, checkpoint, checkpointSM3,
    history, consistencySHA256, consistencySM3, inclusionSHA256, inclusionSM3, "README.zh.txt",
    "README.en.txt", "verify/verify.sh", "verify/verify.py", "verify/incl.sh", "verify/SPEC.md",
    "verify/RECORDS.md",
  ]

  /// Whether a file is made from the records.
  static func isDerived(_ path: String) -> Bool { derivedFolders.contains { path.hasPrefix($0) } }
}
