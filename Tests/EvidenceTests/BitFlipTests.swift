import CanonicalJSON
import Foundation
import Testing

@testable import Audit
@testable import Evidence

/// Every single bit counts, wherever it is.
@Suite struct BitFlipTests {
  /// A bundle as small as one can be, and the auditor who knows its keys.
  private static func smallBundle(_ bench: Bench) throws -> Workshop {
    let log = try SampleLog()
    try log.add(
      "book",
      book: "1",
      by: "",
      data: {
        $0.member("code", "1")
        $0.member("name", "账")
        $0.member("start", "2025-01")
      }
    )
    try log.addKeys()
    try log.checkpoint()
    var workshop = try Workshop(bench.export(log), log.keys)
    // What every bundle carries only makes it long.
    for path in workshop.files.keys where path.hasPrefix("verify/") || path.hasPrefix("README") {
      workshop.files[path] = nil
    }
    try workshop.reseal()
    return workshop
  }

  /// One bit for each byte; of bytes that all meet the same check every 29th, unless
  /// `XIANTOU_TEST_EXHAUSTIVE` is set.
  private struct Chance {
    let seed = UInt64.random(in: 0...UInt64.max)
    private let step =
      ProcessInfo.processInfo.environment["XIANTOU_TEST_EXHAUSTIVE"] == nil ? 29 : 1
    private var state: UInt64 = 0

    init() { state = seed }

    mutating func bits(_ index: Int, isCommon: Bool) -> [UInt8] {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return isCommon && (index &+ Int(seed % 29)) % step != 0 ? [] : [UInt8(state >> 61)]
    }
  }

  /// Flips bits of a file in place, one after the other, and tells which flip was not refused.
  private static func unseen(
    _ path: String,
    verifying bundle: String,
    _ pins: [UInt8],
    bits: (Int) -> [UInt8]
  ) throws -> [String] {
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? handle.close() }
    func put(_ index: Int) throws {
      try handle.seek(toOffset: UInt64(index))
      try handle.write(contentsOf: Data([bytes[index]]))
    }
    var unseen: [String] = []
    for index in bytes.indices {
      for bit in bits(index) {
        bytes[index] ^= 1 << bit
        try put(index)
        if Verifier.verify(bundle, Demands(pins: pins)).failed == nil {
          unseen.append("bit \(bit) of byte \(index) of \(path)")
        }
        bytes[index] ^= 1 << bit
      }
      try put(index)
    }
    return unseen
  }

  /// Whether all bytes of a file are covered by one digest.
  private static func isCommon(_ path: String) -> Bool {
    BundleFormat.isListed(path) || path.hasPrefix("MANIFEST")
  }

  @Test func `every flipped bit of a small file is refused`() throws {
    let bench = try Bench()
    let workshop = try Self.smallBundle(bench)
    let folder = bench("small")
    try workshop.save(folder)
    #expect(Verifier.verify(folder, Demands(pins: workshop.keys.pins)).isValid)
    for (path, bytes) in workshop.sorted where bytes.count <= 72 {
      let unseen = try Self.unseen(
        "\(folder)/\(path)",
        verifying: folder,
        workshop.keys.pins,
        bits: { _ in Array(0..<8) }
      )
      #expect(unseen == [])
    }
  }

  @Test func `a flipped bit in any byte of a tar file is refused`() throws {
    let bench = try Bench()
    let workshop = try Self.smallBundle(bench)
    let path = bench("small.tar")
    try Data(Workshop.tar(workshop.sorted)).write(to: URL(filePath: path))
    #expect(Verifier.verify(path, Demands(pins: workshop.keys.pins)).isValid)
    var isCommon: [Bool] = []
    for (index, (path, bytes)) in workshop.sorted.enumerated() {
      let padding = TarHeader.padding(after: Int64(bytes.count))
      isCommon += [Bool](repeating: index > 2, count: TarHeader.blockLength)
      isCommon += [Bool](repeating: Self.isCommon(path), count: bytes.count)
      isCommon += [Bool](repeating: index > 2, count: padding)
    }
    isCommon += [Bool](repeating: false, count: 2 * TarHeader.blockLength)
    var chance = Chance()
    let unseen = try Self.unseen(path, verifying: path, workshop.keys.pins) {
      chance.bits($0, isCommon: isCommon[$0])
    }
    #expect(unseen == [], "seed \(chance.seed)")
  }

  @Test func `a flipped bit in any byte of a folder is refused`() throws {
    let bench = try Bench()
    let workshop = try Self.smallBundle(bench)
    let folder = bench("small")
    try workshop.save(folder)
    var chance = Chance()
    for (path, _) in workshop.sorted {
      let (place, isCommon) = ("\(folder)/\(path)", Self.isCommon(path))
      let unseen = try Self.unseen(place, verifying: folder, workshop.keys.pins) {
        chance.bits($0, isCommon: isCommon)
      }
      #expect(unseen == [], "seed \(chance.seed)")
    }
  }

  @Test func `a tar file that is cut off anywhere is refused`() throws {
    let bench = try Bench()
    let workshop = try Self.smallBundle(bench)
    let tar = Workshop.tar(workshop.sorted)
    let path = bench("cut.tar")
    for length in stride(from: 0, to: tar.count, by: 256) {
      try Data(tar[..<length]).write(to: URL(filePath: path))
      #expect(Verifier.verify(path, Demands(pins: workshop.keys.pins)).failed == .files)
    }
  }
}
