public import Quantities

/// Where the money is that counted (控制数): nothing appears and nothing is lost.
public struct ControlBalance: Hashable, Sendable {
  /// What counted: payments, rent that accrued, and what followed in later rounds.
  public internal(set) var counted = Int128(0)
  /// What came back of it, gains apart.
  public internal(set) var returned = Int128(0)
  /// What was lost: at exits, by write-offs and by rights given up.
  public internal(set) var lost = Int128(0)
  /// What counts no more because its rent was waived and the policy counts only what is paid.
  public internal(set) var withdrawn = Int128(0)
  /// The gains that came in, and dividends.
  public internal(set) var gains = Int128(0)
}

/// Where the money of one source is (分来源余额).
public struct SourceBalance: Hashable, Sendable {
  /// What was paid out of it, whether it counts or not.
  public internal(set) var paid = Int128(0)
  /// What counted of it.
  public internal(set) var counted = Int128(0)
  /// What came back of that.
  public internal(set) var returned = Int128(0)
  /// What was lost of that.
  public internal(set) var lost = Int128(0)
  /// What counts no more.
  public internal(set) var withdrawn = Int128(0)
}

/// Money that came in and has not gone on to the treasury or the pool (待上缴).
public struct Due: Hashable, Sendable {
  /// Principal: it reduces expenditure.
  public internal(set) var principal = Fen.zero
  /// Gains: they are revenue.
  public internal(set) var gain = Fen.zero
  /// Dividends that were declared and have not arrived, by declaration.
  public internal(set) var dividends: [String: Receivable] = [:]

  /// A dividend that was declared and has not arrived.
  public struct Receivable: Hashable, Sendable {
    /// What has not arrived of it.
    public internal(set) var amount: Fen
    /// Who will hand it on.
    public let holder: String
  }

  /// Whether nothing waits.
  public var isEmpty: Bool { principal == .zero && gain == .zero && dividends.isEmpty }
}
