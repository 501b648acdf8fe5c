import Audit
import Signing

/// What an auditor brings along and a bundle is held against (核验依据); bytes of files.
public struct Demands: Sendable {
  /// The digests of the public keys that are trusted, one a line.
  public var pins: [UInt8]
  /// A checkpoint or statement that was seen earlier.
  public var since: [UInt8]?
  /// Certificates of trusted authorities, PEM.
  public var authorities: [UInt8]?
  /// Certificates of trusted authorities of time stamps, PEM.
  public var stampAuthorities: [UInt8]?

  /// Takes the files.
  public init(
    pins: [UInt8],
    since: [UInt8]? = nil,
    authorities: [UInt8]? = nil,
    stampAuthorities: [UInt8]? = nil
  ) {
    self.pins = pins
    self.since = since
    self.authorities = authorities
    self.stampAuthorities = stampAuthorities
  }

  /// Reads the pins.
  func pinnedKeys() throws(Defect) -> Set<Digest> {
    var pinned: Set<Digest> = []
    for (index, line) in pins.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      let word = line.prefix { $0 != UInt8(ascii: " ") && $0 != 0x09 && $0 != 0x0D }
      if word.isEmpty && line.allSatisfy({ $0 <= 0x20 }) || line.first == UInt8(ascii: "#") {
        continue
      }
      let digits = String(decoding: word, as: UTF8.self).lowercased()
      guard let digest = Digest(hex: digits) else { throw Defect(.pinFile, found: "\(index + 1)") }
      pinned.insert(digest)
    }
    return pinned
  }
}

/// A state of a log that somebody saw earlier (历史检查点).
struct SeenState {
  let origin: String
  let size: Int64
  let sha256: Digest?
  let sm3: Digest?

  /// Reads a checkpoint with or without signatures, or a statement.
  init(_ given: [UInt8]) throws(Defect) {
    // What was typed from paper may lack its last line feed.
    let bytes = given.last == 0x0A ? given : given + [0x0A]
    if let statement = try? Statement(bytes) {
      origin = statement.origin.name
      size = statement.growth.head.size
      sha256 = statement.growth.head.roots.sha256
      sm3 = statement.growth.head.roots.sm3
      return
    }
    let text = (try? SignedNote(bytes))?.text ?? bytes
    do throws(EvidenceSyntaxError) {
      let checkpoint = try Checkpoint(text)
      let isSM3 = checkpoint.origin.hasSuffix(Checkpoint.sm3Suffix)
      origin =
        isSM3
        ? String(checkpoint.origin.dropLast(Checkpoint.sm3Suffix.count)) : checkpoint.origin
      size = checkpoint.size
      sha256 = isSM3 ? nil : checkpoint.root
      sm3 = isSM3 ? checkpoint.root : nil
    } catch { throw Defect(.syntax, "--since", found: "\(error.line)") }
  }
}
