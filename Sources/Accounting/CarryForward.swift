public import Findings
public import Quantities

/// The year-end entry that empties income and expense into net assets (期末结转).
public enum CarryForward {
  /// The voucher that carries forward every income and expense balance at the end of `period`.
  ///
  /// Each combination of account and dimensions gets one line that empties it, with a positive
  /// amount in the opposite column; the difference of each aspect goes to its net-assets account.
  /// - Parameters:
  ///   - period: The period on whose last day the voucher is dated.
  ///   - balances: The balances at that day; others than income and expense are left alone.
  ///   - chart: The accounts.
  ///   - targets: The net-assets account (本期盈余、累计盈余) of each aspect that has something.
  /// - Returns: The voucher, not yet checked and not yet posted.
  /// - Throws: `E-NOTHING-TO-CARRY`, `E-ACCOUNT-UNKNOWN` for a target that is missing or stands in
  ///   another aspect, `E-OVERFLOW`.
  public static func voucher(
    closing period: FiscalPeriod,
    balances: [AccountBalance],
    chart: ChartOfAccounts,
    to targets: [Aspect: AccountCode]
  ) throws(Findings) -> Voucher {
    let lines = Lines(year: period.year)
    var postings: [Posting] = []
    for aspect in Aspect.allCases {
      let sums = remainders(balances, in: aspect, chart)
      guard !sums.isEmpty else { continue }
      for (place, sum) in sums { postings.append(try lines.emptying(sum, of: place)) }
      let difference = sums.reduce(Int128(0)) { $0 + $1.sum }
      guard let target = targets[aspect], chart[target]?.aspect == aspect else {
        throw Findings(
          Finding(
            .accountUnknown,
            column: Field.account,
            value: targets[aspect]?.text ?? "",
            arguments: ["account": targets[aspect]?.text ?? "", "aspect": aspect.rawValue]
          )
        )
      }
      // The target takes over what the emptied accounts held, so its line is the mirror of theirs.
      if difference != 0 {
        postings.append(try lines.emptying(-difference, of: Place(account: target)))
      }
    }
    guard !postings.isEmpty else {
      throw Findings(
        Finding(
          .nothingToCarry,
          value: "\(period)",
          arguments: ["period": "\(period)", "year": "\(period.year)"]
        )
      )
    }
    return Voucher(date: period.lastDay, postings: postings)
  }

  /// What the income and expense accounts of an aspect hold, in the order of codes and dimensions.
  private static func remainders(
    _ balances: [AccountBalance],
    in aspect: Aspect,
    _ chart: ChartOfAccounts
  ) -> [(place: Place, sum: Int128)] {
    var sums: [Place: Int128] = [:]
    for balance in balances {
      guard let account = chart[balance.account], account.aspect == aspect,
        account.element.isCarriedForward
      else { continue }
      let place = Place(account: balance.account, dimensions: balance.dimensions)
      sums[place, default: 0] += Int128(balance.closing.rawValue)
    }
    return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private struct Place: Hashable, Comparable {
    let account: AccountCode
    var dimensions = Dimensions.none

    static func < (left: Place, right: Place) -> Bool {
      if left.account != right.account { return left.account < right.account }
      return left.dimensions.tags.lexicographicallyPrecedes(right.dimensions.tags) {
        ($0.kind.code, $0.value) < ($1.kind.code, $1.value)
      }
    }
  }

  private struct Lines {
    let year: Int

    func emptying(_ sum: Int128, of place: Place) throws(Findings) -> Posting {
      guard let amount = Int64(exactly: sum.magnitude) else {
        throw Findings(
          Finding(.overflow, column: Field.account, value: place.account.text)
        )
      }
      return Posting(
        summary: "结转\(year)年收支",
        account: place.account,
        side: sum > 0 ? .credit : .debit,
        amount: Fen(amount),
        dimensions: place.dimensions,
        reference: "结转\(year)"
      )
    }
  }
}
