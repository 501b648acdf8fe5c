import Glibc
import Reports
import Testing

@testable import Commands

@Suite struct OutputTests {
  /// Gives `body` an empty folder and removes it afterwards.
  static func inFolder(_ body: (String) throws -> Void) throws {
    var name = Array("/tmp/xiantou-XXXXXX\0".utf8CString)
    let folder = try #require(mkdtemp(&name).map { String(cString: $0) })
    defer {
      for file in entries(folder) { unlink("\(folder)/\(file)") }
      rmdir(folder)
    }
    try body(folder)
  }

  static func entries(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  @Test func `a file appears whole, keeps its permissions, and leaves nothing beside it`() throws {
    try OutputTests.inFolder { folder in
      let path = folder + "/表.csv"
      try OutputFile(path: path, encoding: .utf8).write { sink throws(Failure) in
        try sink.line("甲")
      }
      #expect(try System.read(path) == Array("甲\n".utf8))
      chmod(path, 0o600)
      try OutputFile(path: path, encoding: nil).write { sink throws(Failure) in
        try sink.line("乙")
      }
      #expect(try System.read(path) == [0xEF, 0xBB, 0xBF] + Array("乙\n".utf8))
      guard case .file(let mode) = System.kind(of: path) else {
        Issue.record("no file")
        return
      }
      #expect(mode == 0o600)
      #expect(OutputTests.entries(folder) == ["表.csv"])
    }
  }

  @Test func `a failure half-way leaves the old file as it was`() throws {
    try OutputTests.inFolder { folder in
      let path = folder + "/a.txt"
      let file = OutputFile(path: path, encoding: .gb18030)
      try file.write { sink throws(Failure) in try sink.write("先投𬭎") }
      let before = try System.read(path)
      #expect(before == [0xCF, 0xC8, 0xCD, 0xB6, 0x99, 0x33, 0xA9, 0x32])
      let failure = #expect(throws: Failure.self) {
        try file.write { sink throws(Failure) in
          try sink.write(String(repeating: "x", count: 100_000))
          throw Failure(.interrupted)
        }
      }
      #expect(failure?.exit == .interrupted)
      #expect(try System.read(path) == before)
      #expect(OutputTests.entries(folder) == ["a.txt"])
    }
  }

  @Test(arguments: [
    ("/no/such/folder/a.csv", "E-FILE-WRITE"), ("/dev/full", "E-DISK-FULL"),
  ])
  func `a file that cannot be written is named`(_ path: String, _ code: String) {
    let failure = #expect(throws: Failure.self) {
      try OutputFile(path: path, encoding: .utf8).write { sink throws(Failure) in
        try sink.line("x")
      }
    }
    #expect(failure?.code == code && failure?.exit == .failed)
    #expect(failure?.lines(.english).first?.contains(path) == true)
  }

  @Test func `a reader who has gone is no failure`() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    let sink = TextSink(descriptor: ends[1])
    try sink.line("x")
    try sink.flush()
    #expect(sink.isClosed)
    try sink.line("dropped")
    try sink.flush()
    close(ends[1])
  }

  @Test(arguments: ImportTemplate.all.map(\.name))
  func `a template is a CSV header with distinct columns`(_ name: String) throws {
    let template = try #require(ImportTemplate.named(name))
    #expect(Set(template.columns).count == template.columns.count)
    let run = Run(["import", "template", name])
    #expect(run.output == template.columns.joined(separator: ",") + "\r\n" && run.exit == .ok)
    #expect(template.columns.allSatisfy { !$0.contains { ",\"".contains($0) } })
  }

  @Test func `standard output takes another encoding`() {
    let run = Run(["import", "template", "zone", "--out-encoding", "utf-8-bom", "-o", "-"])
    #expect(run.output.unicodeScalars.first == "\u{FEFF}")
  }

  @Test func `templates are listed, and a wrong name is suggested`() {
    #expect(Run(["import", "template"]).output.contains("voucher     凭证\n"))
    let run = Run(["import", "template", "vouchr", "--lang", "en"])
    #expect(run.messages == "E-TEMPLATE-UNKNOWN: no template 'vouchr' (did you mean: voucher)\n")
    #expect(run.exit == .notFound)
  }
}
