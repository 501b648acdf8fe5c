import InvestFirst

/// How documents are numbered whose maker gives no number (业务单号): project, word, counter.
enum NumberWords {
  /// The next number that is not taken, for example `P001-拨2`.
  static func next(_ kind: String, of project: String, taken: Set<String>) -> String {
    let stem = "\(project)-\(word(kind))"
    if isUsuallyOnce(kind), !taken.contains(stem) { return stem }
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
}
