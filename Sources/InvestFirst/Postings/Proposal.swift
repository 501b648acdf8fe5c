public import Accounting
public import Findings
public import Policies
import Quantities

/// What a document would do (方案): nothing is written until somebody takes it.
public struct Proposal: Sendable {
  /// The project after it.
  public let project: Project
  /// What it moves.
  public let figures: Movement
  /// The vouchers, one for each book that it touches.
  public let entries: [BookEntry]
  /// The number of the document whose vouchers are to be reversed in red, line by line; `nil`
  /// unless the document is a correction, which books nothing else.
  public let reverses: String?
  /// How the figures and vouchers came about.
  public let trace: [Step]

  /// A voucher for the book of one role.
  public struct BookEntry: Hashable, Sendable {
    /// Whose book.
    public let role: BookRole
    /// The code of the holder or landlord whose book it is; `nil` for roles that are one body.
    public let party: String?
    /// The voucher.
    public let voucher: Voucher
    /// How sure the account of each line is, in their order.
    public let marks: [Certainty?]
  }
}

extension Project {
  /// The project after a document, and what it moves; no book is asked.
  /// - Throws: every guard that it breaks.
  public func follow(
    _ document: ProjectDocument
  ) throws(Findings) -> (project: Project, figures: Movement) {
    let transition = try Transition(self, document).run()
    return (transition.project, transition.movement)
  }

  /// What a document would do to the project and its books.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - templates: how events are booked.
  ///   - roles: the roles whose books are kept here.
  ///   - steps: how the figures of the document were computed.
  /// - Returns: the project after the document, its vouchers and the steps to them.
  /// - Throws: every guard that is broken; the choices and accounts that are still open.
  public func propose(
    _ document: ProjectDocument,
    templates: PostingTemplates,
    roles: Set<BookRole>,
    explained steps: [Step] = []
  ) throws(Refusal) -> Proposal {
    let transition: Transition
    do throws(Findings) {
      transition = try Transition(self, document).run()
    } catch { throw .findings(error) }
    var entries: [Proposal.BookEntry] = []
    var trace = steps + transition.trace
    // What moves nothing asks for no treatment.
    let reverses: String? =
      if case .correction(let correction) = document.event { correction.of } else { nil }
    let isBooked = !transition.movement.amounts.isEmpty && reverses == nil
    let books = isBooked ? BookRole.allCases : []
    for role in books where roles.contains(role) {
      let choices = transition.project.contract?.choices
      let kind = document.event.kind
      guard let template = try templates.template(for: kind, role, choices),
        let entry = try template.entry(transition)
      else { continue }
      entries.append(entry)
      let conditions = template.conditions.map { "\($0.rawValue)=\($1)" }.sorted()
      trace.append(
        Step(
          "分录",
          clause: template.source,
          formula: "\(role.rawValue) × \(kind.rawValue)",
          ["模板": templates.id, "会计处理": conditions.joined(separator: ", ")],
          value: entry.voucher.postings.count
        )
      )
    }
    return Proposal(
      project: transition.project,
      figures: transition.movement,
      entries: entries,
      reverses: reverses,
      trace: trace
    )
  }
}

extension PostingTemplates.Template {
  /// The voucher; `nil` when nothing of what the template books has moved.
  fileprivate func entry(_ transition: Transition) throws(Refusal) -> Proposal.BookEntry? {
    let head = transition.document.head
    var needs = Needs()
    var postings: [Posting] = []
    var marks: [Certainty?] = []
    for line in lines where transition.movement[line.measure] != .zero {
      guard let account = needs.take(line.account) else { continue }
      postings.append(
        Posting(
          summary: "\(transition.project.approval.project) \(line.summary)",
          account: account,
          side: line.side,
          amount: transition.movement[line.measure],
          dimensions: line.dimensions(transition),
          reference: head.number
        )
      )
      marks.append(line.account.provision.mark)
    }
    try needs.check()
    guard !postings.isEmpty else { return nil }
    let voucher = Voucher(
      date: head.date,
      attachments: head.evidence.count,
      postings: postings
    )
    let party = role.party(in: transition.movement)
    return Proposal.BookEntry(role: role, party: party, voucher: voucher, marks: marks)
  }
}

extension BookRole {
  /// The one among several bodies of this role whose book it is.
  fileprivate func party(in movement: Movement) -> String? {
    switch self {
    case .treasury, .unit, .control: nil
    case .holder: movement.holder
    case .formerHolder: movement.formerHolder
    case .landlord: movement.landlord
    }
  }
}

extension PostingTemplates.Line {
  fileprivate func dimensions(_ transition: Transition) -> Dimensions {
    var dimensions = Dimensions()
    for detail in details {
      switch detail {
      case .project: dimensions[.project] = transition.project.approval.project
      case .zone: dimensions[.zone] = transition.project.approval.zone
      case .holder: dimensions[.custodian] = transition.movement.holder
      case .formerHolder: dimensions[.custodian] = transition.movement.formerHolder
      }
    }
    return dimensions
  }
}
