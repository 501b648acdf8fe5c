import Interchange
import Signing
import Store

/// The files of one import (输入文件).
///
/// Standard input can be read from its beginning only once, so that it is kept; any other file is
/// opened whenever it is needed.
final class InputFiles {
  private var standardInput: ByteSource?

  /// Opens a file, or standard input for `-`.
  func open(_ path: String) throws(InputError) -> ByteSource {
    guard path == "-" else { return try ByteSource(path: path) }
    if let standardInput { return standardInput }
    let source = try ByteSource(path: path)
    standardInput = source
    return source
  }

  /// What tells these files from others of the same names.
  func fingerprint(_ paths: [String]) throws(Failure) -> String {
    var fingerprint = RequestFingerprint()
    for path in paths {
      var offset = 0
      while case let bytes = try bytes(of: path, from: offset), !bytes.isEmpty {
        do throws(StoreError) { try fingerprint.add(bytes) } catch {
          throw Failure(error, path: path)
        }
        offset += bytes.count
      }
    }
    return fingerprint.text
  }

  /// The SHA-256 of a file in hexadecimal digits.
  func digest(of path: String) throws(Failure) -> String {
    var content: [UInt8] = []
    while case let bytes = try bytes(of: path, from: content.count), !bytes.isEmpty {
      content += bytes
    }
    do throws(SigningError) {
      var hasher = try TreeHasher(.sha256)
      return try hasher.hash(content.span).description
    } catch { throw Failure(error) }
  }

  private func bytes(of path: String, from offset: Int) throws(Failure) -> [UInt8] {
    do throws(InputError) { return try open(path).bytes(at: offset, count: 1 << 20) } catch {
      throw Failure(error)
    }
  }
}
