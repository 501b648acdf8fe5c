import Findings
package import Quantities

/// How a value is written in a policy or case (写法).
package struct Notation<Value: Sendable>: Sendable {
  /// Reads the value of a place; what is wrong with it goes to the log, and the result is `nil`.
  package let read: @Sendable (Node, FindingLog) -> Value?

  /// Creates a notation.
  package init(_ read: @escaping @Sendable (Node, FindingLog) -> Value?) { self.read = read }

  /// Creates the notation of a value that fits on one line.
  package init(_ shape: FindingLog.Shape, _ read: @escaping @Sendable (Node) -> Value?) {
    self.init { node, log in
      if let value = read(node) { return value }
      log.refuse(node, expecting: shape)
      return nil
    }
  }

  /// The same notation, for a value that is only allowed under a condition.
  package func limited(to range: String, where holds: @escaping @Sendable (Value) -> Bool)
    -> Notation
  {
    Notation { node, log in
      guard let value = read(node, log) else { return nil }
      if holds(value) { return value }
      log.add(.fieldValue, node, ["range": range])
      return nil
    }
  }
}

extension Notation where Value == String {
  /// Any text but the empty one.
  package static let text = Notation(.text) { node in
    node.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Any text, the empty one too.
  package static let anyText = Notation(.text) { $0.text }

  /// A SHA-256 in lower-case hexadecimal digits.
  package static let digest = Notation(.digest) { node in
    node.text.flatMap { text in
      text.utf8.count == 64 && text.allSatisfy { $0.isHexDigit && !$0.isUppercase } ? text : nil
    }
  }
}

extension Notation where Value == Int64 {
  /// A whole number in digits.
  package static let integer = Notation(.integer) { node in
    switch node.content {
    case .number(let number): number
    case .text(let text): Int64(canonical: text)
    case .flag, .list, .fields: nil
    }
  }

  /// A whole number within limits.
  package static func integer(in range: ClosedRange<Int64>) -> Notation {
    integer.limited(to: "\(range.lowerBound)–\(range.upperBound)") { range.contains($0) }
  }
}

extension Notation where Value == PPM {
  /// Parts per million in digits, from nothing to the whole.
  package static let share = ppm(in: 0...1_000_000)

  /// Parts per million in digits, within limits.
  package static func ppm(in range: ClosedRange<Int64>) -> Notation {
    let digits = Notation(.ppm) { node in Notation<Int64>.integer.quietly(node).map { PPM($0) } }
    return digits.limited(to: "\(range.lowerBound)–\(range.upperBound)") {
      range.contains($0.rawValue)
    }
  }
}

extension Notation where Value == Fen {
  /// An amount in yuan with two decimals, not negative.
  package static let amount = Notation(.amount) { node in
    node.text.flatMap { Fen(canonical: $0) }
  }.limited(to: "≥ 0.00") { $0 >= .zero }

  /// An amount in whole fen, not negative.
  package static let fen = Notation(.fen) { node in
    Notation<Int64>.integer.quietly(node).map { Fen($0) }
  }.limited(to: "≥ 0") { $0 >= .zero }
}

extension Notation where Value == CivilDate {
  /// A day, `2025-12-22`.
  package static let date = Notation(.date) { node in node.text.flatMap { CivilDate(iso: $0) } }
}

extension Notation where Value == FiscalPeriod {
  /// A month, `2025-12`.
  package static let month = Notation(.month) { node in
    node.text.flatMap { FiscalPeriod(iso: $0) }
  }
}

extension Notation where Value == Ratio {
  /// A decimal number of at most nine decimals, not negative, for example `200` or `35.5`.
  package static let decimal = Notation(.decimal) { node in
    switch node.content {
    case .number(let number): Ratio(Int128(number))
    case .text(let text): Ratio(decimal: text)
    case .flag, .list, .fields: nil
    }
  }.limited(to: "≥ 0") { $0 >= .zero }
}

extension Notation where Value == Bool {
  /// `true` or `false`.
  package static let flag = Notation(.flag) { node in
    switch node.content {
    case .flag(let flag): flag
    case .text("true"): true
    case .text("false"): false
    case .text, .number, .list, .fields: nil
    }
  }
}

extension Notation where Value: RawRepresentable<String> & CaseIterable {
  /// One of the words of a closed set.
  package static var word: Notation {
    Notation { node, log in
      guard let text = node.text else {
        log.refuse(node, expecting: .text)
        return nil
      }
      if let value = Value(rawValue: text) { return value }
      log.add(.fieldValue, node, ["choices": Value.allCases.map(\.rawValue).joined(separator: "|")])
      return nil
    }
  }
}

extension Notation {
  /// A list, each element in the same notation; it is read to its end whatever is wrong.
  package static func list<Element>(
    of element: Notation<Element>
  ) -> Notation where Value == [Element] {
    Notation { node, log in
      guard case .list(let nodes) = node.content else {
        log.refuse(node, expecting: .list)
        return nil
      }
      let values = nodes.map { node -> Element? in
        let (value, _) = node.unwrapped(log)
        return log.leavesOpen(value) ? nil : element.read(value, log)
      }
      let complete = values.compactMap { $0 }
      return complete.count == values.count ? complete : nil
    }
  }

  /// An object, its fields read by `read`.
  package static func object(_ read: @escaping @Sendable (Fields) -> Value?) -> Notation {
    Notation { node, log in
      guard case .fields = node.content else {
        log.refuse(node, expecting: .object)
        return nil
      }
      let fields = Fields(node, log)
      let value = read(fields)
      fields.finish()
      return value
    }
  }

  /// Reads without telling what is wrong.
  fileprivate func quietly(_ node: Node) -> Value? { read(node, FindingLog()) }
}

extension Int64 {
  /// Reads a whole number in its one spelling: no plus sign, no leading zeros, no `-0`.
  package init?(canonical text: String) {
    guard let value = Int64(text), "\(value)" == text else { return nil }
    self = value
  }
}

extension Ratio {
  /// Reads `-?digits` or `-?digits.digits`, with at most nine decimals.
  package init?(decimal text: String) {
    let isNegative = text.hasPrefix("-")
    let halves = text.dropFirst(isNegative ? 1 : 0)
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let whole = halves.first, whole.count <= 18, whole == "0" || whole.first != "0"
    else { return nil }
    let decimals = halves.count == 2 ? halves[1] : ""
    guard decimals.count <= 9, let digits = Int128(whole + decimals) else { return nil }
    let scale = decimals.reduce(Int128(1)) { scale, _ in scale * 10 }
    self.init(isNegative ? -digits : digits, over: scale)
  }
}
