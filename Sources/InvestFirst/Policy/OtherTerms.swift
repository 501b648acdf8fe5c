public import Policies
public import Quantities

/// How rent that is not paid counts (租金条款).
public struct RentTerms: Sendable {
  /// Where the rent comes from (租金标准).
  public let priceSource: Parameter<PriceSource>
  /// The share of the rent that is waived and counts, month by month of the lease; nothing after
  /// the last one (免租比例).
  public let freeByMonth: Parameter<[PPM]>
  /// The most square metres; none when 0 (面积上限).
  public let areaCap: Parameter<Ratio>
  /// The most months; none when 0 (月数上限).
  public let monthsCap: Parameter<Int64>
  /// How a part of a month counts (不足整月).
  public let proration: Parameter<Proration>
  /// Whether the rent includes VAT (是否含税).
  public let vatIncluded: Parameter<Bool>
  /// The rate of VAT.
  public let vatRate: Parameter<PPM>

  /// Where a rent comes from.
  public enum PriceSource: String, Sendable, CaseIterable {
    case contract, appraisal
    case guidePrice = "guide_price"
  }

  /// How a part of a month counts.
  public enum Proration: String, Sendable, CaseIterable {
    /// By the days that the month has.
    case actualDays = "actual_days_of_month"
    /// As if each month had 30 days.
    case thirty = "30"
  }

  init(_ fields: Fields) {
    priceSource = fields.parameter("rent_price_source", or: "price_source", .word)
    freeByMonth = fields.parameter(
      "rent_free_ppm_by_month",
      or: "free_ppm_by_month",
      .list(of: .share)
    )
    areaCap = fields.parameter("rent_area_cap", or: "area_cap", .decimal, standard: .zero)
    monthsCap = fields.parameter(
      "rent_months_cap",
      or: "months_cap",
      .integer(in: 0...1200),
      standard: 0
    )
    proration = fields.parameter("rent_proration", or: "proration", .word)
    vatIncluded = fields.parameter("vat_included", .flag, standard: false)
    vatRate = fields.parameter("vat_rate_ppm", .share, standard: .zero)
    fields.finish()
  }
}

/// Who holds the equity and how (代持条款).
public struct HoldingTerms: Sendable {
  /// The code of the holder (代持单位).
  public let holder: Parameter<String>
  /// In whose books it stands (代持方式).
  public let custodyModel: Parameter<CustodyModel>
  /// What votes the holder has (表决权).
  public let vote: Parameter<Vote>
  /// Whether dividends are paid (分红).
  public let dividend: Parameter<Dividend>
  /// The cumulative dividend a year, when dividends are cumulative.
  public let dividendRate: Parameter<PPM>
  /// What later rounds owe the holder (反稀释).
  public let antiDilution: Parameter<AntiDilution>

  /// In whose books equity stands.
  public enum CustodyModel: String, Sendable, CaseIterable {
    case onBehalfOffBook = "on_behalf_off_book"
    case onBook = "on_book"
    case capitalInjection = "capital_injection"
  }

  /// What votes a holder has.
  public enum Vote: String, Sendable, CaseIterable {
    case none
    case vetoList = "veto_list"
    case full
  }

  /// Whether dividends are paid.
  public enum Dividend: String, Sendable, CaseIterable {
    case yes, waived, cumulative
  }

  /// What later rounds owe a holder.
  public enum AntiDilution: String, Sendable, CaseIterable {
    case none
    case proRataRight = "pro_rata_right"
    case weightedAverage = "weighted_avg"
  }

  init(_ fields: Fields) {
    holder = fields.parameter("holder", .text)
    custodyModel = fields.parameter("custody_model", .word)
    vote = fields.parameter("vote", .word)
    dividend = fields.parameter("dividend", .word)
    dividendRate = fields.parameter("cumulative_ppm", .share)
    antiDilution = fields.parameter("anti_dilution", .word, standard: .some(.none))
    fields.finish()
  }
}

/// What happens when a project fails (失败与容错条款).
public struct FailureTerms: Sendable {
  /// Why a project may be stopped (终止事由).
  public let stopReasons: Parameter<[String]>
  /// Whether money not yet spent is taken back (追回未用资金).
  public let recoverUnspent: Parameter<Bool>
  /// Whether money already spent is taken back (追回已用资金).
  public let recoverSpent: Parameter<RecoverSpent>
  /// What a write-off must be proved with (核销证据).
  public let writeoffEvidence: Parameter<[String]>
  /// What may be lost without blame (容错比例).
  public let tolerance: Parameter<[ToleranceLimit]>

  /// Whether money already spent is taken back.
  public enum RecoverSpent: String, Sendable, CaseIterable {
    case none
    case misuseOnly = "misuse_only"
    case all
  }

  init(_ fields: Fields) {
    stopReasons = fields.parameter("stop_reasons", .list(of: .text))
    recoverUnspent = fields.parameter("recover_unspent", .flag)
    recoverSpent = fields.parameter("recover_spent", .word)
    writeoffEvidence = fields.parameter("writeoff_evidence", .list(of: .text))
    tolerance = fields.parameter(
      "tolerance",
      .list(of: .object { ToleranceLimit($0) })
    )
    fields.finish()
  }
}

/// What may be lost without blame (容错限额).
public struct ToleranceLimit: Sendable {
  /// What is looked at as a whole.
  public let scope: Parameter<Scope>
  /// Of which stage class, for example `seed`; empty for all (阶段).
  public let stage: String
  /// The share that may be lost.
  public let limit: Parameter<PPM>
  /// The share of what.
  public let denominator: Parameter<Denominator>
  /// What else is asked for.
  public let condition: Parameter<Condition>

  /// What is looked at as a whole.
  public enum Scope: String, Sendable, CaseIterable {
    case project, `class`, fund
  }

  /// What a loss is compared with.
  public enum Denominator: String, Sendable, CaseIterable {
    case invested
    case paidOut = "paid_out"
    case approved
    case fundSize = "fund_size"
  }

  /// What is asked for besides the limit.
  public enum Condition: String, Sendable, CaseIterable {
    /// The duty of care was kept (尽职).
    case diligent
    case none
  }

  init(_ fields: Fields) {
    scope = fields.parameter("scope", .word)
    stage = fields.optional("stage", .orNothing(.text)).flatMap { $0 } ?? ""
    limit = fields.parameter("limit_ppm", .share)
    denominator = fields.parameter("denominator", .word, standard: .invested)
    condition = fields.parameter("condition", .word, standard: .diligent)
  }
}

/// Where money that comes back goes (回流条款).
public struct CycleTerms: Sendable {
  /// Where the principal goes.
  public let principalTo: Parameter<PrincipalTo>
  /// Where the gain goes.
  public let gainTo: Parameter<GainTo>
  /// Within how many days.
  public let returnDays: Parameter<Int64>

  /// Where a principal goes.
  public enum PrincipalTo: String, Sendable, CaseIterable {
    case pool, treasury
  }

  /// Where a gain goes.
  public enum GainTo: String, Sendable, CaseIterable {
    case treasury, pool, split
  }

  init(_ fields: Fields) {
    principalTo = fields.parameter("principal_to", .word)
    gainTo = fields.parameter("gain_to", .word)
    returnDays = fields.parameter("return_days", .integer(in: 0...3660))
    fields.finish()
  }
}

/// Who pays what for managing and selling (费用条款).
public struct FeeTerms: Sendable {
  /// The management fee a year.
  public let managementFee: Parameter<PPM>
  /// The fee of what.
  public let feeBase: Parameter<String>
  /// Out of what the fee is paid.
  public let feePayer: Parameter<FeePayer>
  /// Who pays the exchange, the valuer, the auditor and the stamp duty.
  public let exchange, appraisal, audit, stampDuty: Parameter<SaleFeePayer>

  /// Out of what a management fee is paid.
  public enum FeePayer: String, Sendable, CaseIterable {
    case budget, pool, gain
  }

  /// Who pays a cost of selling.
  public enum SaleFeePayer: String, Sendable, CaseIterable {
    case seller, buyer, company
  }

  init(_ fields: Fields) {
    managementFee = fields.parameter("mgmt_fee_ppm", .share)
    feeBase = fields.parameter("fee_base", .text)
    feePayer = fields.parameter("fee_payer", .word)
    exchange = fields.parameter("exchange_fee_by", .word)
    appraisal = fields.parameter("appraisal_fee_by", .word)
    audit = fields.parameter("audit_fee_by", .word)
    stampDuty = fields.parameter("stamp_duty_by", .word)
    fields.finish()
  }
}
