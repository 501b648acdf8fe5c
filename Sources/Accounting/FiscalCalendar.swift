public import Findings
public import Quantities

/// Whether entries may still be posted in a period (期间状态).
public enum PeriodState: String, Sendable, CaseIterable {
  /// 未结账
  case open
  /// 已结账
  case closed
}

/// The periods of one book and the rules by which they close and reopen (会计期间).
///
/// A period opens by itself when it is first used. Everything up to the latest closed period is
/// closed, so that no unused month can be slipped in before it.
public struct FiscalCalendar: Hashable, Sendable {
  /// The first period of the book (启用期间).
  public let start: FiscalPeriod
  /// The state of every period used so far.
  public private(set) var states: [FiscalPeriod: PeriodState]

  /// Creates a calendar.
  public init(start: FiscalPeriod, states: [FiscalPeriod: PeriodState] = [:]) {
    self.start = start
    self.states = states
  }

  /// The periods used so far, in order.
  public var used: [FiscalPeriod] { states.keys.sorted() }

  /// The latest closed period, the only one that can be reopened.
  public var latestClosed: FiscalPeriod? { states.filter { $0.value == .closed }.keys.max() }

  /// Whether a period refuses entries.
  public func isClosed(_ period: FiscalPeriod) -> Bool {
    latestClosed.map { period <= $0 } ?? false
  }

  /// The used periods before `period` that are still open.
  public func openPeriods(before period: FiscalPeriod) -> [FiscalPeriod] {
    used.filter { $0 < period && !isClosed($0) }
  }

  /// Notes that an entry is posted in `period`.
  /// - Throws: `E-BEFORE-START` or `E-PERIOD-CLOSED`.
  public mutating func use(_ period: FiscalPeriod) throws(Findings) {
    if let finding = finding(against: period) { throw Findings(finding) }
    states[period] = .open
  }

  /// What keeps an entry out of `period`: `E-BEFORE-START` or `E-PERIOD-CLOSED`, or nothing.
  public func finding(against period: FiscalPeriod, row: Int? = nil) -> Finding? {
    if period < start {
      return Finding(
        .beforeStart,
        row: row,
        column: Field.date,
        value: "\(period)",
        arguments: ["period": "\(period)", "start": "\(start)"]
      )
    }
    guard isClosed(period) else { return nil }
    return Finding(
      .periodClosed,
      row: row,
      column: Field.date,
      value: "\(period)",
      arguments: ["period": "\(period)"]
    )
  }

  /// Closes a period (结账) whose checks passed.
  /// - Throws: `E-BEFORE-START`; `E-PERIOD-STATE` when it is closed; one `E-PERIOD-CHECK` for each
  ///   blocking check that failed, and when an earlier used period is open.
  public mutating func close(
    _ period: FiscalPeriod,
    checks: [PeriodCheck] = []
  ) throws(Findings) {
    if period < start, let finding = finding(against: period) { throw Findings(finding) }
    if isClosed(period) { throw refusal(.periodState, period, ["state": "closed"]) }
    let earlier = openPeriods(before: period).map(\.description)
    let earlierPeriods = PeriodCheck(.earlierPeriods, subjects: earlier)
    let failed = (checks.filter { $0.name != .earlierPeriods } + [earlierPeriods])
      .filter { $0.isBlocking && !$0.isOK }
    guard failed.isEmpty else {
      throw Findings(
        failed.map { check in
          let subjects = check.subjects.joined(separator: " ")
          return finding(
            .periodNotClosable,
            period,
            ["check": check.name.rawValue, "subjects": subjects]
          )
        }
      )
    }
    states[period] = .closed
  }

  /// Reopens a period for new entries (反结账); what is posted stays as it is.
  /// - Throws: `E-REASON-MISSING`; `E-PERIOD-STATE` when it is not the latest closed period.
  public mutating func reopen(_ period: FiscalPeriod, reason: String) throws(Findings) {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw refusal(.reasonMissing, period, [:])
    }
    guard let latest = latestClosed, latest == period else {
      let state = isClosed(period) ? PeriodState.closed : .open
      var arguments = ["state": state.rawValue]
      if let latestClosed { arguments["latest"] = "\(latestClosed)" }
      throw refusal(.periodState, period, arguments)
    }
    states[period] = .open
  }

  private func refusal(
    _ code: FindingCode,
    _ period: FiscalPeriod,
    _ arguments: [String: String]
  ) -> Findings {
    Findings(finding(code, period, arguments))
  }

  private func finding(
    _ code: FindingCode,
    _ period: FiscalPeriod,
    _ arguments: [String: String]
  ) -> Finding {
    let named = arguments.merging(["period": "\(period)"]) { given, _ in given }
    return Finding(code, value: "\(period)", arguments: named)
  }
}
