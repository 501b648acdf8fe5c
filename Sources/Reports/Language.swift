/// The languages in which books are printed (语言).
public enum Language: String, Sendable, CaseIterable {
  /// 中文
  case chinese = "zh-CN"
  /// English
  case english = "en"
}

/// A heading or remark in both languages.
public struct Phrase: Hashable, Sendable {
  /// The Chinese wording.
  public let chinese: String
  /// The English wording.
  public let english: String

  /// Creates a phrase.
  public init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }

  /// The wording in a language.
  public func text(in language: Language) -> String {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }
}
