import ArgumentParser
import Reports

/// A word of the command line with its page in the help: a noun, or a noun's verb (命令).
protocol Command: ParsableCommand {
  /// What `xiantou help` says about it.
  static var page: Page { get }
  /// The verbs of a noun; none for a verb.
  static var verbs: [any Command.Type] { get }
}

extension Command {
  static var verbs: [any Command.Type] { [] }

  /// The page in the language of the run, as the parser wants it.
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: page.name,
      abstract: page.purpose.current,
      discussion: page.discussion,
      subcommands: verbs
    )
  }
}

/// A command that does something.
protocol RunnableCommand: Command {
  /// The options that every command has.
  var common: CommonOptions { get }
  /// Does it.
  func execute(in session: Session) throws(Failure)
}

/// What the help says about a command (说明页): examples come first.
struct Page: Sendable {
  /// The word on the command line.
  let name: String
  /// What it does, in one line.
  let purpose: Phrase
  /// How people use it; at least one.
  let examples: [Example]
  /// What else is good to know; empty for most.
  var notes = Phrase("", "")

  /// A command line and what it does.
  struct Example: Sendable {
    /// The command line.
    let command: String
    /// What it does.
    let purpose: Phrase

    /// Creates an example.
    init(_ command: String, _ chinese: String, _ english: String) {
      self.command = command
      purpose = Phrase(chinese, english)
    }
  }

  /// Creates a page.
  init(_ name: String, _ chinese: String, _ english: String, examples: [Example]) {
    self.name = name
    purpose = Phrase(chinese, english)
    self.examples = examples
  }

  /// The page with notes below the examples.
  func noting(_ chinese: String, _ english: String) -> Page {
    var page = self
    page.notes = Phrase(chinese, english)
    return page
  }

  /// The examples and notes in the language of the run.
  var discussion: String {
    var text = Message(.examples).text(Language.current)
    for example in examples {
      text += "\n  # \(example.purpose.current)\n  \(example.command)"
    }
    let notes = notes.current
    return notes.isEmpty ? text : "\(text)\n\n\(notes)"
  }
}

/// The help of an option or argument in the language of the run.
func help(_ chinese: String, _ english: String, value: String? = nil) -> ArgumentHelp {
  ArgumentHelp(stringLiteral: Phrase(chinese, english).current).named(value)
}

extension ArgumentHelp {
  fileprivate func named(_ value: String?) -> ArgumentHelp {
    var help = self
    help.valueName = value
    return help
  }
}
