import CanonicalJSON
import Findings
import InvestFirst
import Policies
import Quantities
import Simulators
import Store

/// A scenario as it lies in its file, and what it names beside itself (方案文件).
struct ScenarioFile {
  /// Where it lies.
  let path: String
  /// What is handed to the reader: without what only the command understands.
  private(set) var bytes: [UInt8]
  private var root: JSONValue
  /// The bytes of the policy that it names.
  private var policy: [UInt8]?
  /// The policy's file; the scenario's own where the policy stands in it.
  private(set) var policyPath: String

  /// Reads a scenario and the policy that it names.
  init(_ path: String, _ session: Session) throws(Failure) {
    self.path = path
    bytes = try session.bytes(of: path)
    policyPath = path
    // What is no JSON is told by the reader, with its line.
    root = (try? JSONValue(bytes, profile: .case)) ?? .object([])
    guard case .string(let name)? = root["policy"] else { return }
    policyPath = beside(name)
    policy = try session.bytes(of: policyPath)
  }

  /// What the scenario says in a field.
  subscript(key: String) -> JSONValue? { root[key] }

  /// Says something else in a field; nothing when the value is `nil`.
  mutating func set(_ key: String, _ value: JSONValue?) {
    root = root.setting(key, value)
    var writer = CanonicalWriter()
    writer.value(root)
    bytes = writer.bytes
    isRewritten = true
  }

  /// A path as the scenario means it: beside itself.
  func beside(_ name: String) -> String {
    name.hasPrefix("/") || path == "-" ? name : "\(System.folder(of: path))/\(name)"
  }

  /// The policy for the reader, which asks only for the one that is named.
  func policy(_ name: String) throws(Findings) -> [UInt8] {
    guard let policy else { throw Findings(Finding(.fieldValue, column: "policy", value: name)) }
    return policy
  }

  /// Reads what the file describes.
  func read<Value>(_ body: (ScenarioFile) throws(Findings) -> Value) throws(Failure) -> Value {
    do throws(Findings) { return try body(self) } catch {
      throw Failure(error.list.map { (isRewritten ? $0.withoutLine : $0).about(path) })
    }
  }

  /// Whether lines are no longer those of the file.
  private var isRewritten = false
}

extension Finding {
  /// The finding without its line, where that is not the reader's.
  fileprivate var withoutLine: Finding {
    var finding = self
    finding.row = nil
    return finding
  }
}

extension JSONValue {
  /// The object with another value in a field, or without it.
  func setting(_ key: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(let members) = self else { return self }
    guard let value else { return .object(members.filter { $0.key != key }) }
    guard members.contains(where: { $0.key == key }) else {
      return .object(members + [.init(key, value)])
    }
    return .object(members.map { $0.key == key ? .init(key, value) : $0 })
  }

  /// The text of a value.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}

extension Session {
  /// Whether a file says that it is a scenario of exits; what is wrong with it is told later.
  func isExit(_ path: String) throws(Failure) -> Bool {
    try ScenarioFile(path, self)["scenario"]?.text == "exit"
  }

  /// Reads a scenario of a pool.
  func poolScenario(
    _ path: String,
    _ variance: PoolScenario.Variance? = nil
  ) throws(Failure) -> PoolScenario {
    var file = try ScenarioFile(path, self)
    if let variance { file.set("variance", .string(variance.rawValue)) }
    var loans: [LedgerLoan] = []
    if let source = try LedgerSource(file, self) {
      loans = try self.loans(in: source)
      file.set("ledger", nil)
    }
    return try file.read { (file) throws(Findings) in
      try PoolScenario(file.bytes, policy: file.policy, ledger: loans)
    }
  }

  /// Reads a scenario of exits; rates and projects that it takes from elsewhere are written into
  /// it, so that its result can be read on its own.
  func exitScenario(_ path: String, _ options: RateOptions) throws(Failure) -> ExitScenario {
    var file = try ScenarioFile(path, self)
    if let source = try LedgerSource(file, self) {
      let projects = try self.projects(in: source)
      let own = file["projects"]?["groups"]?.list ?? []
      if file["projects"]?["from_ledger"] == .bool(true) {
        file.set("projects", .object([.init("groups", .array(own + projects.groups))]))
        let assumed = file["assumed"]?.list ?? []
        if !projects.assumed.isEmpty { file.set("assumed", .array(assumed + projects.assumed)) }
      }
      file.set("ledger", nil)
    }
    if file["rates"] == nil {
      var rates = try self.rates(options, beside: file.policyPath)
      // A simulation may assume what a calculation may not; the report says what it assumed.
      if rates.sources.isEmpty, let bytes = EmbeddedPolicies.all["lpr"] {
        do throws(Findings) { rates = try RateTable(file: bytes) } catch {
          throw Failure(error.list)
        }
      }
      if !rates.sources.isEmpty { file.set("rates", .array(rates.rows)) }
    }
    return try file.read { (file) throws(Findings) in
      try ExitScenario(file.bytes, policy: file.policy)
    }
  }
}

extension JSONValue {
  fileprivate var list: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }
}

extension RateTable {
  /// The quotations as a scenario writes them.
  fileprivate var rows: [JSONValue] {
    sources.flatMap { source in
      (self[source]?.quotes ?? []).map { quote in
        .object([
          .init("series", .string(source.rawValue)), .init("from", .string("\(quote.from)")),
          .init("rate_ppm", .string("\(quote.rate.rawValue)")),
        ])
      }
    }
  }
}
