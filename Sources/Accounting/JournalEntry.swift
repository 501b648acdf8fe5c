public import Findings
public import Quantities

/// A journal entry (记账凭证): a voucher that keeps every rule that can be checked without knowing
/// what else the ledger holds.
///
/// A value of this type has two or more lines on open leaf accounts of one chart, names every
/// dimension its accounts require with values that exist, has amounts in the right column and of
/// the right sign, and balances to the fen in each aspect.
public struct JournalEntry: Hashable, Sendable {
  /// The voucher as written.
  public let voucher: Voucher

  /// Checks a voucher against a chart and the known dimension values.
  /// - Throws: every finding; `row` is the line's number from 1.
  public init(
    _ voucher: Voucher,
    chart: ChartOfAccounts,
    directory: DimensionDirectory
  ) throws(Findings) {
    let findings = JournalEntry.findings(in: voucher, chart: chart, directory: directory)
    guard findings.isEmpty else { throw Findings(findings) }
    self.voucher = voucher
  }

  /// The date (凭证日期).
  public var date: CivilDate { voucher.date }
  /// The lines (分录).
  public var postings: [Posting] { voucher.postings }

  /// Everything wrong with a voucher; `row` is the line's number from 1, the first line's for what
  /// concerns the voucher as a whole.
  public static func findings(
    in voucher: Voucher,
    chart: ChartOfAccounts,
    directory: DimensionDirectory
  ) -> [Finding] {
    var findings: [Finding] = []
    var balances = AspectSums()
    var complete = true
    for (index, posting) in voucher.postings.enumerated() {
      let line = index + 1
      let account = chart[posting.account]
      check(posting, of: account, line, isRed: voucher.reverses != nil, directory, chart, &findings)
      if let account { balances.add(posting, aspect: account.aspect) } else { complete = false }
    }
    if voucher.postings.count < 2 {
      findings.append(Finding(.tooFewLines, row: 1, column: Field.account))
    }
    if voucher.postings.count > Voucher.maximumLines {
      findings.append(
        Finding(.tooManyLines, row: 1, arguments: ["maximum": "\(Voucher.maximumLines)"])
      )
    }
    // A sum over lines of unknown accounts would accuse the wrong line.
    if complete { findings += balances.findings }
    return findings
  }

  private static func unknown(
    _ code: AccountCode,
    _ line: Int,
    _ chart: ChartOfAccounts
  ) -> Finding {
    var arguments = ["account": code.text]
    if let near = chart.nearest(to: code.text) { arguments["near"] = "\(near.code) \(near.name)" }
    return Finding(
      .accountUnknown,
      row: line,
      column: Field.account,
      value: code.text,
      arguments: arguments
    )
  }

  private static func check(
    _ posting: Posting,
    of account: Account?,
    _ line: Int,
    isRed: Bool,
    _ directory: DimensionDirectory,
    _ chart: ChartOfAccounts,
    _ findings: inout [Finding]
  ) {
    let amountField = posting.side == .debit ? Field.debit : Field.credit
    if posting.summary.isEmpty {
      findings.append(Finding(.summaryEmpty, row: line, column: Field.summary))
    }
    if posting.amount == .zero {
      findings.append(Finding(.noAmount, row: line, column: Field.debit))
    } else if posting.amount < .zero, !isRed {
      findings.append(
        Finding(.negative, row: line, column: amountField, value: "\(posting.amount)")
      )
    }
    guard let account else {
      return findings.append(unknown(posting.account, line, chart))
    }
    if !account.isLeaf || !account.isOpen {
      findings.append(
        Finding(
          account.isLeaf ? .accountClosed : .accountNotLeaf,
          row: line,
          column: Field.account,
          value: account.code.text,
          arguments: ["account": account.code.text]
        )
      )
    }
    for kind in account.requiredDimensions where posting.dimensions[kind] == nil {
      findings.append(
        Finding(
          .auxRequired,
          row: line,
          column: kind.name,
          arguments: ["account": account.code.text, "kind": kind.name]
        )
      )
    }
    for tag in posting.dimensions.tags {
      let value = directory[tag.kind, tag.value]
      guard value?.isOpen != true else { continue }
      findings.append(
        Finding(
          value == nil ? .auxUnknown : .auxClosed,
          row: line,
          column: tag.kind.name,
          value: tag.value,
          arguments: ["kind": tag.kind.name]
        )
      )
    }
  }
}

/// The columns of a voucher by their canonical Chinese headings, which findings name.
public enum Field {
  /// The date (凭证日期).
  public static let date = "凭证日期"
  /// The word (凭证字).
  public static let word = "凭证字"
  /// The number (凭证号).
  public static let number = "凭证号"
  /// Attached papers (附件数).
  public static let attachments = "附件数"
  /// What the line is about (摘要).
  public static let summary = "摘要"
  /// The account code (科目编码).
  public static let account = "科目编码"
  /// The debit column (借方金额).
  public static let debit = "借方金额"
  /// The credit column (贷方金额).
  public static let credit = "贷方金额"
  /// The quantity (数量).
  public static let quantity = "数量"
  /// The business document (业务单号).
  public static let reference = "业务单号"
  /// The maker (制单人).
  public static let preparedBy = "制单人"
  /// The reviewer (复核人).
  public static let reviewedBy = "复核人"
  /// The approver (审批人).
  public static let approvedBy = "审批人"
  /// The reversed voucher (冲销凭证号).
  public static let reverses = "冲销凭证号"
}

/// Debit and credit sums per aspect of one voucher.
private struct AspectSums {
  // One place for each aspect, in their order: a voucher is judged without a dictionary.
  private var debit: InlineArray<4, Int128> = .init(repeating: 0)
  private var credit: InlineArray<4, Int128> = .init(repeating: 0)

  mutating func add(_ posting: Posting, aspect: Aspect) {
    debit[aspect.ordinal] += Int128(posting.debit.rawValue)
    credit[aspect.ordinal] += Int128(posting.credit.rawValue)
  }

  var findings: [Finding] {
    Aspect.allCases.compactMap { aspect in
      let (left, right) = (debit[aspect.ordinal], credit[aspect.ordinal])
      guard left != right else { return nil }
      return Finding(
        .unbalanced,
        row: 1,
        column: Field.credit,
        arguments: [
          "aspect": aspect.rawValue,
          "debit": Fen.yuan(left),
          "credit": Fen.yuan(right),
          "difference": Fen.yuan(left > right ? left - right : right - left),
        ]
      )
    }
  }
}
