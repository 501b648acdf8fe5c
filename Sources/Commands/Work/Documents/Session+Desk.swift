import Findings
import Policies
import Registers
import Store

/// How commands reach documents, adopted files and registers.
extension Session {
  /// Reads the registers.
  func registers<Result>(
    _ body: (LedgerSnapshot) throws(RegisterError) -> Result
  ) throws(Failure) -> Result {
    let ledger = try ledger(.read)
    let path = try ledgerPath()
    var refusal: RegisterError?
    do throws(StoreError) {
      return try ledger.read { (snapshot) throws(StoreError) in
        do throws(RegisterError) { return try body(snapshot) } catch {
          refusal = error
          throw .cancelled
        }
      }
    } catch { throw Failure(refusal ?? .store(error), path: path) }
  }

  /// Works at the desk in one transaction, and prints the answer.
  ///
  /// - Parameters:
  ///   - request: what is asked, so that a key used for something else is noticed.
  ///   - isHistory: whether three persons have signed on paper, which is the chief's to enter.
  ///   - body: does the work.
  /// - Throws: what the rules or the ledger refuse.
  func desk(
    _ request: [String],
    isHistory: Bool = false,
    _ body: (DocumentDesk) throws(RegisterError) -> Answer
  ) throws(Failure) {
    let path = try ledgerPath()
    var refusal: RegisterError?
    do throws(Failure) {
      try writeAll(request, needsActor: !isHistory) { (write) throws(StoreError) in
        if isHistory { try write.requireChief() }
        do throws(RegisterError) { return try body(try DocumentDesk(write)) } catch {
          refusal = error
          throw .cancelled
        }
      }
    } catch {
      if let refusal { throw Failure(refusal, path: path) }
      throw error
    }
  }
}

extension Failure {
  /// What the refusal of a document means on the command line.
  init(_ error: RegisterError, path: String) {
    switch error {
    case .store(let error): self.init(error, path: path)
    case .refused(.open(let paths)): self.init(open: paths)
    case .refused(.findings(let findings)): self.init(findings)
    }
  }
}
