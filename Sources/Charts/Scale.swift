/// How values become places on a picture (坐标轴).
struct Scale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  /// A scale that holds all values and nothing more than round ends.
  init(_ values: [Double], withZero: Bool = true) {
    let finite = values.filter(\.isFinite)
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    if withZero { (low, high) = (min(low, 0), max(high, 0)) }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let step = Scale.step(high - low)
    self.low = (low / step).rounded(.down) * step
    self.high = (high / step).rounded(.up) * step
    isLogarithmic = false
  }

  /// A scale that ends where its values do.
  init(between values: [Double]) {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    self = low < high ? Scale(low, high) : Scale(values)
  }

  private init(_ low: Double, _ high: Double) {
    (self.low, self.high, isLogarithmic) = (low, high, false)
  }

  /// A scale of powers of ten.
  init(logarithmOf values: [Double]) {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    var (low, high) = (1.0, 1.0)
    while low > positive.min() ?? 1, low > 1e-12 { low /= 10 }
    while high < positive.max() ?? 1, high < 1e12 { high *= 10 }
    self.low = low == high ? low / 10 : low
    self.high = high
    isLogarithmic = true
  }

  /// Where a value lies between the ends, from 0 to 1.
  func place(_ value: Double) -> Double {
    guard isLogarithmic else { return (value - low) / (high - low) }
    return Scale.decades(max(value, low) / low) / Scale.decades(high / low)
  }

  /// The values that are written at the axis.
  var ticks: [Double] {
    if isLogarithmic {
      var ticks = [low]
      while let last = ticks.last, last * 10 <= high * 1.001 { ticks.append(last * 10) }
      return ticks
    }
    let step = Scale.step(high - low)
    // A scale that ends where its values do need not begin at a round number.
    let first = (low / step - 1e-9).rounded(.up)
    let count = Int(((high - first * step) / step + 1e-9).rounded(.down))
    return (0...max(count, 0)).map { (first + Double($0)) * step }
  }

  /// A round step: two to five of them make the range.
  private static func step(_ range: Double) -> Double {
    var step = 1.0
    while step * 5 < range { step *= 10 }
    while step * 5 > range * 10 { step /= 10 }
    if range < step { return step / 5 }
    return range < step * 2.5 ? step / 2 : step
  }

  /// The logarithm to base ten without the C library, so that all machines draw the same.
  private static func decades(_ ratio: Double) -> Double {
    var (rest, count) = (ratio, 0.0)
    while rest >= 10 { (rest, count) = (rest / 10, count + 1) }
    while rest < 1 { (rest, count) = (rest * 10, count - 1) }
    // Bit by bit: squaring doubles the logarithm.
    var bit = 0.5
    for _ in 0..<24 {
      rest *= rest
      if rest >= 10 {
        rest /= 10
        count += bit
      }
      bit /= 2
    }
    return count
  }
}

/// How numbers are written at an axis (刻度格式).
public enum TickForm: Sendable {
  /// Plain numbers with thousands separated.
  case number
  /// Shares as percentages.
  case percent

  func text(_ value: Double) -> String {
    switch self {
    case .percent: "\(TickForm.short(value * 100))%"
    case .number: TickForm.short(value)
    }
  }

  /// Three digits are enough at an axis.
  private static func short(_ value: Double) -> String {
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    var scale = 1.0
    while magnitude * scale < 100, scale < 1e8 { scale *= 10 }
    let scaled = Int64((min(magnitude, 1e15) * scale).rounded())
    let unit = Int64(scale)
    let (whole, part) = scaled.quotientAndRemainder(dividingBy: unit)
    var text = grouped(whole)
    if part > 0 {
      let places = String(unit).count - 1
      var digits = String(repeating: "0", count: places - String(part).count) + String(part)
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return value < 0 ? "-" + text : text
  }

  private static func grouped(_ value: Int64) -> String {
    var (digits, text) = (Array(String(value)), "")
    while digits.count > 3 {
      text = "," + String(digits.suffix(3)) + text
      digits.removeLast(3)
    }
    return String(digits) + text
  }
}

/// What an axis measures (轴).
public struct Axis: Sendable {
  /// Its name with the unit.
  public let name: String
  /// How its numbers are written.
  public let form: TickForm

  /// Creates an axis.
  public init(_ name: String, _ form: TickForm = .number) {
    self.name = name
    self.form = form
  }
}

extension Canvas {
  /// Places for a pair of scales.
  func point(_ x: Double, _ y: Double, _ scales: (x: Scale, y: Scale)) -> (x: Double, y: Double) {
    let area = Canvas.area
    return (
      area.left + scales.x.place(x) * (area.right - area.left),
      area.bottom - scales.y.place(y) * (area.bottom - area.top)
    )
  }

  /// The axes with their numbers and names.
  mutating func axes(_ scales: (x: Scale, y: Scale), _ names: (x: Axis, y: Axis)) {
    let area = Canvas.area
    for tick in scales.y.ticks {
      let y = point(scales.x.low, tick, scales).y
      line([(area.left, y), (area.right, y)], .faint, width: 1)
      word(names.y.form.text(tick), x: area.left - 6, y: y + 4, anchor: "end", .grey, size: 12)
    }
    line([(area.left, area.bottom), (area.right, area.bottom)], .grey, width: 1)
    for tick in scales.x.ticks {
      let x = point(tick, scales.y.low, scales).x
      line([(x, area.bottom), (x, area.bottom + 4)], .grey, width: 1)
      number(names.x.form.text(tick), below: x)
    }
    word(names.x.name, x: area.right, y: area.bottom + 36, anchor: "end", .grey, size: 12)
    word(names.y.name, x: 4, y: 12, .grey, size: 12)
  }

  /// A number below the axis, inside the picture even at its right end.
  mutating func number(_ text: String, below x: Double) {
    let isLast = x > Canvas.area.right - 8
    word(
      text,
      x: isLast ? Canvas.width - 2 : x,
      y: Canvas.area.bottom + 17,
      anchor: isLast ? "end" : "middle",
      .grey,
      size: 12
    )
  }
}
