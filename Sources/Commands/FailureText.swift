import Findings
import Reports

extension Failure {
  /// The failure for people: every finding, then a summary.
  func lines(_ language: Language) -> [String] {
    var lines = findings.map { $0.line(language) }
    lines.append(message == nil ? summary(language) : "\(code): \(summary(language))")
    return lines
  }

  /// The failure for programs: `{"error":{"code","message"},"findings":[…]}`.
  func json(_ language: Language) -> JSON {
    .object(
      result + [
        .init(
          "error",
          .object(
            [.init("code", .string(code)), .init("message", .string(headline(language)))] + details
          )
        ),
        .init("findings", .array(findings.map { $0.json(language) })),
      ]
    )
  }

  /// One sentence that stands for the whole.
  private func headline(_ language: Language) -> String {
    let errors = findings.filter { $0.severity == .error }
    if errors.count == 1, let only = errors.first { return only.message(language) }
    return summary(language)
  }

  private func summary(_ language: Language) -> String {
    if let message { return message.text(language) }
    let errors = findings.count { $0.severity == .error }
    return Message(
      .refused,
      ["errors": String(errors), "warnings": String(findings.count - errors)]
    ).text(language)
  }
}
