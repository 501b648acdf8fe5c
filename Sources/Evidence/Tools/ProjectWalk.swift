package import Accounting
package import Audit
import Quantities
package import Signing

/// The whole way of one project through the log (项目穿行): every line of it, in order.
///
/// It takes the records with lines of the project, and confirms on the way that none is missing
/// and that the totals which the log states are those of the lines.
package struct ProjectWalk: Sendable {
  /// The lines, in the order of the log.
  package private(set) var steps: [Step] = []
  /// What the vouchers' debits sum up to, in fen; red amounts are negative.
  package private(set) var debit: Int128 = 0
  /// What the vouchers' credits sum up to, in fen.
  package private(set) var credit: Int128 = 0
  private var chain: ProjectChain
  private var reader = EventReader()
  private var reversals: [Citation: VoucherNumber] = [:]

  private struct Citation: Hashable {
    let book: String
    let number: VoucherNumber
  }

  /// One line of the project.
  package struct Step: Sendable {
    /// The place of the record in the log.
    package let seq: Int64
    /// The number of the line in the project.
    package let pseq: Int64
    /// The number of the line in the record.
    package let line: Int
    /// The type of the record.
    package let type: String
    /// When the record was made, and by whom.
    package let made: (at: RecordTime, by: String)
    /// The SHA-256 leaf hash of the line.
    package let leaf: Digest
    /// The SHA-256 leaf hash of the record.
    package let recordLeaf: Digest
    /// What the line says.
    package let event: Event
    /// What the vouchers' lines sum up to with this one.
    package let total: (debit: Int128, credit: Int128)
  }

  /// What a line says.
  package enum Event: Sendable {
    /// It is a line of a voucher.
    case posting(RecordedVoucher, Posting)
    /// The project was added or changed in the directory.
    case value(DimensionValue)
    /// The log states the totals of the project, as texts.
    case head(debit: String, credit: String)
    /// Something that came later than this program.
    case other
  }

  /// Starts before the first line of a project.
  package init(_ project: String) { chain = ProjectChain(project) }

  /// The project.
  package var project: String { chain.project }
  /// The number of lines.
  package var count: Int64 { chain.head.count }
  /// The first thing that is not as it should be; `nil` when the chain is complete.
  package var firstDifference: LogDifference? { chain.firstDifference }

  /// Takes the next record with lines of the project.
  /// - Throws: ``EvidenceError/record(_:)`` when it does not say what its type says.
  package mutating func take(_ record: Record) throws(EvidenceError) {
    let event = try reader.read(record.body.span, record.layout)
    if case .voucher(let voucher) = event, let original = voucher.voucher.reverses {
      reversals[Citation(book: voucher.book, number: original)] = voucher.number
    }
    for line in chain.take(record) { take(line, of: record, event) }
  }

  private mutating func take(_ line: Record.Line, of record: Record, _ event: RecordedEvent) {
    let said: Event
    switch event {
    case .voucher(let voucher):
      let posting = voucher.voucher.postings[line.number - 1]
      debit += Int128(posting.debit.rawValue)
      credit += Int128(posting.credit.rawValue)
      said = .posting(voucher, posting)
    case .dimensionValues(let values): said = .value(values[line.number - 1])
    default:
      if record.type == "project_head" {
        let stated = (debit: line.texts["debit"] ?? "", credit: line.texts["credit"] ?? "")
        let place = (record.seq, line.number)
        chain.agree(.projectHead, place, stated.debit, Fen.yuan(debit))
        chain.agree(.projectHead, place, stated.credit, Fen.yuan(credit))
        said = .head(debit: stated.debit, credit: stated.credit)
      } else {
        said = .other
      }
    }
    steps.append(
      Step(
        seq: record.seq,
        pseq: line.chain?.seq ?? 0,
        line: line.number,
        type: record.type,
        made: (record.at, record.by),
        leaf: line.leaf.sha256,
        recordLeaf: record.leaf.sha256,
        event: said,
        total: (debit, credit)
      )
    )
  }

  /// Compares with where the log of some size states that the project ends.
  package mutating func end(at head: ProjectHead, size: Int64) { chain.end(at: head, size: size) }

  /// The voucher that reverses another one, both with lines of the project.
  package func reversal(of voucher: RecordedVoucher) -> VoucherNumber? {
    reversals[Citation(book: voucher.book, number: voucher.number)]
  }
}

extension RecordedVoucher {
  /// When its person took a step; `nil` when the record does not say, as of loaded history.
  package func time(of step: VoucherStep, by person: String?) -> RecordTime? {
    history.last { $0.step == step.rawValue && $0.by == person }?.at
  }
}
