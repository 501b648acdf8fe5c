import Evidence
import Signing
import Store

extension Session {
  /// Reads one state of the log, whatever books it is about.
  func readLog<Result>(
    _ body: (LedgerSnapshot) throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    let ledger = try ledger(.read)
    return try stored { () throws(StoreError) in try ledger.read(body) }
  }
}

extension StoreError {
  /// What a record that does not say what it should means for its ledger file.
  init(reading error: EvidenceError) {
    switch error {
    case .record(let fault): self = .damaged(detail: "\(fault)")
    case .signing(let error): self = .signer(error)
    case .audit(let error): self.init(error)
    case .log, .defect, .occupied, .system: self = .damaged(detail: "\(error)")
    }
  }
}
