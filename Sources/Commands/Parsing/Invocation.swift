import ArgumentParser
import Reports

/// One command line, from words to a command (命令行解析).
struct Invocation {
  /// The words after the program's name.
  let arguments: [String]

  /// What a command line asks for.
  enum Outcome {
    /// Text to print, such as help or the version.
    case text(String)
    /// Something to do.
    case command(any RunnableCommand)
  }

  /// The words before a `--`, which ends the options.
  private var options: ArraySlice<String> { arguments.prefix { $0 != "--" } }

  /// Whether the answer is to be JSON, even when the rest cannot be understood.
  var asksForJSON: Bool { options.contains("--json") }

  /// The language that the command line asks for.
  var language: Language? {
    let option = "--lang"
    for (place, word) in options.enumerated() {
      if word == option, let tag = options.dropFirst(place + 1).first { return Language(tag: tag) }
      if word.hasPrefix(option + "=") {
        return Language(tag: String(word.dropFirst(option.count + 1)))
      }
    }
    return nil
  }

  /// Understands the words.
  ///
  /// The nouns and verbs are found here, because the parser cannot suggest a similar one; it gets
  /// the verb's own words, which also spares it looking at every other command.
  /// - Throws: `E-COMMAND-UNKNOWN` or `E-USAGE`.
  func parse() throws(Failure) -> Outcome {
    let (path, rest) = Invocation.path(arguments)
    let command = path.last ?? Root.self
    if options.contains("-h") || options.contains("--help") {
      return .text(Invocation.help(command))
    }
    if options.contains("--version") { return .text("xiantou \(Program.version)") }
    if command.verbs.isEmpty { return try parse(command, rest, path) }
    if let word = rest.first, !word.hasPrefix("-") { throw Invocation.unknown(word, after: path) }
    let isOnlyLanguage = rest.count <= 2 && rest.first?.hasPrefix("--lang") == true
    if rest.isEmpty || isOnlyLanguage && language != nil { return .text(Invocation.help(command)) }
    // What is left is an option of the tool itself, such as `--generate-completion-script`.
    return try parse(Root.self, arguments[...], path)
  }

  private func parse(
    _ command: any Command.Type,
    _ words: ArraySlice<String>,
    _ path: [any Command.Type]
  ) throws(Failure) -> Outcome {
    do {
      let parsed = try command.parseAsRoot(Array(words))
      if let runnable = parsed as? any RunnableCommand { return .command(runnable) }
      return .text(Invocation.help(command))
    } catch {
      let message = command.message(for: error)
      if command.exitCode(for: error) == .success { return .text(message) }
      throw Failure(
        .usage,
        [
          "detail": ParserText.error(message, Language.current),
          "help": Invocation.helpCommand(path),
        ]
      )
    }
  }

  /// The commands that the first words name, and the words after them.
  static func path(_ words: [String]) -> (path: [any Command.Type], rest: ArraySlice<String>) {
    var path: [any Command.Type] = []
    var rest = words[...]
    while let word = rest.first,
      let next = (path.last ?? Root.self).verbs.first(where: { $0.page.name == word })
    {
      path.append(next)
      rest = rest.dropFirst()
    }
    return (path, rest)
  }

  /// The help page of a command in the language of the run.
  static func help(_ command: any Command.Type) -> String {
    ParserText.help(Root.helpMessage(for: command, columns: 1_000), Language.current)
  }

  /// The refusal of a word that is no command.
  static func unknown(_ word: String, after path: [any Command.Type]) -> Failure {
    let names = (path.last ?? Root.self).verbs.map { $0.page.name }
    var arguments = ["value": word, "help": helpCommand(path)]
    arguments["near"] = Suggestion.nearest(to: word, among: names)
    return Failure(.commandUnknown, arguments)
  }

  private static func helpCommand(_ path: [any Command.Type]) -> String {
    (["xiantou", "help"] + path.map { $0.page.name }).joined(separator: " ")
  }
}
