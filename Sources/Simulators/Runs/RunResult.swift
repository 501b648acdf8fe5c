public import Findings
import Policies
public import Signing

/// What a run, or a shard of one, came to (运行结果): exact sums and every path's totals.
///
/// Two results are equal exactly when their bytes are. Nothing in it tells how many threads or
/// shards worked, when, or with which build of the program.
public struct RunResult: Hashable, Sendable {
  /// Which run it is of.
  public let header: Header
  /// What its paths add up to.
  package let tally: Tally

  /// Which run a result is of (运行标识).
  public struct Header: Hashable, Sendable {
    /// What was simulated: `pool` or `exit`.
    public let kind: String
    /// The scenario with its policy, as canonical JSON.
    public let scenario: [UInt8]
    /// The SHA-256 of the scenario and of the format of results.
    public let model: Digest
    /// The seed.
    public let seed: UInt64
    /// The number of paths of the whole run.
    public let paths: Int
    /// The paths of this part.
    public let range: Range<Int>

    /// Names a run by its scenario and plan.
    package init(kind: String, scenario: [UInt8], _ plan: RunPlan) throws(SigningError) {
      try self.init(
        kind: kind,
        scenario: scenario,
        seed: plan.seed,
        paths: plan.paths,
        range: plan.range
      )
    }

    init(
      kind: String,
      scenario: [UInt8],
      seed: UInt64,
      paths: Int,
      range: Range<Int>
    ) throws(SigningError) {
      self.kind = kind
      self.scenario = scenario
      var hasher = try TreeHasher(.sha256)
      let name = RunFile.magic + Array("\(kind)\n".utf8)
      model = try hasher.hash((name + scenario).span)
      self.seed = seed
      self.paths = paths
      self.range = range
    }

    /// Whether it is all of the run.
    public var isWhole: Bool { range == 0..<paths }
  }

  /// Puts a result together; the tally is sorted and has the paths of the header.
  package init(_ header: Header, _ tally: Tally) {
    precondition(tally.paths == header.range.count, "a result holds the paths that it names")
    self.header = header
    self.tally = tally
  }

  /// The SHA-256 over the exact result, the same for any number of threads and shards.
  public func digest() throws(SigningError) -> Digest {
    var hasher = try TreeHasher(.sha256)
    try hasher.start()
    for piece in RunFile.pieces(of: self) { try hasher.add(piece.span) }
    return try hasher.end()
  }

  /// Joins the shards of a run, in any order.
  ///
  /// The result is the same to the last bit as that of one run.
  /// - Throws: findings for shards of other runs, gaps, and paths that come twice.
  public static func merge(_ parts: [RunResult]) throws(Findings) -> RunResult {
    guard let first = parts.first else {
      throw Findings(Finding(.runParts, arguments: ["missing": "0–"]))
    }
    var findings: [Finding] = []
    for part in parts where !part.isPart(of: first) {
      let given = "\(part.header.model) \(part.header.seed) \(part.header.paths)"
      let wanted = "\(first.header.model) \(first.header.seed) \(first.header.paths)"
      findings.append(Finding(.runOther, value: given, arguments: ["expected": wanted]))
    }
    let ranges = parts.map(\.header.range).filter { !$0.isEmpty }
      .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var end = 0
    for range in ranges {
      if range.lowerBound > end {
        findings.append(
          Finding(.runParts, arguments: ["missing": "\(end)–\(range.lowerBound - 1)"])
        )
      } else if range.lowerBound < end {
        let twice = "\(range.lowerBound)–\(min(end, range.upperBound) - 1)"
        findings.append(Finding(.runParts, arguments: ["twice": twice]))
      }
      end = max(end, range.upperBound)
    }
    if end < first.header.paths {
      let missing = "\(end)–\(first.header.paths - 1)"
      findings.append(Finding(.runParts, arguments: ["missing": missing]))
    }
    if !findings.isEmpty { throw Findings(findings) }
    var tally = Tally(first.tally.shape, of: first.header.paths)
    for part in parts { tally.add(part.tally) }
    tally.sort()
    return RunResult(first.header.covering(0..<first.header.paths), tally)
  }

  private func isPart(of other: RunResult) -> Bool {
    header.covering(other.header.range) == other.header && tally.shape == other.tally.shape
  }
}

extension RunResult.Header {
  private init(_ header: RunResult.Header, _ range: Range<Int>) {
    kind = header.kind
    scenario = header.scenario
    model = header.model
    seed = header.seed
    paths = header.paths
    self.range = range
  }

  /// The same run with other paths.
  fileprivate func covering(_ range: Range<Int>) -> Self { Self(self, range) }
}
