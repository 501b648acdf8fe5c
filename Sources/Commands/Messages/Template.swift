import Quantities
import Reports

/// The little language of the message catalogues (文案模板).
///
/// - `{debit}` stands for an argument; `{debit:yuan}` writes an amount with thousands separators,
///   `{period:period}` a period as accountants say it, and any other kind, as in `{step:step}`,
///   looks a stable word up in the catalogue's glossary; several words are separated by `|`.
/// - `[; 相近: {near}]` is left out when an argument in it is missing or empty;
///   `[{reason:reason}|不是金额]` gives the first alternative that is complete.
struct Template: Sendable {
  private let parts: [Part]

  private enum Part: Sendable {
    case text(Substring)
    case argument(name: Substring, kind: Substring)
    case choice([Template])
  }

  /// Reads a template; a malformed one is a mistake in the catalogue.
  init(_ text: String) { self.init(Substring(text)) }

  private init(_ text: Substring) {
    var parts: [Part] = []
    var rest = text
    while let opening = rest.firstIndex(where: { $0 == "{" || $0 == "[" }) {
      if opening > rest.startIndex { parts.append(.text(rest[..<opening])) }
      let closer: Character = rest[opening] == "{" ? "}" : "]"
      guard let closing = rest[opening...].firstIndex(of: closer) else {
        preconditionFailure("unclosed bracket in “\(text)”")
      }
      let inside = rest[rest.index(after: opening)..<closing]
      if closer == "}" {
        let halves = inside.split(separator: ":", maxSplits: 1)
        parts.append(.argument(name: halves[0], kind: halves.count == 2 ? halves[1] : ""))
      } else {
        let alternatives = inside.split(separator: "|", omittingEmptySubsequences: false)
        parts.append(.choice(alternatives.map { Template($0) }))
      }
      rest = rest[rest.index(after: closing)...]
    }
    if !rest.isEmpty { parts.append(.text(rest)) }
    self.parts = parts
  }

  /// The names of the arguments, for comparing two languages.
  var names: Set<String> {
    parts.reduce(into: []) { names, part in
      switch part {
      case .text: break
      case .argument(let name, _): names.insert(String(name))
      case .choice(let alternatives):
        for template in alternatives { names.formUnion(template.names) }
      }
    }
  }

  /// The text with its arguments; a missing one outside brackets leaves a gap.
  func filled(_ arguments: [String: String], _ language: Language) -> String {
    fill(arguments, language).text
  }

  private func fill(
    _ arguments: [String: String],
    _ language: Language
  ) -> (text: String, complete: Bool) {
    var text = ""
    var complete = true
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .argument(let name, let kind):
        let value = arguments[String(name)] ?? ""
        let formatted = Template.format(value, String(kind), language)
        complete = complete && !formatted.isEmpty
        text += formatted
      case .choice(let alternatives):
        let filled = alternatives.lazy.map { $0.fill(arguments, language) }
        text += filled.first { $0.complete }?.text ?? ""
      }
    }
    return (text, complete)
  }

  private static func format(_ value: String, _ kind: String, _ language: Language) -> String {
    if value.isEmpty || kind.isEmpty { return value }
    switch kind {
    case "yuan": return grouped(value)
    case "period":
      guard language == .chinese, let period = FiscalPeriod(iso: value) else { return value }
      return "\(period.year)年\(period.month)期"
    default:
      let glossary = language.catalogue.glossary
      return value.split(separator: "|").map { glossary["\(kind).\($0)"] ?? String($0) }
        .joined(separator: language == .chinese ? "、" : ", ")
    }
  }

  /// An amount or a count with a comma between each three digits before the point.
  static func grouped(_ number: String) -> String {
    let sign = number.hasPrefix("-") ? "-" : ""
    let digits = number.dropFirst(sign.count).prefix { $0 != "." }
    let decimals = number.dropFirst(sign.count + digits.count)
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return sign + grouped + decimals
  }
}
