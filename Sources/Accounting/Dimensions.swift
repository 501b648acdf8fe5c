/// A kind of detail that postings carry beside their account (辅助核算项).
///
/// A kind has an ASCII `code`, which is its key in records, and a Chinese `name`, which is its
/// heading in files and books. Six are known to every ledger; a ledger may add its own.
public struct DimensionKind: Hashable, Sendable {
  /// The key in records: `[a-z][a-z0-9_]{0,31}`.
  public let code: String
  /// The heading in files and books.
  public let name: String

  /// Creates a kind.
  /// - Returns: `nil` when `code` is not a record key or `name` is empty.
  public init?(code: String, name: String) {
    let bytes = code.utf8
    guard (1...32).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first),
      bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }),
      !name.isEmpty
    else { return nil }
    self.init(known: code, name)
  }

  private init(known code: String, _ name: String) {
    self.code = code
    self.name = name
  }

  /// Project (项目).
  public static let project = DimensionKind(known: "project", "项目")
  /// Custodian (代持单位): the state enterprise that holds the shares.
  public static let custodian = DimensionKind(known: "custodian", "代持单位")
  /// Cooperating bank (合作银行).
  public static let bank = DimensionKind(known: "bank", "合作银行")
  /// Hosting zone (承载区).
  public static let zone = DimensionKind(known: "zone", "承载区")
  /// Department (部门).
  public static let department = DimensionKind(known: "department", "部门")
  /// Source of funds (资金来源).
  public static let fundSource = DimensionKind(known: "fund_source", "资金来源")

  /// The kinds every ledger knows.
  public static let standard: [DimensionKind] = [
    .project, .custodian, .bank, .zone, .department, .fundSource,
  ]

  /// Two kinds are the same when their codes are.
  public static func == (left: DimensionKind, right: DimensionKind) -> Bool {
    left.code == right.code
  }

  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// The dimension values of one posting (辅助核算), at most one value of each kind, in the order of
/// the kinds' codes.
public struct Dimensions: Hashable, Sendable {
  /// One kind with its value.
  public struct Tag: Hashable, Sendable {
    /// The kind.
    public let kind: DimensionKind
    /// The value's code, for example `P001`.
    public let value: String

    /// Creates a tag.
    public init(_ kind: DimensionKind, _ value: String) {
      self.kind = kind
      self.value = value
    }
  }

  /// The tags, ordered by the kind's code.
  public private(set) var tags: [Tag]

  /// No dimensions.
  public static let none = Dimensions()

  /// Creates dimensions without any tag.
  public init() { tags = [] }

  /// Creates dimensions; of two values of one kind the last one stays.
  public init(_ values: [(DimensionKind, String)]) {
    tags = []
    for (kind, value) in values { self[kind] = value }
  }

  /// The value of a kind, if the posting names one.
  public subscript(kind: DimensionKind) -> String? {
    get { tags.first { $0.kind == kind }?.value }
    set {
      tags.removeAll { $0.kind == kind }
      guard let newValue else { return }
      let place = tags.firstIndex { $0.kind.code > kind.code } ?? tags.endIndex
      tags.insert(Tag(kind, newValue), at: place)
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { tags.isEmpty }
}

/// A value of a dimension: one project, one custodian, one bank (辅助档案).
public struct DimensionValue: Hashable, Sendable {
  /// The kind it belongs to.
  public let kind: DimensionKind
  /// Its code, by which postings refer to it.
  public let code: String
  /// Its name.
  public let name: String
  /// Whether new postings may use it.
  public let isOpen: Bool
  /// What else the master file says, by its column heading, in file order.
  public let attributes: [Attribute]

  /// One further column of the master file.
  public struct Attribute: Hashable, Sendable {
    /// The column heading.
    public let name: String
    /// The text in the column.
    public let value: String

    /// Creates an attribute.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a value.
  public init(
    kind: DimensionKind,
    code: String,
    name: String,
    isOpen: Bool = true,
    attributes: [Attribute] = []
  ) {
    self.kind = kind
    self.code = code
    self.name = name
    self.isOpen = isOpen
    self.attributes = attributes
  }
}

/// All the dimension values that a ledger knows (辅助档案).
public struct DimensionDirectory: Sendable {
  private var values: [DimensionKind: [String: DimensionValue]] = [:]
  /// The kinds, the standard ones first, then those that the ledger added.
  public private(set) var kinds: [DimensionKind] = DimensionKind.standard

  /// Creates a directory with the standard kinds and no values.
  public init() {}

  /// Adds a kind, or does nothing when its code is known.
  public mutating func add(_ kind: DimensionKind) {
    if !kinds.contains(kind) { kinds.append(kind) }
  }

  /// Adds a value, or replaces the one with its code.
  public mutating func add(_ value: DimensionValue) {
    add(value.kind)
    values[value.kind, default: [:]][value.code] = value
  }

  /// The value with a code.
  public subscript(kind: DimensionKind, code: String) -> DimensionValue? { values[kind]?[code] }

  /// The values of a kind in the order of their codes.
  public func values(of kind: DimensionKind) -> [DimensionValue] {
    (values[kind] ?? [:]).values.sorted { $0.code < $1.code }
  }

  /// The kind with a Chinese name or a code.
  public func kind(named text: String) -> DimensionKind? {
    kinds.first { $0.name == text || $0.code == text }
  }
}
