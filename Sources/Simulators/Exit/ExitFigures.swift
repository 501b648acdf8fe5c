/// What one path comes to (路径结果): whole numbers only.
struct ExitFigures: Sendable {
  /// What is added up, as amounts in fen or as counts.
  var totals: [Int64]
  /// What the treasury pays and gets at each date of the grid.
  var flows: [Int64]
  /// What the treasury gets at each date of the grid.
  var received: [Int64]
  /// Sums for the limits, by class.
  var classes: [LossLimit.Sums]
  /// By limit on single projects: how many projects exceed it.
  var projectsBeyond: [Int64]

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
    totals = Array(repeating: 0, count: Total.allCases.count)
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
    for index in totals.indices { totals[index] = 0 }
    for index in flows.indices {
      flows[index] = 0
      received[index] = 0
    }
    for index in classes.indices { classes[index] = .init() }
    for index in projectsBeyond.indices { projectsBeyond[index] = 0 }
  }
}
