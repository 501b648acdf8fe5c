import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// The example's tables of loans, claims and recoveries, as a pool under its table of banks.
@Suite struct PoolHistoryTests {
  private typealias Row = [String: String]

  private static func rows(_ path: String) throws -> [Row] {
    let text = String(decoding: try Lives.file(path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0.filter { $0 != "\u{FEFF}" }) }
    }
    guard let names = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  static func tables(_ folder: String = "Examples/three-years/clean") throws -> PoolTables {
    func fen(_ row: Row, _ name: String) -> Fen { Lives.fen(row[name] ?? "") }
    func date(_ row: Row, _ name: String) throws -> CivilDate { try Lives.date(row[name] ?? "") }
    func text(_ row: Row, _ name: String) -> String { row[name] ?? "" }
    var tables = PoolTables()
    for (index, row) in try rows("\(folder)/banks.csv").enumerated() {
      let rate = PPM((Int64(text(row, "补偿比例(%)")) ?? 0) * 10_000)
      let (bank, cap) = (text(row, "合作银行编码"), fen(row, "年度补偿上限"))
      tables.banks.append(BankRow(row: index + 2, bank: bank, rate: rate, yearlyCap: cap))
    }
    for (index, row) in try rows("\(folder)/loans.csv").enumerated() {
      tables.loans.append(
        LoanRow(
          row: index + 2,
          loan: text(row, "贷款编号"),
          bank: text(row, "合作银行"),
          borrower: text(row, "借款企业"),
          lent: try date(row, "发放日"),
          due: try date(row, "到期日"),
          amount: fen(row, "金额"),
          security: text(row, "担保方式"),
          balance: fen(row, "余额"),
          state: text(row, "状态")
        )
      )
    }
    for (index, row) in try rows("\(folder)/claims.csv").enumerated() {
      tables.claims.append(
        ClaimRow(
          row: index + 2,
          document: text(row, "代偿单号"),
          loan: text(row, "贷款编号"),
          overdueOn: try date(row, "逾期日"),
          paidOn: try date(row, "拨付日"),
          outstanding: fen(row, "未偿本金"),
          entitled: fen(row, "应补偿"),
          paid: fen(row, "实补偿")
        )
      )
    }
    for (index, row) in try rows("\(folder)/recoveries.csv").enumerated() {
      tables.recoveries.append(
        RecoveryRow(
          row: index + 2,
          document: text(row, "追偿单号"),
          claim: text(row, "代偿单号"),
          date: try date(row, "收回日"),
          collected: fen(row, "银行收回本金"),
          returned: fen(row, "归还风险金")
        )
      )
    }
    return tables
  }

  static func history(_ tables: PoolTables, carried: Fen? = nil) throws -> PoolHistory {
    let scheme = try Scheme(try SampleScheme.file(tables.banks))
    let adopted = try AdoptedScheme(
      scheme,
      digest: Lives.digest,
      from: try Lives.date("2023-01-01")
    )
    let files = Dictionary(
      uniqueKeysWithValues: PoolTable.allCases.map { ($0, Lives.digest) }
    )
    let people = Signatures(preparedBy: "历史", reviewedBy: "复核", approvedBy: "审批")
    let terms = PoolHistory.Terms(
      pool: "F1",
      account: "100202",
      scheme: adopted,
      carried: carried,
      signatures: people,
      files: files
    )
    return try PoolHistory(tables, under: terms)
  }

  @Test func `the example comes to what its tables say, by bank and claim`() throws {
    let tables = try Self.tables()
    let history = try Self.history(tables)
    #expect(history.findings == [])
    let pool = history.pool
    #expect(pool.loans.count == 400)
    let all = try #require(pool.exposures[.programme])
    #expect(Fen.yuan(all.lent) == "1038900000.00")
    #expect(Fen.yuan(all.paid) == "18830000.00")
    #expect(Fen.yuan(all.recovered) == "2224600.00")
    #expect(all.balance == Fen.sum(tables.loans.map(\.balance)))
    for row in tables.claims {
      let claim = try #require(pool.claims[row.document])
      #expect(claim.paid == row.paid, "\(row.document)")
      #expect(claim.decision?.claim.raw == row.entitled, "\(row.document)")
      let isCut = row.paid < row.entitled
      #expect(claim.binding.contains(isCut ? .bankYearCap : .raw), "\(row.document)")
      #expect(claim.state == (row.paid == .zero ? .ended : .paid))
    }
    for row in tables.recoveries {
      #expect(pool.recoveries[row.document]?.share.fundPart == row.returned, "\(row.document)")
    }
  }

  @Test func `its documents book what the example's vouchers book`() throws {
    let history = try Self.history(try Self.tables())
    let postings = try Lives.postings("neutral")
    let banks = ["B1", "B2", "B3", "B4"]
    var ledger = try Books.ledger("Examples/three-years/clean/accounts.csv", banks: banks)
    var references: Set<String> = []
    for entry in history.documents {
      for booked in try postings.entries(
        for: entry.change.figures,
        entry.document,
        pool: "F1",
        [.unit]
      ) {
        let signatures = entry.document.head.signatures
        try ledger.post(booked.voucher, signatures: signatures, postedBy: "记账")
        references.formUnion(booked.voucher.postings.map(\.reference))
      }
    }
    // What the example's own vouchers move on the same documents.
    var expected: [String: Int128] = [:]
    var numbers: Set<String> = []
    for row in try Self.rows("Examples/three-years/clean/vouchers.csv") {
      guard let number = row["业务单号"], number.hasPrefix("BC") || number.hasPrefix("ZC") else {
        continue
      }
      numbers.insert(number)
      let place = "\(row["科目编码"] ?? "") \(row["合作银行"] ?? "")"
      let debit = Int128(Lives.fen(row["借方金额"] ?? "").rawValue)
      expected[place, default: 0] += debit - Int128(Lives.fen(row["贷方金额"] ?? "").rawValue)
    }
    #expect(references == numbers)
    var found: [String: Int128] = [:]
    let range = try #require(PeriodRange("2023-01..2025-12"))
    for balance in try ledger.balances(range) {
      let place = "\(balance.account.text) \(balance.dimensions[.bank] ?? "")"
      found[place, default: 0] += Int128(balance.closing.rawValue)
    }
    #expect(found == expected)
  }

  @Test func `rows that do not fit are told, and the others are kept`() throws {
    var tables = try Self.tables()
    tables.claims[0].paid = Lives.fen("4000000.01")
    tables.claims[1].loan = "L9999"
    tables.claims[2].outstanding = Lives.fen("99999999.00")
    tables.recoveries[2].returned = Lives.fen("1.00")
    tables.loans[3].state = "不明"
    tables.loans.append(tables.loans[5])
    let history = try Self.history(tables)
    let told = history.findings.map {
      "\($0.table.rawValue) \($0.finding.row ?? 0) \($0.finding.code.rawValue)"
    }
    #expect(told.contains("claims 2 E-FIELD-VALUE"))
    #expect(told.contains("claims 3 E-VALUE-UNKNOWN"))
    #expect(told.contains("claims 4 E-EXCEEDS"))
    // The recovery of a claim that was left out has nothing to stand on.
    #expect(told.contains("recoveries 2 E-EVENT-ORDER"))
    #expect(told.contains("recoveries 4 E-FIELD-VALUE"))
    #expect(told.contains("loans 5 E-VALUE-UNKNOWN"))
    #expect(told.contains { $0.hasPrefix("loans \(tables.loans[5].row) E-") })
    #expect(history.pool.claims["BC008"]?.paid == tables.claims[7].paid)
    #expect(history.pool.isBalanced)
  }

  @Test func `tables of nothing but extremes do not stop the reading`() throws {
    var random = Seeded(7)
    for seed in UInt64(1)...40 {
      random = Seeded(seed)
      var tables = PoolTables()
      tables.banks = [BankRow(row: 2, bank: "B1", rate: PPM(500_000), yearlyCap: Fen(.max))]
      func amount() -> Fen {
        [Fen(.max), Fen(.min), .zero, Fen(-1), Fen(1), Fen(100)].randomElement(using: &random)
          ?? .zero
      }
      func day() -> CivilDate { CivilDate(dayNumber: .random(in: -9_000...90_000, using: &random)) }
      func code(_ prefix: String) -> String { prefix + "\(Int.random(in: 0...3, using: &random))" }
      for index in 0..<12 {
        let state = ["正常", "结清", "逾期", "代偿", ""].randomElement(using: &random) ?? ""
        tables.loans.append(
          LoanRow(
            row: index + 2,
            loan: code("L"),
            bank: code("B"),
            borrower: code(""),
            lent: day(),
            due: day(),
            amount: amount(),
            security: "",
            balance: amount(),
            state: state
          )
        )
        tables.claims.append(
          ClaimRow(
            row: index + 2,
            document: code("C"),
            loan: code("L"),
            overdueOn: day(),
            paidOn: day(),
            outstanding: amount(),
            entitled: amount(),
            paid: amount()
          )
        )
        tables.recoveries.append(
          RecoveryRow(
            row: index + 2,
            document: code("R"),
            claim: code("C"),
            date: day(),
            collected: amount(),
            returned: amount()
          )
        )
      }
      let history = try Self.history(tables)
      #expect(history.pool.isBalanced, "seed \(seed)")
    }
  }

  @Test func `a table of banks that makes no scheme is refused by its rows`() throws {
    let bank = BankRow(row: 2, bank: "B1", rate: PPM(500_000), yearlyCap: Fen(100))
    var odd = bank
    (odd.row, odd.bank, odd.rate, odd.yearlyCap) = (3, "a'b", PPM(2_000_000), Fen(-1))
    for (rows, codes) in [
      ([], [FindingCode.empty]), ([bank, bank], [.codeDuplicate]),
      ([bank, odd], [.valueUnknown, .fieldValue, .negative]),
    ] as [([BankRow], [FindingCode])] {
      let error = #expect(throws: Findings.self) { try SampleScheme.file(rows) }
      #expect(error?.list.map(\.code) == codes)
    }
    #expect(throws: Never.self) { try Scheme(try SampleScheme.file([bank])) }
  }
}
