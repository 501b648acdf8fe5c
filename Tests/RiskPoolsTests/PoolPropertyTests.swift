import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// The laws of section 3 of the study, over random lives of pools.
@Suite struct PoolPropertyTests {
  private func begin(_ life: RandomPool, _ day: CivilDate) throws -> Pool {
    let scheme = try Lives.adopted(life.scheme)
    let opening = PoolOpening(pool: "F1", accounts: ["甲", "乙"], scheme: scheme)
    return try Pool(opening, Lives.head("0", day))
  }

  @Test func `random lives keep every fen, every limit and every law`() throws {
    let (books, fund) = (try Lives.postings("subledger"), try Lives.postings("neutral"))
    var seen: Set<PoolEvent.Kind> = []
    var states: Set<ClaimState> = []
    for seed in UInt64(1)...60 {
      var life = RandomPool(seed)
      var day = try Lives.date("2024-01-01")
      var pool = try begin(life, day)
      var documents: [PoolDocument] = []
      var sums = Sums()
      let opening = pool
      for step in 1...400 {
        if step % 3 == 0 { day = day.adding(days: Int32.random(in: 0...9, using: &life.random)) }
        guard let event = life.event(pool, on: day) else { continue }
        let document = PoolDocument(Lives.head("\(step)", day), event)
        let before = pool
        do throws(Refusal) {
          let change = try pool.take(document)
          documents.append(document)
          seen.insert(event.kind)
          sums.add(change.figures)
          for table in [books, fund] where table.id != "pool-neutral" || pool.dueToTreasury == 0 {
            let entries =
              (try? table.entries(
                for: change.figures,
                document,
                pool: "F1",
                Set(PoolRole.allCases)
              )) ?? []
            for entry in entries {
              let sum = entry.voucher.postings.reduce(Int128(0)) { $0 + $1.signed }
              #expect(sum == 0, "seed \(seed) step \(step) \(event.kind.rawValue)")
            }
          }
        } catch {
          #expect(pool == before, "refused and changed: seed \(seed) step \(step) \(event.kind)")
        }
        check(pool, sums, "seed \(seed) step \(step) \(event.kind.rawValue)")
        states.formUnion(pool.claims.values.map(\.state))
      }
      // Replaying the documents gives the state, byte for byte of what records hold.
      var again = opening
      for document in documents {
        let facts = try PoolFactsTests.recorded(document.event.facts)
        let event = try PoolEvent(document.event.kind, facts: facts, scheme: PoolFactsTests.known)
        try again.take(PoolDocument(document.head, event))
      }
      #expect(again == pool, "seed \(seed)")
    }
    let never = Set(PoolEvent.Kind.allCases).subtracting(seen)
    #expect(never == [.schemeAdopted, .closing])
    #expect(Set(ClaimState.allCases).subtracting(states) == [])
  }

  /// What the documents moved, added up beside the pool.
  private struct Sums {
    var flows: [PoolFlow: Int128] = [:]

    mutating func add(_ figures: PoolMovement) {
      for (measure, amount) in figures.amounts {
        if let flow = measure.flow { flows[flow, default: 0] += amount }
      }
    }
  }

  private func check(_ pool: Pool, _ sums: Sums, _ place: String) {
    // Conservation: what came in is on the accounts or went out, and figures say the same.
    #expect(pool.isBalanced, "\(place)")
    #expect(
      pool.flows.sums.filter { $0.value != 0 } == sums.flows.filter { $0.value != 0 },
      "\(place)"
    )
    for account in pool.accounts.values {
      let kept = account.reserved.rawValue + account.dueToTreasury.rawValue
      #expect(account.cash.rawValue >= kept && account.reserved >= .zero, "\(place)")
    }
    // Promises are those of claims and of parts that are the bank's.
    let payable = Fen.sum(pool.claims.values.map(\.payable))
    let bankDue = Fen.sum(pool.recoveries.values.map(\.bankDue))
    #expect(Fen.sum(pool.accounts.values.map(\.reserved)) == payable + bankDue, "\(place)")
    for claim in pool.claims.values { check(claim, place) }
    for (id, loan) in pool.loans {
      let claims = loan.claims.compactMap { pool.claims[$0] }
      let paid = Fen.sum(claims.map(\.paid))
      #expect(Fen.sum(claims.map(\.recovered)) <= paid, "fund recovered ≤ paid: \(place)")
      #expect(loan.outstanding >= .zero && loan.outstanding <= loan.principal, "\(id) \(place)")
      #expect(claims.filter { $0.kind == .final && $0.state != .refused }.count <= 1, "\(place)")
    }
    checkSums(pool, place)
  }

  private func check(_ claim: PoolClaim, _ place: String) {
    let shares = Fen.sum(claim.shares.map(\.amount))
    #expect(shares == Int128(claim.paid.rawValue), "Σ funder shares = pay: \(place)")
    #expect(Set(claim.handlers.values).count == claim.handlers.count, "\(place)")
    guard let decision = claim.decision else { return }
    let all = claim.paid.rawValue + claim.payable.rawValue + claim.waiting.rawValue
    #expect(all <= decision.claim.due.rawValue, "\(place)")
    for limit in decision.limits {
      #expect(decision.claim.entitlement <= limit.remaining, "pay ≤ every limit: \(place)")
    }
    #expect(claim.overpaid <= claim.paid && claim.returned <= claim.overpaid, "\(place)")
  }

  /// Sums that are kept up are the sums that are made again.
  private func checkSums(_ pool: Pool, _ place: String) {
    var exposures: [PoolScope: Exposure] = [:]
    for loan in pool.loans.values {
      for scope in Pool.scopes(loan) {
        exposures[scope, default: Exposure()].add(loan.exposure)
        for claim in loan.claims.compactMap({ pool.claims[$0] }) {
          exposures[scope]?.paid += Int128(claim.netPaid.rawValue)
          exposures[scope]?.recovered += Int128(claim.recovered.rawValue)
        }
      }
    }
    #expect(pool.exposures == exposures, "\(place)")
    let paid = pool.claims.values.reduce(Int128(0)) { $0 + Int128($1.netPaid.rawValue) }
    let borne = Fen.sum(pool.funders.values.map(\.borne))
    #expect(borne == paid, "\(place)")
    let used = pool.usage.used(.programme, year: nil, without: [])
    let promised = pool.claims.values.reduce(Int128(0)) { sum, claim in
      switch claim.state {
      case .refused: return sum
      case .decided: return sum + Int128(claim.decision?.claim.due.rawValue ?? 0)
      default:
        let open = Int128(claim.payable.rawValue) + Int128(claim.waiting.rawValue)
        return sum + Int128(claim.netPaid.rawValue) + open
      }
    }
    #expect(used.paid == promised, "used(cap) is what was paid or promised: \(place)")
  }
}
