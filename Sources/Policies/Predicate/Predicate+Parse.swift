import Findings

extension Predicate {
  /// Why a text is no condition, and where.
  package struct SyntaxError: Error, Hashable, Sendable {
    /// What is wrong.
    package let reason: Reason
    /// The character at which it was noticed, from 1.
    package let position: Int

    /// What can be wrong.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
      /// The text ends where something must follow.
      case end
      /// Something else stands where an attribute, a relation or a value must.
      case unexpected
      /// A quote that is not closed.
      case quote
      /// A number that is none.
      case number
      /// A name that is no attribute.
      case attribute
      /// A value of another kind than the attribute, or an order among words.
      case kind
      /// Parentheses nested too deep, or far too much of everything.
      case depth
    }
  }

  /// Reads a condition over known attributes.
  /// - Throws: ``SyntaxError`` at the first character that is wrong.
  package init(
    _ text: String,
    attributes: [String: Kind]
  ) throws(SyntaxError) {
    var parser = PredicateParser(try PredicateToken.all(in: text), attributes: attributes)
    self = try parser.whole()
  }
}

/// Makes a condition of its tokens, one function for each level of binding.
private struct PredicateParser {
  private var tokens: ArraySlice<PredicateToken>
  private let end: Int
  private let attributes: [String: Predicate.Kind]
  private static let depthMax = 32

  init(_ tokens: [PredicateToken], attributes: [String: Predicate.Kind]) {
    self.tokens = tokens[...]
    end = (tokens.last?.position ?? 0) + 1
    self.attributes = attributes
  }

  mutating func whole() throws(Predicate.SyntaxError) -> Predicate {
    let predicate = try alternatives(depth: 0)
    if let rest = tokens.first { throw rest.error(.unexpected) }
    return predicate
  }

  private mutating func alternatives(
    depth: Int
  ) throws(Predicate.SyntaxError) -> Predicate {
    var left = try conjunction(depth: depth)
    while take(.word("or")) { left = .or(left, try conjunction(depth: depth)) }
    return left
  }

  private mutating func conjunction(depth: Int) throws(Predicate.SyntaxError) -> Predicate {
    var left = try factor(depth: depth)
    while take(.word("and")) { left = .and(left, try factor(depth: depth)) }
    return left
  }

  private mutating func factor(depth: Int) throws(Predicate.SyntaxError) -> Predicate {
    if let first = tokens.first, depth > PredicateParser.depthMax { throw first.error(.depth) }
    if take(.word("not")) { return .not(try factor(depth: depth + 1)) }
    guard take(.symbol("(")) else { return try comparison() }
    let inner = try alternatives(depth: depth + 1)
    try expect(.symbol(")"))
    return inner
  }

  private mutating func comparison() throws(Predicate.SyntaxError) -> Predicate {
    let subject = try next()
    guard case .word(let name) = subject.kind else { throw subject.error(.unexpected) }
    guard let kind = attributes[name] else { throw subject.error(.attribute) }
    if take(.word("in")) { return .membership(attribute: name, try values(of: kind)) }
    let sign = try next()
    guard case .symbol(let symbol) = sign.kind, let relation = Predicate.Relation(rawValue: symbol)
    else { throw sign.error(.unexpected) }
    let isOrder = relation != .equal && relation != .unequal
    if isOrder, kind != .number { throw sign.error(.kind) }
    let value = try value(of: kind)
    return .comparison(.init(attribute: name, relation: relation, value: value))
  }

  private mutating func values(
    of kind: Predicate.Kind
  ) throws(Predicate.SyntaxError) -> [Predicate.Value] {
    try expect(.symbol("("))
    var values = [try value(of: kind)]
    while take(.symbol(",")) { values.append(try value(of: kind)) }
    try expect(.symbol(")"))
    return values
  }

  private mutating func value(
    of kind: Predicate.Kind
  ) throws(Predicate.SyntaxError) -> Predicate.Value {
    let token = try next()
    let value: Predicate.Value
    switch token.kind {
    case .symbol: throw token.error(.unexpected)
    case .number(let number): value = .number(number)
    case .quoted(let text): value = .text(text)
    case .word("true"): value = .flag(true)
    case .word("false"): value = .flag(false)
    case .word(let word): value = .text(word)
    }
    if value.kind != kind { throw token.error(.kind) }
    return value
  }

  private mutating func take(_ kind: PredicateToken.Kind) -> Bool {
    guard tokens.first?.kind == kind else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func next() throws(Predicate.SyntaxError) -> PredicateToken {
    guard let token = tokens.popFirst() else {
      throw Predicate.SyntaxError(reason: .end, position: end)
    }
    return token
  }

  private mutating func expect(_ kind: PredicateToken.Kind) throws(Predicate.SyntaxError) {
    let token = try next()
    guard token.kind == kind else { throw token.error(.unexpected) }
  }
}

/// A word, number, text or sign of a condition.
private struct PredicateToken {
  let kind: Kind
  /// The character at which it begins, from 1.
  let position: Int

  enum Kind: Hashable {
    case word(String)
    case number(Predicate.Number)
    case quoted(String)
    case symbol(String)
  }

  func error(_ reason: Predicate.SyntaxError.Reason) -> Predicate.SyntaxError {
    Predicate.SyntaxError(reason: reason, position: position)
  }

  /// More than any condition needs, and few enough for the depth of what is made of them.
  private static let countMax = 500

  static func all(in text: String) throws(Predicate.SyntaxError) -> [PredicateToken] {
    var tokens: [PredicateToken] = []
    let characters = Array(text)
    var index = 0
    while index < characters.count {
      let start = index
      let character = characters[index]
      let kind: Kind?
      if character == " " {
        index += 1
        continue
      } else if character == "'" {
        kind = quoted(characters, &index).map { .quoted($0) }
        if kind == nil { throw .init(reason: .quote, position: start + 1) }
      } else if character == "-" || ("0"..."9").contains(character) {
        index = end(of: characters, from: index + 1) { $0.isNumber || $0 == "." }
        kind = Predicate.Number(String(characters[start..<index])).map { .number($0) }
        if kind == nil { throw .init(reason: .number, position: start + 1) }
      } else if character.isLetter || character == "_" {
        index = end(of: characters, from: index) { $0.isLetter || $0.isNumber || $0 == "_" }
        kind = .word(String(characters[start..<index]))
      } else {
        index += ["<=", ">=", "!="].contains(String(characters[start...].prefix(2))) ? 2 : 1
        kind = .symbol(String(characters[start..<index]))
      }
      if let kind { tokens.append(PredicateToken(kind: kind, position: start + 1)) }
      if tokens.count > countMax { throw .init(reason: .depth, position: start + 1) }
    }
    return tokens
  }

  private static func end(
    of characters: [Character],
    from start: Int,
    while belongs: (Character) -> Bool
  ) -> Int {
    characters[start...].firstIndex { !belongs($0) } ?? characters.count
  }

  private static func quoted(_ characters: [Character], _ index: inout Int) -> String? {
    guard let close = characters[(index + 1)...].firstIndex(of: "'") else { return nil }
    defer { index = close + 1 }
    return String(characters[(index + 1)..<close])
  }
}

extension Notation where Value == Predicate {
  /// A condition over known attributes.
  package static func predicate(_ attributes: [String: Predicate.Kind]) -> Notation {
    Notation { node, log in
      guard let text = node.text else {
        log.refuse(node, expecting: .text)
        return nil
      }
      do throws(Predicate.SyntaxError) {
        return try Predicate(text, attributes: attributes)
      } catch {
        let known = attributes.keys.sorted().joined(separator: ", ")
        log.add(
          .predicate,
          node,
          [
            "reason": error.reason.rawValue, "position": "\(error.position)",
            "known": error.reason == .attribute ? known : "",
          ]
        )
        return nil
      }
    }
  }
}
