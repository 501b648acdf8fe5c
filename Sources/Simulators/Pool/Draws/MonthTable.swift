/// Tells in which month a loan fails, given the latent variable that decides it (违约月份表).
///
/// A loan fails in the first month whose threshold its latent variable does not exceed. Thresholds
/// of loans that face the same hazards are a curve; a cell of the curve's guide tells with which
/// month to begin, so that mostly one comparison is left.
final class MonthTable {
  /// The first month that values of each cell can mean, by curve, period and cell.
  private let cells: Scratch<Int16>
  /// The threshold of each month, by curve, period and month; that of a period's last month is
  /// infinite, and so are three more, since four are compared at once.
  private let thresholds: Scratch<Double>
  private let width: Int
  private let periods: [Range<Int>]
  /// How many cells a row has, how many there are to a unit, and what names the nearest of them.
  private let count: Int
  private let perUnit: Double
  private let nearest: Double

  /// Cells lie between −8 and 8; what lies beyond belongs to the outermost ones.
  private static let reach = 8.0
  /// How many cells there are at most, in all.
  private static let cellsMax = 1 << 21

  init(_ model: PoolModel) {
    periods = model.periods
    width = (periods.map(\.count).max() ?? 0) + 3
    let rows = model.curves.count * periods.count
    var count = 1 << 10
    while count > 16, rows * count > Self.cellsMax { count /= 2 }
    self.count = count
    perUnit = Double(count) / (2 * Self.reach)
    nearest = 0x1.8p52 + Double(count / 2)
    cells = Scratch(rows * count, zero: 0)
    thresholds = Scratch(rows * width, zero: .infinity)
    for (curve, months) in model.curves.enumerated() {
      for period in periods.indices { add(months, period, row: curve * periods.count + period) }
    }
  }

  private func add(_ months: PoolModel.Curve, _ period: Int, row: Int) {
    let (first, thresholds) = (periods[period].lowerBound + 1, thresholds(row, period))
    let last = max(min(periods[period].upperBound, months.lasts), first)
    for month in first..<last { thresholds[month] = months.thresholds[month] }
    var month = first
    for cell in 0..<count {
      // A little lower than any value that the cell is the nearest of.
      let least = (Double(cell - count / 2) - 0.51) / perUnit
      while cell > 0, thresholds[month] < least { month += 1 }
      cells.start[row * count + cell] = Int16(month)
    }
  }

  /// The thresholds of a row, by month.
  private func thresholds(_ row: Int, _ period: Int) -> UnsafeMutablePointer<Double> {
    thresholds.start + (row * width - periods[period].lowerBound - 1)
  }

  /// The rows of the table, for innermost loops.
  struct Rows {
    fileprivate let cells: UnsafePointer<Int16>
    fileprivate let thresholds: UnsafePointer<Double>
    fileprivate let first: Double
    fileprivate let last: Double
    fileprivate let perUnit: Double
    fileprivate let nearest: Double

    /// The month that a latent variable means.
    @inline(__always)
    func month(_ latent: Double, _ place: Place) -> Int32 {
      // Comparisons in this order are one instruction each.
      let below = latent < last ? latent : last
      let shifted = (below > first ? below : first) * perUnit + nearest
      let thresholds = thresholds + Int(place.threshold)
      let cell = Int(UInt32(truncatingIfNeeded: shifted.bitPattern))
      var month = Int((cells + Int(place.cell))[cell])
      // Four at once: how many of them are exceeded could not be foretold.
      let four = UnsafeRawPointer(thresholds + month).loadUnaligned(as: SIMD4<Double>.self)
      let isAbove = unsafeBitCast(four .< SIMD4(repeating: latent), to: SIMD4<Int64>.self)
      month &-= Int(isAbove.wrappedSum())
      while latent > thresholds[month] { month &+= 1 }
      return Int32(truncatingIfNeeded: month)
    }
  }

  /// Where a curve stands in a period.
  struct Place: BitwiseCopyable {
    fileprivate let cell: Int32
    fileprivate let threshold: Int32
  }

  var rows: Rows {
    Rows(
      cells: cells.start,
      thresholds: thresholds.start,
      first: -Self.reach,
      last: Self.reach - 1 / perUnit,
      perUnit: perUnit,
      nearest: nearest
    )
  }

  /// The place of a curve in a period.
  func place(_ curve: Int, period: Int) -> Place {
    let row = curve * periods.count + period
    return Place(
      cell: Int32(row * count),
      threshold: Int32(row * width - periods[period].lowerBound - 1)
    )
  }
}
