import Accounting
import Findings
import Policies
import Quantities

/// Rows on their way to documents.
struct HistoryMapping {
  let terms: History.Terms
  private(set) var findings: [History.Misfit] = []
  private var openings: [Opening] = []
  private var places: [String: Int] = [:]
  private var numbers: [String: Int] = [:]

  /// A project with the documents found so far.
  struct Opening {
    let approval: Approval
    let head: DocumentHead
    let origin: History.Origin
    let contract: Contract
    var drafts: [Draft] = []
    /// Whether money became equity; then a loss needs no stop first.
    var isConverted = false
  }

  /// A document with its place among those of the same day.
  struct Draft {
    let entry: History.Entry
    let rank: Rank
    /// What the row says is left before it.
    let balance: Fen?
  }

  /// The order of what happens on one day: what another document needs comes first.
  enum Rank: Hashable, Comparable {
    case contract, lease, stage, instalment(Int), rent, conversion, custody, dividend, exit, loss
  }

  init(_ terms: History.Terms) { self.terms = terms }

  /// Takes every table; projects and rents first, because contract and lease come out of them.
  mutating func take(_ tables: HistoryTables) throws(Refusal) {
    for row in tables.projects { try open(row) }
    let rents = Dictionary(grouping: tables.rents, by: \.project)
    for row in tables.projects { lease(rents[row.project] ?? []) }
    for row in tables.stages { take(row) }
    for row in tables.tranches { take(row) }
    for row in tables.milestones { take(row) }
    for row in tables.rents { take(row) }
    for row in tables.conversions { take(row) }
    for row in tables.custody { take(row) }
    for row in tables.dividends { take(row) }
    for row in tables.exits { take(row) }
    for row in tables.writeOffs { take(row) }
  }

  private mutating func open(_ row: ProjectRow) throws(Refusal) {
    let origin = History.Origin(table: .projects, row: row.row)
    if places[row.project] != nil {
      return note(Finding(.codeDuplicate, column: "项目编码", value: row.project), origin)
    }
    var weights: [SupportKind: PPM] = [:]
    let kinds = try needed(terms.policy.count.kinds)
    for kind in kinds { weights[kind.kind] = kind.weight }
    if !row.countsRent { weights[.rent] = .zero }
    let contract = try Contract(terms.policy, digest: terms.digest, weights: weights)
    let approval = Approval(project: row.project, zone: row.zone, amount: row.amount)
    let head = head("\(row.project)-立项", row.approvedOn, origin, [])
    places[row.project] = openings.count
    openings.append(Opening(approval: approval, head: head, origin: origin, contract: contract))
    let day = row.approvedOn
    add(.contract(contract), "\(row.project)-合同", day, .contract, row.project, origin)
  }

  /// One lease for all the months that were paid, let by the zone.
  private mutating func lease(_ rents: [RentRow]) {
    guard let first = rents.min(by: { $0.month < $1.month }),
      let last = rents.max(by: { $0.month < $1.month }),
      let place = places[first.project]
    else { return }
    let lease = Lease(
      code: HistoryMapping.leaseCode,
      landlord: first.zone.isEmpty ? openings[place].approval.zone : first.zone,
      premises: first.zone,
      from: first.month.firstDay,
      to: last.month.lastDay
    )
    let origin = History.Origin(table: .rents, row: first.row)
    let day = openings[place].head.date
    add(.lease(lease), "\(first.project)-租约", day, .lease, first.project, origin)
  }

  static let leaseCode = "L1"

  // MARK: Documents

  /// The place of a row's project; a finding when there is none.
  mutating func place(_ project: String, _ origin: History.Origin) -> Int? {
    if let place = places[project] { return place }
    note(Finding(.projectUnknown, column: "项目编码", value: project), origin)
    return nil
  }

  var count: Int { openings.count }

  subscript(place: Int) -> Opening {
    get { openings[place] }
    set { openings[place] = newValue }
  }

  mutating func note(_ finding: Finding, _ origin: History.Origin) {
    findings.append(origin.misfit(finding))
  }

  /// Notes a word that means nothing to a life.
  mutating func refuse(
    _ word: String,
    _ column: String,
    among known: some Sequence<String>,
    _ origin: History.Origin
  ) {
    let choices = ["choices": known.sorted().joined(separator: "|")]
    note(Finding(.valueUnknown, column: column, value: word, arguments: choices), origin)
  }

  mutating func add(
    _ event: ProjectEvent,
    _ number: String,
    _ date: CivilDate,
    _ rank: Rank,
    _ project: String,
    _ origin: History.Origin,
    papers: [String] = [],
    balance: Fen? = nil
  ) {
    guard let place = place(project, origin) else { return }
    let document = ProjectDocument(head(number, date, origin, papers), event)
    let entry = History.Entry(document: document, origin: origin)
    openings[place].drafts.append(Draft(entry: entry, rank: rank, balance: balance))
  }

  /// A number that the table does not have; what is reviewed twice has a second one.
  mutating func number(_ text: String) -> String {
    numbers[text, default: 0] += 1
    let count = numbers[text, default: 1]
    return count == 1 ? text : "\(text)-\(count)"
  }

  private func head(
    _ number: String,
    _ date: CivilDate,
    _ origin: History.Origin,
    _ papers: [String]
  ) -> DocumentHead {
    let digest = terms.files[origin.table] ?? ""
    return DocumentHead(
      number: number,
      date: date,
      signatures: terms.signatures,
      evidence: ([origin.table.rawValue] + papers).compactMap {
        EvidencePaper(name: $0, digest: digest)
      }
    )
  }
}

extension HistoryMapping {
  /// Lives every project as far as its documents fit.
  func lives() -> [(life: History.Life, misfits: [History.Misfit])] {
    (0..<count).map { live(self[$0]) }
  }

  private func live(_ opening: Opening) -> (life: History.Life, misfits: [History.Misfit]) {
    var (entries, misfits): ([History.Entry], [History.Misfit]) = ([], [])
    var project: Project?
    do throws(Findings) { project = try Project(opening.approval, opening.head) } catch {
      misfits += error.list.map(opening.origin.misfit)
    }
    for draft in HistoryMapping.inOrder(opening.drafts) {
      guard let before = project, misfits.isEmpty else { break }
      misfits += draft.misfits(before)
      do throws(Findings) {
        project = try before.apply(draft.entry.document)
        entries.append(draft.entry)
      } catch { misfits += error.list.map(draft.entry.origin.misfit) }
    }
    let life = History.Life(
      approval: opening.approval,
      head: opening.head,
      origin: opening.origin,
      documents: entries,
      project: project
    )
    return (life, misfits)
  }

  /// By day, then by what needs what, then as the tables have it.
  private static func inOrder(_ drafts: [Draft]) -> [Draft] {
    drafts.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      let (day, other) = (first.entry.document.head.date, second.entry.document.head.date)
      if day != other { return day < other }
      return first.rank == second.rank ? left.offset < right.offset : first.rank < second.rank
    }.map(\.element)
  }
}

extension HistoryMapping.Draft {
  /// Whether the row has another balance than the project.
  fileprivate func misfits(_ project: Project) -> [History.Misfit] {
    guard let balance else { return [] }
    let held = project.holding?.cost.rawValue ?? 0
    let expected = project.right.left + Int128(held)
    guard Int128(balance.rawValue) != expected else { return [] }
    let range = ["range": "= \(Fen.yuan(expected))"]
    return [
      entry.origin.misfit(
        Finding(.fieldValue, column: "先投余额", value: "\(balance)", arguments: range)
      )
    ]
  }
}
