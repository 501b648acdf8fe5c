import Quantities
import Testing

@testable import Simulators

/// Numbers of many shapes, from fixed seeds.
enum Numbers {
  static func random(_ count: Int, _ seed: UInt64, _ shape: (UInt64) -> Int64) -> [Int64] {
    var stream = RandomStream(seed: seed, path: 0, purpose: 201)
    return (0..<count).map { _ in shape(stream.bits()) }
  }

  /// What values of paths look like, and what they never should.
  static func shapes(_ count: Int) -> [[Int64]] {
    let most = SortedRun.magnitudeMax
    var shapes: [[Int64]] = []
    shapes.append(random(count, 1) { Int64($0 >> 30) })
    // Many nothings, and now and then something.
    shapes.append(random(count, 2) { $0 % 8 == 0 ? Int64($0 >> 40) : 0 })
    shapes.append(random(count, 3) { -Int64($0 >> 60) })
    shapes.append(Array(repeating: 77, count: count))
    shapes.append((0..<count).map { Int64($0) * 1_000 })
    // One number far off in each block, and the ends of the range.
    shapes.append((0..<count).map { $0 % 128 == 0 ? Int64($0) << 34 : 5 })
    shapes.append(random(count, 4) { $0 % 2 == 0 ? most : -most })
    shapes.append(random(count, 5) { Int64($0 >> 4) - most / 2 })
    return shapes.map { $0.sorted() }
  }
}

@Suite struct SortedRunTests {
  @Test(arguments: [0, 1, 2, 127, 128, 129, 4_096, 4_097, 9_000], [false, true])
  func `numbers come back as they were`(count: Int, isWeighted: Bool) {
    for numbers in Numbers.shapes(count) {
      let run = SortedRun(numbers, isWeighted: isWeighted)
      let (first, code) = (run.first, run.code)
      #expect(run.values == numbers && first == numbers.first ?? 0)
      let again = SortedRun(count: count, first: first, code: code, isWeighted: isWeighted)
      #expect(count == 0 || again == run)
    }
  }

  @Test func `weights that are near take few bits`() {
    let weights = Numbers.random(9_000, 9) { Int64($0 % 8) }
    let keys = weights.enumerated().map { Int64($0) << 20 | 0xA0 + $1 }
    let plain = SortedRun(keys.map { $0 >> 8 }).code.count
    // Three bits each, and twelve for each of 71 blocks.
    let most = plain + (3 * 9_000 + 12 * 71) / 8 + 1
    #expect(SortedRun(keys, isWeighted: true).code.count <= most)
    #expect(SortedRun(keys).code.count > most)
  }

  @Test func `pieces have the bytes of the whole`() {
    for numbers in Numbers.shapes(9_000) {
      var (encoder, rest) = (RunEncoder(reserving: 0), numbers[...])
      for size in [1, 126, 2, 5_000, 300, 9_000] {
        encoder.append(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(encoder.finish() == SortedRun(numbers))
    }
  }

  /// The bound that the code proves; amounts that are spread evenly take half a bit less.
  @Test func `numbers take the bits that they should`() {
    for numbers in Numbers.shapes(9_000) {
      let width = numbers[numbers.count - 1] - numbers[0]
      let bound = SortedRun.bytesMax(count: numbers.count, width: width)
      #expect(SortedRun(numbers).code.count <= bound)
      let (count, values) = (numbers.count, width >> 8 + 1)
      let weighted = SortedRun.bytesMax(count: count, width: values, isWeighted: true)
      #expect(SortedRun(numbers, isWeighted: true).code.count <= weighted)
    }
    // A hundred million paths of a pool of twenty thousand million yuan.
    #expect(SortedRun.bytesMax(count: 100_000_000, width: 2_000_000_000_000) < 209_000_000)
  }

  @Test func `places are found without going through the numbers`() {
    for numbers in Numbers.shapes(9_000) {
      let run = SortedRun(numbers)
      for rank in stride(from: 0, to: numbers.count, by: 997) + [4_095, 4_096, 8_999] {
        let value = numbers[rank]
        #expect(run.value(at: rank) == value)
        for probe in [value - 1, value, value + 1] {
          #expect(run.count(upTo: probe) == numbers.count { $0 <= probe })
        }
      }
      var seen: [Int64] = []
      run.scan(from: 4_099) { seen += $0 }
      #expect(seen == Array(numbers[4_099...]))
    }
  }

  /// Whatever the bytes are: no crash, and what is taken is spelled in the only way.
  @Test(arguments: [false, true])
  func `changed bytes are refused or those of other numbers`(isWeighted: Bool) {
    var stream = RandomStream(seed: 6, path: 0, purpose: 202)
    for numbers in Numbers.shapes(700) {
      let run = SortedRun(numbers, isWeighted: isWeighted)
      for _ in 0..<150 {
        var code = Array(run.code)
        let bits = stream.bits()
        if !code.isEmpty { code[Int(bits >> 32) % code.count] ^= 1 << UInt8(bits % 8) }
        if bits & 0x300 == 0 { code.removeLast(code.count / 3) }
        let count = bits & 0xC00 == 0 ? Int(bits >> 35) : run.count
        let read = SortedRun(
          count: count,
          first: run.first,
          code: code[...],
          isWeighted: isWeighted
        )
        guard let other = read else { continue }
        #expect(SortedRun(other.values, isWeighted: isWeighted).code == code[...])
      }
    }
  }

  @Test func `a file of noughts asks for no memory`() {
    // Twenty-four noughts are four blocks of nothing; the count says far more.
    let code: ArraySlice<UInt8> = [0, 0, 0]
    #expect(SortedRun(count: 512, first: 3, code: code)?.values == Array(repeating: 3, count: 512))
    #expect(SortedRun(count: 1 << 40, first: 3, code: code) == nil)
    #expect(SortedRun(count: 0, first: 0, code: code) == nil)
  }
}

@Suite struct SampleTests {
  private func sample(_ rule: Sample.Rule, _ values: ArraySlice<Int64>) -> Sample {
    var sample = Sample(rule)
    for value in values { sample.append(value) }
    sample.close()
    return sample
  }

  /// More values than are sorted at a time, cut unevenly and joined in two ways.
  @Test func `parts in any order come to the run of the whole`() {
    let values = Numbers.random(600_000, 7) { Int64($0 >> 34) % 100_003 }
    let sorted = values.sorted()
    let cuts = [0, 1, 70_000, 70_000, 400_000, 600_000]
    for rule in [
      Sample.Rule.all(isWeighted: false), .largestTenth(of: 600_000, isWeighted: false),
    ] {
      let whole = sample(rule, values[...])
      #expect(whole.run.values == sorted.suffix(rule.enough == .max ? 600_000 : 60_000))
      let parts = zip(cuts, cuts.dropFirst()).map { sample(rule, values[$0..<$1]) }
      var one = Sample(rule)
      for part in parts.reversed() { one.add(part) }
      one.close()
      #expect(one == whole)
      var other = parts[2]
      for part in [parts[4], parts[0], parts[3], parts[1]] {
        other.add(part)
        other.close()
      }
      #expect(other == whole)
      #expect(Sample(rule, whole.run, paths: 600_000) == whole)
    }
  }

  @Test func `the largest of weighted paths are kept until they count enough`() throws {
    let rule = Sample.Rule.largestTenth(of: 40_000, isWeighted: true)
    let draws = Numbers.random(40_000, 8) { Int64($0 >> 1) }
    func sample(_ part: ArraySlice<Int64>) -> Sample {
      var sample = Sample(rule)
      for draw in part {
        // Weights from two down to nothing.
        let weight = 2 * FactorTilt.one >> (draw % 40)
        sample.append(draw >> 40, PathWeight(rounding: weight, by: UInt64(draw)))
      }
      sample.close()
      return sample
    }
    let whole = sample(draws[...])
    let keys = whole.run.values
    let sum = keys.reduce(0) { $0 + PathWeight(of: $1).units }
    #expect(sum >= rule.enough && sum - PathWeight(of: keys[0]).units < rule.enough)
    #expect(keys.count < 40_000)
    for cut in [1, 9_999, 39_000] {
      var joined = sample(draws[cut...])
      joined.add(sample(draws[..<cut]))
      joined.close()
      #expect(joined == whole)
    }
    #expect(Sample(rule, whole.run, paths: 40_000) == whole)
    // One value less than enough, and one more.
    #expect(
      Sample(rule, SortedRun(Array(keys.dropFirst()), isWeighted: true), paths: 40_000) == nil
    )
    #expect(Sample(rule, SortedRun([keys[0]] + keys, isWeighted: true), paths: 40_000) == nil)
    #expect(Sample(rule, SortedRun([0xFF], isWeighted: true), paths: 1) == nil)
  }

  @Test func `a weight is rounded so that its expectation stays`() {
    let one = FactorTilt.one
    for weight in [0, 1, 15, 16, 17, 31, 999, one / 3, one - 1, one, 2 * one - 1, 2 * one] {
      let low = PathWeight(rounding: weight, by: .max)
      let high = PathWeight(rounding: weight, by: 0)
      #expect(low.units <= weight && weight <= high.units && high.isSound)
      #expect(Double(high.units - low.units) <= Double(weight) / 8)
      // The part of draws that round up, out of 2^32 of equal distance.
      let width = high.units - low.units
      guard width > 0 else { continue }
      let threshold = UInt64(weight - low.units) << UInt64(64 - width.trailingZeroBitCount)
      #expect(PathWeight(rounding: weight, by: threshold - 1) == high)
      #expect(PathWeight(rounding: weight, by: threshold) == low)
      #expect(PathWeight(of: low.key(-5)) == low && PathWeight.value(of: low.key(-5)) == -5)
    }
  }
}

@Suite struct TailTests {
  private func samples(_ values: [(Int64, PathWeight)]?, _ plain: [Int64], _ count: Int)
    -> [Sample]
  {
    [
      Sample.Rule.all(isWeighted: values != nil),
      .largestTenth(of: count, isWeighted: values != nil),
    ].map { rule in
      var sample = Sample(rule)
      for value in values ?? [] { sample.append(value.0, value.1) }
      for value in plain { sample.append(value) }
      sample.close()
      return sample
    }
  }

  private func same(_ tail: Tail, _ plain: PlainTail, above least: Double) {
    for ppm in [950_000, 990_000, 999_000] {
      let quantile = tail.quantile(ppm: ppm)
      #expect(
        [quantile.value, quantile.low, quantile.high].map(\.rawValue) == plain.quantile(ppm: ppm)
      )
      let shortfall = Double(tail.shortfall(ppm: ppm).value.rawValue)
      #expect((shortfall - plain.shortfall(ppm: ppm)).magnitude <= 0.51)
    }
    for part in [0.5, 0.2, 0.05, 0.003, 0.0001, 0] where part < least {
      let value = tail.value(beyond: part)
      #expect(value == plain.value(beyond: part))
      #expect(tail.share(above: value) == plain.share(above: value))
    }
  }

  @Test(arguments: [1, 10, 1_000, 20_000])
  func `levels read off a run are those of the sorted values`(count: Int) {
    for (place, values) in Numbers.shapes(count).enumerated() where ![6, 7].contains(place) {
      for (kept, sample) in samples(nil, values, count).enumerated() {
        let least = kept == 0 || count <= 1_024 ? 1.0 : 0.1
        same(Tail(sample, paths: count), PlainTail(values), above: least)
      }
    }
  }

  @Test(arguments: [1, 10, 1_000, 20_000])
  func `and so are those of weighted paths`(count: Int) {
    for (place, values) in Numbers.shapes(count).enumerated() where ![6, 7].contains(place) {
      // The larger a value, the less its path counts, and no two alike.
      let weighted = values.enumerated().map { rank, value in
        let weight = 2 * FactorTilt.one / Int64(1 + rank * 40 / count)
        return (value, PathWeight(rounding: weight, by: UInt64(rank) << 40))
      }
      let plain = PlainTail(weighted.map { (value: $0.0, weight: $0.1.units) })
      for (kept, sample) in samples(weighted, [], count).enumerated() {
        let least = kept == 0 || count <= 1_024 ? 1.0 : 0.1
        same(Tail(sample, paths: count), plain, above: least)
      }
    }
  }
}
