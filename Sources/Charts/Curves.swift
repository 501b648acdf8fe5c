/// Quantiles through time: 5 to 95 and 25 to 75 of 100 as areas, the middle as a line (扇形图).
public struct FanChart: Chart {
  /// What is said about it.
  public let caption: Caption
  let axes: (x: Axis, y: Axis)
  let points: [Point]
  let marks: [Mark]

  /// The quantiles at one time.
  public struct Point: Hashable, Sendable {
    /// The time.
    public let time: Double
    /// The five quantiles, the least first.
    public let quantiles: [Double]

    /// Creates a point; there are five quantiles.
    public init(time: Double, quantiles: [Double]) {
      precondition(quantiles.count == 5, "a fan has five quantiles")
      self.time = time
      self.quantiles = quantiles
    }
  }

  /// What really was, at one time.
  public struct Mark: Hashable, Sendable {
    /// The time.
    public let time: Double
    /// The value.
    public let value: Double
    /// What it says when pointed at.
    public let hint: String

    /// Creates a mark.
    public init(time: Double, value: Double, hint: String) {
      (self.time, self.value, self.hint) = (time, value, hint)
    }
  }

  /// Creates a fan, over which a line of marks may lie.
  public init(
    _ caption: Caption,
    _ axes: (x: Axis, y: Axis),
    _ points: [Point],
    marks: [Mark] = []
  ) {
    self.caption = caption
    self.axes = axes
    self.points = points
    self.marks = marks
  }

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    let scales = (
      x: Scale(between: [0] + points.map(\.time)),
      y: Scale(points.flatMap(\.quantiles) + marks.map(\.value))
    )
    canvas.axes(scales, axes)
    func at(_ place: Int) -> [(x: Double, y: Double)] {
      points.map { canvas.point($0.time, $0.quantiles[place], scales) }
    }
    for (low, high, opacity) in [(0, 4, 0.25), (1, 3, 0.45)] {
      let ends = zip(at(low), at(high)).map { (x: $0.x, low: $0.y, high: $1.y) }
      canvas.band(ends, .sky, opacity)
    }
    canvas.line(at(2), .blue, width: 2.5)
    let places = marks.map { canvas.point($0.time, $0.value, scales) }
    canvas.line(places, .black, dashes: "2 3")
    for (mark, place) in zip(marks, places) {
      let (x, y) = (place.x - 4...place.x + 4, place.y - 4...place.y + 4)
      canvas.bar(x: x, y: y, .black, hint: mark.hint)
    }
    guard let last = points.last else { return }
    for (place, name) in ["P5", "P25", "P50", "P75", "P95"].enumerated() where place % 2 == 0 {
      let end = canvas.point(last.time, last.quantiles[place], scales)
      canvas.word(name, x: end.x - 4, y: end.y - 4, anchor: "end", size: 12)
    }
  }
}

/// One or more lines over the same axis (折线图), also for curves of survival and of exceedance.
public struct LineChart: Chart {
  /// What is said about it.
  public let caption: Caption
  let axes: (x: Axis, y: Axis)
  let lines: [Line]
  let isLogarithmic: Bool
  let mark: (value: Double, name: String)?

  /// A line with its name.
  public struct Line: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The places.
    public let x: [Double]
    /// The values.
    public let y: [Double]
    /// Whether a value holds until the next place.
    public let isStepped: Bool

    /// Creates a line of as many values as places.
    public init(_ name: String, x: [Double], y: [Double], isStepped: Bool = false) {
      precondition(x.count == y.count, "a line has one value for each place")
      self.name = name
      self.x = x
      self.y = y
      self.isStepped = isStepped
    }
  }

  /// Creates a chart of lines.
  ///
  /// - Parameters:
  ///   - caption: what is said about it.
  ///   - axes: what is measured.
  ///   - lines: the lines.
  ///   - isLogarithmic: whether the values stand in powers of ten.
  ///   - mark: a place that is marked by an upright line with its name.
  public init(
    _ caption: Caption,
    _ axes: (x: Axis, y: Axis),
    _ lines: [Line],
    isLogarithmic: Bool = false,
    mark: (value: Double, name: String)? = nil
  ) {
    self.caption = caption
    self.axes = axes
    self.lines = lines
    self.isLogarithmic = isLogarithmic
    self.mark = mark
  }

  private static let styles: [(ink: Ink, dashes: String?)] = [
    (.blue, nil), (.red, "7 4"), (.green, "2 3"), (.orange, "10 3 2 3"), (.grey, "1 3"),
  ]

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    let values = lines.flatMap(\.y)
    let places = lines.flatMap(\.x) + (mark.map { [$0.value] } ?? [])
    let scales = (
      x: Scale(between: [0] + places),
      y: isLogarithmic ? Scale(logarithmOf: values) : Scale(values)
    )
    canvas.axes(scales, axes)
    for (place, line) in lines.enumerated() {
      let style = Self.styles[place % Self.styles.count]
      var points: [(x: Double, y: Double)] = []
      for (x, y) in zip(line.x, line.y) where !isLogarithmic || y > 0 {
        let next = canvas.point(x, y, scales)
        if line.isStepped, let last = points.last { points.append((next.x, last.y)) }
        points.append(next)
      }
      canvas.line(points, style.ink, dashes: style.dashes)
    }
    if lines.count > 1 { legend(on: &canvas) }
    guard let mark else { return }
    let x = canvas.point(mark.value, scales.y.low, scales).x
    canvas.line([(x, Canvas.area.top), (x, Canvas.area.bottom)], .black, width: 1, dashes: "4 3")
    // On the side where there is room.
    let isRight = x + 4 + Canvas.width(of: mark.name, size: 12) > Canvas.width
    canvas.word(
      mark.name,
      x: isRight ? x - 4 : x + 4,
      y: Canvas.area.top + 12,
      anchor: isRight ? "end" : "start",
      size: 12
    )
  }

  /// The names of the lines above them, where no line can be.
  private func legend(on canvas: inout Canvas) {
    var right = Canvas.width - 2
    for (place, line) in lines.enumerated().reversed() {
      let style = Self.styles[place % Self.styles.count]
      let left = right - Canvas.width(of: line.name, size: 12)
      canvas.word(line.name, x: left, y: 12, size: 12)
      canvas.line([(left - 30, 8), (left - 4, 8)], style.ink, dashes: style.dashes)
      right = left - 40
    }
  }
}
