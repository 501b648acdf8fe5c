import Accounting
import Foundation
import Quantities
import Reconciliation
import Testing

/// A data set with two bank accounts: the example's, or one drawn from another seed.
struct BankData {
  let folder: URL

  static let examples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Examples/three-years")

  /// The data set of a seed, made by the script that made the example.
  static func drawn(seed: Int) throws -> BankData {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bank-\(UUID())")
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = [
      "python3", examples.appending(path: "make_data.py").path, "--out", folder.path,
      "--seed", "\(seed)",
    ]
    python.standardOutput = FileHandle.nullDevice
    try python.run()
    python.waitUntilExit()
    try #require(python.terminationStatus == 0)
    return BankData(folder: folder)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The rows of a file as dictionaries; no cell of these files is quoted.
  private func rows(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: "clean/\(name)"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let headings = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(headings, fields))
    }
  }

  private func amount(_ text: String?) throws -> Fen {
    text == "" ? .zero : try #require(Fen(canonical: text ?? ""))
  }

  /// What the vouchers come to by the zone of their projects.
  private func parts() throws -> [String: [Fen]] {
    let zones = Dictionary(
      try rows("projects.csv").map { ($0["项目编码"] ?? "", $0["承载区"] ?? "") },
      uniquingKeysWith: { first, _ in first }
    )
    var sums: [String: [String: Int64]] = [:]
    for row in try rows("vouchers.csv") {
      guard let zone = zones[row["项目"] ?? ""] else { continue }
      let number = "\(row["凭证日期"]?.prefix(7) ?? "")-\(row["凭证号"] ?? "")"
      sums[number, default: [:]][zone, default: 0] += try amount(row["借方金额"]).rawValue
    }
    return sums.mapValues { $0.values.map(Fen.init) }
  }

  func book(_ account: String, withParts: Bool = true) throws -> BookAccount {
    let parts = withParts ? try parts() : [:]
    let lines = try rows("vouchers.csv").filter { $0["科目编码"] == account }.map { row in
      let date = try #require(CivilDate(iso: row["凭证日期"] ?? ""))
      return BookLine(
        number: try #require(VoucherNumber("\(date.period)-记-\(row["凭证号"] ?? "")")),
        line: try #require(Int(row["行号"] ?? "")),
        date: date,
        received: try amount(row["借方金额"]),
        paid: try amount(row["贷方金额"]),
        summary: row["摘要"] ?? "",
        reference: row["业务单号"] ?? "",
        reverses: VoucherNumber(row["冲销凭证号"] ?? ""),
        parts: parts["\(date.period)-\(row["凭证号"] ?? "")"] ?? []
      )
    }
    return BookAccount(lines: lines)
  }

  func bank(_ account: String) throws -> BankAccount {
    BankAccount(
      lines: try rows("bank_\(account).csv").map { row in
        BankLine(
          date: try #require(CivilDate(iso: row["交易日期"] ?? "")),
          time: row["交易时间"] ?? "",
          paid: try amount(row["支出"]),
          received: try amount(row["收入"]),
          balance: try amount(row["余额"]),
          counterparty: row["对方户名"] ?? "",
          counterpartyAccount: row["对方账号"] ?? "",
          memo: row["摘要"] ?? "",
          serial: row["流水号"] ?? ""
        )
      }
    )
  }

  func reconciliation(_ account: String, _ date: String) throws -> Reconciliation {
    Reconciliation.match(
      book: try book(account),
      bank: try bank(account),
      asOf: try #require(CivilDate(iso: date))
    )
  }

  func expected() throws -> Expected {
    let file = folder.appending(path: "expected/reconciliation.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }
}

/// What the script says the reconciliation of 100201 comes to.
struct Expected: Decodable, Equatable {
  struct Line: Decodable, Hashable {
    let date, out, inn: String
    var voucher: String?
    var ref: String?
    var memo: String?
  }

  struct Mismatch: Decodable, Equatable {
    let voucher, book, bank: String
  }

  let book_balance, bank_balance: String
  let booked_not_at_bank, at_bank_not_booked: [Line]
  let amount_mismatch: Mismatch?
  let adjusted_book, adjusted_bank, unexplained, explained_by_mismatch: String

  init(_ found: Reconciliation) {
    let balances = found.balances
    book_balance = Fen.yuan(balances.book)
    bank_balance = Fen.yuan(balances.bank)
    booked_not_at_bank = found.bookNotBank.map { open in
      let line = open.line
      return Line(
        date: "\(line.date)",
        out: "\(line.paid)",
        inn: "\(line.received)",
        voucher: "\(line.number)",
        ref: line.reference
      )
    }
    at_bank_not_booked = found.bankNotBook.map { open in
      let line = open.line
      return Line(
        date: "\(line.date)",
        out: "\(line.paid)",
        inn: "\(line.received)",
        memo: line.memo
      )
    }
    amount_mismatch = found.mismatches.first.map {
      Mismatch(
        voucher: "\($0.book.number)",
        book: Fen.yuan(-$0.expected),
        bank: Fen.yuan(-$0.bank.change)
      )
    }
    adjusted_book = Fen.yuan(balances.adjustedBook)
    adjusted_bank = Fen.yuan(balances.adjustedBank)
    unexplained = Fen.yuan(balances.unexplained)
    explained_by_mismatch = Fen.yuan(balances.explainedByMismatch)
  }
}
