import Foundation

@testable import Commands

/// A ledger in which a pool can live: people, accounts, a scheme, templates, and the open pool.
struct Reserve {
  let desk: Desk

  /// Everything adopted, the pool open and funded with 8,000,000.00.
  private static let founded: Result<Data, any Error> = Result {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 示例 --start 2025-01 --chart fund"))
    try ThreeYears.done(desk.run("user add 管理员 --role sysadmin"))
    for (name, role) in ThreeYears.people.sorted(by: { $0.key < $1.key }) {
      try ThreeYears.done(desk.run("user add \(name) --role \(role)", as: "管理员"))
    }
    for bank in ["B1", "B2"] {
      try ThreeYears.done(desk.run("aux add \(bank) --kind bank --name \(bank)", as: "何伟"))
    }
    let files = "Examples/policies/pool.json policies/postings/pool-neutral.json"
      .split(separator: " ").map { Fund.root.appending(path: $0).path }.joined(separator: " ")
    try ThreeYears.done(
      desk.run("policy adopt \(files) --on 2025-01-01 \(Fund.signed)", as: "何伟")
    )
    let reserve = Reserve(desk)
    try reserve.enter(
      "pool open 风险池 --account 100202 --scheme sample-pool-2025",
      on: "2025-01-02"
    )
    try reserve.enter("pool fund receive 省 --amount 1000000.00", on: "2025-01-10")
    try reserve.enter("pool fund receive 市 --amount 7000000.00", on: "2025-01-10")
    return try desk.bytes
  }

  init() throws { desk = try Desk(try Reserve.founded.get()) }

  private init(_ desk: Desk) { self.desk = desk }

  /// Enters a document that was signed on paper by a maker of one's choice.
  @discardableResult
  func enter(
    _ line: String,
    on day: String,
    by maker: String = "张敏",
    papers: [String] = ["材料"]
  ) throws -> Found {
    let evidence = papers.map { "--evidence \($0)=\(Fund.paper)" }.joined(separator: " ")
    let signed = "--signed \(maker),王磊,周正"
    let run = desk.run("\(line) --on \(day) \(evidence) \(signed) --json", as: "何伟")
    if run.exit != .ok { throw ThreeYears.NotDone(run: run) }
    return try Found(run.output)
  }

  /// A loan of a firm that has been overdue for longer than the scheme asks.
  func lend(_ loan: String, _ principal: String, bank: String = "B1") throws {
    try enter(
      "pool loan add \(loan) --borrower 示例\(loan) --bank \(bank) --principal \(principal) "
        + "--lent 2025-02-01 --due 2026-01-31 --revenue 20000000.00 --sector 新材料",
      on: "2025-02-05"
    )
    try enter("pool loan overdue \(loan) --since 2025-06-01", on: "2025-06-10")
  }

  /// A claim from its filing to its payment, each step by somebody else.
  @discardableResult
  func pay(_ claim: String, for loan: String, on day: String = "2025-09-01") throws -> Found {
    try enter("pool claim file \(claim) --loan \(loan)", on: day, by: "张敏")
    try enter("pool claim check \(claim) --all-kept", on: day, by: "李娜")
    try enter("pool claim decide \(claim)", on: day, by: "钱一")
    try enter("pool claim approve \(claim)", on: day, by: "孙二")
    return try enter("pool claim pay \(claim)", on: day, by: "李三")
  }
}
