import Foundation

@testable import Commands

/// A ledger in which projects can live: people, accounts, a policy, templates and rates.
struct Fund {
  static let root = ThreeYears.folder.deletingLastPathComponent().deletingLastPathComponent()
  static let paper = "sha256:" + String(repeating: "0f", count: 32)
  static let signed = "--signed 张敏,王磊,周正"

  let desk: Desk

  /// Everything adopted, no project yet.
  private static let founded: Result<Data, any Error> = Result {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 示例 --start 2022-01 --chart fund"))
    try ThreeYears.done(desk.run("user add 管理员 --role sysadmin"))
    for (name, role) in ThreeYears.people.sorted(by: { $0.key < $1.key }) {
      try ThreeYears.done(desk.run("user add \(name) --role \(role)", as: "管理员"))
    }
    for holder in ["SOE1", "SOE2"] {
      try ThreeYears.done(desk.run("aux add \(holder) --kind custodian --name \(holder)", as: "何伟"))
    }
    let policies = "Examples/policies/sample.json policies/postings/neutral.json"
      .split(separator: " ").map { root.appending(path: $0).path }.joined(separator: " ")
    try ThreeYears.done(
      desk.run("policy adopt \(policies) --on 2022-01-01 \(signed)", as: "何伟")
    )
    let rates = root.appending(path: "policies/rates/lpr.csv").path
    try ThreeYears.done(desk.run("rate load \(rates) --on 2022-01-01 \(signed)", as: "何伟"))
    return try desk.bytes
  }

  /// A ledger of somebody else's making.
  init(desk: Desk) { self.desk = desk }

  init() throws { desk = try Desk(try Fund.founded.get()) }

  /// Enters a document that was signed on paper.
  @discardableResult
  func enter(
    _ line: String,
    on day: String,
    papers: [String] = ["材料"],
    signed: String = Fund.signed
  ) throws -> Found {
    let evidence = papers.map { "--evidence \($0)=\(Fund.paper)" }.joined(separator: " ")
    let run = desk.run("\(line) --on \(day) \(evidence) \(signed) --json", as: "何伟")
    if run.exit != .ok { throw ThreeYears.NotDone(run: run) }
    return try Found(run.output)
  }

  /// A project with its contract and two instalments that are paid.
  func begin(_ code: String = "P001") throws {
    try enter("project add \(code) --name 示例科技 --stage seed --amount 2000000.00", on: "2022-02-01")
    try enter("project contract \(code) --policy sample-2025", on: "2022-02-15")
    try enter("project pay \(code) --amount 1200000.00", on: "2022-03-01")
    try enter("project milestone \(code) --passed", on: "2022-08-01")
    try enter("project pay \(code) --amount 800000.00", on: "2022-08-15", papers: ["检测报告"])
  }

  /// The same, converted and in custody.
  func hold(_ code: String = "P001") throws {
    try begin(code)
    try enter("project trigger \(code) --kind external_round", on: "2022-12-01")
    try enter("convert post \(code) \(Fund.round)", on: "2023-01-05")
    try enter("custody set \(code)", on: "2023-01-10")
  }

  /// A round in which money converts.
  static let round =
    "--before founders:9000000.00 --pre-money 90000000.00 --round-cash 10000000.00"

  /// Takes a draft through the other three hands.
  func post(_ draft: String) throws -> Found {
    try ThreeYears.done(desk.run("document review \(draft)", as: "王磊"))
    try ThreeYears.done(desk.run("document approve \(draft)", as: "周正"))
    return try desk.json("document post \(draft)", as: "何伟")["documents"][0]
  }
}
