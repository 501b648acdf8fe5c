import Accounting
import Findings
import Quantities

/// The sums of a voucher file, against which its own total rows (合计、小计) are held.
struct RunningTotals {
  struct Sums: Equatable {
    var debit: Int128 = 0
    var credit: Int128 = 0
  }

  /// The sums over the whole file so far.
  private(set) var all = Sums()
  private var sinceLastTotal = Sums()
  private var isComplete = true

  mutating func add(debit: Fen, credit: Fen) {
    all.debit += Int128(debit.rawValue)
    all.credit += Int128(credit.rawValue)
    sinceLastTotal.debit += Int128(debit.rawValue)
    sinceLastTotal.credit += Int128(credit.rawValue)
  }

  /// A row whose amounts are not known: totals can no longer be checked.
  mutating func miss() { isComplete = false }

  /// Checks a total row, which may sum up everything so far or what came since the last one.
  mutating func check(debit: Fen?, credit: Fen?, row: Int) -> [Finding] {
    defer { sinceLastTotal = Sums() }
    let passed = [Finding(.totalRow, row: row)]
    guard isComplete else { return passed }
    func agrees(_ sums: Sums) -> Bool {
      (debit.map { Int128($0.rawValue) == sums.debit } ?? true)
        && (credit.map { Int128($0.rawValue) == sums.credit } ?? true)
    }
    if agrees(all) || agrees(sinceLastTotal) { return passed }
    let sums = [(Field.debit, debit, all.debit), (Field.credit, credit, all.credit)]
    return sums.compactMap { column, written, sum in
      guard let written, Int128(written.rawValue) != sum else { return nil }
      return Finding(
        .totalMismatch,
        row: row,
        column: column,
        value: "\(written)",
        arguments: ["expected": Fen.yuan(sum)]
      )
    }
  }

  /// What a text says about its row.
  enum Mark {
    /// It sums up rows of this file.
    case total
    /// It sums up more than the file holds.
    case carried
  }

  /// Whether a text says that its row sums up others.
  static func mark(_ text: String) -> Mark? {
    var word = Substring(Heading(text).bare)
    if let colon = word.firstIndex(of: ":") { word = word[..<colon] }
    if totals.contains(String(word)) { return .total }
    return carried.contains(String(word)) ? .carried : nil
  }

  private static let totals: Set<String> = [
    "合计", "总计", "小计", "共计", "总合计", "凭证合计", "本页合计", "本页小计", "本日合计",
    "本月合计", "本期合计", "过次页",
  ]

  private static let carried: Set<String> = ["累计", "本年累计", "本期累计", "承前页"]
}
