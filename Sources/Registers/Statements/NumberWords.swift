import InvestFirst
import RiskPools
import Store

/// How documents are numbered whose maker gives no number (业务单号): project or pool, word, counter.
enum NumberWords {
  /// The next number that is not taken, for example `P001-拨2`.
  static func next(
    _ area: BusinessDocument.Area,
    _ kind: String,
    of subject: String,
    taken: Set<String>
  ) -> String {
    let (word, isOnce) =
      switch area {
      case .project: (word(kind), isUsuallyOnce(kind))
      case .pool: (poolWord(kind), PoolEvent.Kind(rawValue: kind) == nil)
      }
    let stem = "\(subject)-\(word)"
    if isOnce, !taken.contains(stem) { return stem }
    var counter = 1
    while taken.contains("\(stem)\(counter)") { counter += 1 }
    return "\(stem)\(counter)"
  }

  /// Whether a project usually has one document of the kind.
  private static func isUsuallyOnce(_ kind: String) -> Bool {
    let kinds: [ProjectEvent.Kind] = [.contract, .acceptance, .stop, .closing]
    return ProjectEvent.Kind(rawValue: kind).map(kinds.contains) ?? true
  }

  private static func word(_ kind: String) -> String {
    guard let kind = ProjectEvent.Kind(rawValue: kind) else { return "立项" }
    return switch kind {
    case .contract: "合同"
    case .stage: "阶段"
    case .tranche: "拨"
    case .milestone: "检"
    case .lease: "租约"
    case .rentAccrued: "租计"
    case .rentSettled: "租付"
    case .rentWaived: "租免"
    case .acceptance: "验收"
    case .trigger: "触发"
    case .conversion: "转股"
    case .custodySet: "代持"
    case .custodyMoved: "移交"
    case .custodyConfirmed: "确认"
    case .dividendDeclared: "股利"
    case .dividendReceived: "股利收"
    case .laterRound: "融资"
    case .pledge: "质押"
    case .pledgeReleased: "解押"
    case .exitPriced: "定价"
    case .exitCalledOff: "撤价"
    case .exitPaid: "退出"
    case .repayment: "返还"
    case .moneyReturned: "上缴"
    case .stop: "终止"
    case .clawback: "追缴"
    case .writeOffReview: "核审"
    case .writeOffDecided: "核销"
    case .release: "弃权"
    case .closing: "结项"
    case .correction: "更正"
    case .deadlineExtended: "展期"
    case .appraisal: "评估"
    case .output: "产值"
    case .reward: "奖励"
    case .exposure: "敞口"
    case .exposureEnded: "敞口解除"
    case .commitment: "承诺"
    case .recovery: "核后收"
    }
  }

  private static func poolWord(_ kind: String) -> String {
    guard let kind = PoolEvent.Kind(rawValue: kind) else { return "设立" }
    return switch kind {
    case .schemeAdopted: "办法"
    case .fundingReceived: "出资"
    case .topUpApproved: "补核"
    case .topUpReceived: "补充"
    case .accountTransfer: "调拨"
    case .interestReceived: "利息"
    case .feePaid: "费用"
    case .treasuryPaid: "上缴"
    case .loanEnrolled: "备案"
    case .balanceReported: "报送"
    case .loanOverdue: "逾期"
    case .loanClassified: "分类"
    case .loanTriggered: "触发"
    case .loanExtended: "续贷"
    case .loanSettled: "结清"
    case .claimFiled: "受理"
    case .claimChecked: "审核"
    case .claimDecided: "核定"
    case .claimsApproved: "审批"
    case .claimPaid: "拨付"
    case .claimRefused: "不予"
    case .overpaymentFound: "多付"
    case .overpaymentReturned: "退回"
    case .recoveryReceived: "追偿"
    case .recoveryPassedOn: "转付"
    case .writeOffDecided: "核销"
    case .breakerReviewed: "监测"
    case .breakerResumed: "解除"
    case .closing: "清算"
    }
  }
}
