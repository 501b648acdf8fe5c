import Foundation

@testable import Commands

/// A ledger file in a folder of its own, used by command lines; all is gone when the test is over.
final class Desk {
  let folder: URL
  var path: String { folder.appending(path: "账.xiantou").path }

  /// An empty desk, or one with a ledger that holds `bytes`.
  init(_ bytes: Data? = nil) throws {
    // Memory where there is some: hundreds of small files must not wait for a busy disk.
    let memory = URL(filePath: "/dev/shm")
    let base =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    folder = base.appending(path: "xiantou-desk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try bytes?.write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The ledger as it lies in the folder when no command runs.
  var bytes: Data {
    get throws { try Data(contentsOf: URL(filePath: path)) }
  }

  /// Runs a command line, its words separated by spaces.
  @discardableResult
  func run(_ line: String, as user: String? = nil) -> Run {
    var variables = ["XIANTOU_BOOK": path]
    variables["XIANTOU_AS"] = user
    return Run(line.split(separator: " ").map(String.init), variables)
  }

  /// Runs a command line for its object, which is all that may stand on standard output.
  func json(_ line: String, as user: String? = nil) throws -> Found {
    try Found(run(line + " --json", as: user).output)
  }

  /// Saves a file beside the ledger.
  func save(_ text: String, _ name: String) throws -> String {
    let file = folder.appending(path: name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  /// The text of a file beside the ledger.
  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}

/// Something in a JSON text.
struct Found {
  let value: Any?

  init(value: Any?) { self.value = value }

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  subscript(key: String) -> Found { Found(value: (value as? [String: Any])?[key]) }
  subscript(index: Int) -> Found { list.indices.contains(index) ? list[index] : Found(value: nil) }

  var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
  var list: [Found] { (value as? [Any] ?? []).map(Found.init(value:)) }
  var text: String? { value as? String }
  var number: Int? { (value as? NSNumber)?.intValue }
  var flag: Bool? { value as? Bool }
  var isNull: Bool { value is NSNull }

  /// The members of an object as text.
  var texts: [String: String] { value as? [String: String] ?? [:] }
}

/// The three-year example as ledger files, made once by the commands themselves.
enum ThreeYears {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Examples/three-years")
  static let clean = folder.appending(path: "clean").path

  /// Who may do what.
  static let people = [
    "何伟": "chief", "张敏": "maker", "李娜": "maker", "王磊": "reviewer", "周正": "approver",
  ]

  /// All vouchers posted, no period closed.
  static let posted: Data = made {
    let desk = try empty()
    try done(desk.run("import run \(clean) --post --json", as: "何伟"))
    return try desk.bytes
  }

  /// All vouchers posted, all periods closed.
  static let closed: Data = made {
    let desk = try Desk(posted)
    for period in try desk.json("period list")["periods"].list {
      try done(desk.run("period close \(period["period"].text ?? "") --yes", as: "何伟"))
    }
    return try desk.bytes
  }

  /// A book with its people and master data and nothing posted.
  static func empty() throws -> Desk {
    let desk = try Desk()
    let chart = "\(clean)/accounts.csv"
    try done(desk.run("book init \(desk.path) --name 示例 --start 2023-01 --chart \(chart)"))
    try done(desk.run("user add 管理员 --role sysadmin"))
    for (name, role) in people.sorted(by: { $0.key < $1.key }) {
      try done(desk.run("user add \(name) --role \(role)", as: "管理员"))
    }
    for table in ["zones", "custodians", "banks", "projects"] {
      try done(desk.run("aux import \(clean)/\(table).csv", as: "何伟"))
    }
    return desk
  }

  /// A file of expected figures.
  static func expected(_ name: String) throws -> Found {
    try Found(String(contentsOf: folder.appending(path: name), encoding: .utf8))
  }

  struct NotDone: Error { let run: Run }

  static func done(_ run: Run) throws { if run.exit != .ok { throw NotDone(run: run) } }

  private static func made(_ make: () throws -> Data) -> Data {
    do { return try make() } catch { preconditionFailure("\(error)") }
  }
}
