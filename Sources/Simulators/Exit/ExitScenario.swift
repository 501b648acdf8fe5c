public import InvestFirst
public import Quantities

/// A portfolio of projects and what may become of them (退出模拟方案).
///
/// Every value that the file leaves out is an ``Assumption``, so that nobody takes a standard for
/// something that was found out.
public struct ExitScenario: Sendable {
  /// What people call it.
  public let name: String
  /// Who wrote it; empty when the file does not say.
  public let author: String
  /// When it was written.
  public let date: CivilDate?
  /// The rules by which money becomes equity and equity is sold.
  public internal(set) var policy: InvestFirstPolicy
  /// The day from which the future is drawn.
  public let start: CivilDate
  /// How many months are simulated.
  public let horizon: Int
  /// The seed that the file gives.
  public let seed: UInt64?
  /// The number of paths that the file gives.
  public let paths: Int?
  /// What was not given and is taken for granted.
  public internal(set) var assumptions: [Assumption]
  /// The scenario with its policy, as canonical JSON, without seed and paths.
  public let canonical: [UInt8]
  /// The projects.
  public internal(set) var projects: [ProjectGroup]
  /// The published rates, each row holding until the next.
  package let rates: RateTable
  /// What moves the value of all companies together.
  package internal(set) var market: MarketTerms
  /// How projects pass each stage.
  package internal(set) var stages: [StageTerms]
  /// How equity is sold.
  package internal(set) var sales: SaleTerms
  /// What else happens.
  package let events: EventTerms
  /// The size of the fund, for limits that are shares of it.
  package let fundSize: Fen?

  /// Projects that are alike (同类项目).
  public struct ProjectGroup: Hashable, Sendable {
    /// Its number or name.
    public var id: String
    /// How many there are.
    public var count = 1
    /// The class by which losses are tolerated, for example `seed`.
    public var stageClass = ""
    /// The stage they are in.
    public var stage: Stage
    /// What was paid, and what will be if they are still alive.
    public var disbursements: [Disbursement]
    /// What a company is worth on the first day.
    public var preMoney: Fen
    /// Its registered capital.
    public var capital: Fen
    /// The registered capital of the largest holder beside the fund.
    public var largestHolding: Fen?
    /// What the fund holds already.
    public var held: Held?

    /// Equity from an earlier conversion.
    public struct Held: Hashable, Sendable {
      /// The registered capital.
      public let capital: Fen
      /// The day of the conversion.
      public let since: CivilDate

      /// Creates a holding.
      public init(capital: Fen, since: CivilDate) {
        self.capital = capital
        self.since = since
      }
    }

    /// Creates a group of one project.
    public init(
      id: String,
      stage: Stage,
      disbursements: [Disbursement],
      preMoney: Fen,
      capital: Fen
    ) {
      self.id = id
      self.stage = stage
      self.disbursements = disbursements
      self.preMoney = preMoney
      self.capital = capital
    }
  }

  /// The stages of turning an invention into an industry (成果转化阶段).
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// 概念验证
    case proofOfConcept = "概念验证"
    /// 小试
    case laboratory = "小试"
    /// 中试
    case pilot = "中试"
    /// 产业化
    case industry = "产业化"

    /// Its place, from 0.
    var place: Int { Stage.allCases.firstIndex(of: self) ?? 0 }

    /// The name of its section in a scenario.
    var key: String {
      switch self {
      case .proofOfConcept: "proof_of_concept"
      case .laboratory: "laboratory"
      case .pilot: "pilot"
      case .industry: "industry"
      }
    }
  }
}

/// What moves the value of all companies together (市场因子).
package struct MarketTerms: Hashable, Sendable {
  /// The standard deviation a year.
  package var volatility: Double
  /// How much of a month's movement stays for the next.
  package let memory: Double
}

/// How projects pass a stage (阶段参数).
package struct StageTerms: Sendable {
  /// The chance of success.
  package var success: Double
  /// How many months it lasts on average.
  package var months: Double
  /// The chance of a delay, and how long it is.
  package let delay: (chance: Double, months: Int)
  /// By what success multiplies the value.
  package var stepUp: Double
  /// The growth of the value a year.
  package let growth: Double
  /// The standard deviation of a company's own value a year.
  package var volatility: Double
  /// The chance of a financing round in a year.
  package var rounds: Double
  /// The part of the company, after the round, that a round sells.
  package let sold: PPM
}

/// How equity is sold (退出参数).
package struct SaleTerms: Sendable {
  /// The chance in a year that founders ask to buy back.
  package var buyback: Double
  /// The part of what a holding is worth above its floor that founders pay beside the floor.
  package let premium: PPM
  /// The chance of an outside offer in a year.
  package var transfer: Double
  /// What outsiders take off.
  package var discount: PPM
  /// The costs of a transfer or listing, as a share of the price.
  package let fees: PPM
  /// The chance that a project that has become an industry is listed.
  package var listing: Double
  /// How many months later the shares can be sold.
  package var lockup: Int
  /// For how many months after a conversion nobody bids; a case of stress.
  package var pause = 0
}

/// What else happens (其他事件).
package struct EventTerms: Sendable {
  /// The chance in a year that founders ask for the conversion.
  package let request: Double
  /// The stage whose end is the acceptance of a project.
  package let acceptance: ExitScenario.Stage
  /// What of the principal comes back when a project fails.
  package let liquidation: PPM
  /// What makes a conversion happen, where the policy leaves it open.
  package let roundTrigger: Fen?
}
