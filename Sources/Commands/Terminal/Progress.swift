import Reports

/// Progress of long work, on standard error (进度).
///
/// A bar for a person, lines for a log, objects for a program:
/// ```
/// [##########..........] 52% 1,044/2,000 剩余 4 秒
/// 50% 1,000/2,000
/// {"progress":{"done":1000,"total":2000,"percent":50}}
/// ```
/// Work in several parts names the one that is done, for example `50% 1,000/2,000 study 3 of 14`.
struct Progress {
  /// The forms of progress.
  enum Form: String, CaseIterable, Sendable {
    /// A bar when a person is watching, otherwise nothing.
    case auto
    /// A line for each tenth.
    case plain
    /// An object for each tenth, one a line.
    case json
    /// Nothing.
    case none
  }

  private let sink: TextSink
  private let form: Form
  private let language: Language
  private let total: Int
  /// Which part of the work is done; `nil` for work in one.
  var part: Message?
  private let clock: () -> Double
  private let start: Double
  private var lastDrawn: Double
  private var lastTenth = 0
  private var hasBar = false

  /// Starts to watch work on `total` items; `clock` gives seconds and only moves forward.
  init(
    total: Int,
    form: Form,
    on sink: TextSink,
    language: Language,
    clock: @escaping () -> Double = System.seconds
  ) {
    self.sink = sink
    self.form = form == .auto && !sink.isTerminal ? .none : form
    self.language = language
    self.total = total
    self.clock = clock
    start = clock()
    lastDrawn = start
  }

  /// Tells that `done` items are finished.
  /// - Throws: `E-INTERRUPTED` when somebody asked to stop.
  mutating func advance(to done: Int) throws(Failure) {
    try Interruption.check()
    switch form {
    case .none: return
    case .auto:
      // A bar that is gone in a moment would only flicker: the first one appears after a second,
      // the next ones ten times a second.
      let now = clock()
      guard now - lastDrawn >= (hasBar ? 0.1 : 1) else { return }
      lastDrawn = now
      hasBar = true
      try draw("\r\(bar(done)) \(count(done))\(name) \(left(done, now))\u{1B}[K")
    case .plain, .json:
      let tenth = tenth(done)
      guard tenth > lastTenth, done < total else { return }
      lastTenth = tenth
      try draw((form == .json ? object(done) : count(done) + name) + "\n")
    }
  }

  /// Tells that all is done, and how long it took.
  func finish() throws(Failure) {
    let taken = Message(.secondsTaken, ["seconds": Progress.seconds(clock() - start)])
      .text(language)
    switch form {
    case .none: return
    case .auto: if hasBar { try draw("\r\(bar(total)) \(count(total))  \(taken)\u{1B}[K\n") }
    case .plain: try draw("\(count(total))  \(taken)\n")
    case .json: try draw(object(total) + "\n")
    }
  }

  private func draw(_ text: String) throws(Failure) {
    try sink.write(text)
    try sink.flush()
  }

  private func tenth(_ done: Int) -> Int { total > 0 ? done * 10 / total : 10 }

  private func percent(_ done: Int) -> Int { total > 0 ? done * 100 / total : 100 }

  private func bar(_ done: Int) -> String {
    let filled = percent(done) / 5
    let rest = 20 - filled
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: rest) + "]"
  }

  private func count(_ done: Int) -> String {
    let (part, whole) = (Template.grouped(String(done)), Template.grouped(String(total)))
    return "\(percent(done))% \(part)/\(whole)"
  }

  private var name: String { part.map { " " + $0.text(language) } ?? "" }

  private func left(_ done: Int, _ now: Double) -> String {
    guard done > 0 else { return "" }
    let seconds = Int(((now - start) / Double(done) * Double(total - done)).rounded())
    if seconds < 60 {
      return Message(.secondsLeft, ["seconds": String(seconds)]).text(language)
    }
    return Message(
      .minutesLeft,
      ["minutes": String(seconds / 60), "seconds": String(seconds % 60)]
    ).text(language)
  }

  private func object(_ done: Int) -> String {
    JSON.object([
      .init(
        "progress",
        .object([
          .init("done", .integer(Int64(done))), .init("total", .integer(Int64(total))),
          .init("percent", .integer(Int64(percent(done)))),
        ])
      )
    ]).text
  }

  /// Seconds with one decimal.
  static func seconds(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
