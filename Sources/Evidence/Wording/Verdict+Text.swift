public import Reports

/// The verdict as people and scripts read it; the same words serve every program that verifies.
extension Verdict {
  /// One line for each check, and one for the verdict.
  public func lines(_ language: Language) -> [String] {
    let width = Check.allCases.map(\.rawValue.count).max() ?? 0
    var lines = results.map { result in
      let name = result.check.rawValue
      let gap = String(repeating: " ", count: width - name.count + 2)
      return "\(result.mark) \(name)\(gap)\(result.sentence(language))"
    }
    lines.append(conclusion.text(in: language))
    return lines.map(Verdict.shown)
  }

  private var conclusion: Phrase {
    guard let failed,
      case .failed(let defect)? = results.first(where: { $0.check == failed })?.outcome
    else {
      let size = head.map { "\($0.size)" } ?? "-"
      return Phrase("核验通过: 日志共 \(size) 条记录。", "Valid: a log of \(size) records.")
    }
    let name = failed.rawValue
    let advice = defect.advice
    return Phrase(
      "核验不通过, 首个失败的检查: \(name)。\(advice.chinese)",
      "Not valid; the first check that failed: \(name). \(advice.english)"
    )
  }

  /// The verdict as an object.
  public func json(_ language: Language) -> JSON {
    .object([
      .init("valid", .bool(isValid)),
      .init("size", head.map { .integer($0.size) } ?? .null),
      .init("root_sha256", .optional(head?.rootSHA256)),
      .init("root_sm3", .optional(head?.rootSM3)),
      .init(
        "checks",
        .array(
          results.map { result in
            .object([
              .init("name", .string(result.check.rawValue)),
              .init("ok", result.isGood.map { .bool($0) } ?? .null),
              .init("detail", .string(Verdict.shown(result.sentence(language)))),
            ])
          }
        )
      ),
      .init("failed", .optional(failed?.rawValue)),
    ])
  }

  /// A text from which what could steer a terminal is taken: names come from the bundle.
  private static func shown(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory.isSteering ? "\u{FFFD}" : $0 }
      )
    )
  }
}

extension Unicode.GeneralCategory {
  /// Controls, separators of lines, and marks that change the reading direction.
  fileprivate var isSteering: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }
}

extension Verdict.Result {
  /// Whether it passed; `nil` when it was not run.
  var isGood: Bool? {
    switch outcome {
    case .passed, .notNeeded: true
    case .failed: false
    case .notRun: nil
    }
  }

  fileprivate var mark: String {
    switch outcome {
    case .passed: "✓"
    case .failed: "✗"
    case .notNeeded, .notRun: "–"
    }
  }

  /// What became of the check, in one sentence.
  public func sentence(_ language: Language) -> String {
    let phrase =
      switch outcome {
      case .passed: check.passed
      case .notNeeded: check.notNeeded
      case .failed(let defect): defect.phrase
      case .notRun: Phrase("未检查, 因前面的检查没有通过", "not run, because an earlier check failed")
      }
    return phrase.text(in: language)
  }
}
