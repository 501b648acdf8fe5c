import Signing

/// The digests that tables keep.
enum SHA256 {
  static func digest(_ bytes: [UInt8]) throws(StoreError) -> Digest {
    do throws(SigningError) {
      var hasher = try TreeHasher(.sha256)
      return try hasher.hash(bytes.span)
    } catch { throw .inputOutput(detail: error.description) }
  }
}
