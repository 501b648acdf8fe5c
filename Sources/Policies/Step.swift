/// One step of a calculation as an auditor follows it (计算步骤).
///
/// A trace is evidence and stored with the figures, so its words are those of the policies:
/// Chinese, whatever the language of the screen.
public struct Step: Hashable, Sendable {
  /// What is worked out, for example `计息`.
  public let step: String
  /// The clause that says so; `默认` where the policy is silent, empty where it names none.
  public let clause: String
  /// How, for example `本金 × 利率 × 天数 ÷ 365`.
  public let formula: String
  /// What goes in, in the order of the formula.
  public let inputs: [Input]
  /// What comes out.
  public let value: String

  /// A named figure that goes into a step.
  public struct Input: Hashable, Sendable {
    /// What it is.
    public let name: String
    /// What it amounts to.
    public let value: String
  }

  /// Creates a step.
  public init(
    _ step: String,
    clause: String = "",
    formula: String,
    _ inputs: KeyValuePairs<String, any CustomStringConvertible & Sendable> = [:],
    value: any CustomStringConvertible & Sendable
  ) {
    self.step = step
    self.clause = clause
    self.formula = formula
    self.inputs = inputs.map { Input(name: $0.key, value: "\($0.value)") }
    self.value = "\(value)"
  }

  /// Puts a step together again that was written down.
  init(step: String, clause: String, formula: String, inputs: [Input], value: String) {
    self.step = step
    self.clause = clause
    self.formula = formula
    self.inputs = inputs
    self.value = value
  }
}

/// Figures together with how they came about (计算结果).
public struct Explained<Figures: Sendable>: Sendable {
  /// The figures.
  public let figures: Figures
  /// The steps, in order.
  public let trace: [Step]

  /// Creates a result.
  public init(_ figures: Figures, trace: [Step]) {
    self.figures = figures
    self.trace = trace
  }
}
