import Accounting
import Quantities

extension VoucherSheet {
  /// The voucher as a terminal prints it, in the layout of the paper form: title, number, date and
  /// attachments, lines in a frame, the total with capital numerals (大写金额), the signatures.
  public func text(in language: Language) -> String {
    let headings = [
      Table.Column.summary.heading, Phrase("会计科目", "Account"), Table.Column.debit.heading,
      Table.Column.credit.heading,
    ].map { $0.text(in: language) }
    let body = voucher.postings.map(cells)
    let total = totalCells(language)
    let widths = headings.indices.map { column in
      ([headings.map { [$0] }, total] + body).flatMap { $0[column] }
        .reduce(0) { max($0, DisplayWidth.columns(of: $1)) }
    }
    let frame = Frame(widths: widths)
    let title = Phrase("记账凭证", "Voucher").text(in: language)
    let margin = (frame.width - DisplayWidth.columns(of: title)) / 2
    var lines = [String(repeating: " ", count: max(0, margin)) + title, head(language)]
    lines.append(frame.rule(.top))
    lines += frame.row(headings.map { [$0] })
    for cells in body { lines += [frame.rule(.middle)] + frame.row(cells) }
    lines += [frame.rule(.middle)] + frame.row(total) + [frame.rule(.bottom)]
    lines += footer(language)
    return lines.map { $0 + "\n" }.joined()
  }

  private func head(_ language: Language) -> String {
    let number: String =
      switch standing {
      case .draft(let draft, _): draft
      case .posted(let entry, _): entry.number.short
      }
    return [
      Phrase("\(masthead.book.name)", "\(masthead.book.name)"),
      Phrase("字号: \(number)", "No. \(number)"),
      Phrase("日期: \(voucher.date.chinese)", "Date: \(voucher.date)"),
      Phrase("附单据 \(voucher.attachments) 张", "Attachments: \(voucher.attachments)"),
    ].map { $0.text(in: language).visible }.joined(separator: "  ")
  }

  /// The four cells of a line, each wrapped into lines.
  private func cells(_ posting: Posting) -> [[String]] {
    let account = "\(posting.account) \(chart[posting.account]?.name ?? "")"
    let dimensions = posting.dimensions.tags.map { tag in
      "\(tag.kind.name): \(tag.value) \(directory[tag.kind, tag.value]?.name ?? "")"
    }
    let amounts = [(posting.side == .debit), (posting.side == .credit)].map { isSide in
      [isSide ? Fen.grouped(Int128(posting.amount.rawValue)) : ""]
    }
    return [
      DisplayWidth.wrap(posting.summary.visible, to: VoucherSheet.textWidth),
      ([account] + dimensions).flatMap {
        DisplayWidth.wrap($0.visible.trimmed, to: VoucherSheet.textWidth)
      },
    ] + amounts
  }

  private func totalCells(_ language: Language) -> [[String]] {
    let (debit, credit) = totals
    // A sum beyond the range of amounts has no numerals; such a voucher cannot be posted.
    let capital = (try? Fen(sum: debit)).map { "人民币\($0.capital)" } ?? ""
    return [
      [Phrase("合计", "Total").text(in: language)],
      DisplayWidth.wrap(capital, to: VoucherSheet.textWidth),
      [Fen.grouped(debit)], [Fen.grouped(credit)],
    ]
  }

  private func footer(_ language: Language) -> [String] {
    let people = [
      Phrase("记账: \(entry?.postedBy ?? "")", "Posted: \(entry?.postedBy ?? "")"),
      Phrase("审批: \(signatures.approvedBy ?? "")", "Approved: \(signatures.approvedBy ?? "")"),
      Phrase("复核: \(signatures.reviewedBy ?? "")", "Reviewed: \(signatures.reviewedBy ?? "")"),
      Phrase("制单: \(signatures.preparedBy ?? "")", "Made: \(signatures.preparedBy ?? "")"),
    ].map { $0.text(in: language).visible.trimmed }
    var lines = [people.joined(separator: "    ")]
    if let reverses = voucher.reverses {
      let number = masthead.cite(reverses)
      lines.append(Phrase("冲销: \(number)", "Reverses: \(number)").text(in: language))
    }
    if let reversed = entry?.reversedBy.map(masthead.cite) {
      lines.append(Phrase("已被冲销: \(reversed)", "Reversed by: \(reversed)").text(in: language))
    }
    return lines
  }

  private static let textWidth = 36
}

/// The frame of box-drawing characters around the lines of a voucher.
private struct Frame {
  enum Place {
    case top
    case middle
    case bottom
  }

  let widths: [Int]

  /// The columns of the whole frame: one space on both sides of each cell, one bar between.
  var width: Int { widths.reduce(1) { $0 + $1 + 3 } }

  func rule(_ place: Place) -> String {
    let (left, cross, right) =
      switch place {
      case .top: ("┌", "┬", "┐")
      case .middle: ("├", "┼", "┤")
      case .bottom: ("└", "┴", "┘")
      }
    let runs = widths.map { String(repeating: "─", count: $0 + 2) }
    return left + runs.joined(separator: cross) + right
  }

  /// One row of cells, as many lines as the tallest cell has; amounts are the last two columns.
  func row(_ cells: [[String]]) -> [String] {
    let height = cells.reduce(1) { max($0, $1.count) }
    return (0..<height).map { line in
      let padded = cells.indices.map { column in
        DisplayWidth.pad(
          line < cells[column].count ? cells[column][line] : "",
          to: widths[column],
          column < 2 ? .leading : .trailing
        )
      }
      return "│ " + padded.joined(separator: " │ ") + " │"
    }
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
