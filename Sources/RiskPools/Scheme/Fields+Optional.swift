import Policies
import Quantities

extension Fields {
  /// A parameter that a scheme may do without.
  func perhaps<Value>(
    _ key: String,
    or alias: String? = nil,
    _ notation: Notation<Value>
  ) -> Parameter<Value?> {
    parameter(key, or: alias, .orNothing(notation), standard: .some(nil))
  }

  /// A list of values or sections, which may be missing.
  func list<Element>(_ key: String, of element: Notation<Element>) -> Parameter<[Element]> {
    parameter(key, .list(of: element), standard: [])
  }

  /// A section of its own; one that is missing holds what the readers take for granted.
  func part<Section>(_ key: String, _ read: (Fields) -> Section) -> Section {
    let fields = section(key)
    defer { fields.finish() }
    return read(fields)
  }
}

extension Notation where Value == Int64 {
  /// A whole number that counts something.
  static let count = integer(in: 0...1_000_000_000_000)
}

extension Notation where Value == PPM {
  /// A share that may exceed the whole, for example a leverage of ten.
  static let multiple = ppm(in: 0...1_000_000_000)
}
