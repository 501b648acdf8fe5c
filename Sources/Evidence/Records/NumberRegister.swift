import Accounting
import Quantities
import Signing

/// The numbers given in one book, each with a digest of what has to be mirrored by a reversal.
///
/// That is 32 bytes for each voucher: the lines themselves are not kept.
struct NumberRegister {
  private struct Key: Hashable {
    let period: FiscalPeriod
    let word: VoucherWord
  }

  private struct Series {
    /// The numbers from 1 on, without gap.
    var run: [Digest] = []
    /// Those that came before the one in front of them; history may be loaded in any order.
    var early: [Int: Digest] = [:]
    var reversed: Set<Int> = []

    subscript(number: Int) -> Digest? {
      run.indices.contains(number - 1) ? run[number - 1] : early[number]
    }
  }

  private var series: [Key: Series] = [:]

  /// Adds a number.
  /// - Returns: whether it is new.
  mutating func add(_ number: VoucherNumber, _ digest: Digest) -> Bool {
    let key = Key(period: number.period, word: number.word)
    guard series[key]?[number.number] == nil else { return false }
    guard number.number == (series[key]?.run.count ?? 0) + 1 else {
      series[key, default: Series()].early[number.number] = digest
      return true
    }
    series[key, default: Series()].run.append(digest)
    while let count = series[key]?.run.count,
      let next = series[key]?.early.removeValue(forKey: count + 1)
    {
      series[key]?.run.append(next)
    }
    return true
  }

  /// Notes that an entry is reversed by one whose negated lines have a digest.
  /// - Returns: whether it is there, mirrored and not reversed yet.
  mutating func reverse(_ number: VoucherNumber, mirroredBy digest: Digest) -> Bool {
    let key = Key(period: number.period, word: number.word)
    guard series[key]?[number.number] == digest else { return false }
    return series[key]?.reversed.insert(number.number).inserted ?? false
  }

  /// The first number that is missing before one that is there.
  var firstMissing: VoucherNumber? {
    series.filter { !$0.value.early.isEmpty }
      .map { VoucherNumber(period: $0.period, word: $0.word, number: $1.run.count + 1) }
      .min()
  }
}

/// Digests of the lines of vouchers without what a reversal may change.
final class MirrorDigest {
  private var hasher: Prepared?
  private var bytes: [UInt8] = []

  /// A class of its own, because a hasher cannot be copied.
  private final class Prepared {
    var hasher: TreeHasher
    init() throws(SigningError) { hasher = try TreeHasher(.sha256) }
  }

  /// The digest of the accounts, columns, amounts, quantities and dimensions of the lines, amounts
  /// and quantities with their signs changed if asked for; `nil` when one of them has no opposite.
  func digest(
    of record: RecordedVoucher,
    negated: Bool
  ) throws(EvidenceError) -> Digest? {
    bytes.removeAll(keepingCapacity: true)
    for (line, posting) in zip(record.lines, record.voucher.postings) {
      let (amount, quantity) = (posting.amount.rawValue, posting.quantity?.millionths)
      if negated, amount == .min || quantity == .min { return nil }
      append(Int64(line.number))
      append(text: posting.account.text)
      append(Int64(posting.side.rawValue))
      append(negated ? -amount : amount)
      bytes.append(quantity == nil ? 0 : 1)
      append((negated ? quantity.map { -$0 } : quantity) ?? 0)
      append(Int64(posting.dimensions.tags.count))
      for tag in posting.dimensions.tags {
        append(text: tag.kind.code)
        append(text: tag.value)
      }
    }
    do throws(SigningError) {
      let prepared: Prepared
      if let hasher { prepared = hasher } else { prepared = try Prepared() }
      hasher = prepared
      let bytes = bytes
      return try prepared.hasher.hash(bytes.span)
    } catch { throw .signing(error) }
  }

  private func append(_ number: Int64) {
    var rest = UInt64(bitPattern: number)
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// A text ends with a byte that no record holds, so that two texts never read as one.
  private func append(text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
  }
}
