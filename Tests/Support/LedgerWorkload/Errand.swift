import Accounting
import CFaultVFS
import Glibc
import Quantities
import Store
import Trials

/// One run of the workload.
struct Errand {
  let path: String
  let seed: UInt64
  let count: Int

  /// Prints a line at once, so that it is out before the process can die.
  static func say(_ line: String) {
    var line = line + "\n"
    line.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
  }

  static func acknowledge(_ receipt: Workload.Receipt) {
    say("\(receipt.key) \(receipt.answer)")
  }

  /// Posts single entries, batches and drafts, and closes a month now and then.
  func postForever() throws {
    var random = Seeded(seed)
    let work = try Workload(path: path, acknowledge: Errand.acknowledge)
    let month = try nextMonth(work)
    for round in 0..<count {
      let key = "\(seed)-\(round)"
      let amount = Int64.random(in: 1...9_999, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<6: try work.post([(key, amount)], month: month)
      case 6..<9:
        let keys = (0..<Int.random(in: 2...20, using: &random)).map { ("\(key)-\($0)", amount) }
        try work.post(keys, month: month, lines: 5)
      case 9: try work.post([(key, amount)], month: month, lines: 400)
      case 10: try work.load(key, amount: amount, month: month, entries: 300)
      default: try work.walk(key, amount: amount, month: month)
      }
    }
  }

  /// Works in the month after the last closed one, and closes it sometimes.
  private func nextMonth(_ work: Workload) throws -> Int {
    let latest = try work.latestClosedMonth()
    if latest < 11, seed % 7 == 0 {
      do throws(StoreError) {
        try work.close("\(seed)-close", month: latest + 1)
        return latest + 2
      } catch .findings {
        // A draft that nobody finished keeps the month open.
        return latest + 1
      }
    }
    return latest + 1
  }

  // MARK: Several processes

  /// Moves money between accounts at random; prints what readers see.
  func transfer() throws {
    var random = Seeded(seed)
    let work = try Workload(path: path, patience: 60_000, acknowledge: Errand.acknowledge)
    for round in 0..<count {
      if random.oneIn(3) {
        let net = try work.netOfAllAccounts()
        guard net == 0 else { throw Unbalanced(net: net) }
      } else {
        let amount = Int64.random(in: 1...500, using: &random)
        try work.post([("\(seed)-\(round)", amount)], month: 1)
      }
    }
  }

  struct Unbalanced: Error {
    let net: Int128
  }

  /// Posts the same keys as every other process, in an order of its own.
  func postKeys() throws {
    var random = Seeded(seed)
    let work = try Workload(path: path, patience: 60_000, acknowledge: Errand.acknowledge)
    for key in (0..<count).shuffled(using: &random) {
      try work.post([("key-\(key)", Int64(key + 1))], month: 1)
      if random.oneIn(4) { try work.post([("key-\(key)", Int64(key + 1))], month: 1) }
    }
  }

  // MARK: Faults

  /// Lets every call in turn fail, in each way; the file must stay sound each time.
  func meetFaults() throws {
    guard fault_install() == 0 else { throw Failed("the file system cannot be installed") }
    var rounds = 0
    for kind in [FAULT_IO_ONCE, FAULT_IO_ALWAYS, FAULT_DISK_FULL] {
      var call = 1
      while try survives(kind, call) {
        call += max(1, call / stride)
        rounds += 1
      }
      guard rounds > 0 else { throw Failed("no fault happened") }
    }
    Errand.say("faults \(rounds)")
  }

  /// The larger, the more calls are tried.
  private var stride: Int { count == .max ? .max : count }

  /// Cuts the power at one write after the other, and what the disk holds then must be sound.
  func losePower() throws {
    guard fault_install() == 0 else { throw Failed("the file system cannot be installed") }
    var random = Seeded(seed)
    var call = 1
    var rounds = 0
    while try survives(FAULT_POWER, call, UInt32.random(in: 0...UInt32.max, using: &random)) {
      call += max(1, call / stride)
      rounds += 1
    }
    Errand.say("faults \(rounds)")
  }

  struct Failed: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
  }

  /// Does some work in which the `call`-th call fails.
  /// - Returns: whether the work was long enough to meet the fault.
  private func survives(_ kind: fault_kind, _ call: Int, _ seed: UInt32 = 1) throws -> Bool {
    for name in ["", "-wal", "-shm", "-journal"] { unlink(path + name) }
    var receipts: [Workload.Receipt] = []
    fault_arm(kind, call)
    var refusal: StoreError?
    do throws(StoreError) {
      try someWork { receipts.append($0) }
    } catch { refusal = error }
    let isMet = fault_fired() != 0
    fault_repair(seed)
    if kind == FAULT_POWER { unlink(path + "-shm") }
    let place = "kind \(kind.rawValue) call \(call) seed \(seed)"
    if !isMet, let refusal { throw Failed("\(place): refused for nothing: \(refusal)") }
    switch refusal {
    case nil, .inputOutput, .diskFull, .readOnly, .busy: break
    case .damaged where kind != FAULT_POWER && kind != FAULT_DISK_FULL: break
    case .some(let other): throw Failed("\(place): \(other)")
    }
    let faults: [String]
    do throws(StoreError) {
      faults = try Verification.faults(in: path, acknowledged: receipts)
    } catch { throw Failed("\(place): \(error) after \(receipts.count) receipts") }
    guard faults.isEmpty else { throw Failed("\(place): \(faults)") }
    return isMet
  }

  private func someWork(_ acknowledge: @escaping (Workload.Receipt) -> Void) throws(StoreError) {
    do {
      let work = try Workload(path: path, patience: 0, acknowledge: acknowledge)
      try work.post([("a", 100)], month: 1)
      try work.post((0..<5).map { ("b\($0)", 10) }, month: 1, lines: 4)
      try work.walk("c", amount: 7, month: 1)
      try work.load("f", amount: 3, month: 1, entries: 140)
    }
    // Closing the file has folded the write-ahead log in; work goes on with a new one.
    let work = try Workload(path: path, patience: 0, acknowledge: acknowledge)
    try work.close("d", month: 1)
    try work.post([("e", 5)], month: 2, lines: 40)
    _ = try work.netOfAllAccounts()
  }
}
