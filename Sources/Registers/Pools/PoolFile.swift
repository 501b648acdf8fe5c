public import Accounting
import Findings
import Policies
public import Quantities
public import RiskPools
import Store

/// A pool with the documents that made it (资金池档案).
public struct PoolFile: Sendable {
  /// The pool after the documents.
  public let pool: Pool
  /// How it began.
  public let opening: PoolOpening
  /// The head of the opening.
  public let head: DocumentHead
  /// Everything after it with what it moved, in the order of the log.
  public let entries: [PoolEntry]
  /// The digest of the scheme that the record of each document names, by number.
  public let versions: [String: String]

  /// The auditors' tests of the pool (审计检查).
  ///
  /// - Parameters:
  ///   - day: the day of the check.
  ///   - excluded: firms that may get nothing.
  ///   - elsewhere: loans that stand in another pool as well, with its name.
  public func findings(
    asOf day: CivilDate,
    excluded: Set<String> = [],
    elsewhere: [String: String] = [:]
  ) throws(RegisterError) -> [PoolFinding] {
    var terms = PoolCheck.Terms(asOf: day)
    terms.excluded = excluded
    terms.elsewhere = elsewhere
    terms.versions = versions
    let (documents, final) = (entries.map(\.document), terms)
    return try RegisterError.found { () throws(Findings) in
      try PoolCheck(opening, head, documents, final).findings
    }
  }
}

extension PoolRegister {
  /// The codes of the pools.
  public func codes() throws(RegisterError) -> [String] {
    try RegisterError.stored { () throws(StoreError) in
      try snapshot.subjects(.pool).map(\.subject)
    }
  }

  /// A pool with its documents, as of a day.
  /// - Throws: `E-POOL-UNKNOWN` when nothing had opened it by then.
  public func file(
    _ code: String,
    through day: CivilDate? = nil
  ) throws(RegisterError) -> PoolFile {
    let recorded = try RegisterError.stored { () throws(StoreError) in
      try snapshot.documents(.pool, of: code)
    }.map(\.document).filter { document in day.map { document.head.date <= $0 } ?? true }
    guard let first = recorded.first else {
      throw .finding(.poolUnknown, value: code, ["pool": code])
    }
    let opening = try opening(first.facts)
    var pool = try RegisterError.found { () throws(Findings) in try Pool(opening, first.head) }
    var entries: [PoolEntry] = []
    var versions: [String: String] = [:]
    for stored in recorded.dropFirst() {
      let document = try document(stored)
      try RegisterError.ruled { () throws(Refusal) in _ = try pool.take(document) }
      let figures = try RegisterError.found { () throws(Findings) in
        try PoolMovement.amounts(of: stored.figures)
      }
      entries.append(PoolEntry(document, figures))
      versions[stored.head.number] = stored.policy
    }
    return PoolFile(
      pool: pool,
      opening: opening,
      head: first.head,
      entries: entries,
      versions: versions
    )
  }
}
