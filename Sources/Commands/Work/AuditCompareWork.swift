import Accounting
import Evidence
import Quantities
import Reports

extension AuditCompare: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    for path in [one, other] where !AuditorFile.isThere(path) {
      throw Failure(.fileMissing, ["path": path])
    }
    let pins = try pin.map { path throws(Failure) in try Failure.reading(path) }
    let comparison = try Failure.evidence { () throws(EvidenceError) in
      try BundleComparison((one, other), pins: pins)
    }
    let report = ComparisonReport(
      comparison: comparison,
      isPinned: pins != nil,
      language: session.language
    )
    try session.print(report.json, else: { report.lines.map(\.visible) })
    if !comparison.isConsistent { throw Failure(silent: .verification) }
  }
}

/// What a comparison of two bundles says (比较结果).
private struct ComparisonReport {
  let comparison: BundleComparison
  /// Whether the auditor said whose keys may have signed.
  let isPinned: Bool
  let language: Language

  var json: JSON {
    .object([
      .init("consistent", .bool(comparison.isConsistent)),
      .init("relation", .string(comparison.relation.rawValue)),
      .init("pinned", .bool(isPinned)),
      .init("bundles", .array(comparison.sides.map(side))),
      .init("first_difference", comparison.firstDifference.map { .integer($0) } ?? .null),
      .init(
        "added",
        .array(
          kinds.map { ["type": .string($0.type), "book": .string($0.book), "count": count($0)] }
        )
      ),
      .init("vouchers", .array(comparison.vouchers.map(voucher))),
      .init(
        "files",
        .array(
          comparison.files.map {
            ["path": .string($0.path), "change": .string($0.change.rawValue)]
          }
        )
      ),
    ])
  }

  var lines: [String] {
    var lines = comparison.sides.enumerated().map { index, side in
      let role = index == 0 ? Phrase("先", "earlier") : Phrase("后", "later")
      let size = side.verdict.head.map { "\($0.size)" } ?? "-"
      return Phrase(
        "\(role.chinese)  \(side.path)  \(size) 条记录, 声明于 \(side.madeAt)",
        "\(role.english)  \(side.path)  \(size) records, stated at \(side.madeAt)"
      ).text(in: language)
    }
    for side in comparison.sides {
      for result in side.verdict.results {
        guard case .failed = result.outcome else { continue }
        lines.append("✗ \(side.path)  \(result.check.rawValue)  \(result.sentence(language))")
      }
    }
    lines += kinds.map { kind in
      let type = language.term("operation", kind.type)
      let book = kind.book.isEmpty ? "" : "  \(kind.book)"
      return "+ \(comparison.added[kind] ?? 0)  \(type)\(book)"
    }
    lines += comparison.vouchers.map { voucher in
      "+ #\(voucher.seq)  \(voucher.book)  \(voucher.number)  \(voucher.date)  "
        + Fen.yuan(voucher.debit)
    }
    lines += comparison.files.map { file in
      switch file.change {
      case .added: "+ \(file.path)"
      case .changed: "≠ \(file.path)"
      case .removed: "- \(file.path)"
      }
    }
    if !isPinned { lines.append(unpinned.text(in: language)) }
    return lines + [conclusion.text(in: language)]
  }

  private var kinds: [BundleComparison.Kind] { comparison.added.keys.sorted() }

  private func count(_ kind: BundleComparison.Kind) -> JSON {
    .integer(Int64(comparison.added[kind] ?? 0))
  }

  private func side(_ side: BundleComparison.Side) -> JSON {
    [
      "path": .string(side.path), "made_at": .string(side.madeAt),
      "verdict": side.verdict.json(language),
    ]
  }

  private func voucher(_ voucher: BundleComparison.AddedVoucher) -> JSON {
    [
      "seq": .integer(voucher.seq), "book": .string(voucher.book),
      "number": .string("\(voucher.number)"), "date": .string("\(voucher.date)"),
      "debit": .string(Fen.yuan(voucher.debit)),
    ]
  }

  private var unpinned: Phrase {
    Phrase(
      "未核对签名公钥 (没有 --pin): 是谁签的没有检查",
      "without --pin: whose keys signed was not checked"
    )
  }

  private var conclusion: Phrase {
    let count = comparison.added.values.reduce(0, +)
    let place = comparison.firstDifference.map { "#\($0)" }
    return switch comparison.relation {
    case .same: Phrase("两个审计包出自同一状态的账本。", "Both are of one state of the ledger.")
    case .adds:
      Phrase(
        "后者包含前者全部内容, 只有新增: 所示记录 \(count) 条。",
        "The later log contains the earlier one and only adds: \(count) records shown."
      )
    case .contradicts:
      Phrase(
        "两个审计包互相矛盾: 共同部分不同" + (place.map { ", 首个不同的记录 \($0)。" } ?? "。"),
        "They contradict each other"
          + (place.map { "; the first record that differs: \($0)." } ?? ".")
      )
    case .unproven:
      Phrase(
        "后者是摘录, 不含到前者长度的证明; 请用完整的审计包比较。",
        "The later one is an excerpt without a proof for the earlier size; compare whole bundles."
      )
    case .otherLog: Phrase("两个审计包出自不同的账本。", "They are of different ledgers.")
    case .invalid:
      Phrase(
        "有审计包未通过核验, 无法比较; 用 audit verify 查看。",
        "A bundle does not verify, so there is nothing to compare; see audit verify."
      )
    }
  }
}
