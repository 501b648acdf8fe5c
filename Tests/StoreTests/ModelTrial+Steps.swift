import Accounting
import Findings
import Quantities
import Store
import Trials

extension ModelTrial {
  /// Does something at random.
  func takeStep(_ number: Int) throws {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<30: try postOne()
    case 30..<38: try postSeveral()
    case 38..<46: try postNumbered()
    case 46..<58: try reverse()
    case 58..<82: if openDrafts.count < 3 { try draft() } else { try walkOn() }
    case 82..<86: try close()
    case 86..<88: try reopen()
    case 88..<98: try repeatKey(number)
    default: try overflow()
    }
  }

  // MARK: Vouchers

  private func anyBook() -> Int { Int.random(in: 0..<model.books.count, using: &random) }

  private func anyDate() -> CivilDate {
    let start = model.books[0].book.startPeriod.firstDay
    return start.adding(
      days: Int32.random(in: random.oneIn(30) ? -20 ... -1 : 0...130, using: &random)
    )
  }

  private func anySignatures() -> Signatures {
    var people = ["张敏", "王磊", "刘芳", "陈静"].shuffled(using: &random).map(Optional.some)
    if random.oneIn(15) { people[1] = people[0] }
    if random.oneIn(15) { people[2] = nil }
    return Signatures(preparedBy: people[0], reviewedBy: people[1], approvedBy: people[2])
  }

  /// A voucher that is mostly right.
  private func anyVoucher() -> Voucher {
    var voucher = SampleLedger.voucher("2025-12-01", [])
    voucher.date = anyDate()
    voucher.attachments = Int.random(in: 0...3, using: &random)
    if random.oneIn(5), let word = VoucherWord("收") { voucher.word = word }
    if random.oneIn(15) {
      voucher.word = .opening
      voucher.date = model.books[0].book.startPeriod.firstDay.adding(days: -1)
    }
    voucher.postings = lines(["100201", "122101", "271101", "630101"])
    if random.oneIn(3) { voucher.postings += lines(["8001", "6001"]) }
    if random.oneIn(12) { spoil(&voucher) }
    return voucher
  }

  /// Two to four lines of one aspect that balance.
  private func lines(_ codes: [String]) -> [Posting] {
    var left: Int64 = 0
    var lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      let amount = Int64.random(in: 1...100_000, using: &random)
      let side: Side = random.oneIn(2) ? .debit : .credit
      left += side == .debit ? amount : -amount
      return line(codes, side, amount)
    }
    if left == 0 {
      left = 1
      lines.append(line(codes, .debit, 1))
    }
    lines.append(line(codes, left > 0 ? .credit : .debit, abs(left)))
    return lines
  }

  private func line(_ codes: [String], _ side: Side, _ amount: Int64) -> Posting {
    let code = codes[Int.random(in: 0..<codes.count, using: &random)]
    var dimensions = Dimensions()
    if code == "122101" || random.oneIn(6) {
      dimensions[.project] = random.oneIn(2) ? "P001" : "P002"
    }
    return posting(code, side, amount, dimensions, random.oneIn(8) ? 1_500_000 : nil)
  }

  private func posting(
    _ code: String,
    _ side: Side,
    _ amount: Int64,
    _ dimensions: Dimensions = .none,
    _ millionths: Int64? = nil
  ) -> Posting {
    guard let code = AccountCode(code) else { preconditionFailure("a good code") }
    return Posting(
      summary: "第\(story.count)步",
      account: code,
      side: side,
      amount: Fen(amount),
      quantity: millionths.map { Quantity(millionths: $0) },
      dimensions: dimensions
    )
  }

  /// Puts one thing wrong.
  private func spoil(_ voucher: inout Voucher) {
    let closed = Dimensions([(.project, "P003")])
    let wrong = [
      posting("100201", .debit, 3), posting("1002", .debit, 3), posting("9999", .credit, 3),
      posting("100201", .debit, 0), posting("100201", .debit, -3), posting("122101", .debit, 3),
      posting("100201", .debit, 3, closed),
    ]
    if random.oneIn(8) {
      voucher.postings = []
    } else {
      voucher.postings.append(wrong[Int.random(in: 0..<wrong.count, using: &random)])
    }
  }

  // MARK: Steps

  private func store(
    _ voucher: Voucher,
    _ book: Int,
    _ signatures: Signatures,
    number: Int? = nil
  ) -> (LedgerTransaction) throws(StoreError) -> String {
    let book = model.books[book].book
    return { (write) throws(StoreError) in
      let entry = try write.checkedEntry(voucher, in: book)
      return try write.post(entry, in: book, number: number, signatures: signatures)
        .number.description
    }
  }

  private func postOne() throws {
    let (voucher, book, signatures) = (anyVoucher(), anyBook(), anySignatures())
    try step(
      "post \(voucher.date) \(voucher.word)",
      keep: !random.oneIn(10),
      store: store(voucher, book, signatures)
    ) { try $0.post(voucher, in: book, signatures) }
  }

  /// Several entries of both books in one transaction: all of them or none.
  private func postSeveral() throws {
    let entries = (0..<Int.random(in: 2...4, using: &random)).map { _ in
      (anyVoucher(), anyBook(), anySignatures())
    }
    let posts = entries.map { store($0.0, $0.1, $0.2) }
    try step(
      "post \(entries.count)",
      store: { (write) throws(StoreError) in
        var numbers: [String] = []
        for post in posts { numbers.append(try post(write)) }
        return numbers.joined(separator: " ")
      },
      model: { model in
        try entries.map { try model.post($0.0, in: $0.1, $0.2) }.joined(separator: " ")
      }
    )
  }

  /// An entry that brings its number: the next one, or one that is taken.
  private func postNumbered() throws {
    let (voucher, book, signatures) = (anyVoucher(), anyBook(), anySignatures())
    let next = model.books[book].nextNumber(voucher.period, voucher.word)
    let number = random.oneIn(2) ? next.number : Int.random(in: 1...next.number, using: &random)
    try step(
      "post as \(number) of \(next)",
      store: store(voucher, book, signatures, number: number)
    ) { model in
      let answer = try model.post(voucher, in: book, signatures)
      if number != next.number { throw Findings(Finding(.voucherDuplicate)) }
      return answer
    }
  }

  private func reverse() throws {
    let book = anyBook()
    guard let original = model.books[book].entries.randomElement(using: &random) else { return }
    let date = random.oneIn(2) ? original.voucher.date : anyDate()
    var red = try Reversal.red(of: original.voucher, number: original.number, on: date)
    if random.oneIn(6), let last = red.postings.popLast() {
      red.postings.append(
        posting(last.account.text, last.side, last.amount.rawValue - 1, last.dimensions)
      )
    }
    if random.oneIn(10) { red.postings.removeLast() }
    let signatures = anySignatures()
    try step(
      "reverse \(original.number)",
      store: store(red, book, signatures)
    ) { try $0.post(red, in: book, signatures) }
  }

  private func draft() throws {
    let (voucher, index) = (anyVoucher(), anyBook())
    let book = model.books[index].book
    let position = WorkflowPosition(state: .draft, signatures: Signatures(preparedBy: "张敏"))
    try step(
      "draft",
      store: { (write) throws(StoreError) in
        let entry = try write.checkedEntry(voucher, in: book)
        return Draft.label(try write.saveDraft(entry, in: book, position: position))
      },
      model: { model in
        let ledger = model.books[index]
        var probe = ledger
        try probe.post(voucher, signatures: Fixture.signatures, postedBy: "")
        model.lastDraft += 1
        model.drafts[model.lastDraft] = Model.Draft(
          book: index,
          voucher: voucher,
          position: position
        )
        return Draft.label(model.lastDraft)
      }
    )
  }

  private var openDrafts: [Int64] {
    model.drafts.filter { $0.value.position.state != .posted }.keys.sorted()
  }

  /// Takes a step with a draft: often the right one by the right person, often not.
  private func walkOn() throws {
    let some = random.oneIn(10) ? model.drafts.keys.sorted() : openDrafts
    guard let id = some.randomElement(using: &random), let draft = model.drafts[id] else { return }
    let ways = VoucherStep.allCases.filter {
      $0.from.contains(draft.position.state) && ($0.rawValue != "return" || random.oneIn(4))
    }
    let way = random.oneIn(6) ? nil : ways.randomElement(using: &random)
    guard let next = way ?? VoucherStep.allCases.randomElement(using: &random) else { return }
    let able = Self.people.filter { !$0.roles.isDisjoint(with: next.roles) }
    let asked = random.oneIn(6) ? Self.people : able
    guard let person = asked.randomElement(using: &random) else { return }
    let book = model.books[draft.book].book
    try step(
      "\(next) \(Draft.label(id)) by \(person.name)",
      by: person.name,
      store: { (write) throws(StoreError) in
        let draft = try write.take(next, draft: id, in: book, reason: "第\(id)张")
        return "\(draft.position) \(draft.posted.map(\.description) ?? "")"
      },
      model: { model in
        let position = try draft.position.after(next, by: person)
        var number = ""
        if next == .post {
          number = try model.post(draft.voucher, in: draft.book, position.signatures)
        }
        model.drafts[id]?.position = position
        return "\(position) \(number)"
      }
    )
  }

  private func close() throws {
    let index = anyBook()
    let book = model.books[index].book
    let open = model.books[index].calendar.states.filter { $0.value == .open }.keys.min()
    let period = random.oneIn(3) ? anyDate().period : open ?? anyDate().period
    try step(
      "close \(period)",
      store: { (write) throws(StoreError) in
        try write.close(period, of: book)
        return "closed"
      },
      model: { model in
        let waits = model.drafts.values.contains {
          $0.book == index && $0.position.state != .posted && $0.voucher.period <= period
        }
        try model.books[index].close(period)
        if waits { throw Findings(Finding(.periodNotClosable)) }
        return "closed"
      }
    )
  }

  private func reopen() throws {
    let index = anyBook()
    let book = model.books[index].book
    let latest = model.books[index].calendar.latestClosed
    let period = random.oneIn(3) ? anyDate().period : latest ?? anyDate().period
    try step(
      "reopen \(period)",
      store: { (write) throws(StoreError) in
        try write.reopen(period, of: book, reason: "补记")
        return "open"
      },
      model: { model in
        try model.books[index].reopen(period, reason: "补记")
        return "open"
      }
    )
  }

  /// A keyed request: new, repeated, or another one under a key that is taken.
  private func repeatKey(_ number: Int) throws {
    let known = model.answers.keys.sorted().randomElement(using: &random)
    let key = random.oneIn(3) ? "key-\(number)" : known ?? "key-\(number)"
    let request = random.oneIn(4) ? "another" : model.answers[key]?.request ?? "request-\(number)"
    let (voucher, book, signatures) = (anyVoucher(), anyBook(), anySignatures())
    let post = store(voucher, book, signatures)
    try step(
      "once \(key)",
      store: { (write) throws(StoreError) in
        try write.once(key, request: [request]) { () throws(StoreError) in try post(write) }.answer
      },
      model: { model in
        if let known = model.answers[key] {
          guard known.request == request else { throw Findings(Finding(.keyReused)) }
          return known.answer
        }
        let answer = try model.post(voucher, in: book, signatures)
        model.answers[key] = (request, answer)
        return answer
      }
    )
  }

  /// More than an account can hold on top of what it has.
  private func overflow() throws {
    let index = anyBook()
    let book = model.books[index].book
    var voucher = SampleLedger.voucher(
      "2026-03-20",
      [("100201", .debit, 1), ("271101", .credit, 1)]
    )
    voucher.date = anyDate()
    let small = voucher
    voucher.postings = [
      posting("100201", .debit, .max), posting("271101", .credit, .max),
    ]
    let large = voucher
    try step(
      "overflow",
      store: { (write) throws(StoreError) in
        for voucher in [small, large] {
          let entry = try write.checkedEntry(voucher, in: book)
          _ = try write.post(entry, in: book, signatures: Fixture.signatures)
        }
        return "too much"
      },
      model: { model in
        for voucher in [small, large] { _ = try model.post(voucher, in: index, Fixture.signatures) }
        throw Findings(Finding(.overflow))
      }
    )
  }
}
