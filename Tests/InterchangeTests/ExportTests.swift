import Accounting
import Foundation
import Exports
import Interchange
import Quantities
import Testing

/// The three years written for hledger and beancount, judged by those programs.
struct ExportTests {
  static func tool(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  static func written(_ text: String, _ name: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  static let entries: [ExportedEntry] = Samples.book.order.compactMap { number in
    Samples.book.vouchers[number].map { ExportedEntry(number: number, voucher: $0) }
  }

  /// A book whose names and texts try to break out of the format.
  static let hostile: (chart: ChartOfAccounts, entries: [ExportedEntry]) = {
    var chart = ChartOfAccounts()
    let names = ["银行;存款:甲  乙", "往来(\"内\")\\部|x", "-=+@ *"]
    for (place, name) in names.enumerated() {
      guard let code = AccountCode("100\(place)") else { continue }
      chart.add(
        Account(code: code, name: name, normalSide: .debit, element: .asset, isLeaf: true)
      )
    }
    let codes = chart.accounts.map(\.code)
    var details = Dimensions()
    details[.project] = "P1, x:y; \"z\""
    let texts = ["=HYPERLINK(\"a\",\"b\") ; c | d", "\\", "(x) * ! \"", "2026-01-01 *", "项目:甲, 乙"]
    let entries = texts.enumerated().compactMap { index, text -> ExportedEntry? in
      guard let period = FiscalPeriod(iso: "2026-01") else { return nil }
      let postings = [
        Posting(
          summary: text,
          account: codes[0],
          side: .debit,
          amount: Fen(100),
          dimensions: details,
          reference: text
        ),
        Posting(summary: "其他" + text, account: codes[1], side: .credit, amount: Fen(70)),
        Posting(summary: "", account: codes[2], side: .credit, amount: Fen(30)),
      ]
      return ExportedEntry(
        number: VoucherNumber(period: period, word: .general, number: index + 1),
        voucher: Voucher(date: period.firstDay, postings: postings)
      )
    }
    return (chart, entries)
  }()

  static func hledger(
    _ chart: ChartOfAccounts,
    _ entries: [ExportedEntry],
    _ closing: [ClosingBalances] = []
  ) -> String {
    let export = HledgerExport(chart: chart)
    return export.head + entries.map { export.text(of: $0) }.joined() + export.foot
      + closing.map { export.assertion(of: $0) }.joined()
  }

  static func beancount(
    _ chart: ChartOfAccounts,
    _ entries: [ExportedEntry],
    _ closing: [ClosingBalances] = []
  ) -> String {
    let start = CivilDate(year: 2023, month: 1, day: 1) ?? CivilDate(dayNumber: 0)
    var export = BeancountExport(chart: chart, title: "先投\"账\"", start: start)
    var text = export.head
    for entry in entries { text += export.text(of: entry) }
    return text + export.foot + closing.map { export.assertion(of: $0) }.joined()
  }

  /// The expected balances at the end of each month, one of them `off` by some fen.
  static func closings(off: Int64 = 0) throws -> [ClosingBalances] {
    let all = try Samples.json("expected/trial_balance.json") as? [String: [String: [String: Any]]]
    return try (all ?? [:]).map { month, rows in
      let period = try #require(FiscalPeriod(iso: month))
      let balances = try rows.map { code, row in
        let closing = try #require((row["closing"] as? String).flatMap(Fen.init(canonical:)))
        let isOff = month == "2024-07" && code == "122101"
        return (
          try #require(AccountCode(code)), Fen(closing.rawValue + (isOff ? off : 0))
        )
      }
      return ClosingBalances(day: period.lastDay, balances: balances)
    }
  }

  /// Balances at the end of 2025 by account code, from the expected trial balance.
  static func expected() throws -> [String: String] {
    let all = try Samples.json("expected/trial_balance.json") as? [String: [String: [String: Any]]]
    return (all?["2025-12"] ?? [:]).compactMapValues { $0["closing"] as? String }
      .filter { $0.value != "0.00" }
  }

  @Test(.enabled(if: tool("hledger") != nil, "hledger is not installed"))
  func `hledger agrees with every balance`() throws {
    let tool = try #require(ExportTests.tool("hledger"))
    let text = ExportTests.hledger(Samples.book.chart, ExportTests.entries)
    let file = try ExportTests.written(text, "book.journal")
    let check = try ExportTests.run(tool, ["-f", file, "check", "--strict"])
    #expect(check.status == 0, "\(check.text)")
    let balances = try ExportTests.run(
      tool,
      ["-f", file, "bal", "--flat", "-N", "--format", "%(account) %(total)"]
    )
    let found = balances.text.split(separator: "\n").reduce(into: [String: String]()) {
      let parts = $1.split(separator: " ")
      guard parts.count == 3, let leaf = parts[0].split(separator: ":").last else { return }
      $0[String(leaf.prefix { $0 != "-" })] = String(parts[1])
    }
    #expect(try found == ExportTests.expected())
  }

  @Test(.enabled(if: tool("hledger") != nil, "hledger is not installed"), arguments: [0, 1])
  func `hledger judges the balances asserted`(_ off: Int64) throws {
    let tool = try #require(ExportTests.tool("hledger"))
    let closing = try ExportTests.closings(off: off)
    let text = ExportTests.hledger(Samples.book.chart, ExportTests.entries, closing)
    let file = try ExportTests.written(text, "book.journal")
    let check = try ExportTests.run(tool, ["-f", file, "check", "--strict"])
    #expect((check.status == 0) == (off == 0), "\(check.text)")
  }

  @Test(.enabled(if: tool("bean-check") != nil, "bean-check is not installed"), arguments: [0, 1])
  func `beancount judges the balances asserted`(_ off: Int64) throws {
    let tool = try #require(ExportTests.tool("bean-check"))
    let closing = try ExportTests.closings(off: off)
    let text = ExportTests.beancount(Samples.book.chart, ExportTests.entries, closing)
    let check = try ExportTests.run(tool, [try ExportTests.written(text, "book.beancount")])
    #expect((check.status == 0) == (off == 0), "\(check.text)")
  }

  @Test(.enabled(if: tool("hledger") != nil, "hledger is not installed"))
  func `hostile names and texts stay within the journal`() throws {
    let tool = try #require(ExportTests.tool("hledger"))
    let text = ExportTests.hledger(ExportTests.hostile.chart, ExportTests.hostile.entries)
    let file = try ExportTests.written(text, "hostile.journal")
    let check = try ExportTests.run(tool, ["-f", file, "check", "--strict"])
    #expect(check.status == 0, "\(check.text)")
    let count = try ExportTests.run(tool, ["-f", file, "stats"])
    #expect(count.text.contains("Transactions             : 5"), "\(count.text)")
  }

  @Test(.enabled(if: tool("bean-check") != nil, "bean-check is not installed"))
  func `hostile names and texts stay within the beancount file`() throws {
    let tool = try #require(ExportTests.tool("bean-check"))
    let text = ExportTests.beancount(ExportTests.hostile.chart, ExportTests.hostile.entries)
    let check = try ExportTests.run(tool, [try ExportTests.written(text, "hostile.beancount")])
    #expect(check.status == 0, "\(check.text)")
  }
}
