/// Writes the files of records (记录文件).
struct EntriesWriter {
  private let folder: OutputFolder
  private var file: (any ByteSink)?
  private var number = 0
  private var length: Int64 = 0

  init(_ folder: OutputFolder) { self.folder = folder }

  /// Writes a record.
  mutating func write(_ body: [UInt8]) throws(EvidenceError) {
    guard body.count <= BundleFormat.recordMax else {
      throw .defect(Defect(.tooLong, "", expected: "\(BundleFormat.recordMax)"))
    }
    if file == nil {
      number += 1
      length = 0
      file = try folder.file(BundleFormat.entries(number))
    }
    try file?.write(body)
    length += Int64(body.count)
    if length > BundleFormat.entriesFileLength { try close() }
  }

  /// Ends the last file.
  mutating func close() throws(EvidenceError) {
    try file?.close()
    file = nil
  }
}
