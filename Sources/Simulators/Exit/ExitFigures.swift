/// What one path comes to (路径结果): whole numbers only.
struct ExitFigures: Sendable {
  /// What is added up, as amounts in fen or as counts.
  var totals: Totals
  /// What the treasury pays and gets at each date of the grid.
  var flows: [Int64]
  /// What the treasury gets at each date of the grid.
  var received: [Int64]
  /// Sums for the limits, by class.
  var classes: [LossLimit.Sums]
  /// By limit on single projects: how many projects exceed it.
  var projectsBeyond: [Int64]

  /// A number for each total.
  typealias Totals = InlineArray<21, Int64>

  /// The totals.
  enum Total: Int, CaseIterable {
    // Amounts.
    case invested, principalReturned, gainReturned, concession, rewards, fees, liquidation, repaid
    case toTreasury, residual, lost, saleValue
    // Counts.
    case converted, failed, bought, transferred, listed, waived, alive
    // Yuan times days since the first payment, for the mean time that money is away.
    case paidTime, returnedTime
  }

  init(_ model: ExitModel) {
    precondition(Total.allCases.count == 21, "each total has its place")
    totals = Totals(repeating: 0)
    flows = Array(repeating: 0, count: model.gridCount)
    received = flows
    classes = Array(repeating: .init(), count: model.classes.count)
    projectsBeyond = Array(repeating: 0, count: model.limits.count)
  }

  subscript(total: Total) -> Int64 {
    get { totals[total.rawValue] }
    set { totals[total.rawValue] = newValue }
  }

  /// Forgets the path before.
  mutating func reset() {
    totals = Totals(repeating: 0)
    for index in flows.indices {
      flows[index] = 0
      received[index] = 0
    }
    for index in classes.indices { classes[index] = .init() }
    for index in projectsBeyond.indices { projectsBeyond[index] = 0 }
  }
}
