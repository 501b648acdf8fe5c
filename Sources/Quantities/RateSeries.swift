/// Published interest rates in the order of their days (利率序列).
///
/// A quotation holds from its day until the next one.
public struct RateSeries: Hashable, Sendable {
  /// The quotations, the earliest first, at most one a day.
  public let quotes: [Quote]
  /// Whether a quotation is due every month, so that a month without one is a gap.
  public let isMonthly: Bool

  /// A published rate.
  public struct Quote: Hashable, Sendable {
    /// The first day it holds.
    public let from: CivilDate
    /// The rate a year.
    public let rate: PPM
    /// The last month whose own quotation confirmed the rate; `nil` for the month of its day.
    public let unchangedThrough: FiscalPeriod?

    /// Creates a quotation.
    public init(from: CivilDate, rate: PPM, unchangedThrough: FiscalPeriod? = nil) {
      self.from = from
      self.rate = rate
      self.unchangedThrough = unchangedThrough
    }

    /// The last month that the quotation speaks for.
    var lastMonth: FiscalPeriod { max(from.period, unchangedThrough ?? from.period) }
  }

  /// A part of a period in which one rate holds.
  public struct Segment: Hashable, Sendable {
    /// The first day.
    public let start: CivilDate
    /// The day after the last one.
    public let end: CivilDate
    /// The rate a year.
    public let rate: PPM

    /// Creates a part.
    public init(start: CivilDate, end: CivilDate, rate: PPM) {
      self.start = start
      self.end = end
      self.rate = rate
    }
  }

  /// A day that has two quotations.
  public struct DuplicateDay: Error, Hashable, Sendable {
    /// The day.
    public let date: CivilDate
  }

  /// Creates a series of quotations in any order.
  /// - Throws: ``DuplicateDay``.
  public init(_ quotes: [Quote], isMonthly: Bool) throws(DuplicateDay) {
    let sorted = quotes.sorted { $0.from < $1.from }
    for (quote, next) in zip(sorted, sorted.dropFirst()) where quote.from == next.from {
      throw DuplicateDay(date: quote.from)
    }
    self.quotes = sorted
    self.isMonthly = isMonthly
  }

  /// The rate in force on a day; `nil` before the first quotation.
  public func rate(on date: CivilDate) -> PPM? { place(of: date).map { quotes[$0].rate } }

  /// The parts of the period from `start` to the day before `end`.
  /// - Returns: `nil` when the period begins before the first quotation.
  public func segments(from start: CivilDate, to end: CivilDate) -> [Segment]? {
    guard let first = place(of: start) else { return nil }
    var segments: [Segment] = []
    var begin = start
    for index in first..<quotes.count where begin < end {
      let next = index + 1 < quotes.count ? quotes[index + 1].from : end
      let stop = min(next, end)
      // Quotations that repeat the rate do not cut the period.
      if let last = segments.last, last.rate == quotes[index].rate {
        segments[segments.count - 1] = Segment(start: last.start, end: stop, rate: last.rate)
      } else {
        segments.append(Segment(start: begin, end: stop, rate: quotes[index].rate))
      }
      begin = stop
    }
    return segments
  }

  /// The first month that a calculation from `start` to `end` lacks.
  ///
  /// Every month that has passed on `end` must have been quoted; that of `end` itself may still be.
  /// Rates that are not monthly lack nothing after their first quotation.
  public func missingMonth(from start: CivilDate, to end: CivilDate) -> FiscalPeriod? {
    guard let first = place(of: start) else { return start.period }
    guard isMonthly else { return nil }
    var known = quotes[first].lastMonth
    for quote in quotes[(first + 1)...] where quote.from <= end {
      if quote.from.period > known.next { return known.next }
      known = max(known, quote.lastMonth)
    }
    return known.next < end.period ? known.next : nil
  }

  private func place(of date: CivilDate) -> Int? {
    quotes.lastIndex { $0.from <= date }
  }
}
