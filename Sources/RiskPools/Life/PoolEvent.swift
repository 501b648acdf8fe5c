/// What can happen to a pool after its opening (业务事项): a closed list, each with its facts.
public enum PoolEvent: Hashable, Sendable {
  case schemeAdopted(AdoptedScheme)
  case fundingReceived(Funding)
  case topUpApproved(TopUp)
  case topUpReceived(Funding)
  case accountTransfer(AccountTransfer)
  case interestReceived(Interest)
  case feePaid(Fee)
  case treasuryPaid(TreasuryPayment)
  case loanEnrolled(Enrolment)
  case balanceReported(BalanceReport)
  case loanOverdue(LoanOverdue)
  case loanClassified(LoanClassification)
  case loanTriggered(LoanTrigger)
  case loanExtended(LoanExtension)
  case loanSettled(LoanSettlement)
  case claimFiled(ClaimFiling)
  case claimChecked(ClaimCheck)
  case claimDecided(ClaimDecision)
  case claimsApproved(ClaimApproval)
  case claimPaid(ClaimPayment)
  case claimRefused(ClaimRefusal)
  case overpaymentFound(Overpayment)
  case overpaymentReturned(OverpaymentReturn)
  case recoveryReceived(RecoveryReceipt)
  case recoveryPassedOn(RecoveryPassage)
  case writeOffDecided(RightWriteOff)
  case breakerReviewed(BreakerReview)
  case breakerResumed(BreakerResumption)
  case closing(PoolClosing)

  /// The names of the events, as records and templates write them (事项类别).
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 采用办法
    case schemeAdopted = "scheme_adopted"
    /// 出资到账
    case fundingReceived = "funding_received"
    /// 补充核定
    case topUpApproved = "top_up_approved"
    /// 补充到账
    case topUpReceived = "top_up_received"
    /// 专户调拨
    case accountTransfer = "account_transfer"
    /// 利息
    case interestReceived = "interest_received"
    /// 费用
    case feePaid = "fee_paid"
    /// 上缴财政
    case treasuryPaid = "treasury_paid"
    /// 贷款备案
    case loanEnrolled = "loan_enrolled"
    /// 银行报送余额
    case balanceReported = "balance_reported"
    /// 逾期
    case loanOverdue = "loan_overdue"
    /// 五级分类
    case loanClassified = "loan_classified"
    /// 诉讼等触发事件
    case loanTriggered = "loan_triggered"
    /// 续贷、展期
    case loanExtended = "loan_extended"
    /// 结清
    case loanSettled = "loan_settled"
    /// 补偿申请
    case claimFiled = "claim_filed"
    /// 补偿审核
    case claimChecked = "claim_checked"
    /// 补偿核定
    case claimDecided = "claim_decided"
    /// 补偿审批
    case claimsApproved = "claims_approved"
    /// 补偿拨付
    case claimPaid = "claim_paid"
    /// 不予补偿
    case claimRefused = "claim_refused"
    /// 多付认定
    case overpaymentFound = "overpayment_found"
    /// 多付退回
    case overpaymentReturned = "overpayment_returned"
    /// 追偿收回
    case recoveryReceived = "recovery_received"
    /// 追偿款转付银行
    case recoveryPassedOn = "recovery_passed_on"
    /// 追偿权核销
    case writeOffDecided = "write_off_decided"
    /// 熔断监测
    case breakerReviewed = "breaker_reviewed"
    /// 熔断解除
    case breakerResumed = "breaker_resumed"
    /// 清算
    case closing
  }

  /// The name of the event.
  public var kind: Kind {
    switch self {
    case .schemeAdopted: .schemeAdopted
    case .fundingReceived: .fundingReceived
    case .topUpApproved: .topUpApproved
    case .topUpReceived: .topUpReceived
    case .accountTransfer: .accountTransfer
    case .interestReceived: .interestReceived
    case .feePaid: .feePaid
    case .treasuryPaid: .treasuryPaid
    case .loanEnrolled: .loanEnrolled
    case .balanceReported: .balanceReported
    case .loanOverdue: .loanOverdue
    case .loanClassified: .loanClassified
    case .loanTriggered: .loanTriggered
    case .loanExtended: .loanExtended
    case .loanSettled: .loanSettled
    case .claimFiled: .claimFiled
    case .claimChecked: .claimChecked
    case .claimDecided: .claimDecided
    case .claimsApproved: .claimsApproved
    case .claimPaid: .claimPaid
    case .claimRefused: .claimRefused
    case .overpaymentFound: .overpaymentFound
    case .overpaymentReturned: .overpaymentReturned
    case .recoveryReceived: .recoveryReceived
    case .recoveryPassedOn: .recoveryPassedOn
    case .writeOffDecided: .writeOffDecided
    case .breakerReviewed: .breakerReviewed
    case .breakerResumed: .breakerResumed
    case .closing: .closing
    }
  }
}
