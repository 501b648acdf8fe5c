import Findings
public import Policies
public import Quantities

/// At what price equity is sold, and who gets what (退出条款).
public struct ExitTerms: Sendable {
  /// In which ways (退出方式).
  public let ways: Parameter<[Way]>
  /// What must be paid, by time (分档).
  ///
  /// A table without tiers is open.
  public let tiers: Parameter<[ExitTier]>
  /// Where sums are rounded (舍入位置).
  public let roundAt: Parameter<RoundAt>
  /// How sums are rounded.
  public let roundMode: Parameter<Rounding>
  /// The gain, as a share of the principal, that founders do not share in (门槛收益).
  public let hurdle: Parameter<PPM>
  /// The share of the gain above the hurdle that founders get (让利).
  public let gainConcession: Parameter<PPM>
  /// The most that is kept of the gain, as a share of the principal; none when 0 (收益上限).
  public let gainCapMultiple: Parameter<PPM>
  /// The manager's reward, as a share of the net gain; not taken from it (管理人奖励).
  public let managerReward: Parameter<PPM>
  /// The technology broker's reward, as a share of the net gain (技术经理人奖励).
  public let techBroker: Parameter<PPM>
  /// Where a sale has to take place (转让渠道).
  public let saleChannelRule: Parameter<SaleChannel>
  /// Whether a valuer must appraise first (评估).
  public let appraisalRequired: Parameter<Bool>
  /// Whether the appraisal must be filed (备案).
  public let filingRequired: Parameter<Bool>
  /// For how many months an appraisal holds (评估有效期).
  public let appraisalMonths: Parameter<Int64>

  /// Ways to leave.
  public enum Way: String, Sendable, CaseIterable {
    case founderBuyback = "founder_buyback"
    case holderTransfer = "holder_transfer"
    case exchangeListing = "exchange_listing"
    case ipo, merger
    case dividendRecoup = "dividend_recoup"
    case liquidation
  }

  /// Where sums are rounded.
  public enum RoundAt: String, Sendable, CaseIterable {
    case eachSlice = "each_slice"
    case eachSegment = "each_segment"
    case total
  }

  /// Where a sale has to take place.
  public enum SaleChannel: String, Sendable, CaseIterable {
    case exchange, agreement
    case contractPreset = "contract_preset"
  }

  init(_ fields: Fields) {
    ways = fields.parameter("exit_ways", or: "ways", .list(of: .word))
    tiers = ExitTerms.filled(fields.parameter("tiers", .tiers), at: fields.node.path(of: "tiers"))
    roundAt = fields.parameter("round_at", .word, standard: .eachSlice)
    roundMode = fields.parameter("round_mode", .rounding, standard: .halfUp)
    hurdle = fields.parameter("hurdle", or: "hurdle_ppm", .share, standard: .zero)
    gainConcession = fields.parameter("gain_concession_ppm", .share, standard: .zero)
    gainCapMultiple = fields.parameter(
      "gain_cap_multiple_ppm",
      .ppm(in: 0...100_000_000),
      standard: .zero
    )
    managerReward = fields.parameter("manager_reward_ppm", .share, standard: .zero)
    techBroker = fields.parameter("tech_broker_ppm", .share, standard: .zero)
    saleChannelRule = fields.parameter("sale_channel_rule", .word)
    appraisalRequired = fields.parameter("appraisal_required", .flag)
    filingRequired = fields.parameter("filing_required", .flag)
    appraisalMonths = fields.parameter("appraisal_months", .integer(in: 1...120))
    fields.finish()
  }

  /// A table of no tiers decides nothing: it is as open as "?".
  private static func filled(
    _ tiers: Parameter<[ExitTier]>,
    at path: String
  ) -> Parameter<[ExitTier]> {
    tiers.value?.isEmpty == true ? .open(path: path, tiers.provision) : tiers
  }
}

/// What must be paid in one stretch of time (退出档次).
public struct ExitTier: Sendable {
  /// After how many full months it begins.
  public let fromMonth: Parameter<Int64>
  /// With which month it ends; `nil` for never.
  public let toMonth: Parameter<Int64?>
  /// What the months are counted from (计时起点).
  public let clock: Parameter<Clock>
  /// What the price is made from (计价基础).
  public let base: Parameter<Base>
  /// The return for time.
  public let interest: InterestTerms
  /// Whether interest runs by the tier's clock or from each payment.
  public let interestFrom: Parameter<InterestFrom>
  /// Whether interest runs from the start or only within the tier.
  public let interestSpan: Parameter<InterestSpan>
  /// How the sum binds the price (约束方式).
  public let bound: Parameter<Bound>

  /// What months are counted from.
  public enum Clock: String, Sendable, CaseIterable {
    case eachDisbursement = "each_disbursement"
    case firstDisbursement = "first_disbursement"
    case lastDisbursement = "last_disbursement"
    case conversion
  }

  /// What a price is made from.
  public enum Base: String, Sendable, CaseIterable {
    case principal, appraisal, market
  }

  /// From when interest runs.
  public enum InterestFrom: String, Sendable, CaseIterable {
    case clock
    case eachDisbursement = "each_disbursement"
  }

  /// How long interest runs.
  public enum InterestSpan: String, Sendable, CaseIterable {
    case whole, tier
  }

  /// How a sum binds a price.
  public enum Bound: String, Sendable, CaseIterable {
    /// The price is the sum.
    case exact
    /// The price is not less than the sum.
    case floor
    /// The price is not more than the sum.
    case cap
  }

  init(_ fields: Fields) {
    fromMonth = fields.parameter("from_month", .integer(in: 0...1200), standard: 0)
    toMonth = fields.parameter(
      "to_month",
      .orNothing(.integer(in: 1...1200)),
      standard: .some(nil)
    )
    clock = fields.parameter("clock", .word)
    base = fields.parameter("base", .word, standard: .principal)
    interest = InterestTerms(fields)
    interestFrom = fields.parameter("interest_from", .word, standard: .clock)
    interestSpan = fields.parameter("interest_span", .word, standard: .whole)
    bound = fields.parameter("bound", .word)
  }
}

extension Notation where Value == [ExitTier] {
  /// Tiers that follow on each other from month 0 on.
  static let tiers = Notation { node, log in
    let list = Notation.list(of: Notation<ExitTier>.object { ExitTier($0) })
    guard let tiers = list.read(node, log), case .list(let places) = node.content else {
      return nil
    }
    var end: Int64? = 0
    for (tier, place) in zip(tiers, places) {
      guard let from = tier.fromMonth.value, let to = tier.toMonth.value else { return tiers }
      if let to, to <= from {
        log.add(.fieldValue, place["to_month"] ?? place, ["range": "> \(from)"])
      }
      if let end, from > end {
        log.add(.tierGap, place, ["from": "\(end)", "to": "\(from)"])
      } else if end.map({ from < $0 }) ?? true {
        let last = [end, to].compactMap { $0 }.min()
        log.add(.tierOverlap, place, ["from": "\(from)", "to": last.map { "\($0)" } ?? "∞"])
      }
      end = to
    }
    return tiers
  }
}
