import ArgumentParser
import Reports

/// The options that every command understands (公共选项).
struct CommonOptions: ParsableArguments {
  /// The heading in the help.
  static var title: String { Phrase("公共选项", "Common options").current }

  @Option(help: help("账本文件 (XIANTOU_BOOK)", "ledger file (XIANTOU_BOOK)", value: "path"))
  var book: String?

  @Option(
    help: help(
      "账套编码, 账本里只有一个时可省略",
      "book in the file; not needed when there is only one",
      value: "code"
    )
  )
  var set: String?

  @Option(
    name: .customLong("as"),
    help: help("操作人 (XIANTOU_AS)", "who acts (XIANTOU_AS)", value: "user")
  )
  var user: String?

  @Option(
    name: .customLong("lang"),
    help: help("界面语言: zh-CN 或 en", "language: zh-CN or en", value: "language"),
    transform: Read.language
  )
  var language: Language?

  @Flag(
    exclusivity: .exclusive,
    help: help("输出形式, 默认为表格", "form of the result instead of a table")
  )
  var form: OutputForm?

  @Flag(name: .shortAndLong, help: help("只输出结果和错误", "only results and errors"))
  var quiet = false

  @Flag(name: .shortAndLong, help: help("输出更多说明", "say more"))
  var verbose = false

  @Flag(help: help("不用颜色", "no colour"))
  var noColor = false

  @Option(help: help("进度的形式", "form of the progress", value: "form"))
  var progress: Progress.Form?

  @Flag(help: help("只检查并显示, 不写入", "check and show, write nothing"))
  var dryRun = false

  @Flag(help: help("不再询问", "do not ask"))
  var yes = false

  @Option(
    help: help(
      "幂等键: 同一键重复执行只生效一次",
      "idempotency key: the same key takes effect once",
      value: "key"
    ),
    transform: Read.key
  )
  var key: String?

  /// What the command line sets of what can be set elsewhere, too.
  var settings: [SettingKey: String] {
    var settings: [SettingKey: String] = [:]
    settings[.book] = book
    settings[.set] = set
    settings[.user] = user
    settings[.language] = language?.rawValue
    settings[.color] = noColor ? "never" : nil
    settings[.progress] = progress?.rawValue
    return settings
  }
}

extension OutputForm: EnumerableFlag {
  static func help(for value: OutputForm) -> ArgumentHelp? {
    switch value {
    case .json: Commands.help("输出一个 JSON 对象", "print one JSON object")
    case .plain: Commands.help("输出制表符分隔的文本", "print tab-separated text")
    case .csv: Commands.help("输出 CSV", "print CSV")
    }
  }
}

extension Progress.Form: ExpressibleByArgument {}
extension OutputEncoding: ExpressibleByArgument {}

/// Where a report or an export goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: help("写入文件, - 为标准输出", "write to a file; - is standard output", value: "file")
  )
  var file: String?

  @Option(
    help: help(
      "输出编码",
      "encoding of the output",
      value: "encoding"
    )
  )
  var outEncoding: OutputEncoding?
}
