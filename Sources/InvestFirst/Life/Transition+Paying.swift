import Accounting
import Findings
import Quantities

/// Contract, instalments and rent: how the right comes to be.
extension Transition {
  mutating func sign(_ contract: Contract) {
    if contract.cap > .zero {
      demand(project.approval.amount, "amount", atMost: Int128(contract.cap.rawValue))
    }
    project.contract = contract
    project.state = .contracted
  }

  mutating func pay(_ tranche: Tranche) throws(Overflow) {
    let paid = project.tranches
    if tranche.number != paid.count + 1 {
      refuse(tranche: tranche.number, range: "= \(paid.count + 1)")
    }
    if paid.count > 0, !paid.passed.contains(paid.count) {
      findings.append(
        Finding(.milestoneNotPassed, column: "tranche", arguments: ["tranche": "\(paid.count)"])
      )
    }
    if tranche.kind == .rent {
      let kinds = SupportKind.allCases.filter { $0 != .rent }.map(\.rawValue)
      let choices = ["choices": kinds.joined(separator: "|")]
      findings.append(Finding(.fieldValue, column: "kind", value: "rent", arguments: choices))
    }
    demand(tranche.amount, "amount")
    let available = Int128(project.approval.amount.rawValue) - Int128(paid.paid.rawValue)
    demand(tranche.amount, "amount", atMost: available)
    let papers = project.contract?.trancheEvidence ?? []
    if papers.indices.contains(tranche.number - 1) { demand(papers: papers[tranche.number - 1]) }
    let counts = try counted(tranche.amount, tranche.kind)
    enter(counts, tranche.kind, .paid, since: document.head.date)
    movement[.paid] = tranche.amount
    movement[.principal] = counts
    movement[.uncounted] = try tranche.amount.subtracting(counts)
    project.tranches.count += 1
    project.tranches.paid = try paid.paid.adding(tranche.amount)
    // A later instalment is a new right beside the equity of the earlier ones.
    if project.holding == nil { project.state = .disbursing }
  }

  mutating func take(_ review: MilestoneReview) {
    guard (1...max(1, project.tranches.count)).contains(review.tranche),
      !project.tranches.passed.contains(review.tranche)
    else { return refuse(tranche: review.tranche, range: "1–\(project.tranches.count)") }
    if review.isPassed { project.tranches.passed.insert(review.tranche) }
  }

  private mutating func refuse(tranche: Int, range: String) {
    let range = ["range": range]
    findings.append(Finding(.fieldValue, column: "tranche", value: "\(tranche)", arguments: range))
  }

  mutating func add(_ lease: Lease) {
    if lease.to < lease.from {
      let earlier = ["earlier": "\(lease.from)"]
      findings.append(
        Finding(.dateOrder, column: "to", value: "\(lease.to)", arguments: earlier)
      )
    }
    for other in project.leases {
      let overlaps =
        other.premises == lease.premises && lease.from <= other.to && other.from <= lease.to
      guard overlaps || other.code == lease.code else { continue }
      let found = ["lease": other.code]
      findings.append(
        Finding(.leaseOverlap, column: "from", value: "\(lease.from)", arguments: found)
      )
    }
    project.leases.append(lease)
  }

  mutating func accrue(_ rent: RentMonth) throws(Overflow) {
    demand(rent.amount, "amount")
    guard let lease = project.leases.first(where: { $0.code == rent.lease }) else {
      return refuse(lease: rent)
    }
    let isInside = rent.month.firstDay <= lease.to && lease.from <= rent.month.lastDay
    guard isInside, project.accrued[rent.lease]?.contains(rent.month) != true else {
      let range = ["range": "\(lease.from.period)–\(lease.to.period) × 1"]
      return findings.append(
        Finding(.fieldValue, column: "month", value: "\(rent.month)", arguments: range)
      )
    }
    movement.landlord = lease.landlord
    let counts = try counted(rent.amount, .rent)
    enter(counts, .rent, .accrued(lease: rent.lease, rent.month), since: rent.month.lastDay)
    project.accrued[rent.lease, default: []].insert(rent.month)
    project.openRents.append(rent)
    movement[.rent] = counts
    movement[.uncounted] = try rent.amount.subtracting(counts)
  }

  /// Rent is settled month by month: for less than accrued, the rest would be nobody's.
  mutating func settle(_ rent: RentMonth) throws(Overflow) {
    guard finish(rent) else { return }
    let counts = try counted(rent.amount, .rent)
    if let slice = slice(of: rent) { project.right.slices[slice].source = .paid }
    movement[.paid] = rent.amount
    movement[.rent] = counts
    movement[.uncounted] = try rent.amount.subtracting(counts)
  }

  mutating func waive(_ rent: RentMonth) throws(Overflow) {
    guard finish(rent) else { return }
    movement[.uncounted] = try rent.amount.subtracting(try counted(rent.amount, .rent))
    guard let slice = slice(of: rent) else { return }
    let counts = project.right.slices[slice].left
    switch project.contract?.choices.waivedRent {
    case .counts:
      project.right.slices[slice].source = .inKind
      movement[.rentInKind] = counts
    case .withdrawn:
      project.right.slices[slice].source = .inKind
      project.right.slices[slice].left = .zero
      project.control.withdrawn += Int128(counts.rawValue)
      movement[.withdrawn] = counts
    case nil: findings.append(.needed("accounting.waived_rent"))
    }
  }

  /// Takes a month off the list of open ones.
  private mutating func finish(_ rent: RentMonth) -> Bool {
    let open = project.openRents.firstIndex { $0.lease == rent.lease && $0.month == rent.month }
    guard let open else {
      refuse(lease: rent)
      return false
    }
    let accrued = project.openRents.remove(at: open)
    movement.landlord = project.leases.first { $0.code == rent.lease }?.landlord
    guard accrued.amount == rent.amount else {
      let range = ["range": "= \(accrued.amount)"]
      findings.append(
        Finding(.fieldValue, column: "amount", value: "\(rent.amount)", arguments: range)
      )
      return false
    }
    return true
  }

  private func slice(of rent: RentMonth) -> Int? {
    project.right.slices.firstIndex { $0.source == .accrued(lease: rent.lease, rent.month) }
  }

  private mutating func refuse(lease rent: RentMonth) {
    let known = project.openRents.map { "\($0.lease) \($0.month)" }
    let choices = known.isEmpty ? project.leases.map(\.code) : known
    findings.append(
      Finding(
        .valueUnknown,
        column: "lease",
        value: "\(rent.lease) \(rent.month)",
        arguments: ["choices": choices.joined(separator: "|")]
      )
    )
  }

  private mutating func enter(
    _ amount: Fen,
    _ kind: SupportKind,
    _ source: Entitlement.Source,
    since date: CivilDate
  ) {
    guard amount > .zero else { return }
    project.control.counted += Int128(amount.rawValue)
    project.right.slices.append(
      .init(
        document: document.head.number,
        date: date,
        kind: kind,
        source: source,
        counted: amount,
        left: amount
      )
    )
  }
}
