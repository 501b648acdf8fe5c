import Audit
import Accounting
import Quantities
package import Store

/// What must hold of a file after its writer was interrupted.
package enum Verification {
  /// Looks for everything acknowledged, and for anything half-written.
  /// - Returns: what is wrong; empty when nothing is.
  package static func faults(
    in path: String,
    acknowledged receipts: some Collection<Workload.Receipt>
  ) throws(StoreError) -> [String] {
    let ledger: LedgerFile
    do throws(StoreError) {
      ledger = try LedgerFile(path: path, mode: .write)
    } catch .notFound {
      return receipts.isEmpty ? [] : ["the file is gone"]
    }
    var faults: [String] = []
    let report = try ledger.read { (read) throws(StoreError) in try read.check() }
    if let difference = report.firstDifference { faults.append("\(difference)") }
    try ledger.write(by: "何伟", at: Workload.moment, keep: false) { (write) throws(StoreError) in
      for receipt in receipts {
        if let fault = try fault(receipt, write) { faults.append(fault) }
      }
      if receipts.isEmpty, try write.books().isEmpty { return }
      if try !balances(write) { faults.append("debit and credit differ") }
    }
    return faults
  }

  private static func fault(
    _ receipt: Workload.Receipt,
    _ write: LedgerTransaction
  ) throws(StoreError) -> String? {
    if let number = VoucherNumber(receipt.answer) {
      let entry = try write.postedEntry(number, in: Workload.book)
      if entry == nil { return "\(number) of \(receipt.key) is lost" }
    }
    do throws(StoreError) {
      let answer = try write.once(receipt.key, request: ["not what was asked"]) { "forgotten" }
      return "\(receipt.key) was answered \(receipt.answer), now \(answer.answer)"
    } catch .findings {
      // The key is known, as it should be.
      return nil
    }
  }

  private static func balances(_ write: LedgerTransaction) throws(StoreError) -> Bool {
    guard let year = PeriodRange("2025") else { return false }
    return try write.trialBalance(year, of: Workload.book).isBalanced
  }
}
