import Policies
import Quantities
import RiskPools

/// What the failures of a path come to month by month, were every claim paid in full (逐月合计).
final class FlatMonths {
  /// What is due in each month, and how many claims there are.
  let total: Scratch<Int64>
  private let claims: Scratch<Int32>
  /// What is due by month and bank, where anything turns on it, and to each bank in all.
  let due: Scratch<Int64>
  let paid: Scratch<Int64>
  /// What comes back to the fund in each month.
  let back: Scratch<Int64>
  /// What each failure is due, and what of it comes back to the fund.
  let dues = Scratch<Int64>(64, zero: 0)
  private let backs = Scratch<Int64>(64, zero: 0)
  /// What is lost in all; how many claims no limit of the loan cut, and how many one did.
  private(set) var losses: Int64 = 0
  private(set) var uncut: Int64 = 0
  private(set) var cut: Int64 = 0
  private let balances: FlatBalances?
  private let desk: FlatDesk
  private let recovery: RecoveryKernel
  private let terms: WorkoutTerms
  /// Whether anything comes back after a claim.
  private let isRecovering: Bool
  private let rates: Scratch<Int64>
  private let bankOf: Scratch<Int32>
  /// Whether anything turns on what is due to each bank in each month.
  let needsBanks: Bool
  private let hasBankLimit: Bool
  private let banks: Int
  private let horizon: Int

  init(_ model: PoolModel, _ rules: PoolRules, _ desk: FlatDesk, _ balances: FlatBalances?) {
    (self.desk, self.balances) = (desk, balances)
    (banks, horizon) = (model.banks.count, model.horizon)
    (recovery, terms) = (rules.recovery, model.recovery)
    isRecovering = !rules.takesNetLoss || model.recovery.rate != nil
    hasBankLimit = desk.hasBankLimit
    needsBanks = desk.hasBankLimit || balances != nil
    due = Scratch((horizon + 1) * banks, zero: 0)
    total = Scratch(horizon + 1, zero: 0)
    paid = Scratch(banks, zero: 0)
    claims = Scratch(horizon + 1, zero: 0)
    back = Scratch(horizon + 1, zero: 0)
    rates = Scratch(desk.rates, zero: 0)
    bankOf = Scratch(model.kinds.map { Int32($0.bank) }, zero: 0)
  }

  /// Adds the failures of a path up.
  func add(_ failures: Failures) {
    clear()
    dues.reserve(failures.count, zero: 0)
    backs.reserve(failures.count, zero: 0)
    addDues(failures)
    if isRecovering { addRecoveries(failures) }
    balances?.add(failures, paid: dues.start)
  }

  private func clear() {
    if needsBanks { for slot in 0..<(horizon + 1) * banks { due.start[slot] = 0 } }
    for bank in 0..<banks { paid.start[bank] = 0 }
    for month in 0...horizon {
      (claims.start[month], back.start[month], total.start[month]) = (0, 0, 0)
    }
  }

  private func addDues(_ failures: Failures) {
    let (desk, bias) = (desk, desk.bias)
    let (counted, limit) = (desk.counted, desk.loanLimit)
    let (kinds, months, dues) = (failures.kind.start, failures.claimMonth.start, dues.start)
    let amounts = desk.takesNetLoss ? failures.loss.start : failures.owed.start
    let (total, claims, paid) = (total.start, claims.start, paid.start)
    let (rates, bankOf) = (rates.start, bankOf.start)
    var (whole, equal) = (Int64(0), Int64(0))
    for failed in 0..<failures.count {
      let kind = Int(kinds[failed])
      let millionths = min(amounts[failed], counted) &* rates[kind]
      let raw = bias.map { (millionths &+ $0) / 1_000_000 } ?? desk.rounded(millionths)
      whole &+= raw <= limit ? 1 : 0
      equal &+= raw == limit ? 1 : 0
      let amount = min(raw, limit)
      let month = Int(months[failed])
      dues[failed] = amount
      total[month] &+= amount
      claims[month] &+= 1
      paid[Int(bankOf[kind])] &+= amount
    }
    if needsBanks {
      for failed in 0..<failures.count {
        let slot = Int(months[failed]) &* banks &+ Int(bankOf[Int(kinds[failed])])
        due.start[slot] &+= dues[failed]
      }
    }
    (uncut, cut) = (whole, Int64(failures.count) - whole + equal)
    losses = 0
    for failed in 0..<failures.count { losses &+= failures.loss.start[failed] }
  }

  private func addRecoveries(_ failures: Failures) {
    let (months, claims) = (failures.workoutMonth.start, failures.claimMonth.start)
    let (dues, backs, back) = (dues.start, backs.start, back.start)
    let lost = desk.takesNetLoss ? failures.loss.start : failures.owed.start
    let (gross, kinds, rates) = (failures.workout.start, failures.kind.start, rates.start)
    let (recovery, isCostly, horizon) = (recovery, terms.cost > .zero, Int32(horizon))
    for failed in 0..<failures.count where months[failed] > 0 {
      let month = max(months[failed], claims[failed] &+ 1)
      guard month <= horizon else {
        backs[failed] = 0
        continue
      }
      let part = recovery.firstShare(
        of: gross[failed],
        cost: isCostly ? terms.cost(of: gross[failed]) : 0,
        paid: dues[failed],
        bankLoss: lost[failed] &- dues[failed],
        rate: rates[Int(kinds[failed])]
      )
      backs[failed] = part
      back[Int(month)] &+= part
    }
  }

  /// Has a failure's recovery shared anew, for what its claim was paid.
  func share(_ paid: Int64, _ failed: Int, _ failures: Failures) {
    guard isRecovering, failures.workoutMonth.start[failed] > 0 else { return }
    let month = max(failures.workoutMonth.start[failed], failures.claimMonth.start[failed] + 1)
    guard month <= horizon else { return }
    let lost = desk.takesNetLoss ? failures.loss.start[failed] : failures.owed.start[failed]
    let gross = failures.workout.start[failed]
    let part = recovery.firstShare(
      of: gross,
      cost: terms.cost(of: gross),
      paid: paid,
      bankLoss: lost - paid,
      rate: rates.start[Int(failures.kind.start[failed])]
    )
    back.start[Int(month)] += part - backs.start[failed]
    backs.start[failed] = part
  }

  /// Whether nothing runs short in a month.
  @inline(__always)
  func isWhole(
    _ month: Int,
    below cash: Int64,
    _ programme: Int64,
    _ left: UnsafePointer<Int64>
  ) -> Bool {
    if claims.start[month] == 0 { return true }
    let sum = total.start[month]
    guard sum < cash, sum < programme else { return false }
    guard hasBankLimit else { return true }
    let row = due.start + month &* banks
    for bank in 0..<banks where row[bank] >= left[bank] { return false }
    return true
  }
}
