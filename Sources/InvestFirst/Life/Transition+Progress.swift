import Accounting
import Findings
import Policies
import Quantities

/// What a project achieves: it moves no money.
extension Transition {
  mutating func reach(_ stage: ProjectStage) {
    if let last = project.stages.keys.max(), stage <= last {
      let range = ["range": "> \(last.rawValue)"]
      findings.append(
        Finding(.fieldValue, column: "stage", value: stage.rawValue, arguments: range)
      )
    }
    project.stages[stage] = document.head.date
  }
}
