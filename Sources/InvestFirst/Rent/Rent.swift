public import Findings
public import Policies
public import Quantities

/// Rent that is waived and counts as money invested first (租金计入先投).
public enum Rent {
  /// What a lease is computed from (租金算例).
  public struct Lease: Sendable {
    /// The square metres.
    public var area: Ratio?
    /// The rent for a square metre and a month, in yuan.
    public var price: Ratio?
    /// The first day.
    public var from: CivilDate?
    /// The last day; it counts.
    public var to: CivilDate?

    /// Creates a lease without facts.
    public init() {}

    /// Reads a case file.
    /// - Throws: everything that is wrong with it.
    package init(_ document: Document) throws(Findings) {
      let log = FindingLog()
      let fields = Fields(document, log)
      area = fields.optional("area_m2", .decimal)
      price = fields.optional("price_per_m2_month", .decimal)
      from = fields.optional("from", .date)
      to = fields.optional("to", .date)
      fields.finish()
      try log.check()
    }

    /// Reads a case file.
    /// - Throws: everything that is wrong with it.
    public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .case)) }
  }

  /// What a lease comes to.
  public struct Figures: Hashable, Sendable {
    /// The months with what counts in each.
    public let months: [Month]
    /// What counts in all.
    public let total: Fen
    /// The VAT in it; nothing unless the rent includes it.
    public let vat: Fen
  }

  /// One month.
  public struct Month: Hashable, Sendable {
    /// The month.
    public let month: FiscalPeriod
    /// The days of it in the lease.
    public let days: Int
    /// What counts.
    public let amount: Fen
  }

  /// Computes what counts, month by month, and explains it.
  /// - Throws: the open values that are needed, or what the case lacks.
  public static func accrue(
    _ lease: Lease,
    policy: InvestFirstPolicy
  ) throws(Refusal) -> Explained<Figures> {
    var accrual = try RentAccrual(lease, policy.rent)
    return try accrual.run()
  }

  /// Splits a rent that includes VAT into the rent proper and the tax.
  /// - Throws: ``Overflow`` when the figures do not fit.
  public static func splitVAT(
    _ gross: Fen,
    rate: PPM
  ) throws(Overflow) -> (net: Fen, vat: Fen) {
    let factor = try Ratio.one.adding(rate.ratio)
    let net = try Fen(try Ratio(gross).divided(by: factor), .halfUp)
    return (net, try gross.adding(try net.negated()))
  }
}

/// Works a lease out, month by month (租金计算).
private struct RentAccrual {
  private let terms: RentTerms
  private let free: [PPM]
  private let proration: RentTerms.Proration
  private let monthsCap: Int64
  private let vatRate: PPM?
  private let from: CivilDate
  private let to: CivilDate
  /// The rent of a full month, in fen.
  private let monthly: Ratio
  private var trace: [Step] = []

  init(_ lease: Rent.Lease, _ terms: RentTerms) throws(Refusal) {
    let (free, areaCap, monthsCap, proration, includesVAT, vatRate) = try needed(
      terms.freeByMonth,
      terms.areaCap,
      terms.monthsCap,
      terms.proration,
      terms.vatIncluded,
      terms.vatRate
    )
    var missing: [Finding] = []
    if lease.area == nil { missing.append(.needed("area_m2")) }
    if lease.price == nil { missing.append(.needed("price_per_m2_month")) }
    if lease.from == nil { missing.append(.needed("from")) }
    if lease.to == nil { missing.append(.needed("to")) }
    guard let area = lease.area, let price = lease.price, let from = lease.from, let to = lease.to
    else { throw .findings(Findings(missing)) }
    guard from <= to else {
      let found = ["earlier": "\(from)"]
      throw Refusal(Finding(.dateOrder, column: "to", value: "\(to)", arguments: found))
    }
    self.terms = terms
    self.free = free
    self.proration = proration
    self.monthsCap = monthsCap
    self.vatRate = includesVAT && vatRate != .zero ? vatRate : nil
    self.from = from
    self.to = to
    let counted = areaCap == .zero ? area : min(area, areaCap)
    monthly = try exactly { () throws(Overflow) in
      try counted.multiplied(by: price).multiplied(by: Ratio(100))
    }
    let yuan = try exactly { () throws(Overflow) in
      try monthly.divided(by: Ratio(100)).text(decimals: 2)
    }
    trace.append(
      Step(
        "月租金",
        clause: terms.priceSource.clause,
        formula: areaCap == .zero ? "面积 × 单价" : "取小(面积, 面积上限) × 单价",
        ["面积": area, "面积上限": areaCap, "单价": price],
        value: yuan
      )
    )
  }

  mutating func run() throws(Refusal) -> Explained<Rent.Figures> {
    var months: [Rent.Month] = []
    var period = from.period
    while period <= to.period {
      months.append(try month(period))
      period = period.next
    }
    let total = try exactly { () throws(Overflow) in try Fen(sum: Fen.sum(months.map(\.amount))) }
    var vat = Fen.zero
    if let vatRate {
      vat = try exactly { () throws(Overflow) in try Rent.splitVAT(total, rate: vatRate).vat }
    }
    trace.append(
      Step("合计", formula: "Σ 各月", ["月数": months.count, "其中增值税": vat], value: total)
    )
    return Explained(Rent.Figures(months: months, total: total, vat: vat), trace: trace)
  }

  /// Days in a row that are waived by the same share.
  private struct Run {
    let days: Int
    let share: PPM
  }

  private mutating func month(_ period: FiscalPeriod) throws(Refusal) -> Rent.Month {
    let (first, last) = (max(from, period.firstDay), min(to, period.lastDay))
    let days = Int(last.dayNumber - first.dayNumber) + 1
    let runs = runs(first, last)
    let length = Int(period.lastDay.dayNumber - period.firstDay.dayNumber) + 1
    let counted = proration == .thirty ? thirty(runs, isFull: days == length) : runs
    let basis = proration == .thirty ? 30 : length
    let amount = try exactly { () throws(Overflow) in
      var sum = Ratio.zero
      for run in counted {
        let share = try run.share.ratio.multiplied(by: Ratio(Int128(run.days), over: Int128(basis)))
        sum = try sum.adding(try monthly.multiplied(by: share))
      }
      return try Fen(sum, .halfUp)
    }
    trace.append(
      Step(
        "当月",
        clause: terms.freeByMonth.clause,
        formula: "月租金 × 免租比例 × 天数 ÷ \(basis), 当月舍入一次",
        [
          "月份": period,
          "天数": counted.map { "\($0.days)天 × \($0.share)" }.joined(separator: " + "),
        ],
        value: amount
      )
    )
    return Rent.Month(month: period, days: days, amount: amount)
  }

  /// The days from `first` to `last`, cut where a month of the lease begins.
  private func runs(_ first: CivilDate, _ last: CivilDate) -> [Run] {
    var runs: [Run] = []
    var start = first
    var month = leaseMonth(of: first)
    while start <= last {
      let next = from.adding(months: month + 1)
      let end = min(next.adding(days: -1), last)
      let isBeyond = month >= free.count || monthsCap > 0 && month >= monthsCap
      let share = isBeyond ? PPM.zero : free[month]
      runs.append(Run(days: Int(end.dayNumber - start.dayNumber) + 1, share: share))
      start = end.adding(days: 1)
      month += 1
    }
    return runs
  }

  /// The month of the lease, from 0, that a day is in.
  private func leaseMonth(of day: CivilDate) -> Int {
    var month = max(0, day.period.ordinal - from.period.ordinal - 1)
    while from.adding(months: month + 1) <= day { month += 1 }
    return month
  }

  /// The runs in months of 30 days: the last one of a full month takes what is left of the 30.
  private func thirty(_ runs: [Run], isFull: Bool) -> [Run] {
    var left = 30
    return runs.enumerated().map { index, run in
      let isLast = index == runs.count - 1
      let days = isFull && isLast ? left : min(run.days, left)
      left -= days
      return Run(days: days, share: run.share)
    }
  }
}
