import Accounting
import Findings
import Reports
import Testing

@testable import Commands

@Suite struct CatalogueTests {
  /// A text that both languages must have, with the templates of each.
  struct Entry: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let chinese: [String]
    let english: [String]

    init(_ name: String, _ words: (any Catalogue) -> Wording?) {
      testDescription = name
      let missing = Wording("")
      let (chinese, english) = (words(Chinese()) ?? missing, words(English()) ?? missing)
      self.chinese = [chinese.message, chinese.remedy]
      self.english = [english.message, english.remedy]
    }
  }

  static let entries =
    FindingCode.allCases.map { code in Entry(code.rawValue) { $0.wording(code) } }
    + FailureCode.allCases.map { code in Entry(code.rawValue) { $0.wording(code) } }
    + TextKey.allCases.map { key in Entry(key.rawValue) { Wording($0.wording(key)) } }

  @Test(arguments: entries)
  func `says everything in both languages with the same arguments`(_ entry: Entry) {
    #expect(!entry.chinese[0].isEmpty && !entry.english[0].isEmpty)
    let names = { (templates: [String]) in Set(templates.flatMap { Template($0).names }) }
    #expect(names(entry.chinese) == names(entry.english))
    #expect(entry.english.allSatisfy { !$0.contains { "，。；：（）".contains($0) } })
  }

  @Test func `codes of findings and failures do not collide`() {
    let codes = FindingCode.allCases.map(\.rawValue) + FailureCode.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
  }

  @Test func `the glossaries know the same words, and every role, state and step`() {
    let (chinese, english) = (Chinese().glossary, English().glossary)
    #expect(Set(chinese.keys) == Set(english.keys))
    let needed =
      Role.allCases.map { "role.\($0)" } + VoucherState.allCases.map { "state.\($0)" }
      + PeriodState.allCases.map { "period_state.\($0)" }
      + PeriodCheck.Name.allCases.map { "check.\($0.rawValue)" }
      + VoucherStep.allCases.map { "step.\($0)" } + Aspect.allCases.map { "layer.\($0)" }
    #expect(needed.filter { chinese[$0] == nil } == [])
  }

  @Test(arguments: [
    (
      Finding(
        .unbalanced,
        row: 2,
        column: "贷方金额",
        arguments: [
          "voucher": "记-0001", "aspect": "financial", "debit": "300000.00",
          "credit": "299999.99", "difference": "0.01", "rows": "2、3",
        ]
      ),
      "E-UNBALANCED 第 2 行 贷方金额: 记-0001 借方 300,000.00 贷方 299,999.99 相差 0.01 (请核对第 2、3 行)",
      "E-UNBALANCED row 2 贷方金额: 记-0001 debit 300,000.00 credit 299,999.99 difference 0.01 "
        + "(check rows 2、3)"
    ),
    (
      Finding(
        .separationOfDuties,
        value: "张敏",
        arguments: [
          "subject": "2026-01-记-0003", "person": "张敏", "step": "review", "others": "王磊、孙悦",
        ]
      ),
      "E-SOD 2026-01-记-0003: 张敏 不能复核自己的凭证 (可由: 王磊、孙悦)",
      "E-SOD 2026-01-记-0003: 张敏 cannot review a voucher of their own (who may: 王磊、孙悦)"
    ),
    (
      Finding(
        .accountUnknown,
        row: 2,
        column: "科目编码",
        value: "129901",
        arguments: ["near": "122101 先投项目款"]
      ),
      "E-ACCOUNT-UNKNOWN 第 2 行 科目编码: 科目 129901 不存在 (相近: 122101 先投项目款)",
      "E-ACCOUNT-UNKNOWN row 2 科目编码: no account 129901 (similar: 122101 先投项目款)"
    ),
    (
      Finding(.periodClosed, row: 2, column: "凭证日期", arguments: ["period": "2025-12"]),
      "E-PERIOD-CLOSED 第 2 行 凭证日期: 2025年12期已结账 (如需补记请先反结账)",
      "E-PERIOD-CLOSED row 2 凭证日期: 2025-12 is closed (reopen it to add vouchers)"
    ),
    (
      Finding(.roleMissing, arguments: ["person": "张敏", "roles": "chief|approver"]),
      "E-ROLE: 张敏 没有所需岗位 (需要: 主管、审批)",
      "E-ROLE: 张敏 lacks the role (needs: chief, approver)"
    ),
  ])
  func `a finding is one line in either language`(
    _ finding: Finding,
    _ chinese: String,
    _ english: String
  ) {
    #expect(finding.line(.chinese) == chinese)
    #expect(finding.line(.english) == english)
  }

  @Test func `a template leaves out what is not known and never what the person wrote`() {
    let template = Template("[{voucher} ]{amount:yuan}[; 见 {by}|; 未知]")
    #expect(template.filled(["amount": "-1234567.89"], .chinese) == "-1,234,567.89; 未知")
    let all = ["amount": "999.00", "voucher": "{x}[y]", "by": "甲|乙"]
    #expect(template.filled(all, .chinese) == "{x}[y] 999.00; 见 甲|乙")
    #expect(template.names == ["voucher", "amount", "by"])
  }

  @Test(arguments: [
    ("0.00", "0.00"), ("999.99", "999.99"), ("1000.00", "1,000.00"), ("-100.00", "-100.00"),
    ("-92233720368547758.08", "-92,233,720,368,547,758.08"), ("1460", "1,460"),
  ])
  func `groups digits by three`(_ amount: String, _ grouped: String) {
    #expect(Template.grouped(amount) == grouped)
  }
}
