import CSQLite
import Signing

/// A prepared statement; parameters count from 1, columns from 0.
final class Statement {
  private let handle: OpaquePointer
  private unowned let database: Database
  /// Where bound bytes lie until the next reset, so that SQLite need not copy each by itself.
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 1)
  private var used = 0

  init(_ sql: String, in database: Database) throws(StoreError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(
      database.handle,
      sql,
      -1,
      UInt32(SQLITE_PREPARE_PERSISTENT),
      &prepared,
      nil
    )
    guard code == SQLITE_OK, let prepared else {
      room.deallocate()
      throw Database.error(code, database.handle, path: nil)
    }
    handle = prepared
    self.database = database
  }

  deinit {
    sqlite3_finalize(handle)
    room.deallocate()
  }

  /// Makes the statement ready for its next run, without what was bound.
  func reset() {
    sqlite3_reset(handle)
    guard used > 0 else { return }
    sqlite3_clear_bindings(handle)
    used = 0
  }

  func bind(_ value: Int64, _ index: Int32) { sqlite3_bind_int64(handle, index, value) }

  func bind(_ value: Int, _ index: Int32) { bind(Int64(value), index) }

  func bind(_ value: Int64?, _ index: Int32) {
    if let value { bind(value, index) } else { sqlite3_bind_null(handle, index) }
  }

  func bind(_ text: String, _ index: Int32) {
    var text = text
    text.withUTF8 { bytes in
      let (start, destructor) = keep(UnsafeRawBufferPointer(bytes))
      let text = start?.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text(handle, index, text, Int32(bytes.count), destructor)
    }
  }

  func bind(_ text: String?, _ index: Int32) {
    if let text { bind(text, index) } else { sqlite3_bind_null(handle, index) }
  }

  func bind(blob bytes: [UInt8], _ index: Int32) {
    bytes.withUnsafeBytes { bytes in
      let (start, destructor) = keep(bytes)
      sqlite3_bind_blob(handle, index, start, Int32(bytes.count), destructor)
    }
  }

  func bind(_ digest: Digest, _ index: Int32) {
    digest.withBytes { bytes in
      let (start, destructor) = keep(bytes)
      sqlite3_bind_blob(handle, index, start, Int32(bytes.count), destructor)
    }
  }

  /// Puts bytes where they stay until the next reset; what does not fit is left to SQLite.
  private func keep(
    _ bytes: UnsafeRawBufferPointer
  ) -> (UnsafeRawPointer?, sqlite3_destructor_type?) {
    guard bytes.count <= room.count - used else { return (bytes.baseAddress, xiantou_transient()) }
    let place = UnsafeMutableRawBufferPointer(rebasing: room[used...])
    place.copyMemory(from: bytes)
    used += bytes.count
    return (UnsafeRawPointer(place.baseAddress), nil)
  }

  /// Runs to the next row.
  /// - Returns: whether there is one.
  func step() throws(StoreError) -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = Database.error(code, database.handle, path: nil)
      reset()
      throw error
    }
  }

  /// Runs a statement that returns no row, and makes it ready again.
  func run() throws(StoreError) {
    _ = try step()
    reset()
  }

  /// Runs with `text` bound at `index` and not copied: for the long body of a record.
  func run(text bytes: Span<UInt8>, _ index: Int32) throws(StoreError) {
    let result = bytes.withUnsafeBytes { buffer in
      let text = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text(handle, index, text, Int32(buffer.count), nil)
      return Result { () throws(StoreError) in try run() }
    }
    sqlite3_bind_null(handle, index)
    try result.get()
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integerOrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

  /// The bytes of a text or blob column, valid until the statement moves on.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }
}
