import Accounting
import Audit
import Quantities
import Reports
import Signing
import Store

extension AuditSample: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let drawing = try drawing()
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let size = try snapshot.recordCount()
      let request = SampleReport.Request(
        method: method,
        unit: of,
        seed: seed,
        book: head.book,
        period: period,
        account: account,
        records: min(knowledge.position ?? size, size)
      )
      var amounts: [Int128] = []
      try forEachItem(in: snapshot, head) { amounts.append($0.amount) }
      let sample: Sample
      do throws(SigningError) { sample = try Sample(drawing, of: amounts, seed: seed) } catch {
        throw .signer(error)
      }
      return SampleReport(
        request: request,
        sample: sample,
        rows: try rows(of: sample, in: snapshot, head)
      )
    }
    try session.show(report, output)
  }

  /// The method with what it needs.
  /// - Throws: `E-USAGE` when something is missing, or makes no sense with the method.
  private func drawing() throws(Failure) -> SamplingMethod {
    switch (method, size, interval, strata) {
    case (.random, let size?, nil, nil): return .random(size: size)
    case (.stratified, let size?, nil, let strata?):
      return .stratified(size: size, bounds: strata.bounds)
    case (.mus, let size?, nil, nil): return .monetaryUnit(.size(size))
    case (.mus, nil, let interval?, nil): return .monetaryUnit(.amount(interval))
    default:
      let wanted =
        switch method {
        case .random: "--size"
        case .stratified: "--size --strata"
        case .mus: "--size | --interval"
        }
      throw Failure(
        .usage,
        ["detail": "--method \(method.rawValue): \(wanted)", "help": "xiantou help audit sample"]
      )
    }
  }

  /// An item of the population, before anything is drawn.
  private struct Candidate {
    let entry: PostedEntry
    let line: Int?
    let amount: Int128
  }

  /// Hands over the population in the order of books (序时).
  private func forEachItem(
    in snapshot: LedgerSnapshot,
    _ head: Masthead,
    _ body: (Candidate) throws(StoreError) -> Void
  ) throws(StoreError) {
    let range = period ?? head.book.allPeriods
    if let account { _ = try snapshot.known(account, in: head.book) }
    try snapshot.forEachEntry(
      in: head.book,
      from: range.firstDay,
      through: range.lastDay,
      knownAt: knowledge.position
    ) { (entry) throws(StoreError) in
      if Interruption.isRequested { throw .cancelled }
      let postings = entry.voucher.postings
      let isWanted = { (posting: Posting) in
        account.map { posting.account.lies(in: $0...$0) } ?? true
      }
      switch of {
      case .lines:
        for (index, posting) in postings.enumerated() where isWanted(posting) {
          let amount = Int128(posting.amount.rawValue)
          try body(Candidate(entry: entry, line: index + 1, amount: amount))
        }
      case .vouchers:
        guard postings.contains(where: isWanted) else { return }
        let amount = Fen.sum(postings.lazy.map(\.debit))
        try body(Candidate(entry: entry, line: nil, amount: amount))
      }
    }
  }

  private func rows(
    of sample: Sample,
    in snapshot: LedgerSnapshot,
    _ head: Masthead
  ) throws(StoreError) -> [SampleReport.Row] {
    var rows: [SampleReport.Row] = []
    var place = 0
    try forEachItem(in: snapshot, head) { (candidate) throws(StoreError) in
      defer { place += 1 }
      guard rows.count < sample.items.count, sample.items[rows.count].place == place else { return }
      let entry = candidate.entry
      let posting = candidate.line.map { entry.voucher.postings[$0 - 1] }
      rows.append(
        SampleReport.Row(
          item: sample.items[rows.count],
          number: head.cite(entry.number),
          date: entry.voucher.date,
          line: candidate.line,
          account: posting?.account.text ?? "",
          summary: posting?.summary ?? entry.voucher.postings.first?.summary ?? "",
          side: posting?.side,
          amount: candidate.amount,
          seq: entry.sequence,
          leaf: entry.leafSHA256,
          isUnits: method == .mus
        )
      )
    }
    return rows
  }
}
