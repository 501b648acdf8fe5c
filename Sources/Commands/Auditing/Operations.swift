import Accounting
import Audit
import Evidence
import Quantities
import Reports
import Signing
import Store

/// One thing that somebody did (操作).
struct Operation {
  /// The place of the record that tells it.
  let seq: Int64
  /// When.
  let at: RecordTime
  /// Who; empty while the ledger was set up.
  let by: String
  /// The type of the record.
  let type: String
  /// The book; empty when it is about the ledger as a whole.
  let book: String
  /// What, in words.
  let what: String
  /// The SHA-256 leaf hash of the record.
  let leaf: Digest
}

/// Tells in words what the records of a log say was done.
struct OperationTeller {
  private let language: Language
  private var reader = EventReader()

  /// Starts before the first record.
  init(_ language: Language) { self.language = language }

  /// What a record says was done, in the order in which it was done.
  ///
  /// The record of a voucher tells the steps that led to it as well.
  mutating func tell(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ leaf: Digest
  ) throws(StoreError) -> [Operation] {
    let event: RecordedEvent
    do throws(EvidenceError) { event = try reader.read(body, layout) } catch {
      throw StoreError(reading: error)
    }
    let type = layout.type(in: body)
    func operation(_ what: Message, _ at: RecordTime, _ by: String) -> Operation {
      Operation(
        seq: layout.seq,
        at: at,
        by: by,
        type: type,
        book: layout.text(layout.book, in: body),
        what: what.text(language),
        leaf: leaf
      )
    }
    if case .voucher(let voucher) = event {
      return voucher.operations.map { operation($0.what, $0.at, $0.by) }
    }
    let what = event.what ?? OperationTeller.what(type, layout, body)
    return [operation(what, layout.at, layout.text(layout.by, in: body))]
  }

  /// What records do that are not told as values of accounting.
  private static func what(
    _ type: String,
    _ layout: RecordLayout,
    _ body: Span<UInt8>
  ) -> Message {
    let known: Message? =
      switch OperationType(rawValue: type) {
      case .key: (try? KeyRecord(data: layout.data(in: body)))?.what
      case .checkpoint: (try? CheckpointRecord(data: layout.data(in: body)))?.what
      case .reopen: Message(.operationReopen, layout.texts(layout.data, in: body))
      case .bankLines:
        Message(
          .operationBank,
          layout.texts(layout.data, in: body).merging(["count": "\(layout.lines.count)"]) { $1 }
        )
      case .projectHead: Message(.operationHeads, ["count": "\(layout.lines.count)"])
      default: nil
      }
    return known ?? Message(.operationOther, ["type": type])
  }
}

extension RecordedEvent {
  /// What was done; `nil` for what is told elsewhere.
  fileprivate var what: Message? {
    switch self {
    case .book(let book):
      Message(
        .operationBook,
        ["code": book.code, "name": book.name, "period": "\(book.startPeriod)"]
      )
    case .accounts(let accounts, _):
      Message(
        .operationAccounts,
        [
          "count": "\(accounts.count)",
          "names": RecordedEvent.list(accounts.map { "\($0.code.text) \($0.name)" }),
        ]
      )
    case .dimensionValues(let values):
      Message(
        .operationValues,
        [
          "count": "\(values.count)",
          "names": RecordedEvent.list(values.map { "\($0.kind.name) \($0.code) \($0.name)" }),
        ]
      )
    case .person(let person):
      Message(
        .operationPerson,
        [
          "name": person.name,
          "roles": Role.allCases.filter(person.roles.contains).map(\.rawValue)
            .joined(separator: "|"),
          "signs": person.canSignIn ? "" : "never",
        ]
      )
    case .close(let period, _): Message(.operationClose, ["period": "\(period)"])
    case .voucher, .reopen, .other: nil
    }
  }

  /// The first few of many names.
  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: "、") + (names.count > 3 ? "…" : "")
  }
}

extension RecordedVoucher {
  /// The steps of the voucher; loaded history has one, its posting.
  fileprivate var operations: [(what: Message, at: RecordTime, by: String)] {
    var words = [
      "number": "\(number)", "summary": voucher.postings.first?.summary ?? "",
      "amount": Fen.yuan(Fen.sum(voucher.postings.map(\.debit))),
    ]
    words["reverses"] = voucher.reverses.map { "\($0)" }
    var steps = history.map { step in
      let taken = ["step": step.step, "reason": step.reason].merging(words) { first, _ in first }
      return (Message(.operationStep, taken), step.at, step.by)
    }
    if !history.contains(where: { $0.step == VoucherStep.post.rawValue }) {
      words["maker"] = signatures.preparedBy
      words["reviewer"] = signatures.reviewedBy
      words["approver"] = signatures.approvedBy
      steps.append((Message(.operationLoad, words), at, by))
    }
    return steps
  }
}

extension KeyRecord {
  fileprivate var what: Message {
    switch change {
    case .add(let key): Message(.operationKeyAdd, ["id": "\(key.id)"])
    case .rotate(let old, let key):
      Message(.operationKeyRotate, ["old": "\(old)", "id": "\(key.id)"])
    case .revoke(let id, let revocation):
      Message(
        .operationKeyRevoke,
        [
          "id": "\(id)", "reason": revocation.reason.rawValue,
          "since": revocation.since.map { "\($0)" } ?? "",
        ]
      )
    }
  }
}

extension CheckpointRecord {
  fileprivate var what: Message {
    Message(.operationCheckpoint, ["size": "\(state.size)", "occasion": occasion.rawValue])
  }
}
