import ArgumentParser
import CanonicalJSON
import Policies
import Findings
import Registers
import RiskPools
import Store

/// Which pool a command is about.
struct PoolOption: ParsableArguments {
  @Option(
    help: help("资金池编码; 只有一个时可省略", "code of the pool; not needed for a single one", value: "pool")
  )
  var pool: String?
}

/// A command that states one fact about a pool: every one of them takes the same way.
protocol PoolStatementCommand: RunnableCommand {
  /// The pool that is named; `nil` for the only one.
  var code: String? { get }
  /// Day, number, papers, signatures.
  var document: DocumentOptions { get }
  /// What is stated.
  func stated(in session: Session) throws(Failure) -> Stated
}

extension PoolStatementCommand {
  func execute(in session: Session) throws(Failure) {
    let stated = try stated(in: session)
    let statement = BusinessStatement(
      .pool,
      try session.pool(code),
      kind: stated.kind,
      number: document.number ?? "",
      date: try session.day(document.on),
      evidence: try session.evidence(document.papers),
      content: stated.content
    )
    try session.file(statement, document)
  }
}

extension Session {
  /// The pool that is named, or the only one.
  /// - Throws: `E-POOL-UNKNOWN` when there is none, and the choices when there are several.
  func pool(_ named: String?) throws(Failure) -> String {
    if let named { return named }
    let codes = try registers { (snapshot) throws(RegisterError) in
      try PoolRegister(snapshot).codes()
    }
    guard let first = codes.first else { throw Failure([Finding(.poolUnknown)]) }
    guard codes.count == 1 else {
      let choices = ["choices": codes.joined(separator: "|")]
      throw Failure([Finding(.valueUnknown, column: "pool", arguments: choices)])
    }
    return first
  }
}

extension JSONValue {
  /// Amounts by name as a list of objects; `nil` when there are none.
  static func parts(
    _ parts: [OwnerOption],
    _ name: String,
    _ amount: String
  ) -> JSONValue? {
    guard !parts.isEmpty else { return nil }
    let items = parts.map { part in
      JSONValue.facts([Member(name, .string(part.name)), Member(amount, .string(part.capital))])
    }
    return .array(items)
  }

  /// A flag that is missing while it is down.
  static func raised(_ flag: Bool) -> JSONValue? { flag ? .string("true") : nil }
}
