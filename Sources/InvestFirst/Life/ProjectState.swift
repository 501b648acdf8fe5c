/// Where a project is in its life (项目状态).
public enum ProjectState: String, Hashable, Sendable, CaseIterable {
  /// 已立项
  case approved
  /// 已签约
  case contracted
  /// 拨付中
  case disbursing
  /// 已验收
  case accepted
  /// 可转股
  case convertible
  /// 已转股, nobody holds the equity yet
  case converted
  /// 代持中
  case held
  /// 退出中, the price is set and the money is not there
  case exiting
  /// 已退出: nothing is left for now; what is approved and not paid may still be paid
  case exited
  /// 已终止
  case stopped
  /// 核销审查中
  case writeOffReview = "write_off_review"
  /// 已核销
  case writtenOff = "written_off"
  /// 已放弃权利
  case released
  /// 已结项
  case closed

  /// What may happen next, in the order of a usual life; the way out that a refusal names.
  ///
  /// What stands beside the money is noted, and a document taken back, at any time.
  public var next: [ProjectEvent.Kind] {
    usual + (isAlive ? [.stage, .output, .reward] : []) + [.exposure, .exposureEnded, .correction]
  }

  /// Whether the company is still at work on it.
  private var isAlive: Bool {
    switch self {
    case .approved, .contracted, .disbursing, .accepted, .convertible, .converted, .held, .exiting,
      .exited:
      true
    case .stopped, .writeOffReview, .writtenOff, .released, .closed: false
    }
  }

  private var usual: [ProjectEvent.Kind] {
    let rent: [ProjectEvent.Kind] = [.lease, .rentAccrued, .rentSettled, .rentWaived]
    switch self {
    case .approved: return [.contract, .stop]
    case .contracted: return [.tranche] + rent + [.stop]
    case .disbursing:
      return [.tranche, .milestone] + rent + [
        .acceptance, .trigger, .appraisal, .deadlineExtended, .repayment, .stop,
      ]
    case .accepted:
      return rent + [.trigger, .appraisal, .deadlineExtended, .repayment, .release, .stop]
    case .convertible:
      return [.milestone] + rent + [
        .appraisal, .conversion, .deadlineExtended, .repayment, .release, .stop,
      ]
    case .converted: return [.custodySet]
    case .held:
      return [
        .tranche, .milestone, .custodyConfirmed, .custodyMoved, .commitment, .dividendDeclared,
        .dividendReceived, .laterRound, .pledge, .pledgeReleased, .appraisal, .exitPriced,
        .moneyReturned, .repayment, .release, .writeOffReview,
      ]
    case .exiting: return [.exitPaid, .exitCalledOff, .dividendReceived]
    case .exited: return [.tranche, .milestone, .dividendReceived, .moneyReturned, .closing]
    case .writtenOff: return [.recovery, .dividendReceived, .moneyReturned, .closing]
    case .released: return [.dividendReceived, .moneyReturned, .closing]
    case .stopped:
      return [
        .rentSettled, .rentWaived, .repayment, .clawback, .writeOffReview, .release, .moneyReturned,
        .closing,
      ]
    case .writeOffReview: return [.rentSettled, .rentWaived, .writeOffDecided]
    case .closed: return [.recovery]
    }
  }
}
