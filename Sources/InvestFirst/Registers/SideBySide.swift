public import Quantities

/// What public bodies stand for with one company, side by side (同一企业敞口一览).
public struct ExposureRegister: Sendable {
  /// The projects that anything stands for, in their order.
  public let lines: [Line]

  /// One project.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The right and the cost of the equity.
    public let invested: Int128
    /// Guarantees, loans and insurance that were not ended.
    public let others: [Exposure]

    /// The sum of one kind.
    public func total(of kind: Exposure.Kind) -> Int128 {
      Fen.sum(others.filter { $0.kind == kind }.map(\.amount))
    }
  }

  /// The exposures of some files, as of a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    lines = files.compactMap { file in
      var others: [Exposure] = []
      var balances = ProjectLedger.Balances()
      for entry in file.standing(on: date) {
        balances = balances.adding(entry.change)
        switch entry.document.event {
        case .exposure(let exposure): others.append(exposure)
        case .exposureEnded(let end): others.removeAll { $0.code == end.code }
        default: break
        }
      }
      let invested = balances.right + balances.held
      guard invested != 0 || !others.isEmpty else { return nil }
      return Line(project: file.approval.project, invested: invested, others: others)
    }
  }
}

/// Where the money of each source is (资金来源台账).
public struct SourceRegister: Sendable {
  /// The balances by source, in the order of their codes; the empty one is money without a source,
  /// and rent that nobody has paid.
  public let lines: [Line]

  /// One source.
  public struct Line: Hashable, Sendable {
    /// Its code.
    public let source: String
    /// What was paid, what counted of it, and what became of that.
    public let balance: SourceBalance
    /// What is left of the rights.
    public let right: Int128
    /// What the equity cost that it bought.
    public let held: Int128
  }

  /// The sources of some projects as they are now.
  public init(_ projects: [Project]) {
    var sums: [String: (balance: SourceBalance, right: Int128, held: Int128)] = [:]
    for project in projects {
      for (source, balance) in project.sources {
        var sum = sums[source] ?? (SourceBalance(), 0, 0)
        sum.balance = sum.balance.adding(balance)
        sum.right += project.right.left { $0.fund == source }
        let payments = project.holding?.payments.filter { $0.source == source } ?? []
        sum.held += Fen.sum(payments.map(\.amount))
        sums[source] = sum
      }
    }
    lines = sums.sorted { $0.key < $1.key }.map { source, sum in
      Line(source: source, balance: sum.balance, right: sum.right, held: sum.held)
    }
  }
}

extension SourceBalance {
  fileprivate func adding(_ other: SourceBalance) -> SourceBalance {
    var sum = self
    sum.paid += other.paid
    sum.counted += other.counted
    sum.returned += other.returned
    sum.lost += other.lost
    sum.withdrawn += other.withdrawn
    return sum
  }
}
