import Audit
import Evidence
import Testing

/// Logs that are well formed and still break a rule of double entry.
struct VoucherRulesTests {
  /// What the rules find first in a log with a book, accounts and a project.
  static func breach(
    partial: Bool = false,
    _ fill: (inout SampleRecords) throws -> Void
  ) throws -> String? {
    var log = try SampleRecords()
    try log.addBook()
    try log.addProject("P001")
    try fill(&log)
    var rules = VoucherRules(partial: partial)
    var layout = RecordLayout()
    for body in log.bodies {
      try layout.read(body.span)
      if let breach = try rules.take(body.span, layout) { return breach }
    }
    return rules.finish()
  }

  @Test func `a good log`() throws {
    let breach = try Self.breach { log in
      try log.addPayment("2026-01-记-0002")
      try log.addPayment("2026-01-记-0001", amount: "7.00")
      try log.addPayment("2026-01-记-0003", amount: "-7.00", reverses: "2026-01-记-0001")
      try log.addPayment("2026-01-记-0004", amount: "7.00", reverses: "2026-01-记-0003")
      try log.addPayment("2026-02-付-0001", date: "2026-02-28")
      try log.addPayment("2025-12-初-0001", date: "2025-12-31")
      try log.add("period_close", #""period":"2026-01""#)
      try log.add("period_reopen", #""period":"2026-01","reason":"补记""#)
      try log.addPayment("2026-01-记-0005")
    }
    #expect(breach == nil)
  }

  /// One broken rule.
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let fill: @Sendable (inout SampleRecords) throws -> Void
    /// Whether an excerpt shows it as well.
    var isSeenInPart = false
  }

  static let unmirrored = ": does not mirror 2026-01-记-0001, or is not the first to reverse it"

  static let cases = [
    Case(description: "record 3: 2026-01-记-0001: line 1: E-UNBALANCED") {
      try $0.addPayment("2026-01-记-0001", credit: "100.01")
    },
    Case(description: "record 3: 2026-01-记-0001: its date is not in 2026-01") {
      try $0.addPayment("2026-01-记-0001", date: "2026-02-01")
    },
    Case(description: "book zj: 2026-01-记-0001 is missing") {
      try $0.addPayment("2026-01-记-0002")
    },
    Case(description: "record 4: 2026-01-记-0001: the number is given twice") {
      try $0.addPayment("2026-01-记-0001")
      try $0.addPayment("2026-01-记-0001")
    },
    Case(description: "record 3: 2026-01-记-0001: E-SOD 张敏") {
      try $0.addPayment("2026-01-记-0001", signed: ("张敏", "王磊", "张敏"))
    },
    Case(description: "record 3: 2026-01-记-0001: line 1: E-NEGATIVE -1.00") {
      try $0.addPayment("2026-01-记-0001", amount: "-1.00")
    },
    Case(description: "record 4: 2026-01-记-0001: line 1: E-ACCOUNT-CLOSED 1221") {
      try $0.add(
        "accounts",
        "",
        lines: [(nil, SampleRecords.account("1221", "项目款", isOpen: false))]
      )
      try $0.addPayment("2026-01-记-0001")
    },
    Case(description: "record 3: 2026-01-记-0001: line 1: E-AUX-UNKNOWN P009") {
      try $0.addPayment("2026-01-记-0001", project: "P009")
    },
    Case(description: "record 4: 2026-01-记-0001: 2026-01 takes no entry") {
      try $0.add("period_close", #""period":"2026-01""#)
      try $0.addPayment("2026-01-记-0001")
    },
    Case(description: "record 4: 2025-12-初-0001: 2025-12 is closed") {
      try $0.add("period_close", #""period":"2026-01""#)
      try $0.addPayment("2025-12-初-0001", date: "2025-12-31")
    },
    Case(description: "record 3: 2026-01-初-0001: opening balances stand before 2026-01") {
      try $0.addPayment("2026-01-初-0001")
    },
    Case(description: "record 4: 2026-02 cannot be closed here") {
      try $0.addPayment("2026-01-记-0001")
      try $0.add("period_close", #""period":"2026-02""#)
    },
    Case(description: "record 3: 2026-01 cannot be opened again here") {
      try $0.add("period_reopen", #""period":"2026-01","reason":"补记""#)
    },
    Case(description: "record 3: there is no book other") {
      try $0.addPayment("2026-01-记-0001", book: "other")
    },
    Case(
      description: "record 4: 2026-01-记-0002" + unmirrored,
      fill: {
        try $0.addPayment("2026-01-记-0001")
        try $0.addPayment("2026-01-记-0002", amount: "-99.00", reverses: "2026-01-记-0001")
      },
      isSeenInPart: true
    ),
    Case(
      description: "record 5: 2026-01-记-0003" + unmirrored,
      fill: {
        try $0.addPayment("2026-01-记-0001")
        try $0.addPayment("2026-01-记-0002", amount: "-100.00", reverses: "2026-01-记-0001")
        try $0.addPayment("2026-01-记-0003", amount: "-100.00", reverses: "2026-01-记-0001")
      },
      isSeenInPart: true
    ),
    Case(
      description: "record 3: 2026-01-记-0001" + unmirrored,
      fill: {
        try $0.addPayment("2026-01-记-0001", amount: "-100.00", reverses: "2026-01-记-0001")
      },
      isSeenInPart: true
    ),
  ]

  @Test(arguments: cases)
  func `a broken rule is named`(_ broken: Case) throws {
    #expect(try Self.breach(broken.fill)?.trimmed == broken.description)
  }

  @Test(arguments: cases.filter(\.isSeenInPart))
  func `a broken mirror is seen in an excerpt`(_ broken: Case) throws {
    #expect(try Self.breach(partial: true, broken.fill)?.trimmed == broken.description)
  }

  @Test func `an excerpt is not blamed for what it does not show`() throws {
    let breach = try Self.breach(partial: true) { log in
      try log.addPayment("2026-01-记-0002", credit: "100.01")
      try log.addPayment("2026-02-记-0007", date: "2026-02-01", project: "P009")
    }
    #expect(breach == nil)
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
