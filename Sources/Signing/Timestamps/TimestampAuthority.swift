/// A time stamping authority (时间戳服务机构) at an address.
///
/// The system's `curl` carries the query, as RFC 3161, section 3.4 says; this program opens no
/// connections of its own. What comes back is judged before it is used.
///
/// ```swift
/// let authority = try TimestampAuthority(address: "https://tsa.example/tsr")
/// let token = try authority.stamp(statement, roots: nil)
/// ```
public struct TimestampAuthority: Sendable {
  /// Where it is asked.
  public let address: String
  private let curl: String
  private let timeoutMilliseconds: Int

  /// Names an authority.
  /// - Parameters:
  ///   - address: begins with `http://` or `https://`, printable ASCII, at most 2000 characters.
  ///   - timeoutSeconds: how long an answer may take, 1 to 600.
  /// - Throws: ``SigningError`` when the address is none.
  public init(address: String, timeoutSeconds: Int = 30) throws(SigningError) {
    precondition((1...600).contains(timeoutSeconds), "an authority gets 1 to 600 seconds")
    try self.init(address, curl: "/usr/bin/curl", timeoutMilliseconds: timeoutSeconds * 1000)
  }

  init(_ address: String, curl: String, timeoutMilliseconds: Int) throws(SigningError) {
    let host = ["https://", "http://"].first { address.hasPrefix($0) }
      .map { address.dropFirst($0.count) }
    guard let host, !host.isEmpty, address.utf8.count <= 2000,
      address.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw SigningError(.timestampAddress) }
    self.address = address
    self.curl = curl
    self.timeoutMilliseconds = timeoutMilliseconds
  }

  /// Has data stamped.
  /// - Parameters:
  ///   - data: only its digest is sent.
  ///   - roots: whom the asker trusts; without any given the authority is not judged.
  /// - Returns: a stamp of the data.
  /// - Throws: ``SigningError``; its operation says whether there was no answer, a refusal, or an
  ///   answer that is wrong.
  public func stamp(
    _ data: [UInt8],
    roots: [Certificate]?
  ) throws(SigningError) -> TimestampToken {
    let query = try TimestampQuery(data: data)
    let token = try TimestampToken(response: post(query.der))
    if let defect = try token.judge(data: data, nonce: query.nonce, roots: roots) {
      throw SigningError(.timestampDefect, reasons: [defect.code])
    }
    return token
  }

  private func post(_ query: [UInt8]) throws(SigningError) -> [UInt8] {
    let output: [UInt8]
    do throws(ChildProcess.Failure) {
      output = try ChildProcess.run(
        command,
        input: query,
        outputMax: TimestampToken.lengthMax + TimestampAuthority.statusLength,
        timeoutMilliseconds: timeoutMilliseconds + 2000
      )
    } catch {
      switch error {
      case .start(let code): throw SigningError(.startTransfer, reasons: ["errno \(code)"])
      case .timeout: throw SigningError(.timestampAnswer, reasons: ["timeout"])
      case .excess: throw SigningError(.timestamp)
      case .exit(let reason): throw SigningError(.timestampAnswer, reasons: ["curl \(reason)"])
      }
    }
    let status = String(decoding: output.suffix(TimestampAuthority.statusLength), as: UTF8.self)
    guard status == "200" else { throw SigningError(.httpStatus, reasons: [status]) }
    return output.dropLast(TimestampAuthority.statusLength)
  }

  /// curl writes the status after the answer.
  private static let statusLength = 3

  /// It reads no configuration, follows no redirection and knows no other protocols.
  private var command: [String] {
    let (seconds, rest) = (timeoutMilliseconds / 1000, timeoutMilliseconds % 1000)
    let timeout = "\(seconds).\(String(rest + 1000).dropFirst())"
    return [
      curl, "--disable", "--silent", "--globoff", "--proto", "=http,https",
      "--max-time", timeout, "--max-filesize", "\(TimestampToken.lengthMax)",
      "--header", "Content-Type: application/timestamp-query",
      "--header", "Accept: application/timestamp-reply",
      "--data-binary", "@-", "--write-out", "%{http_code}", "--url", address,
    ]
  }
}
