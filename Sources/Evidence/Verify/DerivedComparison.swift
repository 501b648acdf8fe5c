/// Holds files that are made from the records against those of the bundle, byte by byte (派生核对).
///
/// Comparing needs no trust in any digest, costs less than making one, and tells where a file
/// begins to differ.
final class DerivedComparison: DerivedOutput {
  private let source: BundleSource
  private var open: Set<String> = []
  private var compared: Set<String> = []

  init(_ source: BundleSource) { self.source = source }

  func file(_ path: String) throws(EvidenceError) -> any ByteSink {
    guard BundleFormat.isDerived(path), open.insert(path).inserted else {
      throw .defect(Defect(.unexpected, path))
    }
    do throws(Defect) {
      return Comparison(try source.open(path)) { [self] in compared.insert(path) }
    } catch { throw .defect(error) }
  }

  /// Demands that every such file of the bundle was made, to its end.
  func checkEnd() throws(Defect) {
    for file in source.files where BundleFormat.isDerived(file.path) {
      guard compared.contains(file.path) else { throw Defect(.unexpected, file.path) }
    }
    for path in open.subtracting(compared).sorted() { throw Defect(.notDerived, path) }
  }

  /// One file that is being compared.
  private final class Comparison: ByteSink {
    private let reader: BundleReader
    private let onEnd: () -> Void
    private var block: [UInt8] = []
    private var next = 0
    private var offset: Int64 = 0

    init(_ reader: consuming BundleReader, onEnd: @escaping () -> Void) {
      self.reader = reader
      self.onEnd = onEnd
    }

    func write(_ bytes: [UInt8]) throws(EvidenceError) {
      do throws(Defect) {
        var done = 0
        while done < bytes.count {
          if next == block.count { try fill() }
          let count = min(bytes.count - done, block.count - next)
          let made = bytes.span.extracting(done..<done + count)
          if let step = made.firstDifference(from: block.span.extracting(next..<next + count)) {
            throw different(at: offset - Int64(block.count - next - step))
          }
          done += count
          next += count
        }
      } catch { throw .defect(error) }
    }

    func close() throws(EvidenceError) {
      guard next == block.count, offset == reader.file.size else {
        throw .defect(different(at: offset - Int64(block.count - next)))
      }
      onEnd()
    }

    private func fill() throws(Defect) {
      let count = Int(min(65_536, reader.file.size - offset))
      guard count > 0 else { throw different(at: offset) }
      if block.count != count { block = [UInt8](repeating: 0, count: count) }
      try reader.read(&block, at: 0, count: count, from: offset)
      offset += Int64(count)
      next = 0
    }

    private func different(at place: Int64) -> Defect {
      Defect(.notDerived, reader.file.path, found: "\(place)")
    }
  }
}

extension Span<UInt8> {
  /// The first place at which bytes differ from as many others; they are compared by eights.
  fileprivate func firstDifference(from other: Span<UInt8>) -> Int? {
    var place = 0
    while place + 8 <= count {
      let left = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      let right = other.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      if left != right { break }
      place += 8
    }
    while place < count, self[place] == other[place] { place += 1 }
    return place < count ? place : nil
  }
}
