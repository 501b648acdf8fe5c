import Accounting
import Findings
import InvestFirst
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PolicyAdopt: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.adopt(files, adoption) { (bytes, name, day) throws(Findings) in
      try AdoptableFile(
        bytes,
        named: name,
        on: day,
        reason: adoption.reason ?? "",
        signedBy: adoption.signing.signed ?? Signatures()
      )
    }
  }
}

extension RateLoad: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.adopt([file], adoption) { (bytes, name, day) throws(Findings) in
      try AdoptableFile(
        rates: bytes,
        code: String(name.prefix { $0 != "." }),
        named: name,
        on: day,
        reason: adoption.reason ?? "",
        signedBy: adoption.signing.signed ?? Signatures()
      )
    }
  }
}

extension Session {
  /// Reads files, and hands them in or adopts them at once when they were signed on paper.
  func adopt(
    _ paths: [String],
    _ options: AdoptionOptions,
    _ read: ([UInt8], String, CivilDate) throws(Findings) -> AdoptableFile
  ) throws(Failure) {
    let day = try day(options.on)
    var files: [AdoptableFile] = []
    var request = ["adopt", "\(day)", options.reason ?? ""]
    for path in paths {
      let bytes = try bytes(of: path)
      do throws(Findings) { files.append(try read(bytes, System.name(of: path), day)) } catch {
        throw Failure(error.list.map { $0.about(path) })
      }
      var fingerprint = RequestFingerprint()
      do throws(StoreError) { try fingerprint.add(bytes) } catch {
        throw Failure(error, path: path)
      }
      request.append(fingerprint.text)
    }
    let isSigned = options.signing.signed != nil
    try desk(request, isHistory: isSigned) { (desk) throws(RegisterError) in
      var reports: [FiledReport] = []
      for file in files {
        let filed = isSigned ? try desk.record(file) : try desk.submit(file)
        reports.append(
          FiledReport(filed: filed, language: language, namesBooks: false, explains: false)
        )
      }
      return Answer(json: ["files": .array(reports.map(\.json))], lines: reports.flatMap(\.lines))
    }
  }
}

extension PolicyList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let adopted = try session.readAll { (snapshot) throws(StoreError) in
      var all: [RecordedAdoption] = []
      for kind in AdoptedFile.Kind.allCases where kind != .simulation {
        all += try snapshot.adoptions(kind)
      }
      return all.sorted { $0.sequence < $1.sequence }
    }
    try session.show(AdoptionReport(adopted: adopted, language: session.language))
  }
}

/// The adopted files (已采用文件表).
private struct AdoptionReport: Report {
  let adopted: [RecordedAdoption]
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("已采用文件", "Adopted files"),
      remarks: [Phrase("\(adopted.count) 个", "\(adopted.count)")],
      columns: [
        .init(Phrase("种类", "Kind"), .text), .init(Phrase("编号", "Identity"), .text),
        .init(Phrase("日期", "Date"), .date), .init(Phrase("摘要 SHA-256", "SHA-256"), .text),
        .init(Phrase("制单", "Prepared by"), .text), .init(Phrase("复核", "Reviewed by"), .text),
        .init(Phrase("审批", "Approved by"), .text), .init(Phrase("原因", "Reason"), .text),
      ]
    )
    for entry in adopted {
      let signed = entry.file.signatures
      table.add([
        .text(language.term("adopted", entry.file.kind.rawValue)), .text(entry.file.code),
        .date(entry.file.date), .text(String(entry.digest.prefix(16))),
        .text(signed.preparedBy ?? ""), .text(signed.reviewedBy ?? ""),
        .text(signed.approvedBy ?? ""), .text(entry.file.reason),
      ])
    }
    return table
  }

  var json: JSON {
    let files = adopted.map { entry -> JSON in
      let signed = entry.file.signatures
      return [
        "seq": .integer(entry.sequence), "kind": .string(entry.file.kind.rawValue),
        "id": .string(entry.file.code), "name": .string(entry.file.name),
        "date": .string("\(entry.file.date)"), "sha256": .string(entry.digest),
        "prepared_by": .optional(signed.preparedBy), "reviewed_by": .optional(signed.reviewedBy),
        "approved_by": .optional(signed.approvedBy), "reason": .string(entry.file.reason),
      ]
    }
    return ["files": .array(files)]
  }
}

extension RateList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let rates = try session.registers { (snapshot) throws(RegisterError) in
      try AdoptedRules(snapshot).rates()
    }
    try session.show(RateReport(rates: rates))
  }
}

/// The quotations in force (利率表).
private struct RateReport: Report {
  let rates: RateTable

  private var rows: [(source: InterestTerms.RateSource, quote: RateSeries.Quote)] {
    rates.sources.flatMap { source in
      (rates[source]?.quotes ?? []).map { (source, $0) }
    }
  }

  var table: Table {
    var table = Table(
      title: Phrase("利率", "Rates"),
      remarks: [],
      columns: [
        .init(Phrase("序列", "Series"), .text), .init(Phrase("起", "From"), .date),
        .init(Phrase("年利率", "Rate a year"), .text),
        .init(Phrase("未变至", "Unchanged through"), .text),
      ]
    )
    for (source, quote) in rows {
      let through = quote.unchangedThrough.map { "\($0)" } ?? ""
      table.add([
        .text(source.rawValue), .date(quote.from), .text("\(quote.rate)"), .text(through),
      ])
    }
    return table
  }

  var json: JSON {
    let quotes = rows.map { source, quote -> JSON in
      [
        "series": .string(source.rawValue), "from": .string("\(quote.from)"),
        "rate_ppm": .ppm(quote.rate),
        "unchanged_through": .optional(quote.unchangedThrough.map { "\($0)" }),
      ]
    }
    return ["rates": .array(quotes)]
  }
}

extension RateShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let day = try session.day(on)
    let rates = try session.registers { (snapshot) throws(RegisterError) in
      try AdoptedRules(snapshot).rates()
    }
    guard let source = InterestTerms.RateSource(rawValue: series), let known = rates[source] else {
      let choices = ["choices": rates.sources.map(\.rawValue).joined(separator: "|")]
      throw Failure([Finding(.valueUnknown, column: "series", value: series, arguments: choices)])
    }
    let last = known.quotes.last { $0.from <= day }
    let missing = known.missingMonth(from: last?.from ?? day, to: day)
    guard let rate = last?.rate, missing == nil else {
      let gap = ["series": series, "missing": "\(missing ?? day.period)"]
      throw Failure([Finding(.rateGap, arguments: gap)])
    }
    try session.print(
      [
        "series": .string(series), "date": .string("\(day)"), "rate_ppm": .ppm(rate),
        "rate": .string("\(rate)"),
      ]
    ) { ["\(series)  \(day)  \(rate)"] }
  }
}

extension BookRoleCommand: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let roles = BookRole.allCases.map(\.rawValue)
    let poolRoles = PoolRole.allCases.map(\.rawValue).filter { !roles.contains($0) }
    guard (roles + poolRoles).contains(role) else {
      let choices = ["choices": (roles + poolRoles).joined(separator: "|")]
      throw Failure([Finding(.valueUnknown, column: "role", value: role, arguments: choices)])
    }
    let setting = BookRoleSetting(role: role, party: party ?? "", book: code)
    let request = ["book role", setting.role, setting.party, setting.book]
    try session.writeAll(request, needsActor: false) { (write) throws(StoreError) in
      try write.requireChief()
      try write.setBookRole(setting)
      return Answer(json: setting.json, lines: [setting.line(session.language)])
    }
  }
}
