import Quantities
import Reports
import Simulators

/// An estimate as people and programs read it (估计值).
struct RunFigure {
  /// What it is, for people.
  let name: Phrase
  /// The figure.
  let value: Table.Cell
  /// The ends of its interval; nothing where there is none.
  let low: Table.Cell
  /// The upper end.
  let high: Table.Cell
  /// How the interval was made; empty where there is none.
  let method: String

  /// An amount.
  init(_ chinese: String, _ english: String, _ estimate: Estimate<Fen>) {
    name = Phrase(chinese, english)
    value = .amount(estimate.value)
    low = .amount(estimate.low)
    high = .amount(estimate.high)
    method = estimate.method.rawValue
  }

  /// A share or a number.
  init(
    _ chinese: String,
    _ english: String,
    _ estimate: Estimate<Double>,
    _ form: NumberForm = .percent
  ) {
    name = Phrase(chinese, english)
    value = .text(form.text(estimate.value))
    low = .text(form.text(estimate.low))
    high = .text(form.text(estimate.high))
    method = estimate.method.rawValue
  }

  /// A figure as it was printed once.
  init(name: Phrase, value: Table.Cell, low: Table.Cell, high: Table.Cell, method: String) {
    (self.name, self.value, self.low, self.high, self.method) = (name, value, low, high, method)
  }

  /// A figure without an interval.
  init(_ chinese: String, _ english: String, plain number: Double, _ form: NumberForm) {
    name = Phrase(chinese, english)
    value = .text(form.text(number))
    (low, high, method) = (.empty, .empty, "")
  }

  /// The row of a table.
  var cells: [Table.Cell] { [.phrase(name), value, low, high, .text(method)] }

  /// A table of figures.
  static func table(_ title: Phrase, _ figures: [RunFigure]) -> Table {
    var table = Table(
      title: title,
      remarks: [],
      columns: [
        .init(Phrase("指标", "Figure"), .text), .init(Phrase("估计", "Estimate"), .money),
        .init(Phrase("95% 下限", "95% from"), .money), .init(Phrase("95% 上限", "to"), .money),
        .init(Phrase("方法", "Method"), .text),
      ]
    )
    for figure in figures { table.add(figure.cells) }
    return table
  }
}

/// What a simulation says in more than one table (多表结果).
protocol RunReport: Report {
  /// Everything beside the figures, table by table.
  var tables: [Table] { get }
}

extension RunReport {
  /// The tables below each other, each but the first under its title.
  func csv(in language: Language) -> String {
    tables.reduce(table.csv(in: language)) { text, table in
      let title = table.title.text(in: language).replacing("\"", with: "\"\"")
      return text + "\r\n\"\(title)\"\r\n" + table.csv(in: language)
    }
  }
}

/// How a number is written for people (数字格式).
enum NumberForm {
  /// `2.85%`
  case percent
  /// `1.05`, with some decimals.
  case number(Int)

  func text(_ value: Double) -> String {
    switch self {
    case .percent:
      NumberForm.fixed(value * 100, value != 0 && value.magnitude < 0.001 ? 4 : 2) + "%"
    case .number(let places): NumberForm.fixed(value, places)
    }
  }

  /// A number with a fixed count of decimals.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 0x1p53 else { return "\(value)" }
    let digits = String(Int64(scaled.magnitude))
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }
}

extension Fen {
  /// An amount in few digits, as people say it: 万元 and 亿元, or millions.
  static func spoken(_ sum: Int128) -> Phrase {
    func text(_ unit: Int128) -> String {
      // Hundredths of the unit are written as fen are.
      grouped(Rounding.halfUp.divide(sum * 100, by: unit))
    }
    let size = sum.magnitude
    let chinese =
      size >= 10_000_000_000
      ? "\(text(10_000_000_000)) 亿元"
      : size >= 1_000_000 ? "\(text(1_000_000)) 万元" : "\(grouped(sum)) 元"
    let english = size >= 100_000_000 ? "\(text(100_000_000)) million yuan" : "\(grouped(sum)) yuan"
    return Phrase(chinese, english)
  }

  /// The amount in few digits.
  var spoken: Phrase { Fen.spoken(Int128(rawValue)) }
}

/// A chance as people say it (概率的说法).
struct SpokenChance {
  /// What precedes what happens, in Chinese.
  let chinese: String
  /// What follows what happens, in English.
  let english: String

  init(_ chance: Estimate<Double>) {
    if chance.value <= 0 {
      let least = NumberForm.fixed(1 / max(chance.high, 1e-12), 0)
      chinese = "没有一条路径(至多约 \(least) 次里有 1 次)"
      english = "on no path (at most about one in \(least))"
    } else if chance.value >= 1 {
      (chinese, english) = ("每一条路径都", "on every path")
    } else if chance.value >= 0.1 {
      let often = NumberForm.fixed(min(chance.value * 100, 99), 0)
      (chinese, english) = ("100 次里有 \(often) 次", "on \(often) of 100 paths")
    } else {
      let often = NumberForm.fixed(1 / chance.value, 0)
      (chinese, english) = ("\(often) 次里有 1 次", "on one path of \(often)")
    }
  }
}

extension Estimate<Fen> {
  /// The estimate for programs: `{"value":…,"ci95":[…,…]}`.
  var json: JSON {
    [
      "value": .amount(value), "ci95": [.amount(low), .amount(high)],
      "method": .string(method.rawValue),
    ]
  }
}

extension Estimate<Double> {
  /// The estimate for programs: `{"value":…,"ci95":[…,…]}`.
  var json: JSON {
    [
      "value": .number(value), "ci95": [.number(low), .number(high)],
      "method": .string(method.rawValue),
    ]
  }
}

extension Assumption {
  /// What was taken, for programs.
  var json: JSON { ["field": .string(path), "value": .string(value)] }

  /// The assumptions as a table; nothing when everything was given.
  static func table(
    _ assumptions: [Assumption],
    more: [(field: String, value: String)] = []
  ) -> Table? {
    if assumptions.isEmpty, more.isEmpty { return nil }
    var table = Table(
      title: Phrase("方案没有给出、按此假设", "Not given, and taken for granted"),
      remarks: [],
      columns: [
        .init(Phrase("字段", "Field"), .text), .init(Phrase("取值", "Value"), .text),
      ]
    )
    for assumption in assumptions { table.add([.text(assumption.path), .text(assumption.value)]) }
    for row in more { table.add([.text(row.field), .text(row.value)]) }
    return table
  }
}
