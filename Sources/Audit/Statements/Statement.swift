import CanonicalJSON
public import Quantities
import Signing

/// What is signed (签名声明): the state of a log, and of the files that are handed over with it.
///
/// It is a text of fixed lines in a fixed order, format `funds-audit-statement/v1`. Both roots are
/// in it, so all records before are; and both digests of the list of files. It names the
/// algorithms and keys that have to sign it, so that leaving a signature out is noticed.
public struct Statement: Hashable, Sendable {
  /// The log.
  public let origin: Origin
  /// Which part of the ledger was handed over.
  public let scope: Scope
  /// The state of the log, and the one before.
  public let growth: TreeGrowth
  /// The digests of the lists of files; `nil` when no files are handed over.
  public let manifest: DigestPair?
  /// The keys that have to sign.
  public let keys: RequiredKeys
  /// When and by what it was made.
  public let making: Making

  /// What the first line says.
  public static let version = "funds-audit-statement/v1"
  static let lengthMax = 4096

  /// Puts a statement together.
  public init(
    _ origin: Origin,
    _ scope: Scope,
    _ growth: TreeGrowth,
    manifest: DigestPair?,
    _ keys: RequiredKeys,
    _ making: Making
  ) {
    self.origin = origin
    self.scope = scope
    self.growth = growth
    self.manifest = manifest
    self.keys = keys
    self.making = making
  }

  /// The part of a ledger that is handed over (范围); `nil` means all.
  public struct Scope: Hashable, Sendable {
    /// The code of the book.
    public let book: String?
    /// The periods.
    public let periods: PeriodRange?
    /// The project.
    public let project: String?

    /// The whole ledger.
    public static let all = Scope()

    private init() { (book, periods, project) = (nil, nil, nil) }

    /// Names a part.
    /// - Returns: `nil` when a name is empty, `-`, longer than 200 bytes, or may not stand in a
    ///   record.
    public init?(book: String? = nil, periods: PeriodRange? = nil, project: String? = nil) {
      let names = [book, project].compactMap { $0 }
      guard names.allSatisfy({ Scope.isName($0) }) else { return nil }
      self.book = book
      self.periods = periods
      self.project = project
    }

    private static func isName(_ name: String) -> Bool {
      (1...200).contains(name.utf8.count) && name != "-" && RecordText.isAcceptable(name)
    }
  }

  /// When and by what a statement was made.
  public struct Making: Hashable, Sendable {
    /// When.
    public let at: RecordTime
    /// The name and version of the program, as `xiantou/0.1.0`.
    public let program: String

    /// Names the program.
    /// - Returns: `nil` when its name is not 1 to 100 printable ASCII characters without space.
    public init?(at: RecordTime, program: String) {
      let bytes = program.utf8
      guard (1...100).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        return nil
      }
      self.at = at
      self.program = program
    }
  }
}
