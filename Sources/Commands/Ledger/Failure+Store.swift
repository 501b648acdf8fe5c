import Findings
import Interchange
import Store

extension Failure {
  /// What a refusal or a fault of the ledger file means on the command line.
  init(_ error: StoreError, path: String) {
    switch error {
    case .findings(let findings): self.init(refusal: findings)
    case .notFound(let path): self.init(.fileMissing, ["path": path])
    case .exists(let path): self.init(.fileExists, ["path": path])
    case .notALedger(let path): self.init(.notALedger, ["path": path])
    case .newerSchema(let found, let known):
      self.init(.ledgerNewer, ["path": path, "found": "\(found)", "known": "\(known)"])
    case .damaged(let detail), .constraint(let detail):
      self.init(.ledgerCorrupt, ["path": path, "reason": detail])
    case .busy: self.init(.ledgerBusy)
    case .cancelled: self.init(.interrupted)
    case .readOnly(let path): self.init(.ledgerReadOnly, ["path": path])
    case .diskFull: self.init(.diskFull, ["path": path])
    case .signer(let error): self.init(error)
    case .inputOutput(let detail): self.init(.fileRead, ["path": path, "reason": detail])
    }
  }

  /// A refusal; when somebody only left out who acts or in which book, that is what is said.
  private init(refusal findings: Findings) {
    let first = findings.list.first
    switch first?.code {
    case .userUnknown where first?.value == "": self.init(.userUnnamed)
    case .bookUnknown where first?.value == "":
      self.init(.setAmbiguous, ["codes": first?.arguments["books"] ?? ""])
    default: self.init(findings)
    }
  }

  /// What a file that cannot be read means on the command line.
  init(_ error: InputError) {
    if error.isMissingFile {
      self.init(.fileMissing, ["path": error.path])
    } else {
      self.init(.fileRead, ["path": error.path, "reason": error.description])
    }
  }
}
