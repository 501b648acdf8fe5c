import Accounting
import Policies
public import Quantities

/// Something that somebody should look at (提醒); a value, not a text.
public struct Alert: Hashable, Sendable {
  /// What it is about.
  public let kind: Kind
  /// The project; empty when it is about the pool.
  public let project: String
  /// The day on which it fell due, or will.
  public let due: CivilDate
  /// How much money it is about; `nil` when it is about none.
  public let amount: Fen?
  /// Which instalment, appraisal or quota, as it is called in documents; may be empty.
  public let subject: String

  /// What there is to look at.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 资金闲置: money is approved and has not been paid for too long
    case idleMoney = "idle_money"
    /// 应缴未缴: money came back and did not go on in time
    case returnOverdue = "return_overdue"
    /// 转股将到期
    case deadlineNear = "deadline_near"
    /// 转股已逾期
    case deadlinePassed = "deadline_passed"
    /// 评估将到期
    case appraisalExpiring = "appraisal_expiring"
    /// 评估已过期
    case appraisalExpired = "appraisal_expired"
    /// 里程碑逾期
    case milestoneOverdue = "milestone_overdue"
    /// 租金未结
    case rentOpen = "rent_open"
    /// 敞口已到期: a guarantee, loan or insurance ran out and nobody ended it
    case exposureExpired = "exposure_expired"
    /// 超出额度
    case quotaExceeded = "quota_exceeded"
  }

  /// Everything to look at on a day, project by project in their order, then the pool.
  ///
  /// What the policy leaves open is not told; dates follow the policy that each contract froze.
  /// - Parameters:
  ///   - projects: the projects.
  ///   - policy: the policy in force.
  ///   - date: the day.
  /// - Returns: the alerts.
  public static func all(
    _ projects: [Project],
    policy: InvestFirstPolicy,
    on date: CivilDate
  ) -> [Alert] {
    var alerts: [Alert] = []
    for project in projects {
      let watch = Watch(project: project, policy: policy, date: date)
      alerts += watch.money() + watch.dates()
    }
    return alerts + quotas(projects, policy.count, date)
  }

  private static func quotas(
    _ projects: [Project],
    _ terms: CountTerms,
    _ date: CivilDate
  ) -> [Alert] {
    guard let pool = terms.annualPool.value, pool > .zero else { return [] }
    let year = projects.filter { $0.opening.date.period.year == date.period.year }
    return (terms.quotas.value ?? []).compactMap { quota in
      let taken = Fen.sum(year.filter { quota.covers($0.approval) }.map(\.committed))
      guard let limit = try? quota.limit(of: pool), taken > Int128(limit.rawValue),
        let above = try? Fen(sum: taken - Int128(limit.rawValue))
      else { return nil }
      return Alert(
        kind: .quotaExceeded,
        project: "",
        due: date,
        amount: above,
        subject: quota.name
      )
    }
  }
}

/// One project on one day.
private struct Watch {
  let project: Project
  let policy: InvestFirstPolicy
  let date: CivilDate

  func money() -> [Alert] {
    var alerts: [Alert] = []
    let paid = project.past.last { $0.document.event.kind == .tranche }?.document.head.date
    let last = paid ?? project.opening.date
    let unpaid = Fen(project.committed.rawValue - project.tranches.paid.rawValue)
    if let months = policy.alerts.idleMonths.value, unpaid > .zero {
      let due = last.adding(months: Int(months))
      if date > due { alerts.append(alert(.idleMoney, due, unpaid)) }
    }
    if let days = policy.cycle.returnDays.value, let came = waitsSince,
      let sum = try? project.due.principal.adding(project.due.gain), sum > .zero
    {
      let due = came.adding(days: Int32(days))
      if date > due { alerts.append(alert(.returnOverdue, due, sum)) }
    }
    for rent in project.openRents where rent.month.lastDay < date {
      let subject = "\(rent.lease) \(rent.month)"
      alerts.append(alert(.rentOpen, rent.month.lastDay, rent.amount, subject))
    }
    return alerts
  }

  func dates() -> [Alert] {
    var alerts: [Alert] = []
    if let deadline = project.deadline, project.right.left > 0, project.state.mayConvert {
      let left = try? Fen(sum: project.right.left)
      let notice = policy.alerts.deadlineNoticeMonths.value.map {
        deadline.adding(months: -Int($0))
      }
      if date > deadline {
        alerts.append(alert(.deadlinePassed, deadline, left))
      } else if let notice, date >= notice {
        alerts.append(alert(.deadlineNear, deadline, left))
      }
    }
    if let expiry = project.appraisalExpiry, project.holding != nil {
      let notice = policy.alerts.appraisalNoticeDays.value.map { expiry.adding(days: -Int32($0)) }
      if date > expiry {
        alerts.append(alert(.appraisalExpired, expiry, project.appraisal?.value))
      } else if let notice, date >= notice {
        alerts.append(alert(.appraisalExpiring, expiry, project.appraisal?.value))
      }
    }
    alerts += milestone()
    for exposure in project.exposures.values.sorted(by: { $0.code < $1.code })
    where exposure.until < date {
      alerts.append(alert(.exposureExpired, exposure.until, exposure.amount, exposure.code))
    }
    return alerts
  }

  /// The milestone without which the next instalment cannot be paid.
  private func milestone() -> [Alert] {
    let number = project.tranches.count
    let paid = project.past.last { $0.document.event.kind == .tranche }?.document.head.date
    guard let months = policy.alerts.milestoneMonths.value, let paid,
      project.committed > project.tranches.paid, !project.tranches.passed.contains(number)
    else { return [] }
    let due = paid.adding(months: Int(months))
    return date > due ? [alert(.milestoneOverdue, due, nil, "\(number)")] : []
  }

  /// The day of the first money that came in after money last went on.
  private var waitsSince: CivilDate? {
    let since = project.past.lastIndex { $0.document.event.kind == .moneyReturned } ?? -1
    return project.past[(since + 1)...].first { $0.bringsMoney }?.document.head.date
  }

  private func alert(
    _ kind: Alert.Kind,
    _ due: CivilDate,
    _ amount: Fen?,
    _ subject: String = ""
  ) -> Alert {
    let code = project.approval.project
    return Alert(kind: kind, project: code, due: due, amount: amount, subject: subject)
  }
}

extension ProjectState {
  /// Whether a right may still become equity.
  fileprivate var mayConvert: Bool {
    self == .disbursing || self == .accepted || self == .convertible || self == .held
  }
}

extension Project.Past {
  /// Whether money came in by it that has to go on.
  fileprivate var bringsMoney: Bool {
    switch document.event.kind {
    case .exitPaid, .repayment, .clawback, .dividendReceived, .recovery: true
    case .writeOffDecided: figures[.recovered] > .zero
    default: false
    }
  }
}
