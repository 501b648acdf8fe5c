import Findings
import Glibc
import Measuring
import Policies
import Quantities
import Signing
import Simulators

/// Runs simulations as `xiantou sim` does, and the mathematics they are made of.
///
/// `xiantou-bench-sim pool CASE SCENARIO PATHS SEED THREADS [SHARDS]` and `exit CASE SCENARIO PATHS
/// SEED` draw paths; `replicas CASE SCENARIO PATHS SEED COUNT` draws them again and again to see how
/// figures vary; `irr FILE ROUNDS` solves streams of payments; `severities MEAN DEVIATION…` writes
/// the quantiles that peers draw losses from. Reports one JSON object a line.
@main struct SimBench {
  static func main() throws {
    var arguments = Arguments(CommandLine.arguments.dropFirst())
    switch arguments.text() {
    case "pool": try pool(&arguments)
    case "exit": try exit(&arguments)
    case "replicas": try replicas(&arguments)
    case "irr": try returns(&arguments)
    case "severities": severities(&arguments)
    default: fail("usage: xiantou-bench-sim pool|exit|replicas|irr|severities …")
    }
  }

  static func fail(_ message: String) -> Never {
    write(STDERR_FILENO, message + "\n", message.utf8.count + 1)
    Glibc.exit(2)
  }

  /// What follows the name of the program.
  struct Arguments {
    private var rest: ArraySlice<String>

    init(_ rest: ArraySlice<String>) { self.rest = rest }

    var isEmpty: Bool { rest.isEmpty }

    mutating func text() -> String { rest.popFirst() ?? "" }

    mutating func number<Number: LosslessStringConvertible>(_ type: Number.Type) -> Number {
      let text = text()
      guard let number = Number(text) else { SimBench.fail("not a number: \(text)") }
      return number
    }
  }

  // MARK: Cases

  private static func pool(_ arguments: inout Arguments) throws {
    let (name, file) = (arguments.text(), arguments.text())
    let (paths, seed) = (arguments.number(Int.self), arguments.number(UInt64.self))
    let control = RunControl(threads: arguments.number(Int.self))
    let shards = arguments.isEmpty ? 1 : arguments.number(Int.self)
    let simulator = try PoolSimulator(PoolScenario(bytes(of: file)))
    let start = Instant.now
    var parts: [RunResult] = []
    for index in 0..<shards {
      guard let shard = Shard("\(index)/\(shards)") else { fail("no such shard: \(index)") }
      parts += [try simulator.run(RunPlan(seed: seed, paths: paths, shard: shard), control)]
        .compactMap { $0 }
    }
    let result = shards == 1 ? parts[0] : try RunResult.merge(parts)
    let end = Instant.now
    Report.rate(
      name,
      paths,
      from: start,
      to: end,
      figures: try figures(simulator.report(result), result)
    )
  }

  /// What programs must agree on, each with its standard error.
  private static func figures(_ report: PoolReport, _ result: RunResult) throws -> String {
    let short = report.unpaidByYear[report.unpaidByYear.count - 1]
    let quantiles = zip(["q95", "q99", "q999"], report.quantiles).map { pair($0, $1.estimate) }
    let all = [
      "\"checksum\":\"\(try result.digest())\"",
      "\"bytes\":\(try result.file().count)",
      pair(
        "defaults",
        report.claimCount.value,
        report.claimCount.low,
        report.claimCount.high
      ),
      // The exact sum of all claims, the second figure of a pool's tally.
      "\"total\":\"\(result.tally.moments[1].sum)\"",
      "\"tripped\":\(report.breakerByYear[report.breakerByYear.count - 1].value)",
      pair("losses", report.losses),
      pair("claims", report.claims),
      pair("recovered", report.recovered),
      pair("short", short.value, short.low, short.high),
    ]
    return (all + quantiles).joined(separator: ",")
  }

  private static func pair(_ name: String, _ estimate: Estimate<Fen>) -> String {
    let (low, high) = (Double(estimate.low.rawValue), Double(estimate.high.rawValue))
    return pair(name, Double(estimate.value.rawValue), low, high)
  }

  /// An interval of 95 in 100 is 3.92 standard errors wide.
  private static func pair(_ name: String, _ value: Double, _ low: Double, _ high: Double) -> String
  {
    "\"\(name)\":[\(value),\((high - low) / 3.92)]"
  }

  /// The variance of estimates of the same paths' number from many seeds.
  private static func replicas(_ arguments: inout Arguments) throws {
    let (name, file) = (arguments.text(), arguments.text())
    let (paths, seed) = (arguments.number(Int.self), arguments.number(UInt64.self))
    let count = arguments.number(Int.self)
    let simulator = try PoolSimulator(PoolScenario(bytes(of: file)))
    let start = Instant.now
    var seen: [[Double]] = [[], [], []]
    for replica in 0..<count {
      let plan = try RunPlan(seed: seed + UInt64(replica), paths: paths)
      guard let result = try simulator.run(plan) else { return }
      let report = try simulator.report(result)
      seen[0].append(report.unpaidByYear[report.unpaidByYear.count - 1].value)
      seen[1].append(Double(report.quantiles[0].estimate.value.rawValue))
      seen[2].append(Double(report.quantiles[2].estimate.value.rawValue))
    }
    let figures = zip(["short", "q95", "q999"], seen).map { figure, values in
      let mean = values.reduce(0, +) / Double(count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return "\"\(figure)\":\(squares / Double(count - 1))"
    }
    let all = figures.joined(separator: ",")
    Report.rate(name, count * paths, from: start, to: .now, figures: all)
  }

  private static func exit(_ arguments: inout Arguments) throws {
    let (name, file) = (arguments.text(), arguments.text())
    let (paths, seed) = (arguments.number(Int.self), arguments.number(UInt64.self))
    let simulator = try ExitSimulator(ExitScenario(bytes(of: file)))
    let start = Instant.now
    guard let result = try simulator.run(RunPlan(seed: seed, paths: paths)) else { return }
    let end = Instant.now
    let amounts = try simulator.report(result).amounts
    let figures = [
      "\"checksum\":\"\(try result.digest())\"",
      pair("paid", amounts.invested),
      pair("lost", amounts.lost),
      pair("back", amounts.toTreasury),
    ]
    Report.rate(name, paths, from: start, to: end, figures: figures.joined(separator: ","))
  }

  /// The rates of streams, one a line, a payment in fen for each month: as the simulator solves
  /// them, and as a caller does who knows of nothing but dated payments.
  private static func returns(_ arguments: inout Arguments) throws {
    let text = String(decoding: try bytes(of: arguments.text()), as: UTF8.self)
    let rounds = arguments.number(Int.self)
    let streams = text.split(separator: "\n").map { line in
      line.split(separator: " ").map { Int64($0) ?? 0 }
    }
    let count = rounds * streams.count
    // Equal months, as the peer has them.
    let days = (streams.first ?? []).indices.map { Int32($0) * 30 }
    var solver = RateSolver(years: days.map { Double($0) / 365 })
    var sum = 0.0
    var start = Instant.now
    for _ in 0..<rounds {
      for stream in streams {
        if case .one(let force) = solver.solve(stream) { sum += InternalRate.annual(force) }
      }
    }
    Report.rate("irr", count, from: start, to: .now, figures: "\"mean\":\(sum / Double(count))")

    let dated = streams.map { stream in
      zip(days, stream).map { (date: CivilDate(dayNumber: 20_454 + $0), amount: Fen($1)) }
    }
    sum = 0
    start = Instant.now
    for _ in 0..<rounds {
      for stream in dated { sum += InternalRate(stream).rate ?? 0 }
    }
    let mean = "\"mean\":\(sum / Double(count))"
    Report.rate("irr of dated payments", count, from: start, to: .now, figures: mean)
  }

  private static func severities(_ arguments: inout Arguments) {
    while !arguments.isEmpty {
      let (mean, deviation) = (arguments.number(Double.self), arguments.number(Double.self))
      let size = mean * (1 - mean) / (deviation * deviation) - 1
      let table = BetaQuantiles(mean * size, (1 - mean) * size)
      print(table.values.map { "\($0)" }.joined(separator: " "))
    }
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot open \(path)") }
    defer { fclose(file) }
    var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = fread(&part, 1, part.count, file)
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }
}
