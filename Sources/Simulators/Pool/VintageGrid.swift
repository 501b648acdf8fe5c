import Quantities

/// What is lent together, and how much of it has failed by which age (放款批次).
///
/// Batches are spans of lending, a quarter each where the horizon is short and a year where it is
/// long, after what was there on the first day. Only ages that every loan of a batch reaches within
/// the horizon are counted, so the rows make a triangle.
struct VintageGrid: Hashable, Sendable {
  /// The months of a batch, and from one age to the next.
  let step: Int
  /// The batches, the earliest first.
  let batches: [Batch]
  /// By kind: its batch, its first cell, how many cells it has, and the month in which it begins.
  private let rows: [Row]
  /// By months since lending: the age.
  private let ages: [Int32]

  /// What is lent within a span.
  struct Batch: Hashable, Sendable {
    /// The months of lending, from 1; `nil` for what was there on the first day.
    let months: ClosedRange<Int>?
    /// What is lent where nothing stops it.
    var lent: Int64
    /// The last month in which any of it is lent.
    var last: Int
    /// How many ages all of it reaches.
    var ages = 0
    /// Where its cells begin among those of all batches.
    var place = 0
  }

  private struct Row: Hashable {
    var batch: Int32
    var place: Int32
    var ages: Int32
    var begins: Int32
  }

  /// - Returns: `nil` where everything is lent at once, so that there is nothing to compare.
  init?(_ model: PoolModel) {
    guard model.kinds.contains(where: { $0.starts > 0 }) else { return nil }
    let step = model.horizon <= 36 ? 3 : 12
    func span(_ month: Int) -> Int { month == 0 ? 0 : (month - 1) / step + 1 }
    var bySpan: [Int: Batch] = [:]
    for kind in model.kinds {
      let first = (span(kind.starts) - 1) * step + 1
      let months = kind.starts == 0 ? nil : first...first + step - 1
      var batch = bySpan[span(kind.starts)] ?? Batch(months: months, lent: 0, last: 1)
      batch.lent += kind.principal * Int64(kind.count)
      batch.last = max(batch.last, kind.starts)
      bySpan[span(kind.starts)] = batch
    }
    // Failures whose claims would come too late are not drawn.
    let end = model.horizon - model.claimDelay
    var (batches, placeOf, place) = ([Batch](), [Int: Int32](), 0)
    for (span, batch) in bySpan.sorted(by: { $0.key < $1.key }) {
      var batch = batch
      batch.ages = max(end - batch.last + 1, 0) / step
      guard batch.ages > 0 else { continue }
      batch.place = place
      place += batch.ages
      placeOf[span] = Int32(batches.count)
      batches.append(batch)
    }
    guard batches.count > 1 else { return nil }
    rows = model.kinds.map { kind in
      let begins = Int32(max(kind.starts, 1))
      guard let index = placeOf[span(kind.starts)] else {
        return Row(batch: -1, place: 0, ages: 0, begins: begins)
      }
      let batch = batches[Int(index)]
      return Row(batch: index, place: Int32(batch.place), ages: Int32(batch.ages), begins: begins)
    }
    ages = (0...model.horizon).map { Int32($0 / step) }
    (self.step, self.batches) = (step, batches)
  }

  /// How many cells the batches have together; before them stands what of each was not lent.
  var size: Int { batches.count + batches.reduce(0) { $0 + $1.ages } }

  /// Where the cell of a batch at an age stands.
  func cell(_ batch: Int, age: Int) -> Int { batches.count + batches[batch].place + age }

  /// Adds up what failed on a path, in the ages at which it did.
  func add(_ failures: Failures, to cells: inout [Int64], isLent: (Int) -> Bool) {
    for index in 0..<failures.count {
      let failed = failures.rows.start[index]
      let row = rows[Int(failed.kind)]
      let age = ages[Int(failed.month - row.begins)]
      guard age < row.ages, isLent(Int(failed.kind)) else { continue }
      cells[batches.count + Int(row.place + age)] += failed.owed
    }
  }

  /// Adds what of a kind was not lent on a path.
  func refuse(_ kind: Int, _ amount: Int64, in cells: inout [Int64]) {
    if rows[kind].batch >= 0 { cells[Int(rows[kind].batch)] += amount }
  }
}
