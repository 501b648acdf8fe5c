/// A chart (图): values in, SVG text out, always the same text for the same values.
///
/// Colours are told apart by people who see few of them and on grey paper; shapes and words say
/// everything that colours say. A reader of the page aloud finds a title and a description.
public protocol Chart: Sendable {
  /// What it is called and what it shows.
  var caption: Caption { get }
  /// Draws it into an empty frame.
  func draw(on canvas: inout Canvas)
}

/// What is said about a chart (图题).
public struct Caption: Hashable, Sendable {
  /// The name, unique on its page; letters, digits and hyphens.
  public let id: String
  /// The title.
  public let title: String
  /// What it shows, in a sentence.
  public let description: String

  /// Creates a caption.
  public init(id: String, title: String, description: String) {
    self.id = id
    self.title = title
    self.description = description
  }
}

extension Chart {
  /// The chart as one SVG element.
  public var svg: String {
    var canvas = Canvas()
    draw(on: &canvas)
    return canvas.text(caption)
  }
}

/// Colours after Okabe and Ito, told apart by all eyes (配色).
enum Ink: String {
  case blue = "#0072b2"
  case sky = "#56b4e9"
  case orange = "#e69f00"
  case red = "#d55e00"
  case green = "#009e73"
  case grey = "#6b7280"
  case faint = "#e5e7eb"
  case black = "#111827"
  case white = "#ffffff"
}

/// One SVG picture in the making, 640 by 320 (画布).
public struct Canvas: Sendable {
  private var body = ""
  static let width = 640.0
  static let height = 320.0
  /// Where values are drawn; outside are words.
  static let area = (left: 76.0, right: 624.0, top: 20.0, bottom: 272.0)

  /// Where words end and chart begins when rows have long names.
  static let wordsLeft = 190.0

  func text(_ caption: Caption) -> String {
    let (title, description) = ("\(caption.id)-title", "\(caption.id)-desc")
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" "
      + "viewBox=\"0 0 \(Self.figure(Self.width)) \(Self.figure(Self.height))\" "
      + "aria-labelledby=\"\(title) \(description)\">"
      + "<title id=\"\(title)\">\(Self.escape(caption.title))</title>"
      + "<desc id=\"\(description)\">\(Self.escape(caption.description))</desc>\(body)</svg>"
  }

  /// A coordinate with at most two decimals.
  static func figure(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int64((min(max(value, -1e9), 1e9) * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return "\(sign)\(whole)" }
    let digits = part < 10 ? "0\(part)" : "\(part)"
    return "\(sign)\(whole).\(digits.hasSuffix("0") ? String(digits.dropLast()) : digits)"
  }

  /// Text that is safe in an element and in an attribute.
  public static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped += " "
      // XML has no other control characters, and nobody needs marks that turn text around.
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        escaped += "\u{FFFD}"
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FFFE}", "\u{FFFF}":
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  // MARK: Shapes

  /// A line through points.
  mutating func line(
    _ points: [(x: Double, y: Double)],
    _ ink: Ink,
    width: Double = 2,
    dashes: String? = nil
  ) {
    guard let first = points.first else { return }
    var path = "M\(Self.figure(first.x)),\(Self.figure(first.y))"
    for point in points.dropFirst() { path += "L\(Self.figure(point.x)),\(Self.figure(point.y))" }
    let dash = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    body +=
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(ink.rawValue)\" "
      + "stroke-width=\"\(Self.figure(width))\"\(dash)/>"
  }

  /// The area between two lines over the same places.
  mutating func band(
    _ points: [(x: Double, low: Double, high: Double)],
    _ ink: Ink,
    _ opacity: Double
  ) {
    guard let first = points.first else { return }
    var path = "M\(Self.figure(first.x)),\(Self.figure(first.high))"
    for point in points.dropFirst() {
      path += "L\(Self.figure(point.x)),\(Self.figure(point.high))"
    }
    for point in points.reversed() { path += "L\(Self.figure(point.x)),\(Self.figure(point.low))" }
    body +=
      "<path d=\"\(path)Z\" fill=\"\(ink.rawValue)\" "
      + "fill-opacity=\"\(Self.figure(opacity))\"/>"
  }

  /// A bar with what it says when pointed at.
  mutating func bar(
    x: ClosedRange<Double>,
    y: ClosedRange<Double>,
    _ ink: Ink,
    opacity: Double = 1,
    hint: String
  ) {
    let width = Swift.max(x.upperBound - x.lowerBound, 0.5)
    let height = Swift.max(y.upperBound - y.lowerBound, 0.5)
    body +=
      "<rect x=\"\(Self.figure(x.lowerBound))\" y=\"\(Self.figure(y.lowerBound))\" "
      + "width=\"\(Self.figure(width))\" height=\"\(Self.figure(height))\" "
      + "fill=\"\(ink.rawValue)\" fill-opacity=\"\(Self.figure(opacity))\">"
      + "<title>\(Self.escape(hint))</title></rect>"
  }

  /// About how wide a word is: Chinese characters are as wide as high, others about half.
  static func width(of text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 0.58 : 1) * size }
  }

  /// The name of a row, smaller where it would not fit.
  mutating func name(_ text: String, endingAt x: Double, y: Double) {
    let size = min(13, (x - 2) / max(Canvas.width(of: text, size: 1), 1))
    word(text, x: x, y: y, anchor: "end", size: size)
  }

  /// A word; `anchor` as in SVG.
  mutating func word(
    _ text: String,
    x: Double,
    y: Double,
    anchor: String = "start",
    _ ink: Ink = .black,
    size: Double = 13
  ) {
    body +=
      "<text x=\"\(Self.figure(x))\" y=\"\(Self.figure(y))\" text-anchor=\"\(anchor)\" "
      + "font-size=\"\(Self.figure(size))\" fill=\"\(ink.rawValue)\">\(Self.escape(text))</text>"
  }
}
