import Policies
public import Quantities

/// What a ``ClaimKernel`` keeps of a loan (贷款编码): numbers in a row, texts as numbers.
///
/// Made by ``ClaimKernel/loan(_:)`` and good for that kernel alone: another one numbers its texts
/// differently. A value without references; copying it allocates nothing.
public struct KernelLoan: Sendable {
  /// One bit for each attribute that is known.
  private(set) var known: UInt32 = 0
  private(set) var values: InlineArray<18, Int64> = .init(repeating: 0)

  init(_ facts: LoanFacts, _ texts: KernelTexts) {
    for attribute in LoanAttribute.allCases {
      let value: Int64? =
        switch attribute.kind {
        case .text: facts.text(attribute).map { texts.number(of: $0) }
        case .flag: facts.flag(attribute) ? 1 : 0
        case .number: facts.units(attribute)
        }
      if let value { set(attribute, value) }
    }
  }

  /// What of the loan is not paid back; it may change from claim to claim.
  public var outstanding: Fen? {
    get { self[.outstanding].map { Fen($0) } }
    set {
      if let newValue {
        set(.outstanding, newValue.rawValue)
      } else {
        known &= ~LoanAttribute.outstanding.bit
      }
    }
  }

  /// The value of an attribute; `nil` when it is not known.
  subscript(attribute: LoanAttribute) -> Int64? {
    known & attribute.bit == 0 ? nil : values[attribute.place]
  }

  private mutating func set(_ attribute: LoanAttribute, _ value: Int64) {
    known |= attribute.bit
    values[attribute.place] = value
  }
}

/// The texts that the conditions of a scheme name, numbered from one; every other text is zero.
struct KernelTexts: Sendable {
  private var numbers: [String: Int64] = [:]

  mutating func add(_ text: String) -> Int64 {
    let number = numbers[text] ?? Int64(numbers.count + 1)
    numbers[text] = number
    return number
  }

  func number(of text: String) -> Int64 { numbers[text] ?? 0 }
}

extension LoanAttribute {
  /// Its place among the values of a loan.
  var place: Int {
    switch self {
    case .id: 0
    case .borrower: 1
    case .bank: 2
    case .principal: 3
    case .outstanding: 4
    case .mode: 5
    case .revenue: 6
    case .grade: 7
    case .region: 8
    case .product: 9
    case .pledge: 10
    case .creditShare: 11
    case .collateralShare: 12
    case .pureCredit: 13
    case .firstLoan: 14
    case .termMonths: 15
    case .borrowerKind: 16
    case .borrowerAge: 17
    }
  }

  var bit: UInt32 { 1 << UInt32(place) }

  /// How many billionths one unit of a loan's number counts in conditions: a fen is a hundredth.
  var billionths: Int128 {
    switch self {
    case .principal, .outstanding, .revenue: 10_000_000
    default: 1_000_000_000
    }
  }
}

extension LoanFacts {
  /// A number in its own units: fen, millionths, months or years.
  fileprivate func units(_ attribute: LoanAttribute) -> Int64? {
    switch attribute {
    case .principal: principal?.rawValue
    case .outstanding: outstanding?.rawValue
    case .revenue: revenue?.rawValue
    case .creditShare: creditShare?.rawValue
    case .collateralShare: collateralShare?.rawValue
    case .termMonths: termMonths
    case .borrowerAge: borrowerAge
    default: nil
    }
  }
}
