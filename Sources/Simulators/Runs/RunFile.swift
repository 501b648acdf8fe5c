import CanonicalJSON
public import Findings
public import Signing

/// The file of a result (结果文件).
///
/// A line that names the format; a line of canonical JSON that names the run; then numbers, low
/// groups of seven bits first; then the SHA-256 of all before. The totals of the paths stand in
/// order, each as the difference from the one before, which takes less than three bytes.
enum RunFile {
  /// The first line.
  static let magic = Array("xiantou-run/v1\n".utf8)

  /// The bytes of a result without their digest.
  static func body(of result: RunResult) -> [UInt8] {
    var bytes = magic + line(result.header)
    bytes.append(UInt8(ascii: "\n"))
    let tally = result.tally
    let shape = tally.shape
    let sizes = [shape.moments, shape.counts, shape.samples, shape.fans, shape.weighted]
    for count in [tally.paths] + sizes {
      bytes.append(number: UInt128(count))
    }
    for moments in tally.moments {
      bytes.append(signed: moments.sum)
      bytes.append(number: moments.squares)
    }
    for count in tally.counts { bytes.append(signed: Int128(count)) }
    for sample in tally.samples {
      var last: Int64 = 0
      for (index, value) in sample.enumerated() {
        if index == 0 {
          bytes.append(signed: Int128(value))
        } else {
          bytes.append(narrow: UInt64(bitPattern: value &- last))
        }
        last = value
      }
    }
    for fan in tally.fans {
      bytes.append(number: UInt128(fan.steps.count))
      for count in fan.steps { bytes.append(narrow: UInt64(count)) }
    }
    for values in tally.weighted {
      var last: Int64 = 0
      for (index, path) in values.enumerated() {
        if index == 0 {
          bytes.append(signed: Int128(path.value))
        } else {
          bytes.append(narrow: UInt64(bitPattern: path.value &- last))
        }
        bytes.append(narrow: UInt64(path.weight))
        last = path.value
      }
    }
    return bytes
  }

  static func line(_ header: RunResult.Header) -> [UInt8] {
    var writer = CanonicalWriter(capacity: header.scenario.count + 512)
    writer.value(
      .object([
        .init("kind", .string(header.kind)),
        .init("model", .string("\(header.model)")),
        .init("paths", .integer(Int64(header.paths))),
        .init("range_from", .integer(Int64(header.range.lowerBound))),
        .init("range_to", .integer(Int64(header.range.upperBound))),
        .init("scenario", .string(String(decoding: header.scenario, as: UTF8.self))),
        .init("seed", .string("\(header.seed)")),
      ])
    )
    return writer.bytes
  }
}

extension RunResult {
  /// The bytes of the result's file.
  public func file() throws(SigningError) -> [UInt8] {
    let body = RunFile.body(of: self)
    var hasher = try TreeHasher(.sha256)
    return try body + hasher.hash(body.span).bytes
  }

  /// Reads a result's file.
  /// - Throws: a finding when the bytes are not those of a result, or not all of them.
  public init(file bytes: [UInt8]) throws(Findings) {
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
    guard let tally = reader.tally(), reader.isAtEnd, tally.paths == header.range.count else {
      return nil
    }
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

  mutating func tally() -> Tally? {
    guard let paths = count(RunPlan.pathsMax), let moments = count(1 << 16),
      let counts = count(1 << 16), let samples = count(16), let fans = count(1 << 12),
      let weighted = count(16)
    else { return nil }
    var tally = Tally(
      Tally.Shape(
        moments: moments,
        counts: counts,
        samples: samples,
        fans: fans,
        weighted: weighted
      )
    )
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
    for index in 0..<samples {
      guard let sample = sample(paths) else { return nil }
      tally.samples[index] = sample
    }
    for index in 0..<fans {
      guard let fan = fan() else { return nil }
      tally.fans[index] = fan
    }
    for index in 0..<weighted {
      guard let values = weightedValues(paths) else { return nil }
      tally.weighted[index] = values
    }
    return tally
  }

  private mutating func sample(_ count: Int) -> [Int64]? {
    // Every value takes a byte at least, so a count that lies asks for no memory.
    guard count <= end - position else { return nil }
    var values: [Int64] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      if index == 0 {
        guard let first = signed().flatMap({ Int64(exactly: $0) }) else { return nil }
        values.append(first)
      } else {
        guard let step = number(), step <= 1 << 61 else { return nil }
        values.append(values[index - 1] + Int64(step))
      }
      if values[index].magnitude > 1 << 60 { return nil }
    }
    return values
  }

  private mutating func weightedValues(_ count: Int) -> [Tally.Weighted]? {
    guard count <= (end - position) / 2 else { return nil }
    var values: [Tally.Weighted] = []
    var last: Int64 = 0
    for index in 0..<count {
      let value: Int64
      if index == 0 {
        guard let first = signed().flatMap({ Int64(exactly: $0) }) else { return nil }
        value = first
      } else {
        guard let step = number(), step <= 1 << 61 else { return nil }
        value = last + Int64(step)
      }
      guard value.magnitude <= 1 << 60, let weight = number(), weight <= 1 << 31 else { return nil }
      values.append(Tally.Weighted(value: value, weight: Int64(weight)))
      if index > 0, values[index] < values[index - 1] { return nil }
      last = value
    }
    return values
  }

  private mutating func fan() -> Fan? {
    guard let count = count(Fan.stepsMax), count <= end - position else { return nil }
    var steps: [Int64] = []
    for _ in 0..<count {
      guard let number = number(), number <= UInt128(Int64.max) else { return nil }
      steps.append(Int64(number))
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
      value |= UInt128(byte & 0x7F) << shift
      if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
      shift += 7
      if shift > 126 { return nil }
    }
    return nil
  }
}

extension [UInt8] {
  /// Writes a number, low groups of seven bits first.
  fileprivate mutating func append(number: UInt128) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// The same for numbers of one word.
  fileprivate mutating func append(narrow number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Writes a number with its sign in the lowest bit.
  fileprivate mutating func append(signed value: Int128) {
    append(number: value < 0 ? UInt128(~value) << 1 | 1 : UInt128(value) << 1)
  }
}
