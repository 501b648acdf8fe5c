/// Where files made from records go (派生文件).
///
/// The exporter writes them, the verifier hashes them and compares with the manifest. Several files
/// are open at once.
package protocol DerivedOutput: AnyObject {
  /// Begins a file under a path within the bundle.
  func file(_ path: String) throws(EvidenceError) -> any ByteSink
}

/// One file while it is made.
package protocol ByteSink: AnyObject {
  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(EvidenceError)
  /// Ends the file; nothing is written after it.
  func close() throws(EvidenceError)
}
