import Audit
import Glibc
import Measuring
import Signing

/// Hashes leaves and records, case by case as `audit_twin.c` does.
struct Hashing {
  private let path: String
  private let length: Int

  /// - Parameters:
  ///   - path: a file of records.
  ///   - length: the bytes of the larger leaf.
  init(_ path: String, length: Int) {
    self.path = path
    self.length = length
  }

  func run() throws {
    for algorithm in DigestAlgorithm.allCases {
      try leaves(algorithm, "200", 200)
      try leaves(algorithm, "record", length)
    }
    let bytes = content()
    let records = records(in: bytes)
    try Report.rate("records") {
      var sha256 = try HashLane(.sha256)
      var sm3 = try HashLane(.sm3)
      for record in records {
        _ = try sha256.take(bytes.span.extracting(record))
        _ = try sm3.take(bytes.span.extracting(record))
      }
      return records.count
    }
  }

  private func leaves(_ algorithm: DigestAlgorithm, _ name: String, _ size: Int) throws {
    var hasher = try TreeHasher(algorithm)
    var leaf = [UInt8](repeating: 0, count: size)
    let count = (64 << 20) / size
    try Report.rate("leaf-\(algorithm.rawValue)-\(name)") {
      for index in 0..<count {
        leaf[0] = UInt8(truncatingIfNeeded: index)
        _ = try hasher.leaf(leaf.span)
      }
      return count
    }
  }

  private func content() -> [UInt8] {
    let file = open(path, O_RDONLY)
    let size = file < 0 ? 0 : Int(lseek(file, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: size)
    guard size > 0, pread(file, &bytes, size, 0) == size else { LedgerBench.fail("read \(path)") }
    close(file)
    return bytes
  }

  /// Where the records are: each begins with its header, and headers begin with `{"at":`.
  private func records(in bytes: [UInt8]) -> [Range<Int>] {
    let mark = Array(#"{"at":"#.utf8)
    var starts: [Int] = []
    var line = 0
    while line < bytes.count {
      if bytes[line...].starts(with: mark) { starts.append(line) }
      line = (bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
    }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
  }
}
