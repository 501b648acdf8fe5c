/// Writes the bits of a ``SortedRun``; numbers come in order (编码).
struct RunEncoder {
  private let isWeighted: Bool
  private var bytes: [UInt8] = []
  private var marks: [SortedRun.Mark] = []
  private var count = 0
  private var first: Int64 = 0
  /// The last number of the last block.
  private var last: Int64 = 0
  /// The numbers of the block that is not yet full.
  private var open: [Int64] = []
  private var word: UInt64 = 0
  private var used = 0

  /// Begins with room for some bytes: to grow by doubling would take half as much again.
  init(reserving count: Int, isWeighted: Bool = false) {
    self.isWeighted = isWeighted
    bytes.reserveCapacity(count)
  }

  /// Takes more numbers, in order and not below those before.
  mutating func append(_ sorted: ArraySlice<Int64>) {
    guard let start = sorted.first else { return }
    if count == 0, open.isEmpty { (first, last) = (start, start) }
    var rest = sorted
    while !rest.isEmpty {
      let part = rest.prefix(SortedRun.blockSize - open.count)
      rest = rest.dropFirst(part.count)
      if open.isEmpty, part.count == SortedRun.blockSize {
        block(part)
      } else {
        open += part
        if open.count == SortedRun.blockSize { flush() }
      }
    }
  }

  /// Ends the run.
  mutating func finish() -> SortedRun {
    if !open.isEmpty { flush() }
    for place in 0..<(used + 7) / 8 {
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place)))
    }
    defer { self = RunEncoder(reserving: 0) }
    return SortedRun(
      count: count,
      first: first,
      code: bytes[...],
      marks: marks,
      isWeighted: isWeighted
    )
  }

  private mutating func flush() {
    let full = open
    block(full[...])
    open.removeAll(keepingCapacity: true)
  }

  /// How many low bits stand as they are when some differences have a sum.
  static func lowBits(_ sum: UInt64, of count: Int) -> Int {
    max(0, UInt64.bitWidth - (sum / UInt64(count)).leadingZeroBitCount - 1)
  }

  private mutating func block(_ numbers: ArraySlice<Int64>) {
    if count.isMultiple(of: SortedRun.chunkSize) {
      marks.append(.init(bit: bytes.count * 8 + used, last: last))
    }
    count += numbers.count
    values(numbers)
    if isWeighted { weights(numbers) }
  }

  private mutating func values(_ numbers: ArraySlice<Int64>) {
    let shift = isWeighted ? PathWeight.bits : 0
    let sum = UInt64(numbers[numbers.endIndex - 1] >> shift - last >> shift)
    let low = RunEncoder.lowBits(sum, of: numbers.count)
    put(sum == 0 ? 0 : UInt64(low + 1), 6)
    for number in numbers {
      precondition(number >= last, "numbers come in order")
      let step = UInt64(number >> shift &- last >> shift)
      last = number
      if sum == 0 { continue }
      var high = Int(step >> UInt64(low))
      while high + low > 62 {
        let zeros = min(high, 56)
        put(0, zeros)
        high -= zeros
      }
      put((step & (1 << UInt64(low) - 1)) << UInt64(high + 1) | 1 << UInt64(high), high + 1 + low)
    }
  }

  private mutating func weights(_ numbers: ArraySlice<Int64>) {
    var (least, most) = (UInt64.max, UInt64.zero)
    for number in numbers {
      let weight = UInt64(number & PathWeight.mask)
      (least, most) = (min(least, weight), max(most, weight))
    }
    let width = RunEncoder.width(most - least)
    put(least, PathWeight.bits)
    put(UInt64(width), 4)
    for number in numbers { put(UInt64(number & PathWeight.mask) - least, width) }
  }

  /// The bits of a number.
  static func width(_ number: UInt64) -> Int { UInt64.bitWidth - number.leadingZeroBitCount }

  /// Appends bits, the lowest first; at most 63.
  private mutating func put(_ bits: UInt64, _ count: Int) {
    word |= bits &<< UInt64(used)
    used += count
    guard used >= 64 else { return }
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    used -= 64
    word = used == 0 ? 0 : bits &>> UInt64(count - used)
  }
}

/// Reads the bits of a ``SortedRun``, from this program or from anywhere (解码).
struct RunDecoder {
  private let code: ArraySlice<UInt8>
  private let isWeighted: Bool
  private var bit: Int
  private var last: Int64

  /// Begins at a mark.
  init(_ code: ArraySlice<UInt8>, at mark: SortedRun.Mark, isWeighted: Bool) {
    (self.code, self.isWeighted, bit, last) = (code, isWeighted, mark.bit, mark.last)
  }

  /// Where it stands.
  var mark: SortedRun.Mark { .init(bit: bit, last: last) }

  /// Whether only the unused bits of the last byte are left, and are nought.
  var isAtEnd: Bool {
    (bit + 7) / 8 == code.count && (bit % 8 == 0 || code[code.endIndex - 1] >> UInt8(bit % 8) == 0)
  }

  /// Appends so many numbers.
  /// - Returns: whether the bits are those of numbers, spelled as an encoder does.
  mutating func read(_ count: Int, into numbers: inout [Int64]) -> Bool {
    var state = (bit: bit, last: last)
    defer { (bit, last) = state }
    return code.withUnsafeBytes { bytes in
      var left = count
      while left > 0 {
        let size = min(left, SortedRun.blockSize)
        guard isWeighted else {
          guard Self.block(size, bytes, &state, &numbers) else { return false }
          left -= size
          continue
        }
        let before = state.last
        state.last >>= PathWeight.bits
        guard Self.block(size, bytes, &state, &numbers),
          Self.weights(of: size, after: before, bytes, &state, &numbers)
        else { return false }
        left -= size
      }
      return true
    }
  }

  private static func block(
    _ count: Int,
    _ bytes: UnsafeRawBufferPointer,
    _ state: inout (bit: Int, last: Int64),
    _ numbers: inout [Int64]
  ) -> Bool {
    let end = bytes.count * 8
    guard state.bit + 6 <= end else { return false }
    let start = state.last
    let low = Int(peek(bytes, state.bit) & 63) - 1
    state.bit += 6
    if low < 0 {
      numbers.append(contentsOf: repeatElement(start, count: count))
      return true
    }
    for _ in 0..<count {
      let word = peek(bytes, state.bit)
      var high = word.trailingZeroBitCount
      var rest: UInt64
      if high + 1 + low <= 57 {
        rest = word >> UInt64(high + 1)
        state.bit += high + 1 + low
      } else {
        guard let zeros = zeros(bytes, &state.bit) else { return false }
        high = zeros
        // Two parts of less than 57 bits, which is what a look shows.
        rest = peek(bytes, state.bit) & 0xFFFF_FFFF
        rest |= peek(bytes, state.bit + 32) << 32
        state.bit += low
      }
      rest &= 1 << UInt64(low) - 1
      guard state.bit <= end, high <= Int(SortedRun.magnitudeMax >> (Int64(low) - 1)) else {
        return false
      }
      state.last += Int64(high) << Int64(low) + Int64(rest)
      guard state.last <= SortedRun.magnitudeMax else { return false }
      numbers.append(state.last)
    }
    let sum = UInt64(state.last - start)
    return sum > 0 && RunEncoder.lowBits(sum, of: count) == low
  }

  /// Puts weights under the values of a block.
  private static func weights(
    of count: Int,
    after before: Int64,
    _ bytes: UnsafeRawBufferPointer,
    _ state: inout (bit: Int, last: Int64),
    _ numbers: inout [Int64]
  ) -> Bool {
    let head = peek(bytes, state.bit)
    let (least, width) = (head & UInt64(PathWeight.mask), Int(head >> UInt64(PathWeight.bits)) & 15)
    state.bit += PathWeight.bits + 4
    guard state.bit + width * count <= bytes.count * 8, width <= PathWeight.bits,
      state.last <= SortedRun.magnitudeMax >> PathWeight.bits
    else { return false }
    var (last, some, all) = (before, UInt64.zero, UInt64.max)
    var isOrdered = true
    for place in numbers.count - count..<numbers.count {
      let above = peek(bytes, state.bit) & (1 << UInt64(width) - 1)
      state.bit += width
      (some, all) = (max(some, above), min(all, above))
      let number = numbers[place] << PathWeight.bits | Int64(least + above)
      isOrdered = isOrdered && number >= last
      numbers[place] = number
      last = number
    }
    state.last = last
    return isOrdered && all == 0 && RunEncoder.width(some) == width
      && least + some <= UInt64(PathWeight.mask)
  }

  /// Counts the zeros before the next one, and passes it.
  private static func zeros(_ bytes: UnsafeRawBufferPointer, _ bit: inout Int) -> Int? {
    var zeros = 0
    while bit < bytes.count * 8 {
      let found = min(peek(bytes, bit).trailingZeroBitCount, 57)
      zeros += min(found, 56)
      bit += min(found, 56)
      if found <= 56 {
        bit += 1
        return zeros
      }
    }
    return nil
  }

  /// At least 57 bits from a place on; beyond the end there are zeros.
  private static func peek(_ bytes: UnsafeRawBufferPointer, _ bit: Int) -> UInt64 {
    let place = bit >> 3
    if place + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      return UInt64(littleEndian: word) >> UInt64(bit & 7)
    }
    var word: UInt64 = 0
    for index in place..<max(bytes.count, place) {
      word |= UInt64(bytes[index]) << UInt64(8 * (index - place))
    }
    return word >> UInt64(bit & 7)
  }
}
