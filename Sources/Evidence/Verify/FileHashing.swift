import Audit
import CanonicalJSON
import Signing

/// Hashes files of a bundle under both algorithms and hands their records on, in one reading.
final class FileHashing {
  /// The digests of the files so far, by path.
  private(set) var digests: [String: DigestPair] = [:]
  private let lane: SM3Lane
  private var sha256: TreeHasher

  /// Starts with no file.
  ///
  /// `then` is the size of the log at which its SM3 root is wanted too.
  init(then: Int64?) throws(Defect) {
    lane = try SM3Lane(then: then)
    sha256 = try Defect.hashing { () throws(SigningError) in try TreeHasher(.sha256) }
  }

  /// Reads a file to its end.
  func read(_ reader: consuming BundleReader) throws(Defect) {
    let file = reader.file
    var offset: Int64 = 0
    var waiting = 0
    try Defect.hashing { () throws(SigningError) in try sha256.start() }
    while offset < file.size {
      let count = Int(min(1 << 20, file.size - offset))
      var bytes = [UInt8](repeating: 0, count: count)
      try reader.read(&bytes, at: 0, count: count, from: offset)
      offset += Int64(count)
      lane.send(.piece(bytes, fresh: 0, records: []))
      try Defect.hashing { () throws(SigningError) in try sha256.add(bytes.span) }
      waiting += 1
      while waiting > 1 {
        _ = try lane.answer()
        waiting -= 1
      }
    }
    try endFile(file.path, waiting: waiting)
  }

  /// Reads a file of records to its end.
  ///
  /// - Parameters:
  ///   - reader: the file.
  ///   - isCut: whether its records are wanted.
  ///   - onThread: whether the other thread hashes the records too.
  ///   - first: is given each piece at once; gives back how many of its records are sound.
  ///   - then: is given each piece again, with what SM3 makes of its sound records.
  /// - Returns: whether all of its records are sound.
  /// - Throws: what keeps the file from being read; a file with wrong records is read to its end.
  func read(
    _ reader: consuming BundleReader,
    isCut: Bool,
    onThread: Bool,
    first: (RecordCutter.Piece) throws(Defect) -> Int,
    then: (RecordCutter.Piece, [HashLane.Hashes]) throws(Defect) -> Void
  ) throws(Defect) -> Bool {
    let path = reader.file.path
    var cutter = RecordCutter(reader)
    var waiting: RecordCutter.Piece?
    var goesOn = isCut
    try Defect.hashing { () throws(SigningError) in try sha256.start() }
    while var piece = try cutter.next(isCut: goesOn) {
      try Defect.hashing { () throws(SigningError) in
        try sha256.add(piece.bytes.span.extracting(piece.fresh..<piece.bytes.count))
      }
      let sound = try first(piece)
      if sound < piece.records.count {
        goesOn = false
        piece.records.removeLast(piece.records.count - sound)
      }
      let records = onThread ? piece.records : []
      lane.send(.piece(piece.bytes, fresh: piece.fresh, records: records))
      if let done = waiting { try then(done, hashes()) }
      waiting = piece
    }
    if let done = waiting { try then(done, hashes()) }
    try endFile(path, waiting: 0)
    return goesOn && !cutter.isTooLong
  }

  private func hashes() throws(Defect) -> [HashLane.Hashes] {
    guard case .records(let hashes) = try lane.answer() else {
      preconditionFailure("answers come in the order of the jobs")
    }
    return hashes
  }

  private func endFile(_ path: String, waiting: Int) throws(Defect) {
    lane.send(.endOfFile)
    for _ in 0..<waiting { _ = try lane.answer() }
    guard case .file(let sm3) = try lane.answer() else {
      preconditionFailure("answers come in the order of the jobs")
    }
    let digest = try Defect.hashing { () throws(SigningError) in try sha256.end() }
    digests[path] = DigestPair(sha256: digest, sm3: sm3)
  }

  /// The SM3 roots of the records at the end and at the wanted size; nothing may be read after.
  func end() throws(Defect) -> (root: Digest, rootThen: Digest?) {
    lane.send(.end)
    guard case .end(let root, let rootThen) = try lane.answer() else {
      preconditionFailure("answers come in the order of the jobs")
    }
    return (root, rootThen)
  }
}

extension Defect {
  /// Tells a failure of the library as a defect.
  static func hashing<Result: ~Copyable>(
    _ body: () throws(SigningError) -> Result
  ) throws(Defect) -> Result {
    do throws(SigningError) { return try body() } catch {
      throw Defect(.library, found: "\(error)")
    }
  }

  /// Tells what a replay found.
  init(_ error: AuditError) {
    switch error {
    case .signing(let error): self.init(.library, found: "\(error)")
    case .text(let forbidden):
      self.init(.record, found: "\(forbidden.kind.rawValue)@\(forbidden.offset)")
    case .tooLong(let length): self.init(.record, found: "\(length)")
    case .differs(let difference):
      let place = difference.line > 0 ? "\(difference.seq):\(difference.line)" : "\(difference.seq)"
      self.init(
        .record,
        place,
        expected: difference.expected,
        found: "\(difference.code.rawValue) \(difference.found)"
      )
    }
  }

  /// Tells a record that is not as it should be.
  static func record(_ seq: Int64, expected: String, found: String) -> Defect {
    Defect(.record, "\(seq)", expected: expected, found: found)
  }
}
