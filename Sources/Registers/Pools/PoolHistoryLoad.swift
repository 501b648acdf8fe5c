public import Accounting
import Findings
public import RiskPools
public import Store

/// Takes the earlier years of a pool over into a ledger (历史业务登记), as ``HistoryLoad`` does for
/// projects.
public struct PoolHistoryLoad {
  /// What was taken over.
  public struct Outcome: Sendable {
    /// How many documents were recorded.
    public fileprivate(set) var documents = 0
    /// How many vouchers were made.
    public fileprivate(set) var vouchers = 0
    /// Documents whose voucher is not in the ledger, or is there although they are to be booked.
    public fileprivate(set) var misfits: [PoolHistory.Misfit] = []
  }

  private let register: PoolRegister
  private let write: LedgerTransaction
  private let book: Book
  private let mode: HistoryLoad.Mode

  /// Prepares to take over history; the lines of `book` bear the numbers of the documents.
  public init(
    _ register: PoolRegister,
    in write: LedgerTransaction,
    book: Book,
    mode: HistoryLoad.Mode
  ) {
    self.register = register
    self.write = write
    self.book = book
    self.mode = mode
  }

  /// Records the documents, day by day; those that are in the ledger already are passed over.
  public func take(_ history: PoolHistory) throws(RegisterError) -> Outcome {
    let references = try RegisterError.stored { () throws(StoreError) in
      try write.references(in: book)
    }
    let code = history.opening.pool
    let books = try PoolBooks(write)
    var outcome = Outcome()
    let isOpen = try hasDocument(history.head.number, code)
    var fresh: [PoolHistory.Entry] = []
    for entry in history.documents where try !hasDocument(entry.document.head.number, code) {
      fresh.append(entry)
    }
    if mode == .booked {
      outcome.misfits = fresh.compactMap { entry in
        entry.voucher(in: references).map { entry.misfit(.documentBooked, by: "\($0.number)") }
      }
      guard outcome.misfits.isEmpty else { return outcome }
    }
    if !isOpen {
      let basis: BusinessDocument.Basis = mode == .linked ? .linked : .rule
      try register.open(history.opening, history.head, basis: basis, in: write)
      outcome.documents += 1
    }
    for entry in fresh {
      switch mode {
      case .linked:
        let voucher = entry.voucher(in: references)
        if voucher == nil, entry.document.isBooked {
          outcome.misfits.append(entry.misfit(.voucherNotLinked))
        }
        try register.link(
          entry.document,
          of: code,
          to: voucher.map { [$0] } ?? [],
          in: write
        )
      case .booked:
        let receipt = try register.record(entry.document, of: code, books: books, in: write)
        outcome.vouchers += receipt.vouchers.count
      }
      outcome.documents += 1
    }
    return outcome
  }

  private func hasDocument(_ number: String, _ code: String) throws(RegisterError) -> Bool {
    try RegisterError.stored { () throws(StoreError) in
      try write.hasDocument(number, .pool, of: code)
    }
  }
}

extension PoolDocument {
  /// Whether money moves, so that a voucher is expected.
  fileprivate var isBooked: Bool {
    switch event {
    case .claimPaid, .recoveryReceived: true
    default: false
    }
  }
}

extension PoolHistory.Entry {
  /// The voucher that books the document: it bears the number of its claim or recovery.
  fileprivate func voucher(in references: [String: [ReferringVoucher]]) -> BookedVoucher? {
    guard document.isBooked else { return nil }
    return references[document.event.subject]?.first?.voucher
  }

  fileprivate func misfit(_ code: FindingCode, by voucher: String = "") -> PoolHistory.Misfit {
    PoolHistory.Misfit(
      table: origin?.table ?? .claims,
      finding: Finding(
        code,
        row: origin?.row,
        value: document.event.subject,
        arguments: voucher.isEmpty ? [:] : ["voucher": voucher]
      )
    )
  }
}
