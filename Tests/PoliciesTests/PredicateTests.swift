import Findings
@testable import Policies
import Quantities
import Testing

@Suite struct PredicateTests {
  static let kinds: [String: Predicate.Kind] = [
    "share": .number, "first": .flag, "grade": .text, "revenue": .number,
  ]

  static func holds(_ text: String, _ values: [String: Predicate.Value]) throws -> Bool {
    try Predicate(text, attributes: kinds).judge { values[$0] }.holds
  }

  @Test(arguments: [
    ("first = true", true), ("first != true", false), ("share >= 700000", true),
    ("share > 700000", false), ("share < 700000 or grade in (A, 'B 级')", true),
    ("not first = true or grade = A", false), ("not (first = false) and share <= 700000", true),
    ("grade in (A)", false), ("revenue = 2.50", true), ("revenue > -1", true),
    // `and` binds closer than `or`, `not` closer than both.
    ("first = true or first = false and share < 0", true),
    ("(first = true or first = false) and share < 0", false),
    ("not share < 0 and first = true", true),
  ])
  func `conditions are judged`(_ text: String, _ expected: Bool) throws {
    let values: [String: Predicate.Value] = [
      "share": .number(.init(700_000)), "first": .flag(true), "grade": .text("B 级"),
      "revenue": .number(.init(Fen(250))),
    ]
    #expect(try Self.holds(text, values) == expected)
  }

  @Test(arguments: [
    ("", Predicate.SyntaxError.Reason.end, 1), ("first =", .end, 8), ("first = 1", .kind, 9),
    ("grade > A", .kind, 7), ("unknown = 1", .attribute, 1), ("share = 1 2", .unexpected, 11),
    ("share = 1.", .number, 9), ("grade = 'x", .quote, 9), ("(share = 1", .end, 11),
    ("share in ()", .unexpected, 11), ("share # 1", .unexpected, 7), ("and", .attribute, 1),
    (String(repeating: "(", count: 40), .depth, 34),
  ])
  func `what is no condition is refused at its character`(
    _ text: String,
    _ reason: Predicate.SyntaxError.Reason,
    _ position: Int
  ) {
    #expect(throws: Predicate.SyntaxError(reason: reason, position: position)) {
      _ = try Predicate(text, attributes: Self.kinds)
    }
  }

  @Test func `a condition that would bury whoever judges it is refused`() {
    let text = Array(repeating: "share = 1", count: 400).joined(separator: " and ")
    #expect(throws: Predicate.SyntaxError(reason: .depth, position: 1751)) {
      _ = try Predicate(text, attributes: Self.kinds)
    }
  }

  @Test func `a condition in a policy is found wrong at its place`() throws {
    let document = try DocumentTests.document("{\"when\":\"share >= 1\",\"or\":\"shar = 1\"}")
    let log = FindingLog()
    let fields = Fields(document, log)
    #expect(fields.parameter("when", .predicate(Self.kinds)).value?.attributes == ["share"])
    #expect(fields.parameter("or", .predicate(Self.kinds)).value == nil)
    #expect(log.findings.map(\.code) == [.predicate])
    #expect(log.findings.map { $0.arguments["position"] } == ["1"])
  }

  @Test func `the verdict names each comparison that was made`() throws {
    let text = "share >= 500000 and (first = true or grade = A)"
    let verdict = try Predicate(text, attributes: Self.kinds).judge {
      ["share": .number(.init(600_000)), "first": .flag(true)][$0]
    }
    #expect(verdict.comparisons.map(\.text) == ["share >= 500000", "first = true"])
    #expect(verdict.comparisons.map { "\($0.actual)" } == ["600000", "true"])
  }

  @Test func `an attribute that matters and is missing is named`() throws {
    let predicate = try Predicate("share >= 1 and grade = A", attributes: Self.kinds)
    #expect(throws: Predicate.MissingAttribute(name: "grade")) {
      _ = try predicate.judge { $0 == "share" ? .number(.init(1)) : nil }
    }
    #expect(try predicate.judge { $0 == "share" ? .number(.init(0)) : nil }.holds == false)
  }

  /// Random conditions, against a plain reading of their own shape.
  @Test(arguments: UInt64(1)...40)
  func `a condition written out is the same condition`(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let predicate = Self.random(&random, depth: 4)
    #expect(try Predicate("\(predicate)", attributes: Self.kinds) == predicate, "seed \(seed)")
  }

  static func random(_ random: inout Seeded, depth: Int) -> Predicate {
    switch random.below(depth == 0 ? 2 : 5) {
    case 0:
      let relation = Predicate.Relation.allCases[random.below(6)]
      let value = Predicate.Value.number(.init(Fen(Int64(random.below(1000)) - 500)))
      return .comparison(.init(attribute: "share", relation: relation, value: value))
    case 1: return .membership(attribute: "grade", [.text("A"), .text("甲")])
    case 2: return .not(Self.random(&random, depth: depth - 1))
    case 3:
      return .and(
        Self.random(&random, depth: depth - 1),
        Self.random(&random, depth: depth - 1)
      )
    default:
      return .or(Self.random(&random, depth: depth - 1), Self.random(&random, depth: depth - 1))
    }
  }
}

/// A random source that a seed repeats.
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
