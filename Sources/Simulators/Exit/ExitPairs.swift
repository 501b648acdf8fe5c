public import Quantities

/// What one scenario changes against another (方案差异); the second less the first.
///
/// The intervals are those of the differences path by path, which are narrower than those of the
/// figures by as much as both scenarios share their luck.
public struct ExitComparison: Sendable {
  /// The difference of what is paid to projects.
  public let invested: Estimate<Fen>
  /// The difference of what comes back.
  public let toTreasury: Estimate<Fen>
  /// The difference of what is left at the end.
  public let residual: Estimate<Fen>
  /// The difference of what is lost.
  public let lost: Estimate<Fen>
  /// The difference of DPI.
  public let dpi: Estimate<Double>
  /// The difference of TVPI.
  public let tvpi: Estimate<Double>
  /// The difference of what is lost of each yuan.
  public let loss: Estimate<Double>
  /// The difference of the number of projects that are converted.
  public let converted: Estimate<Double>
  /// The mean difference of the rates of return of a path, where both have one; `nil` when none
  /// does.
  public let rate: Estimate<Double>?
  /// On how many paths of all the second brings more back.
  public let bringsMore: Estimate<Double>
  /// On how many paths of all the second brings less back.
  public let bringsLess: Estimate<Double>

  /// What is kept of the differences.
  private enum Difference: Int, CaseIterable {
    case invested, toTreasury, residual, lost, dpi, tvpi, loss, converted, rate
  }

  /// How often what was seen.
  private enum Event: Int, CaseIterable {
    case rates, more, less
  }

  /// The shape of a tally with the differences behind all else.
  static func shape(_ other: Tally.Shape) -> Tally.Shape {
    Tally.Shape(
      moments: other.moments + Difference.allCases.count,
      counts: other.counts + Event.allCases.count,
      samples: other.samples,
      fans: other.fans
    )
  }

  init(_ tally: Tally, from shape: Tally.Shape) {
    func moments(_ difference: Difference) -> Moments {
      tally.moments[shape.moments + difference.rawValue]
    }
    func mean(_ difference: Difference) -> Estimate<Fen> {
      Statistics.mean(moments(difference), tally.paths)
    }
    func ratio(_ difference: Difference, by scale: Double = 1_000_000) -> Estimate<Double> {
      ExitSimulator.scaled(moments(difference), tally.paths, by: scale)
    }
    func count(_ event: Event) -> Int64 { tally.counts[shape.counts + event.rawValue] }
    (invested, toTreasury) = (mean(.invested), mean(.toTreasury))
    (residual, lost) = (mean(.residual), mean(.lost))
    (dpi, tvpi, loss) = (ratio(.dpi), ratio(.tvpi), ratio(.loss))
    converted = ratio(.converted, by: 1)
    let rates = Int(count(.rates))
    rate = rates == 0 ? nil : ExitSimulator.scaled(moments(.rate), rates)
    bringsMore = Statistics.share(count(.more), of: tally.paths)
    bringsLess = Statistics.share(count(.less), of: tally.paths)
  }

  /// Adds the differences of a path.
  static func add(
    _ one: (figures: ExitFigures, ratios: ExitRecorder.Ratios),
    _ other: (figures: ExitFigures, ratios: ExitRecorder.Ratios),
    to tally: inout Tally,
    from shape: Tally.Shape
  ) {
    func add(_ difference: Difference, _ value: Int64) {
      tally.moments[shape.moments + difference.rawValue].add(value)
    }
    func add(_ difference: Difference, _ total: ExitFigures.Total) {
      add(difference, other.figures[total] - one.figures[total])
    }
    func count(_ event: Event) { tally.counts[shape.counts + event.rawValue] += 1 }
    add(.invested, .invested)
    add(.toTreasury, .toTreasury)
    add(.residual, .residual)
    add(.lost, .lost)
    add(.converted, .converted)
    add(.dpi, other.ratios.dpi - one.ratios.dpi)
    add(.tvpi, other.ratios.tvpi - one.ratios.tvpi)
    add(.loss, other.ratios.loss - one.ratios.loss)
    if let rate = one.ratios.rate, let changed = other.ratios.rate {
      add(.rate, changed - rate)
      count(.rates)
    }
    let (before, after) = (one.figures[.toTreasury], other.figures[.toTreasury])
    if after != before { count(after > before ? .more : .less) }
  }
}

/// Two scenarios on the same luck (配对路径); the tally is that of the second, with the differences
/// behind it.
struct ExitPairs: PathModel {
  private let first: ExitPaths
  private let second: ExitPaths

  init(_ first: ExitPaths, _ second: ExitPaths) { (self.first, self.second) = (first, second) }

  var shape: Tally.Shape { ExitComparison.shape(second.shape) }

  func workspace() -> (ExitPaths.Workspace, ExitPaths.Workspace) {
    (first.workspace(), second.workspace())
  }

  func run(
    _ paths: Range<Int>,
    seed: UInt64,
    _ workspace: inout (ExitPaths.Workspace, ExitPaths.Workspace),
    into tally: inout Tally
  ) {
    let shape = second.shape
    for path in paths {
      workspace.0.walk.walk(seed: seed, path: UInt64(path))
      workspace.1.walk.walk(seed: seed, path: UInt64(path))
      let (one, other) = (workspace.0.walk.figures, workspace.1.walk.figures)
      workspace.1.recorder.add(other, to: &tally)
      ExitComparison.add(
        (one, workspace.0.recorder.ratios(one)),
        (other, workspace.1.recorder.ratios(other)),
        to: &tally,
        from: shape
      )
    }
  }
}
