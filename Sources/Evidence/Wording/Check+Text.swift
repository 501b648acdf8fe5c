import Reports

/// What is said of checks that did not fail.
extension Check {
  /// The sentence when it passed.
  var passed: Phrase {
    switch self {
    case .files: Phrase("文件与目录合乎格式", "files and folders are as described")
    case .statement: Phrase("签名声明合乎格式", "the statement is well formed")
    case .pins: Phrase("签名公钥就是事先核对过的", "the signing keys are the pinned ones")
    case .certificates:
      Phrase("证书属于这些公钥, 声明时有效", "the certificates are of these keys and were valid")
    case .signatures: Phrase("国密与国际两个签名都正确", "both signatures are right")
    case .timestamp: Phrase("时间戳属于这份声明", "the time stamp is one of this statement")
    case .manifest: Phrase("两份文件清单就是所签的清单", "both lists of files are the signed ones")
    case .digests: Phrase("文件与清单逐一相符", "every file is the one on the lists")
    case .records: Phrase("记录格式正确, 前后相连", "the records are well formed and chained")
    case .tree: Phrase("记录算得的两个根与声明一致", "the records lead to both stated roots")
    case .keys: Phrase("签名公钥当时在用", "the signing keys were in use")
    case .checkpoint:
      Phrase("检查点与声明一致, 签名正确", "the checkpoints agree with the statement and are signed")
    case .history:
      Phrase("历次签名的检查点都属于这份日志", "every earlier signed head is one of this log")
    case .since: Phrase("上次所见的内容没有变动", "what was seen last time is unchanged")
    case .vouchers:
      Phrase(
        "凭证借贷相等, 连续编号, 三人签字",
        "vouchers balance, are numbered without gap and signed by three"
      )
    case .project: Phrase("项目的记录齐全, 合计相符", "the project is complete and its totals agree")
    case .derived:
      Phrase("账表与日记账都由这些记录得出", "tables, reports and journals are what the records give")
    }
  }

  /// The sentence when there was nothing to be checked.
  var notNeeded: Phrase {
    switch self {
    case .certificates: Phrase("没有证书, 也未要求", "no certificates, and none were asked for")
    case .timestamp: Phrase("没有时间戳, 也未要求", "no time stamp, and none was asked for")
    case .since: Phrase("未给出上次的检查点", "no earlier checkpoint was given")
    case .project: Phrase("不是单个项目的审计包, 项目合计相符", "not about one project; totals agree")
    default: passed
    }
  }
}
