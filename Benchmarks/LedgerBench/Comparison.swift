import Accounting
import Quantities
import Store

/// Holds two ledger files to the same story: both sound, and every balance of every month equal.
struct Comparison {
  private let paths: [String]

  init(_ paths: [String]) { self.paths = paths }

  func run() throws {
    guard paths.count == 2 else { LedgerBench.fail("usage: xiantou-bench same FILE FILE") }
    let balances = try paths.map(checkedBalances)
    guard balances[0] == balances[1] else { LedgerBench.fail("\(paths): balances differ") }
    print("same balances, both files sound: \(paths.joined(separator: " "))")
  }

  private func checkedBalances(_ path: String) throws -> [[AccountBalance]] {
    let ledger = try LedgerFile(path: path, mode: .read)
    return try ledger.read { (read) throws(StoreError) in
      let report = try read.check()
      guard report.isSound else { LedgerBench.fail("\(path): \(report)") }
      let book = try read.book(nil)
      let first = EntryStream.firstDay.period.ordinal
      return try (first..<first + 12).map { (ordinal) throws(StoreError) in
        try read.balances(PeriodRange(FiscalPeriod(ordinal: ordinal)), of: book)
      }
    }
  }
}
