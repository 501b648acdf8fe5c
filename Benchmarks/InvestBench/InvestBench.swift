import Accounting
import Glibc
import InvestFirst
import Measuring
import Policies
import Quantities

/// Quotes exits, books lives and reads project pages in a loop.
///
/// `xiantou-bench-invest quote COUNT ROOT` quotes one exit again and again; `events COUNT ROOT FILE`
/// writes that many business documents into an empty ledger file, and as many vouchers of the same
/// lines into another; `page PROJECTS ROOT FILE` reads the pages of projects. ROOT is where policies
/// and charts lie. Each reports one JSON object a line.
@main struct InvestBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 3, let count = Int(arguments[1]) else {
      fail("usage: xiantou-bench-invest quote|events|page COUNT ROOT [FILE]")
    }
    let root = arguments[2]
    switch arguments[0] {
    case "quote": try quote(count, root)
    case "events" where arguments.count == 4: try events(count, root, arguments[3])
    case "page" where arguments.count == 4: try page(count, root, arguments[3])
    default: fail("no such case: \(arguments[0])")
    }
  }

  static func fail(_ message: String) -> Never {
    write(STDERR_FILENO, message + "\n", message.utf8.count + 1)
    exit(2)
  }

  /// The bytes of a file.
  static func file(_ path: String) -> [UInt8] {
    guard let open = fopen(path, "r") else { fail("cannot read \(path)") }
    defer { fclose(open) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&piece, 1, piece.count, open), count > 0 {
      bytes += piece[..<count]
    }
    return bytes
  }

  /// Twenty payments in five years, each with its own clock, interest by the rates of each day.
  private static func quote(_ count: Int, _ root: String) throws {
    let policy = try InvestFirstPolicy(
      Array(
        """
        {"policy":"invest_first","policy_id":"bench",
         "count":{"kinds":[{"kind":"cash","weight_ppm":"1000000"}]},"exit":{"round_at":"each_slice",
         "round_mode":"half_up","tiers":[
         {"from_month":"0","to_month":"36","clock":"each_disbursement","base":"principal",
          "rate_source":"none","bound":"floor"},
         {"from_month":"36","to_month":"","clock":"each_disbursement","base":"principal",
          "rate_source":"lpr_1y","rate_pick":"piecewise","spread_ppm":"0",
          "multiplier_ppm":"1000000","compound":"simple","daycount":"act_365","bound":"floor"}],
         "gain_concession_ppm":"500000","manager_reward_ppm":"200000"}}
        """.utf8
      )
    )
    let payments = (0..<20).map { number in
      let month = number * 3
      let date = "20\(20 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-15"
      return #"{"date":"\#(date)","kind":"cash","amount":"\#(100_000 + number * 7_919).37"}"#
    }
    let rates = [
      ("2019-08-20", 42_500), ("2019-09-20", 42_000), ("2019-11-20", 41_500),
      ("2020-02-20", 40_500), ("2020-04-20", 38_500), ("2021-12-20", 38_000),
      ("2022-01-20", 37_000), ("2022-08-22", 36_500), ("2023-06-20", 35_500),
      ("2023-08-21", 34_500), ("2024-07-22", 33_500), ("2024-10-21", 31_000),
      ("2025-05-20", 30_000),
    ].map { #"{"series":"lpr_1y","from":"\#($0)","rate_ppm":"\#($1)"}"# }
    let facts = try ExitCase(
      Array(
        """
        {"disbursements":[\(payments.joined(separator: ","))],"exit_date":"2026-03-31",
         "market_value":"9000000.00","offered_price":"8500000.00",
         "rates":[\(rates.joined(separator: ","))]}
        """.utf8
      )
    )
    var sum = Int64(0)
    try Report.latencies("quote", count) { () throws(Refusal) in
      sum &+= try Exit.quote(facts, policy: policy).figures.proceeds.price.rawValue
    }
    if sum == 0 { fail("a quote has a price") }
  }
}
