import Accounting
import Findings
import Foundation
import Quantities
import Testing

/// Three years of a fund's vouchers, kept in memory, against figures computed elsewhere.
@Suite struct ThreeYearsTests {
  struct Figures: Decodable, Equatable {
    let opening, debit, credit, closing: String
  }

  static let examples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Examples/three-years")

  /// The rows of a clean file as dictionaries; only the dimension list of a chart is ever quoted.
  static func rows(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: examples.appending(path: "clean/\(name)"), encoding: .utf8)
    let lines = text.replacing("\u{FEFF}", with: "").split(whereSeparator: \.isNewline)
    let headings = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let unquoted = line.replacing("\"项目,代持单位\"", with: "项目、代持单位")
      let fields = unquoted.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(uniqueKeysWithValues: zip(headings, fields.map(String.init)))
    }
  }

  static func chart() throws -> ChartOfAccounts {
    let kinds = DimensionDirectory()
    return ChartOfAccounts(
      try rows("accounts.csv").map { row in
        let code = try Ground.code(row["科目编码"] ?? "")
        return Account(
          code: code,
          name: row["科目名称"] ?? "",
          normalSide: row["余额方向"] == "借" ? .debit : .credit,
          element: try #require(Element(impliedBy: code)),
          isLeaf: row["是否末级"] == "1",
          requiredDimensions: (row["辅助核算"] ?? "").split(separator: "、")
            .compactMap { kinds.kind(named: String($0)) }
        )
      }
    )
  }

  struct Line {
    let number: VoucherNumber
    let voucher: Voucher
    let signatures: Signatures
  }

  static func vouchers() throws -> [Line] {
    var vouchers: [Line] = []
    for row in try rows("vouchers.csv") {
      let date = try #require(CivilDate(iso: row["凭证日期"] ?? ""))
      let number = try #require(
        VoucherNumber("\(date.period)-\(row["凭证字"] ?? "")-\(row["凭证号"] ?? "")")
      )
      var dimensions = Dimensions()
      for kind in DimensionKind.standard {
        if let value = row[kind.name], !value.isEmpty { dimensions[kind] = value }
      }
      let isDebit = row["借方金额"] != ""
      let posting = Posting(
        summary: row["摘要"] ?? "",
        account: try Ground.code(row["科目编码"] ?? ""),
        side: isDebit ? .debit : .credit,
        amount: try #require(Fen(canonical: row[isDebit ? "借方金额" : "贷方金额"] ?? "")),
        dimensions: dimensions,
        reference: row["业务单号"] ?? ""
      )
      if let last = vouchers.last, last.number == number {
        var voucher = last.voucher
        voucher.postings.append(posting)
        vouchers[vouchers.count - 1] = Line(
          number: number,
          voucher: voucher,
          signatures: last.signatures
        )
        continue
      }
      let signatures = Signatures(
        preparedBy: row["制单人"],
        reviewedBy: row["复核人"],
        approvedBy: row["审批人"]
      )
      let voucher = Voucher(
        date: date,
        word: number.word,
        postings: [posting],
        reverses: VoucherNumber(row["冲销凭证号"] ?? "")
      )
      vouchers.append(Line(number: number, voucher: voucher, signatures: signatures))
    }
    return vouchers
  }

  /// Posts the three years, hands every year-end voucher to `atYearEnd` first.
  static func ledger(
    atYearEnd: (Voucher, InMemoryLedger) throws -> Void = { _, _ in }
  ) throws -> InMemoryLedger {
    let vouchers = try vouchers()
    var directory = DimensionDirectory()
    for tag in vouchers.flatMap(\.voucher.postings).flatMap(\.dimensions.tags) {
      directory.add(DimensionValue(kind: tag.kind, code: tag.value, name: tag.value))
    }
    let book = Book(code: "001", name: "示例新区", startPeriod: try Ground.period("2023-01"))
    var ledger = InMemoryLedger(
      book: try #require(book),
      chart: try chart(),
      directory: directory
    )
    for line in vouchers {
      if line.voucher.postings[0].summary.hasPrefix("结转") {
        try atYearEnd(line.voucher, ledger)
      }
      let entry = try ledger.post(line.voucher, signatures: line.signatures, postedBy: "何伟")
      #expect(entry.number == line.number)
    }
    return ledger
  }

  @Test func `every trial balance of thirty-six months agrees to the fen`() throws {
    let ledger = try Self.ledger()
    let data = try Data(
      contentsOf: Self.examples.appending(path: "expected/trial_balance.json")
    )
    let expected = try JSONDecoder().decode([String: [String: Figures]].self, from: data)
    #expect(expected.count == 36)
    for (period, accounts) in expected {
      let trial = try ledger.trialBalance(PeriodRange(Ground.period(period)))
      let leaves = trial.rows.filter(\.account.isLeaf).map { row in
        let figures = Figures(
          opening: "\(row.opening)",
          debit: "\(row.debit)",
          credit: "\(row.credit)",
          closing: "\(row.closing)"
        )
        return (row.account.code.text, figures)
      }
      #expect(Dictionary(uniqueKeysWithValues: leaves) == accounts)
      #expect(trial.isBalanced)
    }
  }

  @Test func `balances by project, custodian and bank agree to the fen`() throws {
    let data = try Data(
      contentsOf: Self.examples.appending(path: "expected/aux_balances_2025-12-31.json")
    )
    let expected = try JSONDecoder().decode([String: String].self, from: data)
    let december = PeriodRange(try Ground.period("2025-12"))
    let balances = try Self.ledger().balances(december).filter {
      $0.closing != .zero && !$0.dimensions.isEmpty
    }
    let found = balances.map { balance in
      let tags = balance.dimensions.tags.sorted { $0.kind.name < $1.kind.name }
        .map { " \($0.kind.name)=\($0.value)" }
      return ("\(balance.account)\(tags.joined())", "\(balance.closing)")
    }
    #expect(Dictionary(uniqueKeysWithValues: found) == expected)
  }

  @Test func `carry-forward proposes the year-end vouchers that were posted`() throws {
    var years = 0
    _ = try Self.ledger { posted, ledger in
      let proposed = try CarryForward.voucher(
        closing: posted.period,
        balances: ledger.balances(PeriodRange(posted.period)),
        chart: ledger.chart,
        to: [.financial: Ground.code("3001")]
      )
      #expect(proposed == posted)
      years += 1
    }
    #expect(years == 3)
  }

  @Test func `every month can be closed in its turn`() throws {
    var ledger = try Self.ledger()
    for period in ledger.calendar.used { try ledger.close(period) }
    #expect(ledger.calendar.latestClosed?.description == "2025-12")
  }
}
