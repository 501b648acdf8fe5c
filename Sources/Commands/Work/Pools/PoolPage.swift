import Accounting
import Findings
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let pools = try session.registers { (snapshot) throws(RegisterError) in
      let register = PoolRegister(snapshot)
      return try register.codes().map { code throws(RegisterError) in try register.pool(code) }
    }
    try session.show(PoolListReport(pools: pools))
  }
}

/// The pools of a ledger (资金池一览).
private struct PoolListReport: Report {
  let pools: [Pool]

  var table: Table {
    var table = Table(
      title: Phrase("资金池", "Pools"),
      remarks: [Phrase("\(pools.count) 个", "\(pools.count)"), .yuan],
      columns: [
        .init(Phrase("资金池", "Pool"), .text), .init(Phrase("办法", "Scheme"), .text),
        .init(Phrase("设立", "Opened"), .date), .init(Phrase("余额", "Cash"), .money),
        .init(Phrase("在池贷款", "Loans"), .money), .init(Phrase("已补偿", "Paid"), .money),
        .init(Phrase("已追偿", "Recovered"), .money), .init(Phrase("待办补偿", "Open claims"), .integer),
      ]
    )
    for pool in pools {
      let whole = pool.exposures[.programme] ?? Exposure()
      table.add([
        .text(pool.code), .text(pool.schemes.last?.policy ?? ""), .date(pool.openedOn),
        .money(pool.cash), .money(whole.balance), .money(whole.paid), .money(whole.recovered),
        .integer(pool.claims.values.count { $0.isOpen }),
      ])
    }
    return table
  }

  var json: JSON { ["pools": .array(pools.map { PoolPage(pool: $0).json })] }
}

extension PoolShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    let page = PoolPage(pool: file.pool)
    try session.print(page.json) { page.lines(session.language, on: day) }
  }
}

/// All about one pool (资金池页).
struct PoolPage {
  let pool: Pool

  private var whole: Exposure { pool.exposures[.programme] ?? Exposure() }

  var json: JSON {
    [
      "pool": .string(pool.code), "closed": .bool(pool.isClosed),
      "opened_on": .string("\(pool.openedOn)"), "cash": .string(Fen.yuan(pool.cash)),
      "due_to_treasury": .string(Fen.yuan(pool.dueToTreasury)), "schemes": schemes, "accounts": accounts,
      "funders": funders, "exposure": exposure,
      "claims_open": .integer(Int64(pool.claims.values.count { $0.isOpen })),
      "claims_waiting": .array(pool.queue.map { .string($0) }),
    ]
  }

  private var schemes: JSON {
    .array(
      pool.schemes.map { scheme in
        [
          "policy": .string(scheme.policy), "sha256": .string(scheme.digest),
          "from": .string("\(scheme.from)"),
        ]
      }
    )
  }

  private var accounts: JSON {
    .array(
      pool.accounts.sorted { $0.key < $1.key }.map { name, account in
        [
          "account": .string(name), "cash": .amount(account.cash),
          "reserved": .amount(account.reserved), "available": .amount(account.available),
        ]
      }
    )
  }

  private var funders: JSON {
    .array(
      pool.funders.sorted { $0.key < $1.key }.map { name, funder in
        [
          "funder": .string(name), "nature": .string(funder.nature.rawValue),
          "paid_in": .amount(funder.paidIn), "promised": .amount(funder.promised),
          "borne": .amount(funder.borne), "recovered": .amount(funder.recovered),
        ]
      }
    )
  }

  private var exposure: JSON {
    [
      "loans": .integer(Int64(whole.loans)), "lent": .string(Fen.yuan(whole.lent)),
      "balance": .string(Fen.yuan(whole.balance)), "overdue": .string(Fen.yuan(whole.overdue)),
      "failing": .string(Fen.yuan(whole.failing)),
      "compensated": .string(Fen.yuan(whole.compensated)),
      "paid": .string(Fen.yuan(whole.paid)), "recovered": .string(Fen.yuan(whole.recovered)),
    ]
  }

  func lines(_ language: Language, on day: CivilDate) -> [String] {
    let state = pool.isClosed ? Phrase("已清算", "wound up") : Phrase("运行中", "open")
    var lines = ["\(pool.code)  \(state.text(in: language))  \(day)"]
    func add(_ chinese: String, _ english: String, _ more: String) {
      lines.append("  \(Phrase(chinese, english).text(in: language)): \(more)")
    }
    func yuan(_ amount: Fen) -> String { Fen.grouped(Int128(amount.rawValue)) }
    for scheme in pool.schemes {
      add("办法", "scheme", "\(scheme.policy) (\(scheme.digest.prefix(16))) \(scheme.from)")
    }
    for (name, account) in pool.accounts.sorted(by: { $0.key < $1.key }) {
      let free = Phrase("可用 \(yuan(account.available))", "free \(yuan(account.available))")
      add("专户 \(name)", "account \(name)", "\(yuan(account.cash))  \(free.text(in: language))")
    }
    for (name, funder) in pool.funders.sorted(by: { $0.key < $1.key }) {
      let more = Phrase(
        "实缴 \(yuan(funder.paidIn))  承担 \(yuan(funder.borne))  收回 \(yuan(funder.recovered))",
        "paid in \(yuan(funder.paidIn)), bore \(yuan(funder.borne)), "
          + "got back \(yuan(funder.recovered))"
      )
      add("出资方 \(name)", "funder \(name)", more.text(in: language))
    }
    let loans = "\(whole.loans)  \(Fen.grouped(whole.balance))"
    add("在池贷款", "loans", loans)
    add("逾期", "overdue", Fen.grouped(whole.overdue))
    add("不良", "failing", Fen.grouped(whole.failing))
    add("已补偿", "paid", Fen.grouped(whole.paid))
    add("已追偿", "recovered", Fen.grouped(whole.recovered))
    let open = pool.claims.values.filter(\.isOpen).sorted { $0.id < $1.id }
    for claim in open {
      let state = language.term("claim_state", claim.state.rawValue)
      let next = claim.state.next.map { language.term("pool_event", $0.rawValue) }
      let way = next.joined(separator: language == .chinese ? "、" : ", ")
      add("待办 \(claim.id)", "to do \(claim.id)", "\(state) → \(way)")
    }
    return lines
  }
}
