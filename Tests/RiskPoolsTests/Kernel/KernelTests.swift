import Findings
import Foundation
import Policies
import Quantities
@testable import RiskPools
import Testing

/// The compiled rules against the rules that explain themselves.
@Suite struct KernelTests {
  private static let first: UInt64 = 20_261_001

  /// What a claim comes to, or why it does not.
  private enum Outcome: Equatable {
    case figures(Claim)
    case refused(Set<String>)

    init(_ settle: () throws(Refusal) -> Claim) {
      do throws(Refusal) { self = .figures(try settle()) } catch {
        switch error {
        case .open(let paths): self = .refused(Set(paths))
        case .findings(let findings): self = .refused(Set(findings.list.map(\.column)))
        }
      }
    }

    /// Whether the kernel says the same; of several gaps it may name the first alone.
    func agrees(with kernel: Outcome) -> Bool {
      switch (self, kernel) {
      case (.figures(let ours), .figures(let theirs)): ours == theirs
      case (.refused, .refused(let theirs)): !theirs.isEmpty
      default: false
      }
    }
  }

  private func outcomes(
    _ rule: ClaimRule,
    _ kernel: ClaimKernel,
    _ text: String
  ) throws -> (rule: Outcome, kernel: Outcome) {
    let read = try ClaimCase(Array(text.utf8))
    let held = try #require(KernelHoldings(read, for: kernel))
    let loan = kernel.loan(read.loan)
    return (
      Outcome { () throws(Refusal) in try rule.settle(read) },
      Outcome { () throws(Refusal) in try kernel.decide(loan, KernelCase(read), held) }
    )
  }

  @Test func `random schemes and claims come to the same, fen by fen, or are both refused`() throws
  {
    var (figures, refusals) = (0, 0)
    for seed in Self.first..<(Self.first + 1_500) {
      var random = RandomScheme(seed: seed)
      let rule = try ClaimRule(try scheme(random.policy()))
      let kernel = try ClaimKernel(rule)
      for _ in 0..<4 {
        let found = try outcomes(rule, kernel, random.claimCase(rule))
        if case .figures = found.rule { figures += 1 } else { refusals += 1 }
        if !found.rule.agrees(with: found.kernel) {
          Issue.record("seed \(seed): \(found.rule), kernel \(found.kernel)")
        }
      }
    }
    // Neither side of the comparison may be empty.
    #expect(figures > 1_000)
    #expect(refusals > 500)
  }

  @Test func `every shipped scheme that rules claims compiles, and rules them alike`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies")
    var compiled = 0
    for file in try FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    ) where file.pathExtension == "json" {
      let bytes = Array(try Data(contentsOf: file))
      guard try Document(bytes, .policy).root["policy"]?.text == "risk_pool" else { continue }
      let scheme = try Scheme(bytes)
      guard let rule = try? ClaimRule(scheme) else {
        #expect(throws: Refusal.self) { try ClaimKernel(scheme) }
        continue
      }
      let kernel = try ClaimKernel(rule)
      _ = try kernel.counters(loans: 1, borrowers: 1, banks: 1)
      compiled += 1
      for seed in Self.first..<(Self.first + 40) {
        var random = RandomScheme(seed: seed)
        let found = try outcomes(rule, kernel, random.claimCase(rule))
        if !found.rule.agrees(with: found.kernel) {
          Issue.record("\(file.lastPathComponent), seed \(seed): \(found)")
        }
      }
    }
    #expect(compiled >= 12)
  }
}
