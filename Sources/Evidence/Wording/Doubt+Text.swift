import Reports

/// What is said of certificates and time stamps that do not count, and what to do about it.
enum Doubt {
  /// The sentence for the stable code of what is wrong.
  static func phrase(_ code: String) -> Phrase {
    switch code.hasPrefix(certificate) ? String(code.dropFirst(certificate.count)) : code {
    case "unreadable": Phrase("无法解读", "it cannot be read")
    case "other-key": Phrase("属于别的公钥", "it is of another key")
    case "not-yet-valid": Phrase("当时尚未生效", "it was not valid yet")
    case "expired": Phrase("当时已经过期", "it had expired")
    case "not-for-signing": Phrase("不能用于签名", "its key may not sign")
    case "signature": Phrase("签名不正确", "its signature is wrong")
    case "no-authority": Phrase("签发者无权签发", "an issuer may not issue it")
    case "no-root": Phrase("不能追溯到给定的根证书", "it leads to none of the given roots")
    case "weak": Phrase("所用密钥或摘要太弱", "a key or digest on its way is too weak")
    case "other-data": Phrase("针对的是别的内容", "it is for something else")
    case "other-nonce": Phrase("答复的不是这次请求", "it answers another query")
    case "not-for-timestamps":
      Phrase("所用证书不是时间戳证书", "its certificate is none for time stamps")
    default: Phrase("含有不能接受的限制", "a restriction in it is not met")
    }
  }

  /// What to do next.
  static func advice(_ code: String) -> Phrase {
    switch code.hasPrefix(certificate) ? String(code.dropFirst(certificate.count)) : code {
    case "no-root":
      Phrase(
        "请向证书的签发机构索取根证书, 核对后用 --ca 或 --tsa-ca 给出。",
        "Get the root from the authority itself, and give it with --ca or --tsa-ca."
      )
    case "expired", "not-yet-valid":
      Phrase(
        "请向出具单位索取声明当时有效的证书。",
        "Ask whoever made the bundle for one that was valid at that time."
      )
    default:
      Phrase(
        "请保留原件, 并请出具单位说明并重新导出。",
        "Keep this copy, and ask whoever made the bundle to explain it and export again."
      )
    }
  }

  /// What a time stamp's code begins with when it is about its certificate.
  private static let certificate = "certificate-"
}
