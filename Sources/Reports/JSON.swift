public import Quantities

/// A JSON value whose members keep the order in which they are given.
public indirect enum JSON: Hashable, Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A number with a fraction, such as a probability; never an amount.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSON])
  /// An object.
  case object([Member])

  /// One member of an object.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSON

    /// Creates a member.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// An amount as a string with two decimals.
  public static func amount(_ amount: Fen) -> JSON { .string("\(amount)") }

  /// Text, or `null` when there is none.
  public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// The member of an object with a key.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The value on one line.
  ///
  /// Characters that could steer a terminal or reorder text are written as escapes.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Writes the value on one line.
  public func write(to output: inout some TextOutputStream) {
    switch self {
    case .null: output.write("null")
    case .bool(let value): output.write(value ? "true" : "false")
    case .integer(let value): output.write(String(value))
    case .number(let value): output.write(value.isFinite ? "\(value)" : "null")
    case .string(let value): JSON.quote(value, to: &output)
    case .array(let values):
      output.write("[")
      for (index, value) in values.enumerated() {
        if index > 0 { output.write(",") }
        value.write(to: &output)
      }
      output.write("]")
    case .object(let members):
      output.write("{")
      for (index, member) in members.enumerated() {
        if index > 0 { output.write(",") }
        JSON.quote(member.key, to: &output)
        output.write(":")
        member.value.write(to: &output)
      }
      output.write("}")
    }
  }

  private static func quote(_ text: String, to output: inout some TextOutputStream) {
    output.write("\"")
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": plain += "\\\""
      case "\\": plain += "\\\\"
      case "\n": plain += "\\n"
      case "\r": plain += "\\r"
      case "\t": plain += "\\t"
      default:
        if scalar.isSteering {
          plain += "\\u" + scalar.fourHexDigits
        } else {
          plain.unicodeScalars.append(scalar)
        }
      }
    }
    output.write(plain)
    output.write("\"")
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByArrayLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An object, its members in the order written.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// A list.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
