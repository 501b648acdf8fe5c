import Reports

@testable import Commands

/// A command line run inside the test, with what it printed.
struct Run {
  let exit: ExitCode
  let output: String
  let messages: String

  /// Runs `xiantou` with `arguments`; there is no home, so no settings file of the machine counts.
  init(_ arguments: [String], _ variables: [String: String] = [:]) {
    let (output, messages) = (TextSink(memoryAsTerminal: false), TextSink(memoryAsTerminal: false))
    let console = Console(
      output: output,
      messages: messages,
      environment: Environment(variables),
      ask: nil,
      patience: 50
    )
    exit = Program.run(arguments, on: console)
    self.output = output.text
    self.messages = messages.text
  }
}

/// Every command there is, with the words that call it.
enum Tree {
  /// All nouns and verbs by the words that call them.
  static let all: [(words: String, command: any Command.Type)] =
    Root.verbs.flatMap { noun in
      [(noun.page.name, noun)] + noun.verbs.map { ("\(noun.page.name) \($0.page.name)", $0) }
    }

  /// The command that words call, and the words left over.
  static func find(_ words: [String]) -> (command: any Command.Type, rest: [String])? {
    guard let first = words.first, let noun = Root.verbs.first(where: { $0.page.name == first })
    else { return nil }
    let rest = Array(words.dropFirst())
    if noun.verbs.isEmpty { return (noun, rest) }
    return noun.verbs.first { $0.page.name == rest.first }.map { ($0, Array(rest.dropFirst())) }
  }
}
