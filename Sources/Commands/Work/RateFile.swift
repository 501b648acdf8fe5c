import Findings
import InvestFirst
import Reports

extension Session {
  /// The published rates for a rule: from the file that is named, else from the one beside the
  /// policy, if there is one.
  func rates(_ options: RateOptions, beside policy: String) throws(Failure) -> RateTable {
    let standard = System.folder(of: policy) + "/rates/lpr.csv"
    let path = options.rates ?? standard
    if options.rates == nil, case .missing = System.kind(of: path) { return RateTable() }
    let table = try rateFile(path)
    // Public copies of the LPR are often wrong: another file must agree with the checked one.
    if options.rates != nil, case .file = System.kind(of: standard) {
      let checked = try rateFile(standard)
      do throws(Findings) { try table.confirm(against: checked) } catch {
        throw Failure(error.list.map { $0.about(path) })
      }
    }
    return table
  }

  /// Reads a file of published rates.
  func rateFile(_ path: String) throws(Failure) -> RateTable {
    let bytes = try bytes(of: path)
    do throws(Findings) { return try RateTable(file: bytes) } catch {
      throw Failure(error.list.map { $0.about(path) })
    }
  }
}
