import Testing

@testable import Simulators

@Suite struct RandomStreamTests {
  /// The vectors that come with Random123.
  @Test(
    arguments: [
      (
        SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
        SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        SIMD4(repeating: UInt32.max), SIMD2(repeating: UInt32.max),
        SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), SIMD2(0xA409_3822, 0x299F_31D0),
        SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ]
  )
  func `blocks are those that were published`(
    counter: SIMD4<UInt32>,
    key: SIMD2<UInt32>,
    words: SIMD4<UInt32>
  ) {
    #expect(Philox.block(counter, key: key) == words)
    let lanes = (0..<4).map { SIMD4(repeating: UInt64(counter[$0])) }
    let four = Philox.blocks(Philox.Words(lanes[0], lanes[1], lanes[2], lanes[3]), key: key)
    #expect(four.first == SIMD4(repeating: UInt64(words[0])))
    #expect(four.second == SIMD4(repeating: UInt64(words[1])))
    #expect(four.third == SIMD4(repeating: UInt64(words[2])))
    #expect(four.fourth == SIMD4(repeating: UInt64(words[3])))
  }

  /// Of the reference implementation, beginning with 1234567.
  @Test func `a row of bits is SplitMix64`() {
    var row = BitRow(from: 1_234_567, step: 0x9E37_79B9_7F4A_7C15)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in row.next() } == expected)
  }

  @Test func `a row depends on its seed, path and purpose`() {
    var first: Set<UInt64> = []
    for (seed, path) in [(UInt64(7), UInt64(0)), (7, 1 << 33), (8, 1 << 33)] {
      for purpose in [UInt8(5), 6] {
        var (row, again) = (
          BitRow(seed: seed, path: path, purpose: purpose),
          BitRow(seed: seed, path: path, purpose: purpose)
        )
        for _ in 0..<11 {
          let bits = row.next()
          #expect(again.next() == bits)
          first.insert(bits)
        }
      }
    }
    #expect(first.count == 66)
  }

  @Test func `the step of a row is odd and not too even`() {
    for bits in [UInt64(0), 1, 2, .max, 0xFF00_FF00_FF00_FF00, 0x9E37_79B9_7F4A_7C15] {
      let step = BitRow.sound(bits)
      #expect(step & 1 == 1)
      #expect((step ^ step >> 1).nonzeroBitCount >= 24)
    }
    #expect(BitRow.sound(0x9E37_79B9_7F4A_7C15) == 0x9E37_79B9_7F4A_7C15)
  }

  @Test func `normal numbers eight at a time are those one by one`() {
    var lanes = RandomStream(seed: 5, path: 9, purpose: 1)
    var numbers = Array(repeating: 0.0, count: 19)
    numbers.withUnsafeMutableBufferPointer { lanes.normals($0) }
    var stream = ExponentialStream(seed: 5, path: 9, purpose: 1)
    for number in numbers { #expect(number == stream.normal()) }
  }

  @Test func `eight numbers at once are the next eight`() {
    var lanes = RandomStream(seed: 0x1234_5678_9ABC_DEF0, path: 1 << 40, entity: 77, purpose: 3)
    var single = lanes
    for _ in 0..<5 {
      let (even, odd) = lanes.eight()
      for lane in 0..<4 {
        #expect(even[lane] == single.uniform())
        #expect(odd[lane] == single.uniform())
      }
    }
  }

  @Test func `streams differ in seed, path, entity and purpose`() {
    var first: Set<UInt64> = []
    for seed in [UInt64(0), 1, 1 << 32] {
      for path in [UInt64(0), 1, 1 << 32] {
        for entity in [UInt32(0), 1, RandomStream.entityMax] {
          for purpose in [UInt8(0), 1, 255] {
            var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: purpose)
            first.insert(stream.bits())
          }
        }
      }
    }
    #expect(first.count == 81)
  }

  @Test func `uniform numbers never reach 0 or 1`() {
    #expect(RandomStream.uniform(0) == 0x1p-53)
    #expect(RandomStream.uniform(.max) == 1 - 0x1p-53)
  }

  /// A draw, the mean and the variance of its distribution, and the fourth central moment by the
  /// square of the variance.
  struct Law: Sendable, CustomTestStringConvertible {
    let name: String
    let mean: Double
    let variance: Double
    let kurtosis: Double
    let draw: @Sendable (inout RandomStream) -> Double
    var testDescription: String { name }
  }

  static let laws: [Law] = [
    Law(name: "uniform", mean: 0.5, variance: 1.0 / 12, kurtosis: 1.8) { $0.uniform() },
    Law(name: "exponential", mean: 1, variance: 1, kurtosis: 9) { $0.exponential() },
    Law(name: "normal", mean: 0, variance: 1, kurtosis: 3) { $0.normal() },
    Law(name: "gamma 0.3", mean: 0.3, variance: 0.3, kurtosis: 23) { $0.gamma(shape: 0.3) },
    Law(name: "gamma 1.7", mean: 1.7, variance: 1.7, kurtosis: 3 + 6 / 1.7) {
      $0.gamma(shape: 1.7)
    },
    Law(name: "χ² 8", mean: 8, variance: 16, kurtosis: 4.5) { $0.chiSquare(degrees: 8) },
    Law(name: "beta", mean: 0.7, variance: 0.0625, kurtosis: 2.2) { $0.beta(1.652, 0.708) },
    Law(name: "Poisson 0", mean: 0, variance: 0, kurtosis: 3) { Double($0.poisson(mean: 0)) },
    Law(name: "Poisson 3.5", mean: 3.5, variance: 3.5, kurtosis: 3 + 1 / 3.5) {
      Double($0.poisson(mean: 3.5))
    },
    Law(name: "Poisson 40", mean: 40, variance: 40, kurtosis: 3.025) {
      Double($0.poisson(mean: 40))
    },
    Law(name: "Student 10", mean: 0, variance: 1.25, kurtosis: 4) { $0.student(degrees: 10) },
  ]

  @Test(arguments: laws)
  func `draws have the moments of their distribution`(law: Law) {
    let count = 6000.0
    var (sum, squares) = (0.0, 0.0)
    var stream = RandomStream(seed: 2025, path: 0, entity: 9, purpose: 1)
    for _ in 0..<Int(count) {
      let miss = law.draw(&stream) - law.mean
      sum += miss
      squares += miss * miss
    }
    // Four standard errors: 1 in 16,000 by chance, and the seed is fixed.
    let meanBound = 4 * (law.variance / count).squareRoot()
    let varianceBound = 4 * law.variance * ((law.kurtosis - 1) / count).squareRoot()
    #expect((sum / count).magnitude <= meanBound)
    #expect((squares / count - law.variance).magnitude <= varianceBound)
  }

  @Test func `Poisson numbers have the probabilities of their distribution`() {
    var stream = RandomStream(seed: 11, path: 5, purpose: 2)
    var counts: [Int: Double] = [:]
    let draws = 8000.0
    for _ in 0..<Int(draws) { counts[stream.poisson(mean: 12), default: 0] += 1 }
    var probability = DetMath.exp(-12)
    var chi = 0.0
    for value in 0..<25 {
      if value >= 4, value <= 22 {
        let expected = draws * probability
        let miss = counts[value, default: 0] - expected
        chi += miss * miss / expected
      }
      probability *= 12 / Double(value + 1)
    }
    // 19 classes; the χ² distribution of 19 degrees exceeds 43.8 in one case of a thousand.
    #expect(chi < 43.8)
  }
}
