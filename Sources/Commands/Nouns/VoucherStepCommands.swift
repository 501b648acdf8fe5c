import Accounting
import ArgumentParser

/// The vouchers that a step is taken with.
struct StepOptions: ParsableArguments {
  @Argument(
    help: help("凭证号或草稿号", "vouchers or drafts", value: "voucher"),
    transform: Read.reference
  )
  var vouchers: [VoucherReference]

  @Option(help: help("原因或意见", "reason or remark", value: "text"))
  var reason: String?
}

/// `xiantou voucher submit NO…`.
struct VoucherSubmit: Command {
  static let step = VoucherStep.submit
  static let page = Page(
    "submit",
    "送审",
    "Submit drafts for review",
    examples: [.init("xiantou voucher submit D-000123 --as 张敏", "送审一张草稿", "submit a draft")]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher return NO…`.
struct VoucherReturn: Command {
  static let step = VoucherStep.return
  static let page = Page(
    "return",
    "退回给制单人",
    "Return vouchers to their maker",
    examples: [
      .init(
        "xiantou voucher return D-000123 --reason 附件不全 --as 王磊",
        "退回并说明原因",
        "return with a reason"
      )
    ]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher withdraw NO…`.
struct VoucherWithdraw: Command {
  static let step = VoucherStep.withdraw
  static let page = Page(
    "withdraw",
    "制单人撤回已送审的凭证",
    "Withdraw submitted vouchers, as their maker",
    examples: [.init("xiantou voucher withdraw D-000123 --as 张敏", "撤回", "withdraw")]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher review NO…`.
struct VoucherReview: Command {
  static let step = VoucherStep.review
  static let page = Page(
    "review",
    "复核, 不能复核自己的凭证",
    "Review vouchers of others",
    examples: [.init("xiantou voucher review D-000123 D-000124 --as 王磊", "复核两张", "review two")]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher approve NO…`.
struct VoucherApprove: Command {
  static let step = VoucherStep.approve
  static let page = Page(
    "approve",
    "审批, 不能是制单人或复核人",
    "Approve vouchers that somebody else made and reviewed",
    examples: [.init("xiantou voucher approve D-000123 --as 周正", "审批", "approve")]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou voucher post NO…`.
struct VoucherPost: Command {
  static let step = VoucherStep.post
  static let page = Page(
    "post",
    "记账, 给出正式编号; 之后不能修改",
    "Post vouchers: they get their final number and never change again",
    examples: [.init("xiantou voucher post D-000123 --as 陈立", "记账", "post")]
  )

  @OptionGroup var options: StepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
