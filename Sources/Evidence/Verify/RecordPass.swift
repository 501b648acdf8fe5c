import Audit
import Signing

/// Reads all records of a bundle once, and has everything look at them that wants to (记录通览).
///
/// Each record is looked at twice, close together: first to confirm it with SHA-256 while SM3 works
/// on another thread, then, with both leaf hashes at hand, for what it says.
final class RecordPass {
  private let source: BundleSource
  private let statement: Statement
  private var confirmation: Confirmation
  private var witnesses: Witnesses

  /// Prepares to read.
  ///
  /// `then` is the size at which the auditor saw the log.
  init(_ source: BundleSource, _ statement: Statement, then: Int64?) throws(Defect) {
    self.source = source
    self.statement = statement
    confirmation = try Confirmation(source, statement, then: then)
    witnesses = Witnesses(source, statement)
  }

  /// Reads the files of records.
  func read(_ hashing: FileHashing) throws(Defect) {
    let paths = source.files.map(\.path).filter { $0.hasPrefix(BundleFormat.entriesPrefix) }
    for (index, path) in paths.enumerated() {
      if path != BundleFormat.entries(index + 1) { confirmation.stop(Defect(.unexpected, path)) }
      let reader = try source.open(path)
      let size = reader.file.size
      var length: Int64 = 0
      let isWhole = try hashing.read(
        reader,
        isCut: confirmation.defect == nil,
        onThread: confirmation.isWholeLog,
        first: { (piece) throws(Defect) in
          length = piece.records.last.map { Int64($0.count) } ?? length
          return try confirmation.confirm(piece)
        },
        then: { (piece, hashes) throws(Defect) in try show(piece, hashes) }
      )
      if !isWhole, confirmation.defect == nil {
        confirmation.stop(Defect(.tooLong, path, expected: "\(BundleFormat.recordMax)"))
      }
      // A file ends with the first record that exceeds its length, and not before.
      let limit = BundleFormat.entriesFileLength
      let isFull = size > limit && size - length <= limit
      if confirmation.defect == nil, !isFull, index + 1 < paths.count || size > limit {
        confirmation.stop(Defect(.length, path, expected: "\(limit)", found: "\(size)"))
      }
    }
    if paths.isEmpty { confirmation.stop(Defect(.missing, BundleFormat.entries(1))) }
    let (root, rootThen) = try hashing.end()
    try confirmation.end(sm3: root, then: rootThen)
    witnesses.end()
  }

  /// Shows confirmed records to those who look at what they say.
  private func show(
    _ piece: RecordCutter.Piece,
    _ hashes: [HashLane.Hashes]
  ) throws(Defect) {
    let records = confirmation.takeRecords(hashes)
    for (index, range) in piece.records.enumerated() {
      let body = piece.bytes.span.extracting(range)
      let lines = index < hashes.count ? hashes[index].lines : nil
      guard witnesses.take(body, records[index], linesSM3: lines) else {
        confirmation.stop(witnesses.recordDefect)
        return
      }
    }
  }

  /// The check `records`.
  func checkRecords() throws(Defect) { if let defect = confirmation.defect { throw defect } }

  /// The check `tree`.
  func checkTree() throws(Defect) { try confirmation.checkTree() }

  /// The check `keys`.
  func checkKeys() throws(Defect) { try witnesses.keys.check(statement) }

  /// The keys in use.
  var keyring: Keyring { witnesses.keys.keyring }

  /// The check `history`.
  func checkHistory() throws(Defect) { try witnesses.heads.check(statement, source) }

  /// The roots of the log at the size that was seen earlier; none of an excerpt.
  var rootsThen: DigestPair? { confirmation.rootsThen }

  /// The check `vouchers`.
  func checkVouchers() throws(Defect) { if let defect = witnesses.voucherDefect { throw defect } }

  /// The check `project`.
  func checkProject() throws(Defect) -> Verdict.Outcome {
    try witnesses.totals.check(statement)
    return statement.scope.project == nil ? .notNeeded : .passed
  }

  /// The check `derived`.
  func checkDerived() throws(Defect) { if let defect = witnesses.derivedDefect { throw defect } }
}
