public import CanonicalJSON
public import Findings
import Policies

extension Approval {
  /// What a record holds of the approval.
  public var facts: JSONValue {
    .facts([
      "project": .text(project), "zone": .unlessEmpty(zone), "stage": .unlessEmpty(stage),
      "amount": .text(amount),
    ])
  }

  /// Reads an approval.
  /// - Throws: every member that is unknown, missing or wrong, with its path.
  public init(facts: JSONValue) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(facts: facts), log)
    let project = fields.required("project", .text)
    let zone = fields.optional("zone", .text) ?? ""
    let stage = fields.optional("stage", .text) ?? ""
    let amount = fields.required("amount", .amount)
    fields.finish()
    try log.check()
    guard let project, let amount else { preconditionFailure("complete without findings") }
    self.init(project: project, zone: zone, stage: stage, amount: amount)
  }
}
