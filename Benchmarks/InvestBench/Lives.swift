import Accounting
import InvestFirst
import Quantities

/// The documents of one project after the other: each life has the same twenty steps.
struct Lives {
  private let contract: Contract
  private static let papers = ["检测报告", "专项审计", "尽职调查记录", "集体决策记录"]
  private static let digest = String(repeating: "0f", count: 32)
  private static let signatures = Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "丙")
  /// How many documents a life has, the approval among them.
  static let length = 20

  init(_ contract: Contract) { self.contract = contract }

  /// The code of a project.
  static func code(_ number: Int) -> String {
    let digits = String(number)
    return "P" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  static func approval(_ number: Int) -> (Approval, DocumentHead) {
    let approval = Approval(project: code(number), zone: "ZQ01", amount: Fen(500_000_000))
    return (approval, head(number, 0))
  }

  private static func head(_ project: Int, _ step: Int) -> DocumentHead {
    guard let first = CivilDate(iso: "2023-01-02") else { preconditionFailure("a good date") }
    return DocumentHead(
      number: "\(code(project))-\(step)",
      date: CivilDate(dayNumber: first.dayNumber + Int32(project / 100 + step)),
      signatures: signatures,
      evidence: papers.compactMap { EvidencePaper(name: $0, digest: digest) }
    )
  }

  /// The documents after the approval.
  func documents(_ number: Int) -> [ProjectDocument] {
    let first = Lives.head(number, 0).date
    let month = first.period
    let lease = Lease(
      code: "L1",
      landlord: "SOE2",
      premises: "A\(number)",
      from: month.firstDay,
      to: month.firstDay.adding(months: 25)
    )
    func rent(_ offset: Int) -> RentMonth {
      let period = FiscalPeriod(ordinal: month.ordinal + offset)
      return RentMonth(lease: "L1", month: period, amount: Fen(1_950_000))
    }
    let capital = Fen(223_900_000)
    let dividend = Dividend(declaration: "股利1", amount: Fen(4_798_651))
    let part = Fen(100_000_000)
    let events: [ProjectEvent] = [
      .contract(contract), .lease(lease),
      .tranche(Tranche(number: 1, amount: Fen(110_000_000))),
      .milestone(MilestoneReview(tranche: 1, isPassed: true)),
      .tranche(Tranche(number: 2, amount: Fen(110_000_000))),
      .rentAccrued(rent(0)), .rentSettled(rent(0)), .rentAccrued(rent(1)), .rentSettled(rent(1)),
      .trigger(TriggerMet(.externalRound)),
      .conversion(
        ConversionDone(
          used: capital,
          capitalToFund: capital,
          others: CapTable([.founders: Fen(2_000_000_000)]),
          holder: "SOE1"
        )
      ),
      .custodySet(CustodySet(holder: "SOE1")), .custodyConfirmed,
      .dividendDeclared(dividend), .dividendReceived(dividend),
      .exitPriced(ExitPrice(way: .founderBuyback, capital: part, price: Fen(120_000_000))),
      .exitPaid(ExitPayment(amount: Fen(120_000_000))),
      .custodyMoved(CustodyMove(from: "SOE1", to: "SOE2")),
      .moneyReturned(MoneyReturn(principal: part, gain: Fen(24_798_651), to: .treasury)),
    ]
    return events.enumerated().map { step, event in
      ProjectDocument(Lives.head(number, step + 1), event)
    }
  }
}
