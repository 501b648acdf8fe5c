import Findings

/// The sheets of a workbook and where they are stored.
final class WorkbookDirectory: XMLElements {
  private(set) var sheets: [(name: String, relation: String)] = []
  /// Days are counted from 1904-01-01.
  private(set) var is1904 = false

  func open(_ name: String, _ attributes: [String: String]) -> Bool {
    switch name {
    case "sheet":
      if let relation = attributes["id"] { sheets.append((attributes["name"] ?? "", relation)) }
    case "workbookPr":
      is1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
    default: break
    }
    return false
  }

  func close(_ name: String, text: [UInt8]) {}
}

/// The parts that a part refers to.
final class Relations: XMLElements {
  private(set) var list: [(id: String, type: String, target: String)] = []

  func open(_ name: String, _ attributes: [String: String]) -> Bool {
    if name == "Relationship", let id = attributes["Id"], let target = attributes["Target"],
      attributes["TargetMode"] != "External"
    {
      list.append((id, attributes["Type"] ?? "", target))
    }
    return false
  }

  func close(_ name: String, text: [UInt8]) {}

  /// The target of a relation as the name of a part, relative to `folder`.
  static func part(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var path = folder.isEmpty ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = path.popLast() } else { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}

/// The texts that cells share, end to end.
final class SharedStrings: XMLElements {
  private static let maximumBytes = 128 << 20

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var isPhonetic = false
  private(set) var isTooLarge = false

  subscript(index: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  func open(_ name: String, _ attributes: [String: String]) -> Bool {
    if name == "rPh" { isPhonetic = true }
    return name == "t" && !isPhonetic
  }

  func close(_ name: String, text: [UInt8]) {
    switch name {
    case "rPh": isPhonetic = false
    case "t" where !isPhonetic && !isTooLarge:
      isTooLarge = bytes.count + text.count + 8 * ends.count > SharedStrings.maximumBytes
      bytes.append(contentsOf: text)
    case "si" where !isTooLarge: ends.append(bytes.count)
    default: break
    }
  }
}

/// Which cell styles show a number as a date.
final class CellStyles: XMLElements {
  private var custom: [Int: Bool] = [:]
  private var isInCellFormats = false
  private(set) var isDate: [Bool] = []

  func open(_ name: String, _ attributes: [String: String]) -> Bool {
    let format = attributes["numFmtId"].flatMap { Int($0) } ?? 0
    switch name {
    case "numFmt": custom[format] = CellStyles.showsDate(attributes["formatCode"] ?? "")
    case "cellXfs": isInCellFormats = true
    case "xf" where isInCellFormats:
      isDate.append(custom[format] ?? CellStyles.isBuiltInDate(format))
    default: break
    }
    return false
  }

  func close(_ name: String, text: [UInt8]) {
    if name == "cellXfs" { isInCellFormats = false }
  }

  /// The number formats that ECMA-376 reserves for dates and times, East Asian ones included.
  static func isBuiltInDate(_ format: Int) -> Bool {
    switch format {
    case 14...22, 27...36, 45...47, 50...58: true
    default: false
    }
  }

  /// Whether a number format writes a year, a month or a day.
  static func showsDate(_ format: String) -> Bool {
    var isQuoted = false
    var isBracketed = false
    var isEscaped = false
    var letters: Set<Character> = []
    for character in format.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if isBracketed {
        isBracketed = character != "]"
      } else {
        switch character {
        case "\"": isQuoted = true
        case "[": isBracketed = true
        case "\\", "_", "*": isEscaped = true
        default: letters.insert(character)
        }
      }
    }
    if letters.contains("y") || letters.contains("d") { return true }
    return letters.contains("m") && letters.isDisjoint(with: ["h", "s", "0", "#"])
  }
}
