import COpenSSL

/// Text armour of keys (RFC 7468).
enum PEM {
  /// A text that is longer holds no key of ours.
  private static let lengthMax = 65_536

  /// Writes bytes in lines of 64 digits between two labels.
  static func encode(_ label: String, _ bytes: [UInt8]) -> String {
    var text = "-----BEGIN \(label)-----\n"
    var digits = Base64.encode(bytes)[...]
    while !digits.isEmpty {
      text += digits.prefix(64) + "\n"
      digits = digits.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }

  /// Reads the first block of a text, as leniently as OpenSSL does: files come from many tools.
  /// - Returns: `nil` when there is none, or one with headers, as the old encrypted form has.
  static func decode(_ text: some Collection<UInt8>) -> (label: String, bytes: [UInt8])? {
    guard text.count <= lengthMax, let source = BIO_new(BIO_s_secmem()) else { return nil }
    defer {
      BIO_free(source)
      ERR_clear_error()
    }
    let input = Array(text)
    guard BIO_write(source, input, Int32(input.count)) == input.count else { return nil }
    var (label, header): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?)
    var data: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard PEM_read_bio(source, &label, &header, &data, &count) == 1 else { return nil }
    defer {
      xiantou_free(label)
      xiantou_free(header)
      xiantou_clear_free(data, count)
    }
    guard let label, let header, let data, header.pointee == 0 else { return nil }
    return (String(cString: label), Array(UnsafeBufferPointer(start: data, count: count)))
  }

  /// Reads a text that consists of blocks with one label and nothing else, not even a remark.
  ///
  /// What is between blocks would be covered by no signature and shown by no tool.
  /// - Returns: `nil` for any other text, and when there is no block.
  static func blocks(_ text: some Collection<UInt8>, _ label: String) -> [[UInt8]]? {
    let (first, last) = (
      Array("-----BEGIN \(label)-----".utf8), Array("-----END \(label)-----".utf8)
    )
    var (blocks, digits): ([[UInt8]], [UInt8]?) = ([], nil)
    for line in Array(text).split(separator: UInt8(ascii: "\n")) {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if let block = digits, line.elementsEqual(last) {
        guard !block.isEmpty, let bytes = Base64.decode(block) else { return nil }
        blocks.append(bytes)
        digits = nil
      } else if digits != nil {
        digits? += line
      } else if !line.isEmpty {
        guard line.elementsEqual(first) else { return nil }
        digits = []
      }
    }
    return digits == nil && !blocks.isEmpty ? blocks : nil
  }

  /// The text that `write` puts into memory.
  static func written(_ write: (OpaquePointer) -> Int32) -> String? {
    guard let target = BIO_new(BIO_s_secmem()) else { return nil }
    defer { BIO_free(target) }
    guard write(target) == 1 else { return nil }
    var data: UnsafeMutablePointer<CChar>?
    let count = xiantou_bio_memory(target, &data)
    guard let data, count > 0 else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: data, count: count),
      as: UTF8.self
    )
  }
}
