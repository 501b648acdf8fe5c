import CExpat
import Testing

@testable import Charts

@Suite struct ChartTests {
  static let caption = Caption(id: "c", title: "现金 < 2 & \"3\"", description: "a\u{1}b\u{202E}c")
  static let axes = (x: Axis("月"), y: Axis("万元"))

  /// One chart of each kind, and each kind with next to nothing in it.
  static let charts: [(name: String, chart: any Chart)] = [
    ("fan", FanChart(caption, axes, [point(0, 3_000), point(12, 2_500), point(24, 100)])),
    ("fan of one", FanChart(caption, axes, [point(0, 0)])),
    (
      "fan with marks",
      FanChart(
        caption,
        axes,
        [point(0, 3_000), point(12, 2_500)],
        marks: [.init(time: 6, value: 5_000, hint: "<6>")]
      )
    ), ("no fan", FanChart(caption, axes, [])),
    ("lines", LineChart(caption, axes, [line("a", [1, 0.5, 0.2]), line("b", [0, 0, 0])])),
    (
      "exceedance",
      LineChart(
        caption,
        (Axis("x"), Axis("p", .percent)),
        [line("a", [0.5, 0.01, 0])],
        isLogarithmic: true,
        mark: (1.5, "<here>")
      )
    ),
    ("odd numbers", LineChart(caption, axes, [line("a", [.nan, .infinity, -1])])),
    ("histogram", Histogram(caption, axes, edges: [0, 1, 3, 4], shares: [0.2, 0.5, 0.3])),
    (
      "tornado",
      TornadoChart(
        caption,
        Axis("p", .percent),
        base: 0.03,
        [.init("PD", down: 0.003, up: 0.156), .init("ρ", down: 0.008, up: 0.06)]
      )
    ),
    ("no tornado", TornadoChart(caption, Axis("p"), base: 0, [])),
    (
      "bridge",
      BridgeChart(caption, Axis("万元"), [.init("a", 900, isSum: true), .init("b", -872)])
    ),
    (
      "heat map",
      HeatMap(caption, rows: ["B1", "B2"], columns: ["1", "2"], values: [[0, 0.1], [0.4, 0]])
    ),
    (
      "triangle",
      HeatMap(caption, rows: ["A", "B"], columns: ["1", "2"], values: [[0, 1], [1, nil]])
    ),
    ("no heat map", HeatMap(caption, rows: [], columns: [], values: [])),
  ]

  static func point(_ time: Double, _ middle: Double) -> FanChart.Point {
    .init(time: time, quantiles: [0.5, 0.8, 1, 1.1, 1.2].map { $0 * middle })
  }

  static func line(_ name: String, _ values: [Double]) -> LineChart.Line {
    .init(name, x: values.indices.map(Double.init), y: values)
  }

  @Test(arguments: charts.indices)
  func `every chart is well-formed, titled and without numbers that are none`(_ place: Int) {
    let (name, chart) = Self.charts[place]
    let text = chart.svg
    #expect(isWellFormed(text), "\(name): \(text)")
    #expect(
      text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\"")
    )
    #expect(text.contains("<title id=\"c-title\">现金 &lt; 2 &amp; &quot;3&quot;</title>"), "\(name)")
    #expect(text.contains("<desc id=\"c-desc\">a\u{FFFD}b\u{FFFD}c</desc>"), "\(name)")
    let numbers = text.replacing("Noto Sans", with: "")
    #expect(!numbers.contains("nan") && !numbers.contains("inf"), "\(name)")
    #expect(!text.contains("style=") && !text.contains("<script"), "\(name)")
    #expect(text == chart.svg, "\(name)")
  }

  @Test func `a bar stands where its values are`() {
    let chart = Histogram(Self.caption, Self.axes, edges: [0, 1, 2], shares: [0.5, 1])
    // The area is 76 to 624 wide and 20 to 272 high; both scales end at round numbers.
    #expect(chart.svg.contains("<rect x=\"76\" y=\"146\" width=\"273\" height=\"126\""))
    #expect(chart.svg.contains("<rect x=\"350\" y=\"20\" width=\"273\" height=\"252\""))
  }

  @Test func `a step of a bridge begins where the last one ended`() {
    let steps = [
      BridgeChart.Step("a", 10, isSum: true), .init("b", -4), .init("c", 6, isSum: true),
    ]
    let text = BridgeChart(Self.caption, Axis("x"), steps).svg
    // 190 is nothing and 624 is ten; six are at 450.4.
    #expect(text.contains("x=\"190\" y=\"26\" width=\"434\""))
    #expect(text.contains("x=\"450.4\" y=\"66\" width=\"173.6\""))
    #expect(text.contains("x=\"190\" y=\"106\" width=\"260.4\""))
  }

  @Test(arguments: [
    ([0.0, 1], [0, 0.5, 1]), ([0, 9], [0, 5, 10]), ([0, 3_000], [0, 1_000, 2_000, 3_000]),
    ([-1, 4], [-1, 0, 1, 2, 3, 4]), ([0, 0.028], [0, 0.01, 0.02, 0.03]), ([0], [-0.5, 0, 0.5]),
  ])
  func `an axis has few round numbers`(_ values: [Double], _ ticks: [Double]) {
    let found = Scale(values).ticks
    #expect(found.count == ticks.count, "\(found)")
    #expect(zip(found, ticks).allSatisfy { ($0 - $1).magnitude < 1e-9 }, "\(found)")
  }

  @Test func `decades are equally wide on a scale of powers of ten`() {
    let scale = Scale(logarithmOf: [0.5, 0.0001])
    #expect(scale.ticks.count == 5)
    for (place, tick) in scale.ticks.enumerated() {
      #expect((scale.place(tick) - Double(place) / 4).magnitude < 1e-6)
    }
    #expect((scale.place(0.5) - 0.92474).magnitude < 1e-4)
  }

  @Test(arguments: [
    (TickForm.number, 12_345.6, "12,346"), (.number, 0.0285, "0.0285"), (.number, -7, "-7"),
    (.percent, 0.0285, "2.85%"), (.percent, 1, "100%"), (.number, 1_000_000, "1,000,000"),
  ])
  func `numbers at an axis are short`(_ form: TickForm, _ value: Double, _ text: String) {
    #expect(form.text(value) == text)
  }

  private func isWellFormed(_ text: String) -> Bool {
    let parser = XML_ParserCreate(nil)
    defer { XML_ParserFree(parser) }
    let bytes = Array(text.utf8).map { CChar(bitPattern: $0) }
    return XML_Parse(parser, bytes, Int32(bytes.count), 1) == XML_STATUS_OK
  }
}
