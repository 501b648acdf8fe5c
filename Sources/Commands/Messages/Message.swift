import Findings
import Reports

/// A text for people, as a key of the catalogue and what fills it in (文案).
struct Message: Sendable, Equatable {
  /// What is said.
  let key: Key
  /// The arguments by the names that the catalogue uses.
  let arguments: [String: String]

  /// The keys of texts that are not findings.
  enum Key: Sendable, Equatable {
    case failure(FailureCode)
    case text(TextKey)
  }

  /// Creates a message.
  init(_ key: Key, _ arguments: [String: String] = [:]) {
    self.key = key
    self.arguments = arguments
  }

  /// Creates a message from a phrase.
  init(_ key: TextKey, _ arguments: [String: String] = [:]) {
    self.init(.text(key), arguments)
  }

  /// The text in a language.
  func text(_ language: Language) -> String {
    let wording =
      switch key {
      case .failure(let code): language.catalogue.wording(code)
      case .text(let key): Wording(language.catalogue.wording(key))
      }
    return wording.filled(arguments, language)
  }
}

/// The words for one thing: what is so, and what to do about it (说明与建议).
struct Wording: Sendable {
  /// What is so, as a template.
  let message: String
  /// What to do about it, as a template; empty when the message says it.
  let remedy: String

  /// Creates a wording.
  init(_ message: String, _ remedy: String = "") {
    self.message = message
    self.remedy = remedy
  }

  /// `说明 (建议)`.
  func filled(_ arguments: [String: String], _ language: Language) -> String {
    let said = Template(message).filled(arguments, language)
    let advised = Template(remedy).filled(arguments, language)
    return advised.isEmpty ? said : "\(said) (\(advised))"
  }
}

/// One language's words for everything (文案目录).
protocol Catalogue: Sendable {
  /// The words for a finding; a test sees to it that there are some.
  func wording(_ code: FindingCode) -> Wording?
  /// The words for a failure.
  func wording(_ code: FailureCode) -> Wording
  /// The template of a text.
  func wording(_ key: TextKey) -> String
  /// The words for stable terms, by `kind.term`, for example `role.maker`.
  var glossary: [String: String] { get }
}

extension Language {
  /// The catalogue of the language.
  var catalogue: any Catalogue {
    switch self {
    case .chinese: Chinese()
    case .english: English()
    }
  }
}

/// The Chinese catalogue.
struct Chinese: Catalogue {
  func wording(_ code: FindingCode) -> Wording? { Chinese.findings[code] }
}

/// The English catalogue.
struct English: Catalogue {
  func wording(_ code: FindingCode) -> Wording? { English.findings[code] }
}

extension Finding {
  /// `说明 (建议)` in a language.
  func message(_ language: Language) -> String {
    language.catalogue.wording(code)?.filled(filling, language) ?? code.rawValue
  }

  /// Where the problem is: file, voucher, row and column as far as they are known.
  func position(_ language: Language) -> String {
    Template(language.catalogue.wording(.position)).filled(filling, language)
      .split(separator: " ").joined(separator: " ")
  }

  /// `代码 位置: 说明 (建议)`.
  func line(_ language: Language) -> String {
    let position = position(language)
    return "\(code.rawValue)\(position.isEmpty ? "" : " " + position): \(message(language))"
  }

  /// The finding as scripts read it.
  func json(_ language: Language) -> JSON {
    var members: [JSON.Member] = [
      .init("code", .string(code.rawValue)),
      .init("severity", .string(severity.rawValue)),
    ]
    if let file = arguments["file"] { members.append(.init("file", .string(file))) }
    if let row { members.append(.init("row", .integer(Int64(row)))) }
    if !column.isEmpty { members.append(.init("column", .string(column))) }
    if !value.isEmpty { members.append(.init("value", .string(value))) }
    members.append(.init("message", .string(message(language))))
    return .object(members)
  }

  private var filling: [String: String] {
    var filling = arguments
    filling["value"] = value
    filling["column"] = column
    if let row { filling["row"] = String(row) }
    return filling
  }
}
