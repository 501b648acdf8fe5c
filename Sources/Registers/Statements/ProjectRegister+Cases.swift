import Accounting
public import CanonicalJSON
import Findings
public import InvestFirst
public import Policies
public import Quantities
import Store

/// The facts that rules compute from cases (试算): conversions, prices, repayments, rents.
extension ProjectRegister {
  /// The kinds of documents whose facts can be computed.
  public static let computed: [ProjectEvent.Kind] = [
    .conversion, .exitPriced, .repayment, .rentAccrued,
  ]

  /// Computes the facts of a document under the policy of the contract; nothing is written.
  ///
  /// - Parameters:
  ///   - kind: what is computed, one of ``computed``.
  ///   - facts: the case; payments, holding and lease are the project's own.
  ///   - code: the project.
  ///   - date: the day of the document.
  /// - Returns: the facts and the steps to them.
  /// - Throws: the open values that are needed, or what the case lacks.
  public func quote(
    _ kind: ProjectEvent.Kind,
    _ facts: JSONValue,
    of code: String,
    on date: CivilDate
  ) throws(RegisterError) -> Explained<JSONValue> {
    let project = try project(code)
    try demand(kind, of: project)
    guard let contract = project.contract else { throw .finding(.valueUnknown, value: code) }
    let policy = try rules.policy(contract.digest)
    let rates = try rules.rates()
    let converted = kind == .exitPriced ? try conversionDate(of: code) : nil
    return try RegisterError.ruled { () throws(Refusal) in
      let document: Document
      do throws(Findings) { document = try Document(facts: facts) } catch {
        throw Refusal.findings(error)
      }
      let fields = Fields(document, FindingLog())
      let given = Given(project: project, policy: policy, rates: rates, date: date)
      switch kind {
      case .conversion: return try given.conversion(fields)
      case .exitPriced: return try given.exit(fields, since: converted)
      case .repayment: return try given.repayment(fields)
      case .rentAccrued: return try given.rent(fields)
      default:
        let choices = ProjectRegister.computed.map(\.rawValue).joined(separator: "|")
        throw Refusal(
          Finding(.valueUnknown, value: kind.rawValue, arguments: ["choices": choices])
        )
      }
    }
  }

  /// The day on which the equity came to be, when clocks run from it.
  private func conversionDate(of code: String) throws(RegisterError) -> CivilDate? {
    try RegisterError.stored { () throws(StoreError) in
      try snapshot.documents(.project, of: code)
        .last { $0.document.kind == ProjectEvent.Kind.conversion.rawValue }?.document.head.date
    }
  }
}

/// What every calculation about a project starts from.
private struct Given {
  let project: Project
  let policy: InvestFirstPolicy
  let rates: RateTable
  let date: CivilDate

  func conversion(_ fields: Fields) throws(Refusal) -> Explained<JSONValue> {
    var facts = ConversionCase()
    facts.preMoney = fields.optional("pre_money", .amount)
    facts.appraisedValue = fields.optional("appraised_value", .amount)
    facts.netAssets = fields.optional("net_assets", .amount)
    facts.agreedRatio = fields.optional("agreed_ratio_ppm", .share)
    facts.roundCash = fields.optional("round_cash", .amount) ?? .zero
    facts.coConverting = fields.optional("co_converting", .amount) ?? .zero
    facts.largestHolding = fields.optional("largest_holding", .amount)
    facts.eventDate = date
    let before = fields.required("before", .capTable)
    var holder = fields.optional("holder", .text)
    try finish(fields)
    if holder == nil { holder = try needed(policy.hold.holder) }
    guard let before, let holder else { preconditionFailure("complete without findings") }
    let quote = try project.quoteConversion(
      facts,
      before: before,
      holder: holder,
      policy: policy,
      rates: rates
    )
    return Explained(ProjectEvent.conversion(quote.figures).facts, trace: quote.trace)
  }

  func exit(_ fields: Fields, since converted: CivilDate?) throws(Refusal) -> Explained<JSONValue> {
    var facts = exitCase(fields)
    facts.conversionDate = converted
    facts.marketValue = fields.optional("market_value", .amount)
    facts.appraisedValue = fields.optional("appraised_value", .amount)
    facts.fees = fields.optional("fees", .amount) ?? .zero
    let way = fields.required("way", Notation<ExitTerms.Way>.word)
    let reason = fields.optional("reason", .text)
    var capital = fields.optional("capital", .amount)
    let fraction = fields.optional("fraction_ppm", .ppm(in: 1...1_000_000)) ?? .one
    try finish(fields)
    if capital == nil { capital = try part(fraction, of: project.holding?.capital ?? .zero) }
    guard let way, let capital else { preconditionFailure("complete without findings") }
    let quote = try project.quoteExit(
      facts,
      selling: capital,
      by: way,
      policy: policy,
      rates: rates
    )
    let priced = ProjectEvent.exitPriced(quote.figures).facts
    return Explained(priced.filling("reason", reason), trace: quote.trace)
  }

  func repayment(_ fields: Fields) throws(Refusal) -> Explained<JSONValue> {
    let facts = exitCase(fields)
    try finish(fields)
    let quote = try project.quoteRepayment(facts, policy: policy, rates: rates)
    return Explained(ProjectEvent.repayment(quote.figures).facts, trace: quote.trace)
  }

  func rent(_ fields: Fields) throws(Refusal) -> Explained<JSONValue> {
    let code = fields.required("lease", .text)
    let month = fields.required("month", .month)
    var facts = Rent.Lease()
    facts.area = fields.required("area_m2", .decimal)
    facts.price = fields.required("price_per_m2_month", .decimal)
    try finish(fields)
    guard let code, let month else { preconditionFailure("complete without findings") }
    guard let lease = project.leases.first(where: { $0.code == code }) else {
      let known = ["choices": project.leases.map(\.code).joined(separator: "|")]
      throw Refusal(Finding(.valueUnknown, column: "lease", value: code, arguments: known))
    }
    facts.from = lease.from
    facts.to = lease.to
    let quote = try Rent.accrue(facts, policy: policy)
    guard let found = quote.figures.months.first(where: { $0.month == month }) else {
      let range = ["range": "\(lease.from.period)–\(lease.to.period)"]
      throw Refusal(Finding(.fieldValue, column: "month", value: "\(month)", arguments: range))
    }
    let rent = RentMonth(lease: code, month: month, amount: found.amount)
    return Explained(ProjectEvent.rentAccrued(rent).facts, trace: quote.trace)
  }

  private func exitCase(_ fields: Fields) -> ExitCase {
    var facts = ExitCase()
    facts.exitDate = date
    facts.offeredPrice = fields.optional("offered_price", .amount)
    return facts
  }

  private func part(_ fraction: PPM, of capital: Fen) throws(Refusal) -> Fen {
    do throws(Overflow) {
      return try Fen(try Ratio(capital).multiplied(by: fraction.ratio), .down)
    } catch { throw Refusal(error) }
  }

  private func finish(_ fields: Fields) throws(Refusal) {
    fields.finish()
    do throws(Findings) { try fields.log.check() } catch { throw Refusal.findings(error) }
  }
}
