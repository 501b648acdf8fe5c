/// What becomes of one project on one path (项目历程).
///
/// Nothing is drawn month by month. Waiting times are whole parts of exponential numbers, which is
/// the law of a chance that is the same every month; and the value moves by one normal number for
/// each quiet stretch, with the market's path of that stretch added.
struct ProjectCourse {
  /// What can come next; in one month, in this order.
  enum Event: Int, CaseIterable {
    case stageEnd, round, deadline, agreedDay, request, buyback, offer, listing
  }

  /// No month at all.
  static let never = Int32.max

  /// The month of each event.
  private var due = InlineArray<8, Int32>(repeating: never)
  /// The stage; 4 after the last.
  var stage = 0
  /// Whether the stage will succeed.
  var succeeds = false
  /// The payments so far.
  var paid = 0
  /// What of the triggers has happened, by bits.
  var met: UInt32 = 0
  /// The registered capital of the company.
  var capital: Int64 = 0
  /// The fund's equity.
  var holding: DealDesk.Holding?

  /// What happens to the project; the same under every policy.
  var life = ExponentialStream(seed: 0, path: 0, purpose: Purpose.life)
  /// What happens to the fund's equity.
  var deals = ExponentialStream(seed: 0, path: 0, purpose: Purpose.deals)

  private var logValue = 0.0
  /// What the value has moved by since it was last known, and the variance of the rest.
  private var drift = 0.0
  private var variance = 0.0
  /// Up to which month.
  private var month = 0

  /// The purposes of random numbers.
  enum Purpose {
    static let market: UInt8 = 32
    static let life: UInt8 = 33
    static let deals: UInt8 = 34
  }

  /// Begins with a project as it is on the first day.
  mutating func start(_ member: ExitModel.Member, seed: UInt64, path: UInt64, entity: UInt32) {
    due = InlineArray(repeating: Self.never)
    due[Event.deadline.rawValue] = Int32(clamping: member.deadline)
    (stage, succeeds, paid, met) = (member.stage, false, 0, 0)
    (capital, holding) = (member.capital, nil)
    life.start(seed: seed, path: path, entity: entity, purpose: Purpose.life)
    deals.start(seed: seed, path: path, entity: entity, purpose: Purpose.deals)
    (logValue, drift, variance, month) = (member.logValue, 0, 0, 0)
  }

  subscript(event: Event) -> Int32 {
    get { due[event.rawValue] }
    set { due[event.rawValue] = newValue }
  }

  /// The next event up to the last month.
  func next(until last: Int) -> (event: Event, month: Int)? {
    var (place, month) = (0, due[0])
    for index in 1..<8 where due[index] < month { (place, month) = (index, due[index]) }
    guard month <= Int32(last), let event = Event(rawValue: place) else { return nil }
    return (event, Int(month))
  }

  /// Lets time pass up to a month, under the law of the present stage.
  mutating func pass(to next: Int, _ law: StageLaw, _ market: [Double]) {
    let months = Double(next - month)
    drift += law.drift * months + (market[next] - market[month])
    variance += law.variance * months
    month = next
  }

  /// Multiplies the value, by its logarithm.
  mutating func raise(by step: Double) { drift += step }

  /// What the company is worth now, in fen.
  mutating func value(after other: Bool) -> Int64 {
    let normal =
      variance == 0 ? 0 : variance.squareRoot() * (other ? deals.normal() : life.normal())
    logValue += drift + normal
    (drift, variance) = (0, 0)
    return Self.fen(logValue)
  }

  /// An amount by its logarithm, inside the range of exact sums.
  private static func fen(_ logarithm: Double) -> Int64 {
    // e^34.6 is less than 2^50.
    Int64(DetMath.exp(min(max(logarithm, 0), 34.6)))
  }

  /// The month of what happens after so many months on average, at first the one after this.
  static func wait(_ mean: Double, from month: Int, _ stream: inout ExponentialStream) -> Int32 {
    guard mean < .infinity else { return never }
    let months = stream.next() * mean
    return months < 100_000 ? Int32(month + 1) + Int32(months) : never
  }

  /// Begins a stage.
  mutating func begin(_ law: StageLaw, in month: Int) {
    if law.ending < .infinity {
      let end = Self.wait(law.ending, from: month, &life)
      succeeds = life.next() > law.success
      let isDelayed = life.next() > law.delay.chance
      self[.stageEnd] = end == Self.never ? end : end + (isDelayed ? Int32(law.delay.months) : 0)
    } else {
      self[.stageEnd] = Self.never
    }
    // A round of this very month still comes; later ones come at the new stage's rate.
    if self[.round] != Int32(month) {
      self[.round] = Self.wait(law.rounds, from: month, &life)
    }
  }
}
