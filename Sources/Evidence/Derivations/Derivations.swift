package import Audit

/// Makes every derived file from the records, one after the other.
package struct Derivations {
  package init(_ scope: EvidenceScope, to output: any DerivedOutput) throws(EvidenceError) {}

  package mutating func take(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    leaf: DigestPair
  ) throws(EvidenceError) {}

  package mutating func finish() throws(EvidenceError) {}
}
