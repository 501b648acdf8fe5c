import Reports

/// What the command line asks for.
struct Arguments {
  /// The bundle.
  let bundle: String
  /// The pin file.
  let pins: String
  private(set) var since: String?
  private(set) var authorities: String?
  private(set) var stampAuthorities: String?
  private(set) var isJSON = false

  /// Why a command line says nothing.
  enum Refusal: Error {
    /// The help was asked for.
    case help
    /// This word does not belong there, or something is missing.
    case usage(String)
  }

  private static let options = ["--pin", "--since", "--ca", "--tsa-ca", "--lang"]

  /// Reads the words behind the program's name.
  init(_ words: [String]) throws(Refusal) {
    var given: [String: String] = [:]
    var bundles: [String] = []
    var words = words[...]
    var isLiteral = false
    while let word = words.popFirst() {
      if isLiteral || !word.hasPrefix("-") {
        bundles.append(word)
        continue
      }
      switch word {
      case "--": isLiteral = true
      case "--json": isJSON = true
      case "--help", "-h": throw .help
      default:
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard Arguments.options.contains(name), given[name] == nil,
          let value = parts.count == 2 ? String(parts[1]) : words.popFirst()
        else { throw .usage(word) }
        given[name] = value
      }
    }
    guard bundles.count == 1 else { throw .usage(bundles.last ?? "DIR|TAR") }
    guard let pins = given["--pin"] else { throw .usage("--pin") }
    if let tag = given["--lang"], Arguments.language(tag) == nil { throw .usage(tag) }
    bundle = bundles[0]
    self.pins = pins
    since = given["--since"]
    authorities = given["--ca"]
    stampAuthorities = given["--tsa-ca"]
  }

  /// The language that the words or the environment ask for; Chinese when neither does.
  static func language(_ words: [String], _ variable: (String) -> String?) -> Language {
    for (index, word) in words.enumerated() {
      if word == "--lang", index + 1 < words.count { return language(words[index + 1]) ?? .chinese }
      if word.hasPrefix("--lang=") { return language(String(word.dropFirst(7))) ?? .chinese }
    }
    let tags = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap(variable).filter { !$0.isEmpty }
    return tags.first.flatMap(language) ?? .chinese
  }

  private static func language(_ tag: String) -> Language? {
    switch tag.prefix(2).lowercased() {
    case "en": .english
    case "zh": .chinese
    default: nil
    }
  }
}
