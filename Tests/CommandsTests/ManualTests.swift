import Testing

@testable import Commands

@Suite struct ManualTests {
  static func page(_ name: String) throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return String(decoding: try System.read("/\(root)/man/\(name)"), as: UTF8.self)
  }

  @Test func `the manual has every command, exit code, failure and setting, twice`() throws {
    let parts = try ManualTests.page("xiantou.1").split(separator: ".Sh ENGLISH")
    #expect(parts.count == 2)
    for part in parts {
      let missing = Tree.all.filter { !part.contains("Nm xiantou \($0.words)") }.map(\.words)
      #expect(missing.filter { $0.contains(" ") || $0 == "help" || $0 == "completion" } == [])
      #expect(ExitCode.allCases.filter { !part.contains(".It \($0.rawValue)\n") } == [])
      #expect(SettingKey.allCases.filter { !part.contains($0.variable) } == [])
    }
  }

  @Test func `the manual of imports has every template with its columns`() throws {
    let page = try ManualTests.page("xiantou-import.5")
    for template in ImportTemplate.all {
      #expect(page.contains(".It \(template.name)"), "\(template.name)")
      #expect(template.columns.filter { !page.contains($0) } == [], "\(template.name)")
    }
  }
}
