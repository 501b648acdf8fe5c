import Accounting
import Findings
import Interchange
import Policies
import Quantities
import Registers
import RiskPools
import Store

/// The tables of a risk-compensation pool of one import (风险补偿业务表): read first, taken over when
/// vouchers and master data are there.
struct PoolLoad {
  /// Whether the rows are booked as new documents instead of being linked to vouchers.
  let isBooking: Bool
  private var tables = PoolTables()
  private var files: [PoolTable: String] = [:]
  private var paths: [PoolTable: String] = [:]

  init(isBooking: Bool) { self.isBooking = isBooking }

  /// Whether there is anything to take over; banks alone are master data.
  var isEmpty: Bool { files.keys.allSatisfy { $0 == .banks } }

  /// The file that a table came from.
  private func path(of table: PoolTable) -> String { paths[table] ?? table.rawValue }

  /// Reads a table.
  mutating func take(
    _ kind: TableKind,
    _ source: ByteSource,
    _ encoding: TextEncoding?
  ) throws(InputError) -> ReadTable<Int> {
    try PoolImport.read(kind, source, encoding: encoding, into: &tables)
  }

  /// Notes where a table came from, and the file's digest, which proves its rows.
  mutating func note(_ kind: TableKind, _ path: String, _ digest: String) {
    guard let table = PoolTable(rawValue: kind.rawValue) else { return }
    files[table] = digest
    paths[table] = path
  }

  /// The code of the pool that history without a name of its own goes to.
  private static let pool = "风险补偿金"
  /// The account that the shipped templates book it on.
  private static let account = "100202"

  /// Takes the rows over; `signatures` answer for documents that no voucher bears.
  func take(
    into write: LedgerTransaction,
    _ book: Book,
    _ signatures: Signatures
  ) throws(RegisterError) -> BusinessOutcome {
    var (tables, files) = (tables, files)
    if tables.banks.isEmpty {
      do throws(StoreError) { tables.banks = try write.knownBanks() } catch { throw .store(error) }
    }
    if files[.banks] == nil {
      files[.banks] = files.min { $0.key.rawValue < $1.key.rawValue }?.value
    }
    let register = PoolRegister(write)
    let (scheme, findings) = try adopt(write, register.rules, tables, signatures)
    let history: PoolHistory
    do throws(Findings) {
      let terms = PoolHistory.Terms(
        pool: PoolLoad.pool,
        account: PoolLoad.account,
        scheme: scheme,
        signatures: signatures,
        files: files
      )
      history = try PoolHistory(tables, under: terms)
    } catch { throw .refused(.findings(error)) }
    let load = PoolHistoryLoad(
      register,
      in: write,
      book: book,
      mode: isBooking ? .booked : .linked
    )
    if isBooking, !history.findings.isEmpty {
      return BusinessOutcome(misfits: history.findings.map { (path(of: $0.table), $0.finding) })
    }
    let outcome = try load.take(history)
    let misfits = history.findings.map { (path(of: $0.table), $0.finding.asHistoryWarning) }
    return BusinessOutcome(
      documents: outcome.documents,
      vouchers: outcome.vouchers,
      misfits: misfits + outcome.misfits.map { (path(of: $0.table), $0.finding) },
      findings: findings
    )
  }

  /// The scheme in force; one made of the table of banks where none was adopted.
  private func adopt(
    _ write: LedgerTransaction,
    _ rules: PoolRules,
    _ tables: PoolTables,
    _ signatures: Signatures
  ) throws(RegisterError) -> (AdoptedScheme, [Finding]) {
    var findings: [Finding] = []
    do throws(StoreError) {
      if isBooking, try write.adoptions(.poolPostings).isEmpty {
        try write.adoptSample("pool-neutral", .poolPostings, signatures)
      }
      if try write.adoptions(.riskPool).isEmpty {
        let bytes: [UInt8]
        do throws(Findings) { bytes = try SampleScheme.file(tables.banks) } catch {
          throw .findings(error)
        }
        try write.adopt(SampleScheme.id, .riskPool, bytes, signatures)
        findings.append(Finding(.samplePolicy, value: SampleScheme.id))
      }
    } catch { throw .store(error) }
    let newest: RecordedAdoption?
    do throws(StoreError) { newest = try write.adoptions(.riskPool).last } catch {
      throw .store(error)
    }
    guard let newest else { preconditionFailure("a scheme was adopted") }
    let scheme = try rules.scheme(newest.digest)
    let days = tables.loans.map(\.lent) + tables.claims.map(\.overdueOn)
    do throws(Refusal) {
      let first = days.min() ?? newest.file.date
      return (try AdoptedScheme(scheme, digest: newest.digest, from: first), findings)
    } catch { throw .refused(error) }
  }
}

extension LedgerTransaction {
  /// The rates and caps of banks that came in as master data before.
  fileprivate func knownBanks() throws(StoreError) -> [BankRow] {
    try directory().values(of: .bank).compactMap { bank in
      func attribute(_ name: String) -> String? {
        bank.attributes.first { $0.name == name }?.value
      }
      guard let percent = attribute("补偿比例(%)").flatMap({ Fen(typed: $0) }),
        let cap = attribute("年度补偿上限").flatMap({ Fen(typed: $0) })
      else { return nil }
      // Hundredths of a percent are hundred parts per million.
      return BankRow(row: 0, bank: bank.code, rate: PPM(percent.rawValue * 100), yearlyCap: cap)
    }
  }
}
