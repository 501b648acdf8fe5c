import ArgumentParser
import Quantities
import Simulators

/// `xiantou sim` (模拟).
struct SimCommand: Command {
  static let page = Page(
    "sim",
    "模拟: 资金池能撑多久, 退出值多少",
    "Simulate: how long a pool lasts, what exits are worth",
    examples: [
      .init(
        "xiantou sim pool --scenario 方案.json",
        "模拟资金池",
        "simulate a pool"
      ),
      .init(
        "xiantou sim exit --scenario 方案.json -o 结果.run",
        "模拟退出并保存结果",
        "simulate exits and keep the result"
      ),
      .init(
        "xiantou sim show 结果.run --html 结果.html",
        "把结果做成网页",
        "make a page of a result"
      ),
    ]
  )
  static let verbs: [any Command.Type] = [
    SimPool.self, SimExit.self, SimMerge.self, SimShow.self, SimCompare.self, SimRecord.self,
    SimList.self,
  ]
}

/// What a simulation runs on.
struct SimOptions: ParsableArguments {
  @Option(
    help: help("方案文件, - 为标准输入", "scenario file; - is standard input", value: "file")
  )
  var scenario: String

  @OptionGroup var draws: DrawOptions

  @Option(
    help: help("只算第 i 片, 共 n 片", "only part i of n", value: "i/n"),
    transform: Read.shard
  )
  var shard: Shard?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: help("结果保存到文件", "keep the result in a file", value: "file")
  )
  var file: String?
}

/// How many paths are drawn, and from what.
struct DrawOptions: ParsableArguments {
  @Option(
    help: help("路径数, 默认按方案, 否则 100000", "paths; else the scenario's, else 100000"),
    transform: Read.count
  )
  var paths: Int?

  @Option(
    help: help("随机种子, 默认按方案, 否则 1", "seed; else the scenario's, else 1"),
    transform: Read.seed
  )
  var seed: UInt64?

  @Option(
    help: help("线程数, 默认用全部处理器", "threads; all processors by default"),
    transform: Read.count
  )
  var threads: Int?
}

/// `xiantou sim pool`.
struct SimPool: Command {
  static let page = Page(
    "pool",
    "模拟风险补偿资金池: 多久耗尽, 要多少钱, 哪条起作用",
    "Simulate a risk pool: when it runs dry, what it needs, which limits bind",
    examples: [
      .init(
        "xiantou sim pool --scenario 方案.json --paths 100000 --seed 1 --json",
        "十万条路径, 给程序读",
        "100,000 paths, for programs"
      ),
      .init(
        "xiantou sim pool --scenario 方案.json --shard 0/8 -o 0.run",
        "只算八片中的第一片",
        "the first of eight parts"
      ),
    ]
  ).noting(
    "贷款可来自账本: 方案里写 \"ledger\": 账本路径 和 \"as_of\": 日期。",
    "Loans may come from a ledger: the scenario then holds \"ledger\": path and \"as_of\": date."
  )

  @OptionGroup var run: SimOptions

  @Option(
    help: help(
      "抽样方法: plain, stratified 或 mixture",
      "how paths are drawn: plain, stratified or mixture",
      value: "method"
    ),
    transform: Read.word
  )
  var variance: PoolScenario.Variance?

  @Flag(help: help("加做敏感性和压力测试", "add sensitivities and stress tests"))
  var studies = false

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou sim exit`.
struct SimExit: Command {
  static let page = Page(
    "exit",
    "模拟退出: 收回多少, 收益率, 容错, 多久能再投",
    "Simulate exits: money back, return, tolerance, years until it can be lent again",
    examples: [
      .init(
        "xiantou sim exit --scenario 方案.json --paths 20000 --json",
        "两万条路径, 给程序读",
        "20,000 paths, for programs"
      ),
      .init(
        "xiantou sim exit --scenario 方案.json --solve-for value --target irr=3%",
        "企业估值要高多少, 收益率才到 3%",
        "how much more companies must be worth for a return of 3%"
      ),
    ]
  ).noting(
    "项目可来自账本: 方案里写 \"ledger\": 账本路径 和 \"projects\":{\"from_ledger\":true}。",
    "Projects may come from a ledger: \"ledger\": path and \"projects\":{\"from_ledger\":true}."
  )

  @OptionGroup var run: SimOptions
  @OptionGroup var rates: RateOptions

  @Option(
    help: help("反求: value 为企业估值的倍数", "solve for: value, the multiple of company values"),
    transform: Read.word
  )
  var solveFor: Unknown?

  @Option(
    help: help("目标, 如 irr=3% 或 tvpi=1.2", "goal, such as irr=3% or tvpi=1.2", value: "goal"),
    transform: Read.goal
  )
  var target: ExitGoal?

  @Flag(help: help("加做敏感性和压力测试", "add sensitivities and stress tests"))
  var studies = false

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  /// What can be solved for.
  enum Unknown: String, CaseIterable {
    case value
  }

  func validate() throws {
    if (solveFor == nil) != (target == nil) {
      throw ValidationError("--solve-for value --target irr=3%")
    }
  }
}

/// `xiantou sim merge`.
struct SimMerge: Command {
  static let page = Page(
    "merge",
    "合并各片结果: 与一次算完逐字节相同",
    "Join the parts of a run: the same bytes as one run",
    examples: [
      .init("xiantou sim merge *.run -o 全部.run", "合并并保存", "join and keep")
    ]
  )

  @Argument(help: help("各片结果文件", "files of the parts", value: "file"))
  var files: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: help("结果保存到文件", "keep the result in a file", value: "file")
  )
  var output: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou sim show`.
struct SimShow: Command {
  static let page = Page(
    "show",
    "查看保存的结果, 或做成一个网页",
    "Show a kept result, or make one page of it",
    examples: [
      .init("xiantou sim show 结果.run", "在终端查看", "look at it"),
      .init(
        "xiantou sim show 结果.run --html 结果.html",
        "图和表在一个文件里, 可打印",
        "charts and tables in one file that prints"
      ),
      .init(
        "xiantou sim show --recorded 412 --again",
        "从账本重算已登记的模拟, 核对摘要",
        "draw a recorded simulation again, from the ledger alone"
      ),
      .init(
        "xiantou sim show 结果.run --actual 账本.xiantou --on 2026-06-30",
        "账本实际与计划对照, 红绿灯",
        "what the ledger says beside the plan, with traffic lights"
      ),
    ]
  ).noting(
    "--actual 逐期对照余额、应补偿、已补偿: 绿在中间五成路径内, 黄在九成内, 红在外。",
    "--actual lights are green within the middle half of paths, yellow within nine tenths."
  )

  @Argument(help: help("结果文件", "file of a result", value: "file"))
  var file: String?

  @Option(
    help: help("账本里已登记的模拟, 按记录号", "a simulation of the ledger, by its record", value: "n"),
    transform: Read.count
  )
  var recorded: Int?

  @Flag(help: help("从账本重算并核对摘要", "draw it again and compare digests"))
  var again = false

  @Option(help: help("网页文件", "the page to write", value: "file"))
  var html: String?

  @Flag(help: help("加做敏感性和压力测试", "add sensitivities and stress tests"))
  var studies = false

  @Option(help: help("与账本实际对照", "set a ledger beside the plan", value: "ledger"))
  var actual: String?

  @Option(
    help: help("对照截止日, 默认为今天", "last day of the ledger; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func validate() throws {
    if on != nil, actual == nil { throw ValidationError("--actual LEDGER [--on DATE]") }
    let needsRun = html != nil || studies || actual != nil
    let isWhole = recorded == nil ? !again : again || !needsRun
    if (file == nil) == (recorded == nil) || !isWhole {
      throw ValidationError("FILE [--html OUT] | --recorded N [--again [--html OUT]]")
    }
  }
}

/// `xiantou sim compare`.
struct SimCompare: Command {
  static let page = Page(
    "compare",
    "比较两个方案: 同样的运气, 逐条路径相减",
    "Compare two scenarios: the same luck, path by path",
    examples: [
      .init("xiantou sim compare 甲.json 乙.json", "乙减甲", "the second less the first")
    ]
  )

  @Argument(help: help("方案甲", "the first scenario", value: "a"))
  var first: String

  @Argument(help: help("方案乙", "the second scenario", value: "b"))
  var second: String

  @OptionGroup var draws: DrawOptions
  @OptionGroup var rates: RateOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
