import Accounting
import ArgumentParser
import Audit
import Quantities
import Reports

/// `xiantou audit prove NO`.
struct AuditProve: Command {
  static let page = Page(
    "prove",
    "证明一张凭证在账本日志中",
    "Prove that a voucher is in the log",
    examples: [
      .init("xiantou audit prove 2025-12-记-0002", "哈希、路径和根", "hashes, paths and roots"),
      .init(
        "xiantou audit prove 2025-12-记-0002 --line 1 --json",
        "连同一行, 其他行不公开",
        "with one line, the others undisclosed"
      ),
      .init(
        "xiantou audit prove 2025-12-记-0002 -o 凭证.tlog-proof",
        "写出对最近签署的检查点的证明",
        "write a proof against the last signed checkpoint"
      ),
    ]
  )

  @Argument(help: help("凭证号", "voucher", value: "voucher"), transform: Read.reference)
  var voucher: VoucherReference

  @Option(help: help("行号, 从 1 起", "line, from 1", value: "number"), transform: Read.count)
  var line: Int?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: help("写入 C2SP tlog-proof 文件", "write a C2SP tlog-proof to a file", value: "file")
  )
  var file: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou audit log`.
struct AuditLog: Command {
  static let page = Page(
    "log",
    "操作日志: 何人、何时、做了什么",
    "Operations: who, when, what",
    examples: [
      .init("xiantou audit log --by 何伟 --type period_reopen", "谁反结过账", "who reopened periods"),
      .init(
        "xiantou audit log --from 2026-01-01 --to 2026-01-31 --csv -o 日志.csv",
        "一个月的操作, 导出 CSV",
        "a month as CSV"
      ),
      .init("xiantou audit log --contains 2025-12-记-0002", "与一张凭证有关的", "about one voucher"),
    ]
  ).noting(
    "按日志顺序, 时间和日期为 UTC。凭证的送审、复核、审批随其记账记录列出。",
    "In the order of the log, times and days in UTC. The steps of a voucher stand with the record\n"
      + "that posted it."
  )

  @Option(help: help("起始日期", "first day", value: "date"), transform: Read.date)
  var from: CivilDate?

  @Option(help: help("截止日期", "last day", value: "date"), transform: Read.date)
  var to: CivilDate?

  @Option(help: help("操作人", "who", value: "user"))
  var by: String?

  @Option(help: help("类型, 可重复", "type; may be repeated", value: "type"), transform: Read.word)
  var type: [OperationType] = []

  @Option(help: help("内容包含", "what contains", value: "text"))
  var contains: String?

  @OptionGroup var rows: RowOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou audit walk PROJECT`.
struct AuditWalk: Command {
  static let page = Page(
    "walk",
    "穿行一个项目: 全部记录、签名、累计和哈希",
    "Walk through a project: every record, people, totals, hashes",
    examples: [
      .init("xiantou audit walk P001", "从立项到现在", "from its beginning to now"),
      .init("xiantou audit walk P001 --csv -o P001.csv", "导出 CSV", "as CSV"),
    ]
  ).noting(
    "最后一行说明链条是否完整; 不完整时退出码为 7。",
    "The last line says whether the chain is complete; exit code 7 when it is not."
  )

  @Argument(help: help("项目编码", "project", value: "project"))
  var project: String

  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou audit sample`.
struct AuditSample: Command {
  static let page = Page(
    "sample",
    "审计抽样: 简单随机、分层、货币单元",
    "Draw a sample: random, stratified or monetary unit",
    examples: [
      .init(
        "xiantou audit sample --method random --size 25 --seed 2026-A1 --period 2025",
        "随机抽 25 行分录",
        "25 lines by chance"
      ),
      .init(
        "xiantou audit sample --method mus --interval 5000000.00 --seed 2026-A1 --csv -o 抽样.csv",
        "每 500 万元抽一笔",
        "one in each 5,000,000"
      ),
      .init(
        "xiantou audit sample --method stratified --strata 100000.00,1000000.00 --size 30 "
          + "--seed 2026-A1 --of vouchers",
        "按金额分三层抽 30 张凭证",
        "30 vouchers in three strata"
      ),
    ]
  ).noting(
    "同一账本、同一条件、同一种子, 在任何机器上抽到同样的样本。",
    "The same ledger, conditions and seed give the same sample on every machine."
  )

  @Option(
    help: help(
      "方法: random 简单随机, stratified 分层, mus 货币单元",
      "method: random, stratified, or mus (monetary unit)",
      value: "method"
    ),
    transform: Read.word
  )
  var method: SampleMethod

  @Option(help: help("样本量", "size of the sample", value: "count"), transform: Read.count)
  var size: Int?

  @Option(
    help: help("货币单元的间隔", "interval of the monetary units", value: "amount"),
    transform: Read.positiveAmount
  )
  var interval: Fen?

  @Option(
    help: help("各层的起点, 从小到大, 逗号分隔", "where strata begin, ascending, by comma", value: "amounts"),
    transform: Read.strata
  )
  var strata: Strata?

  @Option(
    help: help("种子, 记入底稿", "seed, for the working papers", value: "text"),
    transform: Read.seed
  )
  var seed: String

  @Option(
    help: help("抽样单位: lines 分录, vouchers 凭证", "what is drawn: lines or vouchers", value: "unit"),
    transform: Read.word
  )
  var of = SampleUnit.lines

  @Option(help: help("期间", "periods", value: "period"), transform: Read.periods)
  var period: PeriodRange?

  @Option(
    help: help("科目, 含全部下级", "account, with all below it", value: "code"),
    transform: Read.account
  )
  var account: AccountCode?

  @OptionGroup var knowledge: KnowledgeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// The ways of drawing a sample, as they are named on the command line (抽样方法).
enum SampleMethod: String, CaseIterable, Sendable {
  case random
  case stratified
  case mus
}

/// What a sample consists of (抽样单位).
enum SampleUnit: String, CaseIterable, Sendable {
  case lines
  case vouchers
}

/// Where strata begin (分层界限).
struct Strata: Equatable, Sendable {
  /// The smallest amounts of all strata but the first, ascending.
  let bounds: [Fen]
}

extension Read {
  /// `5000000.00`, more than zero.
  static func positiveAmount(_ text: String) throws -> Fen {
    guard let amount = Fen(canonical: text), amount > .zero else { throw Unexpected(.expectAmount) }
    return amount
  }

  /// `100000.00,1000000.00`.
  static func strata(_ text: String) throws -> Strata {
    let bounds = try text.split(separator: ",", omittingEmptySubsequences: false)
      .map { try positiveAmount(String($0)) }
    guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw Unexpected(.expectStrata)
    }
    return Strata(bounds: bounds)
  }

  /// 1 to 64 visible ASCII characters, so that every keyboard and encoding gives the same bytes.
  static func seed(_ text: String) throws -> String {
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Unexpected(.expectSeed) }
    return text
  }
}
