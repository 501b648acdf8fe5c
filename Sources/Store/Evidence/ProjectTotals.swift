import Accounting
import Audit
import CanonicalJSON
import Findings
import Quantities

/// What the voucher lines of a project sum up to, in all books (项目合计).
///
/// Debit and credit are gross: red amounts are negative in their own column. A project moves
/// through many accounts, so the sums may be larger than any single amount can be.
struct ProjectTotal: Hashable {
  var debit: Int128 = 0
  var credit: Int128 = 0

  /// Adds an amount in fen.
  mutating func add(_ side: Side, _ amount: Int128) {
    switch side {
    case .debit: debit += amount
    case .credit: credit += amount
    }
  }

  /// Writes the data of the project's line in a record of type `project_head`.
  func write(to data: inout CanonicalWriter) {
    data.member("credit", Fen.yuan(credit))
    data.member("debit", Fen.yuan(debit))
  }
}

/// The records that state how far the chains of projects reach (项目链头).
enum ProjectHeadRecord {
  static let type = "project_head"
}

extension LedgerTransaction {
  /// Records how far the chain of a project reaches and what its lines sum up to (项目链头), so that
  /// an excerpt which ends with this record can be shown to be complete.
  /// - Returns: the place of the record.
  /// - Throws: `E-PROJECT-UNKNOWN` when the log has no line of the project.
  @discardableResult
  public func headProject(_ project: String) throws(StoreError) -> Int64 {
    guard try projectHeads()[project] != nil else {
      throw .finding(.projectUnknown, value: project)
    }
    return try head([project])
  }

  /// Records the same of all projects that the log knows; nothing when there are none.
  func headAllProjects() throws(StoreError) {
    let projects = try projectHeads().keys.sorted()
    if !projects.isEmpty { try head(projects) }
  }

  @discardableResult
  private func head(_ projects: [String]) throws(StoreError) -> Int64 {
    try settle()
    let totals = try projectTotals()
    return try append(
      ProjectHeadRecord.type,
      book: "",
      lines: projects.count,
      project: { projects[$0] },
      line: { index, data in (totals[projects[index]] ?? ProjectTotal()).write(to: &data) }
    )
  }

  /// Added up from the balances, which have one row for each account and combination of dimensions.
  private func projectTotals() throws(StoreError) -> [String: ProjectTotal] {
    let query = try database.statement("SELECT dims_id, debit, credit FROM balance")
    defer { query.reset() }
    var totals: [String: ProjectTotal] = [:]
    while try query.step() {
      guard let project = try dimensions(query.integer(0))[.project] else { continue }
      totals[project, default: ProjectTotal()].debit += Int128(query.integer(1))
      totals[project, default: ProjectTotal()].credit += Int128(query.integer(2))
    }
    return totals
  }
}
