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
    demand(source: tranche.source)
    if let since = tranche.since, since > document.head.date {
      let range = ["range": "≤ \(document.head.date)"]
      findings.append(Finding(.fieldValue, column: "since", value: "\(since)", arguments: range))
    }
    let available = Int128(project.approval.amount.rawValue) - Int128(paid.paid.rawValue)
    demand(tranche.amount, "amount", atMost: available)
    let papers = project.contract?.trancheEvidence ?? []
    if papers.indices.contains(tranche.number - 1) { demand(papers: papers[tranche.number - 1]) }
    let counts = try counted(tranche.amount, tranche.kind)
    let since = tranche.since ?? document.head.date
    enter(counts, tranche.kind, .paid, since: since, fund: tranche.source)
    project.sources[tranche.source, default: .init()].paid += Int128(tranche.amount.rawValue)
    project.firstPaid = min(project.firstPaid ?? since, since)
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
    demandNoSource(rent)
    guard isInside, project.accrued[rent.lease]?[rent.month] == nil else {
      let range = ["range": "\(lease.from.period)–\(lease.to.period) × 1"]
      return findings.append(
        Finding(.fieldValue, column: "month", value: "\(rent.month)", arguments: range)
      )
    }
    movement.landlord = lease.landlord
    let counts = try counted(rent.amount, .rent)
    let since = rent.month.lastDay
    enter(counts, .rent, .accrued(lease: rent.lease, rent.month), since: since, fund: "")
    project.accrued[rent.lease, default: [:]][rent.month] = rent.amount
    project.openRents.append(rent)
    movement[.rent] = counts
    movement[.uncounted] = try rent.amount.subtracting(counts)
  }

  /// Rent is settled month by month, at once or in parts; what is left stays open.
  mutating func settle(_ rent: RentMonth) throws(Overflow) {
    demand(rent.amount, "amount")
    demand(source: rent.source)
    guard let counts = try finish(rent), findings.isEmpty else { return }
    move(counts, of: rent)
    movement[.paid] = rent.amount
    movement[.rent] = counts
    movement[.uncounted] = try rent.amount.subtracting(counts)
    project.sources[rent.source, default: .init()].paid += Int128(rent.amount.rawValue)
  }

  /// What counts of a part becomes a payment of its own beside the rest of the month.
  private mutating func move(_ counts: Fen, of rent: RentMonth) {
    guard counts > .zero, let place = slice(of: rent) else { return }
    var paid = project.right.slices[place]
    let rest = Fen(paid.left.rawValue - counts.rawValue)
    paid.source = .paid
    paid.fund = rent.source
    (paid.counted, paid.left) = (counts, counts)
    project.right.slices[place].counted = rest
    project.right.slices[place].left = rest
    project.right.slices.insert(paid, at: place)
    if rest == .zero { project.right.slices.remove(at: place + 1) }
    project.sources["", default: .init()].counted -= Int128(counts.rawValue)
    project.sources[rent.source, default: .init()].counted += Int128(counts.rawValue)
  }

  mutating func waive(_ rent: RentMonth) throws(Overflow) {
    demandNoSource(rent)
    let open = project.openRents.first { $0.lease == rent.lease && $0.month == rent.month }
    if let open, open.amount != rent.amount {
      let range = ["range": "= \(open.amount)"]
      findings.append(
        Finding(.fieldValue, column: "amount", value: "\(rent.amount)", arguments: range)
      )
    }
    guard let counts = try finish(rent), findings.isEmpty else { return }
    movement[.uncounted] = try rent.amount.subtracting(counts)
    guard let slice = slice(of: rent) else { return }
    switch project.contract?.choices.waivedRent {
    case .counts:
      project.right.slices[slice].source = .inKind
      movement[.rentInKind] = counts
    case .withdrawn:
      project.right.slices[slice].source = .inKind
      project.right.slices[slice].left = .zero
      project.control.withdrawn += Int128(counts.rawValue)
      project.sources["", default: .init()].withdrawn += Int128(counts.rawValue)
      movement[.withdrawn] = counts
    case nil: findings.append(.needed("accounting.waived_rent"))
    }
  }

  /// Takes a part off a month that is open, and says how much of the part counts.
  ///
  /// What counts is rounded over all parts so far, so that they add up to what the month counted.
  private mutating func finish(_ rent: RentMonth) throws(Overflow) -> Fen? {
    let place = project.openRents.firstIndex { $0.lease == rent.lease && $0.month == rent.month }
    guard let place, let whole = project.accrued[rent.lease]?[rent.month] else {
      refuse(lease: rent)
      return nil
    }
    let open = project.openRents.remove(at: place)
    movement.landlord = project.leases.first { $0.code == rent.lease }?.landlord
    demand(rent.amount, "amount", atMost: Int128(open.amount.rawValue))
    guard findings.isEmpty else { return nil }
    let rest = try open.amount.subtracting(rent.amount)
    if rest > .zero {
      let open = RentMonth(lease: rent.lease, month: rent.month, amount: rest)
      project.openRents.insert(open, at: place)
    }
    let before = try counted(try whole.subtracting(open.amount), .rent)
    return try counted(try whole.subtracting(rest), .rent).subtracting(before)
  }

  /// Money has a source when it is paid, and not before.
  private mutating func demandNoSource(_ rent: RentMonth) {
    if rent.source.isEmpty { return }
    let range = ["range": "= \"\""]
    findings.append(
      Finding(.fieldValue, column: "source", value: rent.source, arguments: range)
    )
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
    since date: CivilDate,
    fund: String
  ) {
    guard amount > .zero else { return }
    project.control.counted += Int128(amount.rawValue)
    project.sources[fund, default: .init()].counted += Int128(amount.rawValue)
    project.right.slices.append(
      .init(
        document: document.head.number,
        date: date,
        kind: kind,
        source: source,
        fund: fund,
        counted: amount,
        left: amount
      )
    )
  }
}
