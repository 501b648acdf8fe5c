import Exports
import Findings
import Foundation
import Quantities
import Testing

@testable import Interchange

/// A small generator whose runs can be repeated by their seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

struct RandomTests {
  static let alphabet = [
    "a", "1", ",", ";", "\t", "\"", "\"\"", "\r", "\n", "\r\n", "'", "=", "-", " ", "\u{3000}", "甲",
    "，", "𬭎", "é", "\u{FEFF}",
  ]

  static func table(_ random: inout Seeded) -> [[String]] {
    let width = Int.random(in: 2...6, using: &random)
    return (0..<Int.random(in: 1...40, using: &random)).map { _ in
      (0..<width).map { _ in
        (0..<Int.random(in: 0...6, using: &random))
          .compactMap { _ in alphabet.randomElement(using: &random) }.joined()
      }
    }
  }

  @Test(arguments: CSVWriter.Encoding.allCases)
  func `what is written is read back`(_ encoding: CSVWriter.Encoding) throws {
    for seed in UInt64(1)...150 {
      var random = Seeded(seed)
      let table = RandomTests.table(&random)
      let writer = CSVWriter(
        encoding: encoding,
        guardsFormulas: false,
        lineEnd: ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
      )
      let bytes = writer.head + table.flatMap { writer.bytes(of: $0) }
      let text: TextEncoding = encoding == .gb18030 ? .gb18030 : .utf8
      let start = encoding == .utf8WithMark ? 3 : 0
      let source = ByteSource(bytes: bytes, path: "x.csv")
      let decoder = TextDecoder(source, DetectedEncoding(encoding: text, start: start))
      var reader = DelimitedReader(decoder, delimiter: .comma)
      var row = Row()
      var read: [[String]] = []
      while try reader.next(&row) {
        #expect(!row.hasStrayQuote, "seed \(seed)")
        read.append(row.cells.indices.map { row.text($0) })
        #expect(row.number == read.count, "seed \(seed)")
      }
      #expect(read == table, "seed \(seed)")
    }
  }

  @Test func `formulas are guarded and numbers are not`() {
    let writer = CSVWriter(encoding: .utf8, lineEnd: "\n")
    let cells = ["=1", "+a", "-a", "@x", "\tx", "-1.50", "+2", "-", "1-2", "甲", "a\"b", ""]
    let text = String(decoding: writer.bytes(of: cells), as: UTF8.self)
    #expect(text == "'=1,'+a,'-a,'@x,'\tx,-1.50,+2,'-,1-2,甲,\"a\"\"b\",\n")
  }

  /// Changes a few bytes, cuts, repeats or swaps pieces of an honest file.
  static func damaged(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) where !result.isEmpty {
      let place = Int.random(in: result.indices, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: result[place] = UInt8.random(in: 0...255, using: &random)
      case 1: result.removeLast(result.count - place)
      case 2: result.insert(contentsOf: result[place..<min(place + 40, result.count)], at: place)
      case 3: result.removeSubrange(place..<min(place + 20, result.count))
      default:
        let bytes: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF, 0x81, 0xE3]
        result.insert(bytes.randomElement(using: &random) ?? 0, at: place)
      }
    }
    return result
  }

  @Test(arguments: [
    "dirty/00_clean.csv", "dirty/24_negative_with_reversal.csv", "dirty/90_xlsx_ok.xlsx",
    "dirty/64_gb18030_4byte.csv", "dirty/62_utf16le_bom_tab.txt", "dirty/73_total_row_ok.csv",
    "clean/accounts.csv",
  ])
  func `damage is found or harmless, never a crash`(_ name: String) throws {
    let honest = Array(try Data(contentsOf: Samples.folder.appending(path: name)))
    for seed in UInt64(1)...300 {
      var random = Seeded(seed)
      let bytes = RandomTests.damaged(honest, &random)
      let source = ByteSource(bytes: bytes, path: "x")
      let summary = try VoucherImport.summary(source, isPosting: seed.isMultiple(of: 2))
      let refuses = summary.outcome == .reject || summary.outcome == .conflict
      let hasError = summary.findings.contains { $0.severity == .error }
      #expect(refuses == hasError, "seed \(seed)")
      if !refuses { #expect(summary.debit == summary.credit, "seed \(seed)") }
      _ = try AccountsImport.read(source)
      _ = try DimensionImport.read(source)
    }
  }

  @Test func `garbage is refused`() throws {
    for seed in UInt64(1)...300 {
      var random = Seeded(seed)
      let prefixes: [[UInt8]] = [[], [0x50, 0x4B, 3, 4], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]]
      var bytes = prefixes.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...600, using: &random) {
        bytes.append(UInt8.random(in: 0...255, using: &random))
      }
      let summary = try VoucherImport.summary(ByteSource(bytes: bytes, path: "x"))
      #expect(summary.outcome == .reject, "seed \(seed)")
    }
  }

  @Test func `amounts survive writing and reading`() {
    var random = Seeded(7)
    for _ in 0..<5_000 {
      let fen = Fen(
        Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
      )
      let bytes = Array("\(fen)".utf8)
      #expect(AmountCell.read(bytes.span).value == fen)
      let stored = AmountCell.read(bytes.span, .number)
      #expect(stored.value == fen && stored.codes.isEmpty)
    }
  }
}
