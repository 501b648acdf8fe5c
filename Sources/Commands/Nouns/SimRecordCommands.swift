import ArgumentParser

/// `xiantou sim record FILE`.
struct SimRecord: Command {
  static let page = Page(
    "record",
    "把模拟登记入账本日志: 决策的依据日后可查、可重算",
    "Record a simulation in the ledger's log, so that a decision can be audited and drawn again",
    examples: [
      .init("xiantou sim record 结果.run --as 张敏", "提请登记", "propose to record"),
      .init(
        "xiantou sim record 结果.run --on 2026-01-08 --reason 核定池规模 --signed 张敏,王磊,周正 --as 何伟",
        "登记已签的结果",
        "enter a result that was signed on paper"
      ),
    ]
  ).noting(
    "登记方案全文、政策、种子、路径数、程序版本、结果摘要和主要数字, 不使任何规则生效。",
    "Scenario, policy, seed, paths, program, digest and figures are kept; nothing comes in force."
  )

  @Argument(help: help("结果文件", "file of a result", value: "file"))
  var file: String

  @OptionGroup var adoption: AdoptionOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou sim list`.
struct SimList: Command {
  static let page = Page(
    "list",
    "列出已登记的模拟",
    "List the recorded simulations",
    examples: [
      .init("xiantou sim list", "已登记的模拟", "the recorded simulations")
    ]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
