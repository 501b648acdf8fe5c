import Reports
import Testing

@testable import Commands

@Suite struct SettingsTests {
  static let text = """
    # 先投
    book = /账/甲.xiantou   # the ledger
    lang=en

    progress = plain
    """

  @Test func `the strongest place wins and is named`() throws {
    let file = SettingsFile(path: "config", text: SettingsTests.text)
    let environment = Environment(["XIANTOU_BOOK": "乙", "XIANTOU_LANG": "", "XIANTOU_AS": "张敏"])
    var settings = Settings(options: [.book: "丙"], environment: environment, file: file)
    settings.book = [.outputEncoding: "gb18030", .progress: "none"]
    let expected: [(SettingKey, String?, Setting.Origin)] = [
      (.book, "丙", .option("--book")),
      (.user, "张敏", .environment("XIANTOU_AS")),
      (.language, "en", .file("config", line: 3)),
      (.progress, "plain", .file("config", line: 5)),
      (.outputEncoding, "gb18030", .book),
      (.color, "auto", .standard),
      (.set, nil, .standard),
    ]
    for (key, value, origin) in expected {
      #expect(try settings.setting(key) == Setting(value: value, origin: origin), "\(key)")
    }
    let plain = Settings(options: [:], environment: environment, file: file)
    #expect(try plain.setting(.book).origin == .environment("XIANTOU_BOOK"))
    let locale = Settings(
      options: [:],
      environment: Environment(["LANG": "en_US"]),
      file: SettingsFile(path: "", text: "")
    )
    #expect(try locale.setting(.language) == Setting(value: "en", origin: .locale))
  }

  @Test(arguments: [
    ("colour = never", "colour", 1), ("book=a\n\njust text", "just text", 3), ("= x", "", 1),
  ])
  func `a key that means nothing is refused with its line`(
    _ text: String,
    _ key: String,
    _ line: Int
  ) {
    let file = SettingsFile(path: "config", text: text)
    #expect(file.unknown?.key == key && file.unknown?.line == line)
    let failure = #expect(throws: Failure.self) { try file.check() }
    #expect(failure?.exit == .usage)
  }

  @Test func `a value that is not allowed names its origin`() throws {
    let environment = Environment(["XIANTOU_PROGRESS": "fast"])
    let file = SettingsFile(path: "", text: "")
    let settings = Settings(options: [:], environment: environment, file: file)
    let failure = #expect(throws: Failure.self) { try settings.setting(.progress) }
    let line = try #require(failure?.lines(.chinese).first)
    #expect(line == "E-SETTINGS: 环境变量 XIANTOU_PROGRESS: “fast” 不可用 (可用: auto, plain, json, none)")
  }

  @Test func `config show prints values and origins`() {
    let variables = ["XIANTOU_BOOK": "甲.xiantou"]
    let lines = Run(["config", "show", "--origin"], variables).output.split(separator: "\n")
    #expect(lines.first == "book = 甲.xiantou  # 环境变量 XIANTOU_BOOK")
    #expect(lines.count == SettingKey.allCases.count)
    let object = Run(["config", "show", "--json", "--set", "002"], variables).output
    #expect(
      object.hasPrefix(
        #"{"settings":[{"key":"book","value":"甲.xiantou","origin":"environment","#
          + #""source":"环境变量 XIANTOU_BOOK"},"#
          + #"{"key":"set","value":"002","origin":"option","source":"选项 --set"}"#
      )
    )
  }

  @Test func `the settings file lies in the folder for settings`() {
    let path = SettingsFile.standardPath
    #expect(path(Environment(["HOME": "/h"])) == "/h/.config/xiantou/config")
    #expect(path(Environment(["HOME": "/h", "XDG_CONFIG_HOME": "/c"])) == "/c/xiantou/config")
    #expect(path(Environment()) == nil)
  }
}
