public import Quantities

/// The business tables of earlier years (历史业务表), row by row as they were typed in.
///
/// Words stay words: what they mean for a project is decided in one place, by ``History``.
public struct HistoryTables: Hashable, Sendable {
  /// The projects (项目).
  public var projects: [ProjectRow] = []
  /// The stages (阶段).
  public var stages: [StageRow] = []
  /// The instalments (拨付).
  public var tranches: [TrancheRow] = []
  /// The reviews of milestones (里程碑检查).
  public var milestones: [MilestoneRow] = []
  /// The rents (场所租金).
  public var rents: [RentRow] = []
  /// The conversions (转股).
  public var conversions: [ConversionRow] = []
  /// The custody (代持).
  public var custody: [CustodyRow] = []
  /// The dividends (股利).
  public var dividends: [DividendRow] = []
  /// The exits (退出).
  public var exits: [ExitRow] = []
  /// The write-offs (核销).
  public var writeOffs: [WriteOffRow] = []

  /// Creates empty tables.
  public init() {}
}

/// The names of the tables, as their files are called (业务表).
public enum HistoryTable: String, Hashable, Sendable, CaseIterable {
  case projects, stages, tranches, milestones, rents, conversions, custody, dividends, exits
  case writeOffs = "writeoffs"
}

/// A project as it was approved (项目).
public struct ProjectRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The project (项目编码).
  public var project: String
  /// The zone (承载区).
  public var zone: String
  /// The day of the approval (立项日期).
  public var approvedOn: CivilDate
  /// The money that was approved (批准资金).
  public var amount: Fen
  /// Whether rent counts (租金是否计入先投).
  public var countsRent: Bool

  /// Creates a row.
  public init(
    row: Int,
    project: String,
    zone: String,
    approvedOn: CivilDate,
    amount: Fen,
    countsRent: Bool
  ) {
    self.row = row
    self.project = project
    self.zone = zone
    self.approvedOn = approvedOn
    self.amount = amount
    self.countsRent = countsRent
  }
}

/// A stage that a project reached (阶段).
public struct StageRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The project (项目编码).
  public var project: String
  /// Which stage (阶段).
  public var stage: String
  /// The day (日期).
  public var date: CivilDate

  /// Creates a row.
  public init(row: Int, project: String, stage: String, date: CivilDate) {
    self.row = row
    self.project = project
    self.stage = stage
    self.date = date
  }
}

/// An instalment that was paid (拨付).
public struct TrancheRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The project (项目编码).
  public var project: String
  /// Which instalment (期次).
  public var number: Int
  /// The day of the payment (拨付日期).
  public var date: CivilDate
  /// The amount (金额).
  public var amount: Fen
  /// The number of the document (业务单号).
  public var document: String

  /// Creates a row.
  public init(
    row: Int,
    project: String,
    number: Int,
    date: CivilDate,
    amount: Fen,
    document: String
  ) {
    self.row = row
    self.project = project
    self.number = number
    self.date = date
    self.amount = amount
    self.document = document
  }
}

/// The review of an instalment (里程碑检查).
public struct MilestoneRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The project (项目编码).
  public var project: String
  /// Which instalment (期次).
  public var tranche: Int
  /// The day of the review (检查日期).
  public var date: CivilDate
  /// The result (结论).
  public var result: String

  /// Creates a row.
  public init(row: Int, project: String, tranche: Int, date: CivilDate, result: String) {
    self.row = row
    self.project = project
    self.tranche = tranche
    self.date = date
    self.result = result
  }
}

/// The rent of one month (场所租金).
public struct RentRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The project (项目编码).
  public var project: String
  /// The zone, whose operator lets the premises (承载区).
  public var zone: String
  /// The month (月份).
  public var month: FiscalPeriod
  /// What the fund pays (补贴金额).
  public var amount: Fen
  /// Whether it counts, in words (口径).
  public var treatment: String
  /// The day of the payment (支付日期).
  public var paidOn: CivilDate

  /// Creates a row.
  public init(
    row: Int,
    project: String,
    zone: String,
    month: FiscalPeriod,
    amount: Fen,
    treatment: String,
    paidOn: CivilDate
  ) {
    self.row = row
    self.project = project
    self.zone = zone
    self.month = month
    self.amount = amount
    self.treatment = treatment
    self.paidOn = paidOn
  }
}

/// Money that became equity (转股).
public struct ConversionRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (转股单号).
  public var document: String
  /// The project (项目编码).
  public var project: String
  /// The day of the conversion (转股日期).
  public var date: CivilDate
  /// What made it happen (触发条件).
  public var trigger: String
  /// What became equity (转股本金).
  public var principal: Fen
  /// The value after it (投后估值).
  public var postMoney: Fen
  /// Who holds the equity (代持单位).
  public var holder: String

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    project: String,
    date: CivilDate,
    trigger: String,
    principal: Fen,
    postMoney: Fen,
    holder: String
  ) {
    self.row = row
    self.document = document
    self.project = project
    self.date = date
    self.trigger = trigger
    self.principal = principal
    self.postMoney = postMoney
    self.holder = holder
  }
}

/// Equity that came to a holder, or went to another one (代持).
public struct CustodyRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (代持单号).
  public var document: String
  /// The project (项目编码).
  public var project: String
  /// The day (日期).
  public var date: CivilDate
  /// Who held it (移出方).
  public var from: String
  /// Who holds it now (移入方).
  public var to: String
  /// Why (事由).
  public var reason: String

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    project: String,
    date: CivilDate,
    from: String,
    to: String,
    reason: String
  ) {
    self.row = row
    self.document = document
    self.project = project
    self.date = date
    self.from = from
    self.to = to
    self.reason = reason
  }
}

/// A dividend, declared and received (股利).
public struct DividendRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the declaration (股利单号).
  public var document: String
  /// The project (项目编码).
  public var project: String
  /// The day of the declaration (宣告日).
  public var declaredOn: CivilDate
  /// The day of the money (到账日).
  public var receivedOn: CivilDate
  /// The amount for the equity held (应得金额).
  public var amount: Fen

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    project: String,
    declaredOn: CivilDate,
    receivedOn: CivilDate,
    amount: Fen
  ) {
    self.row = row
    self.document = document
    self.project = project
    self.declaredOn = declaredOn
    self.receivedOn = receivedOn
    self.amount = amount
  }
}

/// Equity that was sold, or money that came back without having become equity (退出).
public struct ExitRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (退出单号).
  public var document: String
  /// The project (项目编码).
  public var project: String
  /// The day of the exit (退出日期).
  public var date: CivilDate
  /// In which way (方式).
  public var way: String
  /// What it cost (退出成本).
  public var cost: Fen
  /// The price (成交价).
  public var price: Fen

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    project: String,
    date: CivilDate,
    way: String,
    cost: Fen,
    price: Fen
  ) {
    self.row = row
    self.document = document
    self.project = project
    self.date = date
    self.way = way
    self.cost = cost
    self.price = price
  }
}

/// A loss that was decided about (核销).
public struct WriteOffRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (核销单号).
  public var document: String
  /// The project (项目编码).
  public var project: String
  /// The day of the decision (核销日期).
  public var date: CivilDate
  /// Why (原因).
  public var reason: String
  /// What was left (先投余额).
  public var balance: Fen
  /// What liquidation brought in (清算收回).
  public var recovered: Fen
  /// What was decided about blame (容错认定).
  public var outcome: String

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    project: String,
    date: CivilDate,
    reason: String,
    balance: Fen,
    recovered: Fen,
    outcome: String
  ) {
    self.row = row
    self.document = document
    self.project = project
    self.date = date
    self.reason = reason
    self.balance = balance
    self.recovered = recovered
    self.outcome = outcome
  }
}
