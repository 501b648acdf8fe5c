import CanonicalJSON
import Findings
import Quantities
import Signing
import Testing

@testable import Simulators

/// A model whose figures anybody can add up in his head.
private struct Squares: PathModel {
  var shape: Tally.Shape { Tally.Shape(moments: 2, counts: 1, samples: 1, tails: 1, fans: 1) }
  func workspace() {}

  func run(_ paths: Range<Int>, seed: UInt64, _: inout Void, into tally: inout Tally) {
    for path in paths {
      let value = Int64(path) * Int64(path) % 1_000_003 + Int64(seed)
      tally.paths += 1
      tally.moments[0].add(value)
      tally.moments[1].add(-value)
      if path.isMultiple(of: 3) { tally.counts[0] += 1 }
      tally.samples[0].append(value)
      tally.samples[1].append(-value)
      tally.fans[0].add(value)
    }
  }

  func result(_ name: String, paths: Int = 20_000, seed: UInt64 = 7) throws -> RunResult {
    let shard = try #require(Shard(name))
    let plan = try RunPlan(seed: seed, paths: paths, shard: shard)
    let tally = try #require(self.tally(plan, RunControl(threads: 2)))
    let header = try RunResult.Header(kind: "pool", scenario: Array("{}".utf8), plan)
    return RunResult(header, tally)
  }
}

@Suite struct RunTests {
  @Test func `any threads and any shards come to the same bytes`() throws {
    let whole = try Squares().result("0/1").file()
    for count in [2, 3, 7] {
      let parts = try (1...count).reversed().map { try Squares().result("\($0)/\(count)") }
      let stored = try parts.map { try RunResult(file: $0.file()) }
      #expect(try RunResult.merge(stored).file() == whole, "\(count) shards")
    }
  }

  @Test func `people count shards from one and array jobs from nought`() {
    #expect(Shard("4/4") == Shard("0/4"))
    for text in ["", "1", "5/4", "-1/4", "1/0", "1/2/3", "a/b", "1/ 2"] {
      #expect(Shard(text) == nil, "\(text)")
    }
  }

  @Test func `a merge refuses gaps, repetition and what is of another run`() throws {
    let parts = try (0..<4).map { try Squares().result("\($0)/4") }
    func codes(_ parts: [RunResult]) -> [FindingCode] {
      do throws(Findings) {
        _ = try RunResult.merge(parts)
        return []
      } catch { return error.list.map(\.code) }
    }
    #expect(codes([]) == [.runParts])
    #expect(codes(Array(parts[1...])) == [.runParts])
    #expect(codes([parts[0], parts[2], parts[3]]) == [.runParts])
    #expect(codes(Array(parts[..<3])) == [.runParts])
    #expect(codes(parts + [parts[2]]) == [.runParts])
    let other = try Squares().result("3/4", seed: 8)
    #expect(codes(parts[..<3] + [other]) == [.runOther])
    #expect(codes(parts) == [])
  }

  @Test func `a stored result is refused when any byte of it is changed`() throws {
    let bytes = try Squares().result("0/1", paths: 300).file()
    #expect(try RunResult(file: bytes).file() == bytes)
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[place] ^= 1
      #expect(throws: Findings(Finding(.runFile)), "byte \(place)") {
        try RunResult(file: changed)
      }
    }
    for length in [0, 15, 40, bytes.count - 1] {
      #expect(throws: Findings.self) { try RunResult(file: Array(bytes[..<length])) }
    }
  }

  /// With the digest made anew nothing shields the reader: no bytes make it crash, and what it
  /// takes it spells in the same way.
  @Test func `a reader bears any bytes`() throws {
    let bytes = try Squares().result("0/1", paths: 300).file()
    let body = Array(bytes.dropLast(Digest.byteCount))
    let numbers = try #require(body[15...].firstIndex(of: UInt8(ascii: "\n"))) + 1
    var stream = RandomStream(seed: 12, path: 0, purpose: 203)
    var hasher = try TreeHasher(.sha256)
    for turn in 0..<1_500 {
      var changed = body
      for _ in 0...turn % 3 {
        let bits = stream.bits()
        let place = numbers + Int(bits >> 32) % (changed.count - numbers)
        switch bits % 5 {
        case 0: changed.remove(at: place)
        case 1: changed.insert(UInt8(truncatingIfNeeded: bits >> 8), at: place)
        case 2: changed[place] = 0xFF
        default: changed[place] ^= 1 << UInt8(bits >> 8 & 7)
        }
      }
      let file = try changed + hasher.hash(changed.span).bytes
      if let result = try? RunResult(file: file) { #expect(try result.file() == file) }
    }
  }

  @Test(arguments: ["1", "2"])
  func `a result of an earlier format is named as such`(_ version: Character) throws {
    var bytes = try Squares().result("0/1", paths: 300).file()
    bytes[13] = try #require(version.asciiValue)
    let finding = Finding(
      .runFile,
      value: "xiantou-run/v\(version)",
      arguments: ["expected": "xiantou-run/v3"]
    )
    #expect(throws: Findings(finding)) { try RunResult(file: bytes) }
  }

  @Test func `a run can be stopped`() throws {
    let plan = try RunPlan(seed: 1, paths: 100_000)
    let control = RunControl(threads: 2) { done in done < 10_000 }
    #expect(Squares().tally(plan, control) == nil)
  }

  @Test(arguments: [0, -1, RunPlan.pathsMax + 1])
  func `paths are some, and no more than can be kept`(paths: Int) {
    #expect(throws: Findings.self) { try RunPlan(seed: 1, paths: paths) }
  }

  @Test func `numbers are sorted as the library sorts them`() {
    var stream = RandomStream(seed: 11, path: 0, purpose: 200)
    for size in [0, 1, 300, 5_000] {
      for shift: Int64 in [0, 20, 60] {
        var values = (0..<size).map { _ in Int64(bitPattern: stream.bits()) >> shift }
        let expected = values.sorted()
        RadixSort.sort(&values)
        #expect(values == expected, "\(size) values shifted by \(shift)")
      }
    }
  }

  @Test func `the steps of a fan follow on each other and are a thousandth wide`() {
    var last: Int64 = -1
    for step in 0..<20_000 {
      let floor = Fan.floor(of: step)
      #expect(floor > last && Fan.step(of: floor) == step)
      if step > 1_024 { #expect(Double(floor - last) <= Double(floor) / 1_000) }
      last = floor
    }
    #expect(Fan.step(of: .max) < Fan.stepsMax)
  }
}

@Suite struct RunMemoryTests {
  @Test func `memory grows with the totals of paths and not with the paths`() throws {
    let simulator = try PoolSimulator(Pools.scenario())
    func megabytes(_ paths: Int, threads: Int = 2, _ shard: Shard = .whole) throws -> Int {
      simulator.memory(try RunPlan(seed: 1, paths: paths, shard: shard), threads: threads) >> 20
    }
    #expect(try megabytes(1_000_000) < 40)
    #expect((300..<600).contains(try megabytes(100_000_000)))
    #expect(try megabytes(100_000_000, try #require(Shard("1/64"))) < 60)
    #expect(try megabytes(1_000_000, threads: 64) > megabytes(1_000_000))
    let exits = try ExitTexts.simulator(ExitTexts.scenario())
    #expect(try exits.memory(RunPlan(seed: 1, paths: 100_000_000), threads: 2) >> 20 < 2_000)
  }
}

@Suite struct StatisticsTests {
  @Test func `mean and variance lose nothing to large amounts`() {
    var moments = Moments()
    let large: Int64 = 1 << 49
    for value in [large + 1, large + 2, large + 3, large + 4] { moments.add(value) }
    let (mean, variance) = Statistics.spread(moments, 4)
    #expect(mean == Double(large) + 2.5)
    #expect(variance == 5.0 / 3)
  }

  @Test func `quantiles are order statistics and the shortfall splits the atom`() {
    func tail(_ values: [Int64]) -> Tail {
      var sample = Sample(.all(isWeighted: false))
      for value in values { sample.append(value) }
      sample.close()
      return Tail(sample, paths: values.count)
    }
    let values = tail((1...1_000).map { Int64($0) })
    #expect(values.quantile(ppm: 990_000).value.rawValue == 990)
    // The ten worst are 991 to 1,000.
    #expect(values.shortfall(ppm: 990_000).value.rawValue == 996)
    // Of the 50 worst of a hundred fives and nines, 40 are nines.
    let lumps = Array(repeating: Int64(500), count: 60) + Array(repeating: Int64(900), count: 40)
    #expect(tail(lumps).shortfall(ppm: 500_000).value.rawValue == 820)
    #expect(tail([5]).quantile(ppm: 999_000).value.rawValue == 5)
  }

  @Test func `the interval of a share is inside nought and one and holds the share`() {
    for (count, paths) in [(0, 10), (10, 10), (1, 3), (5_000, 1_000_000), (0, 1), (1, 1)] {
      let share = Statistics.share(Int64(count), of: paths)
      #expect(0 <= share.low && share.low <= share.value)
      #expect(share.value <= share.high && share.high <= 1)
      #expect(share.low < share.high)
    }
    // E. B. Wilson's interval for 5 of 20.
    let share = Statistics.share(5, of: 20)
    #expect((share.low - 0.111862).magnitude < 1e-6)
    #expect((share.high - 0.468701).magnitude < 1e-6)
  }
}
