import Accounting
import Quantities

/// The entries of `entries.h`, one for one: the same seed gives the same entries to all programs.
struct EntryStream {
  static let accountCount = 2000
  static let hotCount = 10
  static let dayCount = 365
  static let firstDay = CivilDate(dayNumber: 20_089)  // 2025-01-01

  private var state: UInt64
  private let count: Int
  private let lineCount: Int
  private var next = 0
  private var lines: [(account: Int, amount: Int64)] = []

  init(seed: UInt64, count: Int, lineCount: Int) {
    state = seed
    self.count = count
    self.lineCount = lineCount
  }

  /// SplitMix64.
  mutating func random() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func account(maybeHot: Bool) -> Int {
    let random = random()
    let span = maybeHot && random & 3 == 0 ? EntryStream.hotCount : EntryStream.accountCount
    return Int((random >> 2) % UInt64(span)) * (EntryStream.accountCount / span)
  }

  /// The next voucher; `nil` at the end.
  mutating func voucher(_ accounts: [AccountCode]) -> Voucher? {
    guard next < count else { return nil }
    let day = Int32(next * EntryStream.dayCount / count)
    next += 1
    draw()
    let summary = "业务\(next)"
    return Voucher(
      date: EntryStream.firstDay.adding(days: day),
      postings: lines.enumerated().map { index, line in
        Posting(
          summary: summary,
          account: accounts[line.account],
          side: index < lineCount / 2 ? .debit : .credit,
          amount: Fen(line.amount)
        )
      }
    )
  }

  /// Draws accounts that differ and amounts that balance.
  private mutating func draw() {
    lines.removeAll(keepingCapacity: true)
    var total: Int64 = 0
    for index in 0..<lineCount {
      var drawn = account(maybeHot: index == 0)
      while lines.contains(where: { $0.account == drawn }) {
        drawn = account(maybeHot: index == 0)
      }
      var amount = total
      if index < lineCount / 2 {
        amount = 2 + Int64(random() % 10_000_000)
        total += amount
      } else if index < lineCount - 1 {
        amount = 1 + Int64(random() % UInt64(total - 1))
        total -= amount
      }
      lines.append((drawn, amount))
    }
  }

  /// The code of an account: 20 heads of 100 leaves, 1001000 … 1020099.
  static func code(_ account: Int) -> String { "\((1001 + account / 100) * 1000 + account % 100)" }
}
