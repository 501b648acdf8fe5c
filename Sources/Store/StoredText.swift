import Accounting

/// How small lists are kept in text columns: lines and tabs, which no accepted text can contain.
enum StoredText {
  static func tags(_ dimensions: Dimensions) -> String {
    dimensions.tags.map { "\($0.kind.code)=\($0.value)" }.joined(separator: "\n")
  }

  static func dimensions(
    _ text: String,
    _ directory: DimensionDirectory
  ) throws(StoreError) -> Dimensions {
    var dimensions = Dimensions()
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "="),
        let kind = directory.kind(named: String(line[..<equals]))
      else { throw .damaged(detail: "dimension set \(text)") }
      dimensions[kind] = String(line[line.index(after: equals)...])
    }
    return dimensions
  }

  static func text(_ attributes: [DimensionValue.Attribute]) -> String {
    attributes.map { "\($0.name)\t\($0.value)" }.joined(separator: "\n")
  }

  static func attributes(_ text: String) -> [DimensionValue.Attribute] {
    text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      return DimensionValue.Attribute(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }
}

extension StoredText {
  static func text(_ history: [WorkflowEvent]) -> String {
    history.map { "\($0.time)\t\($0.person)\t\($0.step)\t\($0.reason)" }.joined(separator: "\n")
  }

  static func history(_ text: String) -> [WorkflowEvent] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4 else { return nil }
      return WorkflowEvent(
        time: String(parts[0]),
        person: String(parts[1]),
        step: String(parts[2]),
        reason: String(parts[3])
      )
    }
  }
}
