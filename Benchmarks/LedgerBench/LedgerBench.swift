import Accounting
import Audit
import Glibc
import Measuring
import Quantities
import Store

/// Measures the library in a loop, case by case as `ledger_twin.c` does.
///
/// `xiantou-bench ENTRIES SEED FOLDER [quick|large]` reports one JSON object a line, and so do
/// `xiantou-bench hash RECORDS BYTES` and `xiantou-bench sign`, whose twin is `audit_twin.c`;
/// `xiantou-bench same FILE FILE` checks two ledger files and compares all their balances.
@main struct LedgerBench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "same" { return try Comparison(Array(arguments.dropFirst())).run() }
    if arguments.first == "sign" { return try SigningCases().run() }
    if arguments.first == "hash", arguments.count == 3, let length = Int(arguments[3]) {
      return try Hashing(arguments[2], length: length).run()
    }
    guard arguments.count >= 3, let entries = Int(arguments[1]), let seed = UInt64(arguments[2])
    else { fail("usage: xiantou-bench ENTRIES SEED FOLDER [quick|large]") }
    let folder = arguments[3]
    try batches(folder, seed, entries: entries, lines: 2)
    try batches(folder, seed, entries: entries, lines: 4)
    try singles(folder, seed)
    let extent = arguments.last
    if extent != "quick" { try growth(folder, seed, isLarge: extent == "large") }
  }

  static func fail(_ message: String) -> Never {
    write(STDERR_FILENO, message + "\n", message.utf8.count + 1)
    exit(2)
  }

  private static func batches(
    _ folder: String,
    _ seed: UInt64,
    entries: Int,
    lines: Int
  ) throws {
    let bench = try BenchLedger("\(folder)/ours-\(lines).xiantou")
    var stream = EntryStream(seed: seed, count: entries, lineCount: lines)
    try Report.rate("post-\(lines)") { try bench.post(&stream, count: entries, batch: 1000) }
    guard lines == 2 else { return }
    try bench.closeMonths(1...11)
    try Reading(bench, seed).run()
    try Report.rate("check") {
      let report = try bench.ledger.read { (read) throws(StoreError) in try read.check() }
      guard report.isSound else { fail("\(report)") }
      return entries
    }
  }

  private static func singles(_ folder: String, _ seed: UInt64) throws {
    let count = 2000
    let bench = try BenchLedger("\(folder)/ours.xiantou")
    var stream = EntryStream(seed: seed, count: count, lineCount: 2)
    try Report.latencies("single", count) {
      _ = try bench.post(&stream, count: 1, batch: 1)
    }
  }

  /// The rate of the last 250,000 entries on the way to each size.
  private static func growth(_ folder: String, _ seed: UInt64, isLarge: Bool) throws {
    let step = 250_000
    let sizes = [250_000, 3_000_000] + (isLarge ? [10_000_000] : [])
    let bench = try BenchLedger("\(folder)/ours.xiantou")
    var stream = EntryStream(seed: seed, count: sizes.max() ?? 0, lineCount: 2)
    var reached = 0
    for size in sizes {
      _ = try bench.post(&stream, count: size - step - reached, batch: 1000)
      try Report.rate("growth-\(size)") { try bench.post(&stream, count: step, batch: 1000) }
      reached = size
    }
  }
}
