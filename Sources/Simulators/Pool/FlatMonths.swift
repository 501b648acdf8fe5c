import Policies
import Quantities
import RiskPools

/// What the failures of a path come to month by month, were every claim paid in full (逐月合计).
final class FlatMonths {
  /// What is due in each month.
  let total: Scratch<Int64>
  /// What is due by month and bank, where anything turns on it, and to each bank in all.
  let due: Scratch<Int64>
  let paid: Scratch<Int64>
  /// What comes back to the fund in each month; at 0, which is no month, what comes too late.
  let back: Scratch<Int64>
  /// What each failure is due, and what it loses where no row tells it.
  let dues = Scratch<Int64>(64, zero: 0)
  let losses = Scratch<Int64>(64, zero: 0)
  /// The sums of the path.
  var sums = Sums()
  let kinds: Scratch<Terms>
  /// The rate of each kind.
  let rates: Scratch<Share>
  let desk: FlatDesk
  let bias: Int64
  /// The most that a claim can be.
  let loanLimit: Int64
  let recovery: RecoveryKernel
  fileprivate let terms: WorkoutTerms
  /// Whether anything comes back after a claim.
  let isRecovering: Bool
  /// Whether claims are as most are; see ``UsualClaims``.
  let isUsual: Bool
  /// Whether anything turns on what is due to each bank in each month.
  let needsBanks: Bool
  let banks: Int
  let horizon: Int

  /// What a path comes to in all (合计).
  struct Sums: Hashable {
    /// How many claims there are, what is lost, and what is due.
    var count: Int64 = 0
    var lost: Int64 = 0
    var due: Int64 = 0
    /// How many claims no limit of the loan cut, how many met it exactly, and whether some come to
    /// nothing.
    var uncut: Int64 = 0
    var equal: Int64 = 0
    var hasNone = false
  }

  /// What a claim asks of a loan's kind.
  struct Terms: BitwiseCopyable {
    let rate: UInt32
    let bank: Int32
  }

  init(_ model: PoolModel, _ rules: PoolRules, _ desk: FlatDesk, needsBanks: Bool) {
    self.desk = desk
    self.needsBanks = needsBanks
    bias = desk.bias ?? 0
    rates = Scratch(desk.rates.map { Share(PPM($0)) }, zero: Share(0))
    loanLimit = desk.loanLimit
    (banks, horizon) = (model.banks.count, model.horizon)
    (recovery, terms) = (rules.recovery, model.recovery)
    isRecovering = !rules.takesNetLoss || model.recovery.rate != nil
    isUsual =
      desk.takesNetLoss && desk.bias != nil && desk.counted == .max
      && (!isRecovering || recovery.isByLoss && model.recovery.cost == .zero)
    due = Scratch((horizon + 1) * banks, zero: 0)
    total = Scratch(horizon + 1, zero: 0)
    paid = Scratch(banks, zero: 0)
    back = Scratch(horizon + 1, zero: 0)
    kinds = Scratch(
      zip(model.kinds, desk.rates).map { Terms(rate: UInt32($1), bank: Int32($0.bank)) },
      zero: Terms(rate: 0, bank: 0)
    )
  }

  /// Adds the failures of a path up.
  func add(_ failures: Failures) {
    begin()
    dues.reserve(failures.count, zero: 0)
    sums = isUsual ? add(failures, UsualClaims.self) : add(failures, AnyClaims.self)
  }

  /// Begins a path.
  func begin() {
    if needsBanks { due.clear() }
    paid.clear()
    back.clear()
    total.clear()
  }

  private func add<Form: ClaimForm>(_ failures: Failures, _ form: Form.Type) -> Sums {
    let (rows, dues, book) = (failures.rows.start, dues.start, book(form))
    var sums = Sums()
    sums.count = Int64(failures.count)
    for index in 0..<failures.count {
      dues[index] = book.enter(rows + index, &sums)
      sums.due &+= dues[index]
    }
    if isRecovering { for index in 0..<failures.count { book.recover(rows + index, dues[index]) } }
    if needsBanks { for index in 0..<failures.count { book.assign(rows + index, dues[index]) } }
    return sums
  }

  private func book<Form: ClaimForm>(_: Form.Type) -> Book<Form> {
    Book(
      kinds: kinds.start,
      total: total.start,
      back: back.start,
      paid: paid.start,
      due: due.start,
      months: self,
      recovery: recovery,
      bias: bias,
      limit: loanLimit,
      banks: banks
    )
  }

  /// Has a failure's recovery shared anew, for what its claim was paid.
  func share(_ paid: Int64, _ index: Int, _ failed: Default) {
    guard isRecovering, failed.workoutMonth > 0 else { return }
    let change = part(failed, paid: paid) - part(failed, paid: dues.start[index])
    back.start[Int(failed.workoutMonth)] += change
  }

  private func part(_ failed: Default, paid: Int64) -> Int64 {
    if isUsual { return recovery.lossShare(of: failed.workout, paid: paid, loss: failed.loss) }
    let rate = Int64(kinds.start[Int(failed.kind)].rate)
    return book(AnyClaims.self).part(failed, paid: paid, rate: rate)
  }

  /// What is due to a bank in several months.
  @inline(__always)
  func due(_ bank: Int, _ months: Range<Int>) -> Int64 {
    var (sum, place) = (Int64(0), due.start + (months.lowerBound &* banks &+ bank))
    for _ in 0..<months.count {
      sum &+= place[0]
      place += banks
    }
    return sum
  }

  /// The bank of a failure.
  func bank(_ failed: Default) -> Int { bank(failed.kind) }

  /// The bank of a kind.
  func bank(_ kind: Int32) -> Int { Int(kinds.start[Int(kind)].bank) }

  /// Whether every bank stays below what is left of its limit in a month.
  @inline(__always)
  func isBelow(_ left: UnsafePointer<Int64>, _ month: Int) -> Bool {
    let row = due.start + month &* banks
    for bank in 0..<banks where row[bank] >= left[bank] && (row[bank] > 0 || sums.hasNone) {
      return false
    }
    return true
  }
}

/// What of a scheme is known before the first path, so that innermost loops need not ask (方案形式).
protocol ClaimForm {
  static var isUsual: Bool { get }
}

/// Claims of a rate on the net loss, rounded at once; what comes back is shared by what each bore,
/// and costs nothing (常规方案).
enum UsualClaims: ClaimForm {
  static let isUsual = true
}

/// Claims of any scheme that asks for no more than loss, rate and fixed limits.
enum AnyClaims: ClaimForm {
  static let isUsual = false
}

extension FlatMonths {
  /// Enters the failures of a path one by one (登记簿).
  struct Book<Form: ClaimForm> {
    fileprivate let kinds: UnsafePointer<Terms>
    fileprivate let total: UnsafeMutablePointer<Int64>
    fileprivate let back: UnsafeMutablePointer<Int64>
    fileprivate let paid: UnsafeMutablePointer<Int64>
    fileprivate let due: UnsafeMutablePointer<Int64>
    fileprivate unowned(unsafe) let months: FlatMonths
    fileprivate let recovery: RecoveryKernel
    fileprivate let bias: Int64
    fileprivate let limit: Int64
    fileprivate let banks: Int

    /// Enters a failure.
    /// - Returns: what it is due.
    @inline(__always)
    func enter(_ row: UnsafePointer<Default>, _ sums: inout Sums) -> Int64 {
      let terms = kinds[Int(row[0].kind)]
      let raw = entitlement(row[0], Int64(terms.rate))
      let entitled = min(raw, limit)
      sums.uncut &+= raw <= limit ? 1 : 0
      sums.equal &+= raw == limit ? 1 : 0
      sums.hasNone = sums.hasNone || entitled == 0
      sums.lost &+= row[0].loss
      total[Int(row[0].claimMonth)] &+= entitled
      paid[Int(terms.bank)] &+= entitled
      return entitled
    }

    /// Enters what comes back of it.
    @inline(__always)
    func recover(_ row: UnsafePointer<Default>, _ due: Int64) {
      let rate = Form.isUsual ? 0 : Int64(kinds[Int(row[0].kind)].rate)
      back[Int(row[0].workoutMonth)] &+= part(row[0], paid: due, rate: rate)
    }

    /// Enters it for its bank.
    @inline(__always)
    func assign(_ row: UnsafePointer<Default>, _ amount: Int64) {
      let bank = Int(kinds[Int(row[0].kind)].bank)
      due[Int(row[0].claimMonth) &* banks &+ bank] &+= amount
    }

    /// The rate's part of what counts.
    @inline(__always)
    fileprivate func entitlement(_ failed: Default, _ rate: Int64) -> Int64 {
      if Form.isUsual {
        return Int64(bitPattern: UInt64(bitPattern: failed.loss &* rate &+ bias) / 1_000_000)
      }
      return months.desk.raw(failed)
    }

    /// What of what comes back goes to the fund that paid so much.
    @inline(__always)
    fileprivate func part(_ failed: Default, paid: Int64, rate: Int64) -> Int64 {
      if Form.isUsual {
        return recovery.lossShare(of: failed.workout, paid: paid, loss: failed.loss)
      }
      let lost = months.desk.takesNetLoss ? failed.loss : failed.owed
      let terms = months.terms
      return recovery.firstShare(
        of: failed.workout,
        cost: terms.cost > .zero ? terms.cost(of: failed.workout) : 0,
        paid: paid,
        bankLoss: lost &- paid,
        rate: rate
      )
    }
  }
}
