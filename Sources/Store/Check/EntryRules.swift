import Accounting
import Findings
import Quantities

/// The rules of double entry, judged once more on what is stored: an entry that agrees with its
/// record can still break them when both were written by somebody else.
struct EntryRules {
  private var financial: Int128 = 0
  private var budget: Int128 = 0
  private var control: Int128 = 0
  private var commitment: Int128 = 0
  private var lines = 0
  /// The lines, kept only of a reversal.
  private var mirror: [Posting] = []
  private var isReversal = false
  private var reversed: Set<Int64> = []

  /// Starts the next entry.
  mutating func begin(isReversal: Bool) {
    (financial, budget, control, commitment) = (0, 0, 0, 0)
    lines = 0
    mirror.removeAll(keepingCapacity: true)
    self.isReversal = isReversal
  }

  /// Takes the next line.
  /// - Returns: what is wrong with it, as rule and finding.
  mutating func add(_ posting: Posting, _ account: Account) -> Breach? {
    lines += 1
    if isReversal { mirror.append(posting) }
    switch account.aspect {
    case .financial: financial += posting.signed
    case .budget: budget += posting.signed
    case .control: control += posting.signed
    case .commitment: commitment += posting.signed
    }
    if !account.isLeaf { return Breach("a leaf account", account.code.text) }
    if posting.amount == .zero || posting.amount < .zero && !isReversal {
      return Breach("a positive amount", posting.amount.description)
    }
    return nil
  }

  /// Judges the entry as a whole, after its last line.
  func judge(_ row: StoredEntry) -> Breach? {
    if lines < 2 { return Breach("two lines or more", "\(lines)") }
    for sum in [financial, budget, control, commitment] where sum != 0 {
      return Breach("debit and credit equal", "a difference of \(Fen.yuan(sum))")
    }
    if row.date.period != row.number.period {
      return Breach("a day of \(row.number.period)", row.date.description)
    }
    let isUnsignedOpening = row.number.word == .opening && row.signatures == Signatures()
    if !isUnsignedOpening, let finding = row.signatures.findings.first {
      return Breach("three persons", "\(finding.code.rawValue) \(finding.value)")
    }
    return nil
  }

  /// Judges a reversal against the entry it withdraws.
  mutating func judge(_ red: Voucher, mirroring original: PostedEntry) -> Breach? {
    if !reversed.insert(original.sequence).inserted {
      return Breach("\(original.number) reversed once", "twice")
    }
    var red = red
    red.postings = mirror
    let findings = Reversal.findings(in: red, mirroring: original.voucher)
    return findings.first.map { Breach("the mirror of \(original.number)", "line \($0.row ?? 0)") }
  }

  /// A broken rule.
  struct Breach {
    let rule: String
    let found: String

    init(_ rule: String, _ found: String) { (self.rule, self.found) = (rule, found) }
  }
}
