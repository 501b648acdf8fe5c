import CZlib
import Findings

/// The unpacked bytes of one part of an archive, piece by piece; the one place where zlib is used.
final class ZipStream {
  private static let chunkSize = 1 << 16

  private let source: ByteSource
  private let entry: ZipArchive.Entry
  private var offset: Int
  private let end: Int
  private var produced = 0
  private var checksum = crc32(0, nil, 0)
  private var packed: [UInt8] = []
  // zlib keeps the address of its stream, so it must not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isFinished = false

  init(_ source: ByteSource, _ entry: ZipArchive.Entry, start: Int) {
    self.source = source
    self.entry = entry
    offset = start
    end = start + entry.packed
    stream.initialize(to: z_stream())
    // Negative window bits: raw deflate data without a zlib header.
    let size = Int32(MemoryLayout<z_stream>.size)
    let status = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size)
    precondition(status == Z_OK, "zlib starts unless memory has run out")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// How far the file has been read.
  var position: Int { offset }

  /// The next unpacked piece, empty at the end, when size and checksum have proved right.
  func next() throws(ReadFailure) -> [UInt8] {
    var piece: [UInt8] = []
    while piece.isEmpty, !isFinished {
      piece = try entry.isDeflated ? inflated() : stored()
      produced += piece.count
      guard produced <= entry.unpacked else { throw .format("zip") }
      checksum = piece.withUnsafeBufferPointer { bytes in
        crc32(checksum, bytes.baseAddress, UInt32(bytes.count))
      }
    }
    if isFinished, piece.isEmpty {
      guard produced == entry.unpacked, checksum == UInt(entry.crc) else { throw .format("zip") }
    }
    return piece
  }

  private func stored() throws(ReadFailure) -> [UInt8] {
    let piece = try source.block(at: offset, count: min(ZipStream.chunkSize, end - offset))
    offset += piece.count
    if piece.isEmpty { isFinished = true }
    return piece
  }

  private func inflated() throws(ReadFailure) -> [UInt8] {
    if packed.isEmpty {
      packed = try source.block(at: offset, count: min(ZipStream.chunkSize, end - offset))
      offset += packed.count
    }
    var output = [UInt8](repeating: 0, count: ZipStream.chunkSize)
    var status = Z_OK
    var input = packed
    let given = input.count
    input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.pointee.next_in = from.baseAddress
        stream.pointee.avail_in = UInt32(from.count)
        stream.pointee.next_out = to.baseAddress
        stream.pointee.avail_out = UInt32(to.count)
        status = inflate(stream, Z_NO_FLUSH)
      }
    }
    packed.removeFirst(given - Int(stream.pointee.avail_in))
    output.removeLast(Int(stream.pointee.avail_out))
    switch status {
    case Z_STREAM_END: isFinished = true
    // No progress is possible: the data end before the stream does.
    case Z_OK where given > 0 || !output.isEmpty: break
    default: throw .format("zip")
    }
    return output
  }
}
