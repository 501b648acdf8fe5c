import Accounting
import ArgumentParser
import Quantities
import Signing
import Store

/// What every document is told about itself (单据抬头).
struct DocumentOptions: ParsableArguments {
  @Option(
    help: help("业务日期, 默认为今天", "day of the fact; today by default", value: "date"),
    transform: Read.date
  )
  var on: CivilDate?

  @Option(
    name: .customLong("evidence"),
    help: help(
      "证明材料: 名称=文件, 或 名称=sha256:摘要; 可以重复",
      "paper: NAME=FILE, or NAME=sha256:DIGEST; may be repeated",
      value: "paper"
    ),
    transform: Read.paper
  )
  var papers: [PaperOption] = []

  @Option(
    help: help(
      "业务单号, 默认为下一号",
      "number; the next one of its kind by default",
      value: "number"
    )
  )
  var number: String?

  @OptionGroup var signing: SigningOptions

  @Flag(help: help("说明每一步: 依据、公式、代入、结果", "explain each step"))
  var explain = false
}

/// Who has signed on paper.
struct SigningOptions: ParsableArguments {
  @Option(
    help: help(
      "纸质已签: 制单,复核,审批; 由主管直接登记",
      "signed on paper: maker,reviewer,approver; the chief enters it at once",
      value: "names"
    ),
    transform: Read.signatures
  )
  var signed: Signatures?
}

/// A paper on the command line (证明材料).
struct PaperOption: Equatable, Sendable {
  /// What it is.
  let name: String
  /// Where its digest comes from.
  let source: Source

  /// Where a digest comes from.
  enum Source: Equatable, Sendable {
    /// A file, which is hashed.
    case file(String)
    /// The digest of a paper that is kept elsewhere.
    case digest(String)
  }
}

extension Read {
  /// `验收报告=文件.pdf` or `验收报告=sha256:HEX`.
  static func paper(_ text: String) throws -> PaperOption {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2 else { throw Unexpected(.expectPaper) }
    guard halves[1].hasPrefix("sha256:") else {
      return PaperOption(name: halves[0], source: .file(halves[1]))
    }
    guard let digest = Digest(hex: halves[1].dropFirst(7).lowercased()) else {
      throw Unexpected(.expectPaper)
    }
    return PaperOption(name: halves[0], source: .digest("\(digest)"))
  }

  /// `张敏,王磊,周正`.
  static func signatures(_ text: String) throws -> Signatures {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 3 else { throw Unexpected(.expectSignatures) }
    return Signatures(preparedBy: names[0], reviewedBy: names[1], approvedBy: names[2])
  }

  /// `founders:9000000.00`.
  static func owner(_ text: String) throws -> OwnerOption {
    let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard halves.count == 2 else { throw Unexpected(.expectOwner) }
    return OwnerOption(name: halves[0], capital: halves[1])
  }

  /// `B-000123`.
  static func documentDraft(_ text: String) throws -> Int64 {
    guard let id = DocumentDraft.id(text), id > 0 else { throw Unexpected(.expectDocument) }
    return id
  }
}

/// A class of owners with its registered capital on the command line (股东).
struct OwnerOption: Equatable, Sendable {
  /// The class.
  let name: String
  /// The registered capital.
  let capital: String
}
