import CanonicalJSON
public import Signing

extension Record {
  /// One detail line of a record (明细行), as it can be shown without the others.
  public struct Line: Hashable, Sendable {
    /// The number within the record, from 1.
    public let number: Int
    /// The line without its line feed.
    public let text: String
    /// The leaf hashes of the line.
    public let leaf: DigestPair
    /// The project whose chain the line is in, and its place there; `nil` for none.
    public let chain: Chain?
    /// Those members of its `data` that are texts.
    package let texts: [String: String]

    /// The place of a line in the chain of its project.
    public struct Chain: Hashable, Sendable {
      /// The project.
      public let project: String
      /// The line's number in the project, from 1.
      public let seq: Int64
      /// The SHA-256 leaf hash that the line says the project's previous line has.
      public let previous: Digest
    }
  }

  /// The header without its line feed.
  public var header: String { String(copying: body.span, layout.header) }
  /// The roots of the tree of the lines, as the header states them.
  public var lineRoots: DigestPair { layout.roots }

  /// The detail lines, in order.
  public var lines: [Line] {
    layout.lines.indices.map { index in
      let line = layout.lines[index]
      return Line(
        number: index + 1,
        text: String(copying: body.span, line.bytes),
        leaf: lineLeaves[index],
        chain: line.chain.map {
          Line.Chain(
            project: layout.text($0.project, in: body.span),
            seq: $0.seq,
            previous: $0.previous
          )
        },
        texts: layout.texts(line.data, in: body.span)
      )
    }
  }

  /// Proves that a line is one of the record's, in the tree of its lines (行的包含证明).
  /// - Parameter number: the number of the line, from 1.
  /// - Returns: its paths to the roots that the header states.
  /// - Throws: ``AuditError/signing(_:)`` when OpenSSL does not offer an algorithm.
  public func inclusion(ofLine number: Int) throws(AuditError) -> InclusionPair {
    precondition(lineLeaves.indices.contains(number - 1), "a record proves lines that it has")
    return InclusionPair(
      sha256: try inclusion(ofLine: number, .sha256, \.sha256),
      sm3: try inclusion(ofLine: number, .sm3, \.sm3)
    )
  }

  private func inclusion(
    ofLine number: Int,
    _ algorithm: DigestAlgorithm,
    _ part: KeyPath<DigestPair, Digest>
  ) throws(AuditError) -> InclusionProof {
    let leaves = lineLeaves.map { $0[keyPath: part] }
    let size = Int64(leaves.count)
    do throws(SigningError) {
      var tree = try MerkleTree<Never>(size: size, algorithm) { range in
        Array(leaves[Int(range.lowerBound)..<Int(range.upperBound)])
      }
      do throws(MerkleTree<Never>.Interruption) {
        return try tree.inclusion(of: Int64(number - 1), at: size)
      } catch {
        switch error {
        case .signing(let error): throw error
        }
      }
    } catch { throw .signing(error) }
  }
}

/// Proof of the same place in both trees (双包含证明).
public struct InclusionPair: Hashable, Sendable {
  /// The proof in the SHA-256 tree.
  public let sha256: InclusionProof
  /// The proof in the SM3 tree.
  public let sm3: InclusionProof

  /// Joins the proofs of one place.
  public init(sha256: InclusionProof, sm3: InclusionProof) {
    precondition(
      sha256.index == sm3.index && sha256.size == sm3.size,
      "both proofs are about one place"
    )
    self.sha256 = sha256
    self.sm3 = sm3
  }
}

extension RecordLayout {
  /// The members of an object in the body that was read which are texts.
  package func texts(_ range: Range<Int>, in body: Span<UInt8>) -> [String: String] {
    guard case .object(let members)? = try? JSONValue(body, range, profile: .record) else {
      preconditionFailure("an object of a record is decoded in its own body")
    }
    var texts: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value { texts[member.key] = text }
    }
    return texts
  }
}

extension RecordLayout {
  /// The type of the record that was read.
  package func type(in body: Span<UInt8>) -> String { String(copying: body, type) }

  /// The bytes of the `data` object of the header.
  package func data(in body: Span<UInt8>) -> [UInt8] { Array(String(copying: body, data).utf8) }

  /// Whether anything that the record says, in its header or its lines, contains a text.
  package func says(_ text: String, in body: Span<UInt8>) -> Bool {
    ([data] + lines.map(\.data)).contains { String(copying: body, $0).contains(text) }
  }
}
