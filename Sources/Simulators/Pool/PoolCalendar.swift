import Quantities

/// Which month is which (月历).
struct PoolCalendar: Sendable {
  /// The number of years simulated, the last one perhaps short.
  let years: Int
  /// The months after which the cash is noted.
  let points: [Int]
  /// The place of a month among the points, by month.
  let pointOfMonth: [Int?]
  /// Months of calendar years before the first month.
  private let offset: Int
  private let horizon: Int

  init(_ model: PoolModel) {
    horizon = model.horizon
    years = (horizon + 11) / 12
    offset = model.start.month - 1
    // At most fifty or so points, whatever the horizon.
    let step = horizon <= 24 ? 1 : horizon <= 120 ? 3 : 12
    var points = Array(stride(from: step, through: horizon, by: step))
    if points.last != horizon { points.append(horizon) }
    self.points = points
    var places: [Int?] = Array(repeating: nil, count: horizon + 1)
    for (place, month) in points.enumerated() { places[month] = place }
    pointOfMonth = places
  }

  /// The simulated year of a month, from 0.
  func year(_ month: Int) -> Int { (month - 1) / 12 }

  /// Whether a calendar year begins with a month; the first month opens the books instead.
  func beginsYear(_ month: Int) -> Bool { month > 1 && (offset + month - 1) % 12 == 0 }

  /// Whether a calendar year ends with a month, or the simulation does.
  func endsYear(_ month: Int) -> Bool { month == horizon || (offset + month) % 12 == 0 }

  /// Figures of nothing.
  func figures(_ model: PoolModel, _ rules: PoolRules) -> PathFigures {
    PathFigures(
      years: years,
      banks: model.banks.count,
      absorbers: rules.terms.absorbers.count,
      points: points.count,
      vintages: VintageGrid(model)?.size ?? 0
    )
  }
}
