import Findings
import Interchange
import Policies
import Registers
import Store

/// Business tables among the files of an import.
extension ImportJob {
  /// Reads a business table; its rows are taken over when everything else is in.
  func takeRows(_ kind: TableKind, _ file: String) throws(Failure) {
    let table = try read(file) { (source) throws(InputError) in
      try business.take(kind, source, encoding)
    }
    try load(table, kind, file) { _ in }
    business.note(kind, file, try inputs.digest(of: file))
  }

  /// The same for the tables of a pool.
  func takePoolRows(_ kind: TableKind, _ file: String) throws(Failure) {
    let table = try read(file) { (source) throws(InputError) in
      try pool.take(kind, source, encoding)
    }
    try load(table, kind, file) { _ in }
    pool.note(kind, file, try inputs.digest(of: file))
  }

  /// Takes over what the business tables say, once vouchers and master data are there.
  func takeBusiness() throws(Failure) {
    guard total.outcome.isKept, !business.isEmpty || !pool.isEmpty else { return }
    let signatures = try stored { () throws(StoreError) in
      let signatures = try transaction.historySignatures()
      try register(signatures)
      return signatures
    }
    if !business.isEmpty {
      try take { () throws(RegisterError) in try business.take(into: transaction, book, signatures)
      }
    }
    if !pool.isEmpty {
      try take { () throws(RegisterError) in try pool.take(into: transaction, book, signatures) }
    }
  }

  private func take(
    _ load: () throws(RegisterError) -> BusinessOutcome
  ) throws(Failure) {
    let outcome: BusinessOutcome
    do throws(RegisterError) { outcome = try load() } catch {
      switch error {
      case .store(.findings(let findings)), .refused(.findings(let findings)):
        return note(findings.list, in: path)
      case .store(let error): throw Failure(error, path: path)
      case .refused(.open(let paths)): throw Failure(open: paths)
      }
    }
    documents += outcome.documents
    total.vouchers += outcome.vouchers
    note(outcome.findings, in: path)
    for misfit in outcome.misfits { note([misfit.finding], in: misfit.path) }
  }
}
