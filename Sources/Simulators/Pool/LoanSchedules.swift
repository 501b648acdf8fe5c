/// What loans of each kind are expected to owe, month by month (计划余额).
final class LoanSchedules {
  /// A month in which the balance differs from that of the month before.
  struct Step: BitwiseCopyable {
    let month: Int32
    let kind: Int32
    let change: Int64
  }

  private let banks: Scratch<Int32>
  private let width: Int
  private let steps: Scratch<Step>
  /// By kind and month: the balance, and the first step of a later month.
  private let balances: Scratch<Int64>
  private let next: Scratch<Int32>

  /// How many balances are kept at most.
  private static let sizeMax = 1 << 23

  /// - Returns: `nil` when there would be too many balances to keep.
  init?(_ model: PoolModel) {
    width = model.horizon + 1
    guard model.kinds.count * width <= Self.sizeMax else { return nil }
    banks = Scratch(model.kinds.map { Int32($0.bank) }, zero: 0)
    balances = Scratch(model.kinds.count * width, zero: 0)
    next = Scratch(model.kinds.count * width, zero: 0)
    var steps: [Step] = []
    for (index, kind) in model.kinds.enumerated() {
      let row = balances.start + index * width
      for month in 0..<width { row[month] = model.scheduled(kind, month) }
      for month in 0..<width {
        if month > 0, row[month] != row[month - 1] {
          let change = row[month] - row[month - 1]
          steps.append(Step(month: Int32(month), kind: Int32(index), change: change))
        }
        next.start[index * width + month] = Int32(steps.count)
      }
    }
    // What ends the steps of the last kind.
    steps.append(Step(month: 0, kind: -1, change: 0))
    self.steps = Scratch(steps, zero: Step(month: 0, kind: -1, change: 0))
  }

  /// The bank of a kind.
  func bank(_ kind: Int) -> Int { Int(banks.start[kind]) }

  /// What a loan is expected to owe at the end of a month.
  func balance(_ kind: Int, _ month: Int) -> Int64 { balances.start[kind * width + month] }

  /// The place of the first step after a month.
  func step(after month: Int, _ kind: Int) -> Int { Int(next.start[kind * width + month]) }

  /// A step; `nil` beyond the last one of the kind.
  func step(_ place: Int, of kind: Int) -> Step? {
    let step = steps.start[place]
    return step.kind == Int32(truncatingIfNeeded: kind) ? step : nil
  }
}
