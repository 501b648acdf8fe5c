import Findings
import Reports
import Store

/// Where a command talks to people and programs (控制台).
struct Console {
  /// Results: standard output.
  let output: TextSink
  /// Messages, warnings, progress: standard error.
  let messages: TextSink
  /// The environment variables.
  let environment: Environment
  /// Asks a person for a line; `nil` when standard input is no terminal.
  let ask: (() -> String?)?
  /// How long to wait for another writer, in milliseconds.
  var patience = LedgerFile.defaultPatience

  /// The console of this process.
  static func system() -> Console {
    let asksPeople = System.isTerminal(0)
    return Console(
      output: TextSink(descriptor: 1, path: "/dev/stdout"),
      messages: TextSink(descriptor: 2, path: "/dev/stderr"),
      environment: Environment { System.variable($0) },
      ask: asksPeople ? { System.answer() } : nil
    )
  }
}

/// The environment variables of a run (环境变量).
struct Environment {
  private let lookup: (String) -> String?

  /// Creates an environment.
  init(_ lookup: @escaping (String) -> String?) { self.lookup = lookup }

  /// Creates an environment for a test.
  init(_ variables: [String: String] = [:]) { self.init { variables[$0] } }

  /// The text of a variable; `nil` when it is unset or empty.
  subscript(name: String) -> String? {
    guard let value = lookup(name), !value.isEmpty else { return nil }
    return value
  }
}

/// The forms in which results are printed for programs (输出形式); the data is that of the tables
/// for people.
enum OutputForm: String, CaseIterable, Sendable {
  /// One JSON object.
  case json
  /// Tab-separated, stable, without lines.
  case plain
  /// CSV.
  case csv
}

/// Asking before something that is hard to take back (确认).
enum Confirmation {
  /// Goes on only when `--yes` is given or the person types `expected`.
  ///
  /// - Throws: `E-ANSWER-NEEDED` when nobody can be asked, `E-ANSWER-WRONG` when the person typed
  ///   something else.
  static func require(
    _ expected: String,
    yes: Bool,
    on console: Console,
    language: Language
  ) throws(Failure) {
    if yes { return }
    guard let ask = console.ask else { throw Failure(.answerNeeded, ["flag": "--yes"]) }
    try console.messages.write(Message(.typeToContinue, ["expected": expected]).text(language))
    try console.messages.flush()
    let answer = ask() ?? ""
    guard answer == expected else {
      throw Failure(.answerWrong, ["value": answer, "expected": expected])
    }
  }
}
