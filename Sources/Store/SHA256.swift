import Signing

/// Digests of texts, as bytes for a table.
enum TextDigest {
  static func sha256(_ text: String) throws(StoreError) -> [UInt8] {
    do throws(SigningError) {
      var hasher = try TreeHasher(.sha256)
      return try hasher.hash(text.utf8.span).bytes
    } catch { throw .inputOutput(detail: error.description) }
  }
}
