/// What loans of each kind are expected to owe, month by month (计划余额): only where it changes.
final class LoanSchedules {
  /// A month in which the balance differs from that of the month before.
  struct Step: BitwiseCopyable {
    let month: Int32
    let change: Int64
  }

  /// The steps of a kind, and its bank.
  struct Course: BitwiseCopyable {
    let first: Int32
    let end: Int32
    let bank: Int
  }

  let steps: Scratch<Step>
  let courses: Scratch<Course>

  /// How many steps are kept at most.
  private static let sizeMax = 1 << 23

  /// - Returns: `nil` when there would be too many steps to keep.
  init?(_ model: PoolModel) {
    var (steps, courses) = ([Step](), [Course]())
    for kind in model.kinds {
      let first = steps.count
      var before: Int64 = 0
      for month in 0...model.horizon {
        let balance = model.scheduled(kind, month)
        if balance != before { steps.append(Step(month: Int32(month), change: balance - before)) }
        before = balance
      }
      guard steps.count <= Self.sizeMax else { return nil }
      courses.append(Course(first: Int32(first), end: Int32(steps.count), bank: kind.bank))
    }
    self.steps = Scratch(steps, zero: Step(month: 0, change: 0))
    self.courses = Scratch(courses, zero: Course(first: 0, end: 0, bank: 0))
  }
}
