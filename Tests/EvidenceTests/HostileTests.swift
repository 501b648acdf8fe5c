import Foundation
import Glibc
import Testing

@testable import Audit
@testable import Evidence

/// Bundles that were made to harm whoever opens them.
@Suite struct HostileTests {
  private let bench: Bench
  private let workshop: Workshop

  init() throws {
    bench = try Bench()
    let log = try SampleLog.rich()
    workshop = try Workshop(bench.export(log), log.keys)
  }

  private func defect(_ path: String) -> Defect? {
    let verdict = Verifier.verify(path, Demands(pins: workshop.keys.pins))
    guard case .failed(let defect)? = verdict.results.first?.outcome else { return nil }
    #expect(verdict.failed == .files && verdict.head == nil)
    return defect
  }

  private func tar(_ bytes: [UInt8]) throws -> Defect? {
    try Data(bytes).write(to: URL(filePath: bench("hostile.tar")))
    return defect(bench("hostile.tar"))
  }

  @Test func `links, pipes and empty folders are not followed or opened`() throws {
    let folder = bench("bundle")
    let cases: [(Defect.Code, (String) throws -> Void)] = [
      (.linked, { symlink("/etc/passwd", $0) }),
      (.linked, { symlink("/etc", $0) }),
      (.linked, { symlink("nowhere", $0) }),
      (.linked, { link("\(folder)/statement.txt", $0) }),
      (.special, { mkfifo($0, 0o600) }),
      (.emptyFolder, { mkdir($0, 0o700) }),
    ]
    for (code, make) in cases {
      let place = "\(folder)/data/more"
      try make(place)
      #expect(defect(folder)?.code == code)
      try FileManager.default.removeItem(atPath: place)
    }
    #expect(Verifier.verify(folder, Demands(pins: workshop.keys.pins)).isValid)
  }

  @Test func `a name that is no text is refused`() throws {
    let folder = bench("bundle")
    mkdir("\(folder)/reports", 0o700)
    let name = Array("\(folder)/reports/".utf8) + [0xFF, 0xFE, 0]
    let descriptor = name.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1
    }
    close(descriptor)
    #expect(defect(folder)?.code == .path)
  }

  @Test(arguments: [
    "../escape.txt", "/etc/passwd", "a//b", "./a", "a/./b", "a/../b", "a/", "-rf", "a/-rf", "a b",
    "a\\b", "a\u{7}b", "e\u{301}", "\u{202E}a", "",
  ])
  func `a path that leads elsewhere is refused`(path: String) throws {
    #expect(!BundlePath.isAcceptable(path))
    let found = try tar(Workshop.tar([(path, [0x0A])]))
    #expect(found?.code == .path || found?.code == .header)
  }

  @Test func `files twice, out of order or in other clothes are refused`() throws {
    let files = workshop.sorted
    #expect(try tar(Workshop.tar(files + [files[0]]))?.code == .order)
    #expect(try tar(Workshop.tar([files[0], files[0]]))?.code == .order)
    #expect(try tar(Workshop.tar(files.reversed()))?.code == .order)
    let clash = [("A.txt", [UInt8(0x0A)]), ("a.txt", [0x0A])]
    #expect(try tar(Workshop.tar(clash))?.code == .clash)
    #expect(try tar(Workshop.tar([("A/b", [0x0A]), ("a/c", [0x0A])]))?.code == .clash)
    let good = Workshop.tar(files)
    // Type, mode, owner, time, link name, magic, device numbers.
    for place in [156, 106, 114, 146, 157, 257, 336] {
      var other = good
      other[place] = other[place] == 0x31 ? 0x32 : 0x31
      #expect(try tar(other)?.code == .header, "byte \(place)")
    }
  }

  @Test func `sizes that are not there are refused before anything is read`() throws {
    let header = TarHeader.bytes(path: "statement.txt", size: TarHeader.sizeMax) ?? []
    #expect(try tar(header)?.code == .truncated)
    #expect(try tar(header + [UInt8](repeating: 0, count: 1024))?.code == .truncated)
    #expect(try tar([])?.code == .truncated)
    #expect(try tar([UInt8](repeating: 0, count: 512))?.code == .truncated)
    #expect(try tar([UInt8](repeating: 0, count: 1536))?.code == .trailing)
    #expect(try tar([UInt8](repeating: 0, count: 1025))?.code == .trailing)
    var padded = Workshop.tar([("README.en.txt", [0x0A])])
    padded[600] = 1
    #expect(try tar(padded)?.code == .padding)
  }

  @Test func `too many files are refused`() throws {
    let files = (0...BundleFormat.filesMax).map { number in
      let digits = "\(number)"
      return ("r/" + String(repeating: "0", count: 6 - digits.count) + digits, [UInt8]())
    }
    #expect(try tar(Workshop.tar(files))?.code == .tooMany)
  }

  @Test func `bytes by chance are refused`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let good = Workshop.tar(workshop.sorted)
    for _ in 0..<100 {
      var bytes = good
      for _ in 0..<1 + next() % 4 {
        let place = Int(next()) % bytes.count
        switch next() % 3 {
        case 0: bytes[place] ^= UInt8(1 + next() % 255)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        }
      }
      guard bytes != good else { continue }
      try Data(bytes).write(to: URL(filePath: bench("chance.tar")))
      let verdict = Verifier.verify(bench("chance.tar"), Demands(pins: workshop.keys.pins))
      #expect(!verdict.isValid, "seed \(seed)")
    }
  }

  @Test func `what is not there is no bundle`() {
    #expect(defect(bench("nothing"))?.code == .unreadable)
    #expect(defect("/dev/null")?.code == .special)
  }
}
