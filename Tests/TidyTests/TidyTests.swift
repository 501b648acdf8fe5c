import Foundation
import Testing

/// The habits of the house that a machine can hold us to.
@Suite struct TidyTests {
  /// Words that say nothing, and what to write instead.
  static let banned = [
    "Manager": "the thing it does", "Helper": "the thing it does",
    "Util": "the type the function belongs to", "Utils": "the type the function belongs to",
  ]

  @Test func `the repository was found`() {
    #expect(Repository.swift.count > 20)
    #expect(Repository.swift.contains { $0.path == "Sources/Quantities/Fen.swift" })
  }

  @Test(arguments: Repository.swift)
  func `files, lines and functions stay short`(file: SourceFile) {
    #expect(file.lines.count <= (file.isTest ? 700 : 500), "\(file.path) is too long")
    for (index, line) in file.lines.enumerated() where line.count > 100 && !file.isCatalogue {
      Issue.record("\(file.path):\(index + 1) has \(line.count) columns; 100 is the limit")
    }
    for function in file.functions where function.length > 70 {
      Issue.record("\(file.path):\(function.line) has \(function.length) lines; 70 is the limit")
    }
  }

  @Test(arguments: Repository.swift)
  func `names say what things do, and nothing is left for later`(file: SourceFile) {
    let name = #/(?:class|struct|enum|protocol|actor|func|var|let|typealias|case)\s+(\w+)/#
    for (index, line) in file.code.enumerated() {
      for declared in line.matches(of: name) {
        for (word, instead) in Self.banned where declared.1.hasSuffix(word) {
          Issue.record("\(file.path):\(index + 1) \(declared.1): name \(instead)")
        }
      }
    }
    // This file has to name the words it looks for.
    guard !file.path.hasPrefix("Tests/TidyTests/") else { return }
    for (index, line) in file.lines.enumerated() where line.contains(#/\b(FIXME|TODO)\b/#) {
      Issue.record("\(file.path):\(index + 1) leaves something for later")
    }
  }

  @Test(arguments: Repository.swiftFiles(in: "Sources"))
  func `only the command line prints, and no room imports Foundation`(file: SourceFile) {
    let mayPrint = file.path.hasPrefix("Sources/Commands/") || file.path.contains("/xiantou")
    for (index, line) in file.code.enumerated() {
      if !mayPrint, line.contains(#/(^|[^\w.])print\(/#) {
        Issue.record("\(file.path):\(index + 1) prints; return a value instead")
      }
      if line.contains(#/import\s+(\w+\s+)?Foundation/#) {
        Issue.record("\(file.path):\(index + 1) imports Foundation")
      }
    }
  }

  @Test func `every finding has a test that names it`() throws {
    let declaration = #/case (\w+) = "([EW]-[A-Z0-9-]+)"/#
    let codes = try Repository.text("Sources/Findings/FindingCode.swift").matches(of: declaration)
    #expect(codes.count > 50)
    let tests = Repository.swiftFiles(in: "Tests").filter { !$0.path.hasPrefix("Tests/TidyTests/") }
    let dirty = try Repository.text("Examples/three-years/dirty/expected.json")
    let corpus = tests.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n") + dirty
    let words = Set(corpus.matches(of: #/\.(\w+)|([EW]-[A-Z0-9-]+)/#).map { $0.1 ?? $0.2 ?? "" })
    let untested = codes.filter { !words.contains($0.1) && !words.contains($0.2) }
      .map { String($0.2) }
    #expect(untested == [])
  }

  @Test func `the rule for functions counts from the name to the last brace`() {
    let body = String(repeating: "    work(\"}\") // }\n", count: 3)
    let file = SourceFile(
      path: "Sources/Sample.swift",
      text: """
        protocol P {
          func promise()
          init()
        }
        struct S {
          let made = S.init()
          func one(_ more: () -> Void = {}) {
        \(body)    if true { }
          }
          init() {}
        }
        """
    )
    #expect(file.functions.map(\.line) == [7, 13])
    #expect(file.functions.map(\.length) == [6, 1])
  }
}
