import Charts
import Reports
import Simulators

/// A result as one page that needs nothing else: no script, no font, no request (结果网页).
struct RunPage {
  /// The title in both languages.
  let title: Phrase
  /// What matters most, in words.
  let sentence: Phrase
  /// What is written large at the top.
  let cards: [RunFigure]
  /// The charts and tables, in order.
  let sections: [Section]
  /// By what the result can be drawn again.
  let stamp: RunStamp
  /// The language that stands first.
  let language: Language

  /// A chart with the tables beside it.
  struct Section {
    let charts: [any Chart]
    let tables: [Table]
  }

  private var other: Language { language == .chinese ? .english : .chinese }

  var html: String {
    var text = """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
      'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(both(title))</title>
      <style>\(RunPage.style)</style>
      </head>
      <body>
      <header><h1>\(both(title))</h1>
      <p class="sentence">\(escape(sentence.text(in: language)))</p>
      <p class="sentence second" lang="\(other.rawValue)">\(escape(sentence.text(in: other)))</p>
      </header>
      <main>

      """
    text += "<section class=\"cards\">\n"
    for card in cards {
      text += "<div class=\"card\"><span>\(both(card.name))</span><b>\(value(card.value))</b>"
      if card.low != .empty {
        text += "<small>95%: \(value(card.low)) – \(value(card.high))</small>"
      }
      text += "</div>\n"
    }
    text += "</section>\n"
    for section in sections { text += self.section(section) }
    text += "</main>\n<footer><dl>\n"
    for line in stamp.lines {
      text += "<dt>\(both(line.name))</dt><dd>\(escape(line.value))</dd>\n"
    }
    return text + "</dl></footer>\n</body>\n</html>\n"
  }

  private func section(_ section: Section) -> String {
    var text = "<section class=\"pair\">\n"
    if !section.charts.isEmpty {
      text += "<div>"
      for chart in section.charts {
        text +=
          "<figure>\(chart.svg)<figcaption>\(escape(chart.caption.title))</figcaption>"
          + "</figure>\n"
      }
      text += "</div>\n"
    }
    text += "<div>"
    for table in section.tables { text += self.table(table) }
    return text + "</div></section>\n"
  }

  private func table(_ table: Table) -> String {
    var text = "<h2>\(both(table.title))</h2>\n<div class=\"scroll\"><table>\n"
    if !table.remarks.isEmpty {
      let remarks = table.remarks.map { both($0) }.joined(separator: "; ")
      text += "<caption>\(remarks)</caption>\n"
    }
    text += "<thead><tr>"
    for column in table.columns { text += "<th scope=\"col\">\(both(column.heading))</th>" }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for (column, cell) in zip(table.columns, row.cells) {
        let side = column.alignment == .trailing ? " class=\"n\"" : ""
        text += "<td\(side)>\(value(cell))</td>"
      }
      text += "</tr>\n"
    }
    text += "</tbody></table></div>\n"
    for note in table.footnotes { text += "<p class=\"note\">\(both(note))</p>\n" }
    return text
  }

  private func value(_ cell: Table.Cell) -> String {
    switch cell {
    case .phrase(let phrase): both(phrase)
    default: escape(cell.shown(in: language))
    }
  }

  private func both(_ phrase: Phrase) -> String {
    let (first, second) = (phrase.text(in: language), phrase.text(in: other))
    return escape(first == second ? first : "\(first) · \(second)")
  }

  private func escape(_ text: String) -> String { Canvas.escape(text) }

  private static let style = """
    :root{color-scheme:light}
    body{font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#111827;
    background:#fff;max-width:1180px;margin:0 auto;padding:1rem}
    h1{font-size:1.4rem;margin:.2rem 0}h2{font-size:1rem;margin:.8rem 0 .2rem}
    .sentence{font-size:1.1rem;border-left:4px solid #0072b2;padding-left:.7rem;margin:.4rem 0}
    .second{font-size:.9rem;color:#374151;border-color:#e5e7eb}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.5rem}
    .card{border:1px solid #d1d5db;border-radius:6px;padding:.5rem .7rem}
    .card span,.card small{display:block;color:#374151;font-size:.8rem}
    .card b{font-size:1.15rem;font-variant-numeric:tabular-nums}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1rem;
    margin-top:1rem;border-top:1px solid #e5e7eb}
    figure{margin:.6rem 0}.chart{width:100%;height:auto}
    figcaption{font-size:.85rem;color:#374151}
    .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
    caption{text-align:left;color:#374151}th{text-align:left;border-bottom:2px solid #6b7280}
    td,th{padding:.15rem .4rem}td{border-bottom:1px solid #e5e7eb}
    .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .note,footer{font-size:.8rem;color:#374151}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
    dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
    @media print{body{max-width:none;padding:0;font-size:11px}@page{size:A4;margin:14mm}
    .card,figure,tr{break-inside:avoid}.scroll{overflow:visible}h2{break-after:avoid}}
    """
}

extension OpenedRun {
  /// The result as one page.
  func page(_ language: Language) -> String {
    switch self {
    case .pool(let report): report.page(language).html
    case .exit(let report): report.page(language).html
    case .part(let report):
      RunPage(
        title: report.table.title,
        sentence: sentence,
        cards: [],
        sections: [.init(charts: [], tables: [report.table])],
        stamp: report.stamp,
        language: language
      ).html
    }
  }
}
