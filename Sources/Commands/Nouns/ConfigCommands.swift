import ArgumentParser
import Reports

/// `xiantou config` (配置).
struct ConfigCommand: Command {
  static let page = Page(
    "config",
    "查看配置",
    "Show the settings",
    examples: [
      .init(
        "xiantou config show --origin",
        "查看每项配置和它的来源",
        "show each setting and where it comes from"
      )
    ]
  )
  static let verbs: [any Command.Type] = [ConfigShow.self]
}

/// `xiantou config show`.
struct ConfigShow: RunnableCommand {
  static let page = Page(
    "show",
    "列出各项配置",
    "List the settings",
    examples: [
      .init(
        "xiantou config show --origin",
        "查看每项配置和它的来源",
        "show each setting and where it comes from"
      ),
      .init("XIANTOU_BOOK=先投.xiantou xiantou config show", "用环境变量设定账本", "set the ledger"),
    ]
  ).noting(
    "优先次序: 选项, XIANTOU_* 环境变量, ~/.config/xiantou/config, 账本设置。",
    "The order: option, XIANTOU_* variable, ~/.config/xiantou/config, settings of the ledger."
  )

  @Flag(help: help("同时显示来源", "show where each value comes from"))
  var origin = false

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    try session.settings.file.check()
    var settings: [(SettingKey, Setting)] = []
    for key in SettingKey.allCases { settings.append((key, try session.settings.setting(key))) }
    if session.form == .json {
      let list = settings.map { key, setting in
        JSON.object([
          .init("key", .string(key.rawValue)), .init("value", .optional(setting.value)),
          .init("origin", .string(setting.origin.code)),
          .init("source", .string(setting.origin.text(session.language))),
        ])
      }
      try session.console.output.line(JSON.object([.init("settings", .array(list))]).text)
      return
    }
    let unset = Message(.settingUnset).text(session.language)
    let separator = session.form == .plain ? "\t" : " = "
    for (key, setting) in settings {
      var line = key.rawValue + separator + (setting.value ?? unset)
      if origin {
        line += (session.form == .plain ? "\t" : "  # ") + setting.origin.text(session.language)
      }
      try session.console.output.line(line)
    }
  }
}
