public import Policies
public import Quantities

/// The breakers of a scheme for all banks and districts of a run (熔断编译), equal to
/// ``BreakerRule`` stepped bank by bank.
///
/// A breaker watches each bank, each district or the whole programme: each of these is one *cell*.
/// The caller fills in the readings of all cells, for example at the end of each month, and steps.
public struct BreakerKernel: Sendable {
  private let breakers: [BreakerRule.Armed]
  private let limits: [Limit]

  /// What was read of one cell: what has failed, and what it is divided by.
  public struct Reading: Hashable, Sendable {
    /// What has failed.
    public var numerator: Fen
    /// What it is divided by; nothing when there is no reading.
    public var denominator: Fen

    /// Creates a reading.
    public init(numerator: Fen = .zero, denominator: Fen = .zero) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// Which breakers have tripped, and when, in arrays made once.
  public struct State: Sendable {
    /// Where the cells of each breaker begin; one more for the end.
    let cells: [Int]
    /// The day on which each cell tripped; ``notTripped`` while it has not.
    var trippedOn: [Int32]
    static let notTripped = Int32.max

    /// How many cells there are, and readings to fill in.
    public var cellCount: Int { trippedOn.count }

    /// Nothing has tripped: the next path begins.
    public mutating func reset() {
      for index in trippedOn.indices { trippedOn[index] = State.notTripped }
    }

    func hasTripped(_ breaker: Int, _ unit: Int) -> Bool {
      trippedOn[cells[breaker] + unit] != State.notTripped
    }
  }

  /// What is in force for a bank in a district (生效措施).
  public struct Effects: Hashable, Sendable {
    /// Somebody is told.
    public var alerts = false
    /// What is left of rates.
    public var ratePart = PPM.one
    /// No new loan comes under the scheme.
    public var stopsNew = false
    /// No claim is accepted.
    public var stopsClaims = false
    /// Claims that come meanwhile wait; otherwise they are refused.
    public var holdsQueue = true
    /// The bank has left the scheme.
    public var isCancelled = false

    /// What is left of a rate, rounded down to a millionth.
    public func reduced(_ rate: PPM) -> PPM {
      ratePart == .one ? rate : ratePart.part(of: rate)
    }
  }

  /// Compiles the breakers of a scheme.
  /// - Throws: ``Refusal/open(_:)`` with every value of theirs that is open.
  public init(_ scheme: Scheme) throws(Refusal) {
    breakers = try BreakerRule(scheme).breakers
    limits = breakers.map {
      Limit(threshold: $0.threshold.rawValue, tripsAtThreshold: $0.tripsAtThreshold)
    }
  }

  /// How many breakers the scheme has.
  public var count: Int { breakers.count }

  /// The state of a run before anything has tripped.
  public func state(banks: Int, districts: Int = 0) -> State {
    var cells = [0]
    for armed in breakers {
      let units =
        switch armed.level {
        case .bank: banks
        case .district: districts
        case .programme: 1
        }
      cells.append(cells[cells.endIndex - 1] + units)
    }
    let none = Array(repeating: State.notTripped, count: cells[cells.endIndex - 1])
    return State(cells: cells, trippedOn: none)
  }

  /// Where the readings of a breaker stand, one for each bank or district, or a single one.
  public func cells(of breaker: Int, in state: State) -> Range<Int> {
    state.cells[breaker]..<state.cells[breaker + 1]
  }

  /// What a breaker watches, of whom, and what stays in its numerator and denominator.
  package func watched(_ breaker: Int) -> Breaker { breakers[breaker].breaker }

  /// Steps all cells to a day; see ``BreakerRule/after(_:_:on:)`` for when they trip and end.
  ///
  /// There is one reading for each cell.
  public func step(_ state: inout State, _ readings: [Reading], on day: CivilDate) {
    precondition(readings.count == state.cellCount, "one reading for each cell")
    for index in breakers.indices {
      let armed = breakers[index]
      for cell in state.cells[index]..<state.cells[index + 1] {
        let (numerator, denominator) = (readings[cell].numerator, readings[cell].denominator)
        let tripped = state.trippedOn[cell]
        if tripped == State.notTripped {
          if armed.trips(numerator, denominator) { state.trippedOn[cell] = day.dayNumber }
        } else if armed.ends(CivilDate(dayNumber: tripped), numerator, denominator, on: day) {
          state.trippedOn[cell] = State.notTripped
        }
      }
    }
  }

  /// The threshold of a breaker.
  public func limit(_ breaker: Int) -> Limit { limits[breaker] }

  /// Whether a breaker only tells somebody.
  package func onlyAlerts(_ breaker: Int) -> Bool {
    if case .alert = breakers[breaker].effect { return true }
    return false
  }

  /// A threshold without the words around it.
  public struct Limit: Sendable {
    @usableFromInline let threshold: Int64
    @usableFromInline let tripsAtThreshold: Bool

    /// Whether a breaker that has not tripped would trip, for amounts in fen.
    @inlinable
    public func isReached(_ numerator: Int64, of denominator: Int64) -> Bool {
      guard denominator > 0 else { return false }
      let (rate, tooLarge) = numerator.multipliedReportingOverflow(by: 1_000_000)
      let (limit, tooLargeToo) = denominator.multipliedReportingOverflow(by: threshold)
      if tooLarge || tooLargeToo {
        let (rate, limit) = (Int128(numerator) * 1_000_000, Int128(denominator) * Int128(threshold))
        return tripsAtThreshold ? rate >= limit : rate > limit
      }
      return tripsAtThreshold ? rate >= limit : rate > limit
    }
  }

  /// A decision to resume ends what one cell has tripped.
  public func resume(_ state: inout State, cell: Int) { state.trippedOn[cell] = State.notTripped }

  /// What is in force for a bank in a district.
  public func effects(_ state: State, bank: Int, district: Int = 0) -> Effects {
    var effects = Effects()
    for index in breakers.indices {
      let unit =
        switch breakers[index].level {
        case .bank: bank
        case .district: district
        case .programme: 0
        }
      guard state.hasTripped(index, unit) else { continue }
      switch breakers[index].effect {
      case .alert: effects.alerts = true
      case .reduceRate(let part): effects.ratePart = min(effects.ratePart, part)
      case .stopNew: effects.stopsNew = true
      case .stopClaims(let holdsQueue):
        effects.stopsClaims = true
        if !holdsQueue { effects.holdsQueue = false }
      case .cancel: effects.isCancelled = true
      }
    }
    return effects
  }
}
