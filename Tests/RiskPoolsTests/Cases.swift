import Findings
import Policies
import Quantities
import RiskPools
import Testing

/// A scheme from the fields beside its header.
func scheme(_ fields: String) throws -> Scheme {
  let header = #""policy":"risk_pool","policy_id":"trial""#
  return try Scheme(Array("{\(header)\(fields.isEmpty ? "" : ",")\(fields)}".utf8))
}

/// What a claim comes to.
func claim(_ scheme: Scheme, _ claimCase: String) throws -> ClaimStatement {
  let rule = try ClaimRule(scheme)
  let read = try ClaimCase(Array(claimCase.utf8))
  let statement = try rule.explain(read).figures
  #expect(try rule.settle(read) == statement.claim || !read.funderCash.isEmpty)
  return statement
}

/// What a recovery comes to.
func recovery(_ scheme: Scheme, _ recoveryCase: String) throws -> Recovery {
  try Recovery.share(try RecoveryCase(Array(recoveryCase.utf8)), under: scheme).figures
}

extension ClaimStatement {
  /// The funders' amounts in order.
  var amounts: [String] { shares.map(\.amount.description) }
}

/// Schemes that the worked cases use.
enum Schemes {
  static let zhuhai = #"""
    "funders":[{"party":"省","weight":"500"},{"party":"市","weight":"3500"}],
    "coverage":{"base":"outstanding_principal_at_trigger"},
    "tiers":[{"id":"first","when":"first_loan = true","rate_ppm":"900000"},
     {"id":"credit70","when":"credit_share_ppm >= 700000","rate_ppm":"700000"},
     {"id":"credit50","when":"credit_share_ppm > 500000","rate_ppm":"500000"}],
    "tier_combine":"max","caps":[{"scope":"loan","window":"life","abs":"3000000.00"}]
    """#

  static let anhui = #"""
    "coverage":{"base":"outstanding_principal_at_trigger"},
    "tiers":[{"when":"mode = direct","rate_ppm":"300000","applies_to":"bank"},
     {"when":"mode = guaranteed","rate_ppm":"200000","applies_to":"guarantor"}],
    "tier_combine":"max",
    "addons":[{"when":"mode = direct and (first_loan = true or pure_credit = true \#
    or pledge in (ip, receivable, inventory))","ppm":"50000"}],
    "caps":[{"scope":"loan","pct_ppm":"800000","of":"actual_liability","counts":"all_levels"}]
    """#

  static let chongqing = #"""
    "funders":[{"party":"市","weight":"4"},{"party":"区","weight":"6"}],
    "coverage":{"base":"outstanding_principal_at_trigger"},
    "tiers":[{"rate_ppm":"800000"}],
    "triggers":[{"event":"overdue_days","kind":"advance","share_ppm":"500000"},{"kind":"final"}]
    """#

  static func henan(_ combination: String = "max") -> String {
    #"""
    "coverage":{"base":"net_principal_loss"},"tier_combine":"\#(combination)",
    "tiers":[{"when":"product = 产学研 and revenue < 10000000","rate_ppm":"800000"},
     {"when":"pure_credit = true","rate_ppm":"600000"},
     {"when":"revenue <= 20000000","rate_ppm":"600000"},
     {"when":"revenue > 20000000 and revenue <= 50000000","rate_ppm":"500000"},
     {"when":"revenue > 50000000 and revenue <= 100000000","rate_ppm":"400000"},
     {"when":"revenue > 100000000","rate_ppm":"300000"}],
    "caps":[{"scope":"bank","window":"year","abs":"10000000.00","pct_ppm":"20000",
     "of":"prior_year_balance","counts":"paid"}]
    """#
  }

  static let henan2021 = #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"600000"}],
    "rate_cap_ppm":"600000","caps":[{"scope":"loan","abs":"5000000.00"}]
    """#

  static func uplift(_ base: String) -> String {
    #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"\#(base)"}],
    "addons":[{"ppm":"50000","per_year":"true"}],"rate_cap_ppm":"600000"
    """#
  }

  static let shanghai2011 = #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}],
    "layer":{"measure":"npl_rate","level":"bank","attach_ppm":"30000","detach_ppm":"50000"}
    """#

  static let shanghai2024 = #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"550000"}],
    "addons":[{"when":"first_loan = true","ppm":"50000"}]
    """#

  static func tianjin(_ mode: String) -> String {
    #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}],
    "rounding":{"mode":"\#(mode)"}
    """#
  }

  static let gansu = #"""
    "funders":[{"party":"省","weight":"2"},{"party":"市","weight":"1"}],
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1000000"}],
    "absorbers":[{"party":"互助金","scope":"pool","order":"2"},
     {"party":"本企业互助金","scope":"own","order":"1"}]
    """#

  static let yunnan = #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"800000"}],
    "layer":{"measure":"payout_ratio","level":"programme","attach_ppm":"1200000"},
    "breakers":[{"measure":"payout_ratio","denominator":"premium","level":"programme",
     "ppm":"1200000","effect":"stop_new"}]
    """#

  static let ningbo = #"""
    "funders":[{"party":"市","weight":"4"},{"party":"县","weight":"4"},{"party":"银行","weight":"2"}],
    "leverage":{"multiple_ppm":"10000000","basis":"paid_in","direction":"bank_must"}
    """#

  static let ganzi = #""replenish":{"rule":"floor_ppm_of_balance","target_ppm":"100000"}"#

  static let hubei = #"""
    "funders":[{"party":"省","weight":"1"},{"party":"市","weight":"1"}],
    "breakers":[{"measure":"npl_rate","ppm":"50000","effect":"alert"},
     {"measure":"npl_rate","ppm":"80000","effect":"stop_claims"}],"tiers":"?"
    """#
}
