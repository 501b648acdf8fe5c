import Testing

@testable import Simulators

/// Closed forms against tables that were computed elsewhere, with thirty digits where it matters.
@Suite struct AnalyticTests {
  private func near(_ value: Double, _ truth: Double, _ bound: Double) -> Bool {
    (value - truth).magnitude <= bound
  }

  @Test(arguments: [
    (
      0.01, 0.03,
      [
        0.0048065575, 0.0190964114, 0.0254139683, 0.0344869630, 0.0230305942, 0.0293526519,
        0.0385311612,
      ]
    ),
    (
      0.01, 0.12,
      [
        0.0108210942, 0.0305692348, 0.0525265921, 0.0903258313, 0.0444628297, 0.0687086212,
        0.1092103553,
      ]
    ),
    (
      0.01, 0.20,
      [
        0.0154569460, 0.0376601328, 0.0752507894, 0.1455252661, 0.0616238350, 0.1051293712,
        0.1814355314,
      ]
    ),
    (
      0.02, 0.08,
      [
        0.0148756565, 0.0488466967, 0.0728098993, 0.1093632584, 0.0638290892, 0.0885990360,
        0.1261288468,
      ]
    ),
    (
      0.03, 0.03,
      [
        0.0120993890, 0.0525745321, 0.0667375755, 0.0859383028, 0.0613526380, 0.0751112473,
        0.0940682141,
      ]
    ),
    (
      0.03, 0.08,
      [
        0.0206237555, 0.0699958398, 0.1011793424, 0.1469503171, 0.0894213397, 0.1210080105,
        0.1672369612,
      ]
    ),
    (
      0.03, 0.12,
      [
        0.0261178222, 0.0811270858, 0.1259240927, 0.1938519562, 0.1090787316, 0.1552674684,
        0.2241698955,
      ]
    ),
    (
      0.03, 0.20,
      [
        0.0359727183, 0.1002085100, 0.1737069643, 0.2885331569, 0.1460555232, 0.2231589628,
        0.3386013199,
      ]
    ),
    (
      0.05, 0.08,
      [
        0.0307522986, 0.1093789665, 0.1517689999, 0.2108086219, 0.1356661885, 0.1774540627,
        0.2357841767,
      ]
    ),
    (
      0.05, 0.12,
      [
        0.0386348951, 0.1258939759, 0.1855649282, 0.2701775989, 0.1629007956, 0.2223141487,
        0.3057622235,
      ]
    ),
    (
      0.08, 0.20,
      [
        0.0729760965, 0.2270820416, 0.3417308799, 0.4897077897, 0.2974620901, 0.4065519479,
        0.5442353098,
      ]
    ),
  ])
  func `a large pool has the limits of Vasicek`(rate: Double, share: Double, truth: [Double]) {
    let pool = LargePool(defaultRate: rate, correlation: share)
    let levels = [0.95, 0.99, 0.999]
    let found =
      [pool.deviation] + levels.map { pool.quantile($0) } + levels.map { pool.shortfall($0) }
    for (value, truth) in zip(found, truth) {
      #expect(near(value, truth, 1e-9), "\(value) \(truth)")
    }
  }

  @Test(arguments: [
    (0.03, 0.05, 0.001152579313), (0.03, 0.12, 0.001582140639), (0.03, 0.20, 0.002194036460),
    (0.05, 0.08, 0.003445703869), (0.02, 0.05, 0.000530085551),
  ])
  func `two loans fail together as often as they should`(rate: Double, share: Double, truth: Double)
  {
    let place = Normal.quantile(rate)
    #expect(near(BivariateNormal.probability(place, place, share), truth, 1e-12))
  }

  @Test(arguments: [
    (
      50, 0.03, 0.12, [0.3522190651, 0.2723625875, 0.1648866842, 0.0933922312, 1.7681189340],
      [5, 8, 12], [6.67766608, 9.52850759, 13.62054240]
    ),
    (
      100, 0.03, 0.12, [0.1864078260, 0.2025640854, 0.1666419597, 0.1253292647, 3.1085675678],
      [9, 14, 22], [12.20399413, 17.35422522, 24.93185825]
    ),
    (
      200, 0.03, 0.12, [0.0786957313, 0.1116528057, 0.1159532229, 0.1075463372, 5.7418810003],
      [17, 27, 41], [23.15783084, 32.92943823, 47.37522727]
    ),
    (
      100, 0.05, 0.08, [0.0519547248, 0.1017741097, 0.1275770180, 0.1311545922, 3.7566565324],
      [12, 17, 24], [15.25374390, 20.06802368, 26.69249080]
    ),
    (
      500, 0.03, 0.12, [0.0176816251, 0.0326687813, 0.0425135532, 0.0481184108, 13.5920597910],
      [42, 65, 99], [55.91181527, 79.54009639, 114.65864516]
    ),
  ])
  func `a finite pool is exact`(
    loans: Int,
    rate: Double,
    share: Double,
    truth: [Double],
    quantiles: [Int],
    tails: [Double]
  ) {
    let pool = FinitePool(loans: loans, defaultRate: rate, correlation: share)
    let found = pool.probabilities.prefix(4) + [pool.deviation]
    for (value, truth) in zip(found, truth) {
      #expect(near(value, truth, 1e-9), "\(value) \(truth)")
    }
    let levels = [0.95, 0.99, 0.999]
    #expect(levels.map { pool.quantile($0) } == quantiles)
    for (level, truth) in zip(levels, tails) { #expect(near(pool.shortfall(level), truth, 1e-7)) }
    if loans == 100, rate == 0.03 {
      #expect(near(pool.probabilities[0], 0.1864078260363064, 1e-11))
      #expect(near(pool.probabilities[10], 0.01200541083431868, 1e-11))
    }
    if loans == 200 { #expect(near(pool.probability(ofMoreThan: 20), 0.028457360698, 1e-10)) }
  }

  @Test(arguments: [
    (0.03, 0.12, 4.0, [0.1493090249, 0.2981056209, 0.4876986779]),
    (0.03, 0.12, 10.0, [0.1138995481, 0.2059809032, 0.3430532622]),
    (0.03, 0.12, 30.0, [0.0935047224, 0.1552505136, 0.2500702577]),
    (0.05, 0.08, 4.0, [0.2021264839, 0.3350247475, 0.4893216848]),
    (0.05, 0.08, 10.0, [0.1533235827, 0.2399086124, 0.3569378391]),
  ])
  func `fat tails have their limits`(rate: Double, share: Double, degrees: Double, truth: [Double])
  {
    let pool = LargePool(defaultRate: rate, correlation: share)
    for (level, part) in zip([0.95, 0.99, 0.999], truth) {
      #expect(near(pool.probability(ofAtMost: part, degrees: degrees), level, 1e-8))
    }
  }

  @Test func `CreditRisk+ in one sector of single units is negative binomial`() {
    let loans = [(units: 1, failures: 3.0)]
    let found = CreditRiskPlus(loans: loans, variance: 0.25, upTo: 7).probabilities
    let truth = [
      0.106622240733, 0.182780984114, 0.195836768693, 0.167860087451, 0.125895065589,
      0.086328044975, 0.055496600341, 0.033977510413,
    ]
    for (value, truth) in zip(found, truth) { #expect(near(value, truth, 1e-11)) }
  }

  /// "Integrating Correlations", Risk, July 1999, with one sector of the same total variance.
  @Test func `CreditRisk+ comes to the published portfolio of two thousand loans`() {
    let loans = [(units: 1, failures: 40.0), (units: 2, failures: 20.0)]
    let found = CreditRiskPlus(loans: loans, variance: 0.421875, upTo: 400)
    #expect(near(found.probabilities[0], 0.00043021921728, 1e-13))
    #expect(near(found.probability(ofAtMost: 249), 0.98975552, 1e-8))
    #expect(near(found.probability(ofAtMost: 250), 0.99000073, 1e-8))
    #expect([0.9, 0.95, 0.99, 0.999].map { found.quantile($0) } == [151, 182, 250, 343])
    let amounts = [(amount: 1.0, failures: 40.0), (amount: 2.0, failures: 20.0)]
    let deviation = CreditRiskPlus.deviation(loans: amounts, variance: 0.421875)
    #expect(near(deviation, 53.1036721894, 1e-9))
  }

  /// The 25 loans of the technical document; expected loss 14,221,863 as published.
  @Test func `CreditRisk+ comes to the portfolio of the technical document`() {
    let rates = [1.5, 1.6, 3, 5, 7.5, 10, 15, 30]
    let grades = "HHFGGGHGDDADDHFEDCECHHBFE"
    let amounts: [Double] = [
      358475, 1_089819, 1_799710, 1_933116, 2_317327, 2_410929, 2_652184, 2_957685, 3_137989,
      3_204044, 4_727724, 4_830517, 4_912097, 4_928989, 5_042312, 5_320364, 5_435457, 5_517586,
      5_764596, 5_847845, 6_466533, 6_480322, 7_727651, 15_410906, 20_238895,
    ]
    let loans = zip(amounts, grades.utf8).map { amount, grade in
      (amount: amount, failures: rates[Int(grade) - 65] / 100)
    }
    let expected = loans.reduce(0) { $0 + $1.amount * $1.failures }
    #expect(near(expected, 14_221_863.481, 0.001))
    #expect(near(CreditRiskPlus.deviation(loans: loans, variance: 0.25), 12_613_103.68, 0.01))
    let banded = loans.map { loan in
      let units = (loan.amount / 100_000).rounded(.up)
      return (units: Int(units), failures: loan.failures * loan.amount / (units * 100_000))
    }
    let found = CreditRiskPlus(loans: banded, variance: 0.25, upTo: 1_200)
    #expect(near(found.probabilities[0], 0.095619548138, 1e-11))
    // Interpolated between units, the 99 % point is 55,292,456.
    #expect(found.quantile(0.99) == 553)
  }

  @Test(arguments: [
    (0.0003, [0.14443567, 0.11299135, 0.04451101, 0.2382134328, 0.1982134328, 0.1586421412]),
    (0.005, [0.69611736, 0.54910926, 0.32361188, 0.2134560940, 0.1734560940, 0.1391294127]),
    (0.01, [0.92316801, 0.72394727, 0.45772725, 0.1927836792, 0.1527836792, 0.1216094517]),
    (0.03, [1.28437746, 0.97578037, 0.62791861, 0.1467756192, 0.1067756192, 0.0754919074]),
    (0.10, [1.93086906, 1.46512944, 0.75542806, 0.1208085536, 0.0808085536, 0.0339256598]),
    (0.20, [2.38231596, 1.88415758, 1.00277361, 0.1200054480, 0.0800054480, 0.0301185447]),
  ])
  func `risk weights are those of the framework`(rate: Double, truth: [Double]) {
    let found = [
      Basel.riskWeight(defaultRate: rate, severity: 0.45),
      Basel.riskWeight(defaultRate: rate, severity: 0.45, sales: 5),
      Basel.retailRiskWeight(defaultRate: rate, severity: 0.45),
      Basel.correlation(defaultRate: rate),
      Basel.correlation(defaultRate: rate, sales: 5),
      Basel.retailCorrelation(defaultRate: rate),
    ]
    for (value, truth) in zip(found, truth) {
      #expect(near(value, truth, 1e-8), "\(value) \(truth)")
    }
  }
}
