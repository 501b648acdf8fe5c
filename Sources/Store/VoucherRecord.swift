import Accounting
import CanonicalJSON
import Quantities

/// What a posted voucher says in the record log: the header's and each line's `data`.
///
/// The same writer serves posting and the replay check, which rewrites the data from the tables and
/// compares bytes. Keys stand in ascending order; absent means empty.
enum VoucherRecord {
  static func writeHeader(
    _ voucher: Voucher,
    _ number: VoucherNumber,
    _ signatures: Signatures,
    _ history: [WorkflowEvent],
    _ data: inout CanonicalWriter
  ) {
    if let person = signatures.approvedBy { data.member("approved_by", person) }
    data.member("attachments", String(voucher.attachments))
    data.member("date", voucher.date.description)
    if !history.isEmpty {
      data.key("history")
      data.beginArray()
      for event in history { write(event, &data) }
      data.endArray()
    }
    data.member("number", number.description)
    if let person = signatures.preparedBy { data.member("prepared_by", person) }
    if let original = voucher.reverses { data.member("reverses", original.description) }
    if let person = signatures.reviewedBy { data.member("reviewed_by", person) }
  }

  private static func write(_ event: WorkflowEvent, _ data: inout CanonicalWriter) {
    data.beginObject()
    data.member("at", event.time)
    data.member("by", event.person)
    if !event.reason.isEmpty { data.member("reason", event.reason) }
    data.member("step", event.step)
    data.endObject()
  }

  static func writeLine(_ posting: Posting, _ aspect: Aspect, _ data: inout CanonicalWriter) {
    data.member("account", posting.account.text)
    data.member("aspect", aspect.rawValue)
    let amount = posting.amount.description
    if posting.side == .credit { data.member("credit", amount) }
    if posting.side == .debit { data.member("debit", amount) }
    if !posting.dimensions.isEmpty {
      data.key("dimensions")
      data.beginObject()
      for tag in posting.dimensions.tags { data.member(tag.kind.code, tag.value) }
      data.endObject()
    }
    if let quantity = posting.quantity { data.member("quantity", quantity.description) }
    if !posting.reference.isEmpty { data.member("reference", posting.reference) }
    data.member("summary", posting.summary)
  }
}
