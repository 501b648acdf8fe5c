import Accounting
public import Quantities

/// How long a pool's money has been lying there (资金沉淀), first in, first out.
public struct IdleMoney: Hashable, Sendable {
  /// What is left of each payment that came in, the oldest first.
  public let layers: [Layer]
  /// The day of the look.
  public let asOf: CivilDate
  /// What was paid for claims in the year that ends then.
  public let claims: Int128
  /// What was there on an average day of that year, times its days.
  public let balanceDays: Int128
  /// The days of that year since the pool began.
  public let days: Int

  /// What is left of a payment.
  public struct Layer: Hashable, Sendable {
    /// The number of the document.
    public let document: String
    /// The day it came in.
    public let date: CivilDate
    /// What of it has not been used.
    public fileprivate(set) var left: Int128
  }

  /// Looks at documents, in any order.
  public init(_ entries: some Sequence<PoolEntry>, asOf: CivilDate) {
    let first = asOf.adding(days: -364)
    let ordered = entries.filter { $0.document.head.date <= asOf && $0.net != 0 }
      .enumerated()
      .sorted { left, right in
        let (day, other) = (left.element.document.head.date, right.element.document.head.date)
        return day == other ? left.offset < right.offset : day < other
      }.map(\.element)
    var layers: ArraySlice<Layer> = []
    var (claims, balanceDays): (Int128, Int128) = (0, 0)
    for entry in ordered {
      let date = entry.document.head.date
      if date >= first { claims += entry.flows[.claims] ?? 0 }
      // What comes in or goes out counts from its day on.
      let counted = Int128(asOf.dayNumber) - Int128(max(date, first).dayNumber) + 1
      balanceDays += entry.net * counted
      if entry.net > 0 {
        layers.append(Layer(document: entry.document.head.number, date: date, left: entry.net))
        continue
      }
      var used = -entry.net
      while used > 0, let oldest = layers.first {
        let taken = min(used, oldest.left)
        used -= taken
        if taken == oldest.left {
          layers.removeFirst()
        } else {
          layers[layers.startIndex].left -= taken
        }
      }
    }
    let began = ordered.first.map { max($0.document.head.date, first) } ?? asOf
    self.layers = Array(layers)
    self.asOf = asOf
    self.claims = claims
    self.balanceDays = balanceDays
    days = Int(asOf.dayNumber) - Int(began.dayNumber) + 1
  }

  /// What has been lying there for longer than some days.
  public func left(after days: Int32) -> Int128 {
    layers.filter { $0.date < asOf.adding(days: -days) }.reduce(0) { $0 + $1.left }
  }

  /// What was paid for claims in the year, as a part of what was there on average (资金使用率);
  /// `nil` when nothing was there.
  public var usage: PPM? {
    guard balanceDays > 0, claims >= 0 else { return nil }
    let (product, wide) = (claims * Int128(days)).multipliedReportingOverflow(by: 1_000_000)
    return wide ? nil : PPM(Int64(clamping: product / balanceDays))
  }
}
