import CanonicalJSON
import Policies

/// What a project achieves, as records hold it.
extension StageReached: Facts {
  var facts: JSONValue { .facts(["stage": .word(stage)]) }

  init?(_ fields: Fields) {
    guard let stage = fields.required("stage", Notation<ProjectStage>.word) else { return nil }
    self.init(stage)
  }
}
