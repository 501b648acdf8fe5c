import CanonicalJSON
public import Findings
import Policies
import Quantities

/// A scheme made of a table of banks (示例办法): what each bank gets, and the most in a year.
///
/// It serves as long as nobody has adopted a scheme, and says so in its title.
public enum SampleScheme {
  /// The identity of the policy.
  public static let id = "sample-pool"

  /// The bytes of a policy file.
  ///
  /// A claim is the bank's rate of what is not paid back, rounded half up, within the bank's cap of
  /// the calendar year; recoveries are shared as both sides bore the loss.
  /// - Throws: what of the table no policy can hold.
  public static func file(_ banks: [BankRow]) throws(Findings) -> [UInt8] {
    var findings: [Finding] = []
    for (index, row) in banks.enumerated() {
      if banks[..<index].contains(where: { $0.bank == row.bank }) {
        findings.append(
          Finding(.codeDuplicate, row: row.row, column: "合作银行编码", value: row.bank)
        )
      }
      if row.bank.isEmpty || row.bank.contains("'") || !RecordText.isAcceptable(row.bank) {
        findings.append(
          Finding(.valueUnknown, row: row.row, column: "合作银行编码", value: row.bank)
        )
      }
      if row.rate < .zero || row.rate > .one {
        let range = ["range": "0–100"]
        findings.append(
          Finding(
            .fieldValue,
            row: row.row,
            column: "补偿比例(%)",
            value: "\(row.rate)",
            arguments: range
          )
        )
      }
      if row.yearlyCap < .zero {
        findings.append(
          Finding(.negative, row: row.row, column: "年度补偿上限", value: "\(row.yearlyCap)")
        )
      }
    }
    if banks.isEmpty { findings.append(Finding(.empty)) }
    if !findings.isEmpty { throw Findings(findings) }
    var writer = CanonicalWriter()
    writer.value(policy(banks))
    return writer.bytes
  }

  private static func policy(_ banks: [BankRow]) -> JSONValue {
    let tiers = banks.map { row in
      JSONValue.facts([
        "when": .string(condition(row)), "rate_ppm": .text(row.rate.rawValue),
      ])
    }
    let caps = banks.map { row in
      JSONValue.facts([
        "scope": .string("bank"), "window": .string("year"), "when": .string(condition(row)),
        "abs": .text(row.yearlyCap),
      ])
    }
    return .facts([
      "policy": .string("risk_pool"), "policy_id": .string(id),
      "title": .string("示例办法: 按合作银行表, 正式使用前请采用本地办法"),
      "coverage": .facts(["base": .string("outstanding_principal_at_trigger")]),
      "tiers": .array(tiers), "tier_combine": .string("first"), "caps": .array(caps),
      "rounding": .facts(["mode": .string("half_up")]),
      "recovery": .facts([
        "cost_first": .string("true"), "order": .string("pro_rata"),
        "share_basis": .string("actual_borne"),
      ]),
    ])
  }

  private static func condition(_ row: BankRow) -> String { "bank = '\(row.bank)'" }
}
