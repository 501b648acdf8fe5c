package import Audit

/// The `vouchers` check: the first thing that is wrong, by record.
package struct VoucherRules {
  package init(partial: Bool) {}

  package mutating func take(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> String? { nil }
}
