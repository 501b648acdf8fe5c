import Foundation
import Testing

@testable import Commands

/// Bank statements and their reconciliation on the command line.
@Suite struct BankCommandTests {
  /// The three-year example with the statements of both accounts.
  static let imported: Data = {
    do {
      let desk = try Desk(ThreeYears.posted)
      for account in ["100201", "100202"] {
        try ThreeYears.done(desk.run(line(account), as: "何伟"))
      }
      return try desk.bytes
    } catch { preconditionFailure("\(error)") }
  }()

  static func line(_ account: String, of other: String? = nil) -> String {
    "bank import \(ThreeYears.clean)/bank_\(other ?? account).csv --account \(account)"
  }

  @Test func `three years of bank lines give the expected reconciliation`() throws {
    let desk = try Desk(Self.imported)
    let run = desk.run("bank match --account 100201 --to 2025-12-31 --json")
    #expect(run.exit == .differences && run.messages.isEmpty)
    let found = try #require(try Found(run.output).value as? NSDictionary)
    let expected = try ThreeYears.expected("expected/reconciliation.json")
    for key in expected.keys where key != "lag_over_year_end" {
      #expect(found[key] as? NSObject == expected[key].value as? NSObject, "\(key)")
    }
    let counts = try Found(run.output)
    #expect(counts["bank_lines"].number == 439 && counts["book_lines"].number == 270)
    #expect(counts["bank_lines_matched"].number == 436 && counts["remainder"].text == "0.00")
    let matches = counts["matches"]
    #expect(matches["one_to_one"].number == 222 && matches["one_to_many"].number == 35)
    #expect(matches["cancelled_in_book"].number == 6)
    #expect(desk.run("book check \(desk.path)").exit == .ok)
  }

  @Test func `people read the differences and the form to be signed`() throws {
    let desk = try Desk(Self.imported)
    let run = desk.run("bank match --account 100201 --to 2025-12-31")
    for text in [
      "账有银无  2025-12-22  2025-12-记-0002", "300,000.00  P045-拨4  (在途)", "示例科技园退款 退款",
      "金额不符", "账 26,400.00  银 62,400.00  (疑似数字颠倒, 差 36,000.00 可被 9 整除)",
      "自动匹配流水 436 条(一对一 222, 一对多 35 组, 多对一 0 组), 红字与订正对冲 6 对",
      "账面 75,535,086.41 → 调节后 75,718,836.41;  银行 75,982,836.41 → 75,682,836.41;  未解释 36,000.00",
    ] { #expect(run.output.contains(text), "\(text)\n\(run.output)") }
    let form = desk.run("bank statement --account 100201 --to 2025-12-31 --csv")
    #expect(form.exit == .ok)
    for row in [
      "账面余额,,,,75535086.41", "加: 银收账未收,2025-12-30,", ",退款,185000.00",
      "账面调节后余额,,,,75718836.41", "减: 账付银未付,2025-12-22,2025-12-记-0002,",
      "银行调节后余额,,,,75682836.41", "调节后差额,,,,36000.00", "其中: 金额不符,2024-08-",
      "未解释差额,,,,0.00",
    ] { #expect(form.output.contains(row), "\(row)\n\(form.output)") }
    let english = desk.run("bank match --account 100201 --to 2025-12-31 --lang en")
    #expect(english.output.contains("digits swapped?"))
  }

  @Test func `an account without differences exits with nothing to say`() throws {
    let desk = try Desk(Self.imported)
    let run = desk.run("bank match --account 100202 --to 2025-12-31 --json")
    #expect(run.exit == .ok)
    let found = try Found(run.output)
    #expect(found["unexplained"].text == "0.00" && found["amount_mismatch"].isNull)
    #expect(found["booked_not_at_bank"].list.isEmpty && found["at_bank_not_booked"].list.isEmpty)
    #expect(found["book_balance"].text == found["bank_balance"].text)
  }

  @Test func `statements and lines are listed`() throws {
    let desk = try Desk(Self.imported)
    let statements = try desk.json("bank list")["statements"].list
    #expect(statements.map { $0["account"].text } == ["100201", "100202"])
    #expect(statements.map { $0["added"].number } == [439, 44])
    let range = "--from 2025-12-30 --to 2025-12-31"
    let lines = try desk.json("bank list --account 100201 \(range)")["rows"].list
    #expect(lines.map { $0["memo"].text }.contains("网银年费"))
    #expect(desk.run("audit log --type bank_lines").output.contains("导入银行流水 100201"))
  }

  @Test func `a statement may be imported again, and changed it is a conflict`() throws {
    let desk = try Desk(Self.imported)
    let again = try desk.json(Self.line("100201"), as: "何伟")
    #expect(again["outcome"].text == "accept")
    #expect(again["added"].number == 0 && again["known"].number == 439)
    let original = "\(ThreeYears.clean)/bank_100202.csv"
    let tampered = try String(contentsOfFile: original, encoding: .utf8)
      .replacing("存款利息", with: "利息", maxReplacements: 1)
    let file = try desk.save(tampered, "改.csv")
    let run = desk.run("bank import \(file) --account 100202 --json", as: "何伟")
    #expect(run.exit == .conflict)
    #expect(try Found(run.output)["error"]["code"].text == "E-BANK-CONFLICT")
    #expect(try desk.json("bank list")["statements"].list.count == 2)
  }

  @Test func `lines that are missing are told, what is wrong is refused`() throws {
    let desk = try Desk(ThreeYears.posted)
    let head = "交易日期,支出,收入,余额,流水号\n"
    let first = try desk.save(head + "2025-01-02,,5.00,5.00,1\n", "一.csv")
    let later = try desk.save(head + "2025-03-02,,5.00,25.00,9\n", "三.csv")
    let wrong = try desk.save(head + "2025-04-02,1.00,5.00,25.00,10\n", "四.csv")
    #expect(desk.run("bank import \(first) --account 100201", as: "张敏").exit == .ok)
    let gap = try desk.json("bank import \(later) --account 100201", as: "张敏")
    #expect(gap["outcome"].text == "warn")
    #expect(gap["findings"][0]["code"].text == "W-BANK-GAP")
    #expect(gap["findings"][0]["message"].text?.contains("15.00") == true)
    let before = try desk.bytes
    let run = desk.run("bank import \(wrong) --account 100201 --json", as: "张敏")
    #expect(run.exit == .data)
    #expect(try Found(run.output)["outcome"].text == "reject")
    #expect(try Found(run.output)["findings"][0]["code"].text == "E-BOTH-SIDES")
    #expect(desk.run("bank import \(later) --account 100201", as: "王磊").exit == .denied)
    #expect(desk.run("bank import \(later) --account 999", as: "张敏").exit == .notFound)
    #expect(desk.run("bank match --account 100202 --to 2025-12-31").exit == .notFound)
    #expect(desk.run("bank match --account 100201 --to 2025-12-31 --days-after x").exit == .usage)
    #expect(try desk.bytes == before)
  }

  @Test func `a folder's statements are left out, since nothing says whose they are`() throws {
    let desk = try ThreeYears.empty()
    let found = try desk.json("import run \(ThreeYears.clean) --post", as: "何伟")
    let untold = found["findings"].list.filter { $0["code"].text == "W-BANK-ACCOUNT" }
    #expect(untold.map { $0["file"].text } == ["bank_100201.csv", "bank_100202.csv"])
    #expect(try desk.json("bank list")["statements"].list.isEmpty)
    let told = "import run \(ThreeYears.clean)/bank_100201.csv --bank 100201=bank_100201.csv"
    let again = try desk.json(told, as: "何伟")
    #expect(again["tables"][0]["loaded"].flag == true && again["tables"][0]["rows"].number == 439)
    #expect(try desk.json("bank list")["statements"][0]["added"].number == 439)
    #expect(desk.run("import run \(ThreeYears.clean) --bank 100201=x.csv").exit == .notFound)
    #expect(desk.run("import run \(ThreeYears.clean) --bank x.csv").exit == .usage)
  }

  @Test func `closing tells how many lines differ, and does not mind`() throws {
    let desk = try Desk(Self.imported)
    let checks = try desk.json("period check 2025-12")["checks"].list
    let bank = try #require(checks.first { $0["name"].text == "bank" })
    #expect(bank["ok"].flag == false && bank["blocking"].flag == false)
    #expect(bank["detail"].text?.contains("4") == true)
  }
}
