import Quantities

/// What is wrong with a set of voucher numbers (凭证编号): gaps and repetitions.
///
/// Within a period and a word, numbers run from 1 without gaps.
public struct VoucherNumbering: Hashable, Sendable {
  /// The numbers that are missing (断号), in order.
  public let missing: [VoucherNumber]
  /// The numbers that occur more than once (重号), each listed once, in order.
  public let repeated: [VoucherNumber]

  /// The most missing numbers that are listed of one gap; a single stray 99999999 must not fill
  /// the memory.
  static let listedPerGap = 100

  /// Examines numbers in any order.
  public init(_ numbers: some Sequence<VoucherNumber>) {
    var missing: [VoucherNumber] = []
    var repeated: [VoucherNumber] = []
    var last: VoucherNumber?
    for number in numbers.sorted() {
      let follows = last.map { $0.period == number.period && $0.word == number.word } ?? false
      let expected = follows ? (last?.number ?? 0) + 1 : 1
      if number == last {
        if repeated.last != number { repeated.append(number) }
      } else if expected < number.number {
        let end = min(number.number, expected + VoucherNumbering.listedPerGap)
        missing += (expected..<end).map {
          VoucherNumber(period: number.period, word: number.word, number: $0)
        }
      }
      last = number
    }
    self.missing = missing
    self.repeated = repeated
  }
}
