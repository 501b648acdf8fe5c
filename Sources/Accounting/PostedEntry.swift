public import Quantities

/// An entry that stands in the books for good (已记账凭证).
public struct PostedEntry: Hashable, Sendable {
  /// The final number (凭证号).
  public let number: VoucherNumber
  /// The code of the book (账套) it was posted in.
  public let book: String
  /// What was posted.
  public let voucher: Voucher
  /// Who made, reviewed and approved it.
  public let signatures: Signatures
  /// The place of its record in the log, from 0.
  public let sequence: Int64
  /// Who posted it (记账人).
  public let postedBy: String
  /// When it was posted, in RFC 3339.
  public let postedAt: String
  /// The entry that reverses this one, if any (被何凭证冲销).
  public let reversedBy: VoucherNumber?
  /// The SHA-256 of its leaf in the log, in lower-case hexadecimal digits.
  public let leafSHA256: String

  /// Creates a posted entry as the ledger holds it.
  public init(
    number: VoucherNumber,
    book: String,
    voucher: Voucher,
    signatures: Signatures,
    sequence: Int64,
    postedBy: String,
    postedAt: String,
    reversedBy: VoucherNumber? = nil,
    leafSHA256: String
  ) {
    self.number = number
    self.book = book
    self.voucher = voucher
    self.signatures = signatures
    self.sequence = sequence
    self.postedBy = postedBy
    self.postedAt = postedAt
    self.reversedBy = reversedBy
    self.leafSHA256 = leafSHA256
  }

  /// The lines as books show them, with their counter accounts.
  public func lines(chart: ChartOfAccounts) -> [PostedLine] {
    PostedLine.lines(of: voucher.postings, date: voucher.date, number: number, chart: chart)
  }
}

/// One line of a posted entry as books show it (分录).
public struct PostedLine: Hashable, Sendable {
  /// The date of the entry.
  public let date: CivilDate
  /// The number of the entry.
  public let number: VoucherNumber
  /// The number of the line within the entry, from 1.
  public let line: Int
  /// The line.
  public let posting: Posting
  /// The accounts the money came from or went to (对方科目), each once, in the order of lines.
  public let counterAccounts: [AccountCode]

  /// Creates a line.
  public init(
    date: CivilDate,
    number: VoucherNumber,
    line: Int,
    posting: Posting,
    counterAccounts: [AccountCode]
  ) {
    self.date = date
    self.number = number
    self.line = line
    self.posting = posting
    self.counterAccounts = counterAccounts
  }

  /// The lines of one entry with their counter accounts.
  package static func lines(
    of postings: [Posting],
    date: CivilDate,
    number: VoucherNumber,
    chart: ChartOfAccounts
  ) -> [PostedLine] {
    let counter = CounterAccounts(of: postings, chart: chart)
    return postings.enumerated().map { index, posting in
      PostedLine(
        date: date,
        number: number,
        line: index + 1,
        posting: posting,
        counterAccounts: counter.accounts(against: index)
      )
    }
  }
}

extension PostedLine {
  /// Of each line of one entry the counter accounts.
  package static func counterAccounts(
    of postings: [Posting],
    chart: ChartOfAccounts
  ) -> [[AccountCode]] {
    let counter = CounterAccounts(of: postings, chart: chart)
    return postings.indices.map { counter.accounts(against: $0) }
  }
}

/// The accounts on either side of one entry.
///
/// A counter account has a line of the opposite effect in the same aspect: a red debit stands
/// against red credits, and a line that moves within one column against the line it corrects.
private struct CounterAccounts {
  private struct Effect: Equatable {
    let aspect: Aspect?
    let increases: Bool
  }

  private struct Group {
    let effect: Effect
    var accounts: [AccountCode]
    var seen: Set<AccountCode> = []

    mutating func add(_ account: AccountCode) {
      // A set pays off only where there are many.
      if accounts.count == 8, seen.isEmpty { seen = Set(accounts) }
      let isNew = seen.isEmpty ? !accounts.contains(account) : seen.insert(account).inserted
      if isNew { accounts.append(account) }
    }
  }

  private var effects: [Effect] = []
  private var groups: [Group] = []

  init(of postings: [Posting], chart: ChartOfAccounts) {
    effects.reserveCapacity(postings.count)
    for posting in postings {
      let aspect = chart[posting.account]?.aspect
      let effect = Effect(aspect: aspect, increases: posting.signed > 0)
      effects.append(effect)
      if let group = groups.firstIndex(where: { $0.effect == effect }) {
        groups[group].add(posting.account)
      } else {
        groups.append(Group(effect: effect, accounts: [posting.account]))
      }
    }
  }

  /// The accounts of the opposite effect to that of a line, counted from 0.
  func accounts(against line: Int) -> [AccountCode] {
    let (aspect, increases) = (effects[line].aspect, effects[line].increases)
    let opposite = Effect(aspect: aspect, increases: !increases)
    return groups.first { $0.effect == opposite }?.accounts ?? []
  }
}
