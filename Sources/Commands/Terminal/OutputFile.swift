/// A file that a command writes its result to (`-o`): whole or not at all.
struct OutputFile {
  /// The file; `-` is standard output.
  let path: String
  /// The encoding.
  let encoding: OutputEncoding

  /// Creates the destination.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - encoding: the encoding asked for; without one, UTF-8, for `.csv` with the mark that Excel
  ///     needs.
  init(path: String, encoding: OutputEncoding?) {
    self.path = path
    self.encoding = encoding ?? (path.hasSuffix(".csv") ? .utf8WithMark : .utf8)
  }

  /// Writes what `body` writes, to a temporary file beside the target that then takes its place.
  func write(_ body: (TextSink) throws(Failure) -> Void) throws(Failure) {
    let target = System.resolved(path)
    switch System.kind(of: target) {
    case .missing: try replace(target, mode: 0o666, body)
    case .file(let mode): try replace(target, mode: mode, body)
    case .other: try stream(to: target, body)
    }
  }

  private func replace(
    _ target: String,
    mode: UInt32,
    _ body: (TextSink) throws(Failure) -> Void
  ) throws(Failure) {
    let temporary = "\(target).\(System.process).partial"
    let file: System.Descriptor
    do {
      file = try System.Descriptor(creating: temporary, mode: mode)
    } catch {
      throw Failure(writing: path, error)
    }
    do throws(Failure) {
      try fill(file.number, body)
      do {
        try file.synchronize()
        try System.replace(target, with: temporary)
      } catch {
        throw Failure(writing: path, error)
      }
    } catch {
      System.remove(temporary)
      throw error
    }
  }

  private func stream(
    to target: String,
    _ body: (TextSink) throws(Failure) -> Void
  ) throws(Failure) {
    let device: System.Descriptor
    do {
      device = try System.Descriptor(device: target)
    } catch {
      throw Failure(writing: path, error)
    }
    try fill(device.number, body)
  }

  private func fill(
    _ descriptor: Int32,
    _ body: (TextSink) throws(Failure) -> Void
  ) throws(Failure) {
    let sink = TextSink(descriptor: descriptor, path: path, encoding: encoding)
    try body(sink)
    try sink.flush()
  }
}
