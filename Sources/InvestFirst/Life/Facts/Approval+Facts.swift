public import CanonicalJSON
public import Findings
import Policies

extension Approval {
  /// What a record holds of the approval.
  public var facts: JSONValue {
    .facts([
      "project": .text(project), "zone": .unlessEmpty(zone), "stage": .unlessEmpty(stage),
      "amount": .text(amount), "application": application?.facts,
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
    let application = fields.optional("application", .application)
    fields.finish()
    try log.check()
    guard let project, let amount else { preconditionFailure("complete without findings") }
    self.init(
      project: project,
      zone: zone,
      stage: stage,
      amount: amount,
      application: application
    )
  }
}

extension Application {
  fileprivate var facts: JSONValue {
    .facts([
      "founder_cash": .text(founderCash), "cost": .text(cost), "founded": .text(founded),
      "applied": .text(applied),
    ])
  }
}

extension Notation where Value == Application {
  /// What a company said when it applied.
  fileprivate static let application = Notation.object { fields in
    let cash = fields.required("founder_cash", .amount)
    let cost = fields.required("cost", .amount)
    let founded = fields.required("founded", .date)
    let applied = fields.required("applied", .date)
    guard let cash, let cost, let founded, let applied else { return nil }
    return Application(founderCash: cash, cost: cost, founded: founded, applied: applied)
  }
}
