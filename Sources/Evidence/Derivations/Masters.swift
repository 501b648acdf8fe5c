import Accounting

/// What all books share: dimension values and people, as the records have told so far (公共档案).
struct Masters {
  /// The dimension values.
  var directory = DimensionDirectory()
  private var byName: [String: Person] = [:]

  /// Adds a person, or replaces the one with the name.
  mutating func add(_ person: Person) { byName[person.name] = person }

  /// The people by name.
  var people: [Person] { byName.values.sorted { $0.name < $1.name } }

  /// The number under which a kind stands in files with a fixed place for each (辅助项).
  func place(of kind: DimensionKind) -> Int {
    (directory.kinds.firstIndex(of: kind) ?? directory.kinds.count) + 1
  }
}
