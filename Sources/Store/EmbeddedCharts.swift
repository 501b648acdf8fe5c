import CEmbedded

/// The charts of accounts of `charts/`, embedded in the executable (自带科目表).
public enum EmbeddedCharts {
  /// The CSV bytes by name.
  public static let all: [String: [UInt8]] = files(embedded_charts)
}

/// The sample policies and posting templates that history is taken over by, and the published rates
/// that a simulation assumes, embedded in the executable (自带示例政策、分录模板与利率).
public enum EmbeddedPolicies {
  /// The bytes by name.
  public static let all: [String: [UInt8]] = files(embedded_policies)
}

/// The files that a function of the embedding target lists.
private func files(
  _ list: (UnsafeMutablePointer<Int>?) -> UnsafePointer<embedded_file>?
) -> [String: [UInt8]] {
  var count = 0
  guard let files = list(&count) else { return [:] }
  let named = UnsafeBufferPointer(start: files, count: count).map { file in
    (String(cString: file.name), Array(UnsafeRawBufferPointer(start: file.bytes, count: file.size)))
  }
  return Dictionary(uniqueKeysWithValues: named)
}
