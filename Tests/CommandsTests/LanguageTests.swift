import Reports
import Testing

@testable import Commands

@Suite struct LanguageTests {
  @Test(arguments: [
    ([:], nil),
    (["LANG": "en_US.UTF-8"], Language.english),
    (["LANG": "zh_TW.UTF-8"], .chinese),
    (["LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"], .chinese),
    (["LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_GB"], .english),
    (["LC_ALL": "", "LANG": "en"], .english),
    (["LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"], nil),
    (["LANG": "POSIX"], nil),
    (["LANG": "fr_FR@euro"], .english),
  ])
  func `the locale asks for a language`(_ variables: [String: String], _ language: Language?) {
    #expect(Language.locale(Environment(variables)) == language)
  }

  @Test(arguments: [
    (["--lang", "en"], ["XIANTOU_LANG": "zh-CN", "LANG": "zh_CN"], "E-COMMAND-UNKNOWN: unknown"),
    (["--lang=zh-CN"], ["XIANTOU_LANG": "en"], "E-COMMAND-UNKNOWN: 未知"),
    ([], ["XIANTOU_LANG": "en", "LANG": "zh_CN"], "E-COMMAND-UNKNOWN: unknown"),
    ([], ["LANG": "en_US"], "E-COMMAND-UNKNOWN: unknown"),
    ([], [:], "E-COMMAND-UNKNOWN: 未知"),
    (["--lang", "fr"], ["LANG": "en_US"], "E-COMMAND-UNKNOWN: unknown"),
  ])
  func `option, variable and locale decide in this order`(
    _ options: [String],
    _ variables: [String: String],
    _ start: String
  ) {
    let run = Run(["nonsense"] + options, variables)
    #expect(run.messages.hasPrefix(start))
    #expect(run.exit == .usage)
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("import", "import", 0), ("improt", "import", 1), ("imprt", "import", 1),
    ("voucher", "vouchers", 1), ("tb", "gl", 2), ("", "help", 4), ("凭征", "凭证", 1),
  ])
  func `counts the letters that differ`(_ left: String, _ right: String, _ distance: Int) {
    #expect(Suggestion.distance(left, right) == distance)
    #expect(Suggestion.distance(right, left) == distance)
  }

  @Test(arguments: [
    ("improt", "import"), ("confg", "config"), ("hlep", "help"), ("x", nil), ("delete", nil),
  ])
  func `suggests only what is like enough`(_ word: String, _ suggestion: String?) {
    let words = ["import", "config", "help", "completion"]
    #expect(Suggestion.nearest(to: word, among: words) == suggestion)
  }
}
