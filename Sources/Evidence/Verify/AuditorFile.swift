import Glibc

/// The files that an auditor names on a command line.
package enum AuditorFile {
  /// Why a file could not be taken.
  package enum Failure: Error {
    /// Nothing is there.
    case missing(String)
    /// It cannot be read, or is far too long to be one.
    case unreadable(String)
  }

  /// Whether something is at a path.
  package static func isThere(_ path: String) -> Bool {
    (try? System.status(path)) != nil
  }

  /// A small file as a whole.
  package static func read(_ path: String) throws(Failure) -> [UInt8] {
    do throws(System.CallFailure) {
      let file = try System.Descriptor(reading: path)
      let limit = BundleFormat.smallMax * 2
      var bytes = [UInt8](repeating: 0, count: limit)
      let count = try file.read(&bytes, at: 0, count: limit, from: 0)
      guard count < limit else { throw System.CallFailure(number: EFBIG) }
      return Array(bytes[..<count])
    } catch { throw error.isMissing ? .missing(path) : .unreadable(path) }
  }
}
