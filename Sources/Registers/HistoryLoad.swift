public import Accounting
import CanonicalJSON
import Findings
public import InvestFirst
import Policies
import Quantities
public import Store

/// Takes earlier years over into a ledger (历史业务登记), as documents in the order of time.
///
/// Either they are linked to the vouchers that booked them then, and nothing is booked again; or
/// they are booked now, in a ledger that does not hold those vouchers.
public struct HistoryLoad {
  /// What happens to the books.
  public enum Mode: Sendable {
    /// The vouchers are there; documents name them.
    case linked
    /// The documents make their vouchers.
    case booked
  }

  /// What was taken over.
  public struct Outcome: Sendable {
    /// How many documents were recorded.
    public fileprivate(set) var documents = 0
    /// How many vouchers were made.
    public fileprivate(set) var vouchers = 0
    /// Documents whose voucher is not in the ledger, or, when they are to be booked, is there
    /// already.
    public fileprivate(set) var misfits: [History.Misfit] = []
  }

  private let register: ProjectRegister
  private let write: LedgerTransaction
  private let book: Book
  private let mode: Mode

  /// Prepares to take over history; the lines of `book` bear the numbers of the documents.
  public init(
    _ register: ProjectRegister,
    in write: LedgerTransaction,
    book: Book,
    mode: Mode
  ) {
    self.register = register
    self.write = write
    self.book = book
    self.mode = mode
  }

  /// Records the documents of all projects, day by day.
  ///
  /// Documents that are in the ledger already are passed over.
  public func take(_ history: History) throws(RegisterError) -> Outcome {
    let references = try RegisterError.stored { () throws(StoreError) in
      try write.references(in: book)
    }
    let books = try BookAssignment(write)
    var outcome = Outcome()
    let steps = try steps(of: history)
    if mode == .booked {
      outcome.misfits = steps.compactMap { $0.booked(by: references) }
      guard outcome.misfits.isEmpty else { return outcome }
    }
    for step in steps {
      let (life, code) = (step.life, step.life.approval.project)
      guard let entry = step.entry else {
        try register.begin(life.approval, life.head, in: write)
        outcome.documents += 1
        continue
      }
      let found = references.vouchers(of: entry.document, code)
      switch mode {
      case .linked:
        if found.isEmpty, entry.document.reference != nil {
          outcome.misfits.append(entry.misfit(.voucherNotLinked))
        }
        try link(entry.document, of: code, to: found)
      case .booked:
        let receipt = try register.record(entry.document, of: code, books: books, in: write)
        outcome.vouchers += receipt.vouchers.count
      }
      outcome.documents += 1
    }
    return outcome
  }

  /// An approval, or a document after it, in the order of time.
  private struct Step {
    let life: History.Life
    let entry: History.Entry?

    /// What keeps the step from being booked: a voucher that is there.
    func booked(by references: [String: [ReferringVoucher]]) -> History.Misfit? {
      guard let entry,
        let voucher = references.vouchers(of: entry.document, life.approval.project).first
      else { return nil }
      return entry.misfit(.documentBooked, by: "\(voucher.voucher.number)")
    }

    var number: String { entry?.document.head.number ?? life.head.number }
    var date: CivilDate { entry?.document.head.date ?? life.head.date }
  }

  private func steps(of history: History) throws(RegisterError) -> [Step] {
    var steps: [Step] = []
    for life in history.projects where life.project != nil {
      let all = [Step(life: life, entry: nil)] + life.documents.map { Step(life: life, entry: $0) }
      for step in all {
        let isKnown = try RegisterError.stored { () throws(StoreError) in
          try write.hasDocument(step.number, .project, of: life.approval.project)
        }
        if !isKnown { steps.append(step) }
      }
    }
    // The order within a project and a day stays.
    return steps.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
  }

  /// Records a document with those who signed its voucher.
  private func link(
    _ document: ProjectDocument,
    of code: String,
    to found: [ReferringVoucher]
  ) throws(RegisterError) {
    let head = document.head
    let signed = found.first.flatMap { $0.signatures.findings.isEmpty ? $0.signatures : nil }
    let linked = DocumentHead(
      number: head.number,
      date: head.date,
      signatures: signed ?? head.signatures,
      evidence: head.evidence
    )
    try register.link(
      ProjectDocument(linked, document.event),
      of: code,
      to: found.map(\.voucher),
      in: write
    )
  }
}

extension ProjectDocument {
  /// What the vouchers of the document bear as their reference (业务单号); `nil` when it is never
  /// booked by itself.
  fileprivate var reference: String? {
    switch event {
    case .tranche, .conversion, .custodyMoved, .dividendDeclared, .exitPaid, .repayment,
      .writeOffDecided:
      head.number
    case .dividendReceived(let dividend): dividend.declaration
    case .rentSettled(let rent): "租" + "\(rent.month)".filter { $0 != "-" }
    default: nil
    }
  }
}

extension [String: [ReferringVoucher]] {
  /// The vouchers that book a document of a project: of those that bear its reference the ones of
  /// its day, unless it was corrected later.
  fileprivate func vouchers(
    of document: ProjectDocument,
    _ project: String
  ) -> [ReferringVoucher] {
    guard let reference = document.reference else { return [] }
    let found = (self[reference] ?? []).filter {
      $0.projects.isEmpty || $0.projects.contains(project)
    }
    let sameDay = found.filter { $0.date == document.head.date }
    return sameDay.isEmpty ? found : sameDay
  }
}

extension History.Entry {
  fileprivate func misfit(_ code: FindingCode, by voucher: String = "") -> History.Misfit {
    History.Misfit(
      table: origin.table,
      finding: Finding(
        code,
        row: origin.row,
        value: document.reference ?? document.head.number,
        arguments: voucher.isEmpty ? [:] : ["voucher": voucher]
      )
    )
  }
}
