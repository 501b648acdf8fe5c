import Reports

/// What can be set once instead of on every command line (设置项).
enum SettingKey: String, CaseIterable, Sendable {
  /// The ledger file.
  case book
  /// The book in the file (账套).
  case set
  /// Who acts.
  case user = "as"
  /// The language.
  case language = "lang"
  /// `auto` or `never`.
  case color
  /// The form of progress.
  case progress
  /// The encoding of files that are written.
  case outputEncoding = "out_encoding"

  /// The environment variable that sets it.
  var variable: String { "XIANTOU_" + rawValue.uppercased() }

  /// The option that sets it.
  var option: String {
    switch self {
    case .color: "--no-color"
    case .outputEncoding: "--out-encoding"
    default: "--" + rawValue
    }
  }

  /// The possible values; `nil` when any text will do.
  var allowed: [String]? {
    switch self {
    case .book, .set, .user: nil
    case .language: Language.allCases.map(\.rawValue)
    case .color: ["auto", "never"]
    case .progress: Progress.Form.allCases.map(\.rawValue)
    case .outputEncoding: OutputEncoding.allCases.map(\.rawValue)
    }
  }

  /// The value when nobody sets it.
  var standard: String? {
    switch self {
    case .book, .set, .user, .outputEncoding: nil
    case .language: Language.chinese.rawValue
    case .color, .progress: "auto"
    }
  }
}

/// A value and where it comes from (来源).
struct Setting: Equatable {
  /// The value; `nil` when it is not set.
  let value: String?
  /// Where it comes from.
  let origin: Origin

  /// The places that settings come from, the strongest first.
  enum Origin: Equatable {
    case option(String)
    case environment(String)
    case file(String, line: Int)
    case book
    case locale
    case standard

    /// The origin for people.
    func text(_ language: Language) -> String {
      let message =
        switch self {
        case .option(let name): Message(.originFlag, ["name": name])
        case .environment(let name): Message(.originEnvironment, ["name": name])
        case .file(let path, let line):
          Message(.originFile, ["path": path, "line": String(line)])
        case .book: Message(.originBook)
        case .locale: Message(.originLocale)
        case .standard: Message(.originStandard)
        }
      return message.text(language)
    }

    /// The origin for programs.
    var code: String {
      switch self {
      case .option: "option"
      case .environment: "environment"
      case .file: "file"
      case .book: "book"
      case .locale: "locale"
      case .standard: "default"
      }
    }
  }
}

/// The settings of a run: option, then `XIANTOU_*`, then the settings file, then the ledger.
struct Settings {
  /// What the command line sets.
  let options: [SettingKey: String]
  /// The environment variables.
  let environment: Environment
  /// The settings file.
  let file: SettingsFile
  /// What the ledger sets.
  var book: [SettingKey: String] = [:]

  /// The value of a key and where it comes from.
  /// - Throws: `E-SETTINGS` when the value is not one of those allowed.
  func setting(_ key: SettingKey) throws(Failure) -> Setting {
    let setting = strongest(key)
    if let allowed = key.allowed, let value = setting.value, !allowed.contains(value) {
      throw Failure(
        .settings,
        [
          "origin": setting.origin.text(Language.current), "value": value,
          "allowed": allowed.joined(separator: ", "),
        ]
      )
    }
    return setting
  }

  /// The value of a key.
  subscript(key: SettingKey) -> String? {
    get throws(Failure) { try setting(key).value }
  }

  private func strongest(_ key: SettingKey) -> Setting {
    if let value = options[key] { return Setting(value: value, origin: .option(key.option)) }
    if let value = environment[key.variable] {
      return Setting(value: value, origin: .environment(key.variable))
    }
    if let (value, line) = file.values[key] {
      return Setting(value: value, origin: .file(file.path, line: line))
    }
    if let value = book[key] { return Setting(value: value, origin: .book) }
    if key == .language, let locale = Language.locale(environment) {
      return Setting(value: locale.rawValue, origin: .locale)
    }
    return Setting(value: key.standard, origin: .standard)
  }
}
