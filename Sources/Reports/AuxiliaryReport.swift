public import Accounting
public import Quantities

/// Balances by the values of one or two dimensions (辅助余额表).
public struct AuxiliaryReport: Report {
  private struct Entry {
    let values: [String]
    var opening: Int128 = 0
    var debit: Int128 = 0
    var credit: Int128 = 0

    var isEmpty: Bool { opening == 0 && debit == 0 && credit == 0 }
    var closing: Int128 { opening + debit - credit }
  }

  private let masthead: Masthead
  private let date: CivilDate
  private let account: Account?
  private let kinds: [DimensionKind]
  private let directory: DimensionDirectory
  private let entries: [Entry]
  private let includesEmpty: Bool

  /// Adds up balances by dimension values.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - date: The day that the balances are of; movements are those of its month so far.
  ///   - account: The account the balances are of, a leaf or a parent; `nil` for several.
  ///   - kinds: One or two kinds of dimensions.
  ///   - balances: The balances; those without a value of a kind count under the empty value.
  ///   - directory: The names of values.
  ///   - includesEmpty: Whether values without a balance are shown.
  public init(
    _ masthead: Masthead,
    asOf date: CivilDate,
    account: Account?,
    by kinds: [DimensionKind],
    balances: [AccountBalance],
    directory: DimensionDirectory,
    includesEmpty: Bool = false
  ) {
    precondition((1...2).contains(kinds.count), "balances are listed by one or two dimensions")
    self.masthead = masthead
    self.date = date
    self.account = account
    self.kinds = kinds
    self.directory = directory
    self.includesEmpty = includesEmpty
    var sums: [[String]: Entry] = [:]
    for balance in balances {
      let values = kinds.map { balance.dimensions[$0] ?? "" }
      var entry = sums[values] ?? Entry(values: values)
      entry.opening += Int128(balance.opening.rawValue)
      entry.debit += Int128(balance.debit.rawValue)
      entry.credit += Int128(balance.credit.rawValue)
      sums[values] = entry
    }
    entries = sums.values.filter { includesEmpty || !$0.isEmpty }
      .sorted { $0.values.lexicographicallyPrecedes($1.values) }
  }

  /// The table for people, with a subtotal for each value of the first of two dimensions.
  public var table: Table {
    let subject = account.map { " \($0.code) \($0.name)" } ?? ""
    var table = Table(
      title: Phrase("辅助余额表\(subject)", "Balances by dimension\(subject)"),
      remarks: masthead.remarks(Phrase("截至\(date.chinese)", "As of \(date)")),
      columns: kinds.flatMap { kind in
        [
          Table.Column(kind.heading, .text),
          Table.Column(Phrase("\(kind.name)名称", "\(kind.code) name"), .text),
        ]
      } + Figures.columns(signed: false)
    )
    var total = Figures()
    var rest = entries[...]
    while let first = rest.first {
      let group = rest.prefix { $0.values[0] == first.values[0] }
      rest.removeFirst(group.count)
      var subtotal = Figures()
      for entry in group {
        let figures = Figures(
          opening: entry.opening,
          debit: entry.debit,
          credit: entry.credit
        )
        subtotal.add(figures)
        table.add(labels(entry.values) + figures.cells(signed: false))
      }
      total.add(subtotal)
      guard kinds.count == 2 else { continue }
      let label = labels([first.values[0]]) + [.phrase(Phrase("小计", "Subtotal")), .empty]
      table.add(label + subtotal.cells(signed: false), kind: .subtotal)
    }
    let blank = [Table.Cell](repeating: .empty, count: kinds.count * 2 - 1)
    table.add([.sum] + blank + total.cells(signed: false), kind: .total)
    return table
  }

  private func labels(_ values: [String]) -> [Table.Cell] {
    zip(kinds, values).flatMap { kind, value -> [Table.Cell] in
      guard !value.isEmpty else { return [.phrase(Phrase("(无)", "(none)")), .empty] }
      return [.text(value), .text(directory[kind, value]?.name ?? "")]
    }
  }

  /// `{"rows":[{"value","balance"}]}`, with a second dimension also `"value_2"`.
  ///
  /// Balances have debits positive.
  public var json: JSON {
    let rows = entries.filter { includesEmpty || $0.closing != 0 }.map { entry -> JSON in
      let names = ["value", "value_2"]
      let values = zip(names, entry.values).map { JSON.Member($0, .string($1)) }
      return .object(values + [JSON.Member("balance", .string(Fen.yuan(entry.closing)))])
    }
    return ["rows": .array(rows)]
  }
}
