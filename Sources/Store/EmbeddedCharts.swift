import CEmbedded

/// The charts of accounts of `charts/`, embedded in the executable (自带科目表).
public enum EmbeddedCharts {
  /// The CSV bytes by name.
  public static let all: [String: [UInt8]] = {
    var count = 0
    guard let files = embedded_charts(&count) else { return [:] }
    let charts = UnsafeBufferPointer(start: files, count: count).map { file in
      (
        String(cString: file.name),
        Array(UnsafeRawBufferPointer(start: file.bytes, count: file.size))
      )
    }
    return Dictionary(uniqueKeysWithValues: charts)
  }()
}
