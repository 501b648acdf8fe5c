import ArgumentParser
import CanonicalJSON
import InvestFirst
/// `xiantou project lease P001`.
struct ProjectLease: StatementCommand {
  static let page = Page(
    "lease",
    "登记租约",
    "Enter a lease",
    examples: [
      .init(
        "xiantou project lease P001 --lease L1 --landlord YQ1 --premises A座301 --from "
          + "2025-04-01 --to 2027-03-31 --evidence 租赁合同=合同.pdf --as 张敏",
        "登记租约",
        "enter a lease"
      )
    ]
  )

  @Option(
    help: help("租约编号", "code of the lease", value: "code")
  )
  var lease: String

  @Option(
    help: help("产权单位", "who lets it", value: "landlord")
  )
  var landlord: String

  @Option(
    help: help("场所", "what is let", value: "premises")
  )
  var premises: String

  @Option(
    help: help("首日", "first day", value: "date")
  )
  var from: String

  @Option(
    help: help("末日(含)", "last day, which counts", value: "date")
  )
  var to: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .lease,
      [
        "lease": .string(lease),
        "landlord": .string(landlord),
        "premises": .string(premises),
        "from": .string(from),
        "to": .string(to),
      ]
    )
  }
}

/// `xiantou project rent STEP P001`.
struct ProjectRent: StatementCommand {
  static let page = Page(
    "rent",
    "当月租金: accrue 计提、settle 结算、waive 减免",
    "A month's rent: accrue, settle, waive",
    examples: [
      .init(
        "xiantou project rent accrue P001 --lease L1 --month 2025-04 --area 200 --price 35 "
          + "--evidence 面积确认=确认.pdf --as 张敏",
        "按面积和单价计提",
        "accrue by area and price"
      ),
      .init(
        "xiantou project rent settle P001 --lease L1 --month 2025-04 --evidence 回单=回单.pdf --as 张敏",
        "结算",
        "settle"
      ),
      .init(
        "xiantou project rent waive P001 --lease L1 --month 2025-05 --evidence 减免决定=决定.pdf --as 张敏",
        "减免",
        "waive"
      ),
    ]
  )

  @Argument(help: help("办理", "step", value: "accrue|settle|waive"))
  var step: RentStep

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Option(
    help: help("租约编号", "code of the lease", value: "code")
  )
  var lease: String

  @Option(
    help: help("月份", "month", value: "month")
  )
  var month: String

  @Option(
    help: help(
      "金额; 结算和减免默认为已计提金额",
      "amount; what accrued when it is settled or waived",
      value: "yuan"
    )
  )
  var amount: String?

  @Option(
    help: help(
      "面积(平方米), 与 --price 一起由政策计算",
      "square metres; with --price the policy computes the rent",
      value: "m2"
    )
  )
  var area: String?

  @Option(
    help: help("单价(元/平方米·月)", "yuan for a square metre and month", value: "yuan")
  )
  var price: String?

  @Option(help: help("资金来源", "out of which money", value: "source"))
  var source: String?

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    if step == .accrue, amount == nil {
      return .case(
        .rentAccrued,
        [
          "lease": .string(lease), "month": .string(month), "area_m2": .given(area),
          "price_per_m2_month": .given(price),
        ]
      )
    }
    return .facts(
      step.kind,
      [
        "lease": .string(lease), "month": .string(month), "amount": .given(amount),
        "source": .given(source),
      ]
    )
  }
}

/// What is done with a month's rent.
enum RentStep: String, ExpressibleByArgument, CaseIterable {
  case accrue, settle, waive

  /// The event.
  var kind: ProjectEvent.Kind {
    switch self {
    case .accrue: .rentAccrued
    case .settle: .rentSettled
    case .waive: .rentWaived
    }
  }
}
