import ArgumentParser
import Audit
import Signing

/// `xiantou key` (密钥).
struct KeyCommand: Command {
  static let page = Page(
    "key",
    "密钥: 生成、查看、轮换、吊销",
    "Keys: make, show, replace, revoke",
    examples: [
      .init(
        "xiantou key new --alg sm2 --out 密钥 --password-file 密码.txt",
        "生成加密保存的国密签名密钥",
        "make an encrypted SM2 key"
      ),
      .init("xiantou key show 密钥", "查看公钥指纹, 交给审计人员", "show the ids for the auditor"),
    ]
  ).noting(
    "由设备保管的密钥: 在 名称.pub 旁放一个 名称.signer 文件, 每行一个参数, 首行为签名程序的绝对路径;\n"
      + "待签内容经标准输入给出, 签名从标准输出取回, 验证后才使用。",
    "A key in a device: beside NAME.pub put NAME.signer with one argument a line, first the\n"
      + "absolute path of a program that reads the text on standard input and writes its\n"
      + "signature to standard output; the signature is verified before it is used."
  )
  static let verbs: [any Command.Type] = [
    KeyNew.self, KeyShow.self, KeyRotate.self, KeyRevoke.self,
  ]
}

/// Where the password of encrypted keys is.
struct PasswordOption: ParsableArguments {
  @Option(
    name: .customLong("password-file"),
    help: help("首行为私钥密码的文件", "file whose first line is the keys' password", value: "file")
  )
  var file: String?
}

/// `xiantou key new`.
struct KeyNew: Command {
  static let page = Page(
    "new",
    "生成一个密钥, 绝不覆盖已有文件",
    "Make a key; no file is ever overwritten",
    examples: [
      .init(
        "xiantou key new --alg sm2 --out 密钥 --password-file 密码.txt",
        "国密签名密钥",
        "the SM2 key"
      ),
      .init(
        "xiantou key new --alg p256 --out 密钥 --password-file 密码.txt",
        "ECDSA P-256 密钥",
        "the ECDSA P-256 key"
      ),
      .init(
        "xiantou key new --alg ed25519 --out 密钥 --password-file 密码.txt",
        "日志便笺的密钥",
        "the key for notes of the log"
      ),
    ]
  ).noting("签署检查点三个密钥都要有。", "Signing the head of a log takes all three keys.")

  @Option(
    help: help("算法: sm2、p256 或 ed25519", "algorithm: sm2, p256 or ed25519", value: "algorithm"),
    transform: Read.word
  )
  var alg: KeyName

  @Option(help: help("密钥文件夹", "folder of the keys", value: "folder"))
  var out: String

  @OptionGroup var password: PasswordOption
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou key show`.
struct KeyShow: Command {
  static let page = Page(
    "show",
    "查看文件夹、公钥文件或账本中的密钥",
    "Show the keys of a folder, a public key file or a ledger",
    examples: [
      .init("xiantou key show 密钥", "文件夹中各密钥的指纹", "the ids of the keys in a folder"),
      .init(
        "xiantou key show --book 账.xiantou",
        "账本用过的密钥和有效的记录数范围",
        "the keys of a ledger and the sizes for which they are valid"
      ),
    ]
  )

  @Argument(help: help("密钥文件夹或公钥文件", "folder of keys or public key file", value: "path"))
  var path: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou key rotate`.
struct KeyRotate: Command {
  static let page = Page(
    "rotate",
    "轮换密钥: 新旧密钥都签名, 记入账本",
    "Replace keys: the old and the new one sign, the ledger records it",
    examples: [
      .init(
        "xiantou key rotate --keys 密钥 --new 新密钥 --password-file 密码.txt",
        "换用新文件夹中的密钥",
        "go over to the keys of the new folder"
      )
    ]
  )

  @Option(help: help("使用中的密钥文件夹", "folder of the keys in use", value: "folder"))
  var keys: String

  @Option(help: help("新密钥文件夹", "folder of the new keys", value: "folder"))
  var new: String

  @OptionGroup var password: PasswordOption

  @Option(
    help: help(
      "新密钥的密码文件, 默认同上",
      "password file of the new keys, when it is another",
      value: "file"
    )
  )
  var newPasswordFile: String?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou key revoke`.
struct KeyRevoke: Command {
  static let page = Page(
    "revoke",
    "吊销密钥: 此后它的签名不再有效",
    "Revoke a key: from then on it does not sign",
    examples: [
      .init(
        "xiantou key revoke c97c174acc1b56be277862230f92b0f9fa9b83c2aa471ceabb67533a91536bea "
          + "--reason lost",
        "密钥丢失",
        "the key was lost"
      ),
      .init(
        "xiantou key revoke c97c174acc1b56be277862230f92b0f9fa9b83c2aa471ceabb67533a91536bea "
          + "--reason compromised --since 1200",
        "密钥泄露, 记录数超过 1200 的签名存疑",
        "the key leaked; its signatures beyond size 1200 are in doubt"
      ),
    ]
  )

  @Argument(help: help("公钥指纹", "id of the key", value: "id"), transform: Read.keyID)
  var id: Digest

  @Option(
    help: help(
      "原因: compromised、lost 或 retired",
      "reason: compromised, lost or retired",
      value: "reason"
    ),
    transform: Read.word
  )
  var reason: KeyRecord.Revocation.Reason

  @Option(
    help: help(
      "从多大的记录数起签名存疑",
      "size of the log from which its signatures are in doubt",
      value: "size"
    ),
    transform: Read.count
  )
  var since: Int?

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
