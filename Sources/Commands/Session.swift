import Findings
import Reports

/// What a command works with: who listens, in which language, under which settings (会话).
struct Session {
  /// Where results, messages and questions go.
  let console: Console
  /// The language.
  let language: Language
  /// The options that every command has.
  let options: CommonOptions
  /// The settings.
  let settings: Settings

  /// The form of results; `nil` for tables.
  var form: OutputForm? { options.form }

  /// Whether results on standard output may be coloured.
  func usesColor() throws(Failure) -> Bool {
    try settings[.color] != "never" && console.environment["NO_COLOR"] == nil
      && console.environment["TERM"] != "dumb" && console.output.isTerminal
  }

  /// The ledger file.
  /// - Throws: `E-BOOK-UNNAMED` when none is named anywhere.
  func ledgerPath() throws(Failure) -> String {
    guard let path = try settings[.book] else { throw Failure(.bookUnnamed) }
    return path
  }

  /// Who acts, if anybody is named.
  func actor() throws(Failure) -> String? { try settings[.user] }

  /// Prints a result: an object for programs, or lines for people.
  func print(_ object: @autoclosure () -> JSON, else lines: () -> [String]) throws(Failure) {
    if form == .json {
      try console.output.line(object().text)
    } else {
      for line in lines() { try console.output.line(line) }
    }
  }

  /// Writes a text to the file of `-o`, or to standard output.
  func write(_ output: OutputOptions, _ body: (TextSink) throws(Failure) -> Void) throws(Failure) {
    let encoding = try settings(output)[.outputEncoding].flatMap(OutputEncoding.init(rawValue:))
    if let file = output.file, file != "-" {
      return try OutputFile(path: file, encoding: encoding).write(body)
    }
    if let encoding { console.output.use(encoding) }
    try body(console.output)
  }

  private func settings(_ output: OutputOptions) -> Settings {
    guard let encoding = output.outEncoding else { return settings }
    var options = settings.options
    options[.outputEncoding] = encoding.rawValue
    return Settings(
      options: options,
      environment: settings.environment,
      file: settings.file,
      book: settings.book
    )
  }

  /// Tells people something beside the result, unless they want quiet.
  func say(_ text: String) throws(Failure) {
    if !options.quiet { try console.messages.line(text) }
  }

  /// Shows warnings, unless the result is an object that carries them.
  func warn(_ findings: [Finding]) throws(Failure) {
    guard form != .json, !options.quiet, !findings.isEmpty else { return }
    for finding in findings { try console.messages.line(finding.line(language)) }
    try console.messages.line(
      Message(.warned, ["warnings": String(findings.count)]).text(language)
    )
  }

  /// Starts the progress of long work.
  func progress(total: Int) throws(Failure) -> Progress {
    let form = try settings[.progress].flatMap(Progress.Form.init(rawValue:)) ?? .auto
    return Progress(
      total: total,
      form: options.quiet ? .none : form,
      on: console.messages,
      language: language
    )
  }

  /// Asks before something that is hard to take back.
  func confirm(typing expected: String) throws(Failure) {
    try Confirmation.require(expected, yes: options.yes, on: console, language: language)
  }
}
