import Accounting
package import Audit
import CanonicalJSON
import Quantities

/// Makes values of the records of a log, one after the other (记录解码).
///
/// It is strict: a member that is missing, unknown or ill-formed is an error that names it. It
/// remembers the names of kinds of dimensions, which records cite by code, and the beginnings of
/// voucher numbers, of which there are few; nothing else.
package struct EventReader: Sendable {
  private let isPartial: Bool
  private var kinds: [String: DimensionKind] = [:]
  private var numbers = NumberReader()
  private var lastDay: (text: String, date: CivilDate)?

  /// Starts before the first record.
  /// - Parameter isPartial: whether records may lack lines, as in an excerpt for one project.
  package init(isPartial: Bool = false) {
    self.isPartial = isPartial
    for kind in DimensionKind.standard { kinds[kind.code] = kind }
  }

  /// Reads what a record says.
  package mutating func read(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> RecordedEvent {
    let type = String(copying: body, layout.type)
    switch type {
    case "voucher": return .voucher(try voucher(body, layout))
    case "book", "person", "period_close", "period_reopen":
      if !layout.lines.isEmpty { throw headerFault("lines", layout) }
    case "accounts", "dimension_values":
      var header = try MemberReader(body, layout.data, seq: layout.seq, line: 0)
      try header.finish(in: body)
    default: return .other
    }
    let book = layout.text(layout.book, in: body)
    if ["person", "dimension_values"].contains(type), !book.isEmpty {
      throw headerFault("book", layout)
    }
    switch type {
    case "book": return .book(try self.book(body, layout, code: book))
    case "accounts": return .accounts(try accounts(body, layout), book: book)
    case "dimension_values": return .dimensionValues(try values(body, layout))
    case "person": return .person(try person(body, layout))
    case "period_close": return .close(try period(body, layout, isReopened: false), book: book)
    default: return .reopen(try period(body, layout, isReopened: true), book: book)
    }
  }

  private func headerFault(_ member: String, _ layout: RecordLayout) -> EvidenceError {
    .record(RecordFault(seq: layout.seq, member: member, kind: .illFormed))
  }

  private func header(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> MemberReader {
    try MemberReader(body, layout.data, seq: layout.seq, line: 0)
  }

  // MARK: Master data

  private func book(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    code: String
  ) throws(EvidenceError) -> Book {
    var data = try header(body, layout)
    let stated = try data.text("code", in: body)
    let name = try data.text("name", in: body)
    let start = try data.value("start", in: body, FiscalPeriod.init(iso:))
    try data.finish(in: body)
    guard let book = Book(code: stated, name: name, startPeriod: start) else {
      throw data.fault(name.isEmpty ? "name" : "code", .illFormed)
    }
    guard stated == code else { throw headerFault("book", layout) }
    return book
  }

  private func accounts(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> [Account] {
    var accounts: [Account] = []
    for (index, line) in layout.lines.enumerated() {
      var data = try MemberReader(body, line.data, seq: layout.seq, line: index + 1)
      let aspect = try data.value("aspect", in: body, Aspect.init(rawValue:))
      let code = try data.value("code", in: body, AccountCode.init)
      var dimensions: [DimensionKind] = []
      for text in try data.texts("dimensions", in: body) {
        guard let kind = kind(text) else { throw data.fault("dimensions", .illFormed) }
        dimensions.append(kind)
      }
      let element = try data.value("element", in: body, Element.init(rawValue:))
      let isLeaf = try data.flag("leaf", in: body)
      let name = try data.text("name", in: body)
      let isOpen = try data.flag("open", in: body)
      let side = try data.value("side", in: body, Side.init(recorded:))
      try data.finish(in: body)
      accounts.append(
        Account(
          code: code,
          name: name,
          normalSide: side,
          element: element,
          aspect: aspect,
          isLeaf: isLeaf,
          requiredDimensions: dimensions,
          isOpen: isOpen
        )
      )
    }
    return accounts
  }

  private mutating func values(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> [DimensionValue] {
    var values: [DimensionValue] = []
    for (index, line) in layout.lines.enumerated() {
      var data = try MemberReader(body, line.data, seq: layout.seq, line: index + 1)
      var attributes: [DimensionValue.Attribute] = []
      try data.require("attributes", in: body)
      try data.array("attributes", in: body) { (data, body) throws(EvidenceError) in
        var pair: [String] = []
        try data.array("attributes", in: body) { (data, body) throws(EvidenceError) in
          pair.append(try data.textValue("attributes", in: body))
        }
        guard pair.count == 2 else { throw data.fault("attributes", .illFormed) }
        attributes.append(DimensionValue.Attribute(pair[0], pair[1]))
      }
      let code = try data.text("code", in: body)
      let kindCode = try data.text("kind", in: body)
      let kindName = try data.text("kind_name", in: body)
      let name = try data.text("name", in: body)
      let isOpen = try data.flag("open", in: body)
      try data.finish(in: body)
      guard let kind = DimensionKind(code: kindCode, name: kindName) else {
        throw data.fault("kind", .illFormed)
      }
      let isChained = line.chain.map { layout.text($0.project, in: body) == code } ?? false
      guard isChained == (kind == .project) else { throw data.fault("code", .illFormed) }
      kinds[kindCode] = kind
      values.append(
        DimensionValue(kind: kind, code: code, name: name, isOpen: isOpen, attributes: attributes)
      )
    }
    return values
  }

  private func person(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> Person {
    var data = try header(body, layout)
    let name = try data.text("name", in: body)
    var roles: Set<Role> = []
    for text in try data.texts("roles", in: body) {
      guard let role = Role(rawValue: text) else { throw data.fault("roles", .illFormed) }
      roles.insert(role)
    }
    let canSignIn = try data.flag("signs_in", in: body)
    try data.finish(in: body)
    return Person(name: name, roles: roles, canSignIn: canSignIn)
  }

  private func period(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    isReopened: Bool
  ) throws(EvidenceError) -> FiscalPeriod {
    var data = try header(body, layout)
    let period = try data.value("period", in: body, FiscalPeriod.init(iso:))
    if isReopened { _ = try data.text("reason", in: body) }
    try data.finish(in: body)
    return period
  }

  /// The kind with a code; its name is known once a value of it was recorded.
  private func kind(_ code: String) -> DimensionKind? {
    kinds[code] ?? DimensionKind(code: code, name: code)
  }

  // MARK: Vouchers

  private mutating func voucher(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> RecordedVoucher {
    var data = try header(body, layout)
    let approvedBy = try data.optionalText("approved_by", in: body)
    let attachments = try data.value("attachments", in: body, Int.init(recorded:))
    let day = try data.text("date", in: body)
    guard let date = date(day) else { throw data.fault("date", .illFormed) }
    let history = try data.has("history", in: body) ? EventReader.history(&data, body) : []
    let number = try data.plain("number", in: body)
    guard let number = numbers.number(body, number) else { throw data.fault("number", .illFormed) }
    let preparedBy = try data.optionalText("prepared_by", in: body)
    var reverses: VoucherNumber?
    if data.has("reverses", in: body) {
      let text = try data.textValue("reverses", in: body)
      reverses = VoucherNumber(text)
      guard reverses?.description == text else { throw data.fault("reverses", .illFormed) }
    }
    let reviewedBy = try data.optionalText("reviewed_by", in: body)
    try data.finish(in: body)
    var voucher = Voucher(
      date: date,
      word: number.word,
      attachments: attachments,
      postings: [],
      reverses: reverses
    )
    voucher.postings.reserveCapacity(layout.lines.count)
    var lines: [RecordedVoucher.Line] = []
    lines.reserveCapacity(layout.lines.count)
    for index in layout.lines.indices {
      let number = isPartial ? lineNumber(layout.lines[index], body) : index + 1
      let (posting, aspect) = try posting(layout.lines[index], number, body, layout)
      voucher.postings.append(posting)
      lines.append(RecordedVoucher.Line(number: number, aspect: aspect))
    }
    return RecordedVoucher(
      seq: layout.seq,
      at: layout.at,
      by: layout.text(layout.by, in: body),
      book: layout.text(layout.book, in: body),
      number: number,
      signatures: Signatures(
        preparedBy: preparedBy,
        reviewedBy: reviewedBy,
        approvedBy: approvedBy
      ),
      history: history,
      voucher: voucher,
      lines: lines
    )
  }

  private mutating func date(_ text: String) -> CivilDate? {
    if let lastDay, lastDay.text == text { return lastDay.date }
    let date = CivilDate(iso: text)
    if let date { lastDay = (text, date) }
    return date
  }

  private static func history(
    _ data: inout MemberReader,
    _ body: Span<UInt8>
  ) throws(EvidenceError) -> [RecordedStep] {
    var steps: [RecordedStep] = []
    try data.array("history", in: body) { (data, body) throws(EvidenceError) in
      try data.object("history", in: body) { (data, body) throws(EvidenceError) in
        let at = try data.value("at", in: body, RecordTime.init(iso:))
        let by = try data.text("by", in: body)
        let reason = try data.optionalText("reason", in: body) ?? ""
        let step = try data.text("step", in: body)
        steps.append(RecordedStep(at: at, by: by, step: step, reason: reason))
      }
    }
    return steps
  }

  /// The number of a line, which stands behind its data.
  private func lineNumber(_ line: RecordLayout.Line, _ body: Span<UInt8>) -> Int {
    var number = 0
    var place = line.data.upperBound + #","n":""#.utf8.count
    while place < line.bytes.upperBound, case let digit = body[place] ^ 0x30, digit <= 9 {
      number = number &* 10 &+ Int(digit)
      place += 1
    }
    return number
  }

  private func posting(
    _ line: RecordLayout.Line,
    _ number: Int,
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> (Posting, Aspect) {
    var data = try MemberReader(body, line.data, seq: layout.seq, line: number)
    let account = try data.value("account", in: body, AccountCode.init)
    let aspect = try data.value("aspect", in: body, Aspect.init(rawValue:))
    let side: Side = data.has("credit", in: body) ? .credit : .debit
    if side == .debit { try data.require("debit", in: body) }
    let text = try data.textValue(side == .debit ? "debit" : "credit", in: body)
    guard let amount = Fen(canonical: text) else {
      throw data.fault(side == .debit ? "debit" : "credit", .illFormed)
    }
    var dimensions = Dimensions.none
    if data.has("dimensions", in: body) {
      try data.pairs("dimensions", in: body) { code, value in
        guard let kind = kind(code) else { return false }
        dimensions[kind] = value
        return true
      }
    }
    var quantity: Quantity?
    if let text = try data.optionalText("quantity", in: body) {
      quantity = Quantity(recorded: text)
      if quantity == nil { throw data.fault("quantity", .illFormed) }
    }
    let reference = try data.optionalText("reference", in: body) ?? ""
    let summary = try data.text("summary", in: body)
    try data.finish(in: body)
    let project = line.chain.map { layout.text($0.project, in: body) }
    guard dimensions[.project] == project else {
      throw data.fault("dimensions.project", .illFormed)
    }
    return (
      Posting(
        summary: summary,
        account: account,
        side: side,
        amount: amount,
        quantity: quantity,
        dimensions: dimensions,
        reference: reference
      ), aspect
    )
  }
}
