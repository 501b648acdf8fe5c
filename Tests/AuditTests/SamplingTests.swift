import Quantities
import Signing
import Testing

@testable import Audit

@Suite struct SamplingTests {
  // MARK: Random numbers

  /// The expected numbers were computed by another program from the description.
  @Test func `a seed gives the described numbers`() throws {
    var source = try SampleSource(seed: "2026-A1", stream: 0)
    let numbers = try (0..<8).map { _ in try source.number(below: 1000) }
    #expect(numbers == [458, 667, 609, 298, 281, 346, 995, 575])
  }

  @Test func `numbers of the last, incomplete run are passed over`() throws {
    // Nearly half of all numbers lie behind the only whole run of this length.
    var source = try SampleSource(seed: "2026-A1", stream: 3)
    let numbers = try (0..<3).map { _ in try source.number(below: 1 << 127 + 1) }
    #expect(
      numbers == [
        99_880_534_056_865_589_000_310_185_868_021_470_341,
        29_752_292_376_399_028_522_349_338_628_564_732_606,
        22_541_744_145_294_404_141_075_710_574_310_106_680,
      ]
    )
  }

  @Test func `a larger draw begins with the smaller one`() throws {
    var source = try SampleSource(seed: "2026-A1", stream: 0)
    let drawn = try source.draw(12, of: 60)
    #expect(drawn == [18, 2, 15, 11, 45, 41, 57, 38, 35, 30, 36, 59])
    for size in 0...60 {
      var source = try SampleSource(seed: "2026-A1", stream: 0)
      let other = try source.draw(size, of: 60)
      #expect(other.prefix(12) == drawn.prefix(size))
      #expect(Set(other).count == size)
    }
  }

  // MARK: Simple random samples

  @Test func `every item has the same chance`() throws {
    var counts = [Int](repeating: 0, count: 40)
    let amounts = (1...40).map { Int128($0) }
    for seed in 0..<2000 {
      let sample = try Sample(.random(size: 10), of: amounts, seed: "s\(seed)")
      #expect(sample.items.count == 10)
      for item in sample.items { counts[item.place] += 1 }
    }
    // 2000 × 10 / 40, within five standard deviations of 19.4.
    for (place, count) in counts.enumerated() {
      #expect((403...597).contains(count), "item \(place), seeds s0 to s1999")
    }
  }

  @Test(arguments: [
    (0, 5, 0), (1, 5, 1), (5, 5, 5), (6, 5, 5), (100, 1, 1),
  ])
  func `a sample is no larger than its population`(_ size: Int, _ count: Int, _ taken: Int) throws {
    let amounts = [Int128](repeating: 1, count: count)
    let sample = try Sample(.random(size: size), of: amounts, seed: "a")
    #expect(sample.items.count == taken && sample.count == count)
    #expect(try Sample(.random(size: max(1, size)), of: [], seed: "a").items.isEmpty)
  }

  // MARK: Strata

  @Test func `strata begin at their bounds, without the sign`() throws {
    let amounts: [Int128] = [0, 99, -99, 100, -100, 999, 1000, -5000]
    let sample = try Sample(
      .stratified(size: 8, bounds: [Fen(100), Fen(1000)]),
      of: amounts,
      seed: "a"
    )
    #expect(sample.items.map(\.stratum) == [1, 1, 1, 2, 2, 2, 3, 3])
    #expect(sample.strata.map(\.count) == [3, 3, 2])
    #expect(sample.strata.map(\.sum) == [198, 1199, 6000])
    #expect(sample.strata.map(\.least) == [.zero, Fen(100), Fen(1000)])
    #expect(sample.sum == 7397)
  }

  @Test(arguments: [
    (1, [0, 0, 1]), (2, [0, 1, 1]), (3, [1, 1, 1]), (4, [1, 1, 2]), (5, [1, 2, 2]),
    (8, [2, 4, 2]), (16, [10, 4, 2]), (99, [10, 4, 2]),
  ])
  func `each stratum has one, then the sums decide`(_ size: Int, _ taken: [Int]) throws {
    let amounts =
      [Int128](repeating: 10, count: 10) + [Int128](repeating: 100, count: 4)
      + [Int128](repeating: 1000, count: 2)
    let bounds = [Fen(50), Fen(500)]
    let sample = try Sample(.stratified(size: size, bounds: bounds), of: amounts, seed: "b")
    #expect(sample.strata.map(\.taken) == taken)
    #expect(sample.items.count == taken.reduce(0, +))
    let places = sample.items.map(\.place)
    #expect(places == Set(places).sorted())
  }

  @Test func `a larger stratified sample holds the smaller one`() throws {
    let amounts = (0..<60).map { Int128($0 * $0) }
    var last: Set<Int> = []
    for size in 0...60 {
      let sample = try Sample(
        .stratified(size: size, bounds: [Fen(100), Fen(2000)]),
        of: amounts,
        seed: "c"
      )
      let places = Set(sample.items.map(\.place))
      #expect(places.count == size && places.isSuperset(of: last))
      last = places
    }
  }

  // MARK: Monetary units

  @Test func `an item has the chance that its amount gives`() throws {
    let amounts: [Int128] = [100, -300, 0, 600, 1000, 2500, 500]
    var hits = [Int128](repeating: 0, count: amounts.count)
    let method = SamplingMethod.monetaryUnit(.amount(Fen(1000)))
    for seed in 0..<3000 {
      for item in try Sample(method, of: amounts, seed: "s\(seed)").items {
        hits[item.place] += item.hits
      }
    }
    for (place, amount) in amounts.enumerated() {
      let expected = 3 * abs(amount)
      // Five standard deviations of 3000 trials; an item of whole intervals does not vary.
      let isCertain = amount % 1000 == 0
      let slack: Int128 = isCertain ? 0 : 137
      #expect(abs(hits[place] - expected) <= slack, "item \(place), seeds s0 to s2999")
    }
  }

  @Test func `all amounts of small populations are hit as often as they hold a chosen fen`() throws
  {
    let method = SamplingMethod.monetaryUnit(.amount(Fen(3)))
    for code in 0..<625 {
      let amounts = [code % 5, code / 5 % 5, code / 25 % 5, code / 125].map { Int128($0) - 1 }
      let sample = try Sample(method, of: amounts, seed: "code\(code)")
      let start = try #require(sample.interval?.start)
      #expect((1...3).contains(start))
      // The plain procedure: every fen in a row.
      let owners = amounts.enumerated().flatMap { place, amount in
        [Int](repeating: place, count: Int(abs(amount)))
      }
      var hits: [Int: Int128] = [:]
      for fen in stride(from: Int(start) - 1, to: owners.count, by: 3) {
        hits[owners[fen], default: 0] += 1
      }
      #expect(Dictionary(uniqueKeysWithValues: sample.items.map { ($0.place, $0.hits) }) == hits)
      for item in sample.items { #expect(item.isCertain == (abs(amounts[item.place]) >= 3)) }
      let large = amounts.indices.filter { abs(amounts[$0]) >= 3 }
      #expect(large.allSatisfy { hits[$0] != nil }, "\(amounts)")
    }
  }

  @Test(
    arguments: [
      ([10, 10, 10], 3, 10), ([10, 10, 10], 4, 7), ([10, 10, 10], 100, 1), ([0, 0], 5, 1),
      ([], 1, 1), ([-7], 1, 7),
    ] as [([Int128], Int, Int128)]
  )
  func `a size gives the interval, rounded down`(
    _ amounts: [Int128],
    _ size: Int,
    _ width: Int128
  ) throws {
    let sample = try Sample(.monetaryUnit(.size(size)), of: amounts, seed: "a")
    #expect(sample.interval?.width == width)
    let hits = sample.items.reduce(0) { $0 + $1.hits }
    #expect(hits >= min(Int128(size), sample.sum))
  }

  @Test func `amounts near the limits do not overflow`() throws {
    let amounts = [Int128](repeating: Int128(Int64.min), count: 5)
    let method = SamplingMethod.monetaryUnit(.amount(Fen(.max)))
    let sample = try Sample(method, of: amounts, seed: "a")
    #expect(sample.items.count == 5 && sample.items.allSatisfy(\.isCertain))
    #expect(try Sample(.monetaryUnit(.size(3)), of: amounts, seed: "a").items.count == 3)
  }
}
