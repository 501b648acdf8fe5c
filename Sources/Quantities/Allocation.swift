/// Dividing an amount so that the parts add up to it (分摊), to the fen and without fractions.
public enum Allocation {
  /// Splits an amount by weights: every part but the last is its floor of the whole, and the last
  /// one takes what is left.
  ///
  /// A third of 1.00 for each of three is 0.33, 0.33, 0.34. The parts are floors of the whole, not
  /// of what the parts before them left over, so the order of the others does not matter.
  /// - Parameters:
  ///   - amount: not negative.
  ///   - weights: none negative; when all are zero, everything goes to the last.
  /// - Returns: as many parts as there are weights, none negative.
  public static func split(_ amount: Fen, by weights: [Int64]) -> [Fen] {
    check(amount, weights)
    guard let last = weights.indices.last else { return [] }
    let whole = weights.reduce(into: Int128(0)) { $0 += Int128($1) }
    var rest = amount.rawValue
    return weights.indices.map { index in
      if index == last { return Fen(rest) }
      let part = whole == 0 ? 0 : share(of: amount, weights[index], whole).quotient
      rest -= part
      return Fen(part)
    }
  }

  /// Splits an amount by weights with the largest remainders: every part is its floor, and the fen
  /// left over go one each to the parts that lost most; among equals, to the earlier one.
  ///
  /// The parts differ from the exact ones by less than a fen. Where ties must be settled by date
  /// and number, put the weights in that order.
  /// - Parameters:
  ///   - amount: not negative.
  ///   - weights: none negative, and not all zero unless the amount is.
  /// - Returns: as many parts as there are weights, none negative.
  public static func largestRemainder(_ amount: Fen, by weights: [Int64]) -> [Fen] {
    check(amount, weights)
    let whole = weights.reduce(into: Int128(0)) { $0 += Int128($1) }
    if amount == .zero { return weights.map { _ in .zero } }
    precondition(whole > 0, "an amount is divided among somebody")
    let shares = weights.map { share(of: amount, $0, whole) }
    let left = shares.reduce(amount.rawValue) { $0 - $1.quotient }
    let favoured = shares.indices.sorted { first, second in
      let (one, other) = (shares[first].remainder, shares[second].remainder)
      return one == other ? first < second : one > other
    }.prefix(Int(left))
    var parts = shares.map(\.quotient)
    for index in favoured { parts[index] += 1 }
    return parts.map { Fen($0) }
  }

  private static func check(_ amount: Fen, _ weights: [Int64]) {
    precondition(amount >= .zero, "only what is there can be divided")
    precondition(weights.allSatisfy { $0 >= 0 }, "a weight is not negative")
  }

  /// The floor of a part and what it cut off; both factors have 64 bits, so nothing overflows.
  private static func share(
    of amount: Fen,
    _ weight: Int64,
    _ whole: Int128
  ) -> (quotient: Int64, remainder: Int128) {
    let product = Int128(amount.rawValue) * Int128(weight)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: whole)
    return (Int64(quotient), remainder)
  }
}
