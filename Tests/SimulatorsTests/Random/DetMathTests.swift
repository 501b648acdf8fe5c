import Simulators
import Testing

/// How far `value` is from `truth`, in parts of the truth; in parts of `least` where that is small.
func distance(_ value: Double, _ truth: Double, least: Double = 0) -> Double {
  value == truth ? 0 : (value - truth).magnitude / max(truth.magnitude, least)
}

@Suite struct DetMathTests {
  @Test(arguments: Reference.exponentials)
  func `the exponential is right to the last digits`(x: Double, truth: Double) {
    #expect(distance(DetMath.exp(x), truth) < 5e-16, "\(x)")
  }

  @Test func `the exponential ends in nothing and infinity`() {
    #expect(DetMath.exp(-709) == 0)
    #expect(DetMath.exp(-.infinity) == 0)
    #expect(DetMath.exp(710) == .infinity)
    #expect(DetMath.exp(.nan).isNaN)
  }

  @Test(arguments: Reference.logarithms)
  func `the logarithm is right to the last digits`(x: Double, truth: Double) {
    #expect(distance(DetMath.log(x), truth) < 5e-16, "\(x)")
  }

  @Test func `the logarithm of nothing is minus infinity`() {
    #expect(DetMath.log(0) == -.infinity)
    #expect(DetMath.log(-1).isNaN)
    #expect(DetMath.log(.infinity) == .infinity)
  }

  @Test(arguments: Reference.hazards)
  func `the hazard is right to eleven digits`(x: Double, truth: Double) {
    #expect(distance(Hazard.value(x), truth) < 3e-12, "\(x)")
  }

  @Test(arguments: Reference.inverses)
  func `the inverse of the hazard is right to eleven digits`(r: Double, truth: Double) {
    #expect(distance(HazardInverse.value(r), truth, least: 1) < 2e-12, "\(r)")
  }

  @Test(arguments: Reference.quantiles)
  func `normal quantiles are right to eleven digits`(p: Double, truth: Double) {
    #expect(distance(Normal.quantile(p), truth, least: 1) < 2e-12, "\(p)")
    // Near the right end one probability holds many numbers.
    let slack = 0x1p-53 / max(Normal.density(truth) * truth.magnitude, 1e-300)
    guard slack < 1e-3 || p < 0.5 else { return }
    #expect(distance(Normal.probability(below: truth), p) < 1e-10, "\(p)")
  }

  @Test func `quantiles outside of 0 to 1 are no numbers`() {
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(-0.1).isNaN && Normal.quantile(1.1).isNaN)
    #expect(HazardInverse.value(0.0) == -.infinity && HazardInverse.value(-1.0).isNaN)
  }

  @Test(arguments: Reference.logGammas)
  func `the logarithm of the gamma function is right to thirteen digits`(x: Double, truth: Double) {
    #expect(distance(DetMath.logGamma(x), truth, least: 1) < 2e-14, "\(x)")
  }

  @Test(arguments: Reference.betas)
  func `the incomplete beta function is right to twelve digits`(
    x: Double,
    a: Double,
    b: Double,
    truth: Double
  ) {
    #expect(distance(DetMath.beta(a, b, at: x), truth) < 2e-12, "\(x) \(a) \(b)")
  }

  @Test func `the quantiles of a loss distribution are those that were published`() {
    let table = BetaQuantiles(1.652, 0.708)
    for (p, truth) in [(0.1, 0.31450837), (0.5, 0.76145512), (0.9, 0.97751005)] {
      #expect(distance(table.value(p), truth) < 1e-5, "\(p)")
    }
    let mean = table.values.dropFirst().dropLast().reduce(0.5, +) / 1024
    #expect(distance(mean, 1.652 / 2.36) < 1e-4)
  }

  @Test func `lanes compute what single numbers do, bit for bit`() {
    var stream = RandomStream(seed: 20, path: 1, purpose: 0)
    for round in 0..<64 {
      let ((low, lowOthers), (high, highOthers)) = (stream.eight(), stream.eight())
      let uniforms = SIMD8(lowHalf: low, highHalf: high)
      let wide = (SIMD8(lowHalf: lowOthers, highHalf: highOthers) - 0.5) * 1400
      let (logs, four) = (DetMath.log(uniforms), DetMath.log(low))
      let exponentials = DetMath.exp(wide)
      for lane in 0..<8 {
        #expect(logs[lane] == DetMath.log(uniforms[lane]), "round \(round)")
        #expect(exponentials[lane] == DetMath.exp(wide[lane]))
        if lane < 4 { #expect(four[lane] == logs[lane]) }
      }
    }
  }

  @Test func `whole numbers below are found without a conversion`() {
    var stream = RandomStream(seed: 21, path: 0, purpose: 0)
    for x in [0.25, 0.999_999, 1.5, 59.000_001, 1e6 + 0.5] {
      #expect(DetMath.floor(x) == Int32(x), "\(x)")
    }
    for _ in 0..<10_000 {
      let x = stream.uniform() * 2_000_000_000
      #expect(DetMath.floor(x) == Int32(x), "\(x)")
    }
    // Of a whole number the one before it may come out, but no other.
    for whole in 1..<100 {
      #expect([whole, whole - 1].contains(Int(DetMath.floor(Double(whole)))))
    }
  }

  @Test func `segments meet where they end`() {
    for edge in -127..<128 {
      let x = Double(edge) / 16
      let (below, above) = (Hazard.value(x.nextDown), Hazard.value(x.nextUp))
      #expect(distance(below, above) < 1e-11, "\(x)")
    }
    #expect(distance(Hazard.value((8.0).nextDown), Hazard.value(8)) < 1e-11)
    #expect(distance(Hazard.value((-8.0).nextDown), Hazard.value(-8)) < 1e-11)
  }

  @Test func `the same bits on every machine`() {
    var stream = RandomStream(seed: 6, path: 0, purpose: 7)
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func absorb(_ value: Double) { digest = (digest ^ value.bitPattern) &* 0x100_0000_01B3 }
    for _ in 0..<500 {
      let u = stream.uniform()
      absorb(DetMath.exp((u - 0.5) * 1400))
      absorb(DetMath.log(u))
      absorb(Hazard.value((u - 0.5) * 30))
      absorb(Normal.quantile(u))
      absorb(DetMath.logGamma(u * 20))
      absorb(stream.gamma(shape: 0.5 + u))
    }
    #expect(digest == 15_670_964_694_117_708_803)
  }
}
