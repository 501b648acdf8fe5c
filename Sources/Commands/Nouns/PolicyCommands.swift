import ArgumentParser

/// `xiantou policy` (政策).
struct PolicyCommand: Command {
  static let page = Page(
    "policy",
    "政策参数文件: 检查、查看、比较、采用",
    "Policy files: check, show, compare, adopt",
    examples: [
      .init("xiantou policy check 政策.json", "检查政策文件", "check a policy file"),
      .init("xiantou policy show 政策.json", "查看各项参数和条款", "show values and clauses"),
    ]
  )
  static let verbs: [any Command.Type] = [
    PolicyCheck.self, PolicyShow.self, PolicyDiff.self, PolicyAdopt.self, PolicyList.self,
  ]
}

/// `xiantou policy check`.
struct PolicyCheck: Command {
  static let page = Page(
    "check",
    "检查政策文件: 一次列出全部问题和未定参数",
    "Check policy files: everything wrong with them, and what they leave open",
    examples: [
      .init("xiantou policy check 政策.json", "检查一个文件", "check one file"),
      .init("xiantou policy check a.json b.json --json", "检查几个文件", "check several files"),
    ]
  ).noting(
    "未定参数(?)不是错误: 用到它的计算会拒绝, 退出码 8。",
    "An open value (?) is no error: a calculation that needs it refuses with exit code 8."
  )

  @Argument(help: help("政策文件", "policy files", value: "file"))
  var files: [String]

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou policy show`.
struct PolicyShow: Command {
  static let page = Page(
    "show",
    "列出政策的各项参数、条款和可信程度",
    "List the values of a policy with their clauses and marks",
    examples: [.init("xiantou policy show 政策.json", "查看一个政策", "show a policy")]
  )

  @Argument(help: help("政策文件", "policy file", value: "file"))
  var file: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou policy diff`.
struct PolicyDiff: Command {
  static let page = Page(
    "diff",
    "逐项比较两个政策文件",
    "Compare two policy files value by value",
    examples: [.init("xiantou policy diff 旧.json 新.json", "比较两版政策", "compare two versions")]
  ).noting("有差异时退出码为 10。", "Exits with 10 when they differ.")

  @Argument(help: help("原政策文件", "the file to compare", value: "old"))
  var old: String

  @Argument(help: help("新政策文件", "the file to compare with", value: "new"))
  var new: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
