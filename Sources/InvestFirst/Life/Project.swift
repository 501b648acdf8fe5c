public import Accounting
public import Findings
public import Quantities

/// What a project is after its documents (先投后股项目).
///
/// A value of this type only comes from an approval and documents that kept every guard.
public struct Project: Hashable, Sendable {
  /// How it began.
  public let approval: Approval
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
  /// The months of rent that ever accrued, by lease.
  var accrued: [String: Set<FiscalPeriod>] = [:]

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
