import Accounting
import Findings
import Policies
import Quantities

/// Taking a document back: the project as it would be without it (更正).
extension Transition {
  mutating func takeBack(_ correction: Correction) {
    if correction.reason.isEmpty { findings.append(Finding(.reasonMissing, column: "reason")) }
    let place = project.past.firstIndex { $0.document.head.number == correction.of }
    guard let place else {
      let known = project.past.map(\.document.head.number).joined(separator: "|")
      return findings.append(
        Finding(
          .valueUnknown,
          column: "of",
          value: correction.of,
          arguments: ["choices": known]
        )
      )
    }
    let original = project.past[place]
    // Whoever made the mistake does not judge it.
    let maker = document.head.signatures.preparedBy
    if let maker, maker == original.document.head.signatures.preparedBy {
      findings.append(
        Finding(
          .separationOfDuties,
          column: Field.preparedBy,
          value: maker,
          arguments: ["person": maker, "step": Field.preparedBy]
        )
      )
    }
    guard findings.isEmpty, let without = relive(without: place) else { return }
    movement = original.figures
    trace.append(
      Step(
        "更正",
        formula: "不计被更正的单据, 其余单据依次重算",
        ["被更正的单据": correction.of, "其后的单据": project.past.count - place - 1],
        value: without.state.rawValue
      )
    )
    project = without
  }

  /// The life without one of its documents.
  ///
  /// What came later was booked already: when it would be refused now, or come to other figures, it
  /// must be taken back first.
  private mutating func relive(without place: Int) -> Project? {
    var past = project.past
    past.remove(at: place)
    var relived: Project
    do throws(Findings) { relived = try Project(project.approval, project.opening) } catch {
      findings += error.list
      return nil
    }
    for (index, step) in past.enumerated() {
      do throws(Findings) {
        relived = try relived.apply(step.document)
      } catch {
        return blame(step)
      }
      if index >= place, relived.past.last?.figures != step.figures { return blame(step) }
    }
    relived.numbers = project.numbers
    return relived
  }

  private mutating func blame(_ step: Project.Past) -> Project? {
    findings.append(
      Finding(
        .correctionBlocked,
        column: "of",
        value: step.document.head.number,
        arguments: ["event": step.document.event.kind.rawValue]
      )
    )
    return nil
  }
}
