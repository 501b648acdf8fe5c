import Accounting
import Measuring
import Quantities
import Store

/// The reading cases, each on one unchanging state of the ledger.
struct Reading {
  private let bench: BenchLedger
  private let seed: UInt64

  init(_ bench: BenchLedger, _ seed: UInt64) {
    self.bench = bench
    self.seed = seed
  }

  func run() throws {
    try bench.ledger.read { (read) throws(StoreError) in
      try balances(read)
      try statements(read)
      try trialBalances(read)
    }
  }

  private func date(_ random: UInt64) -> CivilDate {
    EntryStream.firstDay.adding(days: Int32(random % UInt64(EntryStream.dayCount)))
  }

  private func balances(_ read: LedgerSnapshot) throws(StoreError) {
    var drawn = EntryStream(seed: seed, count: 0, lineCount: 2)
    try Report.latencies("balance", 20_000) { () throws(StoreError) in
      let account = bench.accounts[Int(drawn.random() % 2000)]
      _ = try read.balance(of: account, in: bench.book)
    }
    try Report.latencies("balance-as-of", 20_000) { () throws(StoreError) in
      let account = bench.accounts[Int(drawn.random() % 2000)]
      _ = try read.balance(of: account, asOf: date(drawn.random()), in: bench.book)
    }
  }

  private func statements(_ read: LedgerSnapshot) throws(StoreError) {
    var drawn = EntryStream(seed: seed, count: 0, lineCount: 2)
    try Report.latencies("statement", 2000) { () throws(StoreError) in
      let account = bench.accounts[Int(drawn.random() % 2000)]
      try page(read, account, EntryStream.firstDay)
    }
    try Report.latencies("statement-deep", 2000) { () throws(StoreError) in
      let account = bench.accounts[Int(drawn.random() % 10) * 200]
      try page(read, account, date(drawn.random()))
    }
  }

  private func page(
    _ read: LedgerSnapshot,
    _ account: AccountCode,
    _ first: CivilDate
  ) throws(StoreError) {
    _ = try read.page(of: account, in: bench.book, from: first, after: nil, limit: 50)
  }

  private func trialBalances(_ read: LedgerSnapshot) throws(StoreError) {
    var drawn = EntryStream(seed: seed, count: 0, lineCount: 2)
    let december = FiscalPeriod(ordinal: EntryStream.firstDay.period.ordinal + 11)
    try Report.latencies("trial", 500) { () throws(StoreError) in
      _ = try read.trialBalance(PeriodRange(december), of: bench.book)
    }
    try Report.latencies("trial-as-of", 500) { () throws(StoreError) in
      _ = try read.balances(asOf: date(drawn.random()), of: bench.book)
    }
  }
}
