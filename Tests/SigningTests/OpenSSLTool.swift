import Glibc
import Testing

/// The `openssl` program in a folder of its own.
final class OpenSSLTool {
  static let path = "/usr/bin/openssl"
  static let isThere = access(path, X_OK) == 0
  static let missing: Comment = "needs the openssl program"
  static let distid = "-sigopt distid:1234567812345678"

  let folder: String

  init() throws {
    var template = Array("/tmp/signing-XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
  }

  deinit { _ = system("rm -r '\(folder)'") }

  /// Puts bytes into a file of the folder, for the owner alone.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    let bytes = Array(bytes)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(file) }
    try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
    return path
  }

  func read(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen("\(folder)/\(name)", "r"))
    defer { fclose(file) }
    return read(file)
  }

  private func read(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return bytes
  }

  /// Runs the program in the folder.
  /// - Returns: its exit code and what it printed.
  @discardableResult
  func run(_ arguments: String) throws -> (status: Int32, output: String) {
    let command = "cd '\(folder)' && \(OpenSSLTool.path) \(arguments) 2>&1"
    let pipe = try #require(popen(command, "r"))
    let output = String(decoding: read(pipe), as: UTF8.self)
    return (pclose(pipe) >> 8 & 0xFF, output)
  }
}
