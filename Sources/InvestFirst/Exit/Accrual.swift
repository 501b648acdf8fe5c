import Findings
import Policies
import Quantities

/// The return of one sum over one period (计息).
struct Accrual: Sendable {
  /// The days.
  let days: Int
  /// The rate a year, over several ones their average by days.
  let rate: Ratio
  /// The exact return in fen.
  let interest: Ratio
  /// The parts of the period.
  let parts: [Part]

  /// A part of the period with one rate, or one year of compounding.
  struct Part: Sendable {
    let start: CivilDate
    let end: CivilDate
    let days: Int
    let rate: Ratio
    let interest: Ratio
  }
}

extension SettledInterest {
  /// The period for which something is paid.
  struct Period {
    let start: CivilDate
    let end: CivilDate
  }

  /// What `amount` earns over `period`.
  ///
  /// Each part of simple interest is rounded by `rounding`; `nil` when only sums are. Compound
  /// interest has no parts that could be rounded on their own: each year earns on the one before.
  /// - Throws: `E-RATE-GAP` when a rate is missing.
  func accrual(
    on amount: Fen,
    over period: Period,
    rates: RateTable,
    rounding: Rounding?
  ) throws(Refusal) -> Accrual {
    let segments = try segments(of: period, rates)
    return try exactly { () throws(Overflow) in
      let parts =
        switch compound {
        case .simple: try simple(amount, segments, rounding)
        case .annual: try annual(amount, period, segments)
        }
      let days = dayCount.days(from: period.start, to: period.end)
      return Accrual(
        days: days,
        rate: try average(segments),
        interest: compound == .annual
          ? try grown(amount, period, segments) : try SettledInterest.sum(parts.map(\.interest)),
        parts: parts
      )
    }
  }

  /// The parts of a period with their rates as published.
  private func segments(
    of period: Period,
    _ rates: RateTable
  ) throws(Refusal) -> [RateSeries.Segment] {
    func single(_ rate: PPM) -> [RateSeries.Segment] {
      [RateSeries.Segment(start: period.start, end: period.end, rate: rate)]
    }
    if !source.isPublished { return single(fixedRate) }
    guard let series = rates[source] else { throw gap("–") }
    let (first, last) =
      switch pick {
      case .atStart: (period.start, period.start)
      case .atExit: (period.end, period.end)
      case .piecewise: (period.start, period.end)
      }
    if let month = series.missingMonth(from: first, to: last) { throw gap("\(month)") }
    if pick == .piecewise, let segments = series.segments(from: first, to: last) {
      return segments
    }
    guard let rate = series.rate(on: first) else { throw gap("\(first)") }
    return single(rate)
  }

  private func gap(_ missing: String) -> Refusal {
    Refusal(Finding(.rateGap, arguments: ["series": source.rawValue, "missing": missing]))
  }

  private func simple(
    _ amount: Fen,
    _ segments: [RateSeries.Segment],
    _ rounding: Rounding?
  ) throws(Overflow) -> [Accrual.Part] {
    var parts: [Accrual.Part] = []
    for segment in segments {
      let rate = try applied(segment.rate)
      let days = dayCount.days(from: segment.start, to: segment.end)
      let earned = try Ratio(amount).multiplied(by: rate)
        .multiplied(by: Ratio(Int128(days), over: Int128(dayCount.basis)))
      parts.append(part(segment.start, segment.end, days, rate, earned, rounding))
    }
    return parts
  }

  /// One part for each year; each earns on what the years before it made of the amount.
  private func annual(
    _ amount: Fen,
    _ period: Period,
    _ segments: [RateSeries.Segment]
  ) throws(Overflow) -> [Accrual.Part] {
    var parts: [Accrual.Part] = []
    var factors: [Ratio] = []
    for year in years(of: period) {
      let before = try amount.compounded(by: factors)
      factors.append(try growth(over: year, segments))
      let earned = try amount.compounded(by: factors).subtracting(before)
      let days = dayCount.days(from: year.start, to: year.end)
      let rate = try average(cut(segments, to: year))
      parts.append(part(year.start, year.end, days, rate, earned, nil))
    }
    return parts
  }

  /// What compounding makes of the amount in the end, less the amount.
  private func grown(
    _ amount: Fen,
    _ period: Period,
    _ segments: [RateSeries.Segment]
  ) throws(Overflow) -> Ratio {
    var factors: [Ratio] = []
    for year in years(of: period) { factors.append(try growth(over: year, segments)) }
    return try amount.compounded(by: factors).subtracting(Ratio(amount))
  }

  /// A year of compounding, or the part of one at the end.
  private struct Year {
    let start: CivilDate
    let end: CivilDate
    let isFull: Bool
  }

  /// The full years from the start, each to the same day, and what is left.
  ///
  /// Anniversaries are those of the start alone: after 29 February the fourth one is 29 February.
  private func years(of period: Period) -> [Year] {
    var years: [Year] = []
    var start = period.start
    while case let next = period.start.adding(months: 12 * (years.count + 1)), next <= period.end {
      years.append(Year(start: start, end: next, isFull: true))
      start = next
    }
    if start < period.end, partYear == .proRata {
      years.append(Year(start: start, end: period.end, isFull: false))
    }
    return years
  }

  /// By what one year multiplies.
  ///
  /// A full year of one rate adds that rate, whatever its days; several rates share the year by
  /// days; a part of a year earns by the day count.
  private func growth(
    over year: Year,
    _ segments: [RateSeries.Segment]
  ) throws(Overflow) -> Ratio {
    let length = year.isFull ? dayCount.days(from: year.start, to: year.end) : dayCount.basis
    var sum = Ratio.zero
    let cut = cut(segments, to: year)
    for segment in cut {
      let days = dayCount.days(from: segment.start, to: segment.end)
      let share =
        year.isFull && cut.count == 1 ? Ratio.one : Ratio(Int128(days), over: Int128(length))
      sum = try sum.adding(try applied(segment.rate).multiplied(by: share))
    }
    return try Ratio.one.adding(sum).reduced
  }

  private func cut(_ segments: [RateSeries.Segment], to year: Year) -> [RateSeries.Segment] {
    segments.compactMap { segment in
      let (start, end) = (max(segment.start, year.start), min(segment.end, year.end))
      return start < end ? RateSeries.Segment(start: start, end: end, rate: segment.rate) : nil
    }
  }

  private func part(
    _ start: CivilDate,
    _ end: CivilDate,
    _ days: Int,
    _ rate: Ratio,
    _ earned: Ratio,
    _ rounding: Rounding?
  ) -> Accrual.Part {
    let interest = rounding.map { Ratio(earned.rounded($0)) } ?? earned
    return Accrual.Part(start: start, end: end, days: days, rate: rate, interest: interest)
  }

  private func average(_ segments: [RateSeries.Segment]) throws(Overflow) -> Ratio {
    guard let first = segments.first, segments.count > 1 else {
      return try applied(segments.first?.rate ?? .zero)
    }
    var (sum, days) = (Ratio.zero, Int128(0))
    for segment in segments {
      let length = Int128(segment.end.dayNumber) - Int128(segment.start.dayNumber)
      sum = try sum.adding(applied(segment.rate).multiplied(by: Ratio(length)))
      days += length
    }
    return days == 0 ? try applied(first.rate) : try sum.divided(by: Ratio(days))
  }

  private static func sum(_ numbers: [Ratio]) throws(Overflow) -> Ratio {
    var sum = Ratio.zero
    for number in numbers { sum = try sum.adding(number) }
    return sum
  }
}
