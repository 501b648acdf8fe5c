import Accounting
import Findings
import Policies
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolReportClaims: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    try session.show(
      BindingReport(rows: file.pool.bindingLimits, day: day, language: session.language),
      report.output
    )
  }
}

/// Claims by what decided them (按限额汇总).
private struct BindingReport: Report {
  let rows: [BindingLimit]
  let day: CivilDate
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("补偿按限额", "Claims by limits"),
      remarks: [.through(day), .yuan],
      columns: [
        .init(Phrase("起约束的限额", "Limit"), .text), .init(Phrase("笔数", "Claims"), .integer),
        .init(Phrase("补偿额", "Base by rate"), .money), .init(Phrase("已拨付", "Paid"), .money),
        .init(Phrase("削减", "Cut"), .money),
      ]
    )
    for row in rows {
      table.add([
        .text(language.term("limit", row.limit)), .integer(row.claims), .money(row.raw),
        .money(row.paid), .money(row.cut),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = rows.map { row -> JSON in
      [
        "limit": .string(row.limit), "claims": .integer(Int64(row.claims)),
        "raw": .string(Fen.yuan(row.raw)), "paid": .string(Fen.yuan(row.paid)),
        "cut": .string(Fen.yuan(row.cut)),
      ]
    }
    return ["date": .string("\(day)"), "limits": .array(rows)]
  }
}

extension PoolReportExposure: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    try session.show(
      ExposureReport(rows: file.pool.exposures(by: by.key), key: by, day: day),
      report.output
    )
  }
}

/// What is lent, owed and failing (敞口表).
private struct ExposureReport: Report {
  let rows: [ExposureRow]
  let key: ExposureKeyOption
  let day: CivilDate

  private var heading: Phrase {
    switch key {
    case .bank: Phrase("银行", "Bank")
    case .sector: Phrase("行业", "Sector")
    case .firm: Phrase("企业", "Firm")
    case .district: Phrase("区县", "District")
    }
  }

  var table: Table {
    var table = Table(
      title: Phrase("敞口", "Exposure"),
      remarks: [.through(day), .yuan],
      columns: [
        .init(heading, .text), .init(Phrase("在池笔数", "Loans"), .integer),
        .init(Phrase("累计发放", "Lent"), .money), .init(Phrase("余额", "Balance"), .money),
        .init(Phrase("逾期", "Overdue"), .money), .init(Phrase("不良", "Failing"), .money),
        .init(Phrase("已补偿", "Paid"), .money), .init(Phrase("已追偿", "Recovered"), .money),
        .init(Phrase("先投", "Invested"), .money),
      ]
    )
    for row in rows {
      let figures = row.exposure
      table.add([
        .text(row.name), .integer(figures.loans), .money(figures.lent), .money(figures.balance),
        .money(figures.overdue), .money(figures.failing), .money(figures.paid),
        .money(figures.recovered), .amount(row.invested),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = rows.map { row -> JSON in
      let figures = row.exposure
      return [
        "name": .string(row.name), "loans": .integer(Int64(figures.loans)),
        "lent": .string(Fen.yuan(figures.lent)), "balance": .string(Fen.yuan(figures.balance)),
        "overdue": .string(Fen.yuan(figures.overdue)),
        "failing": .string(Fen.yuan(figures.failing)), "paid": .string(Fen.yuan(figures.paid)),
        "recovered": .string(Fen.yuan(figures.recovered)), "invested": .amount(row.invested),
        "banks": .array(row.banks.map { .string($0) }),
      ]
    }
    return [
      "date": .string("\(day)"), "by": .string(key.rawValue), "rows": .array(rows),
    ]
  }
}

extension PoolReportBreakers: RunnableCommand {
  func execute(in session: Session) throws(Failure) { try session.showBreakers(report) }
}

extension PoolBreakerShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) { try session.showBreakers(report) }
}

extension Session {
  fileprivate func showBreakers(_ options: PoolReportOptions) throws(Failure) {
    let (file, day) = try poolFile(options)
    let readings: [PoolReading]
    do throws(Refusal) { readings = try file.pool.breakerReadings(on: day) } catch {
      throw Failure(.refused(error), path: try ledgerPath())
    }
    let report = BreakerReport(
      readings: readings,
      waiting: file.pool.queue.count,
      day: day,
      language: language
    )
    try show(report, options.output)
  }
}

/// What breakers watch (熔断监测表).
private struct BreakerReport: Report {
  let readings: [PoolReading]
  let waiting: Int
  let day: CivilDate
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("熔断", "Breakers"),
      remarks: [
        Phrase("\(day)", "\(day)"),
        Phrase("排队申请 \(waiting) 笔", "\(waiting) claims waiting"), .yuan,
      ],
      columns: [
        .init(Phrase("序", "No."), .integer), .init(Phrase("指标", "Measure"), .text),
        .init(Phrase("范围", "Scope"), .text), .init(Phrase("分子", "Numerator"), .money),
        .init(Phrase("分母", "Denominator"), .money), .init(Phrase("比例", "Rate"), .text),
        .init(Phrase("阈值", "Threshold"), .text), .init(Phrase("触发日", "Tripped"), .text),
      ]
    )
    for reading in readings {
      table.add([
        .integer(reading.breaker), .text(language.term("breaker_measure", reading.measure)),
        .text(language.words(reading.scope)), .amount(reading.numerator),
        .amount(reading.denominator), .text(reading.rate), .text("\(reading.threshold)"),
        .text(reading.trippedOn.map { "\($0)" } ?? ""),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = readings.map { reading -> JSON in
      [
        "breaker": .integer(Int64(reading.breaker)), "measure": .string(reading.measure),
        "level": .string(reading.scope.levelWord), "name": .string(reading.scope.name),
        "numerator": .amount(reading.numerator), "denominator": .amount(reading.denominator),
        "threshold_ppm": .ppm(reading.threshold), "date": .string("\(reading.day)"),
        "tripped_on": .optional(reading.trippedOn.map { "\($0)" }),
      ]
    }
    return [
      "date": .string("\(day)"), "waiting": .integer(Int64(waiting)), "breakers": .array(rows),
    ]
  }
}

extension PoolReading {
  /// Numerator by denominator as a percentage, cut off; empty where nothing is there.
  fileprivate var rate: String {
    guard denominator > .zero else { return "" }
    let parts = Int128(numerator.rawValue) * 1_000_000 / Int128(denominator.rawValue)
    return "\(PPM(Int64(clamping: parts)))"
  }
}
