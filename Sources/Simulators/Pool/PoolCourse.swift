public import Quantities

/// How a pool may go from month to month, to set beside what became of it (计划区间).
///
/// Worked out path by path by the claims themselves, for a result keeps no more than the cash.
public struct PoolCourse: Sendable {
  /// How many paths it is made of.
  public let paths: Int
  /// The day as of which the paths begin.
  public let asOf: CivilDate
  /// The bands of each figure, by time.
  public let points: [Point]

  /// What is set beside a plan.
  public enum Figure: String, Hashable, Sendable, CaseIterable {
    /// The cash.
    case cash
    /// What has come due since the first day.
    case claims
    /// What has been paid since the first day.
    case paid
  }

  /// The bands at one time.
  public struct Point: Sendable {
    /// After how many months.
    public let month: Int
    /// The last day of these months.
    public let day: CivilDate
    fileprivate let bands: [Band]

    /// The band of a figure.
    public subscript(figure: Figure) -> Band { bands[figure.place] }
  }

  /// Where most paths lie.
  public struct Band: Sendable {
    /// What 5, 25, 50, 75 and 95 in 100 paths do not exceed.
    public let quantiles: [Fen]

    /// How well what happened fits.
    public func light(_ actual: Fen) -> Light {
      if (quantiles[1]...quantiles[3]).contains(actual) { return .green }
      return (quantiles[0]...quantiles[4]).contains(actual) ? .yellow : .red
    }
  }

  /// How well what happened fits a plan (红绿灯).
  public enum Light: String, Hashable, Sendable, CaseIterable {
    /// Within the middle half of all paths.
    case green
    /// Within nine tenths of them.
    case yellow
    /// Where one path in ten lies.
    case red
  }
}

extension PoolCourse.Figure {
  fileprivate var place: Int { PoolCourse.Figure.allCases.firstIndex(of: self) ?? 0 }
}

extension PoolSimulator {
  /// Draws the paths of a plan claim by claim, each as likely as it is; keeps the figures of all of
  /// them at each point, so some thousand are enough.
  /// - Returns: `nil` when it was stopped.
  public func course(_ plan: RunPlan, _ control: RunControl = RunControl()) -> PoolCourse? {
    var paths = paths(desk, scenario.sampling)
    paths.flat = nil
    let drawn = PoolCoursePaths(paths: paths, points: calendar.points.count)
    guard let tally = drawn.tally(plan, control) else { return nil }
    let points = calendar.points.enumerated().map { place, month in
      let bands = PoolCourse.Figure.allCases.map { figure in
        let sample = tally.samples[place * PoolCourse.Figure.allCases.count + figure.place]
        let tail = Tail(sample, paths: tally.paths)
        return PoolCourse.Band(
          quantiles: [50_000, 250_000, 500_000, 750_000, 950_000].map {
            tail.quantile(ppm: $0).value
          }
        )
      }
      return PoolCourse.Point(
        month: month,
        day: scenario.firstDay.adding(months: month).adding(days: -1),
        bands: bands
      )
    }
    return PoolCourse(paths: plan.paths, asOf: scenario.asOf, points: points)
  }
}

/// The paths of a pool, of which every point of time is counted (逐月路径).
private struct PoolCoursePaths<Desk: ClaimDesk>: PathModel {
  let paths: PoolPaths<Desk>
  let points: Int

  var shape: Tally.Shape {
    Tally.Shape(moments: 0, counts: 0, samples: points * PoolCourse.Figure.allCases.count, fans: 0)
  }

  func workspace() -> PoolPaths<Desk>.Workspace { paths.workspace() }

  func run(
    _ range: Range<Int>,
    seed: UInt64,
    _ workspace: inout PoolPaths<Desk>.Workspace,
    into tally: inout Tally
  ) {
    let figures = PoolCourse.Figure.allCases
    for path in range {
      paths.work(UInt64(path), seed: seed, FactorLot(), &workspace)
      tally.paths += 1
      for point in 0..<points {
        for (place, figure) in figures.enumerated() {
          let amount =
            switch figure {
            case .cash: workspace.sweep.figures.fan[point]
            case .claims: workspace.sweep.course[point].claims
            case .paid: workspace.sweep.course[point].paid
            }
          tally.samples[point * figures.count + place].append(amount)
        }
      }
    }
  }
}
