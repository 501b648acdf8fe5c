import Glibc
import Testing

@testable import Signing

/// The server of Tests/Support in another process.
final class TimestampServer {
  static let isThere =
    OpenSSLTool.isThere && access("/usr/bin/curl", X_OK) == 0
    && access("/usr/bin/python3", X_OK) == 0

  let port: Int
  private let pid: pid_t
  private let pipe: UnsafeMutablePointer<FILE>

  init(_ workshop: CertificateWorkshop) throws {
    let script = #filePath.replacing(
      "SigningTests/TimestampAuthorityTests.swift",
      with: "Support/TimestampServer/server.py"
    )
    pipe = try #require(popen("exec /usr/bin/python3 '\(script)' '\(workshop.tool.folder)'", "r"))
    var line: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF, byte != 10 { line.append(UInt8(byte)) }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    try #require(words.count == 2, "the server did not start")
    (port, pid) = (words[0], pid_t(words[1]))
  }

  deinit {
    kill(pid, SIGKILL)
    pclose(pipe)
  }
}

@Suite(.enabled(if: TimestampServer.isThere, "needs openssl, curl and python3"))
struct TimestampAuthorityTests {
  let workshop: CertificateWorkshop
  let root: Certificate
  let server: TimestampServer
  let data = Array("funds-audit-statement/v1\nsize 42\n".utf8)

  init() throws {
    workshop = try CertificateWorkshop()
    root = try workshop.certify("root", .p256, as: "root")
    try workshop.certify("tsa", .p256, as: "stamps", by: "root")
    try workshop.tool.write("01\n".utf8, "serial")
    server = try TimestampServer(workshop)
  }

  private func authority(
    _ path: String,
    curl: String = "/usr/bin/curl",
    milliseconds: Int = 60_000
  ) throws -> TimestampAuthority {
    let address = "http://127.0.0.1:\(server.port)\(path)"
    return try TimestampAuthority(address, curl: curl, timeoutMilliseconds: milliseconds)
  }

  private func failure(
    _ authority: TimestampAuthority,
    roots: [Certificate]? = nil
  ) -> SigningError? {
    do throws(SigningError) { _ = try authority.stamp(data, roots: roots) } catch { return error }
    return nil
  }

  @Test func `an authority stamps what it is asked for`() throws {
    for roots in [nil, [root]] {
      let token = try authority("/").stamp(data, roots: roots)
      #expect(try token.judge(data: data, roots: [root]) == nil)
      #expect(try TimestampToken(response: token.response) == token)
    }
    let other = try workshop.certify("other", .p256, as: "root")
    let stranger = try failure(authority("/"), roots: [other])
    #expect(stranger == SigningError(.timestampDefect, reasons: ["certificate-no-root"]))
  }

  @Test func `an old answer is not taken for a new one`() throws {
    let repeating = try authority("/repeats")
    _ = try repeating.stamp(data, roots: [root])
    let again = failure(repeating, roots: [root])
    #expect(again == SigningError(.timestampDefect, reasons: ["other-nonce"]))
  }

  @Test(arguments: [
    ("/broken", SigningError(.httpStatus, reasons: ["500"])),
    ("/moved", SigningError(.httpStatus, reasons: ["302"])),
    ("/garbage", SigningError(.timestamp)),
    ("/empty", SigningError(.timestamp)),
    ("/huge", SigningError(.timestamp)),
  ])
  func `whatever else it answers is told by what it is`(
    _ path: String,
    _ expected: SigningError
  ) throws {
    #expect(try failure(authority(path)) == expected)
  }

  @Test func `a refusal is told with its reasons`() throws {
    let refusal = try #require(try failure(authority("/refuses")))
    #expect(refusal.operation == .timestampRefused)
    #expect(refusal.reasons.contains("Status: Rejected."))
  }

  @Test func `an authority that does not answer is given up`() throws {
    let late = try failure(authority("/silent", milliseconds: 200))
    #expect(late == SigningError(.timestampAnswer, reasons: ["curl exit 28"]))
    // Of the reserved addresses, nothing listens at this port.
    let nobody = try TimestampAuthority(address: "http://127.0.0.1:1/")
    #expect(failure(nobody) == SigningError(.timestampAnswer, reasons: ["curl exit 7"]))
  }

  @Test func `a system without curl says so`() throws {
    let missing = try failure(authority("/", curl: "/nonexistent/curl"))
    #expect(missing == SigningError(.startTransfer, reasons: ["errno 2"]))
  }

  @Test(arguments: [
    "", "tsa.example", "http://", "https://", "ftp://tsa.example/", "file:///etc/passwd",
    "-o/tmp/x", "http://tsa.example/a b", "http://tsa.example/\n", "http://tsa.example/时间戳",
    "HTTP://tsa.example/", "http://tsa.example/" + String(repeating: "a", count: 2000),
  ])
  func `an address is one of the web`(_ address: String) {
    #expect(throws: SigningError(.timestampAddress)) { try TimestampAuthority(address: address) }
  }
}
