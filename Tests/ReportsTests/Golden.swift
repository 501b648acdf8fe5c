import Foundation

/// Printed tables as they stood when somebody last read them through, in `Tests/Golden`.
enum Golden {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  /// Whether `text` is what the golden file holds; `UPDATE_GOLDEN=1` writes the file anew.
  static func agrees(_ text: String, with name: String) throws -> Bool {
    let file = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    return try Data(contentsOf: file) == Data(text.utf8)
  }
}
