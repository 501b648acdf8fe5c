import Foundation
import Reports
import Signing
import Testing

@testable import Audit
@testable import Evidence

/// A certification and time stamping authority in a folder, made with `openssl`.
final class SampleAuthority {
  static let isThere = ["/usr/bin/openssl", "/usr/bin/curl", "/usr/bin/python3"]
    .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  let bench: Bench
  private var server: Process?

  private static let configuration = """
    [root]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign
    [signer]
    keyUsage = critical, digitalSignature
    [encryption]
    keyUsage = critical, keyEncipherment
    [stamps]
    extendedKeyUsage = critical, timeStamping
    [tsa]
    default_tsa = authority
    [authority]
    serial = serial
    default_policy = 1.2.3.4.1
    digests = sha256
    signer_digest = sha256
    ess_cert_id_alg = sha256

    """

  init() throws {
    bench = try Bench()
    try write(Array(SampleAuthority.configuration.utf8), "configuration")
    try write(Array("01\n".utf8), "serial")
    let keys = try SampleLog.rich().keys
    for (name, key) in [("sm2", keys.sm2), ("p256", keys.p256)] { try keep(key, name) }
    for name in ["root", "other", "tsa"] { try keep(PEMSigner(new: .p256), name) }
    for name in ["root", "other"] { try certify(name, as: "root", by: nil) }
    try certify("sm2", as: "signer")
    try certify("p256", as: "signer")
    try certify("tsa", as: "stamps")
  }

  deinit { server.map { _ = kill($0.processIdentifier, SIGKILL) } }

  private func keep(_ key: PEMSigner, _ name: String) throws {
    try write(Array(key.plainPEM().utf8), "\(name).key")
    try write(Array(key.publicKey.pem.utf8), "\(name).pub")
  }

  private func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: bench(name)))
  }

  func file(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: bench(name))))
  }

  func certify(_ name: String, as section: String, by issuer: String? = "root") throws {
    let parent = issuer.map { ["-CA", "\($0).crt", "-CAkey", "\($0).key"] }
    try run(
      ["x509", "-new", "-force_pubkey", "\(name).pub", "-subj", "/CN=\(name)", "-sha256"]
        + (parent ?? ["-key", "\(name).key"])
        + ["-extfile", "configuration", "-extensions", section, "-out", "\(name).crt"]
    )
  }

  private func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: bench.path)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
  }

  /// The authority of time stamps at an address of this machine.
  func stamps() throws -> TimestampAuthority {
    let process = Process()
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [tests.path + "/Support/TimestampServer/server.py", bench.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    server = process
    let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(line.split(separator: " ").first)
    return try TimestampAuthority(address: "http://127.0.0.1:\(port)/")
  }

  /// A bundle of now with whoever speaks for it.
  func export(_ vouching: Vouching, later seconds: Int64 = 2) throws -> Workshop {
    let log = try SampleLog.rich()
    let now = Int64(Date().timeIntervalSince1970) + seconds
    let time = try #require(RecordTime(secondsSince1970: now))
    let making = try #require(Statement.Making(at: time, program: "xiantou/test"))
    let name = bench("bundle")
    try? FileManager.default.removeItem(atPath: name)
    let export = try BundleExport(log, .all, log.keys.signers, making, vouching, to: name)
    try export.publish()
    return try Workshop(name, log.keys)
  }

  func verdict(
    _ workshop: Workshop,
    roots: String? = nil,
    stampRoots: String? = nil
  ) throws -> Verdict {
    try workshop.save(bench("attacked"))
    var demands = Demands(pins: workshop.keys.pins)
    demands.authorities = try roots.map(file)
    demands.stampAuthorities = try stampRoots.map(file)
    return Verifier.verify(bench("attacked"), demands)
  }
}

extension Verdict {
  /// What the first failed check found, `nil` when all passed.
  fileprivate var defect: Defect? {
    let result = results.first { $0.check == failed }
    guard case .failed(let defect)? = result?.outcome else { return nil }
    return defect
  }
}

@Suite(.enabled(if: SampleAuthority.isThere, "needs openssl, curl and python3"))
struct VouchingTests {
  let authority: SampleAuthority

  init() throws { authority = try SampleAuthority() }

  private func certificates() throws -> [KeyAlgorithm: [UInt8]] {
    [.sm2: try authority.file("sm2.crt"), .p256: try authority.file("p256.crt")]
  }

  @Test func `certificates are in the bundle and lead to a root`() throws {
    let workshop = try authority.export(Vouching(certificates: certificates()))
    #expect(workshop.files["keys/sm2.crt"] != nil)
    for roots in [nil, "root.crt"] {
      let verdict = try authority.verdict(workshop, roots: roots)
      #expect(verdict.isValid)
      #expect(verdict.results.first { $0.check == .certificates }?.outcome == .passed)
    }
    let stranger = try authority.verdict(workshop, roots: "other.crt").defect
    #expect(stranger == Defect(.certificate, "keys/sm2.crt", found: "no-root"))
    let none = try authority.verdict(workshop, roots: "root.key").defect
    #expect(none == Defect(.rootFile, "--ca"))
    let half = try authority.export(Vouching(certificates: [.sm2: authority.file("sm2.crt")]))
    #expect(try authority.verdict(half).isValid)
    #expect(try authority.verdict(half, roots: "root.crt").defect == Defect(.noCertificate))
  }

  @Test(arguments: [("root", "other-key"), ("expired", "expired"), ("garbage", "unreadable")])
  func `a certificate that does not speak for the key fails`(
    _ kind: String,
    _ expected: String
  ) throws {
    let later: Int64 = kind == "expired" ? 400 * 86_400 : 2
    var workshop = try authority.export(Vouching(), later: later)
    workshop.files["keys/p256.crt"] =
      switch kind {
      case "root": try authority.file("root.crt")
      case "garbage": try authority.file("p256.key")
      default: try authority.file("p256.crt")
      }
    try workshop.reseal()
    let verdict = try authority.verdict(workshop)
    #expect(verdict.failed == .certificates)
    #expect(verdict.defect == Defect(.certificate, "keys/p256.crt", found: expected))
  }

  @Test func `a certificate that does not speak for the key is not exported`() throws {
    try authority.certify("sm2", as: "encryption")
    #expect(throws: EvidenceError.self) {
      try authority.export(Vouching(certificates: certificates()))
    }
  }

  @Test func `a statement is stamped, and whatever is changed about the stamp is found`() throws {
    let workshop = try authority.export(Vouching(authority: authority.stamps()))
    for roots in [nil, "root.crt"] {
      let verdict = try authority.verdict(workshop, stampRoots: roots)
      #expect(verdict.isValid)
      #expect(verdict.results.first { $0.check == .timestamp }?.outcome == .passed)
    }
    let stranger = try authority.verdict(workshop, stampRoots: "other.crt").defect
    #expect(
      stranger == Defect(.token, "sigs/statement.tsr", found: "certificate-no-root")
    )
    let (token, signature) = ("sigs/statement.tsr", "sigs/statement.tsr.p256.sig")
    // The status, which the authority's own signature does not cover.
    var changed = workshop
    changed.files[token]?[8] ^= 1
    #expect(try authority.verdict(changed).defect == Defect(.signature, signature))
    for (path, other) in [(token, signature), (signature, token)] {
      var cut = workshop
      cut.files[path] = nil
      #expect(try authority.verdict(cut).defect == Defect(.missing, path), "beside \(other)")
    }
    var moved = workshop
    moved.edit("statement.txt", "xiantou/test", "xiantou/tess")
    try moved.sign()
    #expect(try authority.verdict(moved).defect == Defect(.token, token, found: "other-data"))
    var garbage = workshop
    garbage.files[token] = [0x30, 0]
    garbage.files[signature] = try garbage.keys.p256.sign([0x30, 0]).bytes
    #expect(try authority.verdict(garbage).defect == Defect(.token, token, found: "unreadable"))
    let none = try authority.verdict(workshop, stampRoots: "root.key").defect
    #expect(none == Defect(.rootFile, "--tsa-ca"))
  }

  @Test func `every doubt has its own words in both languages`() {
    let codes =
      CertificateDefect.allCases.map(\.rawValue)
      + [TimestampDefect.otherData, .otherNonce, .notForTimestamps].map(\.code) + ["unreadable"]
    #expect(Set(codes.map { Doubt.phrase($0).chinese }).count == Set(codes).count)
    #expect(Set(codes.map { Doubt.phrase($0).english }).count == Set(codes).count)
    #expect(Doubt.phrase("certificate-expired") == Doubt.phrase("expired"))
    #expect(Doubt.phrase("other") == Doubt.phrase("something new"))
  }
}
