import Accounting
import CanonicalJSON
import Quantities

/// checks.json: the first questions of every audit, with their figures (审前检查).
extension BookFiles {
  /// Writes turnover by aspect, gaps in numbers, and the sums of the trial balance.
  func writeChecks(_ trial: TrialBalance) throws(EvidenceError) {
    var writer = CanonicalWriter()
    writer.beginObject()
    writer.member("book", book.code)
    writer.key("checks")
    writer.beginArray()
    writeNumbers(&writer)
    writeTrial(trial, &writer)
    for aspect in Aspect.allCases {
      guard let sums = turnover[aspect] else { continue }
      writer.beginObject()
      writer.member("aspect", aspect.rawValue)
      writer.member("credit", Fen.yuan(sums.credit))
      writer.member("debit", Fen.yuan(sums.debit))
      writer.member("name", "turnover")
      writer.key("passes")
      writer.bool(sums.debit == sums.credit)
      writer.endObject()
    }
    writer.endArray()
    writer.member("lines", "\(counts.lines)")
    writer.member("vouchers", "\(counts.vouchers)")
    writer.endObject()
    writer.endLine()
    let file = try TextFile("data/csv/\(folder)/checks.json", output)
    let bytes = writer.bytes
    try file.write { $0 += bytes }
    try file.close()
  }

  private func writeNumbers(_ writer: inout CanonicalWriter) {
    let runs = series.inOrder
    let missing = runs.reduce(0) { $0 + $1.missing }
    writer.beginObject()
    writer.member("missing", "\(missing)")
    writer.member("name", "numbers")
    writer.key("passes")
    writer.bool(missing == 0)
    writer.member("series", "\(runs.count)")
    writer.endObject()
  }

  private func writeTrial(_ trial: TrialBalance, _ writer: inout CanonicalWriter) {
    let leaves = trial.rows.filter(\.account.isLeaf)
    let opening = BookFiles.columns(leaves.map(\.opening))
    let closing = BookFiles.columns(leaves.map(\.closing))
    let (debit, credit) = (Fen.sum(leaves.map(\.debit)), Fen.sum(leaves.map(\.credit)))
    writer.beginObject()
    writer.member("closing_credit", Fen.yuan(closing.credit))
    writer.member("closing_debit", Fen.yuan(closing.debit))
    writer.member("credit", Fen.yuan(credit))
    writer.member("debit", Fen.yuan(debit))
    writer.member("name", "trial-balance")
    writer.member("opening_credit", Fen.yuan(opening.credit))
    writer.member("opening_debit", Fen.yuan(opening.debit))
    writer.key("passes")
    let moved = opening.debit - opening.credit + debit - credit
    writer.bool(trial.isBalanced && moved == closing.debit - closing.credit)
    writer.endObject()
  }

  /// The sums of the balances on either side.
  private static func columns(_ balances: [Fen]) -> (debit: Int128, credit: Int128) {
    let debit = Fen.sum(balances.filter { $0 > .zero })
    return (debit, debit - Fen.sum(balances))
  }
}
