import Policies
import Quantities
import Signing

/// A figure that is to be reached (目标), for example `irr=3%`.
public struct ExitGoal: Hashable, Sendable {
  /// The figure.
  public let figure: Figure
  /// What it should be.
  public let value: Double

  /// Figures that can be aimed at.
  public enum Figure: String, Hashable, Sendable, CaseIterable {
    case irr, moic, dpi, tvpi
  }

  /// Creates a goal.
  public init(_ figure: Figure, _ value: Double) {
    self.figure = figure
    self.value = value
  }

  /// Reads `irr=3%`, `irr=0.03` or `tvpi=1.2`.
  /// - Returns: `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let figure = Figure(rawValue: parts[0]) else { return nil }
    let isPercent = parts[1].hasSuffix("%")
    let digits = isPercent ? String(parts[1].dropLast()) : parts[1]
    guard let ratio = Ratio(decimal: digits) else { return nil }
    let number = Double(ratio.numerator) / Double(ratio.denominator)
    self.init(figure, isPercent ? number / 100 : number)
  }
}

/// What reaches a goal (反求结果).
public struct ExitSolution: Sendable {
  /// By what every company must be worth more than the scenario says.
  public let multiple: Estimate<Double>
  /// What comes of it then.
  public let report: ExitReport
  /// How many runs it took.
  public let runs: Int
}

extension ExitSimulator {
  /// The multiples of value between which a goal is looked for.
  public static let multiples = (least: 0.01, most: 100.0)
  /// The most runs in which it is looked for.
  public static let trialsMax = 40

  /// Finds by what companies must be worth more for a goal to be reached.
  ///
  /// Every run draws the same numbers, so that the figure grows smoothly with the value.
  /// - Returns: `nil` when no multiple reaches the goal, or the run was stopped.
  /// - Throws: what ``init(_:valueMultiple:)`` throws, or ``SigningError``.
  public func solve(
    _ goal: ExitGoal,
    _ plan: RunPlan,
    _ control: RunControl = RunControl()
  ) throws -> ExitSolution? {
    var (low, high) = (DetMath.log(Self.multiples.least), DetMath.log(Self.multiples.most))
    guard var below = try miss(goal, low, plan, control),
      var above = try miss(goal, high, plan, control),
      below.value <= 0, above.value >= 0
    else { return nil }
    var last: (shift: Double, point: Point)?
    var runs = 2
    while high - low > 1e-6, runs < Self.trialsMax {
      // The straight line between the ends, kept away from them so that both close in.
      let part = -below.value / (above.value - below.value)
      let isLine = runs % 3 != 0 && part.isFinite
      let shift = low + (high - low) * (isLine ? min(max(part, 0.02), 0.98) : 0.5)
      guard let point = try miss(goal, shift, plan, control) else { return nil }
      runs += 1
      last = (shift, point)
      if point.value == 0 { break }
      if point.value < 0 { (low, below) = (shift, point) } else { (high, above) = (shift, point) }
    }
    guard let (shift, point) = last else { return nil }
    return ExitSolution(
      multiple: interval(shift, point, (below, above, high - low)),
      report: point.report,
      runs: runs
    )
  }

  /// What a run comes to at one multiple.
  private struct Point {
    let value: Double
    let half: Double
    let report: ExitReport
  }

  private func miss(
    _ goal: ExitGoal,
    _ shift: Double,
    _ plan: RunPlan,
    _ control: RunControl
  ) throws -> Point? {
    control.begins()
    let simulator = try ExitSimulator(scenario, valueMultiple: DetMath.exp(shift))
    guard let result = try simulator.run(plan, control) else { return nil }
    let report = try simulator.report(result)
    let estimate =
      switch goal.figure {
      case .irr: report.rate.expected
      case .moic: report.moic
      case .dpi: report.dpi
      case .tvpi: report.tvpi
      }
    // Without a rate everything is lost: less than any goal.
    guard let estimate else { return Point(value: -1 - goal.value, half: 0, report: report) }
    return Point(
      value: estimate.value - goal.value,
      half: (estimate.high - estimate.low) / 2,
      report: report
    )
  }

  /// How far the multiple may be off: how far the figure is, by its slope between the last ends.
  private func interval(
    _ shift: Double,
    _ point: Point,
    _ ends: (below: Point, above: Point, width: Double)
  ) -> Estimate<Double> {
    let rise = ends.above.value - ends.below.value
    let half = rise > 0 && ends.width > 0 ? point.half * ends.width / rise : 0
    return Estimate(
      DetMath.exp(shift),
      DetMath.exp(shift - half),
      DetMath.exp(shift + half),
      .ratio
    )
  }
}
