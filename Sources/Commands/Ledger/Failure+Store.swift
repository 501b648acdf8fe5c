import Findings
import Interchange
import Store

extension Failure {
  /// What a refusal or a fault of the ledger file means on the command line.
  init(_ error: StoreError, path: String) {
    switch error {
    case .findings(let findings) where findings.list.first?.isNobody == true:
      self.init(.userUnnamed)
    case .findings(let findings): self.init(findings)
    case .notFound(let path): self.init(.fileMissing, ["path": path])
    case .exists(let path): self.init(.fileExists, ["path": path])
    case .notALedger(let path): self.init(.notALedger, ["path": path])
    case .newerSchema(let found, let known):
      self.init(.ledgerNewer, ["path": path, "found": "\(found)", "known": "\(known)"])
    case .alteredSchema(let detail), .damaged(let detail), .constraint(let detail):
      self.init(.ledgerCorrupt, ["path": path, "reason": detail])
    case .busy: self.init(.ledgerBusy)
    case .cancelled: self.init(.interrupted)
    case .readOnly(let path): self.init(.ledgerReadOnly, ["path": path])
    case .diskFull: self.init(.diskFull, ["path": path])
    case .inputOutput(let detail): self.init(.fileRead, ["path": path, "reason": detail])
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

extension Finding {
  /// Whether a person is missing altogether: nobody was named to act.
  fileprivate var isNobody: Bool { code == .userUnknown && value.isEmpty }
}
