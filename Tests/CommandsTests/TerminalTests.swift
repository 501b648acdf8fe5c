import Glibc
import Reports
import Testing

@testable import Commands

@Suite struct ProgressTests {
  /// Runs 2,000 items, one millisecond each unless told otherwise, and returns what was drawn.
  static func draw(
    _ form: Progress.Form,
    terminal: Bool,
    milliseconds: Int = 1,
    until last: Int = 2_000
  ) throws -> String {
    let sink = TextSink(memoryAsTerminal: terminal)
    var now = 0.0
    var progress = Progress(total: 2_000, form: form, on: sink, language: .chinese) { now }
    for done in 1...last {
      now = Double(milliseconds * done) / 1_000
      try progress.advance(to: done)
    }
    if last == 2_000 { try progress.finish() }
    return sink.text
  }

  @Test func `a person sees a bar after the first second`() throws {
    #expect(try ProgressTests.draw(.auto, terminal: true, until: 999) == "")
    let drawn = try ProgressTests.draw(.auto, terminal: true, milliseconds: 4, until: 1_044)
    #expect(drawn.hasPrefix("\r[##..................] 12% 250/2,000 剩余 7 秒\u{1B}[K"))
    #expect(drawn.contains("\r[##########..........] 51% 1,0"))
    let whole = try ProgressTests.draw(.auto, terminal: true)
    #expect(whole.hasSuffix("\r[####################] 100% 2,000/2,000  2.0 秒\u{1B}[K\n"))
    let slow = try ProgressTests.draw(.auto, terminal: true, milliseconds: 2_000, until: 1)
    #expect(slow.contains("剩余 66 分 38 秒"))
  }

  @Test func `nobody watching sees nothing unless asked`() throws {
    #expect(try ProgressTests.draw(.auto, terminal: false) == "")
    #expect(try ProgressTests.draw(.none, terminal: true) == "")
  }

  @Test func `work in parts names the part that is done`() throws {
    let sink = TextSink(memoryAsTerminal: false)
    var progress = Progress(total: 10, form: .plain, on: sink, language: .english)
    let series = RunSeries(paths: 5, runs: 2, parts: (.studyOf, 2))
    #expect(series.total == 10 && RunSeries(paths: 5).part(1) == nil)
    for run in 1...3 {
      progress.part = series.part(run)
      try progress.advance(to: 3 * run)
    }
    let lines = "30% 3/10 study 1 of 2\n60% 6/10 study 2 of 2\n90% 9/10 study 2 of 2\n"
    #expect(sink.text == lines)
  }

  @Test func `plain and JSON progress are lines at each tenth`() throws {
    let lines = try ProgressTests.draw(.plain, terminal: false).split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines.first == "10% 200/2,000" && lines.last == "100% 2,000/2,000  2.0 秒")
    let objects = try ProgressTests.draw(.json, terminal: false).split(separator: "\n")
    #expect(objects.count == 10)
    #expect(objects.first == #"{"progress":{"done":200,"total":2000,"percent":10}}"#)
  }
}

@Suite struct ConfirmationTests {
  static func console(_ answer: String?) -> Console {
    Console(
      output: TextSink(),
      messages: TextSink(),
      environment: Environment(),
      ask: answer.map { answer in { answer } }
    )
  }

  @Test(arguments: [
    (nil, false, "E-ANSWER-NEEDED"), (nil, true, nil), ("2025-12", false, nil),
    ("2025-11", false, "E-ANSWER-WRONG"), ("", false, "E-ANSWER-WRONG"), ("no", true, nil),
  ])
  func `goes on only when told so`(_ answer: String?, _ yes: Bool, _ code: String?) {
    let console = ConfirmationTests.console(answer)
    var refusal: Failure?
    do throws(Failure) {
      try Confirmation.require("2025-12", yes: yes, on: console, language: .chinese)
    } catch {
      refusal = error
    }
    #expect(refusal?.code == code)
    #expect(refusal?.exit == (code == nil ? nil : .usage))
    let asked = console.messages.text
    #expect(asked == (yes || answer == nil ? "" : "确认? 输入 2025-12 继续: "))
  }

  @Test func `names the option that answers`() {
    let lines = Failure(.answerNeeded, ["flag": "--yes"]).lines(.chinese)
    #expect(lines == ["E-ANSWER-NEEDED: 需要回答, 但标准输入不是终端 (请加 --yes)"])
  }
}

/// Starts to listen on this thread; those that tests run on are made deaf to signals.
func listen() {
  Interruption.install()
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGINT)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

@Suite struct InterruptionTests {
  @Test func `the first Ctrl-C asks running work to stop`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      listen()
      var progress = Progress(
        total: 2,
        form: .none,
        on: TextSink(memoryAsTerminal: false),
        language: .chinese
      )
      do throws(Failure) {
        try progress.advance(to: 1)
        raise(SIGINT)
        try progress.advance(to: 2)
        exit(0)
      } catch {
        exit(error.exit.rawValue)
      }
    }
  }

  @Test func `the second Ctrl-C ends the program at once`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      listen()
      raise(SIGINT)
      raise(SIGINT)
      exit(0)
    }
  }
}
