/// What can happen to a project after its approval (业务事项): a closed list, each with its facts.
public enum ProjectEvent: Hashable, Sendable {
  case contract(Contract)
  case stage(StageReached)
  case tranche(Tranche)
  case milestone(MilestoneReview)
  case lease(Lease)
  case rentAccrued(RentMonth)
  case rentSettled(RentMonth)
  case rentWaived(RentMonth)
  case acceptance
  case trigger(TriggerMet)
  case conversion(ConversionDone)
  case custodySet(CustodySet)
  case custodyMoved(CustodyMove)
  case custodyConfirmed
  case dividendDeclared(Dividend)
  case dividendReceived(Dividend)
  case laterRound(LaterRound)
  case pledge(Pledge)
  case pledgeReleased(PledgeRelease)
  case exitPriced(ExitPrice)
  case exitCalledOff
  case exitPaid(ExitPayment)
  case repayment(Repayment)
  case moneyReturned(MoneyReturn)
  case stop(Stop)
  case clawback(Clawback)
  case writeOffReview
  case writeOffDecided(WriteOff)
  case release
  case closing
  case correction(Correction)
  case deadlineExtended(DeadlineExtended)
  case appraisal(Appraisal)
  case output(OutputReport)
  case reward(Reward)
  case exposure(Exposure)
  case exposureEnded(ExposureEnd)
  case commitment(Commitment)
  case recovery(Recovery)

  /// The names of the events, as records and templates write them (事项类别).
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// 合同
    case contract
    /// 进入阶段
    case stage
    /// 拨付
    case tranche
    /// 里程碑检查
    case milestone
    /// 租约
    case lease
    /// 租金计提
    case rentAccrued = "rent_accrued"
    /// 租金结算
    case rentSettled = "rent_settled"
    /// 租金减免
    case rentWaived = "rent_waived"
    /// 结题验收
    case acceptance
    /// 触发转股
    case trigger
    /// 转股
    case conversion
    /// 设立代持
    case custodySet = "custody_set"
    /// 代持变更
    case custodyMoved = "custody_moved"
    /// 代持确认
    case custodyConfirmed = "custody_confirmed"
    /// 股利宣告
    case dividendDeclared = "dividend_declared"
    /// 股利到账
    case dividendReceived = "dividend_received"
    /// 后续融资
    case laterRound = "later_round"
    /// 质押
    case pledge
    /// 解除质押
    case pledgeReleased = "pledge_released"
    /// 退出定价
    case exitPriced = "exit_priced"
    /// 退出取消
    case exitCalledOff = "exit_called_off"
    /// 退出到账
    case exitPaid = "exit_paid"
    /// 未转股返还
    case repayment
    /// 上缴或滚存
    case moneyReturned = "money_returned"
    /// 终止
    case stop
    /// 追缴
    case clawback
    /// 核销审查
    case writeOffReview = "write_off_review"
    /// 核销决定
    case writeOffDecided = "write_off_decided"
    /// 到期放弃权利
    case release
    /// 结项
    case closing
    /// 更正: a document is taken back
    case correction
    /// 转股展期
    case deadlineExtended = "deadline_extended"
    /// 资产评估
    case appraisal
    /// 产值
    case output
    /// 奖励
    case reward
    /// 其他敞口
    case exposure
    /// 敞口解除
    case exposureEnded = "exposure_ended"
    /// 代持承诺
    case commitment
    /// 核销后收回
    case recovery
  }

  /// The name of the event.
  public var kind: Kind {
    switch self {
    case .contract: .contract
    case .stage: .stage
    case .tranche: .tranche
    case .milestone: .milestone
    case .lease: .lease
    case .rentAccrued: .rentAccrued
    case .rentSettled: .rentSettled
    case .rentWaived: .rentWaived
    case .acceptance: .acceptance
    case .trigger: .trigger
    case .conversion: .conversion
    case .custodySet: .custodySet
    case .custodyMoved: .custodyMoved
    case .custodyConfirmed: .custodyConfirmed
    case .dividendDeclared: .dividendDeclared
    case .dividendReceived: .dividendReceived
    case .laterRound: .laterRound
    case .pledge: .pledge
    case .pledgeReleased: .pledgeReleased
    case .exitPriced: .exitPriced
    case .exitCalledOff: .exitCalledOff
    case .exitPaid: .exitPaid
    case .repayment: .repayment
    case .moneyReturned: .moneyReturned
    case .stop: .stop
    case .clawback: .clawback
    case .writeOffReview: .writeOffReview
    case .writeOffDecided: .writeOffDecided
    case .release: .release
    case .closing: .closing
    case .correction: .correction
    case .deadlineExtended: .deadlineExtended
    case .appraisal: .appraisal
    case .output: .output
    case .reward: .reward
    case .exposure: .exposure
    case .exposureEnded: .exposureEnded
    case .commitment: .commitment
    case .recovery: .recovery
    }
  }
}
