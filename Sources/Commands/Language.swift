import Reports

extension Language {
  /// The language of the command being run.
  ///
  /// Help texts are made deep inside the parser, which passes nothing along; a task-local value
  /// reaches them and lets tests in two languages run side by side.
  @TaskLocal static var current = Language.chinese

  /// Reads what a person writes after `--lang`, for example `zh-CN`, `zh_CN.UTF-8` or `en`.
  init?(tag: String) {
    let language = tag.prefix { $0.isLetter }.lowercased()
    switch language {
    case "zh": self = .chinese
    case "en": self = .english
    default: return nil
    }
  }

  /// The language that the locale variables ask for.
  ///
  /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is not empty decides, as POSIX has it.
  /// `C` and `POSIX` are no language, so they ask for nothing; a language that the tool does not
  /// speak is answered in English.
  static func locale(_ environment: Environment) -> Language? {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    guard let tag = names.lazy.compactMap({ environment[$0] }).first else { return nil }
    let name = tag.prefix { $0 != "." && $0 != "@" }
    if name == "C" || name == "POSIX" { return nil }
    return Language(tag: tag) ?? .english
  }
}

extension Phrase {
  /// The wording in the language of the command being run.
  var current: String { text(in: Language.current) }
}
