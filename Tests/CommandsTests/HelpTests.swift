import ArgumentParser
import Reports
import Testing

@testable import Commands

@Suite struct HelpTests {
  @Test(arguments: Language.allCases)
  func `every command has a purpose and examples that the parser accepts`(_ language: Language) {
    Language.$current.withValue(language) {
      for (words, command) in Tree.all {
        #expect(!command.page.purpose.current.isEmpty, "\(words)")
        #expect(!command.page.examples.isEmpty, "\(words)")
        for example in command.page.examples {
          #expect(!example.purpose.current.isEmpty, "\(words)")
          #expect(throws: Never.self, "\(example.command)") { try HelpTests.parse(example.command) }
        }
      }
    }
  }

  /// Parses the first `xiantou …` of a shell line.
  static func parse(_ line: String) throws {
    var words: [String] = []
    var hasBegun = false
    for word in line.split(separator: " ") {
      if word == ">" || word == "&&" { break }
      if hasBegun { words.append(String(word)) }
      if word == "xiantou" { hasBegun = true }
    }
    if words.first == "help" { return }
    let found = try #require(Tree.find(words))
    _ = try found.command.parseAsRoot(found.rest)
  }

  @Test(arguments: Tree.all.map(\.words))
  func `help speaks one language, examples first`(_ words: String) throws {
    let command = try #require(Tree.all.first { $0.words == words }?.command)
    let chinese = Language.$current.withValue(.chinese) {
      ParserText.help(command.helpMessage(columns: 1_000), .chinese)
    }
    let headings = [
      "OVERVIEW", "USAGE", "EXAMPLES", "OPTIONS", "ARGUMENTS", "SUBCOMMANDS", "Show ",
    ]
    #expect(headings.filter { chinese.contains($0) } == [])
    let english = Language.$current.withValue(.english) {
      ParserText.help(command.helpMessage(columns: 1_000), .english)
    }
    // Chinese is left only where the reader types it: in examples, codes and headings of files.
    let prose = english.split(separator: "\n").filter { !$0.contains("xiantou ") }
    #expect(prose.allSatisfy { !$0.contains { "的是不请与和".contains($0) } })
    for (text, usage) in [(chinese, "\n用法: "), (english, "\nUSAGE: ")] {
      let example = try #require(text.firstRange(of: "xiantou "))
      let synopsis = try #require(text.firstRange(of: usage))
      #expect(example.lowerBound < synopsis.lowerBound)
      let widest =
        text.split(separator: "\n")
        .filter { !$0.contains("xiantou ") }.map(HelpTests.width).max() ?? 0
      #expect(widest <= 120, "\(words): \(widest)")
    }
  }

  static func width(_ text: Substring) -> Int { DisplayWidth.columns(of: String(text)) }

  @Test(arguments: [
    (["help", "import", "template"], ["import", "template", "--help"]),
    (["help"], []), (["help", "config"], ["config"]), (["help", "import"], ["import", "-h"]),
    (["help", "--lang", "en"], ["--lang", "en"]),
  ])
  func `two ways lead to one help page`(_ left: [String], _ right: [String]) {
    let (one, other) = (Run(left), Run(right))
    #expect(one.output == other.output)
    #expect(one.exit == .ok && other.exit == .ok && !one.output.isEmpty)
  }

  @Test(arguments: [
    (["confg"], "未知命令 'confg' (您是不是要: config)"),
    (["import", "tempalte"], "未知命令 'tempalte' (您是不是要: template)"),
    (["import", "xyz"], "未知命令 'xyz' (可用命令见: xiantou help import)"),
    (["help", "import", "tmplate"], "未知命令 'tmplate' (您是不是要: template)"),
    (
      ["config", "show", "--lagn"], "未知选项 '--lagn', 您是不是要: '--lang' (说明: xiantou help config show)"
    ),
    (["config", "show", "-z"], "未知选项 '-z' (说明: xiantou help config show)"),
    (["config", "show", "--book"], "缺少取值: '--book <path>' (说明: xiantou help config show)"),
    (
      ["config", "show", "--origin=1"],
      "选项 '--origin' 不带取值, 但给出了 '1' (说明: xiantou help config show)"
    ),
    (["config", "show", "a"], "多余的参数 'a' (说明: xiantou help config show)"),
    (["config", "show", "a", "b"], "2 个多余的参数: 'a', 'b' (说明: xiantou help config show)"),
    (
      ["config", "show", "--csv", "--plain"],
      "选项 '--plain' 不能同时使用: '--csv' (说明: xiantou help config show)"
    ),
    (["completion"], "缺少参数 '<shell>' (说明: xiantou help completion)"),
    (
      ["completion", "tcsh"],
      "取值 'tcsh' 不适用于 '<shell>'。可用: 'bash', 'zsh' 或 'fish' (说明: xiantou help completion)"
    ),
    (
      ["config", "show", "--lang", "fr"],
      "取值 'fr' 不适用于 '--lang <language>': 可用: zh-CN、en (说明: xiantou help config show)"
    ),
    (
      ["config", "show", "--key", "空 格"],
      "取值 '空 格' 不适用于 '--key <key>': 幂等键是 1 至 200 个可见的 ASCII 字符 (说明: xiantou help config show)"
    ),
    (["--nonsense"], "未知选项 '--nonsense' (说明: xiantou help)"),
  ])
  func `errors of the parser are Chinese and exit with 2`(_ arguments: [String], _ message: String)
  {
    let run = Run(arguments)
    let code = message.hasPrefix("未知命令") ? "E-COMMAND-UNKNOWN" : "E-USAGE"
    #expect(run.messages == "\(code): \(message)\n")
    #expect(run.exit == .usage)
    #expect(run.output.isEmpty)
  }

  @Test func `a usage error is an object when JSON is asked for`() {
    let run = Run(["config", "shwo", "--json"])
    #expect(
      run.output
        == #"{"error":{"code":"E-COMMAND-UNKNOWN","#
        + #""message":"未知命令 'shwo' (您是不是要: show)"},"findings":[]}"# + "\n"
    )
    #expect(run.messages.isEmpty && run.exit == .usage)
  }

  @Test func `tells its version`() {
    let run = Run(["--version"])
    #expect(run.output == "xiantou \(Program.version)\n" && run.exit == .ok)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `makes completion scripts in two ways`(_ shell: String) {
    let script = Run(["completion", shell])
    #expect(script.output.contains("xiantou") && script.output.contains("template"))
    #expect(script.output == Run(["--generate-completion-script", shell]).output)
  }
}
