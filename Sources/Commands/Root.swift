import ArgumentParser

/// `xiantou`: the nouns (名词).
struct Root: Command {
  static let page = Page(
    "xiantou",
    "先投: 先投后股资金的账本",
    "xiantou: the ledger of invest-first funds",
    examples: [
      .init(
        "xiantou import template voucher -o 凭证.csv",
        "取得凭证导入模板",
        "get the template for importing vouchers"
      ),
      .init("xiantou help import template", "查看一个命令的说明", "read the help of a command"),
    ]
  ).noting(
    "其他: --version 显示版本; --generate-completion-script 生成补全脚本。手册: man xiantou",
    "Further: --version; --generate-completion-script. The manual: man xiantou"
  )

  static let verbs: [any Command.Type] = [
    BookCommand.self, UserCommand.self, AccountCommand.self, AuxCommand.self, VoucherCommand.self,
    PeriodCommand.self, ReportCommand.self, ExportCommand.self, ImportCommand.self,
    BankCommand.self, KeyCommand.self, AuditCommand.self, PolicyCommand.self, RateCommand.self,
    RuleCommand.self, DocumentCommand.self, ProjectCommand.self, ConvertCommand.self,
    CustodyCommand.self, DividendCommand.self, ExitCommand.self, WriteOffCommand.self,
    PoolCommand.self, SimCommand.self,
    ConfigCommand.self, HelpCommand.self, CompletionCommand.self,
  ]
}
