import Audit
import Measuring
import Quantities
import Signing

/// Signs and verifies with each algorithm, as `audit_twin.c` does, and makes checkpoints.
struct SigningCases {
  private static let count = 300

  func run() throws {
    let signers = try KeyAlgorithm.allCases.map { try PEMSigner(new: $0) }
    let message = [UInt8](repeating: 0, count: 600)
    for signer in signers {
      let name = SigningCases.name(signer.publicKey.algorithm)
      let signature = try signer.sign(message)
      try Report.latencies("sign-\(name)", SigningCases.count) { _ = try signer.sign(message) }
      try Report.latencies("verify-\(name)", SigningCases.count) {
        _ = try signer.publicKey.verifies(signature, of: message)
      }
    }
    try checkpoints(signers)
  }

  private static func name(_ algorithm: KeyAlgorithm) -> String {
    switch algorithm {
    case .sm2: "sm2"
    case .p256: "p256"
    case .ed25519: "ed25519"
    }
  }

  /// The statement of a log's state with its two signatures, and the signed note.
  private func checkpoints(_ signers: [PEMSigner]) throws {
    let keys = signers.prefix(2).map { RequiredKeys.Key($0.publicKey.algorithm, $0.publicKey.id) }
    let roots = DigestPair(sha256: .zero, sm3: .zero)
    guard let state = TreeState(size: 1_000_000, roots: roots),
      let growth = TreeGrowth(from: .empty, to: state), let origin = Origin("bench.example/zj"),
      let required = RequiredKeys(keys, epoch: 3),
      let making = Statement.Making(at: BenchLedger.now, program: "xiantou/bench")
    else { LedgerBench.fail("a good statement") }
    guard let head = HeadSigners(signers) else { LedgerBench.fail("good signers") }
    try Report.latencies("checkpoint", SigningCases.count) {
      let statement = Statement(origin, .all, growth, manifest: nil, required, making)
      _ = try CheckpointRecord(signing: statement, by: head, on: .demand)
    }
  }
}
