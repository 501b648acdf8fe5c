import Findings
public import Policies
public import Store

/// Why a document did not get into the registers; nothing of it is in the file.
public enum RegisterError: Error, Hashable, Sendable {
  /// A rule refused: values of the policy are open, or the document breaks guards.
  case refused(Refusal)
  /// The ledger file refused.
  case store(StoreError)

  /// The refusal of a single finding.
  static func finding(
    _ code: FindingCode,
    value: String = "",
    _ arguments: [String: String] = [:]
  ) -> RegisterError {
    .refused(Refusal(Finding(code, value: value, arguments: arguments)))
  }

  /// Runs a step of the store.
  package static func stored<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(RegisterError) -> Result {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }

  /// Runs a rule.
  static func ruled<Result>(
    _ body: () throws(Refusal) -> Result
  ) throws(RegisterError) -> Result {
    do throws(Refusal) { return try body() } catch { throw .refused(error) }
  }

  /// Runs what finds what is wrong.
  static func found<Result>(
    _ body: () throws(Findings) -> Result
  ) throws(RegisterError) -> Result {
    do throws(Findings) { return try body() } catch { throw .refused(.findings(error)) }
  }
}
