public import Findings
public import InvestFirst
package import Policies
import Quantities

extension ExitScenario {
  /// Reads a scenario from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - policy: reads the policy that a scenario names by its path.
  ///   - rates: published rates; the last one holds from then on.
  ///   - ledger: the projects of a ledger, for a scenario that takes its own from there.
  /// - Throws: everything that is wrong with it.
  public init(
    _ bytes: [UInt8],
    policy: (String) throws(Findings) -> [UInt8] = { path throws(Findings) in
      throw Findings(Finding(.fieldValue, column: "policy", value: path))
    },
    rates: RateTable = RateTable(),
    ledger: [ProjectGroup] = []
  ) throws(Findings) {
    try self.init(Document(bytes, .case), policy: policy, rates: rates, ledger: ledger)
  }

  /// Reads a scenario from a document.
  /// - Throws: everything that is wrong with it.
  package init(
    _ document: Document,
    policy: (String) throws(Findings) -> [UInt8],
    rates: RateTable = RateTable(),
    ledger: [ProjectGroup] = []
  ) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(document, log)
    var findings: [Finding] = []
    var rules: InvestFirstPolicy?
    var policyNode: Node?
    do throws(Findings) {
      let read = try ScenarioParts.policy(fields, policy)
      policyNode = read?.root
      rules = try read.map { document throws(Findings) in try InvestFirstPolicy(document) }
    } catch { findings = error.list }
    let draft = Draft(fields, log, rates, ledger)
    fields.finish()
    findings += log.findings
    if findings.contains(where: { $0.severity == .error }) {
      // Whoever has to mend the scenario learns at once what the policy leaves open.
      let open = rules.map { Self(draft, $0, []).openValues }
      throw Findings(findings + (open ?? []))
    }
    guard let rules, let policyNode else {
      preconditionFailure("what is missing leaves a finding")
    }
    self.init(
      draft,
      rules,
      ScenarioParts.canonical(document.root, policy: policyNode)
    )
  }

  private init(_ draft: Draft, _ policy: InvestFirstPolicy, _ canonical: [UInt8]) {
    name = draft.head.name
    author = draft.head.author
    date = draft.head.date
    self.policy = policy
    start = draft.start
    horizon = draft.horizon
    seed = draft.head.seed
    paths = draft.head.paths
    assumptions = draft.reader.assumptions
    self.canonical = canonical
    projects = draft.projects
    rates = draft.rates
    market = draft.market
    stages = draft.stages
    sales = draft.sales
    events = draft.events
    fundSize = draft.fundSize
  }
}

/// The sections of a scenario as they were read.
private struct Draft {
  var reader: ScenarioReader
  let head: ScenarioHead
  let start: CivilDate
  let horizon: Int
  let projects: [ExitScenario.ProjectGroup]
  let rates: RateTable
  let market: MarketTerms
  let stages: [StageTerms]
  let sales: SaleTerms
  let events: EventTerms
  let fundSize: Fen?

  private enum ScenarioKind: String, CaseIterable {
    case exit
  }

  init(
    _ fields: Fields,
    _ log: FindingLog,
    _ published: RateTable,
    _ ledger: [ExitScenario.ProjectGroup]
  ) {
    var reader = ScenarioReader(log)
    _ = fields.required("scenario", Notation<ScenarioKind>.word)
    head = ScenarioHead(fields, &reader)
    let start = fields.required("as_of", .date) ?? CivilDate(dayNumber: 0)
    self.start = start
    horizon = fields.required("horizon_months", .integer(in: 1...600)).map(Int.init) ?? 12
    fundSize = fields.optional("fund_size", .amount)
    rates = reader.rates(fields, published)
    market = reader.market(fields.section("market"))
    stages = reader.stages(fields.section("stages"))
    sales = reader.sales(fields.section("sales"))
    events = reader.events(fields.section("events"))
    projects = reader.projects(fields.section("projects"), ledger, on: start)
    self.reader = reader
  }
}

extension ScenarioReader {
  /// The scenario's own rates, or the published ones as if nothing changed after the last.
  fileprivate mutating func rates(_ fields: Fields, _ published: RateTable) -> RateTable {
    if let own = fields.optional("rates", Notation<RateTable>.rates) { return own }
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for source in InterestTerms.RateSource.allCases {
      guard let quotes = published[source]?.quotes, let last = quotes.last else { continue }
      series[source] = try? RateSeries(quotes, isMonthly: false)
      assume("rates.\(source.rawValue)", "\(last.rate) ≥ \(last.from)")
    }
    return RateTable(series)
  }

  fileprivate mutating func market(_ fields: Fields) -> MarketTerms {
    let terms = MarketTerms(
      volatility: value(fields, "volatility_year", .spread, else: 0.2, "0.2"),
      memory: value(fields, "memory", .real(0...0.99, "0–0.99"), else: 0, "0")
    )
    fields.finish()
    return terms
  }

  fileprivate mutating func stages(_ fields: Fields) -> [StageTerms] {
    let standards: [StageStandard] = [
      StageStandard("0.5", "12", "1.5", "0.6", "0.1"),
      StageStandard("0.6", "12", "1.6", "0.55", "0.3"),
      StageStandard("0.65", "18", "2", "0.5", "0.5"),
      StageStandard("0.7", "24", "1.5", "0.4", "0.4"),
    ]
    let terms = zip(ExitScenario.Stage.allCases, standards).map { stage, standard in
      self.stage(fields.section(stage.key), standard)
    }
    fields.finish()
    return terms
  }

  private mutating func stage(_ fields: Fields, _ standard: StageStandard) -> StageTerms {
    let terms = StageTerms(
      success: value(fields, "success", .probability, standard.success),
      months: value(fields, "months", .months, standard.months),
      delay: (
        chance: value(fields, "delay", .probability, "0.3"),
        months: Int(value(fields, "delay_months", .integer(in: 0...120), else: 6, "6"))
      ),
      stepUp: value(fields, "step_up", .real(0.001...1_000, "0.001–1000"), standard.stepUp),
      growth: value(fields, "growth_year", .growth, "0"),
      volatility: value(fields, "volatility_year", .spread, standard.volatility),
      rounds: value(fields, "rounds_year", .probability, standard.rounds),
      sold: share(fields, "round_sold", "0.15", below: 1)
    )
    fields.finish()
    return terms
  }

  fileprivate mutating func sales(_ fields: Fields) -> SaleTerms {
    let terms = SaleTerms(
      buyback: value(fields, "buyback_year", .probability, "0.25"),
      premium: share(fields, "buyback_premium", "0"),
      transfer: value(fields, "transfer_year", .probability, "0.15"),
      discount: share(fields, "transfer_discount", "0.1"),
      fees: share(fields, "fees", "0"),
      listing: value(fields, "listing", .probability, "0.1"),
      lockup: Int(value(fields, "lockup_months", .integer(in: 0...120), else: 12, "12"))
    )
    fields.finish()
    return terms
  }

  fileprivate mutating func events(_ fields: Fields) -> EventTerms {
    let terms = EventTerms(
      request: value(fields, "founder_request_year", .probability, "0"),
      acceptance: value(fields, "acceptance_after", .word, else: .pilot, "中试"),
      liquidation: share(fields, "liquidation", "0"),
      roundTrigger: fields.optional("conversion_round_min", .amount)
    )
    fields.finish()
    return terms
  }
}

extension ScenarioReader {
  /// What a stage is taken to be like where nobody says; typical of early hard technology.
  fileprivate struct StageStandard {
    let success, months, stepUp, volatility, rounds: String

    init(
      _ success: String,
      _ months: String,
      _ stepUp: String,
      _ volatility: String,
      _ rounds: String
    ) {
      self.success = success
      self.months = months
      self.stepUp = stepUp
      self.volatility = volatility
      self.rounds = rounds
    }
  }

  /// A number whose standard is written as people would write it.
  fileprivate mutating func value(
    _ fields: Fields,
    _ key: String,
    _ notation: Notation<Double>,
    _ standard: String
  ) -> Double {
    let number = Ratio(decimal: standard).map { Double($0.numerator) / Double($0.denominator) }
    return value(fields, key, notation, else: number ?? 0, standard)
  }

  /// A share of at most six decimals, exact.
  fileprivate mutating func share(
    _ fields: Fields,
    _ key: String,
    _ standard: String,
    below limit: Int128? = nil
  ) -> PPM {
    let text = limit == nil ? "0–1" : "0–1 <"
    let notation = Notation<Ratio>.decimal.limited(to: text) { ratio in
      ratio <= .one && ratio.reduced.denominator <= 1_000_000
        && 1_000_000 % ratio.reduced.denominator == 0
        && (limit.map { ratio < Ratio($0) } ?? true)
    }
    let fallback = Ratio(decimal: standard) ?? .zero
    let ratio = value(fields, key, notation, else: fallback, standard).reduced
    return PPM(Int64(ratio.numerator * (1_000_000 / ratio.denominator)))
  }
}
