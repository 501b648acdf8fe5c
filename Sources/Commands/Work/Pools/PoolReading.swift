import Accounting
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension Session {
  /// The pool that a report is about, with its documents through a day.
  func poolFile(_ options: PoolReportOptions) throws(Failure) -> (file: PoolFile, day: CivilDate) {
    let code = try pool(options.which.pool)
    let day = try day(options.on)
    let file = try registers { (snapshot) throws(RegisterError) in
      try PoolRegister(snapshot).file(code, through: day)
    }
    return (file, day)
  }

  /// A pool as it is.
  func readPool(_ option: PoolOption) throws(Failure) -> Pool {
    let code = try pool(option.pool)
    return try registers { (snapshot) throws(RegisterError) in
      try PoolRegister(snapshot).pool(code)
    }
  }
}

extension Language {
  /// Whose loans a breaker watches, for people.
  func words(_ scope: PoolScope) -> String {
    switch scope {
    case .programme: Phrase("全部", "all").text(in: self)
    case .bank(let name), .district(let name): name
    }
  }
}

extension PoolScope {
  /// The level in the word of the schemes.
  var levelWord: String {
    switch self {
    case .programme: "programme"
    case .bank: "bank"
    case .district: "district"
    }
  }
}

extension Phrase {
  /// How many rows a table has.
  static func rows(_ count: Int) -> Phrase { Phrase("\(count) 笔", "\(count)") }
  /// The unit of all amounts.
  static let yuan = Phrase("单位:元", "CNY yuan")

  /// Through which day a report goes.
  static func through(_ day: CivilDate) -> Phrase { Phrase("截至 \(day)", "through \(day)") }
}
