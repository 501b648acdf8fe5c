import Accounting
import Quantities

/// What the vouchers of a book add up to: by account and dimensions, and by month (发生额).
struct RecordedBalances {
  /// One account with one combination of dimension values.
  struct Cell: Hashable {
    let account: AccountCode
    let dimensions: Dimensions
  }

  private var places: [Cell: Int] = [:]
  private var cells: [Cell] = []
  private var turnover: [[Int: Balance]] = []
  private var months: Set<Int> = []

  /// Adds a line.
  mutating func add(_ posting: Posting, in period: FiscalPeriod) throws(Overflow) {
    let cell = Cell(account: posting.account, dimensions: posting.dimensions)
    let place = places[cell] ?? cells.count
    if place == cells.count {
      places[cell] = place
      cells.append(cell)
      turnover.append([:])
    }
    months.insert(period.ordinal)
    try turnover[place][period.ordinal, default: .zero].add(posting)
  }

  /// The months with lines, in order.
  var periods: [FiscalPeriod] { months.sorted().map(FiscalPeriod.init(ordinal:)) }

  /// The balances over a range of months, empty ones left out, by account and then dimensions.
  func balances(in range: PeriodRange) throws(Overflow) -> [AccountBalance] {
    var balances: [AccountBalance] = []
    for place in inOrder {
      var opening: Int128 = 0
      var (debit, credit): (Int128, Int128) = (0, 0)
      for (month, moved) in turnover[place] where month <= range.last.ordinal {
        if month < range.first.ordinal {
          opening += moved.net
        } else {
          debit += Int128(moved.debit.rawValue)
          credit += Int128(moved.credit.rawValue)
        }
      }
      let balance = try balance(place, opening, try Fen(sum: debit), try Fen(sum: credit))
      if !balance.isEmpty { balances.append(balance) }
    }
    return balances
  }

  /// Hands over the balances of one month after the other; the months ascend.
  func forEachMonth(
    _ periods: [FiscalPeriod],
    _ body: (FiscalPeriod, [AccountBalance]) throws(EvidenceError) -> Void,
    overflow: (Overflow) -> EvidenceError
  ) throws(EvidenceError) {
    let order = inOrder
    var rest = order.map { turnover[$0].sorted { $0.key < $1.key }[...] }
    var running = [Int128](repeating: 0, count: order.count)
    for period in periods {
      var balances: [AccountBalance] = []
      for (index, place) in order.enumerated() {
        while let first = rest[index].first, first.key < period.ordinal {
          running[index] += first.value.net
          rest[index].removeFirst()
        }
        let moved = rest[index].first.flatMap { $0.key == period.ordinal ? $0.value : nil }
        guard moved != nil || running[index] != 0 else { continue }
        let (debit, credit) = (moved?.debit ?? .zero, moved?.credit ?? .zero)
        do throws(Overflow) {
          balances.append(try balance(place, running[index], debit, credit))
        } catch { throw overflow(error) }
      }
      try body(period, balances)
    }
  }

  private var inOrder: [Int] {
    cells.indices.sorted { RecordedBalances.precedes(cells[$0], cells[$1]) }
  }

  private static func precedes(_ left: Cell, _ right: Cell) -> Bool {
    if left.account != right.account { return left.account < right.account }
    return left.dimensions.tags.lexicographicallyPrecedes(right.dimensions.tags) { left, right in
      left.kind == right.kind
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.kind.code < right.kind.code
    }
  }

  private func balance(
    _ place: Int,
    _ opening: Int128,
    _ debit: Fen,
    _ credit: Fen
  ) throws(Overflow) -> AccountBalance {
    try AccountBalance(
      account: cells[place].account,
      dimensions: cells[place].dimensions,
      opening: try Fen(sum: opening),
      debit: debit,
      credit: credit
    )
  }
}

extension Balance {
  /// Adds a line in place.
  fileprivate mutating func add(_ posting: Posting) throws(Overflow) {
    self = try adding(posting)
  }
}
