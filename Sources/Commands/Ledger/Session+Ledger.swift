import Accounting
import Audit
import Findings
import Reports
import Store

/// What a command answers (回答): an object for programs, lines for people.
struct Answer {
  /// For programs.
  let json: JSON
  /// For people.
  let lines: [String]
}

/// How commands reach the ledger file.
extension Session {
  /// Now, as records state it.
  func now() throws(Failure) -> RecordTime {
    guard let now = RecordTime(secondsSince1970: System.secondsSince1970()) else {
      throw Failure(.bug, ["reason": "clock"])
    }
    return now
  }

  /// The ledger file that is named first, as an argument or by `--book`.
  func ledgerPath(_ argument: String?) throws(Failure) -> String {
    if let argument { return argument }
    return try ledgerPath()
  }

  /// Opens the ledger file.
  func ledger(_ mode: LedgerFile.Mode) throws(Failure) -> LedgerFile {
    let path = try ledgerPath()
    return try stored(path) { () throws(StoreError) in
      try LedgerFile(path: path, mode: mode, patience: console.patience)
    }
  }

  /// Runs what the store does, and tells its refusals as failures.
  func stored<Result>(
    _ path: String? = nil,
    _ body: () throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    let refusal: StoreError
    do throws(StoreError) { return try body() } catch { refusal = error }
    if let path { throw Failure(refusal, path: path) }
    throw Failure(refusal, path: try ledgerPath())
  }

  /// Reads one state of a book.
  func read<Result>(
    _ body: (LedgerSnapshot, Book) throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    let ledger = try ledger(.read)
    let code = try settings[.set]
    return try stored { () throws(StoreError) in
      try ledger.read { (snapshot) throws(StoreError) in try body(snapshot, snapshot.book(code)) }
    }
  }

  /// Reads one state of the ledger as a whole.
  func readAll<Result>(
    _ body: (LedgerSnapshot) throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    let ledger = try ledger(.read)
    return try stored { () throws(StoreError) in try ledger.read(body) }
  }

  /// Writes into one book, in one transaction, once for a key, and prints the answer.
  ///
  /// With `--dry-run` everything is done and nothing is kept.
  /// - Parameters:
  ///   - request: what is asked, so that a key used for something else is noticed.
  ///   - needsActor: whether somebody has to be named by `--as`.
  ///   - afterwards: what is left to do when everything is kept, before the answer is printed.
  ///   - body: does the work.
  /// - Throws: what the store refuses, and `E-USER-UNNAMED` when nobody is named.
  func write(
    _ request: [String],
    needsActor: Bool = true,
    afterwards: () throws(Failure) -> Void = {},
    _ body: (LedgerTransaction, Book) throws(StoreError) -> Answer
  ) throws(Failure) {
    let code = try settings[.set]
    try writeAll(
      request,
      scope: { (write) throws(StoreError) in try write.book(code).code },
      needsActor: needsActor,
      afterwards: afterwards
    ) { (write) throws(StoreError) in try body(write, write.book(code)) }
  }

  /// Writes into the ledger as a whole: what touches several books, or none.
  /// - Throws: as ``write(_:needsActor:afterwards:_:)``.
  func writeAll(
    _ request: [String],
    scope: (LedgerTransaction) throws(StoreError) -> String = { _ in "" },
    needsActor: Bool = true,
    afterwards: () throws(Failure) -> Void = {},
    _ body: (LedgerTransaction) throws(StoreError) -> Answer
  ) throws(Failure) {
    let ledger = try ledger(.write)
    let actor = try actor()
    if needsActor, actor == nil { throw Failure(.userUnnamed) }
    let moment = try now()
    var lines: [String] = []
    let answer = try stored { () throws(StoreError) in
      try ledger.write(by: actor ?? "", at: moment, keep: !options.dryRun) {
        (transaction) throws(StoreError) in
        let scope = [try scope(transaction), actor ?? ""] + request
        return try transaction.once(options.key, request: scope) { () throws(StoreError) in
          let answer = try body(transaction)
          lines = answer.lines
          return answer.json.text
        }
      }
    }
    if !options.dryRun { try afterwards() }
    if form == .json { return try console.output.line(answer.answer) }
    if answer.isReplay {
      lines = [
        Phrase(
          "该键已执行过, 未再写入; 首次结果:",
          "this key was used before, nothing written again; first answer:"
        ).text(in: language),
        answer.answer,
      ]
    }
    for line in lines { try console.output.line(line) }
    if options.dryRun {
      try say(Phrase("只检查, 未写入", "checked only, nothing written").text(in: language))
    }
  }
}
