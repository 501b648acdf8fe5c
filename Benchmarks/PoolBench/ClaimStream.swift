import Quantities
import RiskPools

/// The claims of `claims.h`, one for one: the same seed gives the same claims to all programs.
struct ClaimStream {
  static let loanCount = 100_000
  static let borrowerCount = 50_000
  static let bankCount = 20
  static let claimsPerYear = 400

  /// A loan, texts as numbers.
  struct Loan {
    let borrower: Int
    let bank: Int
    let facts: LoanFacts

    init(_ index: Int, seed: UInt64) {
      var random = SplitMix(state: seed ^ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
      borrower = index % ClaimStream.borrowerCount
      bank = random.below(ClaimStream.bankCount)
      var facts = LoanFacts()
      let credit = Int64(random.below(101))
      facts.creditShare = PPM(credit * 10_000)
      facts.isPureCredit = credit == 100
      facts.isFirstLoan = random.below(4) == 0
      facts.mode = ["直贷", "担保", "保险"][random.below(3)]
      facts.revenue = Fen(Int64(random.below(20_000_000_000)))
      facts.termMonths = Int64(6 + random.below(55))
      facts.grade = ["A", "B", "C", "D"][random.below(4)]
      facts.region = ["高新区", "老城区"][random.below(2)]
      facts.principal = Fen(Int64(10_000_000 + random.below(490_000_000)))
      self.facts = facts
    }
  }

  /// What is drawn for a claim.
  struct Draw {
    let loan: Int
    let isAdvance: Bool
    /// In parts of 65,536 of the principal.
    let lossPart: Int64
    /// In hundredths of the loss.
    let liabilityPart: Int64
    let hasOtherPayer: Bool
  }

  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  mutating func next() -> Draw {
    Draw(
      loan: random.below(ClaimStream.loanCount),
      isAdvance: random.below(4) == 0,
      lossPart: Int64(random.below(65_537)),
      liabilityPart: Int64(50 + random.below(51)),
      hasOtherPayer: random.below(10) == 0
    )
  }

  /// The counters of a claim that stands alone.
  mutating func counters() -> ClaimCase.Counters {
    var counters = ClaimCase.Counters()
    counters.loan = Fen(Int64(random.below(600_000_000)))
    counters.borrower = Fen(Int64(random.below(3_500_000_000)))
    counters.bankYear = Fen(Int64(random.below(1_200_000_000)))
    counters.year = Fen(Int64(random.below(22_000_000_000)))
    return counters
  }

  /// The bank's balance at the end of last year.
  static func balance(_ bank: Int) -> Fen { Fen(30_000_000_000 + Int64(bank) * 5_000_000_000) }

  /// The cash at the beginning of a year.
  static let yearlyCash: Int64 = 19_000_000_000
}

/// SplitMix64: small, seedable, the same in three languages.
struct SplitMix {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Int((z >> 11) % UInt64(bound))
  }
}

/// A number that all figures of all claims decide, in their order.
struct Checksum {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ claim: Claim) {
    add(claim.base.rawValue)
    add(claim.rate.rawValue)
    add(claim.raw.rawValue)
    add(claim.entitlement.rawValue)
    add(claim.due.rawValue)
    add(claim.pay.rawValue)
    add(claim.clawback.rawValue)
    add(Int64(claim.binding.rawValue))
  }

  private mutating func add(_ figure: Int64) {
    value = (value ^ UInt64(bitPattern: figure)) &* 0x0000_0100_0000_01B3
  }
}
