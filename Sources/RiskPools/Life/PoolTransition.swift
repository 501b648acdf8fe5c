import Accounting
import Findings
import Policies
import Quantities

/// One document on its way into a pool: the guards, the change and what it moves.
///
/// Every step looks first and changes afterwards, and changes nothing once something is wrong: a
/// pool is led in place, and a document that is refused leaves it as it was.
struct PoolTransition {
  let document: PoolDocument
  var movement = PoolMovement()
  var trace: [Step] = []
  var warnings: [Finding] = []
  var findings: [Finding]

  var head: DocumentHead { document.head }

  init(_ document: PoolDocument) {
    self.document = document
    findings = document.head.findings
  }

  /// Takes the document into the pool.
  /// - Throws: everything that is wrong; what the scheme leaves open.
  mutating func run(_ pool: inout Pool) throws(Refusal) {
    if pool.numbers.contains(head.number) {
      findings.append(Finding(.documentDuplicate, column: "number", value: head.number))
    }
    demandOrder(head.date, after: pool.openedOn, "date")
    if pool.isClosed {
      refuseOrder("closed", next: [])
    } else {
      do throws(Refusal) { try take(document.event, &pool) } catch {
        guard !findings.isEmpty else { throw error }
        findings += error.findings
      }
    }
    if !findings.isEmpty { throw .findings(Findings(findings)) }
    pool.numbers.insert(head.number)
  }

  private mutating func take(_ event: PoolEvent, _ pool: inout Pool) throws(Refusal) {
    switch event {
    case .schemeAdopted(let scheme): adopt(scheme, &pool)
    case .fundingReceived(let funding): try take(funding, asTopUp: false, &pool)
    case .topUpApproved(let topUp): try take(topUp, &pool)
    case .topUpReceived(let funding): try take(funding, asTopUp: true, &pool)
    case .accountTransfer(let transfer): try take(transfer, &pool)
    case .interestReceived(let interest): try take(interest, &pool)
    case .feePaid(let fee): take(fee, &pool)
    case .treasuryPaid(let payment): take(payment, &pool)
    case .loanEnrolled(let enrolment): try enrol(enrolment, &pool)
    case .balanceReported(let report): take(report, &pool)
    case .loanOverdue(let overdue): take(overdue, &pool)
    case .loanClassified(let classification): take(classification, &pool)
    case .loanTriggered(let trigger): take(trigger, &pool)
    case .loanExtended(let extension_): take(extension_, &pool)
    case .loanSettled(let settlement): take(settlement, &pool)
    case .claimFiled(let filing): try file(filing, &pool)
    case .claimChecked(let check): try take(check, &pool)
    case .claimDecided(let decision): try decide(decision, &pool)
    case .claimsApproved(let approval): try approve(approval, &pool)
    case .claimPaid(let payment): try pay(payment, &pool)
    case .claimRefused(let refusal): take(refusal, &pool)
    case .overpaymentFound(let overpayment): try take(overpayment, &pool)
    case .overpaymentReturned(let payment): try take(payment, &pool)
    case .recoveryReceived(let receipt): try take(receipt, &pool)
    case .recoveryPassedOn(let passage): take(passage, &pool)
    case .writeOffDecided(let decision): try take(decision, &pool)
    case .breakerReviewed(let review): try take(review, &pool)
    case .breakerResumed(let resumption): try take(resumption, &pool)
    case .closing(let closing): close(closing, &pool)
    }
  }

  // MARK: What several guards share

  mutating func refuseOrder(_ state: String, next: [PoolEvent.Kind]) {
    let way = next.map(\.rawValue).joined(separator: "|")
    findings.append(
      Finding(
        .eventOrder,
        value: document.event.kind.rawValue,
        arguments: ["state": state, "next": way]
      )
    )
  }

  mutating func refuse(_ value: String, _ column: String, range: String) {
    let range = ["range": range]
    findings.append(Finding(.fieldValue, column: column, value: value, arguments: range))
  }

  mutating func refuseUnknown(_ value: String, _ column: String, among known: [String] = []) {
    let choices = known.isEmpty ? [:] : ["choices": known.joined(separator: "|")]
    findings.append(Finding(.valueUnknown, column: column, value: value, arguments: choices))
  }

  /// Demands a day not before another.
  mutating func demandOrder(_ date: CivilDate, after earlier: CivilDate, _ column: String) {
    guard date < earlier else { return }
    let earlier = ["earlier": "\(earlier)"]
    findings.append(Finding(.dateOrder, column: column, value: "\(date)", arguments: earlier))
  }

  /// Demands an amount above zero.
  mutating func demand(_ amount: Fen, _ column: String) {
    if amount <= .zero { refuse("\(amount)", column, range: "> 0.00") }
  }

  /// Demands no more than there is.
  mutating func demand(_ amount: Fen, _ column: String, atMost available: Int128) {
    guard Int128(amount.rawValue) > available else { return }
    let found = ["available": Fen.yuan(available)]
    findings.append(Finding(.exceeds, column: column, value: "\(amount)", arguments: found))
  }

  /// Demands an account of the pool.
  mutating func account(_ name: String, in pool: Pool, at column: String = "account")
    -> PoolAccount?
  {
    if let account = pool.accounts[name] { return account }
    refuseUnknown(name, column, among: pool.accounts.keys.sorted())
    return nil
  }

  /// Demands that an account can pay an amount and keep its promises.
  mutating func demand(_ amount: Fen, from name: String, _ pool: Pool) {
    demand(amount, "amount")
    guard let account = account(name, in: pool) else { return }
    demand(amount, "amount", atMost: Int128(account.available.rawValue))
  }

  /// Demands papers by their names.
  mutating func demand(papers names: [String]) {
    let there = Set(head.evidence.map(\.name))
    for name in names where !there.contains(name) {
      findings.append(
        Finding(.evidenceMissing, column: "evidence", arguments: ["evidence": name])
      )
    }
  }

  /// Money comes in.
  mutating func receive(
    _ amount: Fen,
    _ name: String,
    _ measure: PoolMeasure,
    _ pool: inout Pool,
    bank: String? = nil,
    funder: String? = nil
  ) {
    guard amount != .zero else { return }
    let cash = pool.accounts[name]?.cash.rawValue ?? 0
    pool.accounts[name]?.cash = Fen(cash + amount.rawValue)
    if let flow = measure.flow { pool.flows.add(amount, flow) }
    movement.add(amount, measure, bank: bank, funder: funder)
  }

  /// Money goes out.
  mutating func spend(
    _ amount: Fen,
    _ name: String,
    _ measure: PoolMeasure,
    _ pool: inout Pool,
    bank: String? = nil,
    funder: String? = nil
  ) {
    guard amount != .zero else { return }
    let cash = pool.accounts[name]?.cash.rawValue ?? 0
    pool.accounts[name]?.cash = Fen(cash - amount.rawValue)
    if let flow = measure.flow { pool.flows.add(amount, flow) }
    movement.add(amount, measure, bank: bank, funder: funder)
  }

  /// Demands that all that ever came in can still be counted: then every other sum can.
  func demandRoom(_ amount: Fen, in pool: Pool) throws(Refusal) {
    let income = pool.flows.income + Int128(amount.rawValue)
    _ = try exactly { () throws(Overflow) in try Fen(sum: income) }
  }
}

/// Runs exact arithmetic; figures that do not fit refuse.
func exactly<Value>(_ work: () throws(Overflow) -> Value) throws(Refusal) -> Value {
  do throws(Overflow) { return try work() } catch { throw Refusal(error) }
}

extension Fen {
  /// The difference of two amounts of one pool, of which the second is the smaller.
  func less(_ other: Fen) -> Fen { Fen(rawValue - other.rawValue) }
}

extension Pool {
  /// The scheme in force: the one adopted last.
  var scheme: AdoptedScheme {
    guard let last = schemes.last else { preconditionFailure("a pool begins with a scheme") }
    return last
  }

  /// The scheme in force on a day; the first one before any was.
  func scheme(on day: CivilDate) -> AdoptedScheme { schemes.last { $0.from <= day } ?? schemes[0] }

  /// The scheme with a digest.
  func scheme(_ digest: String) -> AdoptedScheme { schemes.last { $0.digest == digest } ?? scheme }
}
