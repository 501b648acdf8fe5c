import ArgumentParser
import CanonicalJSON
import InvestFirst
import Policies
import Registers
/// What a company says when it applies (申报情况); all of it or nothing.
struct ApplicationOptions: ParsableArguments {
  @Option(help: help("创始团队实缴现金", "what the founders pay in cash", value: "yuan"))
  var founderCash: String?

  @Option(help: help("项目总投入", "what the project is expected to cost", value: "yuan"))
  var cost: String?

  @Option(help: help("成立日期", "the day the company was founded", value: "date"))
  var founded: String?

  @Option(help: help("申报日期", "the day of the application", value: "date"))
  var applied: String?

  /// The facts; `nil` when nothing is said.
  var facts: JSONValue? {
    let facts = JSONValue.facts([
      "founder_cash": .given(founderCash), "cost": .given(cost), "founded": .given(founded),
      "applied": .given(applied),
    ])
    return facts == .object([]) ? nil : facts
  }
}

/// `xiantou project add P001`.
struct ProjectAdd: StatementCommand {
  static let page = Page(
    "add",
    "立项",
    "Begin a project",
    examples: [
      .init(
        "xiantou project add P001 --name 示例科技 --zone ZQ01 --amount 2000000.00 --evidence "
          + "批复=批复.pdf --as 张敏",
        "登记立项批复",
        "enter an approval"
      )
    ]
  )

  @Option(
    help: help(
      "项目名称, 项目档案中没有时写入",
      "name, entered in the list of projects when it is not there",
      value: "name"
    )
  )
  var name: String?

  @Option(
    help: help("承载区", "zone", value: "zone")
  )
  var zone: String?

  @Option(
    help: help("容错阶段类别, 如 seed", "stage class for losses, like seed", value: "class")
  )
  var stage: String?

  @Option(
    help: help("批准金额", "approved amount", value: "yuan")
  )
  var amount: String

  @OptionGroup var application: ApplicationOptions

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    let facts = JSONValue.facts([
      "project": .string(project), "zone": .given(zone), "stage": .given(stage),
      "amount": .string(amount), "application": application.facts,
    ])
    return Stated(kind: Approval.kind, name: name ?? "", content: .facts(facts))
  }
}

/// `xiantou project contract P001`.
struct ProjectContract: StatementCommand {
  static let page = Page(
    "contract",
    "签约: 冻结已采用政策的当前版本",
    "Sign the contract: the adopted version of the policy is frozen",
    examples: [
      .init(
        "xiantou project contract P001 --policy sample-2025 --evidence 合同=合同.pdf --as 张敏",
        "按已采用的政策签约",
        "sign under an adopted policy"
      )
    ]
  ).noting(
    "政策中必须确定的参数未定时拒绝, 退出码 8, 并列出参数。",
    "A policy that leaves open what a contract needs is refused with exit code 8."
  )

  @Option(
    help: help("政策编号", "identity of the policy", value: "policy")
  )
  var policy: String

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .contract,
      [
        "policy": .string(policy)
      ]
    )
  }
}

/// `xiantou project pay P001`.
struct ProjectPay: StatementCommand {
  static let page = Page(
    "pay",
    "拨付一期先投资金",
    "Pay an instalment",
    examples: [
      .init(
        "xiantou project pay P001 --amount 1000000.00 --on 2025-03-05 --evidence 回单=回单.pdf --as 张敏",
        "拨付下一期",
        "pay the next instalment"
      )
    ]
  )

  @Option(
    help: help("金额, 如 1000000.00", "amount, like 1000000.00", value: "yuan")
  )
  var amount: String

  @Option(
    help: help("期次, 默认为下一期", "its place in the row; the next one by default", value: "number")
  )
  var tranche: String?

  @Option(
    help: help("种类, 默认 cash", "what is given; cash by default", value: "kind")
  )
  var kind: String?

  @Option(help: help("资金来源", "out of which money", value: "source"))
  var source: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .tranche,
      [
        "number": .given(tranche),
        "amount": .string(amount),
        "kind": .given(kind),
        "source": .given(source),
      ]
    )
  }
}

/// `xiantou project milestone P001`.
struct ProjectMilestone: StatementCommand {
  static let page = Page(
    "milestone",
    "里程碑检查",
    "Review a milestone",
    examples: [
      .init(
        "xiantou project milestone P001 --passed --evidence 检测报告=报告.pdf --as 张敏",
        "最近一期的里程碑通过",
        "the last instalment's milestone is passed"
      ),
      .init(
        "xiantou project milestone P001 --failed --tranche 2 --evidence 检测报告=报告.pdf --as 张敏",
        "未通过",
        "it is not passed"
      ),
    ]
  )

  @Option(
    help: help("期次, 默认为最近一期", "instalment; the last one by default", value: "number")
  )
  var tranche: String?

  @Flag(help: help("检查结论", "the verdict"))
  var verdict: Verdict

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .milestone,
      [
        "tranche": .given(tranche),
        "passed": .string(verdict == .passed ? "true" : "false"),
      ]
    )
  }
}

/// What a milestone review came to.
enum Verdict: String, EnumerableFlag {
  case passed, failed

  static func help(for value: Verdict) -> ArgumentHelp? {
    switch value {
    case .passed: Commands.help("通过", "passed")
    case .failed: Commands.help("未通过", "not passed")
    }
  }
}

/// `xiantou project accept P001`.
struct ProjectAccept: StatementCommand {
  static let page = Page(
    "accept",
    "结题验收",
    "Accept the project",
    examples: [
      .init(
        "xiantou project accept P001 --evidence 验收意见=验收.pdf --as 张敏",
        "验收",
        "accept"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(.acceptance)
  }
}

/// `xiantou project stage P001 pilot`.
struct ProjectStageReached: StatementCommand {
  static let page = Page(
    "stage",
    "进入阶段: research、concept_proof、small_trial、pilot、industry",
    "Enter a stage: research, concept_proof, small_trial, pilot, industry",
    examples: [
      .init(
        "xiantou project stage P001 pilot --evidence 中试证明=证明.pdf --as 张敏",
        "进入中试",
        "enter the pilot stage"
      )
    ]
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Argument(help: help("阶段", "stage", value: "stage"))
  var stage: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .stage,
      [
        "stage": .string(stage)
      ]
    )
  }
}

/// `xiantou project trigger P001`.
struct ProjectTrigger: StatementCommand {
  static let page = Page(
    "trigger",
    "触发转股",
    "Note what makes the money convertible",
    examples: [
      .init(
        "xiantou project trigger P001 --kind external_round --evidence 融资协议=协议.pdf --as 张敏",
        "外部融资触发",
        "an outside round triggers it"
      )
    ]
  )

  @Option(
    help: help("政策约定的触发条件", "one of the policy's triggers", value: "kind")
  )
  var kind: String

  @Option(
    help: help("说明", "what happened", value: "text")
  )
  var note: String?

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func stated(in session: Session) throws(Failure) -> Stated {
    .facts(
      .trigger,
      [
        "trigger": .string(kind),
        "note": .given(note),
      ]
    )
  }
}
