import Accounting
import Findings

/// Where the columns of a voucher table are.
struct VoucherColumns {
  let date: Int
  let number: Int
  let summary: Int
  let account: Int
  let debit: Int
  let credit: Int
  let word: Int?
  let attachments: Int?
  let year: Int?
  let period: Int?
  let quantity: Int?
  let reference: Int?
  let reverses: Int?
  /// `辅助核算`, which names kinds and values in one cell.
  let combined: Int?
  /// Maker, reviewer and approver, as far as the table has them.
  let people: [(signer: Signer, column: Int)]
  /// A column for each kind of dimension that the table has.
  let dimensions: [(kind: DimensionKind, column: Int)]

  /// The cells whose bytes tell one voucher from the next.
  let key: [Int]

  /// Takes the places from a header that has every required column.
  init(_ map: ColumnMap, kinds: [DimensionKind]) {
    func required(_ name: String) -> Int {
      guard let place = map[name] else { preconditionFailure("the header has been checked") }
      return place
    }
    date = required(Field.date)
    number = required(Field.number)
    summary = required(Field.summary)
    account = required(Field.account)
    debit = required(Field.debit)
    credit = required(Field.credit)
    word = map[Field.word]
    attachments = map[Field.attachments]
    year = map[VoucherColumns.yearName]
    period = map[VoucherColumns.periodName]
    quantity = map[Field.quantity]
    reference = map[Field.reference]
    reverses = map[Field.reverses]
    combined = map[VoucherColumns.combinedName]
    people = Signer.allCases.compactMap { signer in map[signer.field].map { (signer, $0) } }
    dimensions = kinds.compactMap { kind in map[kind.name].map { (kind, $0) } }
    key = [date, number] + [word, year, period].compactMap { $0 }
  }

  static let yearName = "会计年度"
  static let periodName = "会计期间"
  static let combinedName = "辅助核算"

  /// Columns that say the same on every line of a voucher: what is wrong with one of them is told
  /// once for each voucher, at the first line that shows it.
  static let repeating: Set<String> = [
    Field.date, Field.number, Field.word, Field.attachments, Field.summary, Field.reference,
    Field.reverses, Field.preparedBy, Field.reviewedBy, Field.approvedBy, yearName, periodName,
  ]

  /// Columns for the kinds of dimension that a ledger has added.
  static func further(_ kinds: [DimensionKind]) -> [Column] {
    kinds.filter { !DimensionKind.standard.contains($0) }.map { .optional($0.name) }
  }
}

/// Who signs a voucher, in the order of signing.
enum Signer: CaseIterable {
  case maker
  case reviewer
  case approver

  var field: String {
    switch self {
    case .maker: Field.preparedBy
    case .reviewer: Field.reviewedBy
    case .approver: Field.approvedBy
    }
  }
}

extension Signatures {
  /// The signature of one of them.
  subscript(signer: Signer) -> String? {
    get {
      switch signer {
      case .maker: preparedBy
      case .reviewer: reviewedBy
      case .approver: approvedBy
      }
    }
    set {
      switch signer {
      case .maker: preparedBy = newValue
      case .reviewer: reviewedBy = newValue
      case .approver: approvedBy = newValue
      }
    }
  }
}
