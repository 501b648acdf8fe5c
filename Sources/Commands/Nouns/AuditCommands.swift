import ArgumentParser

/// `xiantou audit` (审计).
struct AuditCommand: Command {
  static let page = Page(
    "audit",
    "审计: 检查点、审计包、证明、操作日志、项目穿行、抽样",
    "For auditors: signed heads, bundles, proofs, operations, walks, samples",
    examples: [
      .init("xiantou audit checkpoint --keys 密钥", "签署检查点", "sign the head of the log"),
      .init("xiantou audit export --keys 密钥 --to 审计包", "导出审计包", "export a bundle"),
      .init("xiantou audit verify 审计包 --pin 公钥指纹.txt", "核验审计包", "verify a bundle"),
      .init("xiantou audit walk P001", "穿行一个项目", "walk through a project"),
    ]
  )
  static let verbs: [any Command.Type] = [
    AuditCheckpoint.self, AuditExport.self, AuditVerify.self, AuditCompare.self, AuditProve.self,
    AuditLog.self, AuditWalk.self, AuditSample.self,
  ]
}

/// `xiantou audit checkpoint`.
struct AuditCheckpoint: Command {
  static let page = Page(
    "checkpoint",
    "签署账本当前状态, 并记入账本",
    "Sign the ledger as it stands, and record that",
    examples: [
      .init(
        "xiantou audit checkpoint --keys 密钥 --password-file 密码.txt",
        "签署, 文件写入 账.xiantou.heads",
        "sign; the files go to FILE.heads"
      ),
      .init(
        "xiantou audit checkpoint --keys 密钥 --to 检查点",
        "文件写入指定的文件夹",
        "write the files to a folder"
      ),
    ]
  ).noting(
    "首次使用的密钥会登记在账本里。检查点文件只有三行, 请交审计人员保存在别处。",
    "Keys that are used for the first time are recorded in the ledger. Give the checkpoint, three\n"
      + "lines and a signature, to the auditor to keep elsewhere."
  )

  @Option(help: help("密钥文件夹", "folder of the keys", value: "folder"))
  var keys: String

  @OptionGroup var password: PasswordOption

  @Option(help: help("写入文件的文件夹", "folder to write the files to", value: "folder"))
  var to: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
