public import Audit
import Findings
public import Signing

/// The keys that sign for the log: they begin and end by records in it.
extension LedgerSnapshot {
  /// The name of the log, made from its first record (日志名称).
  /// - Throws: `E-BOOK-UNKNOWN` when nothing has been recorded yet.
  public func origin() throws(StoreError) -> Origin {
    guard try recordCount() > 0, let first = try leaves(0..<1, .sha256).first else {
      throw .finding(.bookUnknown, ["books": ""])
    }
    return Origin(firstLeaf: first)
  }

  /// The keys that signed for the log, and when (密钥环).
  /// - Throws: `damaged` when a key record is not what it should be.
  public func keyring() throws(StoreError) -> Keyring {
    var keyring = Keyring(try origin())
    for place in try evidence(KeyRecord.type) {
      let record = try keyRecord(at: place)
      do throws(Keyring.Refusal) { try keyring.apply(record, seq: place) } catch {
        throw .damaged(detail: "key record \(place): \(error.name)")
      }
    }
    return keyring
  }

  private func keyRecord(at place: Int64) throws(StoreError) -> KeyRecord {
    let data = try EvidenceData(try record(place), type: KeyRecord.type)
    guard let record = try? KeyRecord(data: data.bytes) else {
      throw .damaged(detail: "key record \(place)")
    }
    return record
  }

  /// The places of the records of a type that are about keys or heads.
  func evidence(_ type: String) throws(StoreError) -> [Int64] {
    let query = try database.statement(
      "SELECT seq FROM evidence_record WHERE type = ?1 ORDER BY seq"
    )
    defer { query.reset() }
    query.bind(type, 1)
    var places: [Int64] = []
    while try query.step() { places.append(query.integer(0)) }
    return places
  }
}

extension LedgerTransaction {
  /// Changes the keys of the log.
  /// - Returns: the place of the record.
  /// - Throws: `E-KEY-OTHER` when the algorithm has a key already, `E-KEY-NOT-IN-USE`,
  ///   `E-KEY-USED-BEFORE`, `E-KEY-SINCE`; `constraint` when a signature of the record is wrong.
  @discardableResult
  public func change(_ record: KeyRecord) throws(StoreError) -> Int64 {
    var keyring = try keyring()
    let place = try head().size
    do throws(Keyring.Refusal) { try keyring.apply(record, seq: place) } catch {
      throw StoreError(error)
    }
    return try append(evidence: KeyRecord.type) { record.write(to: &$0) }
  }

  /// Replaces a key that is in use by another one of its algorithm (轮换); both sign.
  /// - Returns: the place of the record.
  /// - Throws: as ``change(_:)``, and `signer` when one of them does not sign.
  @discardableResult
  public func rotate(
    _ old: any Signer,
    to new: any Signer
  ) throws(StoreError) -> Int64 {
    let origin = try origin()
    let record: KeyRecord
    do throws(SigningError) {
      record = try KeyRecord(replacing: old, by: new, in: origin)
    } catch { throw .signer(error) }
    return try change(record)
  }

  /// Makes sure that signers may sign: a key whose algorithm has none yet begins (启用).
  /// - Throws: `E-KEY-OTHER` when another key of the algorithm is in use, `E-KEY-USED-BEFORE`,
  ///   `signer` when a signer does not sign.
  public func prepareSigning(_ signers: HeadSigners) throws(StoreError) {
    let keyring = try keyring()
    for signer in signers.all {
      let key = signer.publicKey
      if let current = keyring.key(for: key.algorithm) {
        guard current == key else {
          throw .finding(
            .keyOther,
            value: key.id.description,
            ["algorithm": key.algorithm.rawValue, "current": current.id.description]
          )
        }
        continue
      }
      let record: KeyRecord
      do throws(SigningError) {
        record = try KeyRecord(adding: signer, in: keyring.origin)
      } catch { throw .signer(error) }
      try change(record)
    }
  }
}

extension StoreError {
  /// What a key record that cannot stand means for whoever wanted to write it.
  init(_ refusal: Keyring.Refusal) {
    switch refusal {
    case .alreadyThere(let id):
      self = .finding(.keyOther, ["algorithm": "", "current": id.description])
    case .notInUse(let id): self = .finding(.keyNotInUse, value: id.description)
    case .usedBefore(let id): self = .finding(.keyUsedBefore, value: id.description)
    case .future(let size): self = .finding(.keySince, value: String(size))
    case .signing(let error): self = .inputOutput(detail: error.description)
    case .order, .otherAlgorithm, .notProved, .notReleased:
      self = .constraint(detail: "key record: \(refusal.name)")
    }
  }
}

extension Keyring.Refusal {
  /// The stable name.
  var name: String {
    switch self {
    case .order: "order"
    case .alreadyThere: "already-there"
    case .notInUse: "not-in-use"
    case .usedBefore: "used-before"
    case .otherAlgorithm: "other-algorithm"
    case .notProved: "not-proved"
    case .notReleased: "not-released"
    case .future: "future"
    case .signing: "signing"
    }
  }
}
