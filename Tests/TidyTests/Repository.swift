import Foundation
import Testing

/// The checkout these tests were built from.
enum Repository {
  /// The folder that holds Package.swift.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The Swift files below a folder, in a fixed order.
  static func swiftFiles(in folder: String) -> [SourceFile] {
    let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path) ?? .init()
    return found.compactMap { $0 as? String }
      .filter { $0.hasSuffix(".swift") }
      .sorted()
      .map { SourceFile(path: folder + "/" + $0) }
  }

  /// Every Swift file of ours.
  static let swift = swiftFiles(in: "Sources") + swiftFiles(in: "Tests")

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}

/// One Swift file, with and without what a compiler ignores.
struct SourceFile: CustomTestStringConvertible {
  let path: String
  /// The lines as written.
  let lines: [String]
  /// The same lines with the contents of strings and comments taken out.
  let code: [String]

  init(path: String) {
    self.path = path
    let text = (try? Repository.text(path)) ?? ""
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = Self.bare(lines)
  }

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = Self.bare(lines)
  }

  var testDescription: String { path }
  var isTest: Bool { path.hasPrefix("Tests/") }
  /// The files that hold the texts people read: long sentences live there.
  var isCatalogue: Bool {
    path.hasPrefix("Sources/Commands/") && path.contains("Messages") || path.contains("Golden")
  }

  /// The lines without comments and without the insides of string literals and raw identifiers.
  private static func bare(_ lines: [String]) -> [String] {
    var insideText = false
    return lines.map { line in
      let delimiters = line.components(separatedBy: "\"\"\"").count - 1
      if insideText || delimiters == 1 {
        if delimiters == 1 { insideText.toggle() }
        return ""
      }
      return
        line
        .replacing(#/\\./#, with: "")
        .replacing(#/#*"[^"]*"#*/#, with: "\"\"")
        .replacing(#/`[^`]*`/#, with: "name")
        .replacing(#/\/\/.*/#, with: "")
    }
  }

  /// The length of each function, by the line it starts on: from its name to its last brace.
  var functions: [(line: Int, length: Int)] {
    var found: [(line: Int, length: Int)] = []
    var open: [(line: Int, depth: Int, hasBody: Bool)] = []
    var braces = 0
    var parentheses = 0
    for (index, line) in code.enumerated() {
      if line.contains(#/(^|\s)(func\s|init[?(<]|deinit\s*\{)/#), parentheses == 0 {
        if let last = open.last, !last.hasBody { open.removeLast() }
        open.append((index + 1, braces, false))
      }
      for character in line {
        switch character {
        case "(": parentheses += 1
        case ")": parentheses -= 1
        case "{":
          // A brace among the parameters is a default value, not the body.
          if parentheses == 0, let last = open.last, last.depth == braces {
            open[open.endIndex - 1].hasBody = true
          }
          braces += 1
        case "}":
          braces -= 1
          while let last = open.last, last.depth >= braces + (last.hasBody ? 0 : 1) {
            guard parentheses == 0 else { break }
            open.removeLast()
            if last.hasBody { found.append((last.line, index + 2 - last.line)) }
          }
        default: break
        }
      }
    }
    return found
  }
}
