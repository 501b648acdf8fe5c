/// Two digits of a date or an amount, made once: they are written millions of times.
enum TwoDigits {
  private static let texts = (0..<100).map { "\($0 / 10)\($0 % 10)" }

  /// `07` for 7; numbers that have no two digits are written as they are.
  static func text(_ value: Int) -> String {
    texts.indices ~= value ? texts[value] : String(value)
  }
}
