public import CanonicalJSON
public import Findings

extension Step {
  /// The step as a record holds it.
  ///
  /// Inputs are a list, because their order is that of the formula and their names are Chinese.
  public var json: JSONValue {
    let inputs = inputs.map {
      JSONValue.facts(["name": .text($0.name), "figure": .text($0.value)])
    }
    return .facts([
      "step": .text(step), "clause": .unlessEmpty(clause), "formula": .unlessEmpty(formula),
      "inputs": inputs.isEmpty ? nil : .array(inputs), "value": .text(value),
    ])
  }

  /// Reads a step of a record.
  /// - Throws: everything that is wrong with it.
  public init(json: JSONValue) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(facts: json), log)
    let step = fields.required("step", .text)
    let clause = fields.optional("clause", .text) ?? ""
    let formula = fields.optional("formula", .text) ?? ""
    let inputs = fields.optional("inputs", .list(of: .stepInput)) ?? []
    let value = fields.required("value", .anyText)
    fields.finish()
    try log.check()
    guard let step, let value else { preconditionFailure("complete without findings") }
    self.init(step: step, clause: clause, formula: formula, inputs: inputs, value: value)
  }
}

extension Notation where Value == Step.Input {
  /// A named figure.
  fileprivate static let stepInput = Notation.object { fields in
    let name = fields.required("name", .text)
    guard let figure = fields.required("figure", .anyText), let name else { return nil }
    return Step.Input(name: name, value: figure)
  }
}
