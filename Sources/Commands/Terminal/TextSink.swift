/// Where text goes: a descriptor, or memory in tests (输出).
final class TextSink {
  private let target: Target
  private var encoding: OutputEncoding
  private var pending: [UInt8] = []
  private var hasBegun = false
  /// Whether the reader has gone; what comes after is dropped.
  private(set) var isClosed = false
  /// Whether a person is watching.
  let isTerminal: Bool

  private enum Target {
    case descriptor(Int32, path: String)
    case memory
  }

  /// A sink that writes to a descriptor.
  init(descriptor: Int32, path: String = "", encoding: OutputEncoding = .utf8) {
    target = .descriptor(descriptor, path: path)
    self.encoding = encoding
    isTerminal = System.isTerminal(descriptor)
  }

  /// A sink that keeps what it is given.
  init(memoryAsTerminal isTerminal: Bool = false, encoding: OutputEncoding = .utf8) {
    target = .memory
    self.encoding = encoding
    self.isTerminal = isTerminal
  }

  /// Writes in another encoding from now on; nothing has been written yet.
  func use(_ encoding: OutputEncoding) {
    precondition(!hasBegun, "an output has one encoding")
    self.encoding = encoding
  }

  /// Adds text; it may stay in memory until ``flush()``.
  func write(_ text: String) throws(Failure) {
    if isClosed { return }
    if !hasBegun {
      hasBegun = true
      pending += encoding.mark
    }
    guard let bytes = encoding.bytes(text) else {
      throw Failure(.outputEncoding, ["encoding": encoding.rawValue])
    }
    pending += bytes
    if pending.count >= 65_536 { try flush() }
  }

  /// Adds bytes as they are.
  func write(_ bytes: [UInt8]) throws(Failure) {
    if isClosed { return }
    hasBegun = true
    pending += bytes
    if pending.count >= 65_536 { try flush() }
  }

  /// Adds a line.
  func line(_ text: String) throws(Failure) { try write(text + "\n") }

  /// Hands over what is in memory.
  func flush() throws(Failure) {
    guard case .descriptor(let descriptor, let path) = target, !pending.isEmpty else { return }
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    do {
      try System.write(bytes, to: descriptor)
    } catch {
      // Whoever reads has seen enough, as in `xiantou … | head`.
      guard error.isClosedPipe else {
        throw Failure(writing: path, error)
      }
      isClosed = true
    }
  }

  /// What a sink in memory holds.
  var bytes: [UInt8] { pending }

  /// What a sink in memory holds, as text.
  var text: String { String(decoding: pending, as: UTF8.self) }
}

extension Failure {
  /// A write that the system refused.
  init(writing path: String, _ failure: System.CallFailure) {
    self.init(
      failure.isDiskFull ? .diskFull : .fileWrite,
      ["path": path, "reason": failure.description]
    )
  }

  /// A read that the system refused.
  init(reading path: String, _ failure: System.CallFailure) {
    self.init(
      failure.isMissing ? .fileMissing : .fileRead,
      ["path": path, "reason": failure.description]
    )
  }
}

/// The encodings in which results are written (输出编码).
enum OutputEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  /// With a byte-order mark, so that Excel recognises it.
  case utf8WithMark = "utf-8-bom"
  case gb18030

  /// What stands before the first character.
  var mark: [UInt8] { self == .utf8WithMark ? [0xEF, 0xBB, 0xBF] : [] }

  /// The bytes of a text.
  func bytes(_ text: String) -> [UInt8]? {
    switch self {
    case .utf8, .utf8WithMark: Array(text.utf8)
    case .gb18030: System.gb18030(text)
    }
  }
}
