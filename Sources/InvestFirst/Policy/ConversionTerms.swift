public import Policies
public import Quantities

/// How money invested first becomes equity (转股条款).
public struct ConversionTerms: Sendable {
  /// What makes it happen; one of them is enough unless `triggerNeedsAll` (触发条件).
  public let trigger: Parameter<[Trigger]>
  /// Whether all triggers must be met together.
  public let triggerNeedsAll: Parameter<Bool>
  /// The latest time in months after the first payment; none when 0 (最迟转股).
  public let deadlineMonths: Parameter<Int64>
  /// What happens then.
  public let onDeadline: Parameter<OnDeadline>
  /// Where the price comes from (转股价).
  public let priceRule: Parameter<PriceRule>
  /// The share of the company that was agreed up front, after conversion (约定比例).
  public let agreedRatio: Parameter<PPM>
  /// What is taken off the price (折扣).
  public let discount: Parameter<PPM>
  /// The valuation above which the price does not rise; none when 0 (估值上限).
  public let valuationCap: Parameter<Fen>
  /// Whether the value before the round includes the money that converts (是否含转股款).
  public let includeInPre: Parameter<IncludeInPre>
  /// Interest before conversion; `nil` for none (先投期间是否计息).
  public let baseInterest: Parameter<InterestTerms?>
  /// The greatest share of the company (持股上限).
  public let holdMax: Parameter<PPM>
  /// Whether the fund must not be the largest holder (参股不控股).
  public let notLargest: Parameter<Bool>
  /// What becomes of money that may not convert (超额部分).
  public let excess: Parameter<Excess>
  /// The share of the equity that founders get at conversion (转股让利).
  public let shareConcession: Parameter<PPM>
  /// How registered capital is rounded to the fen.
  public let shareRound: Parameter<Rounding>

  /// What can make a conversion happen.
  public struct Trigger: Hashable, Sendable {
    /// What must happen.
    public let kind: Kind
    /// The least amount of an outside round, revenue or profit.
    public let minimum: Fen?
    /// The words of the milestone.
    public let milestone: String
    /// The day.
    public let date: CivilDate?

    /// Kinds of triggers.
    public enum Kind: String, Sendable, CaseIterable {
      case externalRound = "external_round"
      case milestone, revenue, profit, date, acceptance
      case founderRequest = "founder_request"
    }
  }

  /// What happens at the deadline.
  public enum OnDeadline: String, Sendable, CaseIterable {
    case convertAtAppraisal = "convert_at_appraisal"
    case repay, waive, extend
  }

  /// Where a price comes from.
  public enum PriceRule: String, Sendable, CaseIterable {
    /// The share that was agreed up front.
    case agreedRatio = "agreed_ratio"
    /// The price of the round.
    case roundPrice = "round_price"
    /// What a valuer says the company is worth.
    case appraisal
    /// What the company's net assets are.
    case netAssets = "net_assets"
    /// One yuan for one of registered capital.
    case par
  }

  /// Whether a value before the round includes the money that converts.
  public enum IncludeInPre: String, Sendable, CaseIterable {
    case outside = "outside_pre"
    case inside = "inside_pre"
  }

  /// What becomes of money that may not convert.
  public enum Excess: String, Sendable, CaseIterable {
    case keepAsRight = "keep_as_right"
    case waive, repay
    case reducePrice = "reduce_price"
  }

  init(_ fields: Fields) {
    trigger = fields.parameter("trigger", .list(of: .trigger))
    triggerNeedsAll = fields.parameter("trigger_needs_all", .flag, standard: false)
    deadlineMonths = fields.parameter("deadline_months", .integer(in: 0...240))
    onDeadline = fields.parameter("on_deadline", .word)
    priceRule = fields.parameter("price_rule", .word)
    agreedRatio = fields.parameter("agreed_ratio_ppm", .share)
    discount = fields.parameter("discount_ppm", .ppm(in: 0...999_999), standard: .zero)
    valuationCap = fields.parameter("valuation_cap_fen", .fen, standard: .zero)
    includeInPre = fields.parameter("include_in_pre", .word)
    baseInterest = fields.parameter("base_interest", .interest, standard: .some(nil))
    holdMax = fields.parameter("hold_max_ppm", .share, standard: .one)
    notLargest = fields.parameter("not_largest", .flag, standard: false)
    excess = fields.parameter("excess", .word)
    shareConcession = fields.parameter("share_concession_ppm", .share, standard: .zero)
    shareRound = fields.parameter("share_round", .rounding, standard: .down)
    // Rounding a cap any other way than down would break it.
    _ = fields.parameter("cap_round", Notation<Rounding>.word.limited(to: "down") { $0 == .down })
    fields.finish()
  }
}

extension Notation where Value == ConversionTerms.Trigger {
  /// A trigger with what belongs to its kind.
  static let trigger = Notation.object { fields in
    guard let kind = fields.required("kind", Notation<Value.Kind>.word) else { return nil }
    return ConversionTerms.Trigger(
      kind: kind,
      minimum: fields.optional("min_fen", .fen),
      milestone: fields.optional("milestone", .text) ?? "",
      date: fields.optional("date", .date)
    )
  }
}

extension Notation where Value == Rounding {
  /// A way of rounding; `floor` is another word for `down`.
  static let rounding = Notation { node, log in
    node.text == "floor" ? .down : Notation.word.read(node, log)
  }
}
