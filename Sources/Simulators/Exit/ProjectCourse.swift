/// What becomes of one project on one path (项目历程).
///
/// Nothing is drawn month by month: a number waits for an event as many months as ``WaitTable``
/// says, and the value moves by one normal number for each quiet stretch, with the market's path of
/// that stretch added.
struct ProjectCourse {
  /// What can come next; in one month, in this order.
  enum Event: Int32, CaseIterable {
    case stageEnd, round, deadline, agreedDay, request, buyback, offer, listing
  }

  /// No month at all; beyond every horizon, and eight times it is still a number.
  static let never: Int32 = 1 << 27

  /// Eight times the month of each event, and its place: the least is the next.
  private var due = InlineArray<8, Int32>(repeating: .max)
  /// The stage; 4 after the last.
  var stage = 0
  /// Whether the stage will succeed.
  var succeeds = false
  /// What of the triggers has happened, by bits.
  var met: UInt32 = 0
  /// The registered capital of the company.
  var capital: Int64 = 0
  /// The fund's equity.
  var holding: DealDesk.Holding?

  /// What happens to the company; the same under every policy.
  private var life = ProjectLuck(PathName(seed: 0, path: 0), entity: 0)
  /// What the policy asks for, and what happens to the fund's equity.
  private var deals = DealLuck(PathName(seed: 0, path: 0), entity: 0)
  /// How many rounds there were.
  private var rounds: UInt32 = 0
  /// The numbers of the next round, since when and at what stage's rate it is waited for, and when
  /// it comes; 0 when nobody has asked yet.
  private var round = (time: 0.0, worth: 0.0)
  private var roundFrom: Int32 = 0
  private var roundStage = 0
  private var roundDue: Int32 = 0
  /// The months in which the stages began.
  private var begun = InlineArray<5, Int32>(repeating: 0)
  /// The numbers of the next stage: drawing takes a while, so that is done before anybody waits.
  private var stageAhead = StageLuck(time: 0, fate: 0)

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

  /// How a stage goes.
  struct Passage {
    let end: Int32
    let succeeds: Bool

    @inline(__always)
    init(_ law: StageLaw, _ luck: StageLuck, from month: Int, _ waits: WaitTable) {
      let isDelayed = law.isDelayed(luck.fate)
      end = waits.month(law.ending, from: month, luck.time) &+ (isDelayed ? law.delayMonths : 0)
      succeeds = luck.fate < law.success
    }
  }

  /// Begins with a project as it is on the first day, its first round waited for.
  mutating func start(
    _ member: ExitModel.Member,
    _ passage: Passage,
    _ round: (month: Int32, luck: (time: Double, worth: Double)),
    _ luck: ProjectLuck
  ) {
    due = InlineArray(repeating: .max)
    self[.deadline] = member.deadline
    self[.stageEnd] = passage.end
    self[.round] = round.month
    (stage, succeeds, met) = (member.stage, passage.succeeds, 0)
    (capital, holding) = (member.capital, nil)
    (life, deals, rounds) = (luck, luck.deals, 0)
    if succeeds { stageAhead = luck.stage(stage + 1) }
    (self.round, roundFrom, roundStage, roundDue) = (round.luck, 0, stage, round.month)
    (logValue, drift, variance, month) = (member.logValue, 0, 0, 0)
  }

  subscript(event: Event) -> Int32 {
    get { due[Int(event.rawValue)] >> 3 }
    set { due[Int(event.rawValue)] = newValue << 3 | event.rawValue }
  }

  /// The next event up to the last month.
  @inline(__always)
  func next(until last: Int) -> (event: Event, month: Int)? {
    let early = min(min(due[0], due[1]), min(due[2], due[3]))
    let next = min(early, min(min(due[4], due[5]), min(due[6], due[7])))
    guard next >> 3 <= Int32(last), let event = Event(rawValue: next & 7) else { return nil }
    return (event, Int(next >> 3))
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

  /// What the company is worth at the round that has come, in fen.
  mutating func valueAtRound() -> Int64 { value(round.worth) }

  /// What the company is worth because a policy or a buyer asks for it, in fen.
  mutating func valueAsked() -> Int64 {
    deals.prepare()
    return value(deals.next())
  }

  /// Draws what an offer will need.
  mutating func prepareDeals() { deals.prepare() }

  @inline(__always)
  private mutating func value(_ number: Double) -> Int64 {
    logValue += drift
    if variance > 0 {
      logValue += variance.squareRoot() * HazardInverse.value(-DetMath.log(number))
    }
    (drift, variance) = (0, 0)
    return Self.fen(logValue)
  }

  /// An amount by its logarithm, inside the range of exact sums.
  private static func fen(_ logarithm: Double) -> Int64 {
    // e^34.6 is less than 2^50.
    Int64(DetMath.exp(min(max(logarithm, 0), 34.6)))
  }

  /// A round has come; the next one is waited for, unless nothing depends on it.
  mutating func passRound(in month: Int, _ law: StageLaw, _ waits: WaitTable) {
    rounds &+= 1
    (roundFrom, roundStage, roundDue) = (Int32(month), stage, 0)
    if holding == nil {
      awaitRound(law, waits)
      self[.round] = roundDue
    }
  }

  private mutating func awaitRound(_ law: StageLaw, _ waits: WaitTable) {
    round = life.round(rounds)
    roundDue = waits.month(law.rounds, from: Int(roundFrom), round.time)
  }

  /// From now on the fund holds equity: a round dilutes it by as much as it raises the value of the
  /// company, so rounds are only looked up when somebody wants to know that.
  mutating func hold(_ equity: DealDesk.Holding) {
    holding = equity
    self[.deadline] = Self.never
    self[.round] = Self.never
  }

  /// The logarithm by which rounds since the conversion have raised the value of the company.
  mutating func raisedByRounds(
    until month: Int,
    _ laws: [StageLaw],
    _ waits: WaitTable
  ) -> Double {
    var raised = 0.0
    while true {
      if roundDue == 0 { awaitRound(laws[roundStage], waits) }
      let isLast = roundStage == stage
      let end = isLast ? Int32(month) : begun[roundStage + 1]
      if roundDue > end {
        if isLast { return raised }
        moveRound(to: roundStage + 1, in: end, laws[roundStage], laws[roundStage + 1], waits)
        continue
      }
      // A round of the month in which a stage begins is one of that stage.
      if roundDue == end, !isLast { roundStage += 1 }
      raised += laws[roundStage].raise
      rounds &+= 1
      (roundFrom, roundDue) = (roundDue, 0)
    }
  }

  /// What is left of a round's waiting time passes at another stage's rate.
  private mutating func moveRound(
    to stage: Int,
    in month: Int32,
    _ last: StageLaw,
    _ law: StageLaw,
    _ waits: WaitTable
  ) {
    round.time = waits.rest(last.rounds, round.time, after: Int(month - roundFrom))
    (roundFrom, roundStage) = (month, stage)
    roundDue = waits.month(law.rounds, from: Int(month), round.time)
  }

  /// When what happens to the fund's right or equity comes next.
  mutating func wait(_ event: Event, _ law: Int, from month: Int, _ waits: WaitTable) {
    deals.prepare()
    self[event] = waits.month(law, from: month, deals.next())
  }

  /// Begins a later stage.
  mutating func begin(
    _ law: StageLaw,
    after last: StageLaw,
    in month: Int,
    _ waits: WaitTable
  ) {
    stage += 1
    if law.isEndless {
      self[.stageEnd] = Self.never
    } else {
      let passage = Passage(law, stageAhead, from: month, waits)
      (self[.stageEnd], succeeds) = (passage.end, passage.succeeds)
      if succeeds { stageAhead = life.stage(stage + 1) }
    }
    begun[stage] = Int32(month)
    guard holding == nil else { return }
    // A round of this very month still comes; later ones come at the new stage's rate.
    if roundDue != Int32(month) {
      moveRound(to: stage, in: Int32(month), last, law, waits)
      self[.round] = roundDue
    } else {
      roundStage = stage
    }
  }

  /// Whether a project that has become an industry will be listed.
  func isListed(_ chance: Double) -> Bool { life.listing < chance }
}
