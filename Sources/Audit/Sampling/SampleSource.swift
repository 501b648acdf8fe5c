import Signing

/// The random numbers of a sample (抽样随机数): the same for the same seed, on every machine.
///
/// The *n*-th number of a stream is made of the SHA-256 digest of four lines of text, the last
/// without a line feed: `xiantou-sample/v1`, the seed, the number of the stream, and *n* from 0.
/// The first 16 bytes of the digest are an integer, the first byte the highest. Anybody can make
/// them again with `openssl dgst`.
struct SampleSource: ~Copyable {
  private static let version = "xiantou-sample/v1"
  private let prefix: String
  private var count = 0
  private var hasher: TreeHasher

  init(seed: String, stream: Int) throws(SigningError) {
    prefix = "\(SampleSource.version)\n\(seed)\n\(stream)\n"
    hasher = try TreeHasher(.sha256)
  }

  private mutating func next() throws(SigningError) -> UInt128 {
    let text = Array((prefix + String(count)).utf8)
    count += 1
    return try hasher.hash(text.span).bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// A number from 0 to `bound` − 1, each with the same chance.
  ///
  /// Numbers from the last, incomplete run of `bound` numbers below 2^128 are passed over: with
  /// them the lower remainders would come up more often.
  mutating func number(below bound: UInt128) throws(SigningError) -> UInt128 {
    precondition(bound > 0, "there is a number to choose")
    // 2^128 mod bound, without a number that needs 129 bits.
    let excess = (UInt128.max % bound + 1) % bound
    var number = try next()
    while number > UInt128.max - excess { number = try next() }
    return number % bound
  }

  /// Some of the places `0..<population`, in the order in which they are drawn, none twice.
  ///
  /// A larger sample begins with the smaller one of the same seed.
  mutating func draw(_ size: Int, of population: Int) throws(SigningError) -> [Int] {
    precondition(size <= population, "nobody is drawn twice")
    // The places in a row; each draw exchanges one of those left with the first of them.
    var moved: [Int: Int] = [:]
    var drawn: [Int] = []
    drawn.reserveCapacity(size)
    for place in 0..<size {
      let other = place + Int(try number(below: UInt128(population - place)))
      drawn.append(moved[other] ?? other)
      moved[other] = moved[place] ?? place
    }
    return drawn
  }
}
