public import Accounting
import CanonicalJSON
public import Findings
import InvestFirst
import Policies
public import Quantities
import RiskPools
import Signing
public import Store

/// A file that somebody wants to be in force (待采用文件): policy, templates or rates, read as such.
public struct AdoptableFile: Sendable {
  /// The file, signed as far as it is.
  public let file: AdoptedFile

  /// Recognises a file by what it says about itself, and reads all of it.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: what it is called.
  ///   - date: the day of the decision.
  ///   - reason: why; may be empty.
  ///   - signatures: who signed it.
  /// - Throws: everything that is wrong with it.
  public init(
    _ bytes: [UInt8],
    named name: String,
    on date: CivilDate,
    reason: String = "",
    signedBy signatures: Signatures = Signatures()
  ) throws(Findings) {
    let document = try Document(bytes, .policy)
    let kind: AdoptedFile.Kind
    let code: String
    if document.root["postings"] != nil {
      kind = .postings
      code = try PostingTemplates(bytes).id
    } else if document.root["pool_postings"] != nil {
      kind = .poolPostings
      code = try PoolPostings(bytes).id
    } else if document.root["targets"] != nil {
      kind = .targets
      code = try TargetSet(bytes).id
    } else {
      switch document.policyKind {
      case .investFirst?:
        kind = .investFirst
        code = try InvestFirstPolicy(document).header.id
      case .riskPool?:
        kind = .riskPool
        code = try Scheme(document).header.id
      case nil: throw Findings(Finding(.fieldMissing, column: "policy"))
      }
    }
    file = AdoptedFile(
      kind: kind,
      code: code,
      name: name,
      date: date,
      signatures: signatures,
      reason: reason,
      bytes: bytes
    )
  }

  /// Takes a file of published rates, which says nothing about itself; a correction of rates in
  /// force needs a reason.
  /// - Throws: everything that is wrong with it.
  public init(
    rates bytes: [UInt8],
    code: String,
    named name: String,
    on date: CivilDate,
    reason: String = "",
    signedBy signatures: Signatures = Signatures()
  ) throws(Findings) {
    _ = try RateTable(file: bytes)
    file = AdoptedFile(
      kind: .rates,
      code: code,
      name: name,
      date: date,
      signatures: signatures,
      reason: reason,
      bytes: bytes
    )
  }

  /// Takes the record of a simulation, which the program has put together from a result.
  public init(
    simulation bytes: [UInt8],
    code: String,
    named name: String,
    on date: CivilDate,
    reason: String = "",
    signedBy signatures: Signatures = Signatures()
  ) {
    file = AdoptedFile(
      kind: .simulation,
      code: code,
      name: name,
      date: date,
      signatures: signatures,
      reason: reason,
      bytes: bytes
    )
  }

  /// The area of drafts that hold files.
  static let area = "file"

  /// The draft of the file.
  var body: DocumentDraft.Body {
    let text: [JSONValue.Member] = [
      .init("bytes", .string(Base64.encode(file.bytes))), .init("name", .string(file.name)),
      .init("reason", .string(file.reason)),
    ]
    return DocumentDraft.Body(
      area: AdoptableFile.area,
      subject: file.code,
      number: file.name,
      kind: file.kind.rawValue,
      date: file.date,
      content: .facts(text)
    )
  }

  /// The file of a draft.
  init(_ body: DocumentDraft.Body, signedBy signatures: Signatures) throws(RegisterError) {
    guard let kind = AdoptedFile.Kind(rawValue: body.kind),
      case .string(let text)? = body.content["bytes"], let bytes = Base64.decode(Array(text.utf8)),
      case .string(let name)? = body.content["name"],
      case .string(let reason)? = body.content["reason"]
    else { throw .store(.damaged(detail: "draft of \(body.subject)")) }
    file = AdoptedFile(
      kind: kind,
      code: body.subject,
      name: name,
      date: body.date,
      signatures: signatures,
      reason: reason,
      bytes: bytes
    )
  }
}

extension DocumentDesk {
  /// Hands in a file to be adopted.
  /// - Throws: what would keep it from being adopted.
  public func submit(_ file: AdoptableFile) throws(RegisterError) -> Filed {
    try demandNew(file.file)
    let draft = try RegisterError.stored { () throws(StoreError) in try write.submit(file.body) }
    return filed(file.file, draft)
  }

  /// Adopts a file at once: three persons have signed it on paper.
  /// - Throws: what keeps it from being adopted.
  public func record(_ file: AdoptableFile) throws(RegisterError) -> Filed {
    try RegisterError.stored { () throws(StoreError) in
      try write.register(file.file.signatures)
    }
    try adopt(file.file)
    return filed(file.file, nil)
  }

  @discardableResult
  func adopt(_ file: AdoptedFile) throws(RegisterError) -> Int64 {
    try demandNew(file)
    let place = try RegisterError.stored { () throws(StoreError) in try write.adopt(file) }
    projects.rules.refresh()
    return place
  }

  /// A file that says otherwise about published rates than what is in force is a correction.
  private func demandNew(_ file: AdoptedFile) throws(RegisterError) {
    let known = try RegisterError.stored { () throws(StoreError) in
      try write.adoptions(file.kind).contains {
        $0.file.code == file.code && $0.file.bytes == file.bytes
      }
    }
    if known { throw .finding(.codeDuplicate, value: file.code) }
    guard file.kind == .rates, file.reason.isEmpty else { return }
    let inForce = try projects.rules.rates()
    try RegisterError.found { () throws(Findings) in
      let later = try RateTable(file: file.bytes)
      do throws(Findings) { try later.confirm(against: inForce) } catch {
        let reason = Finding(.reasonMissing, column: "reason", value: file.name)
        throw Findings(error.list + [reason])
      }
    }
  }

  private func filed(_ file: AdoptedFile, _ draft: DocumentDraft?) -> Filed {
    Filed(
      area: nil,
      subject: file.code,
      number: "",
      kind: file.kind.rawValue,
      draft: draft,
      work: nil,
      vouchers: []
    )
  }
}
