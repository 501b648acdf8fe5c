public import Quantities

/// Everything that was sold or paid back (退出台账).
public struct ExitRegister: Sendable {
  /// The exits, by project and time.
  public let lines: [Line]

  /// An exit whose money is there.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The number of the document.
    public let document: String
    /// The day of the money.
    public let date: CivilDate
    /// In which way; `nil` for money that came back without having become equity.
    public let way: ExitTerms.Way?
    /// Who held the equity; empty when there was none.
    public let holder: String
    /// The registered capital that was sold.
    public let capital: Fen
    /// What it cost.
    public let cost: Fen
    /// What was paid.
    public let price: Fen
    /// What came above the cost.
    public let gain: Fen
    /// What the cost came above.
    public let loss: Fen
    /// What founders got of the gain.
    public let concession: Fen
    /// What selling cost.
    public let fees: Fen
    /// The vouchers.
    public let vouchers: [String]
  }

  /// The exits of some files, until a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    lines = files.flatMap { file in
      var (way, holder): (ExitTerms.Way?, String) = (nil, "")
      return file.standing(on: date).compactMap { entry -> Line? in
        switch entry.document.event {
        case .conversion(let conversion): holder = conversion.holder
        case .custodySet(let custody): holder = custody.holder
        case .custodyMoved(let move): holder = move.to
        case .exitPriced(let price): way = price.way
        case .exitPaid: return Line(entry, file.approval.project, way, holder)
        case .repayment, .clawback: return Line(entry, file.approval.project, nil, "")
        default: break
        }
        return nil
      }
    }
  }
}

extension ExitRegister.Line {
  fileprivate init(
    _ entry: ProjectFile.Entry,
    _ project: String,
    _ way: ExitTerms.Way?,
    _ holder: String
  ) {
    self.project = project
    self.way = way
    self.holder = holder
    document = entry.number
    date = entry.date
    capital = entry[.capital]
    cost = entry[.cost]
    price = entry[.price]
    gain = entry[.gain]
    loss = entry[.loss]
    concession = entry[.concession]
    fees = entry[.fees]
    vouchers = entry.vouchers
  }
}

/// Money that went on to the treasury or back into the pool (上缴与滚存台账).
public struct ReturnRegister: Sendable {
  /// The returns, by project and time.
  public let lines: [Line]

  /// One return.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The number of the document.
    public let document: String
    /// The day.
    public let date: CivilDate
    /// Principal and gain, apart, and where they went.
    public let money: MoneyReturn
    /// The vouchers.
    public let vouchers: [String]
  }

  /// The returns of some files, until a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    lines = files.flatMap { file in
      file.standing(on: date).compactMap { entry -> Line? in
        guard case .moneyReturned(let money) = entry.document.event else { return nil }
        return Line(
          project: file.approval.project,
          document: entry.number,
          date: entry.date,
          money: money,
          vouchers: entry.vouchers
        )
      }
    }
  }

  /// Principal and gain that went one way.
  public func total(to place: CycleTerms.PrincipalTo) -> (principal: Int128, gain: Int128) {
    let money = lines.map(\.money).filter { $0.to == place }
    return (Fen.sum(money.map(\.principal)), Fen.sum(money.map(\.gain)))
  }
}

/// What was paid for results (奖励台账).
public struct RewardRegister: Sendable {
  /// The rewards, by project and time.
  public let lines: [Line]

  /// One reward.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The number of the document.
    public let document: String
    /// The day.
    public let date: CivilDate
    /// Who gets what for which result.
    public let reward: Reward
    /// The vouchers.
    public let vouchers: [String]
  }

  /// The rewards of some files, until a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    lines = files.flatMap { file in
      file.standing(on: date).compactMap { entry -> Line? in
        guard case .reward(let reward) = entry.document.event else { return nil }
        return Line(
          project: file.approval.project,
          document: entry.number,
          date: entry.date,
          reward: reward,
          vouchers: entry.vouchers
        )
      }
    }
  }

  /// The rewards by payee.
  public var totals: [String: Int128] {
    lines.reduce(into: [:]) { $0[$1.reward.payee, default: 0] += Int128($1.reward.amount.rawValue) }
  }
}
