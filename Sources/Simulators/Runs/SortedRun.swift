/// Whole numbers in order, each in about as many bits as it tells anything (有序编码).
///
/// What is stored are the differences between neighbours, in blocks of 128. A block begins with six
/// bits: 0 when all its differences are nought, and nothing follows; else one more than the number
/// *k* of low bits that stand as they are. Each difference is then what is left above those bits,
/// as so many zeros and a one, and the *k* bits (R. Rice, 1979). *k* follows from the mean
/// difference, so the same numbers have the same bytes, whoever gathered them in whichever order.
///
/// *n* numbers that lie within a width *w* take at most n·(2 + log₂(1 + w/n)) bits and six bits for
/// each block: a block of *c* differences that sum up to *s* takes c·(k + 1) + s/2ᵏ, and its *k*
/// holds that under c·(2 + log₂(1 + s/c)), which is concave in *s*. Half a bit less is usual.
///
/// Where paths count differently, the lowest byte of a number is its ``PathWeight`` and differences
/// are those of the rest. Paths whose values are near count much the same, so a block ends with its
/// least weight in eight bits, the bits that the others take above it in four, and those.
///
/// Nothing here is ever expanded as a whole: places are found by marks at every 4,096th number.
package struct SortedRun: Hashable, Sendable {
  /// How many numbers there are.
  package let count: Int
  /// The least of them; 0 when there are none.
  package let first: Int64
  /// Whether numbers carry what their paths count.
  let isWeighted: Bool
  /// The blocks.
  let code: ArraySlice<UInt8>
  /// Where to begin to read; made from the blocks.
  private let marks: [Mark]

  /// The state of a reader before a chunk.
  struct Mark: Hashable, Sendable {
    /// The place of its first bit.
    let bit: Int
    /// The number before it; for the first chunk its own first number.
    let last: Int64
  }

  /// The numbers of a block.
  static let blockSize = 128
  /// The numbers between two marks.
  static let chunkSize = 4_096
  /// The largest magnitude of a number.
  static let magnitudeMax: Int64 = 1 << 60

  /// Takes what an encoder made.
  init(count: Int, first: Int64, code: ArraySlice<UInt8>, marks: [Mark], isWeighted: Bool) {
    (self.count, self.first, self.code, self.marks) = (count, first, code, marks)
    self.isWeighted = isWeighted
  }

  /// No numbers.
  init() { self.init(count: 0, first: 0, code: [], marks: [], isWeighted: false) }

  /// Encodes numbers that are in order.
  init(_ sorted: [Int64], isWeighted: Bool = false) {
    let difference = sorted.isEmpty ? 0 : sorted[sorted.count - 1] - sorted[0]
    let width = isWeighted ? difference >> 8 + 1 : difference
    let most = Self.bytesMax(count: sorted.count, width: width, isWeighted: isWeighted)
    var encoder = RunEncoder(reserving: most, isWeighted: isWeighted)
    encoder.append(sorted[...])
    self = encoder.finish()
  }

  /// Takes bytes from outside.
  /// - Returns: `nil` unless they are exactly what these numbers are encoded as.
  init?(count: Int, first: Int64, code: ArraySlice<UInt8>, isWeighted: Bool = false) {
    guard count >= 0, first.magnitude <= Self.magnitudeMax, count > 0 || first == 0 else {
      return nil
    }
    var (marks, left) = ([Mark](), count)
    var decoder = RunDecoder(code, at: Mark(bit: 0, last: first), isWeighted: isWeighted)
    var numbers: [Int64] = []
    while left > 0 {
      marks.append(decoder.mark)
      numbers.removeAll(keepingCapacity: true)
      guard decoder.read(min(left, Self.chunkSize), into: &numbers) else { return nil }
      // The first difference is that from the first number itself.
      if marks.count == 1, numbers[0] != first { return nil }
      left -= numbers.count
    }
    guard decoder.isAtEnd else { return nil }
    self.init(count: count, first: first, code: code, marks: marks, isWeighted: isWeighted)
  }

  /// The most bytes of some numbers that lie within a width, what their paths count beside it.
  static func bytesMax(count: Int, width: Int64, isWeighted: Bool = false) -> Int {
    guard count > 0 else { return 0 }
    let n = Double(count)
    let bits = n * (2 + DetMath.log(1 + Double(width) / n) / DetMath.log(2))
    let head = isWeighted ? 18 : 6
    let weights = isWeighted ? count : 0
    return Int(bits / 8) + weights + (count / blockSize + 1) * head / 8 + 2
  }

  /// The number of a rank, ranks counting from 0.
  package func value(at rank: Int) -> Int64 {
    precondition((0..<count).contains(rank), "a rank is that of a number")
    return chunk(rank / Self.chunkSize)[rank % Self.chunkSize]
  }

  /// How many numbers are not above another.
  package func count(upTo value: Int64) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].last <= value { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    let place = low - 1
    let numbers = chunk(place)
    return place * Self.chunkSize + (numbers.firstIndex { $0 > value } ?? numbers.count)
  }

  /// Goes through all numbers from a rank on, in order.
  func scan(from rank: Int = 0, _ body: (ArraySlice<Int64>) -> Void) {
    guard rank < count else { return }
    var skipped = rank % Self.chunkSize
    var cursor = RunCursor(self, chunk: rank / Self.chunkSize)
    while cursor.next() {
      body(cursor.numbers[skipped...])
      skipped = 0
    }
  }

  /// All numbers.
  package var values: [Int64] {
    var values: [Int64] = []
    values.reserveCapacity(count)
    scan { values += $0 }
    return values
  }

  /// The numbers of a chunk.
  func chunk(_ place: Int) -> [Int64] {
    var cursor = RunCursor(self, chunk: place)
    precondition(cursor.next(), "a mark stands before numbers")
    return cursor.numbers
  }

  /// Begins to read at a chunk; at the end where there is none.
  fileprivate func decoder(chunk: Int) -> RunDecoder {
    let mark = chunk < marks.count ? marks[chunk] : Mark(bit: 8 * code.count, last: 0)
    return RunDecoder(code, at: mark, isWeighted: isWeighted)
  }
}

/// Reads a run chunk by chunk.
struct RunCursor {
  private var decoder: RunDecoder
  private var left: Int
  /// The numbers of the chunk.
  private(set) var numbers: [Int64] = []

  /// Begins at a chunk.
  init(_ run: SortedRun, chunk: Int = 0) {
    left = run.count - chunk * SortedRun.chunkSize
    decoder = run.decoder(chunk: chunk)
    numbers.reserveCapacity(SortedRun.chunkSize)
  }

  /// Reads the next chunk.
  /// - Returns: whether there was one.
  mutating func next() -> Bool {
    guard left > 0 else { return false }
    numbers.removeAll(keepingCapacity: true)
    let isWhole = decoder.read(min(left, SortedRun.chunkSize), into: &numbers)
    precondition(isWhole, "a run was checked when it was read")
    left -= numbers.count
    return true
  }
}
