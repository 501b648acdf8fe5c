import Charts
import Quantities
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
      text += "<div class=\"card\"><span>\(both(card.name))</span><b>\(spoken(card.value))</b>"
      if card.low != .empty {
        text += "<small>95%: \(spoken(card.low)) – \(spoken(card.high))</small>"
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
    var text = "<section>\n"
    if !section.charts.isEmpty {
      text += "<div class=\"charts\">\n"
      for chart in section.charts {
        let caption = chart.caption
        text +=
          "<figure><figcaption><b>\(escape(caption.title))</b><br>\(escape(caption.description))"
          + "</figcaption>\(chart.svg)</figure>\n"
      }
      text += "</div>\n"
    }
    text += "<div class=\"tables\">\n"
    for table in section.tables { text += self.table(table) }
    return text + "</div></section>\n"
  }

  private func table(_ table: Table) -> String {
    let isLong = table.columns.count == 2 && table.rows.count > 16
    let isWide = isLong || table.columns.count > 3
    var text = "<div\(isWide ? " class=\"wide\"" : "")><h2>\(both(table.title))</h2>\n"
    if !table.remarks.isEmpty {
      text += "<p class=\"note\">\(table.remarks.map { both($0) }.joined(separator: "; "))</p>\n"
    }
    // Names and values fill a page side by side.
    let half = isLong ? (table.rows.count + 1) / 2 : table.rows.count
    text += isLong ? "</div>\n<div>" : ""
    text += rows(table, table.rows.prefix(half))
    if isLong { text += "</div>\n<div>" + rows(table, table.rows.dropFirst(half)) }
    for note in table.footnotes { text += "<p class=\"note\">\(both(note))</p>\n" }
    return text + "</div>\n"
  }

  private func rows(_ table: Table, _ rows: ArraySlice<Table.Row>) -> String {
    var text = "<table><thead><tr>"
    for column in table.columns {
      let side = column.alignment == .trailing ? " class=\"n\"" : ""
      let (first, second) = words(column.heading)
      let below = second.map { "<small>\($0)</small>" } ?? ""
      text += "<th scope=\"col\"\(side)>\(first)\(below)</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>"
      for (column, cell) in zip(table.columns, row.cells) {
        let side = column.alignment == .trailing ? " class=\"n\"" : ""
        text += "<td\(side)>\(value(cell))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody></table>\n"
  }

  /// An amount as people say it, anything else as it stands.
  private func spoken(_ cell: Table.Cell) -> String {
    guard case .money(let sum) = cell else { return value(cell) }
    return escape(Fen.spoken(sum).text(in: language))
  }

  private func value(_ cell: Table.Cell) -> String {
    switch cell {
    case .phrase(let phrase): both(phrase)
    default: escape(cell.shown(in: language))
    }
  }

  private func both(_ phrase: Phrase) -> String {
    let (first, second) = words(phrase)
    return second.map { "\(first) · \($0)" } ?? first
  }

  /// A phrase in the first language, and in the other where it is another.
  private func words(_ phrase: Phrase) -> (String, String?) {
    let (first, second) = (phrase.text(in: language), phrase.text(in: other))
    return (escape(first), first == second ? nil : escape(second))
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
    section{margin-top:1rem}section+section{border-top:1px solid #e5e7eb}
    .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(26rem,1fr));gap:1rem}
    .tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(21rem,1fr));gap:0 2rem;
    align-items:start}.wide{grid-column:1/-1}
    figure{margin:.6rem 0}.chart{width:100%;height:auto}
    figcaption{font-size:.8rem;color:#374151}figcaption b{font-size:.95rem;color:#111827}
    table{border-collapse:collapse;width:100%;font-size:.85rem}
    th{text-align:left;vertical-align:bottom;border-bottom:2px solid #6b7280}
    th small{display:block;font-weight:400;color:#374151}
    td,th{padding:.15rem .4rem}td{border-bottom:1px solid #e5e7eb}
    .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .note,footer{font-size:.8rem;color:#374151}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
    dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
    @page{size:A4;margin:12mm}
    @media print{body{max-width:none;padding:0;font-size:10px}h1{font-size:15px}
    .cards{grid-template-columns:repeat(4,1fr)}.tables{grid-template-columns:1fr 1fr}
    .charts{display:block}figure{width:135mm}
    .card,figure,tr{break-inside:avoid}thead{display:table-header-group}
    h2{break-after:avoid}section+section{border:0}}
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
