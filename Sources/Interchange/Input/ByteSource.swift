import Glibc

/// The bytes of one file, read at any place and as often as needed.
///
/// What cannot be read twice (standard input, a pipe) is copied to an unnamed temporary file
/// first, so that every reader may look ahead and start again.
package final class ByteSource {
  /// The path as given; `-` for standard input.
  package let path: String
  /// How many bytes there are.
  package let size: Int

  private enum Backing {
    case descriptor(Int32)
    case memory([UInt8])
  }
  private let backing: Backing

  /// Opens a file, or standard input for `-`.
  package init(path: String) throws(InputError) {
    var descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError(.open, path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw InputError(.open, path, code)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      close(descriptor)
      throw InputError(.open, path, EISDIR)
    case S_IFREG where path != "-":
      size = Int(status.st_size)
    default:
      let spooled = try ByteSource.spool(descriptor, path)
      close(descriptor)
      descriptor = spooled.descriptor
      size = spooled.size
    }
    self.path = path
    backing = .descriptor(descriptor)
  }

  /// Wraps bytes that are already in memory, for example what was pasted into a form.
  package init(bytes: [UInt8], path: String) {
    self.path = path
    size = bytes.count
    backing = .memory(bytes)
  }

  deinit {
    if case .descriptor(let descriptor) = backing { close(descriptor) }
  }

  /// Appends up to `count` bytes from `offset` to `buffer`; fewer only at the end of the file.
  package func append(
    to buffer: inout [UInt8],
    from offset: Int,
    count: Int
  ) throws(InputError) {
    precondition(offset >= 0 && count >= 0, "a place in a file is not negative")
    let available = min(count, max(0, size - offset))
    guard available > 0 else { return }
    switch backing {
    case .memory(let bytes):
      buffer.append(contentsOf: bytes[offset..<offset + available])
    case .descriptor(let descriptor):
      try fill(&buffer, descriptor, offset, available)
    }
  }

  /// The bytes `offset..<offset + count`, fewer only at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(InputError) -> [UInt8] {
    var buffer: [UInt8] = []
    try append(to: &buffer, from: offset, count: count)
    return buffer
  }

  private func fill(
    _ buffer: inout [UInt8],
    _ descriptor: Int32,
    _ offset: Int,
    _ count: Int
  ) throws(InputError) {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: count))
    var done = 0
    while done < count {
      let place = off_t(offset + done)
      let read = buffer.withUnsafeMutableBytes { bytes in
        pread(descriptor, bytes.baseAddress?.advanced(by: start + done), count - done, place)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw InputError(.read, path, errno) }
      // The file has shrunk since it was opened; its readers notice a missing end themselves.
      guard read > 0 else { break }
      done += read
    }
    buffer.removeLast(count - done)
  }

  private static func spool(
    _ input: Int32,
    _ path: String
  ) throws(InputError) -> (descriptor: Int32, size: Int) {
    guard let file = tmpfile() else { throw InputError(.spool, path, errno) }
    defer { fclose(file) }
    let copy = dup(fileno(file))
    guard copy >= 0 else { throw InputError(.spool, path, errno) }
    var size = 0
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = read(input, chunk.baseAddress, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let code = errno
        close(copy)
        throw InputError(.read, path, code)
      }
      if count == 0 { return (copy, size) }
      var written = 0
      while written < count {
        let step = write(copy, chunk.baseAddress?.advanced(by: written), count - written)
        if step < 0, errno == EINTR { continue }
        guard step > 0 else {
          let code = errno
          close(copy)
          throw InputError(.spool, path, code)
        }
        written += step
      }
      size += count
    }
  }
}

/// A file that the operating system did not let us read.
package struct InputError: Error, Hashable, CustomStringConvertible {
  /// What was being done.
  package enum Operation: String, Sendable {
    /// Opening the file.
    case open
    /// Reading from it.
    case read
    /// Copying standard input to a temporary file.
    case spool
  }

  /// What was being done.
  package let operation: Operation
  /// The path as given.
  package let path: String
  /// The operating system's error number.
  package let code: Int32

  init(_ operation: Operation, _ path: String, _ code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether there is no such file.
  package var isMissingFile: Bool { operation == .open && code == ENOENT }

  /// Operation, path and the system's words.
  package var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
}
