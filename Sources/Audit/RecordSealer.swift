package import CanonicalJSON
import Signing

/// Makes the records of a log, one after the other (记录封存).
///
/// The sealer knows where the log ends. It goes hand in hand with a database transaction: after
/// the transaction is durable call ``commit()``, after it failed, or after any error here, call
/// ``rollback()``, which takes the sealer back to the last commit.
///
/// ```swift
/// let sealed = try sealer.seal(
///   type: "voucher", book: "zj", at: now, by: "王芳",
///   data: { $0.member("summary", "拨付") },
///   lines: { lines throws(AuditError) in
///     try lines.add(project: "P001") { $0.member("debit", "100.00") }
///     try lines.add { $0.member("credit", "100.00") }
///   }
/// )
/// sealer.withBody { store($0, sealed) }
/// ```
package struct RecordSealer: ~Copyable {
  /// The end of the log with the records sealed so far.
  package private(set) var head: LogHead
  private var committed: LogHead
  private var header = CanonicalWriter(capacity: 16_384)
  private var lines: LineSealer

  /// Goes on at the end of a log.
  package init(
    head: LogHead = LogHead(),
    projects: ProjectHeads = ProjectHeads(),
    nonces: NonceSource = .system()
  ) throws(AuditError) {
    self.head = head
    committed = head
    lines = try LineSealer(nonces, projects)
  }

  /// What the ledger file keeps beside the body of a record.
  package struct Sealed: Hashable, Sendable {
    /// The record's place in the log, from 0.
    package let seq: Int64
    /// The leaf hashes of the header.
    package let leaf: DigestPair
  }

  /// Lends the bytes of the record made last: its header and lines, each ended by a line feed.
  package func withBody<Result, Failure: Error>(
    _ use: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try header.withBytes(use)
  }

  /// Adds the bytes of the record made last to those of others.
  package func appendBody(to bodies: inout CanonicalWriter) { bodies.append(header) }

  /// A copy of the bytes of the record made last; ``withBody(_:)`` lends them without copying.
  package var body: [UInt8] { header.bytes }

  /// The heads of the projects that moved since the last commit.
  package var changedProjects: [String: ProjectHead] { lines.projects.changed }

  /// The heads of all projects with the records sealed so far.
  package var projectHeads: [String: ProjectHead] { lines.projects.all }

  /// The head of a project with the records sealed so far.
  package func projectHead(_ project: String) -> ProjectHead { lines.projects[project] }

  /// Makes the next record.
  /// - Parameters:
  ///   - type: what kind of record it is, see ``RecordFormat/isType(_:)``.
  ///   - book: the code of the book, empty when it concerns the ledger as a whole.
  ///   - at: when it is made.
  ///   - by: the person, empty when there is none.
  ///   - data: writes the members of the header's `data` object.
  ///   - seal: seals the detail lines.
  /// - Returns: the record's place and leaf hashes; its bytes are lent by ``withBody(_:)``.
  /// - Throws: ``AuditError``; then ``rollback()`` has to follow.
  package mutating func seal(
    type: String,
    book: String,
    at: RecordTime,
    by: String,
    data: (inout CanonicalWriter) -> Void,
    lines seal: (inout LineSealer) throws(AuditError) -> Void = { _ in }
  ) throws(AuditError) -> Sealed {
    precondition(RecordFormat.isType(type), "a record type is [a-z][a-z0-9_-]{0,31}")
    header.reset()
    lines.reset()
    try seal(&lines)
    header.fixed(#"{"at":""#)
    header.field(RecordTime.length) { at.write(to: &$0, at: $1) }
    header.fixed(#"","book":"#)
    header.string(book)
    header.fixed(#","by":"#)
    header.string(by)
    header.fixed(#","data":"#)
    header.object(data)
    try writeLines()
    header.fixed(#""},"nonce":""#)
    header.nonce(try lines.nonces.next())
    header.fixed(#"","prev":""#)
    header.digest(head.last)
    header.fixed(#"","seq":""#)
    header.digits(head.size)
    header.fixed(#"","t":"#)
    header.string(type)
    header.fixed(#","v":"funds-record/v1"}"#)
    return try finish()
  }

  private mutating func writeLines() throws(AuditError) {
    let roots = try lines.roots()
    header.fixed(#","lines":{"count":""#)
    header.digits(lines.count)
    header.fixed(#"","sha256":""#)
    header.digest(roots.sha256)
    header.fixed(#"","sm3":""#)
    header.digest(roots.sm3)
  }

  /// Hashes the header, appends it to the trees and joins header and lines.
  private mutating func finish() throws(AuditError) -> Sealed {
    if let refusal = lines.writer.refusal ?? header.refusal { throw .text(refusal) }
    try RecordFormat.checkLength(header.count)
    let seq = head.size
    let leaf = try lines.hasher.leaf(header)
    try head.append(leaf, &lines.hasher)
    header.endLine()
    header.append(lines.writer)
    return Sealed(seq: seq, leaf: leaf)
  }

  /// Keeps what was sealed since the last commit.
  package mutating func commit() {
    committed = head
    lines.projects.commit()
  }

  /// Forgets what was sealed since the last commit.
  package mutating func rollback() {
    head = committed
    lines.projects.rollback()
  }
}
