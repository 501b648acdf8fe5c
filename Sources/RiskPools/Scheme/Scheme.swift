public import Findings
public import Policies
package import Quantities

/// The rules of a risk-compensation pool (风险补偿办法) as a policy file gives them.
///
/// Every value is a ``Parameter``: given with its clause, or left open, in which case whatever
/// needs it refuses. A field that the file leaves out takes the default that is documented for it.
public struct Scheme: Hashable, Sendable {
  /// Name, number and source.
  public let header: PolicyHeader
  /// Which day picks the version of the rules.
  package let versionBasis: Parameter<VersionBasis?>
  /// Who pays.
  package let funders: Parameter<[Funder]>
  /// The accounts.
  package let pools: Parameter<[SubPool]>
  /// What loans must be.
  package let eligibility: Parameter<[Requirement]>
  /// What loans may be at most.
  package let loanLimits: LoanLimits
  /// How much of a balance counts.
  package let countedBaseCap: CountedBaseCap
  /// How much lending stands behind the pool.
  package let leverage: Leverage
  /// What of a loss counts.
  package let coverage: Coverage
  /// Who bears it first.
  package let absorbers: Parameter<[Absorber]>
  /// The rates.
  package let tiers: Parameter<[Tier]>
  /// Which rate counts when several fit.
  package let tierCombination: Parameter<TierCombination>
  /// Points on top.
  package let addons: Parameter<[Addon]>
  /// The most that rate and points come to.
  package let rateCap: Parameter<PPM>
  /// The band of a year's loss that is compensated; `nil` when all of it is.
  package let layer: Parameter<Layer?>
  /// What starts a claim.
  package let triggers: Parameter<[Trigger]>
  /// What happens between advance and settlement.
  package let trueUp: Parameter<TrueUp>
  /// Whether an advance that was too much is claimed back.
  package let clawsBack: Parameter<Bool>
  /// The most that is paid.
  package let caps: Parameter<[Cap]>
  /// Which year a yearly cap counts (A5).
  package let yearBasis: Parameter<YearBasis>
  /// Which day puts a loss into a year (A5).
  package let lossDatedBy: Parameter<LossDatedBy>
  /// Who pays less when several public payers meet (A10).
  package let stackReduces: Parameter<StackReduces>
  /// What stops the pool.
  package let breakers: Parameter<[Breaker]>
  /// Who is paid when the pool is short.
  package let shortage: Shortage
  /// How parts of amounts become amounts.
  package let rounding: RoundingRule
  /// How recoveries are shared.
  package let recovery: RecoveryRule
  /// How the pool is filled up.
  package let replenishment: Replenishment
  /// When claims on borrowers are given up.
  package let writeOff: WriteOffRule
  /// What loss is nobody's fault.
  package let tolerance: ToleranceRule
  /// Where the money goes in the end.
  package let exit: ExitRule
  /// What the text says beyond the fields.
  package let remarks: Parameter<[String]>
  /// What a person should look at before the scheme is adopted.
  public let warnings: [Finding]

  /// Which day picks the version of the rules (适用版本).
  package enum VersionBasis: String, Hashable, Sendable, CaseIterable {
    case origination, filing, trigger, application
  }

  /// Which year a yearly cap counts.
  package enum YearBasis: String, Hashable, Sendable, CaseIterable {
    case calendar, fiscal
    case policyYear = "policy_year"
  }

  /// Which day puts a loss into a year.
  package enum LossDatedBy: String, Hashable, Sendable, CaseIterable {
    case payment, trigger
  }

  /// Who pays less when several public payers meet.
  package enum StackReduces: String, Hashable, Sendable, CaseIterable {
    case later
    case higherLevel = "higher_level"
  }
}

extension Scheme {
  /// Reads a scheme from the bytes of a policy file.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) {
    try self.init(try Document(bytes, .policy))
  }

  /// Reads a scheme from a document or a part of one.
  /// - Throws: everything that is wrong with it.
  package init(_ document: Document) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(document, log)
    let header = PolicyHeader(fields)
    if let header, header.kind != .riskPool, let place = document.root["policy"] {
      log.add(.fieldValue, place, ["choices": PolicyKind.riskPool.rawValue])
      throw Findings(log.findings)
    }
    let scheme = header.map { Scheme($0, fields) }
    fields.finish()
    try log.check()
    guard let scheme else { preconditionFailure("a header that is wrong leaves a finding") }
    self = scheme
  }

  private init(_ header: PolicyHeader, _ fields: Fields) {
    self.header = header
    versionBasis = fields.perhaps("version_basis", .word)
    funders = fields.list("funders", of: Funder.notation)
    pools = fields.list("pools", of: SubPool.notation)
    eligibility = fields.list("eligibility", of: Requirement.notation)
    loanLimits = fields.part("loan_limits") { LoanLimits($0) }
    countedBaseCap = CountedBaseCap.read(fields)
    leverage = fields.part("leverage") { Leverage($0) }
    coverage = fields.part("coverage") { Coverage($0) }
    absorbers = fields.list("absorbers", of: Absorber.notation)
    tiers = fields.parameter("tiers", .list(of: Tier.notation))
    tierCombination = fields.parameter("tier_combine", .word, standard: .max)
    addons = fields.list("addons", of: Addon.notation)
    rateCap = fields.parameter("rate_cap_ppm", .share, standard: .one)
    layer = fields.perhaps("layer", Layer.notation)
    triggers = fields.list("triggers", of: Trigger.notation)
    trueUp = fields.parameter("true_up", .word, standard: .settleAtFinal)
    clawsBack = fields.parameter("clawback", .flag, standard: true)
    caps = fields.list("caps", of: Cap.notation)
    yearBasis = fields.parameter("year_basis", .word, standard: .calendar)
    lossDatedBy = fields.parameter("loss_dated_by", .word, standard: .payment)
    stackReduces = fields.parameter("stack_reduces", .word, standard: .later)
    breakers = fields.list("breakers", of: Breaker.notation)
    shortage = fields.part("allocation") { Shortage($0) }
    rounding = fields.part("rounding") { RoundingRule($0) }
    recovery = fields.part("recovery") { RecoveryRule($0) }
    replenishment = Replenishment.read(fields)
    writeOff = fields.part("write_off") { WriteOffRule($0) }
    tolerance = fields.part("tolerance") { ToleranceRule($0) }
    exit = fields.part("exit") { ExitRule($0) }
    remarks = fields.list("remarks", of: .text)
    warnings = Scheme.unlikely(tiers, addons, rateCap, tierCombination, caps)
  }
}
