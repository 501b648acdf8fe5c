import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct LifePropertyTests {
  /// Balances by account, and whether every voucher balanced.
  private struct Books {
    private var balances: [String: Int128] = [:]
    var areBalanced = true
    /// Whether codes from 6 to 8 are a unit's budget accounts.
    let hasBudget: Bool
    /// The accounts that stand for equity at cost.
    let equity: [String]

    init(hasBudget: Bool, equity: [String]) {
      self.hasBudget = hasBudget
      self.equity = equity
    }

    subscript(account: String) -> Int128 { balances[account] ?? 0 }

    /// Whether the books say what the project does.
    func agree(with project: Project) -> Bool {
      let cost = Int128(project.holding?.cost.rawValue ?? 0)
      let capital = Int128(project.holding?.capital.rawValue ?? 0)
      let owed = hasBudget ? Fen.sum(project.openRents.map(\.amount)) : 0
      let payments = Fen.sum(project.holding?.payments.map(\.amount) ?? [])
      // Shares in custody are noted when the holder has them.
      let noted = project.state == .converted ? 0 : capital
      return areBalanced && payments == cost && self["D01"] == project.right.left
        && self["D03"] == noted
        && self["1221"] == owed && equity.allSatisfy { self[$0] == cost }
    }

    mutating func post(_ entry: Proposal.BookEntry, sign: Int128 = 1) {
      var (sum, budget) = (Int128(0), Int128(0))
      for posting in entry.voucher.postings {
        sum += posting.signed
        let isBudget = entry.role == .unit && "678".contains(posting.account.text.prefix(1))
        if isBudget { budget += posting.signed }
        balances[posting.account.text, default: 0] += sign * posting.signed
      }
      areBalanced = areBalanced && sum == 0 && (!hasBudget || budget == 0)
    }
  }

  /// Lives one random life to its end.
  private static func live(
    _ seed: UInt64,
    _ templates: PostingTemplates,
    _ empty: Books
  ) throws -> Set<ProjectEvent.Kind> {
    var life = RandomLife(seed, empty.hasBudget ? .expense : .claim)
    var books = empty
    var seen: Set<ProjectEvent.Kind> = []
    var posted: [String: [Proposal.BookEntry]] = [:]
    let day = try Sample.date("2024-01-01")
    let approval = Approval(project: "P001", amount: Fen(200_000_000))
    var project = try Project(approval, Life.head("0", day))
    for step in 1...130 {
      guard let kind = life.next(project) else { break }
      let event = try life.event(kind, project)
      let date = project.lastDate.adding(days: Int32(life.random.below(20)))
      let document = ProjectDocument(Life.head("\(step)", date, kind), event)
      guard
        let proposal = try Self.accepted({ () throws(Refusal) in
          try project.propose(document, templates: templates, roles: Set(BookRole.allCases))
        })
      else { continue }
      project = proposal.project
      seen.insert(kind)
      posted["\(step)"] = proposal.entries
      for entry in proposal.entries { books.post(entry) }
      for entry in posted[proposal.reverses ?? ""] ?? [] { books.post(entry, sign: -1) }
      let isSound = project.isBalanced && books.agree(with: project)
      #expect(isSound, "seed \(seed) step \(step) \(kind)")
      if !isSound { break }
    }
    return seen
  }

  /// A proposal, unless a guard refuses it; templates with every account never do.
  private static func accepted(_ propose: () throws(Refusal) -> Proposal) throws -> Proposal? {
    do throws(Refusal) { return try propose() } catch {
      guard case .findings(let findings) = error else { throw error }
      if findings.list.contains(where: { $0.code == .templateMissing }) { throw error }
      return nil
    }
  }

  /// Money in is money returned, held, lost or still a right, whatever happens in whatever order.
  @Test(arguments: [("neutral", false, ["151101"]), ("three-books", true, ["1071", "1501"])])
  func `random lives under random policies lose no fen, and meet every event`(
    _ name: String,
    _ hasBudget: Bool,
    _ equity: [String]
  ) throws {
    let templates = try Life.keyedInTemplates(name)
    let books = Books(hasBudget: hasBudget, equity: equity)
    var seen: Set<ProjectEvent.Kind> = []
    for seed in UInt64(1)...240 { seen.formUnion(try Self.live(seed, templates, books)) }
    #expect(Set(ProjectEvent.Kind.allCases).subtracting(seen) == [])
  }

  /// Whatever the table of states does not name is refused, with the way out.
  @Test func `an event out of order is refused and names what is possible`() throws {
    var life = RandomLife(7)
    var story = try Life.Story.held()
    for kind in ProjectEvent.Kind.allCases where !story.project.state.next.contains(kind) {
      let document = story.document(try life.event(kind, story.project))
      do throws(Findings) {
        _ = try story.project.apply(document)
        Issue.record("\(kind) was taken")
      } catch {
        let finding = error.list.first { $0.code == .eventOrder }
        #expect(finding?.value == kind.rawValue)
        #expect(finding?.arguments["next"]?.contains("exit_priced") == true)
      }
    }
  }
}
