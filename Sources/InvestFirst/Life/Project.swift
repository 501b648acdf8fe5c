public import Accounting
public import Findings
public import Quantities

/// What a project is after its documents (先投后股项目).
///
/// A value of this type only comes from an approval and documents that kept every guard.
public struct Project: Hashable, Sendable {
  /// How it began.
  public let approval: Approval
  /// The head of the document that began it.
  public let opening: DocumentHead
  /// Where it is in its life.
  public internal(set) var state: ProjectState
  /// The frozen policy; `nil` before the contract.
  public internal(set) var contract: Contract?
  /// The right that is not used up (D01).
  public internal(set) var right = Entitlement()
  /// The equity; `nil` before the conversion and after the last part left.
  public internal(set) var holding: Holding?
  /// The company's owners; empty before the conversion.
  public internal(set) var owners = CapTable()
  /// Where the money is.
  public internal(set) var control = ControlBalance()
  /// The same by source of the money; rent that nobody has paid is under the empty one.
  public internal(set) var sources: [String: SourceBalance] = [:]
  /// What has come in and not gone on.
  public internal(set) var due = Due()
  /// The instalments paid, and the last one whose milestone was passed.
  public internal(set) var tranches = Instalments()
  /// The stages that it reached, each with its day.
  public internal(set) var stages: [ProjectStage: CivilDate] = [:]
  /// The leases.
  public internal(set) var leases: [Lease] = []
  /// The price that waits for its money.
  public internal(set) var pending: ExitPrice?
  /// The day of the last document.
  public internal(set) var lastDate: CivilDate
  /// The numbers of all documents.
  public internal(set) var numbers: Set<String>
  /// The months of rent that are neither paid nor waived.
  public internal(set) var openRents: [RentMonth] = []
  /// The rent that ever accrued, by lease and month.
  var accrued: [String: [FiscalPeriod: Fen]] = [:]
  /// What conditions of a conversion were met (触发条件).
  public internal(set) var triggers: Set<ConversionTerms.Trigger.Kind> = []
  /// The day of the first payment, from which the deadline to convert runs.
  public internal(set) var firstPaid: CivilDate?
  /// The day to which the deadline was moved.
  public internal(set) var extendedTo: CivilDate?
  /// The last appraisal.
  public internal(set) var appraisal: Appraisal?
  /// The principal that went back into the pool (滚存).
  public internal(set) var rolled = Int128(0)
  /// What was written off and may still come back (账销案存).
  public internal(set) var chargedOff = Int128(0)
  /// What the company made, by year (产值).
  public internal(set) var outputs: [Int: Fen] = [:]
  /// What else stands behind the company: guarantees, loans, insurance, by code.
  public internal(set) var exposures: [String: Exposure] = [:]
  /// What the holder has promised, by code.
  public internal(set) var commitments: [String: Commitment] = [:]

  /// The documents that stand, in order.
  public internal(set) var past: [Past] = []

  /// A document that stands, and what it moved.
  public struct Past: Hashable, Sendable {
    /// The document.
    public let document: ProjectDocument
    /// What it moved.
    public let figures: Movement
  }

  /// How far the instalments are.
  public struct Instalments: Hashable, Sendable {
    /// How many were paid.
    public internal(set) var count = 0
    /// How much was paid.
    public internal(set) var paid = Fen.zero
    /// Those whose milestone was passed.
    public internal(set) var passed: Set<Int> = []
  }

  /// Whether every fen that counted is somewhere.
  public var isBalanced: Bool {
    let held = Int128(holding?.cost.rawValue ?? 0)
    return control.counted
      == control.returned + control.lost + control.withdrawn + held + right.left
      && sources.allSatisfy { isBalanced($0, $1) }
  }

  private func isBalanced(_ source: String, _ balance: SourceBalance) -> Bool {
    let held = Fen.sum(holding?.payments.filter { $0.source == source }.map(\.amount) ?? [])
    let left = right.left { $0.fund == source }
    return balance.counted == balance.returned + balance.lost + balance.withdrawn + held + left
  }

  /// What the project takes of the pool: what was approved, or what was paid once no more will be
  /// (占用额度).
  public var committed: Fen {
    switch state {
    case .approved, .contracted, .disbursing, .accepted, .convertible, .converted, .held, .exiting,
      .exited:
      approval.amount
    case .stopped, .writeOffReview, .writtenOff, .released, .closed: tranches.paid
    }
  }

  /// Until when the right has to become equity; `nil` when nothing says so (最迟转股日).
  public var deadline: CivilDate? {
    guard let firstPaid, let months = contract?.timing.deadlineMonths, months > 0 else {
      return nil
    }
    return extendedTo ?? firstPaid.adding(months: Int(months))
  }

  /// Begins a project.
  /// - Throws: everything that is wrong with the approval or its head.
  public init(_ approval: Approval, _ head: DocumentHead) throws(Findings) {
    var findings = head.findings
    if approval.amount <= .zero {
      findings.append(
        Finding(
          .fieldValue,
          column: "amount",
          value: "\(approval.amount)",
          arguments: ["range": "> 0.00"]
        )
      )
    }
    if !findings.isEmpty { throw Findings(findings) }
    self.approval = approval
    opening = head
    state = .approved
    lastDate = head.date
    numbers = [head.number]
  }

  /// The project after one more document.
  /// - Throws: every guard that it breaks.
  public func apply(_ document: ProjectDocument) throws(Findings) -> Project {
    try Transition(self, document).run().project
  }
}
