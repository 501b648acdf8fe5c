public import Quantities

/// The right to become an owner, payment by payment (先投权利, D01): what counts and is not used up.
public struct Entitlement: Hashable, Sendable {
  /// The payments and months of rent, in the order of their documents.
  public internal(set) var slices: [Slice] = []

  /// One payment or month of rent.
  public struct Slice: Hashable, Sendable {
    /// The document that made it.
    public let document: String
    /// The day from which clocks run.
    public let date: CivilDate
    /// What was given.
    public let kind: SupportKind
    /// How it was borne.
    public internal(set) var source: Source
    /// Out of which money (资金来源); empty while nobody has paid, or when nobody asks.
    public internal(set) var fund: String
    /// What counted of it at first.
    public internal(set) var counted: Fen
    /// What is left of that.
    public internal(set) var left: Fen
  }

  /// How a slice was borne.
  public enum Source: Hashable, Sendable {
    /// The fund paid it.
    case paid
    /// The rent is owed, neither paid nor waived.
    case accrued(lease: String, FiscalPeriod)
    /// The landlord bears it without compensation.
    case inKind
  }

  /// The control balance (D01).
  public var left: Int128 { Fen.sum(slices.map(\.left)) }

  /// The parts of an amount by how they were borne, so that uncompensated rent stays apart.
  struct Parts {
    var principal = Int128(0)
    var rent = Int128(0)
    var inKind = Int128(0)
    /// What was used of each slice.
    var payments: [Disbursement] = []
  }

  /// What is left of the money that a condition allows.
  func left(where isAllowed: (Slice) -> Bool) -> Int128 {
    Fen.sum(slices.filter(isAllowed).map(\.left))
  }

  /// Uses up an amount of the allowed slices in proportion, by the largest remainders.
  mutating func use(_ amount: Fen, where isAllowed: (Slice) -> Bool) -> Parts {
    let weights = slices.map { isAllowed($0) ? $0.left.rawValue : 0 }
    let used = Allocation.largestRemainder(amount, by: weights)
    var parts = Parts()
    for (index, part) in used.enumerated() where part > .zero {
      let slice = slices[index]
      parts.payments.append(
        Disbursement(date: slice.date, kind: slice.kind, amount: part, source: slice.fund)
      )
      // A part is at most what its slice has left, so the difference cannot overflow.
      slices[index].left = Fen(slices[index].left.rawValue - part.rawValue)
      switch (slices[index].source, slices[index].kind) {
      case (.inKind, _): parts.inKind += Int128(part.rawValue)
      case (.paid, .rent), (.accrued, _): parts.rent += Int128(part.rawValue)
      case (.paid, _): parts.principal += Int128(part.rawValue)
      }
    }
    return parts
  }
}
