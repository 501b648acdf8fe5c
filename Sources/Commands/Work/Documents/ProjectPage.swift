import Accounting
import InvestFirst
import Policies
import Quantities
import Registers
import Reports
import Store

extension ProjectShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let page = try session.registers { (snapshot) throws(RegisterError) in
      let project = try ProjectRegister(snapshot).project(self.project)
      return try RegisterError.stored { () throws(StoreError) in
        let documents = try snapshot.documents(.project, of: project.approval.project)
        let list = DocumentListReport(
          title: Phrase("单据", "Documents"),
          documents: documents,
          language: session.language,
          namesBooks: try snapshot.books().count > 1
        )
        return ProjectPage(project: project, list: list)
      }
    }
    try session.print(page.json) { page.lines(session.language) }
  }
}

/// All about one project (项目页): it is made of the project's own documents alone.
struct ProjectPage {
  let project: Project
  let list: DocumentListReport

  var json: JSON {
    .object([
      .init("project", .string(project.approval.project)),
      .init("state", .string(project.state.rawValue)),
      .init("next", .array(project.state.next.map { .string($0.rawValue) })),
      .init("approval", approval), .init("contract", contract), .init("money", money),
      .init("right", right), .init("owners", owners), .init("holding", holding),
      .init("rents", rents), .init("due", due),
      .init("documents", list.json["documents"] ?? .array([])),
    ])
  }

  func lines(_ language: Language) -> [String] {
    let state = language.term("project_state", project.state.rawValue)
    let next = project.state.next.map { language.term("event", $0.rawValue) }
    let way = next.joined(separator: language == .chinese ? "、" : ", ")
    var lines = ["\(project.approval.project)  \(state)  \(project.lastDate)"]
    if !way.isEmpty {
      lines.append(Phrase("可以办理: \(way)", "possible now: \(way)").text(in: language))
    }
    if let contract = project.contract {
      let digest = contract.digest.prefix(16)
      lines.append(
        Phrase("政策: \(contract.policy) (\(digest))", "policy: \(contract.policy) (\(digest))").text(
          in: language
        )
      )
    }
    lines += sums.map { "\($0.name.text(in: language)): \(Fen.grouped($0.sum))" }
    if let holding = project.holding {
      let pledged = Fen.grouped(Int128(holding.capital.rawValue) - holding.free)
      let capital = Fen.grouped(Int128(holding.capital.rawValue))
      lines.append(
        Phrase(
          "代持: \(holding.holder)  股本 \(capital)  股比 \(project.fundShare)  质押 \(pledged)",
          "custody: \(holding.holder), capital \(capital), share \(project.fundShare), "
            + "pledged \(pledged)"
        ).text(in: language)
      )
    }
    for rent in project.openRents {
      let amount = Fen.grouped(Int128(rent.amount.rawValue))
      lines.append(
        Phrase(
          "待结算租金: \(rent.lease) \(rent.month) \(amount)",
          "open rent: \(rent.lease) \(rent.month) \(amount)"
        ).text(in: language)
      )
    }
    return lines + ["", list.text(in: language)]
  }

  private var sums: [(key: String, name: Phrase, sum: Int128)] {
    let held = Int128(project.holding?.cost.rawValue ?? 0)
    let control = project.control
    return [
      ("approved", Phrase("批准", "approved"), Int128(project.approval.amount.rawValue)),
      ("paid", Phrase("已拨付", "paid"), Int128(project.tranches.paid.rawValue)),
      ("counted", Phrase("计入先投", "counted"), control.counted),
      ("right", Phrase("先投权利", "right"), project.right.left),
      ("held", Phrase("持股成本", "held at cost"), held),
      ("returned", Phrase("已收回本金", "returned"), control.returned),
      ("lost", Phrase("损失", "lost"), control.lost),
      ("withdrawn", Phrase("减免转出", "withdrawn"), control.withdrawn),
      ("gains", Phrase("收益", "gains"), control.gains),
      ("due", Phrase("待上缴", "due"), project.dueTotal),
    ]
  }

  private var money: JSON {
    .object(sums.map { JSON.Member($0.key, .string(Fen.yuan($0.sum))) })
  }

  private var approval: JSON {
    [
      "zone": .string(project.approval.zone), "stage": .string(project.approval.stage),
      "amount": .amount(project.approval.amount),
    ]
  }

  private var contract: JSON {
    guard let contract = project.contract else { return .null }
    return [
      "policy": .string(contract.policy), "sha256": .string(contract.digest),
      "hold_max_ppm": .ppm(contract.holdMax), "custody": .string(contract.custody.rawValue),
      "ways": .array(contract.ways.map { .string($0.rawValue) }),
    ]
  }

  private var right: JSON {
    .array(
      project.right.slices.map { slice in
        [
          "document": .string(slice.document), "date": .string("\(slice.date)"),
          "kind": .string(slice.kind.rawValue), "counted": .amount(slice.counted),
          "left": .amount(slice.left),
        ]
      }
    )
  }

  private var owners: JSON {
    .array(
      CapTable.Class.allCases.filter { project.owners[$0] != .zero }.map { owner in
        let share = (try? PPM(nearest: project.owners.share(of: owner))).map { "\($0)" }
        return [
          "class": .string(owner.rawValue), "capital": .amount(project.owners[owner]),
          "share": .optional(share),
        ]
      }
    )
  }

  private var holding: JSON {
    guard let holding = project.holding else { return .null }
    let pledges = holding.pledges.sorted { $0.key < $1.key }.map { code, capital -> JSON in
      ["pledge": .string(code), "capital": .amount(capital)]
    }
    return [
      "holder": .string(holding.holder), "confirmed": .bool(holding.isConfirmed),
      "capital": .amount(holding.capital), "cost": .amount(holding.cost),
      "share": .string(project.fundShare), "pledges": .array(pledges),
    ]
  }

  private var rents: JSON {
    let leases = project.leases.map { lease -> JSON in
      [
        "lease": .string(lease.code), "landlord": .string(lease.landlord),
        "premises": .string(lease.premises), "from": .string("\(lease.from)"),
        "to": .string("\(lease.to)"),
      ]
    }
    let open = project.openRents.map { rent -> JSON in
      [
        "lease": .string(rent.lease), "month": .string("\(rent.month)"),
        "amount": .amount(rent.amount),
      ]
    }
    return ["leases": .array(leases), "open": .array(open)]
  }

  private var due: JSON {
    let dividends = project.due.dividends.sorted { $0.key < $1.key }.map { number, due -> JSON in
      [
        "declaration": .string(number), "amount": .amount(due.amount),
        "holder": .string(due.holder),
      ]
    }
    return [
      "principal": .amount(project.due.principal), "gain": .amount(project.due.gain),
      "dividends": .array(dividends),
    ]
  }
}
