import Accounting
import Findings
import Registers
import Reports
import Signing
import Simulators
import Store

extension SimRecord: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let language = session.language
    let signatures = adoption.signing.signed ?? Signatures()
    try session.adopt([file], adoption) { (bytes, name, day) throws(Findings) in
      let result = try RunResult.merge([RunResult(file: bytes)])
      let run: (opened: OpenedRun, stamp: RunStamp)
      do { run = try OpenedRun.read(result, language) } catch {
        guard let findings = error as? Findings else { throw Findings(Finding(.runFile)) }
        throw findings
      }
      return AdoptableFile(
        simulation: RecordedRun(run.opened, run.stamp).bytes,
        code: String("\(run.stamp.digest)".prefix(16)),
        named: name,
        on: day,
        reason: adoption.reason ?? "",
        signedBy: signatures
      )
    }
  }
}

extension SimList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let adopted = try session.readAll { (snapshot) throws(StoreError) in
      try snapshot.adoptions(.simulation)
    }
    var runs: [(adopted: RecordedAdoption, run: RecordedRun)] = []
    for entry in adopted { runs.append((entry, try RecordedRun(entry.file.bytes))) }
    try session.show(RecordedRunList(runs: runs))
  }
}

extension Session {
  /// A simulation of the ledger by the number of its record.
  func recordedRun(_ number: Int) throws(Failure) -> (adopted: RecordedAdoption, run: RecordedRun) {
    let adopted = try readAll { (snapshot) throws(StoreError) in
      try snapshot.adoption(at: Int64(number), kind: .simulation)
    }
    guard let adopted else {
      throw Failure(
        .subjectMissing,
        ["kind": Phrase("模拟", "simulation").text(in: language), "value": "\(number)"]
      )
    }
    return (adopted, try RecordedRun(adopted.file.bytes))
  }
}
