import ArgumentParser
import CanonicalJSON
import Findings
import InvestFirst
import Registers

/// `xiantou project` (项目).
struct ProjectCommand: Command {
  static let page = Page(
    "project",
    "先投后股项目: 从立项到结项",
    "Invest-first projects: from approval to closing",
    examples: [
      .init("xiantou project list", "项目台账", "list the projects"),
      .init("xiantou project show P001", "一个项目的全貌", "all about one project"),
      .init(
        "xiantou project pay P001 --amount 1000000.00 --evidence 回单=回单.pdf --as 张敏",
        "拨付",
        "pay an instalment"
      ),
    ]
  )
  static let verbs: [any Command.Type] = [
    ProjectAdd.self, ProjectList.self, ProjectShow.self, ProjectTimeline.self,
    ProjectContract.self, ProjectPay.self, ProjectMilestone.self, ProjectStageReached.self,
    ProjectLease.self, ProjectRent.self, ProjectAccept.self, ProjectTrigger.self,
    ProjectRound.self, ProjectPledge.self, ProjectUnpledge.self, ProjectStop.self,
    ProjectClawback.self, ProjectRelease.self, ProjectReturn.self, ProjectClose.self,
    ProjectCorrect.self, ProjectAppraise.self, ProjectExtend.self, ProjectOutput.self,
    ProjectReward.self, ProjectRecord.self, ProjectQuote.self, ProjectAlerts.self,
    ProjectTargets.self,
  ]
}

/// `xiantou custody` (代持).
struct CustodyCommand: Command {
  static let page = Page(
    "custody",
    "代持: 设立、变更、确认、台账",
    "Custody: set, move, confirm, list",
    examples: [
      .init("xiantou custody list", "代持台账", "list the holdings"),
      .init(
        "xiantou custody set P001 --evidence 代持协议=协议.pdf --as 张敏",
        "设立代持",
        "place equity in custody"
      ),
    ]
  )
  static let verbs: [any Command.Type] = [
    CustodySetCommand.self, CustodyMoveCommand.self, CustodyConfirmCommand.self, CustodyList.self,
  ]
}

/// `xiantou dividend` (股利).
struct DividendCommand: Command {
  static let page = Page(
    "dividend",
    "股利: 宣告、到账、台账",
    "Dividends: declare, receive, list",
    examples: [.init("xiantou dividend list", "股利台账", "list the dividends")]
  )
  static let verbs: [any Command.Type] = [
    DividendDeclare.self, DividendReceive.self, DividendList.self,
  ]
}

/// `xiantou writeoff` (核销).
struct WriteOffCommand: Command {
  static let page = Page(
    "writeoff",
    "核销: 提出、决定、台账",
    "Write-offs: propose, decide, list",
    examples: [.init("xiantou writeoff list", "核销台账", "list the write-offs")]
  )
  static let verbs: [any Command.Type] = [
    WriteOffPropose.self, WriteOffDecide.self, WriteOffRecover.self, WriteOffList.self,
  ]
}

/// Facts from a file.
struct FactsOptions: ParsableArguments {
  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @Argument(help: help("事项类别, 如 tranche", "kind of document, like tranche", value: "kind"))
  var kind: String

  @Option(
    help: help(
      "要素文件(JSON, 值都是文字), - 为标准输入",
      "file of facts (JSON, all values are texts); - is standard input",
      value: "file"
    )
  )
  var facts: String?

  /// What the file states.
  func stated(in session: Session) throws(Failure) -> Stated {
    guard let facts else { return Stated(kind: kind, content: .facts(.object([]))) }
    return Stated(kind: kind, content: .facts(try session.facts(of: facts)))
  }
}

extension Session {
  /// The facts in a file.
  func facts(of file: String) throws(Failure) -> JSONValue {
    let bytes = try bytes(of: file)
    do throws(JSONSyntaxError) { return try JSONDocument(bytes, profile: .policy).value } catch {
      let reason = ["reason": error.code.rawValue, "byte": "\(error.offset)"]
      throw Failure([Finding(.jsonSyntax, arguments: reason).about(file)])
    }
  }
}

/// `xiantou project record P001 KIND`.
struct ProjectRecord: StatementCommand {
  static let page = Page(
    "record",
    "按要素文件办理任何事项",
    "Hand in any document from a file of facts",
    examples: [
      .init(
        "xiantou project record P001 tranche --facts 拨付.json --evidence 回单=回单.pdf --as 张敏",
        "按文件制单",
        "hand in what a file says"
      )
    ]
  )

  @OptionGroup var source: FactsOptions
  @OptionGroup var document: DocumentOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  var project: String { source.project }

  func stated(in session: Session) throws(Failure) -> Stated { try source.stated(in: session) }
}

/// `xiantou project quote P001 KIND`.
struct ProjectQuote: RunnableCommand {
  static let page = Page(
    "quote",
    "试算任何事项: 要素、金额、分录, 不写入",
    "Compute any document: facts, figures, vouchers; nothing is written",
    examples: [
      .init(
        "xiantou project quote P001 tranche --facts 拨付.json --on 2025-03-05 --explain",
        "试算拨付并说明每一步",
        "compute an instalment and explain each step"
      )
    ]
  )

  @OptionGroup var source: FactsOptions
  @OptionGroup var quote: QuoteOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    let stated = try source.stated(in: session)
    try session.preview(stated, of: source.project, quote)
  }
}
