import ArgumentParser

/// `xiantou export` (导出).
struct ExportCommand: Command {
  static let page = Page(
    "export",
    "导出到其他记账程序, 供独立核对",
    "Export to other accounting programs for a second opinion",
    examples: [
      .init(
        "xiantou export hledger -o 账.journal && hledger -f 账.journal check",
        "用 hledger 核对",
        "check with hledger"
      ),
      .init(
        "xiantou export beancount -o 账.beancount && bean-check 账.beancount",
        "用 beancount 核对",
        "check with beancount"
      ),
    ]
  )
  static let verbs: [any Command.Type] = [ExportHledger.self, ExportBeancount.self]
}

/// `xiantou export hledger`.
struct ExportHledger: Command {
  static let page = Page(
    "hledger",
    "导出 hledger 日记账, 含各期余额断言",
    "Export a journal for hledger, with balance assertions",
    examples: [.init("xiantou export hledger -o 账.journal", "写入文件", "write a file")]
  )

  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou export beancount`.
struct ExportBeancount: Command {
  static let page = Page(
    "beancount",
    "导出 beancount 账本, 含各期余额断言",
    "Export a ledger for beancount, with balance assertions",
    examples: [.init("xiantou export beancount -o 账.beancount", "写入文件", "write a file")]
  )

  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
