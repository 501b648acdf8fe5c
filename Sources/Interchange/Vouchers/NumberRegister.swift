import Accounting
import Quantities

/// The voucher numbers that a file uses, for each period and word, beside those that are posted.
struct NumberRegister {
  /// The numbers of one period and word.
  struct Series: Hashable {
    let period: FiscalPeriod
    let word: VoucherWord
  }

  /// A number whose predecessor is nowhere.
  struct Gap: Hashable {
    let number: VoucherNumber
    /// The first number missing before it.
    let firstMissing: VoucherNumber
    /// Where the number stands.
    let row: Int
  }

  enum Entry {
    case new
    case repeated
    case posted
  }

  private var places: [Series: Int] = [:]
  private var runs: [(series: Series, numbers: Numbers)] = []
  private var last = -1

  /// Whether the series has been used, so that its posted numbers are known.
  func knows(_ series: Series) -> Bool {
    (last >= 0 && runs[last].series == series) || places[series] != nil
  }

  /// Begins a series after the numbers that the ledger holds.
  mutating func begin(_ series: Series, highestPosted: Int) {
    places[series] = runs.count
    runs.append((series, Numbers(posted: highestPosted)))
  }

  /// Enters a number that stands in `row`.
  mutating func enter(_ number: Int, _ row: Int, in series: Series) -> Entry {
    if last < 0 || runs[last].series != series {
      guard let place = places[series] else { preconditionFailure("a series is begun first") }
      last = place
    }
    return runs[last].numbers.enter(number, row)
  }

  /// Every gap, by period, word and number.
  var gaps: [Gap] {
    runs.flatMap { series, numbers in
      numbers.gaps.map { number, missing, row in
        Gap(
          number: VoucherNumber(period: series.period, word: series.word, number: number),
          firstMissing: VoucherNumber(period: series.period, word: series.word, number: missing),
          row: row
        )
      }
    }
    .sorted { $0.number < $1.number }
  }
}

/// A set of numbers in blocks of 64, so that a long run of them takes little room.
private struct Numbers {
  let posted: Int
  private var blocks: [Int: UInt64] = [:]
  private var block = -1
  private var bits: UInt64 = 0
  /// The numbers without a predecessor so far, with their rows.
  private var jumps: [Int: Int] = [:]

  init(posted: Int) { self.posted = posted }

  mutating func enter(_ number: Int, _ row: Int) -> NumberRegister.Entry {
    if number <= posted { return .posted }
    let bit = UInt64(1) << UInt64(number & 63)
    if number >> 6 != block {
      if block >= 0 { blocks[block] = bits }
      block = number >> 6
      bits = blocks[block] ?? 0
    }
    guard bits & bit == 0 else { return .repeated }
    bits |= bit
    if !contains(number - 1) { jumps[number] = row }
    if !jumps.isEmpty { jumps.removeValue(forKey: number + 1) }
    return .new
  }

  private func contains(_ number: Int) -> Bool {
    if number <= posted { return true }
    let bits = number >> 6 == block ? bits : blocks[number >> 6] ?? 0
    return bits >> UInt64(number & 63) & 1 != 0
  }

  /// Each number after a gap, the first one missing before it, and its row.
  var gaps: [(number: Int, missing: Int, row: Int)] {
    guard !jumps.isEmpty else { return [] }
    var all = blocks
    if block >= 0 { all[block] = bits }
    let order = all.keys.sorted()
    return jumps.sorted { $0.key < $1.key }.map { number, row in
      (number, predecessor(of: number, all, order) + 1, row)
    }
  }

  /// The highest number known below `number`.
  private func predecessor(of number: Int, _ all: [Int: UInt64], _ order: [Int]) -> Int {
    let block = number >> 6
    let below = (all[block] ?? 0) & ((1 << UInt64(number & 63)) - 1)
    if below != 0 { return block << 6 + 63 - below.leadingZeroBitCount }
    // The last block before this one, by bisection: there may be many gaps.
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if order[middle] < block { low = middle + 1 } else { high = middle }
    }
    guard low > 0, let bits = all[order[low - 1]] else { return posted }
    return max(posted, order[low - 1] << 6 + 63 - bits.leadingZeroBitCount)
  }
}
