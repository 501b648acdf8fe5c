import Glibc
import Store
import Testing
import Trials

/// The writer dies, the power fails, the disk is full: nothing acknowledged may be lost, nothing
/// may be half there.
@Suite struct InterruptionTests {
  static let seed = environment("XIANTOU_SEED") ?? UInt64.random(in: 0...999_999)
  /// How often the writer is killed; more with `XIANTOU_KILLS`.
  static let kills = environment("XIANTOU_KILLS") ?? 200
  static let workload = Child.built("ledger-workload")

  /// Each shard works on files of its own: a file is used ten times over.
  @Test(arguments: 0..<4)
  func `a writer killed at any moment loses nothing and leaves nothing half-written`(shard: Int)
    throws
  {
    var random = Seeded(Self.seed &+ UInt64(shard))
    var fixture = Fixture()
    var receipts: [Workload.Receipt] = []
    var deaths = 0
    for round in 0..<Int(Self.kills) / 4 {
      if round % 10 == 0 {
        fixture = Fixture()
        receipts = []
      }
      let place = "XIANTOU_SEED=\(Self.seed) shard \(shard) round \(round)"
      let run = UInt64(round) &+ Self.seed
      let end = try kill(Child([Self.workload, "post", fixture.path, "\(run)"]), &random)
      deaths += end.status == -SIGKILL ? 1 : 0
      receipts += end.lines.compactMap { Workload.Receipt($0) }
      let faults = try Verification.faults(in: fixture.path, acknowledged: receipts)
      try #require(faults == [], "\(place)")
    }
    #expect(deaths == Int(Self.kills) / 4, "XIANTOU_SEED=\(Self.seed) shard \(shard)")
  }

  /// Kills a process some time after it was started, or after some lines of its output.
  private func kill(_ child: Child, _ random: inout Seeded) -> Child.End {
    if random.oneIn(3) {
      child.listen(milliseconds: Int32.random(in: 0...60, using: &random), bytes: .max)
    } else {
      let bytes = Int.random(in: 1...1_500, using: &random)
      child.listen(milliseconds: 5_000, bytes: bytes)
      let pause = Int32.random(in: 0...2, using: &random)
      if pause > 0 { child.listen(milliseconds: pause, bytes: .max) }
    }
    child.kill9()
    return child.wait()
  }

  @Test func `a call that fails anywhere is reported, and the file stays sound`() throws {
    let fixture = Fixture()
    let end = try Child.run([
      Self.workload, "faults", fixture.path, "\(Self.seed)", "\(Self.calls)",
    ])
    #expect(end.status == 0 && end.lines.last?.hasPrefix("faults ") == true, "\(end.lines)")
  }

  @Test(arguments: 0..<3)
  func `a power failure at any write keeps what was acknowledged`(run: UInt64) throws {
    let fixture = Fixture()
    let seed = Self.seed &+ run
    let end = try Child.run([Self.workload, "power", fixture.path, "\(seed)"])
    #expect(end.status == 0 && end.lines.last?.hasPrefix("faults ") == true, "\(seed) \(end.lines)")
  }

  /// How many calls are tried one by one, and later ones with growing steps.
  static let calls = environment("XIANTOU_CALLS") ?? 60
}

/// A number from the environment.
func environment(_ name: String) -> UInt64? {
  getenv(name).flatMap { UInt64(String(cString: $0)) }
}
