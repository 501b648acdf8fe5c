import CanonicalJSON
import Findings
public import Signing

/// The file of a result (结果文件).
///
/// A line that names the format; a line of canonical JSON that names the run; then numbers, low
/// groups of seven bits first; then the SHA-256 of all before. The values of the paths stand in
/// order as a ``SortedRun``, which takes about two bytes each in a run of many; where paths
/// count differently, the ``PathWeight`` is half a byte more.
enum RunFile {
  /// The first line.
  static let magic = Array("xiantou-run/v3\n".utf8)
  /// What it was before values were counted in bits, and before banks were counted by year.
  static let past = ["xiantou-run/v1\n", "xiantou-run/v2\n"].map { Array($0.utf8) }

  /// The bytes of a result without their digest, in pieces; what is large is not copied.
  static func pieces(of result: RunResult) -> [ArraySlice<UInt8>] {
    let tally = result.tally
    let shape = tally.shape
    var bytes = magic + line(result.header)
    bytes.append(UInt8(ascii: "\n"))
    let sizes = [shape.moments, shape.counts, shape.samples, shape.tails, shape.fans]
    for count in [tally.paths] + sizes + [shape.isWeighted ? 1 : 0] {
      bytes.append(number: UInt128(count))
    }
    for moments in tally.moments {
      bytes.append(signed: moments.sum)
      bytes.append(number: moments.squares)
    }
    for count in tally.counts { bytes.append(signed: Int128(count)) }
    for fan in tally.fans { append(fan, to: &bytes) }
    var pieces: [ArraySlice<UInt8>] = []
    for sample in tally.samples {
      let run = sample.run
      bytes.append(number: UInt128(run.count))
      bytes.append(signed: Int128(run.first))
      bytes.append(number: UInt128(run.code.count))
      pieces += [bytes[...], run.code]
      bytes = []
    }
    return bytes.isEmpty ? pieces : pieces + [bytes[...]]
  }

  /// Each step's count; after a nought, how many more follow.
  private static func append(_ fan: Fan, to bytes: inout [UInt8]) {
    bytes.append(number: UInt128(fan.steps.count))
    var rest = fan.steps[...]
    while let count = rest.popFirst() {
      bytes.append(number: UInt128(count))
      guard count == 0 else { continue }
      let more = rest.prefix { $0 == 0 }.count
      bytes.append(number: UInt128(more))
      rest = rest.dropFirst(more)
    }
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
  /// The bytes of the result's file, in pieces.
  public func pieces() throws(SigningError) -> [ArraySlice<UInt8>] {
    RunFile.pieces(of: self) + [try digest().bytes[...]]
  }

  /// The bytes of the result's file.
  public func file() throws(SigningError) -> [UInt8] { Array(try pieces().joined()) }
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

  /// Writes a number with its sign in the lowest bit.
  fileprivate mutating func append(signed value: Int128) {
    append(number: value < 0 ? UInt128(~value) << 1 | 1 : UInt128(value) << 1)
  }
}
