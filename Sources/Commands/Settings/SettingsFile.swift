import Reports

/// The settings file (配置文件): lines of `key = value`; `#` starts a comment.
struct SettingsFile {
  /// Where the file is looked for.
  let path: String
  /// The values and their lines.
  private(set) var values: [SettingKey: (String, line: Int)] = [:]
  /// The first key that is not known, and its line.
  private(set) var unknown: (key: String, line: Int)?

  /// `$XDG_CONFIG_HOME/xiantou/config`, by default `~/.config/xiantou/config`.
  static func standardPath(_ environment: Environment) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"] { return folder + "/xiantou/config" }
    return environment["HOME"].map { $0 + "/.config/xiantou/config" }
  }

  /// Reads the file of a user; a missing one sets nothing.
  init(_ environment: Environment) throws(Failure) {
    guard let path = SettingsFile.standardPath(environment) else {
      self.init(path: "", text: "")
      return
    }
    do {
      self.init(path: path, text: String(decoding: try System.read(path), as: UTF8.self))
    } catch {
      guard error.isMissing else { throw Failure(reading: path, error) }
      self.init(path: path, text: "")
    }
  }

  /// Reads the text of a file.
  init(path: String, text: String) {
    self.path = path
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let content = line.prefix { $0 != "#" }
      let halves = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = SettingsFile.trimmed(halves[0])
      if name.isEmpty, halves.count == 1 { continue }
      if let key = SettingKey(rawValue: name), halves.count == 2 {
        values[key] = (SettingsFile.trimmed(halves[1]), line: index + 1)
      } else if unknown == nil {
        unknown = (name, line: index + 1)
      }
    }
  }

  /// Refuses a file with a key that means nothing: it is most likely misspelt.
  func check() throws(Failure) {
    guard let (key, line) = unknown else { return }
    throw Failure(
      .settings,
      [
        "origin": Setting.Origin.file(path, line: line).text(Language.current), "value": key,
        "allowed": SettingKey.allCases.map(\.rawValue).joined(separator: ", "),
      ]
    )
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
    let start = text.drop(while: isBlank)
    let length = start.reversed().drop(while: isBlank).count
    return String(start.prefix(length))
  }
}
