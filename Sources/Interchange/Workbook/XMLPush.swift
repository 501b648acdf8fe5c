import CExpat

/// What wants to know the elements of an XML document.
protocol XMLElements: AnyObject {
  /// An element begins.
  /// - Returns: whether the text within it is wanted.
  func open(_ name: String, _ attributes: [String: String]) -> Bool
  /// An element ends; `text` is what was collected since the last wanted element began.
  func close(_ name: String, text: [UInt8])
}

/// Reads XML piece by piece; the one place where expat is used.
///
/// Names come without their prefix. A document type declaration ends the reading, so that no
/// entity can be declared at all.
final class XMLPush {
  /// The longest text of one element.
  private static let maximumText = 1 << 20

  private let parser: XML_Parser
  private var text: [UInt8] = []
  private var isCollecting = false
  private weak var elements: (any XMLElements)?

  init(_ elements: any XMLElements) {
    guard let parser = XML_ParserCreate(nil) else {
      preconditionFailure("expat starts unless memory has run out")
    }
    self.parser = parser
    self.elements = elements
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { XMLPush.of($0)?.open($1, $2) },
      { XMLPush.of($0)?.close($1) }
    )
    XML_SetCharacterDataHandler(parser, { XMLPush.of($0)?.collect($1, $2) })
    XML_SetStartDoctypeDeclHandler(parser, { data, _, _, _, _ in XMLPush.of(data)?.stop() })
  }

  deinit { XML_ParserFree(parser) }

  /// Takes the next piece; an empty one ends the document.
  func feed(_ piece: [UInt8]) throws(ReadFailure) {
    let status = piece.withUnsafeBytes { bytes in
      XML_Parse(
        parser,
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(bytes.count),
        piece.isEmpty ? 1 : 0
      )
    }
    guard status == XML_STATUS_OK else { throw .format("xml") }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> XMLPush? {
    data.map { Unmanaged<XMLPush>.fromOpaque($0).takeUnretainedValue() }
  }

  private func stop() { XML_StopParser(parser, 0) }

  private static func name(_ text: UnsafePointer<CChar>) -> String {
    let full = String(cString: text)
    guard let colon = full.utf8.lastIndex(of: 0x3A) else { return full }
    return String(full[full.utf8.index(after: colon)...])
  }

  private func open(
    _ name: UnsafePointer<CChar>?,
    _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let name, let list else { return }
    var attributes: [String: String] = [:]
    var index = 0
    while let key = list[index], let value = list[index + 1] {
      attributes[XMLPush.name(key)] = String(cString: value)
      index += 2
    }
    if elements?.open(XMLPush.name(name), attributes) == true {
      isCollecting = true
      text.removeAll(keepingCapacity: true)
    }
  }

  private func close(_ name: UnsafePointer<CChar>?) {
    guard let name else { return }
    isCollecting = false
    elements?.close(XMLPush.name(name), text: text)
    text.removeAll(keepingCapacity: true)
  }

  private func collect(_ characters: UnsafePointer<CChar>?, _ count: Int32) {
    guard isCollecting, let characters else { return }
    guard text.count + Int(count) <= XMLPush.maximumText else { return stop() }
    characters.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
      text.append(contentsOf: UnsafeBufferPointer(start: $0, count: Int(count)))
    }
  }
}
