import Accounting
import Findings
public import Policies
public import Quantities

/// What opens a pool (设立): it makes the pool and is no event, so it comes once and first.
public struct PoolOpening: Hashable, Sendable {
  /// The pool's code (资金池编码).
  public let pool: String
  /// The accounts that hold its money, at least one.
  public let accounts: [String]
  /// The scheme by which it pays.
  public let scheme: AdoptedScheme

  /// Creates an opening.
  public init(pool: String, accounts: [String], scheme: AdoptedScheme) {
    self.pool = pool
    self.accounts = accounts
    self.scheme = scheme
  }
}

/// A scheme as a pool keeps it (采用办法), whatever the policy file becomes later.
public struct AdoptedScheme: Sendable {
  /// The identity of the policy version.
  public let policy: String
  /// The SHA-256 of the policy file, in hexadecimal digits.
  public let digest: String
  /// The first day it decides about.
  public let from: CivilDate
  /// The scheme.
  public let scheme: Scheme
  /// Its rules, ready for claims.
  let rule: ClaimRule
  /// Its breakers, ready to be stepped.
  let breakers: BreakerRule

  /// Freezes what a scheme says.
  ///
  /// What every claim, recovery and breaker needs may not be open; a rate or predicate that only
  /// some loans need may, and then refuses those.
  /// - Throws: every such value that is open; a digest that is none.
  public init(_ scheme: Scheme, digest: String, from: CivilDate) throws(Refusal) {
    rule = try ClaimRule(scheme)
    breakers = try BreakerRule(scheme)
    _ = try needed(
      scheme.eligibility,
      scheme.triggers,
      scheme.recovery.costFirst,
      scheme.recovery.order,
      scheme.recovery.shareBasis,
      scheme.shortage.order,
      scheme.shortage.onShortfall
    )
    guard EvidencePaper.isDigest(digest) else {
      let shape = ["expected": "digest"]
      throw Refusal(Finding(.fieldValue, column: "digest", value: digest, arguments: shape))
    }
    policy = scheme.header.id
    self.digest = digest
    self.from = from
    self.scheme = scheme
  }
}

extension AdoptedScheme: Hashable {
  /// Two are the same when the same file is in force from the same day.
  public static func == (left: AdoptedScheme, right: AdoptedScheme) -> Bool {
    left.digest == right.digest && left.from == right.from && left.scheme == right.scheme
  }

  /// Hashes the digest and the day.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    hasher.combine(from)
  }
}
