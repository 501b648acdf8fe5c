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
    _ random: inout RandomScheme
  ) throws -> (rule: Outcome, kernel: Outcome) {
    var read = try ClaimCase(Array(random.claimCase(rule).utf8))
    read.ratePart = random.ratePart()
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
        let found = try outcomes(rule, kernel, &random)
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
        let found = try outcomes(rule, kernel, &random)
        if !found.rule.agrees(with: found.kernel) {
          Issue.record("\(file.lastPathComponent), seed \(seed): \(found)")
        }
      }
    }
    #expect(compiled >= 12)
  }

  @Test func `an open rate is refused for the loans that need it, before anything is decided`()
    throws
  {
    let kernel = try ClaimKernel(
      scheme(
        #"""
        "coverage":{"base":"net_principal_loss"},"tier_combine":"max",
        "tiers":[{"when":"pure_credit = true","rate_ppm":"600000"},
         {"when":"revenue > 1000","rate_ppm":"?"}]
        """#
      )
    )
    var facts = LoanFacts()
    facts.isPureCredit = true
    #expect(throws: Refusal(Finding(.fieldMissing, column: "loan.revenue"))) {
      try kernel.rate(for: kernel.loan(facts))
    }
    facts.revenue = Fen(100_000)
    #expect(try kernel.rate(for: kernel.loan(facts)) == PPM(600_000))
    facts.revenue = Fen(100_001)
    #expect(throws: Refusal.open(["tiers[1].rate_ppm"])) {
      try kernel.rate(for: kernel.loan(facts))
    }
    #expect(!kernel.isRateByOutstanding)
  }

  @Test func `the outstanding principal may change after a loan is made`() throws {
    let kernel = try ClaimKernel(
      scheme(
        #"""
        "coverage":{"base":"outstanding_principal_at_trigger"},
        "tiers":[{"when":"not (outstanding > 100 or first_loan = true)","rate_ppm":"500000"}]
        """#
      )
    )
    var loan = kernel.loan(LoanFacts())
    #expect(kernel.isRateByOutstanding)
    #expect(throws: Refusal.self) { try kernel.rate(for: loan) }
    loan.outstanding = Fen(10_000)
    #expect(try kernel.decide(loan, KernelCase()).pay == Fen(5_000))
    loan.outstanding = Fen(10_001)
    #expect(try kernel.decide(loan, KernelCase()).pay == .zero)
  }

  @Test func `more facts than a word has bits are refused with the place of the first too many`()
    throws
  {
    let tiers = (0...64).map { #"{"when":"revenue > \#($0)","rate_ppm":"\#($0)"}"# }
    let scheme = try scheme(
      #""coverage":{"base":"net_principal_loss"},"tier_combine":"max","#
        + #""tiers":[\#(tiers.joined(separator: ","))]"#
    )
    let refusal = #expect(throws: Refusal.self) { try ClaimKernel(scheme) }
    guard case .findings(let findings) = refusal else { return #expect(Bool(false), "findings") }
    #expect(findings.list.map(\.column) == ["tiers[64].when"])
  }

  @Test func `a pool that owes more than it has pays nothing, and takes nothing`() throws {
    let rule = try ClaimRule(
      scheme(#""coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}]"#)
    )
    var it = ClaimCase()
    it.loss = Fen(1_000)
    it.poolCash = Fen(-1)
    let claim = try rule.settle(it)
    let kernel = try ClaimKernel(rule)
    #expect(claim.pay == .zero && claim.unpaid == Fen(500) && claim.binding.contains(.poolCash))
    #expect(try kernel.decide(kernel.loan(it.loan), KernelCase(it)) == claim)
  }
}
