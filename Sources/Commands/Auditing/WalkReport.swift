import Accounting
import Audit
import Evidence
import Quantities
import Reports
import Signing

/// The whole way of one project through the log (项目穿行).
struct WalkReport: Report {
  private let walk: ProjectWalk
  private let rows: [Row]

  /// A line with its words.
  fileprivate struct Row {
    let step: ProjectWalk.Step
    let day: String
    var number: String?
    var posting: Posting?
    var name: String?
    /// What people read.
    let summary: Phrase
    /// What the record itself says of it.
    var text: String?
    var people: [(heading: Phrase, key: String, name: String?, at: RecordTime?)] = []
    var reverses: String?
    var reversedBy: String?
  }

  /// Puts a walk into words.
  /// - Parameters:
  ///   - walk: the walk, at its end.
  ///   - charts: the charts of all books by their codes, for the names of accounts.
  init(_ walk: ProjectWalk, charts: [String: ChartOfAccounts]) {
    self.walk = walk
    rows = walk.steps.map { step in
      switch step.event {
      case .posting(let voucher, let posting):
        WalkReport.row(step, voucher, posting, walk.reversal(of: voucher), charts)
      case .value(let value):
        WalkReport.row(step, value)
      case .head(let debit, let credit):
        Row(
          step: step,
          day: WalkReport.day(step),
          summary: Phrase("链头: 借方 \(debit) 贷方 \(credit)", "head: debit \(debit) credit \(credit)")
        )
      case .other:
        Row(step: step, day: WalkReport.day(step), summary: Phrase(step.type, step.type))
      }
    }
  }

  private static func day(_ step: ProjectWalk.Step) -> String {
    String(step.made.at.description.prefix(10))
  }

  private static func row(_ step: ProjectWalk.Step, _ value: DimensionValue) -> Row {
    let attributes = value.attributes.filter { !$0.value.isEmpty }
      .map { "\($0.name)=\($0.value)" }
    let text = ([value.name] + attributes).joined(separator: " ")
    let heading = value.isOpen ? Phrase("档案", "directory") : Phrase("停用", "closed")
    return Row(
      step: step,
      day: day(step),
      summary: Phrase("\(heading.chinese): \(text)", "\(heading.english): \(text)"),
      text: text
    )
  }

  private static func row(
    _ step: ProjectWalk.Step,
    _ voucher: RecordedVoucher,
    _ posting: Posting,
    _ reversal: VoucherNumber?,
    _ charts: [String: ChartOfAccounts]
  ) -> Row {
    func cite(_ number: VoucherNumber) -> String {
      charts.count > 1 ? "\(voucher.book)/\(number)" : "\(number)"
    }
    let signed = voucher.signatures
    let steps: [(Phrase, String, VoucherStep, String?)] = [
      (Phrase("制单", "prepared"), "prepared", .submit, signed.preparedBy),
      (Phrase("复核", "reviewed"), "reviewed", .review, signed.reviewedBy),
      (Phrase("审批", "approved"), "approved", .approve, signed.approvedBy),
    ]
    return Row(
      step: step,
      day: "\(voucher.voucher.date)",
      number: cite(voucher.number),
      posting: posting,
      name: charts[voucher.book]?[posting.account]?.name,
      summary: Phrase(posting.summary, posting.summary),
      text: posting.summary,
      people: steps.map { ($0, $1, $3, voucher.time(of: $2, by: $3)) }
        + [(Phrase("记账", "posted"), "posted", voucher.by, voucher.at)],
      reverses: voucher.voucher.reverses.map(cite),
      reversedBy: reversal.map(cite)
    )
  }

  /// Whether every line of the project is there.
  var isComplete: Bool { walk.firstDifference == nil }

  // MARK: For programs

  var table: Table {
    var table = Table(
      title: Phrase("项目穿行", "Project walk"),
      remarks: [Phrase(walk.project, walk.project)],
      columns: WalkReport.columns
    )
    for row in rows {
      let cells: [Table.Cell] = [
        .integer(Int(row.step.seq)), .integer(Int(row.step.pseq)), .text(row.step.type),
        .text(row.day), .text(row.number ?? ""), .integer(row.step.line),
        .text(row.posting?.account.text ?? ""), .text(row.name ?? ""), row.summaryCell,
        row.posting.map { .amount($0.debit) } ?? .empty,
        row.posting.map { .amount($0.credit) } ?? .empty,
        .money(row.step.total.debit), .money(row.step.total.credit),
      ]
      let people = row.peopleOrNone.flatMap { person -> [Table.Cell] in
        [.text(person.name ?? ""), .text(person.at.map { "\($0)" } ?? "")]
      }
      let ends: [Table.Cell] = [
        .text(row.reverses ?? ""), .text(row.reversedBy ?? ""), .text("\(row.step.leaf)"),
        .text("\(row.step.recordLeaf)"),
      ]
      table.add(cells + people + ends)
    }
    return table
  }

  private static let columns: [Table.Column] = {
    let people = [
      Phrase("制单人", "Prepared by"), Phrase("制单时间", "Prepared at"),
      Phrase("复核人", "Reviewed by"), Phrase("复核时间", "Reviewed at"),
      Phrase("审批人", "Approved by"), Phrase("审批时间", "Approved at"),
      Phrase("记账人", "Posted by"), Phrase("记账时间", "Posted at"),
    ]
    let ends = [
      Phrase("冲销", "Reverses"), Phrase("被冲销", "Reversed by"), Phrase("行哈希", "Line hash"),
      Phrase("记录哈希", "Record hash"),
    ]
    let starts: [(String, String, Table.Column.Kind)] = [
      ("位置", "Seq", .integer), ("项目序号", "Pseq", .integer), ("类型", "Type", .text),
      ("日期", "Date", .text), ("凭证号", "Voucher", .text), ("行号", "Line", .integer),
      ("科目编码", "Account", .text), ("科目名称", "Name", .text), ("摘要", "Summary", .text),
      ("借方金额", "Debit", .money), ("贷方金额", "Credit", .money),
      ("累计借方", "Total debit", .money), ("累计贷方", "Total credit", .money),
    ]
    return starts.map { Table.Column(Phrase($0, $1), $2) }
      + (people + ends).map { Table.Column($0, .text) }
  }()

  var json: JSON {
    [
      "project": .string(walk.project), "count": .integer(walk.count),
      "complete": .bool(isComplete),
      "first_difference": walk.firstDifference.map(\.json) ?? .null,
      "totals": [
        "debit": .string(Fen.yuan(walk.debit)), "credit": .string(Fen.yuan(walk.credit)),
      ],
      "rows": .array(rows.map(WalkReport.json)),
    ]
  }

  private static func json(_ row: Row) -> JSON {
    let step = row.step
    var members: [JSON.Member] = [
      .init("seq", .integer(step.seq)), .init("pseq", .integer(step.pseq)),
      .init("type", .string(step.type)), .init("date", .string(row.day)),
      .init("number", .optional(row.number)), .init("line", .integer(Int64(step.line))),
      .init("account", .optional(row.posting?.account.text)),
      .init("account_name", .optional(row.name)), .init("summary", .optional(row.text)),
      .init("debit", row.posting.map { .amount($0.debit) } ?? .null),
      .init("credit", row.posting.map { .amount($0.credit) } ?? .null),
      .init("total_debit", .string(Fen.yuan(step.total.debit))),
      .init("total_credit", .string(Fen.yuan(step.total.credit))),
    ]
    for person in row.peopleOrNone {
      members.append(.init("\(person.key)_by", .optional(person.name)))
      members.append(.init("\(person.key)_at", .optional(person.at.map { "\($0)" })))
    }
    members += [
      .init("reverses", .optional(row.reverses)), .init("reversed_by", .optional(row.reversedBy)),
      .init("leaf_sha256", .string("\(step.leaf)")),
      .init("record_sha256", .string("\(step.recordLeaf)")),
    ]
    return .object(members)
  }

  // MARK: For people

  func text(in language: Language) -> String {
    func said(_ chinese: String, _ english: String) -> String {
      Phrase(chinese, english).text(in: language)
    }
    let title = said("项目穿行 \(walk.project)", "Project walk \(walk.project)")
    var lines = [title.visible]
    for row in rows { lines += row.lines(said) }
    if let difference = walk.firstDifference {
      let place = "\(difference.seq)\(difference.line > 0 ? "/\(difference.line)" : "")"
      lines.append(
        said(
          "链条不完整: 记录 \(place) \(difference.code.rawValue) 应为 \(difference.expected), "
            + "实为 \(difference.found)",
          "the chain is not complete: record \(place) \(difference.code.rawValue) "
            + "expected \(difference.expected), found \(difference.found)"
        )
      )
    } else {
      let (debit, credit) = (Fen.grouped(walk.debit), Fen.grouped(walk.credit))
      lines.append(
        said(
          "链条完整: 项目序号 1 至 \(walk.count), 无缺漏; 借方合计 \(debit), 贷方合计 \(credit)",
          "the chain is complete: pseq 1 to \(walk.count) without gap; "
            + "debit \(debit), credit \(credit)"
        )
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension WalkReport.Row {
  /// The people of a voucher; of another record whoever made it.
  fileprivate var peopleOrNone: [(heading: Phrase, key: String, name: String?, at: RecordTime?)] {
    if !people.isEmpty { return people }
    let none = ["prepared", "reviewed", "approved"].map {
      (heading: Phrase("", ""), key: $0, name: String?.none, at: RecordTime?.none)
    }
    let by = step.made.by.isEmpty ? nil : step.made.by
    return none + [(Phrase("记账", "posted"), "posted", by, step.made.at)]
  }

  fileprivate var summaryCell: Table.Cell {
    posting == nil ? .phrase(summary) : .text(summary.chinese)
  }

  fileprivate func lines(_ said: (String, String) -> String) -> [String] {
    let place = number.map { " \($0) \(said("行", "line")) \(step.line)" } ?? ""
    var lines = ["\(step.pseq)  #\(step.seq)  \(day)\(place)"]
    if let posting {
      lines.append("    \(posting.account) \(name ?? "")  \(summary.chinese)")
      let side =
        posting.side == .debit
        ? "\(said("借方", "debit")) \(Fen.grouped(Int128(posting.amount.rawValue)))"
        : "\(said("贷方", "credit")) \(Fen.grouped(Int128(posting.amount.rawValue)))"
      let total = (Fen.grouped(step.total.debit), Fen.grouped(step.total.credit))
      lines.append(
        "    \(side)  "
          + said("累计借方 \(total.0) 贷方 \(total.1)", "total debit \(total.0) credit \(total.1)")
      )
    } else {
      lines.append("    " + said(summary.chinese, summary.english))
    }
    let named = peopleOrNone.filter { $0.name != nil || $0.at != nil }.map { person in
      [said(person.heading.chinese, person.heading.english), person.name, person.at?.description]
        .compactMap { $0 }.joined(separator: " ")
    }
    lines.append("    " + named.joined(separator: "  "))
    if let reverses { lines.append("    " + said("冲销 \(reverses)", "reverses \(reverses)")) }
    if let reversedBy {
      lines.append("    " + said("已被 \(reversedBy) 冲销", "reversed by \(reversedBy)"))
    }
    lines.append("    \(step.leaf)")
    return lines.map(\.visible)
  }
}

extension LogDifference {
  fileprivate var json: JSON {
    let place = "record \(seq)\(line > 0 ? " line \(line)" : "") \(code.rawValue)"
    return ["where": .string(place), "expected": .string(expected), "found": .string(found)]
  }
}
