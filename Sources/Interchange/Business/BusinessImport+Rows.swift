import Findings
import InvestFirst
import Quantities

/// The rows of each table.
extension BusinessImport {
  static func stage(_ cells: inout RowCells) -> StageRow? {
    let (project, stage) = (cells.key("项目编码"), cells.text("阶段"))
    guard let date = cells.date("日期") else { return nil }
    return StageRow(row: cells.row.number, project: project, stage: stage, date: date)
  }

  static func tranche(_ cells: inout RowCells) -> TrancheRow? {
    let (project, document) = (cells.key("项目编码"), cells.code("业务单号"))
    let number = cells.number("期次", in: 1...999)
    let date = cells.date("拨付日期")
    guard let number, let date, let amount = cells.fen("金额") else { return nil }
    return TrancheRow(
      row: cells.row.number,
      project: project,
      number: number,
      date: date,
      amount: amount,
      document: document
    )
  }

  static func milestone(_ cells: inout RowCells) -> MilestoneRow? {
    let (project, result) = (cells.key("项目编码"), cells.text("结论"))
    let tranche = cells.number("期次", in: 1...999)
    guard let tranche, let date = cells.date("检查日期") else { return nil }
    return MilestoneRow(
      row: cells.row.number,
      project: project,
      tranche: tranche,
      date: date,
      result: result
    )
  }

  static func rent(_ cells: inout RowCells) -> RentRow? {
    let (project, zone) = (cells.key("项目编码"), cells.code("承载区"))
    let month = cells.code("月份")
    let treatment = cells.text("口径")
    guard let month = FiscalPeriod(iso: month) else {
      cells.note(.dateInvalid, "月份")
      return nil
    }
    let paid = cells.isBlank("支付日期") ? month.lastDay : cells.date("支付日期")
    guard let paid, let amount = cells.fen("补贴金额") else { return nil }
    return RentRow(
      row: cells.row.number,
      project: project,
      zone: zone,
      month: month,
      amount: amount,
      treatment: treatment,
      paidOn: paid
    )
  }

  static func conversion(_ cells: inout RowCells) -> ConversionRow? {
    let (document, project) = (cells.key("转股单号"), cells.key("项目编码"))
    let (trigger, holder) = (cells.text("触发条件"), cells.code("代持单位"))
    let date = cells.date("转股日期")
    let principal = cells.fen("转股本金")
    let column = cells.isBlank("投后估值") ? "投前估值" : "投后估值"
    let value = cells.fen(column)
    guard let date, let principal, let value else { return nil }
    return ConversionRow(
      row: cells.row.number,
      document: document,
      project: project,
      date: date,
      trigger: trigger,
      principal: principal,
      postMoney: value,
      holder: holder
    )
  }

  static func custody(_ cells: inout RowCells) -> CustodyRow? {
    let (document, project) = (cells.key("代持单号"), cells.key("项目编码"))
    let (from, to) = (cells.code("移出方"), cells.key("移入方"))
    let reason = cells.text("事由")
    guard let date = cells.date("日期") else { return nil }
    return CustodyRow(
      row: cells.row.number,
      document: document,
      project: project,
      date: date,
      from: from,
      to: to,
      reason: reason
    )
  }

  static func dividend(_ cells: inout RowCells) -> DividendRow? {
    let (document, project) = (cells.key("股利单号"), cells.key("项目编码"))
    let declared = cells.date("宣告日")
    let received = cells.isBlank("到账日") ? declared : cells.date("到账日")
    guard let declared, let received, let amount = cells.fen("应得金额") else { return nil }
    return DividendRow(
      row: cells.row.number,
      document: document,
      project: project,
      declaredOn: declared,
      receivedOn: received,
      amount: amount
    )
  }

  static func exit(_ cells: inout RowCells) -> ExitRow? {
    let (document, project) = (cells.key("退出单号"), cells.key("项目编码"))
    let way = cells.text("方式")
    let date = cells.date("退出日期")
    let cost = cells.fen("退出成本")
    guard let date, let cost, let price = cells.fen("成交价") else { return nil }
    return ExitRow(
      row: cells.row.number,
      document: document,
      project: project,
      date: date,
      way: way,
      cost: cost,
      price: price
    )
  }

  static func writeOff(_ cells: inout RowCells) -> WriteOffRow? {
    let (document, project) = (cells.key("核销单号"), cells.key("项目编码"))
    let (reason, outcome) = (cells.text("原因"), cells.text("容错认定"))
    let date = cells.date("核销日期")
    let balance = cells.fen("先投余额")
    guard let date, let balance, let recovered = cells.fen("清算收回") else { return nil }
    return WriteOffRow(
      row: cells.row.number,
      document: document,
      project: project,
      date: date,
      reason: reason,
      balance: balance,
      recovered: recovered,
      outcome: outcome
    )
  }
}
