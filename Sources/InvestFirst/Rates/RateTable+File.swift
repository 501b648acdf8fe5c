public import Findings
import Policies
import Quantities

/// A file of published rates (利率文件): `series,from,rate_ppm,unchanged_through`, one quotation a
/// line; the last column may be empty.
extension RateTable {
  private static let heading = ["series", "from", "rate_ppm", "unchanged_through"]

  /// Reads a file.
  /// - Throws: everything that is wrong with it.
  public init(file bytes: [UInt8]) throws(Findings) {
    var rows: [(InterestTerms.RateSource, RateSeries.Quote)] = []
    var findings: [Finding] = []
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if index == 0 {
        if cells != RateTable.heading {
          let columns = RateTable.heading.joined(separator: ",")
          findings.append(Finding(.headerMissing, row: 1, column: columns))
        }
        continue
      }
      guard let row = RateTable.row(cells, index + 1, &findings) else { continue }
      rows.append(row)
    }
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for (source, rows) in Dictionary(grouping: rows, by: \.0) {
      do throws(RateSeries.DuplicateDay) {
        series[source] = try RateSeries(rows.map(\.1), isMonthly: source.isMonthly)
      } catch {
        findings.append(Finding(.codeDuplicate, value: "\(source.rawValue) \(error.date)"))
      }
    }
    if !findings.isEmpty { throw Findings(findings) }
    self.init(series)
  }

  private static func row(
    _ cells: [String],
    _ number: Int,
    _ findings: inout [Finding]
  ) -> (InterestTerms.RateSource, RateSeries.Quote)? {
    guard cells.count == heading.count else {
      findings.append(
        Finding(
          .ragged,
          row: number,
          arguments: ["cells": "\(cells.count)", "columns": "\(heading.count)"]
        )
      )
      return nil
    }
    let source = InterestTerms.RateSource(rawValue: cells[0])
    let from = CivilDate(iso: cells[1])
    let rate = Int64(cells[2])
    let through = FiscalPeriod(iso: cells[3])
    for (index, isWrong, shape) in [
      (0, source == nil, ""), (1, from == nil, "date"), (2, rate == nil, "ppm"),
      (3, through == nil && !cells[3].isEmpty, "month"),
    ] where isWrong {
      let choices = InterestTerms.RateSource.allCases.map(\.rawValue).joined(separator: "|")
      findings.append(
        Finding(
          .fieldValue,
          row: number,
          column: heading[index],
          value: cells[index],
          arguments: shape.isEmpty ? ["choices": choices] : ["expected": shape]
        )
      )
    }
    guard let source, let from, let rate, through != nil || cells[3].isEmpty else { return nil }
    return (source, .init(from: from, rate: PPM(rate), unchangedThrough: through))
  }

  /// The series that there are.
  public var sources: [InterestTerms.RateSource] {
    InterestTerms.RateSource.allCases.filter { self[$0] != nil }
  }

  /// The table after a later one: its quotations take the place of those of the same day.
  public func replaced(by later: RateTable) -> RateTable {
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for source in InterestTerms.RateSource.allCases {
      let newer = later[source]?.quotes ?? []
      let days = Set(newer.map(\.from))
      let kept = (self[source]?.quotes ?? []).filter { !days.contains($0.from) }
      guard !(kept + newer).isEmpty else { continue }
      do throws(RateSeries.DuplicateDay) {
        series[source] = try RateSeries(kept + newer, isMonthly: source.isMonthly)
      } catch { preconditionFailure("one quotation a day on either side") }
    }
    return RateTable(series)
  }
}
