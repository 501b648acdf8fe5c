public import Accounting
public import Findings
public import Quantities

/// The auditors' tests of a pool (审计检查).
public enum PoolTest: String, Hashable, Sendable, CaseIterable {
  /// 单据不符合办法: the rules do not take a document that was taken over
  case rules
  /// 重复补偿: a claim, or a loan, paid twice
  case paidTwice = "paid_twice"
  /// 重复享受政策: one loan in two schemes
  case twoSchemes = "two_schemes"
  /// 逾期后备案: a loan that came under the scheme after it had failed
  case enrolledAfterDefault = "enrolled_after_default"
  /// 续贷掩盖: a loan that is made to last longer again and again
  case evergreen
  /// 余额不符: a balance that is not the one the bank reported
  case balance
  /// 追偿款未及时归还
  case recoveryLate = "recovery_late"
  /// 利息未入池: a quarter without interest on an account that holds money
  case interestMissing = "interest_missing"
  /// 熔断后仍受理: a breaker's threshold was reached and nothing stopped
  case breakerPassed = "breaker_passed"
  /// 资金沉淀: money that nobody uses
  case idleMoney = "idle_money"
  /// 禁止对象: compensation for a firm on an exclusion list
  case excludedFirm = "excluded_firm"
  /// 岗位未分离: one person at two steps of a claim
  case samePerson = "same_person"
  /// 适用版本: another version of the scheme than the right one
  case version
}

/// What a test found (审计疑点), with the documents behind it.
public struct PoolFinding: Hashable, Sendable {
  /// Which test.
  public let test: PoolTest
  /// The loan, claim, recovery, account or bank.
  public let subject: String
  /// The numbers of the documents behind it, in the order of time.
  public let documents: [String]
  /// The figures, by name.
  public let figures: [String: String]
}

/// The auditors' tests over the documents of one pool.
public struct PoolCheck: Sendable {
  /// What was found, by test and then as it came about.
  public let findings: [PoolFinding]
  /// The pool after all documents that the rules take.
  public let pool: Pool

  /// What the documents do not say.
  public struct Terms: Sendable {
    /// The day of the check.
    public var asOf: CivilDate
    /// Firms that may get nothing.
    public var excluded: Set<String> = []
    /// Loans that stand in another pool as well, with its name.
    public var elsewhere: [String: String] = [:]
    /// The digest of the scheme that the record of a decision names, by the document's number.
    public var versions: [String: String] = [:]
    /// Within how many days a recovery goes on, where the scheme does not say.
    public var recoveryDays: Int32 = 30
    /// How often a loan may be made to last longer.
    public var extensionsMax = 1
    /// For how many days money may lie idle.
    public var idleDays: Int32 = 365

    /// Creates terms.
    public init(asOf: CivilDate) { self.asOf = asOf }
  }

  /// Runs every test.
  ///
  /// - Parameters:
  ///   - opening: how the pool began.
  ///   - head: the head of the opening.
  ///   - documents: everything after it, in the order of the log.
  ///   - terms: what the documents do not say.
  /// - Throws: what is wrong with the opening.
  public init(
    _ opening: PoolOpening,
    _ head: DocumentHead,
    _ documents: [PoolDocument],
    _ terms: Terms
  ) throws(Findings) {
    var run = PoolCheckRun(try Pool(opening, head), terms)
    for document in documents { run.follow(document) }
    run.finish()
    let order = Dictionary(
      uniqueKeysWithValues: PoolTest.allCases.enumerated().map { ($0.element, $0.offset) }
    )
    findings = run.found.enumerated().sorted { left, right in
      let (first, second) = (order[left.element.test] ?? 0, order[right.element.test] ?? 0)
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
    pool = run.pool
  }
}
