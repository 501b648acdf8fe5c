import Signing

/// What the files of a key are called, by its algorithm (密钥文件名).
enum KeyName: String, CaseIterable {
  case sm2
  case p256
  case ed25519

  /// The algorithm.
  var algorithm: KeyAlgorithm {
    switch self {
    case .sm2: .sm2
    case .p256: .p256
    case .ed25519: .ed25519
    }
  }

  /// Names the files of an algorithm.
  init(_ algorithm: KeyAlgorithm) {
    self =
      switch algorithm {
      case .sm2: .sm2
      case .p256: .p256
      case .ed25519: .ed25519
      }
  }
}
