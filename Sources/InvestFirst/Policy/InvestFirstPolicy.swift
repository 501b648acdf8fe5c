public import Findings
public import Policies
public import Quantities

/// A policy of investing first and taking equity later (先投后股政策), as a signed file says it.
///
/// Every value is a parameter: given with its clause, the product's default where the policy is
/// silent and there is one, or open. Nothing here is ever guessed.
public struct InvestFirstPolicy: Sendable {
  /// What the file says about the policy as a whole.
  public let header: PolicyHeader
  /// Who may be supported (申报条件).
  public let scope: ScopeTerms
  /// What counts as money invested first (先投).
  public let count: CountTerms
  /// How rent that is not paid counts (租金).
  public let rent: RentTerms
  /// How the money becomes equity (转股).
  public let convert: ConversionTerms
  /// Who holds the equity and how (代持).
  public let hold: HoldingTerms
  /// At what price it is sold, and who gets what (退出).
  public let exit: ExitTerms
  /// What happens when a project fails (失败与容错).
  public let fail: FailureTerms
  /// Where money that comes back goes (回流).
  public let cycle: CycleTerms
  /// Who pays what for managing and selling (费用).
  public let fees: FeeTerms
  /// When somebody is told (提醒).
  public let alerts: AlertTerms
  /// Which of the disputed treatments the books follow (会计处理).
  public let accounting: AccountingTerms

  /// The paths of the values that the file leaves open, an empty table of tiers among them.
  public let openPaths: [String]

  /// Reads a policy file.
  /// - Throws: everything that is wrong with it.
  package init(_ document: Document) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(document, log)
    let header = PolicyHeader(fields)
    if let header, header.kind != .investFirst, let place = document.root["policy"] {
      log.add(.fieldValue, place, ["choices": PolicyKind.investFirst.rawValue])
      throw Findings(log.findings)
    }
    scope = ScopeTerms(fields.section("scope"))
    count = CountTerms(fields.section("count"))
    rent = RentTerms(fields.section("rent"))
    convert = ConversionTerms(fields.section("convert"))
    hold = HoldingTerms(fields.section("hold"))
    exit = ExitTerms(fields.section("exit"))
    fail = FailureTerms(fields.section("fail"))
    cycle = CycleTerms(fields.section("cycle"))
    fees = FeeTerms(fields.section("fees"))
    alerts = AlertTerms(fields.section("alerts"))
    accounting = AccountingTerms(fields.section("accounting"))
    fields.finish()
    try log.check()
    var open = document.openPaths
    if document.root["exit"] != nil, case .open(let path, _) = exit.tiers, !open.contains(path),
      !open.contains("exit")
    {
      open.append(path)
    }
    openPaths = open
    guard let header else { preconditionFailure("a header without findings is complete") }
    self.header = header
  }

  /// Reads a policy file.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .policy)) }
}

/// Who may be supported (申报条件).
public struct ScopeTerms: Sendable {
  /// The greatest age of a company in months; none when 0 (成立年限).
  public let eligibleMaxAgeMonths: Parameter<Int64>
  /// The day after which a company must have been founded (成立日期).
  public let foundedAfter: Parameter<CivilDate>
  /// Whether the boundary day itself is good enough (边界日).
  public let boundary: Parameter<Boundary>
  /// The least share of a project's cost that founders pay in cash (创始实缴).
  public let founderPaidInMin: Parameter<PPM>

  /// Whether a boundary counts as inside.
  public enum Boundary: String, Sendable, CaseIterable {
    case inclusive, exclusive
  }

  init(_ fields: Fields) {
    eligibleMaxAgeMonths = fields.parameter("eligible_max_age_months", .integer(in: 0...240))
    foundedAfter = fields.parameter("founded_after", .date)
    boundary = fields.parameter("boundary", .word)
    founderPaidInMin = fields.parameter("founder_paid_in_min_ppm", .share)
    fields.finish()
  }
}

/// What counts as money invested first (先投).
public struct CountTerms: Sendable {
  /// What counts, and with which weight; one kind stands once (计入种类).
  public let kinds: Parameter<[CountedKind]>
  /// The most for one project; none when 0 (单项上限).
  public let projectCap: Parameter<Fen>
  /// The most in one year; none when 0 (年度总额).
  public let annualPool: Parameter<Fen>
  /// The most in all; none when 0 (资金池总额).
  public let poolTotal: Parameter<Fen>
  /// The instalments, whose shares make up the whole (分期).
  public let tranches: Parameter<[Tranche]>
  /// What others pay beside the government, for example 1:1 (配套比).
  public let matchRatio: Parameter<MatchRatio>
  /// Where the money comes from, and whether it may buy equity (资金来源).
  public let sources: Parameter<[FundSource]>
  /// The most for a stage class or a zone, of the year's money (额度).
  public let quotas: Parameter<[Quota]>

  /// A kind of support and how much of it counts.
  public struct CountedKind: Hashable, Sendable {
    /// The kind.
    public let kind: SupportKind
    /// How much of it counts.
    public let weight: PPM
  }

  /// An instalment.
  public struct Tranche: Hashable, Sendable {
    /// What must have been reached (里程碑).
    public let milestone: String
    /// Its share of the whole.
    public let share: PPM
    /// What proves it.
    public let evidence: [String]
  }

  /// What the government pays against what partners pay.
  public struct MatchRatio: Hashable, Sendable {
    /// The government's part.
    public let government: Int64
    /// The partners' part.
    public let partner: Int64
  }

  init(_ fields: Fields) {
    kinds = fields.parameter("kinds", .countedKinds)
    projectCap = fields.parameter("project_cap_fen", .fen)
    annualPool = fields.parameter("annual_pool_fen", .fen)
    poolTotal = fields.parameter("pool_total_fen", .fen)
    tranches = fields.parameter("tranches", .tranches)
    matchRatio = fields.parameter("match_ratio", .matchRatio)
    sources = fields.parameter("sources", .list(of: .fundSource))
    quotas = fields.parameter("quotas", .list(of: .quota))
    fields.finish()
  }
}

/// Kinds of support (投入种类).
public enum SupportKind: String, Hashable, Sendable, CaseIterable {
  /// 现金
  case cash
  /// 租金
  case rent
  /// 设备
  case equipment
  /// 服务
  case service
  /// 算力
  case compute
}

extension Notation where Value == [CountTerms.CountedKind] {
  /// Kinds with their weights, each once.
  static let countedKinds = Notation { node, log in
    let kind = Notation<CountTerms.CountedKind>.object { fields in
      let kind = fields.required("kind", Notation<SupportKind>.word)
      let weight = fields.optional("weight_ppm", .share) ?? .one
      return kind.map { CountTerms.CountedKind(kind: $0, weight: weight) }
    }
    guard let kinds = Notation.list(of: kind).read(node, log) else { return nil }
    guard Set(kinds.map(\.kind)).count == kinds.count else {
      log.add(.fieldValue, node, ["range": "kind"])
      return nil
    }
    return kinds
  }
}

extension Notation where Value == [CountTerms.Tranche] {
  /// Instalments whose shares make up the whole.
  static let tranches = Notation.list(
    of: Notation<CountTerms.Tranche>.object { fields in
      let milestone = fields.required("milestone", .text)
      let share = fields.required("share_ppm", .share)
      let evidence = fields.optional("evidence", .list(of: .text)) ?? []
      guard let milestone, let share else { return nil }
      return CountTerms.Tranche(milestone: milestone, share: share, evidence: evidence)
    }
  ).limited(to: "Σ share_ppm = 1000000") { tranches in
    tranches.reduce(0) { $0 + $1.share.rawValue } == PPM.one.rawValue
  }
}

extension Notation where Value == CountTerms.MatchRatio {
  /// `1:1`, the government first.
  static let matchRatio = Notation(.text) { node in
    guard let parts = node.text?.split(separator: ":", omittingEmptySubsequences: false),
      parts.count == 2, let government = Int64(canonical: String(parts[0])),
      let partner = Int64(canonical: String(parts[1])), government > 0, partner >= 0
    else { return nil }
    return CountTerms.MatchRatio(government: government, partner: partner)
  }
}
