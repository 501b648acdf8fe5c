import Accounting
import Foundation
import Policies
import Quantities

@testable import InvestFirst

/// The business tables of the example, as documents (先投后股 of `Examples/three-years`).
struct ThreeYears {
  /// A document with what is needed to put documents in order.
  struct Dated {
    let document: ProjectDocument
    let project: String
    let order: Int
  }

  private(set) var approvals: [(Approval, DocumentHead)] = []
  private(set) var dated: [Dated] = []

  /// The documents of a project in the order of time.
  func documents(of project: String) -> [ProjectDocument] {
    dated.filter { $0.project == project }
      .sorted {
        ($0.document.head.date, $0.order) < ($1.document.head.date, $1.order)
      }
      .map(\.document)
  }

  static func table(_ path: String) throws -> [[String: String]] {
    let text = String(decoding: try Life.file(path), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).map { cells(String($0)) }
    guard let names = rows.first else { return [] }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      case "\u{FEFF}": break
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  private struct Row {
    let cells: [String: String]
    subscript(_ name: String) -> String { cells[name] ?? "" }
    func fen(_ name: String) -> Fen { Life.fen(self[name]) }
    func date(_ name: String) throws -> CivilDate { try Sample.date(self[name]) }
  }

  private static func rows(_ name: String) throws -> [Row] {
    try table("Examples/three-years/clean/\(name).csv").map { Row(cells: $0) }
  }

  private mutating func add(
    _ project: String,
    _ number: String,
    _ date: CivilDate,
    _ order: Int,
    _ event: ProjectEvent
  ) {
    let document = ProjectDocument(Life.head(number, date), event)
    dated.append(Dated(document: document, project: project, order: order))
  }

  init() throws {
    try addProjects()
    try addPayments()
    try addEquity()
    try addLeaving()
  }

  private mutating func addProjects() throws {
    let policy = try Life.policy()
    for row in try Self.rows("projects") {
      let (code, date) = (row["项目编码"], try row.date("立项日期"))
      let approval = Approval(project: code, zone: row["承载区"], amount: row.fen("批准资金"))
      approvals.append((approval, Life.head("\(code)-立项", date)))
      let rent = row["租金是否计入先投"] == "是" ? PPM.one : .zero
      let contract = try Contract(
        policy,
        digest: Life.digest,
        weights: [.cash: .one, .rent: rent]
      )
      add(code, "\(code)-合同", date, 0, .contract(contract))
      let lease = Lease(
        code: "L1",
        landlord: "SOE2",
        premises: "1",
        from: date,
        to: date.adding(months: 25)
      )
      add(code, "\(code)-租约", date, 1, .lease(lease))
    }
  }

  private mutating func addPayments() throws {
    for row in try Self.rows("tranches") {
      let tranche = Tranche(number: Int(row["期次"]) ?? 0, amount: row.fen("金额"))
      add(row["项目编码"], row["业务单号"], try row.date("拨付日期"), 3, .tranche(tranche))
    }
    for row in try Self.rows("milestones") {
      let number = "\(row["项目编码"])-检\(row["期次"])"
      let review = MilestoneReview(
        tranche: Int(row["期次"]) ?? 0,
        isPassed: row["结论"].hasSuffix("通过") && !row["结论"].hasPrefix("未")
      )
      add(row["项目编码"], number, try row.date("检查日期"), 2, .milestone(review))
    }
    for row in try Self.rows("rents") {
      guard let month = FiscalPeriod(iso: row["月份"]) else { continue }
      let rent = RentMonth(lease: "L1", month: month, amount: row.fen("补贴金额"))
      let (code, date) = (row["项目编码"], try row.date("支付日期"))
      add(code, "\(code)-租\(month)-提", date, 4, .rentAccrued(rent))
      add(code, "\(code)-租\(month)-付", date, 5, .rentSettled(rent))
    }
  }

  private mutating func addEquity() throws {
    for row in try Self.rows("conversions") {
      let (code, date) = (row["项目编码"], try row.date("转股日期"))
      // The table has no registered capital: one yuan of value stands for one of it.
      let principal = row.fen("转股本金")
      let rest = try row.fen("投后估值").adding(principal.negated())
      add(code, "\(row["转股单号"])-触发", date, 6, .trigger(TriggerMet(.externalRound)))
      let conversion = ConversionDone(
        used: principal,
        capitalToFund: principal,
        others: CapTable([.founders: rest]),
        holder: row["代持单位"]
      )
      add(code, row["转股单号"], date, 7, .conversion(conversion))
    }
    for row in try Self.rows("custody") {
      let event: ProjectEvent =
        row["事由"] == "设立代持"
        ? .custodySet(CustodySet(holder: row["移入方"]))
        : .custodyMoved(CustodyMove(from: row["移出方"], to: row["移入方"]))
      add(row["项目编码"], row["代持单号"], try row.date("日期"), 8, event)
    }
    for row in try Self.rows("dividends") {
      let (code, number) = (row["项目编码"], row["股利单号"])
      let dividend = Dividend(declaration: number, amount: row.fen("应得金额"))
      add(code, number, try row.date("宣告日"), 9, .dividendDeclared(dividend))
      add(code, "\(number)-到账", try row.date("到账日"), 9, .dividendReceived(dividend))
    }
  }

  private mutating func addLeaving() throws {
    for row in try Self.rows("exits") {
      let (code, number, date) = (row["项目编码"], row["退出单号"], try row.date("退出日期"))
      let (cost, price) = (row.fen("退出成本"), row.fen("成交价"))
      if row["方式"] == "返还" {
        let gain = try price.adding(cost.negated())
        add(code, number, date, 10, .repayment(Repayment(principal: cost, gain: gain)))
      } else {
        let way: ExitTerms.Way = row["方式"] == "回购" ? .founderBuyback : .holderTransfer
        add(
          code,
          "\(number)-价",
          date,
          10,
          .exitPriced(ExitPrice(way: way, capital: cost, price: price))
        )
        add(code, number, date, 11, .exitPaid(ExitPayment(amount: price)))
      }
    }
    for row in try Self.rows("writeoffs") {
      let (code, number, date) = (row["项目编码"], row["核销单号"], try row.date("核销日期"))
      let outcome: Tolerance.Outcome =
        ["尽职免责": .exempt, "部分追责": .partly][row["容错认定"]] ?? .notCovered
      let decision = WriteOff(
        isApproved: true,
        recovered: row.fen("清算收回"),
        outcome: outcome
      )
      add(code, "\(number)-终止", date, 12, .stop(Stop(reason: row["原因"])))
      add(code, "\(number)-审查", date, 13, .writeOffReview)
      add(code, number, date, 14, .writeOffDecided(decision))
    }
  }
}
