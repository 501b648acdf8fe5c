import Accounting
import Quantities

@testable import InvestFirst

/// Events with facts that are mostly possible (随机事项).
struct RandomLife {
  var random: Seeded
  private var serial = 0
  /// The policy of the last contract.
  private(set) var policy: InvestFirstPolicy?

  /// What money is before it converts.
  private let nature: AccountingTerms.BeforeConversion

  init(_ seed: UInt64, _ nature: AccountingTerms.BeforeConversion = .claim) {
    random = Seeded(seed)
    self.nature = nature
  }

  mutating func contract() throws -> Contract {
    let weights = ["1000000", "500000", "333333"]
    let cash = weights[Int(random.below(3))]
    let rent = weights[Int(random.below(3))]
    let custody = HoldingTerms.CustodyModel.allCases[Int(random.below(3))]
    let waived = AccountingTerms.WaivedRent.allCases[Int(random.below(2))]
    let credit = AccountingTerms.ConversionCredit.allCases[Int(random.below(2))]
    let bought = AccountingTerms.EquityBought.allCases[Int(random.below(2))]
    let policy = try Sample.policy(
      """
      "count":{"kinds":[{"kind":"cash","weight_ppm":"\(cash)"},
                        {"kind":"rent","weight_ppm":"\(rent)"}],
               "sources":[{"source":"budget","buys_equity":"true"},
                          {"source":"upper","buys_equity":"true"},
                          {"source":"bond","buys_equity":"false"}]},
      "convert":{"price_rule":"par","hold_max_ppm":"\(random.below(900_000) + 100_000)",
                 "deadline_months":"\(random.below(2) * 24)","on_deadline":"extend",
                 "not_largest":"\(random.below(2) == 0)"},
      "hold":{"custody_model":"\(custody.rawValue)"},
      "exit":{"exit_ways":["founder_buyback","holder_transfer"],"tech_broker_ppm":"100000",
              "manager_reward_ppm":"100000",
              "tiers":[{"clock":"conversion","bound":"floor","rate_source":"none"}]},
      "accounting":{"waived_rent":"\(waived.rawValue)",
                    "before_conversion":"\(nature.rawValue)",
                    "conversion_credit":"\(credit.rawValue)",
                    "equity_bought":"\(bought.rawValue)"}
      """
    )
    self.policy = policy
    return try Contract(policy, digest: Life.digest)
  }

  /// An amount of what there is: all of it now and then, sometimes more.
  private mutating func part(of sum: Int128) -> Fen {
    let sum = Int64(clamping: max(1, sum))
    switch random.below(10) {
    case 0: return Fen(sum + random.below(100))
    case 1...3: return Fen(sum)
    default: return Fen(random.below(sum) + 1)
    }
  }

  private mutating func code() -> String {
    serial += 1
    return "K\(serial)"
  }

  /// What happens next; endings and corrections are rare, so that lives are long.
  mutating func next(_ project: Project) -> ProjectEvent.Kind? {
    let next = project.state.next
    if project.state == .closed, random.below(3) > 0 { return nil }
    while true {
      let kind = next[Int(random.below(Int64(next.count)))]
      let isEnding = [.stop, .release, .writeOffReview, .closing, .correction].contains(kind)
      if !isEnding || random.below(4) == 0 { return kind }
    }
  }

  mutating func event(_ kind: ProjectEvent.Kind, _ project: Project) throws -> ProjectEvent {
    switch kind {
    case .contract: return .contract(try contract())
    case .tranche, .milestone, .lease, .rentAccrued, .rentSettled, .rentWaived:
      return paying(kind, project)
    case .acceptance: return .acceptance
    case .stage, .output, .deadlineExtended, .appraisal, .reward, .exposure, .exposureEnded,
      .commitment:
      return noting(kind, project)
    case .recovery: return .recovery(Recovery(amount: part(of: project.chargedOff)))
    case .trigger: return .trigger(TriggerMet(.milestone))
    case .conversion, .custodySet, .custodyMoved, .custodyConfirmed, .dividendDeclared,
      .dividendReceived, .laterRound, .pledge, .pledgeReleased:
      return equity(kind, project)
    case .exitPriced, .exitCalledOff, .exitPaid, .repayment, .moneyReturned:
      return leaving(kind, project)
    case .stop: return .stop(Stop(reason: "团队解散"))
    case .clawback: return .clawback(Clawback(amount: part(of: project.right.left)))
    case .writeOffReview: return .writeOffReview
    case .writeOffDecided:
      let total = project.right.left + Int128(project.holding?.cost.rawValue ?? 0)
      return .writeOffDecided(
        WriteOff(
          isApproved: random.below(3) > 0,
          recovered: random.below(2) == 0 ? .zero : part(of: total),
          outcome: .exempt
        )
      )
    case .release: return .release
    case .closing: return .closing
    case .correction:
      // Mostly one of the last documents, on which little rests.
      let back = random.below(random.below(4) == 0 ? 12 : 2) + 1
      let past = project.past.suffix(Int(back)).first?.document.head.number
      return .correction(Correction(of: past ?? "", reason: "金额有误"))
    }
  }

  private mutating func noting(_ kind: ProjectEvent.Kind, _ project: Project) -> ProjectEvent {
    switch kind {
    case .stage:
      let stages = ProjectStage.allCases
      return .stage(StageReached(stages[Int(random.below(Int64(stages.count)))]))
    case .output:
      let year = Int(random.below(6)) + 2024
      return .output(OutputReport(year: year, amount: Fen(random.below(1_000_000))))
    case .deadlineExtended:
      let until = (project.deadline ?? project.lastDate).adding(days: Int32(random.below(300)))
      return .deadlineExtended(DeadlineExtended(until: until))
    case .appraisal:
      let value = Fen(random.below(100_000_000))
      return .appraisal(Appraisal(value: value, asOf: project.lastDate))
    case .reward:
      let basis = project.past.last { $0.isResult && $0.figures[.gain] > .zero }
      let most = max(Int64(1), (basis?.figures[.gain].rawValue ?? 1) / 10)
      return .reward(
        Reward(
          payee: "技术经理人甲",
          role: random.below(2) == 0 ? .manager : .techBroker,
          basis: basis?.document.head.number ?? "",
          amount: Fen(random.below(most) + 1)
        )
      )
    case .exposure:
      let kinds = Exposure.Kind.allCases
      return .exposure(
        Exposure(
          code: code(),
          kind: kinds[Int(random.below(3))],
          party: "担保公司",
          amount: part(of: 1_000_000),
          until: project.lastDate.adding(days: 365)
        )
      )
    case .exposureEnded:
      let known = project.exposures.keys.sorted().first
      return .exposureEnded(ExposureEnd(code: known ?? ""))
    default:
      let holder = project.holding?.holder ?? ""
      return .commitment(Commitment(code: code(), holder: holder, text: "退出后十日内上缴"))
    }
  }

  /// A source of money; now and then one that may not buy equity.
  private mutating func source() -> String {
    random.below(5) == 0 ? "bond" : ["budget", "upper"][Int(random.below(2))]
  }

  private mutating func paying(_ kind: ProjectEvent.Kind, _ project: Project) -> ProjectEvent {
    let paid = project.tranches
    switch kind {
    case .tranche:
      let left = project.approval.amount.rawValue - paid.paid.rawValue
      let amount = part(of: Int128(left / 2))
      return .tranche(Tranche(number: paid.count + 1, amount: amount, source: source()))
    case .milestone:
      return .milestone(MilestoneReview(tranche: paid.count, isPassed: random.below(4) > 0))
    case .lease:
      let to = project.lastDate.adding(days: Int32(random.below(400)))
      let code = code()
      return .lease(
        Lease(code: code, landlord: "SOE2", premises: code, from: project.lastDate, to: to)
      )
    default: break
    }
    let open = project.openRents.first
    let month = project.lastDate.period
    let lease = open?.lease ?? project.leases.last?.code ?? ""
    let whole = open?.amount ?? Fen(1)
    switch kind {
    case .rentSettled:
      let amount = random.below(3) == 0 ? part(of: Int128(whole.rawValue)) : whole
      return .rentSettled(
        RentMonth(lease: lease, month: open?.month ?? month, amount: amount, source: source())
      )
    case .rentWaived:
      return .rentWaived(RentMonth(lease: lease, month: open?.month ?? month, amount: whole))
    default:
      let amount = Fen(random.below(1_000_000) + 1)
      let lease = project.leases.last?.code ?? ""
      return .rentAccrued(RentMonth(lease: lease, month: month, amount: amount))
    }
  }

  private mutating func equity(_ kind: ProjectEvent.Kind, _ project: Project) -> ProjectEvent {
    let holder = project.holding?.holder ?? "SOE1"
    let capital = Int128(project.holding?.capital.rawValue ?? 1)
    switch kind {
    case .conversion:
      let others = CapTable([
        .founders: Fen(random.below(100_000_000) + 1), .researchers: Fen(random.below(1000)),
      ])
      return .conversion(
        ConversionDone(
          used: part(of: project.right.left),
          capitalToFund: Fen(random.below(50_000_000) + 1),
          others: others,
          holder: "SOE1"
        )
      )
    case .custodySet: return .custodySet(CustodySet(holder: holder))
    case .custodyMoved:
      return .custodyMoved(CustodyMove(from: holder, to: "SOE\(random.below(3) + 1)"))
    case .custodyConfirmed: return .custodyConfirmed
    case .dividendDeclared:
      let amount = Fen(random.below(1_000_000) + 1)
      return .dividendDeclared(Dividend(declaration: code(), amount: amount))
    case .dividendReceived:
      let open = project.due.dividends.sorted { $0.key < $1.key }.first
      let amount = part(of: Int128(open?.value.amount.rawValue ?? 1))
      return .dividendReceived(Dividend(declaration: open?.key ?? "", amount: amount))
    case .laterRound:
      let others = CapTable([.investors: Fen(random.below(1_000_000))])
      let bought = Fen(random.below(2) * (random.below(100_000) + 1))
      let cash = bought == .zero ? Fen.zero : Fen(random.below(10_000_000) + 1)
      return .laterRound(
        LaterRound(others: others, capitalToFund: bought, cash: cash, source: source())
      )
    case .pledge: return .pledge(Pledge(code: code(), capital: part(of: capital / 2)))
    default:
      let known = project.holding?.pledges.keys.sorted().first
      return .pledgeReleased(PledgeRelease(code: known ?? ""))
    }
  }

  private mutating func leaving(_ kind: ProjectEvent.Kind, _ project: Project) -> ProjectEvent {
    switch kind {
    case .exitPriced:
      let price = Fen(random.below(300_000_000))
      let ways: [ExitTerms.Way] = [.founderBuyback, .holderTransfer]
      return .exitPriced(
        ExitPrice(
          way: ways[Int(random.below(2))],
          capital: part(of: project.holding?.free ?? 1),
          price: price,
          concession: Fen(random.below(2) * random.below(1_000_000)),
          fees: Fen(random.below(1000))
        )
      )
    case .exitCalledOff: return .exitCalledOff
    case .exitPaid:
      let agreed = project.pending?.price ?? .zero
      let amount = random.below(4) == 0 ? Fen(agreed.rawValue / 2) : agreed
      return .exitPaid(ExitPayment(amount: amount, reason: "分期"))
    case .repayment:
      let gain = Fen(random.below(1_000_000))
      return .repayment(Repayment(principal: part(of: project.right.left), gain: gain))
    default:
      let due = project.due
      let to: CycleTerms.PrincipalTo = random.below(2) == 0 ? .pool : .treasury
      return .moneyReturned(MoneyReturn(principal: due.principal, gain: due.gain, to: to))
    }
  }
}
