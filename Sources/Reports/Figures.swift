import Accounting

/// How a balance on the side that is not natural for its account is shown.
public enum BalanceStyle: String, Hashable, Sendable, CaseIterable {
  /// Two columns, such a balance in the other one.
  case columns
  /// Two columns, such a balance as a negative amount in the natural one.
  case natural
  /// One column, debits positive.
  case signed
}

/// Opening, movement and closing in two columns each, summed as they stand.
struct Figures {
  private var opening = Columns()
  private var movement = Columns()
  private var closing = Columns()

  init() {}

  /// Figures of one line, balances with debits positive; `side` is the natural one where that
  /// decides the column.
  init(opening: Int128, debit: Int128, credit: Int128, on side: Side? = nil) {
    self.opening = Columns(net: opening, on: side)
    movement = Columns(debit: debit, credit: credit)
    closing = Columns(net: opening + debit - credit, on: side)
  }

  mutating func add(_ other: Figures) {
    opening.add(other.opening)
    movement.add(other.movement)
    closing.add(other.closing)
  }

  static func columns(signed: Bool) -> [Table.Column] {
    let movement = [Phrase("本期借方", "Debit"), Phrase("本期贷方", "Credit")]
    let headings =
      signed
      ? [Phrase("期初余额", "Opening")] + movement + [Phrase("期末余额", "Closing")]
      : [Phrase("期初借方", "Opening Dr"), Phrase("期初贷方", "Opening Cr")] + movement
        + [Phrase("期末借方", "Closing Dr"), Phrase("期末贷方", "Closing Cr")]
    return headings.map { Table.Column($0, .money) }
  }

  func cells(signed: Bool) -> [Table.Cell] {
    let balances = signed ? [[opening.net], [closing.net]] : [opening.both, closing.both]
    return (balances[0] + movement.both + balances[1]).map(Table.Cell.nonzero)
  }

  private struct Columns {
    var debit: Int128 = 0
    var credit: Int128 = 0

    init() {}

    init(debit: Int128, credit: Int128) {
      self.debit = debit
      self.credit = credit
    }

    init(net: Int128, on side: Side?) {
      switch side {
      case .debit: self.init(debit: net, credit: 0)
      case .credit: self.init(debit: 0, credit: -net)
      case nil: self.init(debit: max(0, net), credit: max(0, -net))
      }
    }

    mutating func add(_ other: Columns) {
      debit += other.debit
      credit += other.credit
    }

    var net: Int128 { debit - credit }
    var both: [Int128] { [debit, credit] }
  }
}
