import Policies
public import Quantities

/// What a ``ClaimKernel`` keeps of a loan (贷款编码): which conditions of the scheme it meets.
///
/// Made by ``ClaimKernel/loan(_:)`` and good for that kernel alone. A value of a few words without
/// references; copying it allocates nothing.
public struct KernelLoan: Sendable {
  /// What of the loan is not paid back; it may change from claim to claim.
  public var outstanding: Fen?
  let termMonths: Int64?
  /// One bit for each fact of ``KernelConditions`` that holds.
  let holds: UInt64
  /// One bit for each fact that does not hold; neither is set where it is not known.
  let fails: UInt64
  /// One bit for each attribute that is known.
  let known: UInt32

  init(_ facts: LoanFacts, _ conditions: KernelConditions) {
    outstanding = facts.outstanding
    termMonths = facts.termMonths
    var (holds, fails) = (UInt64(0), UInt64(0))
    for (place, condition) in conditions.facts.enumerated() {
      switch condition.judge(facts) {
      case .yes: holds |= 1 << UInt64(place)
      case .no: fails |= 1 << UInt64(place)
      case .unknown: break
      }
    }
    self.holds = holds
    self.fails = fails
    known = LoanAttribute.allCases.reduce(0) { facts.knows($1) ? $0 | $1.bit : $0 }
  }
}

extension LoanAttribute {
  /// One bit for each attribute.
  var bit: UInt32 { 1 << UInt32(LoanAttribute.allCases.firstIndex(of: self) ?? 0) }
}

extension LoanFacts {
  fileprivate func knows(_ attribute: LoanAttribute) -> Bool {
    switch attribute.kind {
    case .text: text(attribute) != nil
    case .number: billionths(attribute) != nil
    case .flag: true
    }
  }
}
