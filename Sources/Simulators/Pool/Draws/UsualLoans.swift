/// What the failure of a usual loan comes to (常规贷款): it owes all of its principal until it fails,
/// and loses by its severity alone; what comes back does so after one delay.
final class UsualLoans {
  private let kinds: Scratch<Terms>
  /// Each severity's quantiles at 1,025 probabilities and once more the last.
  private let severities: Scratch<Share>
  private let horizon: Int32
  private let claimDelay: Int32
  private let delay: Int32
  private let rate: Share?
  private let isSmall: Bool

  /// What failing asks of a loan's kind.
  fileprivate struct Terms: BitwiseCopyable {
    let principal: Int64
    let severity: Int
  }

  /// - Returns: `nil` where loans ask for more.
  init?(_ model: PoolModel, _ severities: Scratch<Share>) {
    guard !model.behaviour.isAmortised, model.factors.severity.shared == 0,
      model.recovery.delay.spread == 0
    else { return nil }
    self.severities = severities
    kinds = Scratch(
      model.kinds.map { Terms(principal: $0.principal, severity: $0.severity * 1_026) },
      zero: Terms(principal: 0, severity: 0)
    )
    (horizon, claimDelay) = (Int32(model.horizon), Int32(model.claimDelay))
    isSmall = model.kinds.allSatisfy { $0.principal < 1 << 31 }
    (delay, rate) = (model.evenDelay, model.recovery.rate.map(Share.init))
  }

  /// The kinds as innermost loops see them.
  struct Rows {
    fileprivate let kinds: UnsafePointer<Terms>
    fileprivate let severities: UnsafePointer<Share>
    fileprivate let rate: Share
    fileprivate let isRest: Bool
    /// When a claim is decided, and when what comes back does, after the month of the failure.
    let claimDelay: Int32
    let backDelay: Int32

    /// What part of a loss comes back, where it is a part and products of two amounts fit into 63
    /// bits.
    var smallRate: Share? { isRest || !isSmall ? nil : rate }
    fileprivate let isSmall: Bool

    /// What a loan owes.
    @inline(__always)
    func owed(_ kind: Int32) -> Int64 { kinds[Int(kind)].principal }

    /// What of it is lost.
    @inline(__always)
    func loss(_ kind: Int32, _ luck: UInt32) -> Int64 {
      let terms = kinds + Int(kind)
      return Share.drawn(severities + terms[0].severity, luck).of(terms[0].principal)
    }

    /// What comes back after the claim.
    @inline(__always)
    func workout(_ kind: Int32, _ loss: Int64) -> Int64 {
      isRest ? owed(kind) &- loss : rate.of(loss)
    }
  }

  var rows: Rows {
    Rows(
      kinds: kinds.start,
      severities: severities.start,
      rate: rate ?? Share(0),
      isRest: rate == nil,
      claimDelay: claimDelay,
      backDelay: claimDelay + delay,
      isSmall: isSmall
    )
  }

  /// Works failures out, in short loops: a processor then works on several of them at once.
  func weigh(
    _ events: UnsafePointer<FailureDesk.Event>,
    _ count: Int,
    into rows: UnsafeMutablePointer<Default>
  ) {
    let loans = self.rows
    for index in 0..<count {
      let event = events[index]
      rows[index].loan = event.loan
      rows[index].kind = event.kind
      rows[index].owed = loans.owed(event.kind)
      rows[index].loss = loans.loss(event.kind, event.luck)
    }
    for index in 0..<count {
      let month = events[index].month
      let workout = loans.workout(rows[index].kind, rows[index].loss)
      let back = month &+ loans.backDelay
      rows[index].month = month
      rows[index].claimMonth = month &+ loans.claimDelay
      rows[index].workoutMonth = back > horizon || workout <= 0 ? 0 : back
      rows[index].workout = workout
    }
  }
}
