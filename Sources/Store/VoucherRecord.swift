import Accounting
import CanonicalJSON
import Quantities

/// What a posted voucher says in the record log: the header's and each line's `data`.
///
/// The same writer serves posting and the replay check, which rewrites the data from the tables and
/// compares bytes. Keys stand in ascending order, in fixed pieces that cost no look at each letter;
/// absent means empty.
enum VoucherRecord {
  static func writeHeader(
    _ voucher: Voucher,
    _ number: VoucherNumber,
    _ signatures: Signatures,
    _ history: [WorkflowEvent],
    _ data: inout CanonicalWriter
  ) {
    if let person = signatures.approvedBy {
      data.fixed(#""approved_by":"#)
      data.string(person)
      data.fixed(",")
    }
    data.fixed(#""attachments":"#)
    data.decimal(Int64(voucher.attachments))
    data.fixed(#","date":"#)
    data.date(voucher.date)
    if !history.isEmpty {
      data.fixed(#","history":"#)
      data.beginArray()
      for event in history { write(event, &data) }
      data.endArray()
    }
    data.fixed(#","number":"#)
    data.string(number.description)
    if let person = signatures.preparedBy {
      data.fixed(#","prepared_by":"#)
      data.string(person)
    }
    if let original = voucher.reverses {
      data.fixed(#","reverses":"#)
      data.string(original.description)
    }
    if let person = signatures.reviewedBy {
      data.fixed(#","reviewed_by":"#)
      data.string(person)
    }
  }

  static func write(_ event: WorkflowEvent, _ data: inout CanonicalWriter) {
    data.beginObject()
    data.member("at", event.time)
    data.member("by", event.person)
    if !event.reason.isEmpty { data.member("reason", event.reason) }
    data.member("step", event.step)
    data.endObject()
  }

  static func writeLine(_ posting: Posting, _ aspect: Aspect, _ data: inout CanonicalWriter) {
    data.fixed(#""account":"#)
    data.string(posting.account.text)
    data.fixed(member(aspect))
    data.fixed(posting.side == .credit ? #","credit":"# : #","debit":"#)
    data.amount(posting.amount)
    if !posting.dimensions.isEmpty {
      data.fixed(#","dimensions":"#)
      data.object { data in
        for tag in posting.dimensions.tags { data.member(tag.kind.code, tag.value) }
      }
    }
    if let quantity = posting.quantity {
      data.fixed(#","quantity":"#)
      data.string(quantity.description)
    }
    if !posting.reference.isEmpty {
      data.fixed(#","reference":"#)
      data.string(posting.reference)
    }
    data.fixed(#","summary":"#)
    data.string(posting.summary)
  }

  private static func member(_ aspect: Aspect) -> StaticString {
    switch aspect {
    case .financial: #","aspect":"financial""#
    case .budget: #","aspect":"budget""#
    case .control: #","aspect":"control""#
    case .commitment: #","aspect":"commitment""#
    }
  }
}
