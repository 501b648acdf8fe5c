public import Accounting
import Quantities

/// One voucher as a sheet of paper (记账凭证), a draft or a posted entry.
public struct VoucherSheet: Sendable {
  /// Where the voucher stands.
  public enum Standing: Hashable, Sendable {
    /// Not posted: the number of the draft, for example `D-000123`, and its state.
    case draft(String, VoucherState)
    /// Posted, with the number it had as a draft, if it was one.
    case posted(PostedEntry, draft: String?)
  }

  let masthead: Masthead
  let standing: Standing
  let voucher: Voucher
  let signatures: Signatures
  let chart: ChartOfAccounts
  let directory: DimensionDirectory

  /// Creates the sheet of a draft.
  public init(
    _ masthead: Masthead,
    draft: String,
    state: VoucherState,
    voucher: Voucher,
    signatures: Signatures,
    chart: ChartOfAccounts,
    directory: DimensionDirectory
  ) {
    self.masthead = masthead
    standing = .draft(draft, state)
    self.voucher = voucher
    self.signatures = signatures
    self.chart = chart
    self.directory = directory
  }

  /// Creates the sheet of a posted entry.
  public init(
    _ masthead: Masthead,
    entry: PostedEntry,
    draft: String? = nil,
    chart: ChartOfAccounts,
    directory: DimensionDirectory
  ) {
    self.masthead = masthead
    standing = .posted(entry, draft: draft)
    voucher = entry.voucher
    signatures = entry.signatures
    self.chart = chart
    self.directory = directory
  }

  /// The entry when the voucher is posted.
  var entry: PostedEntry? {
    if case .posted(let entry, _) = standing { entry } else { nil }
  }

  /// The sums of both columns.
  var totals: (debit: Int128, credit: Int128) {
    (Fen.sum(voucher.postings.lazy.map(\.debit)), Fen.sum(voucher.postings.lazy.map(\.credit)))
  }

  /// `{"number","draft","date","state","lines":[{"line","summary","account","debit","credit",`
  /// `"dimensions"}],"prepared_by","reviewed_by","approved_by","reverses","reversed_by","seq",`
  /// `"leaf_sha256"}`, absent values `null`.
  public var json: JSON {
    let (draft, state): (String?, VoucherState) =
      switch standing {
      case .draft(let draft, let state): (draft, state)
      case .posted(_, let draft): (draft, .posted)
      }
    let lines = voucher.postings.enumerated().map { index, posting -> JSON in
      [
        "line": .integer(Int64(index + 1)), "summary": .string(posting.summary),
        "account": .string(posting.account.text), "debit": .amount(posting.debit),
        "credit": .amount(posting.credit), "dimensions": posting.dimensions.json,
      ]
    }
    return [
      "number": .optional(entry.map { masthead.cite($0.number) }), "draft": .optional(draft),
      "date": .string("\(voucher.date)"), "state": .string(state.rawValue),
      "lines": .array(lines), "prepared_by": .optional(signatures.preparedBy),
      "reviewed_by": .optional(signatures.reviewedBy),
      "approved_by": .optional(signatures.approvedBy),
      "reverses": .optional(voucher.reverses.map(masthead.cite)),
      "reversed_by": .optional(entry?.reversedBy.map(masthead.cite)),
      "seq": entry.map { .integer($0.sequence) } ?? .null,
      "leaf_sha256": .optional(entry?.leafSHA256),
    ]
  }
}
