public import Accounting
public import Quantities

/// A project's documents as they were recorded, corrections and all (项目档案).
///
/// Registers are folds over it. They take facts and figures as they are given, so it does not
/// matter whether a rule computed them or a table of earlier years said so.
public struct ProjectFile: Sendable {
  /// How the project began.
  public let approval: Approval
  /// The head of the approval.
  public let opening: DocumentHead
  /// The documents, in the order in which they were recorded.
  public let entries: [Entry]

  /// A document, its amounts, and the vouchers that book it.
  public struct Entry: Hashable, Sendable {
    /// The document.
    public let document: ProjectDocument
    /// The amounts; those that are zero may be missing.
    public let figures: [Measure: Fen]
    /// The numbers of its vouchers, as the ledger writes them.
    public let vouchers: [String]

    /// Creates an entry.
    public init(
      _ document: ProjectDocument,
      figures: [Measure: Fen],
      vouchers: [String] = []
    ) {
      self.document = document
      self.figures = figures
      self.vouchers = vouchers
    }

    /// An amount; zero when it does not occur.
    public subscript(measure: Measure) -> Fen { figures[measure] ?? .zero }

    /// The number of the document.
    public var number: String { document.head.number }
    /// The day of the document.
    public var date: CivilDate { document.head.date }

    func wide(_ measure: Measure) -> Int128 { Int128(self[measure].rawValue) }
  }

  /// Creates a file.
  public init(approval: Approval, opening: DocumentHead, entries: [Entry]) {
    self.approval = approval
    self.opening = opening
    self.entries = entries
  }

  /// The file of the documents that stand.
  public init(_ project: Project, vouchers: [String: [String]] = [:]) {
    approval = project.approval
    opening = project.opening
    entries = project.past.map { past in
      let numbers = vouchers[past.document.head.number] ?? []
      return Entry(past.document, figures: past.figures.amounts, vouchers: numbers)
    }
  }

  /// The documents that were taken back, by the number of the correction.
  public var takenBack: Set<String> {
    Set(
      entries.compactMap { entry in
        if case .correction(let correction) = entry.document.event { correction.of } else { nil }
      }
    )
  }

  /// The documents that stand on a day: those recorded until then and not taken back until then.
  public func standing(on date: CivilDate? = nil) -> [Entry] {
    let file = date.map { day in
      ProjectFile(
        approval: approval,
        opening: opening,
        entries: entries.filter { $0.date <= day }
      )
    }
    let known = file ?? self
    let gone = known.takenBack
    return known.entries.filter {
      $0.document.event.kind != .correction && !gone.contains($0.number)
    }
  }
}
