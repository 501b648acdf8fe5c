public import CanonicalJSON
public import Findings
import Policies
public import Quantities

extension Movement {
  /// The amounts as a record holds them; those that are zero are missing.
  public var figures: JSONValue {
    .facts(amounts.map { JSONValue.Member($0.rawValue, .text($1)) })
  }

  /// Reads the amounts of a record.
  /// - Throws: every name that is unknown and every amount that is none.
  public static func amounts(of figures: JSONValue) throws(Findings) -> [Measure: Fen] {
    let log = FindingLog()
    let fields = Fields(try Document(facts: figures), log)
    var amounts: [Measure: Fen] = [:]
    for measure in Measure.allCases {
      amounts[measure] = fields.optional(measure.rawValue, .amount)
    }
    fields.finish()
    try log.check()
    return amounts
  }
}
