import Reports

/// The command-line tool as a whole (命令行程序).
public enum Program {
  /// The version of the tool.
  public static let version = "0.1.0"

  /// Runs the command line of this process and ends it with the exit code.
  public static func main() -> Never {
    Interruption.install()
    System.end(run(Array(CommandLine.arguments.dropFirst()), on: .system()))
  }

  /// Runs a command line.
  /// - Returns: what the shell is told.
  static func run(_ arguments: [String], on console: Console) -> ExitCode {
    let invocation = Invocation(arguments: arguments)
    let file = Result { () throws(Failure) in try SettingsFile(console.environment) }
    let language = language(invocation, console.environment, try? file.get())
    return Language.$current.withValue(language) {
      do throws(Failure) {
        try perform(invocation, on: console, file: file, language)
        try console.output.flush()
        try console.messages.flush()
        return .ok
      } catch {
        return report(error, asJSON: invocation.asksForJSON, on: console, language)
      }
    }
  }

  private static func perform(
    _ invocation: Invocation,
    on console: Console,
    file: Result<SettingsFile, Failure>,
    _ language: Language
  ) throws(Failure) {
    switch try invocation.parse() {
    case .text(let text): try console.output.line(text)
    case .command(let command):
      let session = Session(
        console: console,
        language: language,
        options: command.common,
        settings: Settings(
          options: command.common.settings,
          environment: console.environment,
          file: try file.get()
        )
      )
      try command.execute(in: session)
    }
  }

  /// The language to speak, even when the command line or the settings cannot be understood.
  private static func language(
    _ invocation: Invocation,
    _ environment: Environment,
    _ file: SettingsFile?
  ) -> Language {
    invocation.language
      ?? environment[SettingKey.language.variable].flatMap(Language.init(tag:))
      ?? file?.values[.language].flatMap { Language(tag: $0.0) }
      ?? Language.locale(environment)
      ?? .chinese
  }

  /// Tells what went wrong; when even that cannot be told, the exit code must do.
  private static func report(
    _ failure: Failure,
    asJSON: Bool,
    on console: Console,
    _ language: Language
  ) -> ExitCode {
    do throws(Failure) {
      if failure.isToldAlready {
        // The answer stands; the exit code says the rest.
      } else if asJSON {
        try console.output.line(failure.json(language).text)
      } else {
        for line in failure.lines(language) { try console.messages.line(line) }
      }
      try console.output.flush()
      try console.messages.flush()
      return failure.exit
    } catch {
      return failure.exit == .ok ? .failed : failure.exit
    }
  }
}
