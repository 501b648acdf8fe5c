public import Findings

/// What a person may do in a book (岗位).
public enum Role: String, Sendable, CaseIterable {
  /// 制单: writes vouchers
  case maker
  /// 复核: reviews vouchers
  case reviewer
  /// 审批: approves vouchers
  case approver
  /// 出纳: bank lines
  case cashier
  /// 记账主管: posts, closes, reopens, loads history
  case chief
  /// 基金: registers, quotes, simulations; no posting
  case fund
  /// 审计: reads everything, writes nothing
  case auditor
  /// 系统管理: users, no business data
  case sysadmin
  /// 安全管理: roles
  case secadmin
  /// 安全审计: logs
  case secaudit
}

/// A person who works with the ledger, or one who is only named in its history (用户).
///
/// Duties are separated by person, not by role: who holds several roles still may not review a
/// voucher of their own.
public struct Person: Hashable, Sendable {
  /// The name, unique in the ledger.
  public let name: String
  /// The roles held.
  public let roles: Set<Role>
  /// Whether the person can act; persons named in loaded history cannot.
  public let canSignIn: Bool

  /// Creates a person.
  public init(name: String, roles: Set<Role>, canSignIn: Bool) {
    self.name = name
    self.roles = roles
    self.canSignIn = canSignIn
  }

  /// Checks that the person can act in one of `roles`.
  /// - Throws: `E-ROLE` when not.
  public func require(_ allowed: Set<Role>) throws(Findings) {
    guard canSignIn, !roles.isDisjoint(with: allowed) else {
      let names = Role.allCases.filter(allowed.contains).map(\.rawValue)
      throw Findings(
        Finding(
          .roleMissing,
          value: name,
          arguments: ["person": name, "roles": names.joined(separator: "|")]
        )
      )
    }
  }
}
