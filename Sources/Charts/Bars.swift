/// How often values fall into equal steps (直方图).
public struct Histogram: Chart {
  /// What is said about it.
  public let caption: Caption
  let axes: (x: Axis, y: Axis)
  let edges: [Double]
  let shares: [Double]

  /// Creates a histogram with one share between every two edges.
  public init(
    _ caption: Caption,
    _ axes: (x: Axis, y: Axis),
    edges: [Double],
    shares: [Double]
  ) {
    precondition(edges.count == shares.count + 1, "every share lies between two edges")
    self.caption = caption
    self.axes = axes
    self.edges = edges
    self.shares = shares
  }

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    let scales = (x: Scale(edges, withZero: false), y: Scale(shares))
    canvas.axes(scales, axes)
    for (place, share) in shares.enumerated() where share > 0 {
      let low = canvas.point(edges[place], 0, scales)
      let high = canvas.point(edges[place + 1], share, scales)
      let ends = "\(axes.x.form.text(edges[place]))–\(axes.x.form.text(edges[place + 1]))"
      canvas.bar(
        x: low.x...max(high.x - 1, low.x),
        y: high.y...max(low.y, high.y),
        .blue,
        hint: "\(ends): \(axes.y.form.text(share))"
      )
    }
  }
}

/// What each lever does to a figure, the strongest first (龙卷风图).
public struct TornadoChart: Chart {
  /// What is said about it.
  public let caption: Caption
  let axis: Axis
  let base: Double
  let levers: [Lever]

  /// A lever turned down and up.
  public struct Lever: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The figure when it is turned down.
    public let down: Double
    /// The figure when it is turned up.
    public let up: Double

    /// Creates a lever.
    public init(_ name: String, down: Double, up: Double) {
      self.name = name
      self.down = down
      self.up = up
    }
  }

  /// Creates a tornado around the figure of the base case.
  public init(_ caption: Caption, _ axis: Axis, base: Double, _ levers: [Lever]) {
    self.caption = caption
    self.axis = axis
    self.base = base
    self.levers = levers
  }

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    let values = Scale(levers.flatMap { [$0.down, $0.up] } + [base])
    let rows = Rows(values, levers.count)
    rows.draw(on: &canvas, axis)
    for (place, lever) in levers.enumerated() {
      let y = rows.bar(place)
      // Beyond the arrow that may stand before a bar.
      canvas.name(lever.name, endingAt: Canvas.wordsLeft - 18, y: rows.middle(place) + 4)
      for (value, ink, sign) in [(lever.down, Ink.sky, "↓"), (lever.up, .red, "↑")] {
        let ends = [rows.x(base), rows.x(value)].sorted()
        let hint = "\(lever.name) \(sign) \(axis.form.text(value))"
        canvas.bar(x: ends[0]...ends[1], y: y, ink, hint: hint)
        // At its outer end, where there is room for it.
        let isLeft = value < base
        if value != base {
          let edge = isLeft ? ends[0] - 3 : ends[1] + 3
          let anchor = isLeft ? "end" : "start"
          canvas.word(sign, x: edge, y: rows.middle(place) + 4, anchor: anchor, size: 12)
        }
      }
    }
    let x = rows.x(base)
    canvas.line([(x, Canvas.area.top), (x, Canvas.area.bottom)], .black, width: 1)
    canvas.word(axis.form.text(base), x: x + 3, y: Canvas.area.top - 6, size: 12)
  }
}

/// How a sum comes about step by step (桥图).
public struct BridgeChart: Chart {
  /// What is said about it.
  public let caption: Caption
  let axis: Axis
  let steps: [Step]

  /// A step of a bridge.
  public struct Step: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What it adds, or takes away; for a sum, what stands there.
    public let value: Double
    /// Whether it is a sum and begins at nothing.
    public let isSum: Bool

    /// Creates a step.
    public init(_ name: String, _ value: Double, isSum: Bool = false) {
      self.name = name
      self.value = value
      self.isSum = isSum
    }
  }

  /// Creates a bridge.
  public init(_ caption: Caption, _ axis: Axis, _ steps: [Step]) {
    self.caption = caption
    self.axis = axis
    self.steps = steps
  }

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    var level = 0.0
    let bars = steps.map { step -> (from: Double, to: Double) in
      if step.isSum { level = 0 }
      defer { level += step.value }
      return (level, level + step.value)
    }
    let rows = Rows(Scale(bars.flatMap { [$0.from, $0.to] }), steps.count)
    rows.draw(on: &canvas, axis)
    for (place, step) in steps.enumerated() {
      let ends = [rows.x(bars[place].from), rows.x(bars[place].to)].sorted()
      let ink: Ink = step.isSum ? .blue : step.value < 0 ? .red : .green
      let value = axis.form.text(step.value)
      canvas.bar(x: ends[0]...ends[1], y: rows.bar(place), ink, hint: "\(step.name) \(value)")
      canvas.name(step.name, endingAt: Canvas.wordsLeft - 8, y: rows.middle(place) + 4)
      // Beside the bar; inside it where there is no room.
      let isTight = ends[1] + Canvas.width(of: value, size: 12) > Canvas.width - 6
      canvas.word(
        value,
        x: isTight ? ends[1] - 5 : ends[1] + 4,
        y: rows.middle(place) + 4,
        anchor: isTight ? "end" : "start",
        isTight ? .white : .black,
        size: 12
      )
    }
  }
}

/// A table of shares as tiles, the darker the more (热力图).
public struct HeatMap: Chart {
  /// What is said about it.
  public let caption: Caption
  let rows: [String]
  let columns: [String]
  let values: [[Double?]]
  let form: TickForm

  /// Creates a map with one value for each row and column, or none.
  public init(
    _ caption: Caption,
    rows: [String],
    columns: [String],
    values: [[Double?]],
    _ form: TickForm = .percent
  ) {
    precondition(
      values.count == rows.count && values.allSatisfy { $0.count == columns.count },
      "every tile has a place"
    )
    self.caption = caption
    self.rows = rows
    self.columns = columns
    self.values = values
    self.form = form
  }

  /// Draws it into an empty frame.
  public func draw(on canvas: inout Canvas) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    let most = max(values.joined().compactMap { $0 }.max() ?? 1, 1e-12)
    let area = Canvas.area
    let width = (area.right - Canvas.wordsLeft) / Double(columns.count)
    let height = min((area.bottom - area.top) / Double(rows.count), 48)
    for (row, name) in rows.enumerated() {
      let top = area.top + Double(row) * height
      canvas.name(name, endingAt: Canvas.wordsLeft - 8, y: top + height / 2 + 4)
      for (column, value) in values[row].enumerated() {
        guard let value else { continue }
        let left = Canvas.wordsLeft + Double(column) * width
        let part = max(value, 0) / most
        canvas.bar(
          x: left...(left + width - 2),
          y: top...(top + height - 2),
          .blue,
          opacity: 0.06 + 0.54 * part,
          hint: "\(name) \(columns[column]): \(form.text(value))"
        )
        let text = form.text(value)
        // What has no room is told when pointed at.
        guard Canvas.width(of: text, size: 12) <= width, height >= 14 else { continue }
        canvas.word(
          text,
          x: left + width / 2,
          y: top + height / 2 + 4,
          anchor: "middle",
          size: 12
        )
      }
    }
    let widest = columns.map { Canvas.width(of: $0, size: 12) }.max() ?? 0
    let step = max(Int((widest + 6) / width) + 1, 1)
    let below = area.top + Double(rows.count) * height + 14
    for (column, name) in columns.enumerated() where column % step == 0 {
      let x = Canvas.wordsLeft + (Double(column) + 0.5) * width
      canvas.word(name, x: x, y: below, anchor: "middle", .grey, size: 12)
    }
  }
}

/// Bars that lie, one below the other, with room for their names.
private struct Rows {
  let values: Scale
  let count: Int

  init(_ values: Scale, _ count: Int) {
    self.values = values
    self.count = count
  }

  private var height: Double {
    min((Canvas.area.bottom - Canvas.area.top) / Double(max(count, 1)), 40)
  }

  func x(_ value: Double) -> Double {
    Canvas.wordsLeft + values.place(value) * (Canvas.area.right - Canvas.wordsLeft)
  }

  func middle(_ row: Int) -> Double { Canvas.area.top + (Double(row) + 0.5) * height }

  func bar(_ row: Int) -> ClosedRange<Double> {
    (middle(row) - height * 0.35)...(middle(row) + height * 0.35)
  }

  /// The axis below.
  func draw(on canvas: inout Canvas, _ axis: Axis) {
    let area = Canvas.area
    for tick in values.ticks {
      let place = x(tick)
      canvas.line([(place, area.top), (place, area.bottom)], .faint, width: 1)
      canvas.number(axis.form.text(tick), below: place)
    }
    canvas.word(axis.name, x: area.right, y: area.bottom + 36, anchor: "end", .grey, size: 12)
  }
}
