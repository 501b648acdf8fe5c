import Accounting
import Findings
import Reports
import Store

extension AccountList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let chart = try snapshot.chart(of: head.book)
      return ChartReport(head, chart: chart, part: account, levels: level)
    }
    try session.show(report)
  }
}

extension AccountAdd: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let request = ["account add", code.text, name, side.rawValue, element?.rawValue ?? ""] + aux
    try session.write(request, needsActor: false) { (write, book) throws(StoreError) in
      try write.requireChief()
      let account = try account(write, book)
      try write.addAccounts([account], to: book)
      return Answer(account, session.language)
    }
  }

  private func account(
    _ write: LedgerTransaction,
    _ book: Book
  ) throws(StoreError) -> Account {
    let chart = try write.chart(of: book)
    let parent = chart.parent(of: code)
    guard chart.orphans(among: [code]).isEmpty else {
      throw .findings(Findings(Finding(.parentMissing, value: code.text)))
    }
    guard !name.isEmpty else {
      throw .findings(Findings(Finding(.textLength, column: "科目名称")))
    }
    guard let element = element ?? parent?.element ?? Element(impliedBy: code) else {
      throw .findings(Findings(Finding(.valueUnknown, column: "要素", value: code.text)))
    }
    return Account(
      code: code,
      name: name,
      normalSide: side.side,
      element: element,
      aspect: parent?.aspect ?? .financial,
      isLeaf: true,
      requiredDimensions: try aux.map { name throws(StoreError) in try write.kind(named: name) }
    )
  }
}

extension AccountDisable: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.named { () throws(Failure) in
      try session.write(["account disable", code.text], needsActor: false) {
        (write, book) throws(StoreError) in
        try write.requireChief()
        try write.setAccount(code, of: book, isOpen: false)
        return Answer(try write.known(code, in: book), session.language)
      }
    }
  }
}

extension AuxList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.readAll { (snapshot) throws(StoreError) in
      let directory = try snapshot.directory()
      let kinds = try kind.map { name throws(StoreError) in [try snapshot.kind(named: name)] }
      return DirectoryReport(directory: directory, kinds: kinds ?? directory.kinds)
    }
    try session.show(report)
  }
}

extension AuxAdd: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.writeAll(["aux add", code, kind, name], needsActor: false) {
      (write) throws(StoreError) in
      try write.requireChief()
      let added = DimensionValue(kind: try write.kind(named: kind), code: code, name: name)
      guard !code.isEmpty, !name.isEmpty else {
        throw .findings(Findings(Finding(.textLength, value: code)))
      }
      if let known = try write.directory()[added.kind, code], known.name != name {
        throw .findings(
          Findings(
            Finding(
              .codeConflict,
              value: code,
              arguments: ["code": code, "name": known.name]
            )
          )
        )
      } else if try write.directory()[added.kind, code] == nil {
        try write.addDimensionValues([added])
      }
      return Answer(added)
    }
  }
}

extension LedgerTransaction {
  /// Master data are the chief's, as soon as anybody can act.
  func requireChief() throws(StoreError) {
    if try hasActors() { try actor([.chief]) }
  }
}

extension Answer {
  /// An account.
  fileprivate init(_ account: Account, _ language: Language) {
    let closed = account.isOpen ? "" : Phrase(" (停用)", " (closed)").text(in: language)
    self.init(json: account.json, lines: ["\(account.code)  \(account.name)\(closed)"])
  }

  /// A dimension value.
  fileprivate init(_ value: DimensionValue) {
    self.init(json: value.json, lines: ["\(value.kind.name) \(value.code)  \(value.name)"])
  }
}
