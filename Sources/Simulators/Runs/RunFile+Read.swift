import CanonicalJSON
public import Findings
import Signing

extension RunResult {
  /// Reads a result's file.
  /// - Throws: a finding when the bytes are not those of a result, or not all of them, or of one
  ///   that an earlier version of the program wrote.
  public init(file bytes: [UInt8]) throws(Findings) {
    if let past = RunFile.past.first(where: { bytes.starts(with: $0) }) {
      func name(_ line: [UInt8]) -> String { String(decoding: line.dropLast(), as: UTF8.self) }
      throw Findings(
        Finding(
          .runFile,
          value: name(past),
          arguments: ["expected": name(RunFile.magic)]
        )
      )
    }
    guard let result = RunResult.read(bytes) else { throw Findings(Finding(.runFile)) }
    self = result
  }

  private static func read(_ bytes: [UInt8]) -> RunResult? {
    let start = RunFile.magic.count
    guard bytes.starts(with: RunFile.magic), bytes.count > start + Digest.byteCount,
      let lineEnd = bytes[start...].firstIndex(of: UInt8(ascii: "\n")),
      var hasher = try? TreeHasher(.sha256)
    else { return nil }
    let end = bytes.count - Digest.byteCount
    guard lineEnd < end,
      let digest = try? hasher.hash(bytes.span.extracting(0..<end)),
      digest == Digest(bytes: bytes[end...]),
      let header = header(Array(bytes[start..<lineEnd]))
    else { return nil }
    var reader = NumberReader(bytes: bytes, position: lineEnd + 1, end: end)
    guard let tally = reader.tally(of: header.paths), reader.isAtEnd,
      tally.paths == header.range.count
    else { return nil }
    return RunResult(header, tally)
  }

  private static func header(_ line: [UInt8]) -> Header? {
    guard let value = try? JSONValue(line, profile: .case),
      case .string(let kind)? = value["kind"], case .string(let scenario)? = value["scenario"],
      case .string(let digits)? = value["seed"], let seed = UInt64(digits),
      case .integer(let paths)? = value["paths"], case .integer(let from)? = value["range_from"],
      case .integer(let to)? = value["range_to"], case .string(let model)? = value["model"],
      (1...Int64(RunPlan.pathsMax)).contains(paths), 0 <= from, from <= to, to <= paths
    else { return nil }
    let header = try? Header(
      kind: kind,
      scenario: Array(scenario.utf8),
      seed: seed,
      paths: Int(paths),
      range: Int(from)..<Int(to)
    )
    // One result, one spelling: what was written must come out again.
    guard let header, header.model.description == model, RunFile.line(header) == line else {
      return nil
    }
    return header
  }
}

/// Reads the numbers of a result; every reader answers `nil` at what cannot be.
private struct NumberReader {
  let bytes: [UInt8]
  var position: Int
  let end: Int

  var isAtEnd: Bool { position == end }

  mutating func tally(of whole: Int) -> Tally? {
    guard let paths = count(whole), let moments = count(1 << 16), let counts = count(1 << 16),
      let samples = count(16), let tails = count(16), let fans = count(64),
      let weights = count(1)
    else { return nil }
    let shape = Tally.Shape(
      moments: moments,
      counts: counts,
      samples: samples,
      tails: tails,
      fans: fans,
      isWeighted: weights > 0
    )
    var tally = Tally(shape, of: whole)
    tally.paths = paths
    for index in 0..<moments {
      guard let sum = signed(), let squares = number() else { return nil }
      tally.moments[index].sum = sum
      tally.moments[index].squares = squares
    }
    for index in 0..<counts {
      guard let count = signed().flatMap({ Int64(exactly: $0) }) else { return nil }
      tally.counts[index] = count
    }
    for index in 0..<fans {
      guard let fan = fan() else { return nil }
      tally.fans[index] = fan
    }
    for (index, rule) in shape.rules(paths: whole).enumerated() {
      guard let run = run(paths, rule), let sample = Sample(rule, run, paths: paths) else {
        return nil
      }
      tally.samples[index] = sample
    }
    return tally
  }

  private mutating func run(_ paths: Int, _ rule: Sample.Rule) -> SortedRun? {
    guard let count = count(paths), let first = signed().flatMap({ Int64(exactly: $0) }),
      let size = self.count(end - position), size <= end - position
    else { return nil }
    position += size
    let code = bytes[position - size..<position]
    return SortedRun(count: count, first: first, code: code, isWeighted: rule.isWeighted)
  }

  private mutating func fan() -> Fan? {
    guard let size = count(Fan.stepsMax) else { return nil }
    var steps: [Int64] = []
    while steps.count < size {
      guard let number = number(), number <= UInt128(Int64.max) else { return nil }
      // Noughts that were counted have no more behind them.
      if number == 0, steps.last == 0 { return nil }
      steps.append(Int64(number))
      guard number == 0 else { continue }
      guard let more = count(size - steps.count) else { return nil }
      steps += repeatElement(0, count: more)
    }
    return Fan(steps: steps)
  }

  private mutating func count(_ most: Int) -> Int? {
    guard let number = number(), number <= UInt128(most) else { return nil }
    return Int(number)
  }

  private mutating func signed() -> Int128? {
    guard let number = number() else { return nil }
    let magnitude = Int128(number >> 1)
    return number & 1 == 0 ? magnitude : ~magnitude
  }

  private mutating func number() -> UInt128? {
    var value: UInt128 = 0
    var shift: UInt128 = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      // The last group has two bits left.
      if shift == 126, byte > 3 { return nil }
      value |= UInt128(byte & 0x7F) << shift
      if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
      shift += 7
    }
    return nil
  }
}
