import ArgumentParser
import Quantities

/// `xiantou audit export`.
struct AuditExport: Command {
  static let page = Page(
    "export",
    "导出审计包: 记录、账表、证明与签名",
    "Export a bundle for auditors: records, tables, proofs, signatures",
    examples: [
      .init(
        "xiantou audit export --keys 密钥 --to 审计包 --tar 审计包.tar",
        "整个账本, 目录和归档文件",
        "the whole ledger, as a folder and a tar file"
      ),
      .init(
        "xiantou audit export --keys 密钥 --period 2025-12 --to 审计包-12月",
        "账表只列一个月, 记录仍然齐全",
        "tables of one month; the records are complete"
      ),
      .init(
        "xiantou audit export --keys 密钥 --project P001 --to 审计包-P001",
        "只披露一个项目",
        "disclose one project only"
      ),
    ]
  ).noting(
    "审计包写好并签名后记入账本, 然后才以该名称出现; 已有的文件绝不覆盖。\n"
      + "密钥文件夹中的 sm2.crt 和 p256.crt 是公钥证书 (PEM, 其后为签发者的证书), 随包附上。",
    "The bundle is written and signed, the ledger records that, and only then it gets its name.\n"
      + "Nothing is overwritten. The certificates sm2.crt and p256.crt in the folder of the keys\n"
      + "(PEM, those of issuers after them) are added."
  )

  @Option(help: help("密钥文件夹", "folder of the keys", value: "folder"))
  var keys: String

  @OptionGroup var password: PasswordOption

  @Option(
    help: help("账表所列期间", "periods that tables show", value: "period"),
    transform: Read.periods
  )
  var period: PeriodRange?

  @Option(help: help("只披露这个项目", "disclose this project only", value: "code"))
  var project: String?

  @Option(help: help("时间戳服务地址", "address of a time stamping authority", value: "url"))
  var tsa: String?

  @Option(help: help("审计包的目录", "folder of the bundle", value: "folder"))
  var to: String

  @Option(help: help("同时写出归档文件", "write a tar file, too", value: "file"))
  var tar: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou audit verify`.
struct AuditVerify: Command {
  static let page = Page(
    "verify",
    "核验审计包, 逐项说明结果",
    "Verify a bundle, and say what became of each check",
    examples: [
      .init(
        "xiantou audit verify 审计包 --pin 公钥指纹.txt",
        "用事先核对过的公钥指纹核验",
        "with key digests that were got by another way"
      ),
      .init(
        "xiantou audit verify 审计包.tar --pin 公钥指纹.txt --since 上次.checkpoint",
        "并证明上次所见没有变动",
        "and prove that nothing seen last time was changed"
      ),
    ]
  ).noting(
    "指纹文件每行一个公钥指纹, 须由审计包以外的途径取得。未通过时退出码为 7。",
    "The pin file has one key digest a line, got from somewhere else than the bundle.\n"
      + "The exit code is 7 when a check failed."
  )

  @Argument(help: help("审计包的目录或归档文件", "folder or tar file", value: "path"))
  var path: String

  @Option(help: help("公钥指纹文件", "file of key digests", value: "file"))
  var pin: String

  @Option(help: help("上次所留的检查点或声明", "checkpoint or statement kept from before", value: "file"))
  var since: String?

  @Option(help: help("受信任的根证书", "trusted root certificates", value: "file"))
  var ca: String?

  @Option(help: help("受信任的时间戳根证书", "trusted roots of time stamps", value: "file"))
  var tsaCa: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou audit compare`.
struct AuditCompare: Command {
  static let page = Page(
    "compare",
    "比较同一账本的两个审计包, 说明后者新增了什么",
    "Compare two bundles of one ledger: what the later one adds",
    examples: [
      .init(
        "xiantou audit compare 审计包-11月 审计包-12月 --pin 公钥指纹.txt",
        "先核验两个审计包, 再证明前者所见没有变动",
        "verify both, and prove that nothing in the earlier one was changed"
      ),
      .init(
        "xiantou audit compare 一.tar 二.tar",
        "不核对签名公钥的归属",
        "without asking whose keys signed"
      ),
    ]
  ).noting(
    "先后由日志长短决定, 与参数次序无关。\n"
      + "后者只有新增时退出码为 0, 否则为 7。",
    "The longer log is the later one, in whatever order they are named. The exit code is 0 when\n"
      + "the later one only adds, otherwise 7."
  )

  @Argument(help: help("审计包的目录或归档文件", "folder or tar file", value: "path"))
  var one: String

  @Argument(help: help("另一个审计包", "the other one", value: "path"))
  var other: String

  @Option(help: help("公钥指纹文件", "file of key digests", value: "file"))
  var pin: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
