extension RandomStream {
  /// An exponential number of mean 1.
  package mutating func exponential() -> Double { -DetMath.log(uniform()) }

  /// A standard normal number, of one uniform number.
  package mutating func normal() -> Double { HazardInverse.value(exponential()) }

  /// As many normal numbers, drawn eight at a time from the beginning of a stream.
  mutating func normals(_ numbers: UnsafeMutableBufferPointer<Double>) {
    let segments = HazardInverse.segments
    for first in stride(from: 0, to: numbers.count, by: 8) {
      let (even, odd) = eight()
      let drawn = SIMD8(lowHalf: -DetMath.log(even), highHalf: -DetMath.log(odd))
      for lane in 0..<min(8, numbers.count - first) {
        numbers[first + lane] = HazardInverse.inside(drawn[lane], segments)
      }
    }
  }

  /// A gamma number of scale 1; the shape, which is the mean, is positive.
  ///
  /// Source: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000).
  package mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0 && shape < .infinity, "a gamma distribution has a positive shape")
    guard shape >= 1 else {
      // A gamma number of one more, times a power of a uniform one.
      let greater = gamma(shape: shape + 1)
      return greater * DetMath.exp(DetMath.log(uniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = 1 + c * x
      guard v > 0 else { continue }
      let cube = v * v * v
      if DetMath.log(uniform()) < 0.5 * x * x + d * (1 - cube + DetMath.log(cube)) {
        return d * cube
      }
    }
  }

  /// A beta number, of two gamma ones.
  package mutating func beta(_ a: Double, _ b: Double) -> Double {
    let first = gamma(shape: a)
    let second = gamma(shape: b)
    // Both vanish only for shapes near zero, where all weight is at the ends.
    guard first + second > 0 else { return uniform() * (a + b) < a ? 1 : 0 }
    return first / (first + second)
  }

  /// A χ² number.
  package mutating func chiSquare(degrees: Double) -> Double { 2 * gamma(shape: 0.5 * degrees) }

  /// A Student number.
  package mutating func student(degrees: Double) -> Double {
    let numerator = normal()
    return numerator / (chiSquare(degrees: degrees) / degrees).squareRoot()
  }

  /// A Poisson number; the mean is not negative and below 2^50.
  package mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean < 0x1p50, "a Poisson distribution has a mean")
    guard mean >= 10 else {
      // The number of points of a unit process up to the mean.
      var (count, point) = (0, exponential())
      while point < mean {
        count += 1
        point += exponential()
      }
      return count
    }
    return poissonRejected(mean)
  }

  /// A Poisson number of a mean of 10 or more.
  ///
  /// Source: Hörmann, "The Transformed Rejection Method for Generating Poisson Random Variables"
  /// (1993).
  private mutating func poissonRejected(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let scale = 1.1239 + 1.1328 / (b - 3.4)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let reach = 0.5 - u.magnitude
      let count = ((2 * a / reach + b) * u + mean + 0.43).rounded(.down)
      if reach >= 0.07, v <= 0.9277 - 3.6224 / (b - 2) { return Int(count) }
      if count < 0 || (reach < 0.013 && v > reach) { continue }
      let left = DetMath.log(v * scale / (a / (reach * reach) + b))
      if left <= count * DetMath.log(mean) - mean - DetMath.logGamma(count + 1) {
        return Int(count)
      }
    }
  }
}
