import Accounting
import Findings
import Foundation
import Policies
import Quantities

@testable import RiskPools

/// Documents for tests, signed and proved, each by other people.
enum Lives {
  static let digest = String(repeating: "0f", count: 32)

  static func file(_ path: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: path)))
  }

  static func postings(_ name: String) throws -> PoolPostings {
    try PoolPostings(try file("policies/postings/pool-\(name).json"))
  }

  static func fen(_ yuan: String) -> Fen { Fen(canonical: yuan) ?? .zero }

  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(iso: text) else { throw NoSuchDay(text: text) }
    return date
  }

  struct NoSuchDay: Error { let text: String }

  static func head(
    _ number: String,
    _ date: CivilDate,
    by person: String? = nil,
    papers: [String] = ["材料"]
  ) -> DocumentHead {
    DocumentHead(
      number: number,
      date: date,
      signatures: Signatures(
        preparedBy: person ?? "经办\(number)",
        reviewedBy: "复核",
        approvedBy: "审批"
      ),
      evidence: papers.compactMap { EvidencePaper(name: $0, digest: digest) }
    )
  }

  /// A scheme from the fields beside its header, adopted.
  static func adopted(_ fields: String, from: String = "2023-01-01") throws -> AdoptedScheme {
    try AdoptedScheme(try scheme(fields), digest: digest, from: try date(from))
  }

  /// A scheme under which a claim of any loan is half of what is not paid back.
  static let half = #"""
    "coverage":{"base":"outstanding_principal_at_trigger"},"tiers":[{"rate_ppm":"500000"}]
    """#

  static func loan(
    _ id: String,
    _ principal: String,
    bank: String = "B1",
    borrower: String = "甲公司",
    _ edit: (inout LoanFacts) -> Void = { _ in }
  ) -> LoanFacts {
    var loan = LoanFacts()
    (loan.id, loan.bank, loan.borrower) = (id, bank, borrower)
    loan.principal = fen(principal)
    edit(&loan)
    return loan
  }
}

/// A life that is written down event by event, one day after the other.
struct PoolStory {
  var pool: Pool
  var day: CivilDate
  var changes: [(document: PoolDocument, change: PoolChange)] = []
  private var count = 0

  init(_ fields: String = Lives.half, accounts: [String] = ["专户"], from: String = "2024-01-01")
    throws
  {
    day = try Lives.date(from)
    let opening = PoolOpening(
      pool: "F1",
      accounts: accounts,
      scheme: try Lives.adopted(fields)
    )
    pool = try Pool(opening, Lives.head("0", day))
  }

  mutating func document(_ event: PoolEvent, by person: String? = nil, papers: [String] = ["材料"])
    -> PoolDocument
  {
    count += 1
    day = day.adding(days: 1)
    return PoolDocument(Lives.head("\(count)", day, by: person, papers: papers), event)
  }

  @discardableResult
  mutating func take(
    _ event: PoolEvent,
    by person: String? = nil,
    papers: [String] = ["材料"]
  ) throws -> PoolChange {
    let document = document(event, by: person, papers: papers)
    let change = try pool.take(document)
    changes.append((document, change))
    return change
  }

  /// What is wrong with an event now.
  mutating func refusal(of event: PoolEvent, by person: String? = nil) -> [String] {
    let document = document(event, by: person)
    do throws(Refusal) {
      _ = try pool.apply(document)
      return []
    } catch {
      return error.findings.map { $0.code.rawValue + " " + $0.column }
    }
  }

  mutating func fund(_ amount: String, _ funder: String = "市", to account: String = "专户") throws {
    try take(.fundingReceived(Funding(funder: funder, account: account, amount: Lives.fen(amount))))
  }

  mutating func enrol(_ loan: LoanFacts, lent: String = "2024-01-01", due: String = "2025-01-01")
    throws
  {
    try take(
      .loanEnrolled(Enrolment(loan: loan, lent: try Lives.date(lent), due: try Lives.date(due)))
    )
  }

  /// Files a claim and brings it to its decision.
  mutating func decide(
    _ claim: String,
    _ loan: String,
    _ outstanding: String,
    kind: ClaimKind = .final,
    loss: String? = nil
  ) throws {
    let filing = ClaimFiling(
      claim: claim,
      loan: loan,
      kind: kind,
      outstanding: Lives.fen(outstanding)
    )
    try take(.claimFiled(filing))
    try take(.claimChecked(ClaimCheck(claim: claim)))
    try take(.claimDecided(ClaimDecision(claim: claim, loss: loss.map(Lives.fen))))
  }

  mutating func approve(_ claims: String..., from account: String = "专户") throws {
    try take(.claimsApproved(ClaimApproval(claims: claims, account: account)))
  }

  mutating func pay(_ claim: String) throws { try take(.claimPaid(ClaimPayment(claim: claim))) }
}

/// Charts as the files give them, and a ledger that takes what a pool proposes.
enum Books {
  static func chart(_ path: String) throws -> ChartOfAccounts {
    let text = String(decoding: try Lives.file(path), as: UTF8.self)
    var accounts: [Account] = []
    for line in text.split(separator: "\n").dropFirst() {
      var quoted = false
      let cells = line.split(omittingEmptySubsequences: false) { character in
        if character == "\"" { quoted.toggle() }
        return character == "," && !quoted
      }.map { $0.filter { $0 != "\"" } }
      guard let code = AccountCode(cells[0]) else { continue }
      let kinds = DimensionKind.standard
      let elements: [String: Element] = [
        "资产": .asset, "负债": .liability, "净资产": .netAssets, "收入": .income, "费用": .expense,
      ]
      let aspects: [String: Aspect] = ["预算会计": .budget, "备查": .control, "已承诺": .commitment]
      accounts.append(
        Account(
          code: code,
          name: cells[1],
          normalSide: cells[2] == "借" ? .debit : .credit,
          element: elements[cells[5]] ?? .asset,
          aspect: cells.count > 6 ? aspects[cells[6]] ?? .financial : .financial,
          isLeaf: cells[4] == "1",
          requiredDimensions: cells[3].split(separator: ",").compactMap { name in
            kinds.first { $0.name == name }
          }
        )
      )
    }
    return ChartOfAccounts(accounts)
  }

  static func ledger(_ chart: String, banks: [String], funders: [String] = []) throws
    -> InMemoryLedger
  {
    var directory = DimensionDirectory()
    for bank in banks { directory.add(DimensionValue(kind: .bank, code: bank, name: bank)) }
    for funder in funders {
      directory.add(DimensionValue(kind: .fundSource, code: funder, name: funder))
    }
    guard let start = FiscalPeriod(year: 2023, month: 1),
      let book = Book(code: "001", name: "补偿金", startPeriod: start)
    else { throw Lives.NoSuchDay(text: "2023-01") }
    return InMemoryLedger(book: book, chart: try Self.chart(chart), directory: directory)
  }
}
