/// Where files that are made from records go.
///
/// The exporter writes them; the verifier compares them with those of the bundle. Several are open
/// at once.
package protocol DerivedOutput: AnyObject {
  /// Begins a file; its path is relative to the bundle.
  func file(_ path: String) throws(EvidenceError) -> any ByteSink
}

/// One file that is being made.
package protocol ByteSink: AnyObject {
  /// Adds bytes.
  func write(_ bytes: [UInt8]) throws(EvidenceError)
  /// Ends the file.
  func close() throws(EvidenceError)
}
