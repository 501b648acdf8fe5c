import Accounting
import ArgumentParser
import Store

/// `xiantou document` (业务单据).
struct DocumentCommand: Command {
  static let page = Page(
    "document",
    "业务单据和待采用文件: 送审、复核、审批、记账",
    "Business documents and files to be adopted: submit, review, approve, post",
    examples: [
      .init("xiantou document list", "在办单据", "the documents on their way"),
      .init("xiantou document review B-000012 --as 王磊", "复核", "review"),
    ]
  )
  static let verbs: [any Command.Type] = [
    DocumentList.self, DocumentShow.self, DocumentSubmit.self, DocumentReturn.self,
    DocumentWithdraw.self, DocumentReview.self, DocumentApprove.self, DocumentPost.self,
  ]
}

/// `xiantou document list`.
struct DocumentList: Command {
  static let page = Page(
    "list",
    "列出在办单据",
    "List the documents on their way",
    examples: [.init("xiantou document list", "全部在办单据", "all of them")]
  )

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document show B-000001`.
struct DocumentShow: Command {
  static let page = Page(
    "show",
    "查看一张在办单据",
    "Show a document on its way",
    examples: [.init("xiantou document show B-000012", "查看", "show it")]
  )

  @Argument(
    help: help("单据号, 如 B-000012", "document, like B-000012", value: "document"),
    transform: Read.documentDraft
  )
  var draft: Int64

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// The documents that a step is taken with.
struct DocumentStepOptions: ParsableArguments {
  @Argument(
    help: help("单据号, 如 B-000012", "documents, like B-000012", value: "document"),
    transform: Read.documentDraft
  )
  var drafts: [Int64]

  @Option(help: help("原因或意见", "reason or remark", value: "text"))
  var reason: String?
}

/// `xiantou document submit B-…`.
struct DocumentSubmit: DocumentStepCommand {
  static let step = VoucherStep.submit
  static let page = Page(
    "submit",
    "退回或撤回的单据再次送审",
    "Submit documents again that were returned or withdrawn",
    examples: [.init("xiantou document submit B-000012 --as 张敏", "再次送审", "submit again")]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document return B-…`.
struct DocumentReturn: DocumentStepCommand {
  static let step = VoucherStep.return
  static let page = Page(
    "return",
    "退回给制单人",
    "Return documents to their maker",
    examples: [
      .init(
        "xiantou document return B-000012 --reason 附件不全 --as 王磊",
        "退回并说明原因",
        "return with a reason"
      )
    ]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document withdraw B-…`.
struct DocumentWithdraw: DocumentStepCommand {
  static let step = VoucherStep.withdraw
  static let page = Page(
    "withdraw",
    "制单人撤回已送审的单据",
    "Withdraw submitted documents, as their maker",
    examples: [.init("xiantou document withdraw B-000012 --as 张敏", "撤回", "withdraw")]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document review B-…`.
struct DocumentReview: DocumentStepCommand {
  static let step = VoucherStep.review
  static let page = Page(
    "review",
    "复核, 不能复核自己的单据",
    "Review documents of others",
    examples: [.init("xiantou document review B-000012 --as 王磊", "复核", "review")]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document approve B-…`.
struct DocumentApprove: DocumentStepCommand {
  static let step = VoucherStep.approve
  static let page = Page(
    "approve",
    "审批, 不能是制单人或复核人",
    "Approve documents that somebody else made and reviewed",
    examples: [.init("xiantou document approve B-000012 --as 周正", "审批", "approve")]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou document post B-…`.
struct DocumentPost: DocumentStepCommand {
  static let step = VoucherStep.post
  static let page = Page(
    "post",
    "记账: 重新计算, 单据和各账套凭证一次写入",
    "Post: computed again, written together with the vouchers of all books",
    examples: [.init("xiantou document post B-000012 --as 陈立", "记账", "post")]
  )

  @OptionGroup var options: DocumentStepOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
