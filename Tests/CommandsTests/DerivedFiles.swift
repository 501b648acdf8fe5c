import Audit
import CExpat
import CSQLite
import Evidence
import Foundation
import Signing

/// The files that are made from the log of a ledger file, kept in memory.
struct DerivedFiles: Sendable {
  /// The bytes by path, of files that were ended.
  let files: [String: [UInt8]]
  /// What the voucher rules found.
  let breach: String?

  private final class Output: DerivedOutput {
    var files: [String: File] = [:]

    func file(_ path: String) throws(EvidenceError) -> any ByteSink {
      precondition(files[path] == nil, "a path is begun once")
      let file = File()
      files[path] = file
      return file
    }
  }

  private final class File: ByteSink {
    var bytes: [UInt8] = []
    var isClosed = false

    func write(_ bytes: [UInt8]) throws(EvidenceError) { self.bytes += bytes }
    func close() throws(EvidenceError) { isClosed = true }
  }

  struct NoLedger: Error {}

  /// Derives the files of a ledger file.
  init(_ ledger: Data, _ scope: EvidenceScope = EvidenceScope()) throws {
    let desk = try Desk(ledger)
    let output = Output()
    var derivations = try Derivations(scope, to: output)
    var breach: String?
    var rules = VoucherRules(partial: false)
    var layout = RecordLayout()
    var handle: OpaquePointer?
    guard sqlite3_open(desk.path, &handle) == SQLITE_OK else { throw NoLedger() }
    defer { sqlite3_close_v2(handle) }
    var query: OpaquePointer?
    let records = "SELECT body, sha256, sm3 FROM record ORDER BY seq"
    guard sqlite3_prepare_v2(handle, records, -1, &query, nil) == SQLITE_OK else {
      throw NoLedger()
    }
    defer { sqlite3_finalize(query) }
    func blob(_ column: Int32) -> [UInt8] {
      let count = Int(sqlite3_column_bytes(query, column))
      return sqlite3_column_blob(query, column).map {
        Array(UnsafeRawBufferPointer(start: $0, count: count))
      } ?? []
    }
    while sqlite3_step(query) == SQLITE_ROW {
      let body = blob(0)
      guard let sha256 = Digest(bytes: blob(1)), let sm3 = Digest(bytes: blob(2)) else {
        throw NoLedger()
      }
      try layout.read(body.span)
      breach = try breach ?? rules.take(body.span, layout)
      try derivations.take(body.span, layout, leaf: DigestPair(sha256: sha256, sm3: sm3))
    }
    self.breach = breach ?? rules.finish()
    try derivations.finish()
    files = output.files.filter(\.value.isClosed).mapValues(\.bytes)
  }

  /// The text of a file.
  func text(_ path: String) -> String {
    String(decoding: files[path] ?? [], as: UTF8.self)
  }

  /// The rows of a table as dictionaries; the example has no quoted cells in these columns.
  func rows(_ path: String) -> [[String: String]] {
    let lines = text(path).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let headings = (lines.first ?? "").split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(headings, DerivedFiles.cells(line)))
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}

/// The rows of a file in the structure of GB/T 24589, read with expat.
final class AuditXML {
  private(set) var root = ""
  private(set) var rows: [(table: String, fields: [String: String])] = []
  private var depth = 0
  private var text = ""

  struct Malformed: Error {}

  init(_ bytes: [UInt8]) throws {
    let parser = XML_ParserCreate(nil)
    defer { XML_ParserFree(parser) }
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { (data, name, _) in AuditXML.of(data)?.open(name.map { String(cString: $0) } ?? "") },
      { (data, name) in AuditXML.of(data)?.close(name.map { String(cString: $0) } ?? "") }
    )
    XML_SetCharacterDataHandler(parser) { data, piece, count in
      let bytes = UnsafeRawBufferPointer(start: piece, count: Int(count))
      AuditXML.of(data)?.text += String(decoding: bytes, as: UTF8.self)
    }
    let status = bytes.withUnsafeBytes {
      XML_Parse(
        parser,
        $0.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32($0.count),
        1
      )
    }
    guard status == XML_STATUS_OK else { throw Malformed() }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> AuditXML? {
    data.map { Unmanaged<AuditXML>.fromOpaque($0).takeUnretainedValue() }
  }

  private func open(_ name: String) {
    depth += 1
    text = ""
    if depth == 1 { root = name }
    if depth == 2 { rows.append((name, [:])) }
  }

  private func close(_ name: String) {
    if depth == 3, !rows.isEmpty { rows[rows.count - 1].fields[name] = text }
    depth -= 1
  }
}
