/// How far book and bank may lie apart, and how hard to search (对账规则).
public struct MatchingRules: Hashable, Sendable {
  /// How many days the bank may be later than the books (在途).
  public var daysAfter: Int32
  /// How many days the bank may be earlier than the books.
  public var daysBefore: Int32
  /// How many days after a red line its correction may come.
  public var reversalDays: Int32
  /// Among how many lines a sum is looked for when no day, text or party holds them together.
  ///
  /// More candidates than that prove nothing: some of them always add up.
  public var sumLines: Int
  /// How many steps all searches for sums may take together, so that time stays bounded.
  public var steps: Int
  /// How large a table of equal amounts may be for the best pairing; larger ones go in order.
  public var pairings: Int

  /// Creates rules; whatever is not named is as in ``standard``.
  public init(
    daysAfter: Int32 = 10,
    daysBefore: Int32 = 5,
    reversalDays: Int32 = 31,
    sumLines: Int = 20,
    steps: Int = 5_000_000,
    pairings: Int = 1 << 20
  ) {
    self.daysAfter = daysAfter
    self.daysBefore = daysBefore
    self.reversalDays = reversalDays
    self.sumLines = sumLines
    self.steps = steps
    self.pairings = pairings
  }

  /// The bank up to 10 days after the books or 5 before, corrections within 31 days.
  public static let standard = MatchingRules()

  /// How little two lines fit whose days lie `lag` apart; `nil` when they are too far apart.
  ///
  /// A bank that is ahead of the books is the rarer case: it counts three times as far.
  func distance(_ lag: Int32) -> Int64? {
    guard lag >= -daysBefore, lag <= daysAfter else { return nil }
    return lag >= 0 ? Int64(lag) : -3 * Int64(lag)
  }
}
