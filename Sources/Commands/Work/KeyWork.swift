import Audit
import Reports
import Signing
import Store

extension KeyNew: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let secret = try password.file.map { file throws(Failure) in try KeyFolder.password(file) }
    let keep = !common.dryRun
    let made = try KeyFolder.make(alg, in: out, password: secret, keep: keep)
    if secret == nil {
      try session.say(
        Phrase(
          "警告: 私钥没有加密, 拿到文件的人都能签名; 可用 --password-file 加密",
          "warning: the private key is not encrypted, whoever gets the file can sign; "
            + "--password-file encrypts it"
        ).text(in: session.language)
      )
    }
    guard keep else {
      return try session.print(
        .object([.init("public", .string(made.file))]),
        else: { [Phrase("只检查, 未写入", "checked only, nothing written").text(in: session.language)] }
      )
    }
    let id = made.key.id.description
    try session.print(
      .object([
        .init("key_id", .string(id)), .init("spki_sha256", .string(id)),
        .init("public", .string(made.file)),
      ]),
      else: { ["\(made.key.algorithm.rawValue)  \(id)", made.file] }
    )
  }
}

extension KeyShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    guard let path else { return try showLedger(session) }
    var shown: [ShownKey] = []
    if System.isFolder(path) {
      let folder = try KeyFolder(path)
      for name in KeyName.allCases {
        guard let key = try folder.publicKey(name) else { continue }
        let holder = folder.holder(of: name)
        shown.append(ShownKey(key, folder.file(name, "pub"), holder?.rawValue ?? "none"))
      }
      if shown.isEmpty { try folder.require(KeyName.allCases) }
    } else {
      shown.append(ShownKey(try KeyFolder.publicKey(path), path, nil))
    }
    try session.print(
      .object([.init("keys", .array(shown.map(\.json)))]),
      else: { shown.map { $0.line(session.language) } }
    )
  }

  private func showLedger(_ session: Session) throws(Failure) {
    let (keyring, size) = try session.readAll { (snapshot) throws(StoreError) in
      (try snapshot.keyring(), try snapshot.recordCount())
    }
    let language = session.language
    try session.print(
      .object([
        .init("origin", .string(keyring.origin.name)), .init("size", .integer(size)),
        .init("epoch", .integer(keyring.epoch)),
        .init("keys", .array(keyring.entries.map { $0.json })),
      ]),
      else: { ["\(keyring.origin)"] + keyring.entries.map { $0.line(language) } }
    )
  }
}

/// A public key in a file.
private struct ShownKey {
  let key: PublicKey
  let file: String
  let holder: String?

  init(_ key: PublicKey, _ file: String, _ holder: String?) {
    (self.key, self.file, self.holder) = (key, file, holder)
  }

  var json: JSON {
    let id = key.id.description
    return .object([
      .init("name", .string(KeyName(key.algorithm).rawValue)),
      .init("algorithm", .string(key.algorithm.rawValue)), .init("key_id", .string(id)),
      .init("spki_sha256", .string(id)), .init("public", .string(file)),
      .init("private", .optional(holder == "none" ? nil : holder)),
    ])
  }

  func line(_ language: Language) -> String {
    let held = holder.map { "  \(language.term("key_holder", $0))" } ?? ""
    return "\(key.algorithm.rawValue)  \(key.id)\(held)"
  }
}

extension Keyring.Entry {
  /// The first and the last size of the log for which the key is valid.
  fileprivate var sizes: (first: Int64, last: Int64?) { (begin + 1, end?.seq) }

  fileprivate var state: String {
    switch end {
    case nil: "valid"
    case .replaced: "replaced"
    case .revoked: "revoked"
    }
  }

  private var revocation: KeyRecord.Revocation? {
    guard case .revoked(_, let revocation) = end else { return nil }
    return revocation
  }

  fileprivate var json: JSON {
    .object([
      .init("algorithm", .string(key.algorithm.rawValue)),
      .init("key_id", .string(key.id.description)), .init("state", .string(state)),
      .init("from_size", .integer(sizes.first)),
      .init("to_size", sizes.last.map(JSON.integer) ?? .null),
      .init("reason", .optional(revocation?.reason.rawValue)),
      .init("since", revocation?.since.map(JSON.integer) ?? .null),
    ])
  }

  fileprivate func line(_ language: Language) -> String {
    let reason = revocation.map { " \(language.term("key_reason", $0.reason.rawValue))" } ?? ""
    let since = revocation?.since.map { " (>\($0))" } ?? ""
    let sizes = "\(sizes.first)–\(sizes.last.map { "\($0)" } ?? "")"
    return "\(key.algorithm.rawValue)  \(key.id)  \(sizes)  "
      + "\(language.term("key_state", state))\(reason)\(since)"
  }
}

extension KeyRotate: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let old = try KeyFolder(keys, passwordFile: password.file)
    let fresh = try KeyFolder(new, passwordFile: newPasswordFile ?? password.file)
    if fresh.names.isEmpty { try fresh.require(KeyName.allCases) }
    try old.require(fresh.names)
    var pairs: [(old: any Signer, new: any Signer)] = []
    for name in fresh.names { pairs.append((try old.signer(name), try fresh.signer(name))) }
    // A new folder may hold keys that stay; when none changes, the ledger says what is wrong.
    let changed = pairs.filter { $0.old.publicKey != $0.new.publicKey }
    if !changed.isEmpty { pairs = changed }
    let request = pairs.map { "\($0.new.publicKey.id)" }
    try session.writeAll(["key rotate"] + request, needsActor: false) {
      (write) throws(StoreError) in
      try write.requireKnownActor()
      var changes: [(json: JSON, line: String)] = []
      for (old, new) in pairs {
        let seq = try write.rotate(old, to: new)
        let (from, to) = (old.publicKey.id.description, new.publicKey.id.description)
        let algorithm = new.publicKey.algorithm.rawValue
        changes.append(
          (
            .object([
              .init("algorithm", .string(algorithm)), .init("from", .string(from)),
              .init("to", .string(to)), .init("seq", .integer(seq)),
            ]), "\(algorithm)  \(from) → \(to)"
          )
        )
      }
      return Answer(
        json: .object([.init("rotated", .array(changes.map(\.json)))]),
        lines: changes.map(\.line)
      )
    }
  }
}

extension KeyRevoke: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    guard let revocation = KeyRecord.Revocation(reason, since: since.map(Int64.init)) else {
      preconditionFailure("a size that was read is not negative")
    }
    let language = session.language
    let request = ["key revoke", "\(id)", reason.rawValue, since.map { "\($0)" } ?? ""]
    try session.writeAll(request, needsActor: false) { (write) throws(StoreError) in
      try write.requireKnownActor()
      let seq = try write.change(KeyRecord(revoking: id, revocation))
      return Answer(
        json: .object([
          .init("key_id", .string("\(id)")), .init("reason", .string(reason.rawValue)),
          .init("since", revocation.since.map(JSON.integer) ?? .null),
          .init("seq", .integer(seq)),
        ]),
        lines: [
          "\(id)  \(language.term("key_state", "revoked")) "
            + language.term("key_reason", reason.rawValue)
        ]
      )
    }
  }
}
