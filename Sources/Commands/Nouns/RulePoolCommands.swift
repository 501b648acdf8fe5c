import ArgumentParser

/// `xiantou rule claim`.
struct RuleClaim: Command {
  static let page = Page(
    "claim",
    "补偿: 基数、比例、上限、应付、分担",
    "A claim: base, rate, caps, payment, shares",
    examples: [
      .init(
        "xiantou rule claim --policy 办法.json --case 算例.json --explain",
        "计算补偿并说明每一步",
        "compute a claim and explain each step"
      )
    ]
  ).noting(
    "算例缺少起作用的字段时拒绝并指明; 未写的此前已付视为零。",
    "A case without a figure that the rule turns on is refused; absent earlier payments are zero."
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}

/// `xiantou rule recovery`.
struct RuleRecovery: Command {
  static let page = Page(
    "recovery",
    "追偿: 费用、基金收回、银行所得",
    "A recovery: costs, what the fund gets back, what the bank gets",
    examples: [
      .init(
        "xiantou rule recovery --policy 办法.json --case 追偿.json",
        "分配追偿所得",
        "share a recovery"
      )
    ]
  )

  @OptionGroup var rule: RuleOptions
  @OptionGroup(title: CommonOptions.title) var common: CommonOptions
}
