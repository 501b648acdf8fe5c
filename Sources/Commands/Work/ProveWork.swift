import Accounting
import Audit
import Findings
import Reports
import Signing
import Store

extension AuditProve: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let set = try session.settings[.set]
    let (proof, head) = try session.readLog { (snapshot) throws(StoreError) in
      let place = try snapshot.place(of: voucher, in: set)
      let proof = try snapshot.proof(of: place, at: snapshot.recordCount())
      try proof.require()
      return (proof, file == nil ? nil : try snapshot.headProof(of: place))
    }
    if let line, !proof.record.lineLeaves.indices.contains(line - 1) {
      let kind = Phrase("行", "line").text(in: session.language)
      throw Failure(.subjectMissing, ["kind": kind, "value": "\(line)"])
    }
    let answer = try session.stored { () throws(StoreError) in try ProofAnswer(proof, line: line) }
    if let file {
      guard let head else { throw Failure(.headMissing, ["seq": "\(proof.record.seq)"]) }
      let text = String(decoding: head.bytes, as: UTF8.self)
      if file == "-" { return try session.console.output.write(text) }
      try OutputFile(path: file, encoding: .utf8).write { (sink) throws(Failure) in
        try sink.write(text)
      }
      try session.say(Phrase("已写入 \(file)", "written to \(file)").text(in: session.language))
    }
    try session.print(answer.json, else: { answer.lines(session.language) })
  }
}

extension LedgerSnapshot {
  /// The place in the log of the voucher that a reference names.
  /// - Throws: `E-VOUCHER-UNKNOWN`, `E-DRAFT-UNKNOWN`, `E-BOOK-UNKNOWN`; `E-STATE` when it is not
  ///   posted.
  fileprivate func place(of reference: VoucherReference, in set: String?) throws(StoreError)
    -> Int64
  {
    var code = set
    if case .posted(let named?, _) = reference { code = named }
    switch try voucher(reference, in: book(code)) {
    case .posted(let entry, _): return entry.sequence
    case .draft(let draft):
      throw .findings(
        Findings(
          Finding(
            .state,
            value: draft.position.state.rawValue,
            arguments: ["voucher": draft.label, "step": "prove"]
          )
        )
      )
    }
  }

  /// The proof that the log which was signed last holds a record; `nil` when it does not.
  fileprivate func headProof(of place: Int64) throws(StoreError) -> ProofFile? {
    guard let head = try lastHead(containing: place)?.checkpoint else { return nil }
    let proof = try proof(of: place, at: head.state.size)
    try proof.require()
    guard proof.roots == head.state.roots,
      let file = try? ProofFile(proof.inclusion.sha256, head.note)
    else { throw .damaged(detail: "checkpoint of \(head.state.size) records") }
    return file
  }
}

extension RecordProof {
  /// Confirms that the paths lead to the roots, before anybody is told so.
  fileprivate func require() throws(StoreError) {
    do throws(SigningError) {
      let (leaf, pair) = (record.leaf, inclusion)
      if try pair.sha256.leads(from: leaf.sha256, to: roots.sha256, .sha256),
        try pair.sm3.leads(from: leaf.sm3, to: roots.sm3, .sm3)
      {
        return
      }
    } catch { throw .signer(error) }
    throw .damaged(detail: "record \(record.seq)")
  }
}

/// A proof as it is told (证明).
private struct ProofAnswer {
  private let proof: RecordProof
  private let line: (line: Record.Line, inclusion: InclusionPair)?

  init(_ proof: RecordProof, line number: Int?) throws(StoreError) {
    self.proof = proof
    guard let number else {
      line = nil
      return
    }
    do throws(AuditError) {
      line = (proof.record.lines[number - 1], try proof.record.inclusion(ofLine: number))
    } catch { throw StoreError(error) }
  }

  var json: JSON {
    let record = proof.record
    let place: [JSON.Member] = [
      .init("seq", .integer(record.seq)), .init("size", .integer(proof.inclusion.sha256.size)),
    ]
    let paths = ProofAnswer.members(record.leaf, proof.inclusion, proof.roots)
    return .object(place + paths + [.init("line", lineJSON)])
  }

  private var lineJSON: JSON {
    guard let line else { return .null }
    let record = proof.record
    let place: [JSON.Member] = [
      .init("line", .integer(Int64(line.line.number))),
      .init("count", .integer(line.inclusion.sha256.size)), .init("text", .string(line.line.text)),
      .init("header", .string(record.header)),
    ]
    return .object(
      place + ProofAnswer.members(line.line.leaf, line.inclusion, record.lineRoots)
    )
  }

  private static func members(
    _ leaf: DigestPair,
    _ pair: InclusionPair,
    _ roots: DigestPair
  ) -> [JSON.Member] {
    func path(_ proof: InclusionProof) -> JSON { .array(proof.path.map { .string("\($0)") }) }
    return [
      .init("leaf_sha256", .string("\(leaf.sha256)")), .init("path_sha256", path(pair.sha256)),
      .init("leaf_sm3", .string("\(leaf.sm3)")), .init("path_sm3", path(pair.sm3)),
      .init("root_sha256", .string("\(roots.sha256)")),
      .init("root_sm3", .string("\(roots.sm3)")),
    ]
  }

  func lines(_ language: Language) -> [String] {
    let (record, size) = (proof.record, proof.inclusion.sha256.size)
    var lines = [
      Phrase(
        "日志第 \(record.seq) 条记录(从 0 起), 日志共 \(size) 条",
        "record \(record.seq) (from 0) of a log of \(size)"
      ).text(in: language),
      record.header.visible,
    ]
    lines += ProofAnswer.lines(record.leaf, proof.inclusion, proof.roots, language)
    guard let line else { return lines }
    let (number, count) = (line.line.number, line.inclusion.sha256.size)
    lines += [
      Phrase("第 \(number) 行, 共 \(count) 行", "line \(number) of \(count)").text(in: language),
      line.line.text.visible,
    ]
    return lines
      + ProofAnswer.lines(line.line.leaf, line.inclusion, record.lineRoots, language)
  }

  private static func lines(
    _ leaf: DigestPair,
    _ pair: InclusionPair,
    _ roots: DigestPair,
    _ language: Language
  ) -> [String] {
    let trees = [
      ("SHA-256", leaf.sha256, pair.sha256, roots.sha256), ("SM3", leaf.sm3, pair.sm3, roots.sm3),
    ]
    return trees.flatMap { name, leaf, proof, root in
      ["  \(name) \(Phrase("叶", "leaf").text(in: language))  \(leaf)"]
        + proof.path.map { "  \(name) \(Phrase("路径", "path").text(in: language))  \($0)" }
        + ["  \(name) \(Phrase("根", "root").text(in: language))  \(root)"]
    }
  }
}
