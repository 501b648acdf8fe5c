import Audit
import CanonicalJSON
import Quantities

/// Adds up what projects' lines say and holds it against the `project_head` records (项目合计).
struct ProjectTotals {
  private var sums: [String: Sums] = [:]
  /// The last record: its place, and the projects it is a head of.
  private var last: (seq: Int64, heads: [String]) = (-1, [])
  private var defect: Defect?

  private struct Sums: Equatable {
    var debit: Int128 = 0
    var credit: Int128 = 0
    var text: String { "\(Fen.yuan(debit)) \(Fen.yuan(credit))" }
  }

  /// Takes a record.
  mutating func take(_ body: Span<UInt8>, _ layout: RecordLayout) {
    guard defect == nil else { return }
    last = (layout.seq, [])
    let isHead = layout.isType("project_head", in: body)
    guard isHead || layout.isType("voucher", in: body) else { return }
    do throws(Defect) {
      for line in layout.lines {
        guard let chain = line.chain else {
          if isHead { throw Defect(.totals, "\(layout.seq)", found: "-") }
          continue
        }
        let stated = try amounts(body, line.data, layout.seq)
        let project = layout.text(chain.project, in: body)
        if isHead {
          last.heads.append(project)
          let found = sums[project] ?? Sums()
          guard stated.count == 2, stated.sums == found else {
            throw Defect(
              .totals,
              "\(layout.seq)",
              expected: found.text,
              found: stated.sums.text
            )
          }
        } else {
          sums[project, default: Sums()].debit += stated.sums.debit
          sums[project, default: Sums()].credit += stated.sums.credit
        }
      }
    } catch { defect = error }
  }

  /// The amounts of a line, which was confirmed to be canonical.
  private func amounts(
    _ body: Span<UInt8>,
    _ data: Range<Int>,
    _ seq: Int64
  ) throws(Defect) -> (sums: Sums, count: Int) {
    var (sums, count) = (Sums(), 0)
    var scanner = JSONScanner(data)
    do throws(JSONSyntaxError) {
      scanner.position += 1
      while scanner.peek(body) == UInt8(ascii: "\"") {
        let key = String(copying: body, try scanner.key(in: body))
        scanner.position += 1
        let value = scanner.position
        try scanner.skipValue(in: body)
        if key == "debit" || key == "credit" {
          let text = String(copying: body, value + 1..<max(value + 1, scanner.position - 1))
          guard let amount = Fen(canonical: text) else {
            throw JSONSyntaxError(.number, value)
          }
          count += 1
          if key == "debit" {
            sums.debit = Int128(amount.rawValue)
          } else {
            sums.credit = Int128(amount.rawValue)
          }
        }
        if scanner.peek(body) == UInt8(ascii: ",") { scanner.position += 1 }
      }
    } catch { throw Defect(.totals, "\(seq)", found: "\(error.code.rawValue)") }
    return (sums, count)
  }

  /// Whether the totals agree; and of an excerpt, that it ends with the project's head at the end
  /// of the log.
  func check(_ statement: Statement) throws(Defect) {
    if let defect { throw defect }
    guard let project = statement.scope.project else { return }
    let place = statement.growth.head.size - 1
    guard last.seq == place, last.heads == [project] else {
      throw Defect(.noHead, project, expected: "\(place)", found: "\(last.seq)")
    }
  }
}
