public import Accounting
import CanonicalJSON
import Findings
public import InvestFirst
public import Policies
import Quantities
public import Store

/// What a document came to when it was written (入账回执).
public struct DocumentReceipt: Sendable {
  /// The place of its record in the log.
  public let sequence: Int64
  /// The vouchers that book it.
  public let vouchers: [BookedVoucher]
}

extension ProjectRegister {
  /// Begins a project (立项).
  /// - Throws: what is wrong with the approval; `E-DOCUMENT-DUP` when the project has begun.
  @discardableResult
  public func begin(
    _ approval: Approval,
    _ head: DocumentHead,
    in write: LedgerTransaction,
    history: [WorkflowEvent] = []
  ) throws(RegisterError) -> DocumentReceipt {
    let project = try RegisterError.found { () throws(Findings) in try Project(approval, head) }
    let document = BusinessDocument(
      area: .project,
      subject: approval.project,
      head: head,
      kind: Approval.kind,
      basis: .rule,
      facts: approval.facts
    )
    let receipt = try RegisterError.stored { () throws(StoreError) in
      guard try write.documents(.project, of: approval.project).isEmpty else {
        throw .findings(
          Findings(
            Finding(
              .documentDuplicate,
              value: approval.project,
              arguments: ["document": approval.project]
            )
          )
        )
      }
      let place = try write.record(document, vouchers: [], history: history)
      return DocumentReceipt(sequence: place, vouchers: [])
    }
    projects[approval.project] = project
    return receipt
  }

  /// Writes a document: its vouchers in every book that is kept here, and its record.
  /// - Throws: as ``propose(_:of:books:explained:)``; what keeps a voucher out of a book.
  @discardableResult
  public func record(
    _ document: ProjectDocument,
    of code: String,
    books: BookAssignment,
    explained steps: [Step] = [],
    in write: LedgerTransaction,
    history: [WorkflowEvent] = []
  ) throws(RegisterError) -> DocumentReceipt {
    let proposal = try propose(document, of: code, books: books, explained: steps)
    let templates = try rules.templates().digest
    let receipt = try RegisterError.stored { () throws(StoreError) in
      let vouchers =
        if let corrected = proposal.reverses {
          try write.reverse(corrected, of: code, document.head)
        } else {
          try write.post(proposal, document.head, books)
        }
      let place = try write.record(
        BusinessDocument(
          area: .project,
          subject: code,
          head: document.head,
          kind: document.event.kind.rawValue,
          basis: .rule,
          policy: proposal.project.contract?.digest ?? "",
          templates: vouchers.isEmpty ? "" : templates,
          facts: document.event.facts,
          figures: proposal.figures.figures,
          trace: proposal.trace.map(\.json)
        ),
        vouchers: vouchers,
        history: history
      )
      return DocumentReceipt(sequence: place, vouchers: vouchers)
    }
    projects[code] = proposal.project
    return receipt
  }
}

extension ProjectRegister {
  /// Records a document whose vouchers are in the ledger already (历史台账); nothing is booked.
  /// - Throws: every guard that is broken.
  func link(
    _ document: ProjectDocument,
    of code: String,
    to vouchers: [BookedVoucher],
    in write: LedgerTransaction
  ) throws(RegisterError) {
    let project = try project(code)
    let (next, figures) = try RegisterError.found { () throws(Findings) in
      try project.follow(document)
    }
    try RegisterError.stored { () throws(StoreError) in
      _ = try write.record(
        BusinessDocument(
          area: .project,
          subject: code,
          head: document.head,
          kind: document.event.kind.rawValue,
          basis: .linked,
          policy: next.contract?.digest ?? "",
          facts: document.event.facts,
          figures: figures.figures
        ),
        vouchers: vouchers
      )
    }
    projects[code] = next
  }
}

extension LedgerTransaction {
  /// Reverses in red the vouchers that book a document, each in its book.
  fileprivate func reverse(
    _ number: String,
    of project: String,
    _ head: DocumentHead
  ) throws(StoreError) -> [BookedVoucher] {
    let corrected = try documents(.project, of: project).first {
      $0.document.head.number == number
    }
    var vouchers: [BookedVoucher] = []
    for voucher in corrected?.vouchers ?? [] {
      let book = try book(voucher.book)
      guard let posted = try postedEntry(voucher.number, in: book) else {
        throw .damaged(detail: "voucher \(voucher.number) of document \(number)")
      }
      let red: Voucher
      do throws(Overflow) {
        red = try Reversal.red(of: posted.voucher, number: voucher.number, on: head.date)
      } catch { throw .findings(Findings(Finding(.overflow))) }
      let receipt = try post(checkedEntry(red, in: book), in: book, signatures: head.signatures)
      vouchers.append(
        BookedVoucher(book: book.code, number: receipt.number, sequence: receipt.sequence)
      )
    }
    return vouchers
  }

  /// Posts the vouchers of a proposal, those of books that are kept elsewhere left out.
  fileprivate func post(
    _ proposal: Proposal,
    _ head: DocumentHead,
    _ books: BookAssignment
  ) throws(StoreError) -> [BookedVoucher] {
    var vouchers: [BookedVoucher] = []
    for entry in proposal.entries {
      guard let book = books.book(entry.role, entry.party) else { continue }
      let checked = try checkedEntry(entry.voucher, in: book)
      let receipt = try post(checked, in: book, signatures: head.signatures)
      vouchers.append(
        BookedVoucher(book: book.code, number: receipt.number, sequence: receipt.sequence)
      )
    }
    return vouchers
  }
}
