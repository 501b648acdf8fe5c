public import Findings

/// Which paths a run works out, and from which seed (运行计划).
///
/// Paths are numbered from 0 and drawn by their number alone, so it does not matter who works out
/// which of them. Blocks of ``blockSize`` paths are the least that is handed to a thread or shard.
public struct RunPlan: Hashable, Sendable {
  /// The seed of every draw.
  public let seed: UInt64
  /// The number of paths of the whole run.
  public let paths: Int
  /// The paths of this part of it.
  public let range: Range<Int>

  /// The number of paths in a block.
  public static let blockSize = 4_096
  /// The most paths of one run: their totals are all kept, for exact quantiles, and the squares of
  /// their amounts are added up in 128 bits.
  public static let pathsMax = 1_000_000_000

  /// Plans a run, or one shard of it.
  /// - Throws: a finding for a number of paths that is none, or too many to keep.
  public init(seed: UInt64, paths: Int, shard: Shard = .whole) throws(Findings) {
    guard (1...RunPlan.pathsMax).contains(paths) else {
      throw Findings(
        Finding(
          .fieldValue,
          column: "paths",
          value: "\(paths)",
          arguments: ["range": "1–\(RunPlan.pathsMax)"]
        )
      )
    }
    self.seed = seed
    self.paths = paths
    let blocks = (paths + RunPlan.blockSize - 1) / RunPlan.blockSize
    let first = blocks * shard.index / shard.count * RunPlan.blockSize
    let last = blocks * (shard.index + 1) / shard.count * RunPlan.blockSize
    range = min(first, paths)..<min(last, paths)
  }

  /// The blocks of this part, by the number of their first path.
  var blocks: StrideTo<Int> {
    stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize)
  }
}

/// One of the equal parts into which a run is cut (分片).
public struct Shard: Hashable, Sendable {
  /// Its number, from 0.
  public let index: Int
  /// The number of parts.
  public let count: Int

  /// The run in one part.
  public static let whole = Shard(index: 0, count: 1)
  /// The most parts of a run.
  public static let countMax = 100_000

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `i/n`.
  ///
  /// Array jobs count from 0 and people from 1; `n/n` is therefore the same part as `0/n`, and
  /// both ways of counting name every part once.
  /// - Returns: `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      (1...Shard.countMax).contains(count), (0...count).contains(index)
    else { return nil }
    self.init(index: index % count, count: count)
  }
}
