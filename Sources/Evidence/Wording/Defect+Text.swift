import Reports

/// What is said of defects, and what to do about them.
extension Defect {
  /// The sentence; `{}` in the words below are the subject, what should be and what is.
  var phrase: Phrase {
    let (chinese, english) = words
    let doubt = isDoubt ? Doubt.phrase(found) : Phrase(found, found)
    return Phrase(filled(chinese, doubt.chinese), filled(english, doubt.english))
  }

  /// What to do next.
  var advice: Phrase {
    switch code {
    case .pinFile, .notPinned, .otherKey:
      Phrase(
        "请用另外的途径向签名单位核对公钥指纹。",
        "Ask the signer for the key digests by another way."
      )
    case .noCertificate, .noToken, .notGiven:
      Phrase("请向出具单位索取。", "Ask whoever made the bundle for it.")
    case .unreadable: Phrase("请检查路径和权限。", "Look at the path and its permissions.")
    case .certificate, .token: Doubt.advice(found)
    case .rootFile:
      Phrase(
        "请给出 PEM 格式的根证书, 文件中不要有其他内容。",
        "Give root certificates as PEM, and nothing else in the file."
      )
    default:
      Phrase(
        "请保留原件, 并请出具单位重新导出。",
        "Keep this copy, and ask whoever made the bundle to export it again."
      )
    }
  }

  /// Whether what was found is the code of a doubt.
  private var isDoubt: Bool { code == .certificate || code == .token }

  private func filled(_ words: String, _ found: String) -> String {
    words.replacing("{s}", with: subject).replacing("{e}", with: expected)
      .replacing("{f}", with: found)
  }

  private var words: (String, String) {
    switch code {
    case .unreadable: ("无法读取 {s} (错误 {f})", "cannot read {s} (error {f})")
    case .special: ("{s} 不是普通文件", "{s} is no regular file")
    case .linked: ("{s} 是链接", "{s} is a link")
    case .path: ("路径不合格式: {s}", "a path that a bundle may not have: {s}")
    case .clash: ("{s} 与 {f} 只有大小写不同", "{s} and {f} differ by case alone")
    case .tooMany: ("文件超过 {e} 个", "more than {e} files")
    case .emptyFolder: ("空目录 {s}", "an empty folder: {s}")
    case .header: ("归档文件在 {s} 处的文件头不合格式", "the tar header of {s} is malformed")
    case .padding: ("归档文件在 {s} 之后有多余内容", "the padding after {s} is not empty")
    case .order: ("{s} 的次序不对, 应在 {f} 之前", "{s} belongs before {f}")
    case .truncated: ("归档文件在 {s} 处被截断", "the tar file is cut off at {s}")
    case .trailing: ("归档文件末尾有多余内容", "bytes after the end of the tar file")
    case .changed: ("{s} 在读取时被改动", "{s} was changed while it was read")
    case .missing: ("缺少 {s}", "{s} is missing")
    case .unexpected: ("不应有 {s}", "{s} does not belong here")
    case .tooLong: ("{s} 过大, 最多 {e} 字节", "{s} is too large; at most {e} bytes")
    default: moreWords
    }
  }

  private var moreWords: (String, String) {
    switch code {
    case .syntax: ("{s} 第 {f} 行不合格式 {e}", "{s}, line {f}: not as described {e}")
    case .different: ("{s} 与应有内容不同 {f}", "{s} is not what it has to be {f}")
    case .pinFile: ("指纹文件第 {f} 行不是指纹", "line {f} of the pin file is no digest")
    case .notRequired: ("声明没有要求 {s} 签名", "the statement does not require {s}")
    case .notPinned: ("{s} 公钥 {f} 不在指纹文件中", "the {s} key {f} is not pinned")
    case .otherKey: ("{s} 不是声明中的公钥", "{s} is not the key of the statement")
    case .signature: ("签名不正确: {s} {f}", "a wrong signature: {s} {f}")
    case .certificate: ("证书 {s} 不能采信: {f}", "the certificate {s} does not count: {f}")
    case .token: ("时间戳 {s} 不能采信: {f}", "the time stamp {s} does not count: {f}")
    case .rootFile: ("{s} 的文件不是单纯的证书", "the file of {s} is not certificates alone")
    case .noCertificate:
      ("要求每个公钥都有证书, 有缺", "with --ca each key needs a certificate")
    case .noToken: ("要求有时间戳而没有", "a time stamp was asked for; there is none")
    case .library: ("密码库出错: {f}", "the cryptographic library failed: {f}")
    case .sha256: ("{s} 的 SHA-256 摘要不符", "{s} has another SHA-256 digest")
    case .sm3: ("{s} 的 SM3 摘要不符", "{s} has another SM3 digest")
    case .notListed: ("清单中没有 {s}", "{s} is not on the lists")
    case .notThere: ("清单所列的 {s} 不存在", "{s} is on the lists and missing")
    case .record: ("第 {s} 号记录不正确, 应为 {e}, 实为 {f}", "record {s}: {f} instead of {e}")
    case .length: ("{s} 应在超过 {e} 字节时结束", "{s} has to end when {e} bytes are exceeded")
    case .origin: ("日志名称应为 {e}, 声明为 {f}", "the log is {e}, the statement says {f}")
    case .size: ("声明有 {e} 条记录, 实有 {f} 条", "{e} records are stated, {f} are there")
    case .root: ("{s} 根不一致, 声明为 {e}, 算得 {f}", "{s} root: stated {e}, computed {f}")
    case .proof: ("{s} 中 {f} 的证明不成立", "{s}: the proof of {f} does not hold")
    default: lastWords
    }
  }

  private var lastWords: (String, String) {
    switch code {
    case .keyring: ("第 {s} 号密钥记录不成立: {f}", "key record {s} cannot stand: {f}")
    case .epoch: ("密钥记录应有 {f} 条, 实有 {e} 条 {s}", "{f} key records are stated, {e} are there {s}")
    case .notInUse: ("公钥 {s} 当时未在用: {f}", "key {s} was not in use: {f}")
    case .notSigned: ("{s} 没有正确的签名", "{s} is not rightly signed")
    case .head: ("检查点 {s} 不成立: {f}", "the signed head {s} cannot stand: {f}")
    case .growth: ("日志此前的内容被改动: {f} {s}", "what the log held before was changed: {f} {s}")
    case .shrunk: ("日志变短: 此前 {e} 条, 现有 {f} 条", "the log shrank from {e} to {f} records")
    case .otherLog: ("这是另一份日志: {f}, 应为 {e}", "this is another log: {f} instead of {e}")
    case .voucher: ("第 {s} 号记录的凭证不合规则: {f}", "the voucher in record {s}: {f}")
    case .numbers: ("凭证断号: {f}", "a voucher number is missing: {f}")
    case .content: ("第 {s} 号记录的内容不正确: {f}", "record {s} does not say what it has to: {f}")
    case .noHead:
      (
        "项目 {s} 的审计包应以第 {e} 号项目链头结束",
        "the bundle of project {s} has to end with its head, record {e}"
      )
    case .totals:
      ("第 {s} 号记录的项目合计不符: 应为 {e}, 实为 {f}", "record {s}: totals {f} instead of {e}")
    case .derivation: ("无法由记录得出账表: {s} {f}", "nothing can be made from the records: {s} {f}")
    case .notDerived:
      ("{s} 从第 {f} 字节起不是由记录得出的", "{s} is not what the records give, from byte {f} on")
    case .notGiven: ("{s} 没有 {e} 的证明", "{s} holds no proof of {e}")
    default: (code.rawValue, code.rawValue)
    }
  }
}
