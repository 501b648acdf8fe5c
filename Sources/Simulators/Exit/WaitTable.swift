/// How many months pass until something happens whose chance is the same every month (几何等待).
///
/// What happens with the chance 1 − q a month is still to come after k months with the probability
/// qᵏ. So a uniform number u waits for as many months as there are powers above it: they are looked
/// up, and no logarithm is taken.
struct WaitTable: Sendable {
  /// By law: q⁰, q¹ … up to the horizon, and a 0 that nothing is below.
  private let powers: [Double]
  /// By law and part of the numbers: the least months that any number of the part waits.
  private let guides: [UInt16]
  private let stride: Int

  /// How many parts the numbers are cut into.
  private static let parts = 512

  /// Makes a table of laws, each given by the chance that a month passes without.
  init(_ laws: [Double], horizon: Int) {
    stride = horizon + 2
    var (powers, guides): ([Double], [UInt16]) = ([], [])
    for law in laws {
      var row = [1.0]
      while row.count <= horizon { row.append(row[row.count - 1] * law) }
      row.append(0)
      powers += row
      for part in 0..<Self.parts {
        let greatest = Double(part + 1) / Double(Self.parts)
        guides.append(UInt16(row.dropFirst().prefix { greatest <= $0 }.count))
      }
    }
    (self.powers, self.guides) = (powers, guides)
  }

  /// The months that a number between 0 and 1 waits under a law; the horizon when it is longer.
  @inline(__always)
  func months(_ law: Int, _ number: Double) -> Int32 {
    var months = Int(guides[law &* Self.parts &+ Int(number * Double(Self.parts))])
    let row = law &* stride &+ 1
    // Few parts hold a power, so most numbers wait as long as their guide says.
    while number < powers[row &+ months] { months &+= 1 }
    return Int32(truncatingIfNeeded: months)
  }

  /// The month, at first the one after this.
  @inline(__always)
  func month(_ law: Int, from month: Int, _ number: Double) -> Int32 {
    Int32(truncatingIfNeeded: month) &+ 1 &+ months(law, number)
  }

  /// A number that has waited so many months in vain, spread evenly again.
  @inline(__always)
  func rest(_ law: Int, _ number: Double, after months: Int) -> Double {
    number / powers[law &* stride &+ months]
  }
}
