import Accounting
import Findings
import Foundation
import Policies
import Quantities

@testable import InvestFirst

/// Documents for tests, signed and proved.
enum Life {
  static let digest = String(repeating: "0f", count: 32)
  static let signatures = Signatures(preparedBy: "甲", reviewedBy: "乙", approvedBy: "丙")
  static let papers = ["检测报告", "专项审计", "尽职调查记录", "集体决策记录"]

  static func file(_ path: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: path)))
  }

  static func head(_ number: String, _ date: CivilDate, papers: [String] = papers) -> DocumentHead {
    DocumentHead(
      number: number,
      date: date,
      signatures: signatures,
      evidence: papers.compactMap { EvidencePaper(name: $0, digest: digest) }
    )
  }

  /// The head of a document of a kind: a mistake is taken back by somebody else.
  static func head(_ number: String, _ date: CivilDate, _ kind: ProjectEvent.Kind) -> DocumentHead {
    let head = head(number, date)
    guard kind == .correction else { return head }
    return DocumentHead(
      number: number,
      date: date,
      signatures: Signatures(preparedBy: "丁", reviewedBy: "乙", approvedBy: "丙"),
      evidence: head.evidence
    )
  }

  static func policy() throws -> InvestFirstPolicy {
    try InvestFirstPolicy(try file("Examples/policies/sample.json"))
  }

  static func templates(_ name: String = "neutral") throws -> PostingTemplates {
    try PostingTemplates(try file("policies/postings/\(name).json"))
  }

  static func fen(_ yuan: String) -> Fen { Fen(canonical: yuan) ?? .zero }

  /// Templates with every account keyed in.
  static func keyedInTemplates(_ name: String) throws -> PostingTemplates {
    let text = String(decoding: try file("policies/postings/\(name).json"), as: UTF8.self)
    return try PostingTemplates(
      Array(text.split(separator: "\"?\"").joined(separator: "\"9999\"").utf8)
    )
  }

  /// A life that is written down event by event, one day after the other.
  struct Story {
    var project: Project
    private var day: CivilDate
    private var count = 0

    init(_ approval: Approval, from day: String = "2025-01-01") throws {
      self.day = try Sample.date(day)
      project = try Project(approval, Life.head("0", self.day))
    }

    /// A project of two million that has its contract and its first million.
    static func begun(_ policy: InvestFirstPolicy? = nil, source: String = "") throws -> Story {
      var story = try Story(Approval(project: "P001", amount: Life.fen("2000000.00")))
      let policy = try policy ?? Life.policy()
      try story.take(.contract(try Contract(policy, digest: Life.digest)))
      try story.take(.tranche(Tranche(number: 1, amount: Life.fen("1000000.00"), source: source)))
      return story
    }

    /// The same with equity: a tenth of a company of ten million, with SOE1.
    static func held(_ policy: InvestFirstPolicy? = nil) throws -> Story {
      var story = try begun(policy)
      try story.take(.trigger(TriggerMet(.externalRound)))
      let others = CapTable([.founders: Life.fen("9000000.00")])
      try story.take(
        .conversion(
          ConversionDone(
            used: Life.fen("1000000.00"),
            capitalToFund: Life.fen("1000000.00"),
            others: others,
            holder: "SOE1"
          )
        )
      )
      try story.take(.custodySet(CustodySet(holder: "SOE1")))
      return story
    }

    /// Lets days pass.
    mutating func wait(_ days: Int32) { day = day.adding(days: days) }

    mutating func document(_ event: ProjectEvent) -> ProjectDocument {
      count += 1
      day = day.adding(days: 1)
      return ProjectDocument(Life.head("\(count)", day), event)
    }

    mutating func take(_ event: ProjectEvent) throws {
      project = try project.apply(document(event))
    }

    /// What is wrong with an event now.
    mutating func refusal(of event: ProjectEvent) -> [FindingCode] {
      do throws(Findings) {
        _ = try project.apply(document(event))
        return []
      } catch { return error.list.map(\.code) }
    }

    mutating func propose(
      _ event: ProjectEvent,
      _ templates: PostingTemplates,
      _ roles: Set<BookRole>
    ) throws -> Proposal {
      try project.propose(document(event), templates: templates, roles: roles)
    }
  }
}
