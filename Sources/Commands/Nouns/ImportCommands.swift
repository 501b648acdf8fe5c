import ArgumentParser
import Reports

/// `xiantou import` (导入).
struct ImportCommand: Command {
  static let page = Page(
    "import",
    "导入表格和整个文件夹",
    "Import tables and whole folders",
    examples: [
      .init(
        "xiantou import template voucher -o 凭证.csv",
        "取得凭证导入模板",
        "get the template for importing vouchers"
      )
    ]
  )
  static let verbs: [any Command.Type] = [
    ImportRun.self, ImportUndo.self, ImportTemplateCommand.self,
  ]
}

/// `xiantou import template [NAME]`.
struct ImportTemplateCommand: RunnableCommand {
  static let page = Page(
    "template",
    "列出导入模板, 或写出其中一个",
    "List the import templates, or write one",
    examples: [
      .init("xiantou import template", "列出所有模板", "list the templates"),
      .init(
        "xiantou import template voucher -o 凭证.csv",
        "写出凭证模板, Excel 可直接打开",
        "write the voucher template, ready for Excel"
      ),
    ]
  )

  @Argument(
    help: help("模板名称, 例如 voucher", "name of the template, for example voucher", value: "name")
  )
  var name: String?

  @OptionGroup var output: OutputOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    guard let name else { return try list(in: session) }
    guard let template = ImportTemplate.named(name) else {
      var arguments = ["value": name, "help": "xiantou import template"]
      arguments["near"] = Suggestion.nearest(to: name, among: ImportTemplate.all.map(\.name))
      throw Failure(.templateUnknown, arguments)
    }
    try session.write(output) { sink throws(Failure) in
      if session.form == .json {
        try sink.line(json(template, session.language).text)
      } else {
        // CSV has CRLF at line ends (RFC 4180); no heading needs quotes.
        try sink.write(template.columns.joined(separator: ",") + "\r\n")
      }
    }
  }

  private func list(in session: Session) throws(Failure) {
    if session.form == .json {
      let list = ImportTemplate.all.map { json($0, session.language) }
      return try session.console.output.line(JSON.object([.init("templates", .array(list))]).text)
    }
    for template in ImportTemplate.all {
      let gap = String(repeating: " ", count: max(1, 12 - template.name.count))
      try session.console.output.line(
        template.name + (session.form == nil ? gap : "\t")
          + template.title.text(in: session.language)
      )
    }
  }

  private func json(_ template: ImportTemplate, _ language: Language) -> JSON {
    .object([
      .init("name", .string(template.name)),
      .init("title", .string(template.title.text(in: language))),
      .init("columns", .array(template.columns.map(JSON.string))),
    ])
  }
}

/// `xiantou import run PATH…`.
struct ImportRun: Command {
  static let page = Page(
    "run",
    "导入文件或整个文件夹, 表由表头识别, 自动排序",
    "Import files or folders; headers tell the tables, the order is found",
    examples: [
      .init("xiantou import run 资料/ --dry-run", "检查整个文件夹", "check a whole folder"),
      .init("xiantou import run 资料/ --post --as 陈立", "导入已记账的历史资料", "load posted history"),
    ]
  )

  @Argument(help: help("文件或文件夹", "files or folders", value: "path"))
  var paths: [String]

  @Option(help: help("输入编码; 省略时自动识别", "encoding of the input, else detected", value: "encoding"))
  var encoding: String?

  @Flag(help: help("导入为已记账凭证, 保留原编号和签名", "load as posted, with the numbers and people of the file"))
  var post = false

  @Flag(help: help("把业务表登记为新的业务单据并记账", "book the business tables as new documents"))
  var bookEvents = false

  @Option(
    help: help(
      "银行流水文件是哪个科目的, 可重复",
      "which account a bank statement is of; may be repeated",
      value: "code=file"
    ),
    transform: Read.bankFile
  )
  var bank: [BankFileOption] = []

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou import undo BATCH`.
struct ImportUndo: Command {
  static let page = Page(
    "undo",
    "撤销一个导入批次的草稿",
    "Undo the drafts of an import batch",
    examples: [.init("xiantou import undo IMP-20260105-0001 --as 张敏", "撤销一批草稿", "undo a batch")]
  )

  @Argument(help: help("导入批次", "import batch", value: "batch"))
  var batch: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// A file that is read.
struct InputOptions: ParsableArguments {
  @Argument(help: help("输入文件, - 为标准输入", "the file; - is standard input", value: "file"))
  var file: String

  @Option(help: help("输入编码; 省略时自动识别", "encoding of the input, else detected", value: "encoding"))
  var encoding: String?
}
