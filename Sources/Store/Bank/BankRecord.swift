import Accounting
import Audit
import CanonicalJSON
import Quantities
import Reconciliation

/// How a bank statement is written into its record and read from it; absent means empty.
enum BankRecord {
  static let type = "bank_lines"

  static func writeHeader(_ statement: BankStatement, _ data: inout CanonicalWriter) {
    data.member("account", statement.account.text)
    data.member("file", statement.name)
    data.member("sha256", statement.digest)
  }

  static func write(_ line: BankLine, _ data: inout CanonicalWriter) {
    data.member("balance", "\(line.balance)")
    data.filled("counterparty", line.counterparty)
    data.filled("counterparty_account", line.counterpartyAccount)
    data.member("date", "\(line.date)")
    data.filled("memo", line.memo)
    if line.paid != .zero { data.member("paid", "\(line.paid)") }
    if line.received != .zero { data.member("received", "\(line.received)") }
    data.filled("serial", line.serial)
    data.filled("time", line.time)
  }

  /// Reads a statement from the bytes of its record.
  /// - Returns: `nil` when the record is none as this program writes it.
  static func read(_ body: Span<UInt8>, _ layout: RecordLayout) -> BankStatement? {
    guard let header = try? JSONValue(layout.data.map { body[$0] }, profile: .record),
      let account = header.text("account").flatMap(AccountCode.init),
      let name = header.text("file"), let digest = header.text("sha256")
    else { return nil }
    var lines: [BankLine] = []
    lines.reserveCapacity(layout.lines.count)
    for line in layout.lines {
      guard let data = try? JSONValue(line.data.map({ body[$0] }), profile: .record),
        let line = bankLine(data)
      else { return nil }
      lines.append(line)
    }
    return BankStatement(account: account, name: name, digest: digest, lines: lines)
  }

  private static func bankLine(_ data: JSONValue) -> BankLine? {
    let paid = data.text("paid").map { Fen(canonical: $0) } ?? .zero
    let received = data.text("received").map { Fen(canonical: $0) } ?? .zero
    guard let date = data.text("date").flatMap(CivilDate.init(iso:)),
      let balance = data.text("balance").flatMap(Fen.init(canonical:)),
      let paid, let received, (paid == .zero) != (received == .zero)
    else { return nil }
    return BankLine(
      date: date,
      time: data.text("time") ?? "",
      paid: paid,
      received: received,
      balance: balance,
      counterparty: data.text("counterparty") ?? "",
      counterpartyAccount: data.text("counterparty_account") ?? "",
      memo: data.text("memo") ?? "",
      serial: data.text("serial") ?? ""
    )
  }
}

extension CanonicalWriter {
  /// Writes a member unless it is empty.
  fileprivate mutating func filled(_ key: String, _ text: String) {
    if !text.isEmpty { member(key, text) }
  }
}
