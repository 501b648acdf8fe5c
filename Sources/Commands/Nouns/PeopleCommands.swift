import Accounting
import ArgumentParser

/// `xiantou user` (用户).
struct UserCommand: Command {
  static let page = Page(
    "user",
    "用户和岗位",
    "People and their roles",
    examples: [
      .init("xiantou user add 张敏 --role maker --as 系统管理员", "登记制单人", "register a maker"),
      .init("xiantou user list", "查看用户", "list the people"),
    ]
  )
  static let verbs: [any Command.Type] = [
    UserAdd.self, UserList.self, UserRole.self, UserDisable.self,
  ]
}

/// A person and the roles to hold.
struct RoleOptions: ParsableArguments {
  @Argument(help: help("姓名", "name", value: "name"))
  var name: String

  @Option(
    name: .customLong("role"),
    help: help(
      "岗位, 可用逗号分隔或重复: maker reviewer approver cashier chief fund auditor sysadmin",
      "roles, by commas or repeated: maker reviewer approver cashier chief fund auditor sysadmin",
      value: "roles"
    ),
    transform: Read.roles
  )
  var roleLists: [[Role]]

  /// The roles named, each once.
  var roles: Set<Role> { Set(roleLists.joined()) }
}

/// `xiantou user add NAME --role ROLE`.
struct UserAdd: Command {
  static let page = Page(
    "add",
    "登记用户",
    "Register a person",
    examples: [
      .init("xiantou user add 陈立 --role sysadmin,chief", "登记第一个用户", "register the first person"),
      .init("xiantou user add 张敏 --role maker --as 陈立", "登记制单人", "register a maker"),
    ]
  ).noting(
    "账本里还没有用户时不需要 --as; 之后由系统管理 (sysadmin) 登记。",
    "The first person needs no --as; afterwards a sysadmin registers people."
  )

  @OptionGroup var person: RoleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou user list`.
struct UserList: Command {
  static let page = Page(
    "list",
    "列出用户和岗位",
    "List the people and their roles",
    examples: [.init("xiantou user list", "列出用户", "list the people")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou user role NAME --role ROLE`.
struct UserRole: Command {
  static let page = Page(
    "role",
    "改变用户的岗位",
    "Change a person's roles",
    examples: [
      .init(
        "xiantou user role 张敏 --role maker,cashier --as 陈立",
        "改为制单兼出纳",
        "make them maker and cashier"
      )
    ]
  )

  @OptionGroup var person: RoleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou user disable NAME`.
struct UserDisable: Command {
  static let page = Page(
    "disable",
    "停用用户, 历史签名保留",
    "Disable a person; their signatures stay",
    examples: [.init("xiantou user disable 张敏 --as 陈立 --yes", "停用, 不再询问", "disable without asking")]
  )

  @Argument(help: help("姓名", "name", value: "name"))
  var name: String

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
