import Accounting
import Quantities

/// The voucher numbers of a book by period and word (凭证号序列), for the list of gaps.
struct NumberSeries {
  private struct Key: Hashable {
    let period: FiscalPeriod
    let word: VoucherWord
  }

  /// The numbers of one period and word.
  struct Run {
    /// The period.
    let period: FiscalPeriod
    /// The word.
    let word: VoucherWord
    /// The smallest number.
    var first: Int
    /// The largest number.
    var last: Int
    /// How many numbers there are.
    var count = 1

    /// How many numbers from 1 to the last are missing (断号).
    var missing: Int { last - count }
  }

  private var runs: [Key: Run] = [:]

  /// Notes a number.
  mutating func add(_ number: VoucherNumber) {
    let key = Key(period: number.period, word: number.word)
    guard var run = runs[key] else {
      runs[key] = Run(
        period: number.period,
        word: number.word,
        first: number.number,
        last: number.number
      )
      return
    }
    run.first = min(run.first, number.number)
    run.last = max(run.last, number.number)
    run.count += 1
    runs[key] = run
  }

  /// All series by period and word.
  var inOrder: [Run] {
    runs.values.sorted { ($0.period, $0.word) < ($1.period, $1.word) }
  }
}
