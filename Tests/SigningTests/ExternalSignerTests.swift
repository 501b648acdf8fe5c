import Testing

@testable import Signing

@Suite struct ExternalSignerTests {
  let message = Array("funds-audit-statement/v1\nsize 42\n".utf8)

  private func error(_ command: [String], milliseconds: Int = 10_000) throws -> SigningError? {
    let key = try PEMSigner(new: .p256).publicKey
    let signer = ExternalSigner(command, key, timeoutMilliseconds: milliseconds)
    do throws(SigningError) { _ = try signer.sign(message) } catch { return error }
    return nil
  }

  private func shell(_ script: String) -> [String] { ["/bin/sh", "-c", script] }

  @Test(
    .enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing),
    arguments: [KeyAlgorithm.sm2, .p256]
  )
  func `a program that holds the key signs`(_ algorithm: KeyAlgorithm) throws {
    let (tool, key) = (try OpenSSLTool(), try PEMSigner(new: algorithm))
    let path = try tool.write(key.plainPEM().utf8, "private.pem")
    let digest = algorithm == .sm2 ? "-sm3 \(OpenSSLTool.distid)" : "-sha256"
    let command =
      [OpenSSLTool.path, "dgst"] + digest.split(separator: " ").map(String.init) + ["-sign", path]
    let signer = ExternalSigner(command: command, publicKey: key.publicKey)
    #expect(try key.publicKey.verifies(signer.sign(message), of: message))
    let long = [UInt8](repeating: 7, count: 200_000)
    #expect(try key.publicKey.verifies(signer.sign(long), of: long))
  }

  @Test(.enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing))
  func `a device that signs under the empty ID or with another key is found at once`() throws {
    let (tool, key) = (try OpenSSLTool(), try PEMSigner(new: .sm2))
    let path = try tool.write(key.plainPEM().utf8, "private.pem")
    let command = [OpenSSLTool.path, "dgst", "-sm3", "-sign", path]
    let signer = ExternalSigner(command: command, publicKey: key.publicKey)
    #expect(throws: SigningError(.signerOutput)) { try signer.sign(message) }
    let named = command + ["-sigopt", "distid:\(KeyAlgorithm.sm2ID)"]
    let other = try PEMSigner(new: .sm2).publicKey
    let stranger = ExternalSigner(command: named, publicKey: other)
    #expect(throws: SigningError(.signerOutput)) { try stranger.sign(message) }
  }

  @Test func `the program gets the message and nothing else`() throws {
    let expected = "[ \"$(cat /dev/stdin)\" = \"$(printf 'funds-audit-statement/v1\\nsize 42')\" ]"
    #expect(try error(shell("\(expected) && exit 5"))?.reasons == ["exit 5"])
  }

  @Test func `a program that fails is told by how it failed`() throws {
    let missing = try #require(try error(["/nonexistent/sign"]))
    #expect(missing == SigningError(.startSigner, reasons: ["errno 2"]))
    #expect(try error(shell("exit 3")) == SigningError(.signerExit, reasons: ["exit 3"]))
    #expect(try error(shell("kill -9 $$")) == SigningError(.signerExit, reasons: ["signal 9"]))
  }

  @Test(arguments: [
    "true", "echo no", "printf '\\060\\006\\002\\001\\001\\002\\001\\001'", "yes", "cat",
  ])
  func `what is no signature of the key is refused`(_ script: String) throws {
    #expect(try error(shell(script)) == SigningError(.signerOutput))
  }

  @Test(arguments: ["exec sleep 20", "exec 1>&-; exec sleep 20", "sleep 2 & exit 0"])
  func `a program that does not end is ended`(_ script: String) throws {
    #expect(try error(shell(script), milliseconds: 50) == SigningError(.awaitSigner))
  }
}
