import Evidence
import Glibc
import Reports

/// Verifies an audit bundle without the ledger, its store or SQLite.
@main
struct XiantouVerify {
  private static let usage = Phrase(
    "用法: xiantou-verify DIR|TAR --pin FILE [--since CHECKPOINT] [--ca FILE] [--tsa-ca FILE] "
      + "[--json] [--lang en]",
    "usage: xiantou-verify DIR|TAR --pin FILE [--since CHECKPOINT] [--ca FILE] [--tsa-ca FILE] "
      + "[--json] [--lang en]"
  )

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    let language = Arguments.language(words) { name in getenv(name).map { String(cString: $0) } }
    do throws(Arguments.Refusal) {
      exit(run(try Arguments(words), language))
    } catch {
      switch error {
      case .help:
        print(usage.text(in: language))
        exit(0)
      case .usage(let word):
        tell("\(word)?\n\(usage.text(in: language))")
        exit(2)
      }
    }
  }

  private static func run(_ arguments: Arguments, _ language: Language) -> Int32 {
    do throws(AuditorFile.Failure) {
      guard AuditorFile.isThere(arguments.bundle) else { throw .missing(arguments.bundle) }
      var demands = Demands(pins: try AuditorFile.read(arguments.pins))
      if let path = arguments.since { demands.since = try AuditorFile.read(path) }
      if let path = arguments.authorities { demands.authorities = try AuditorFile.read(path) }
      if let path = arguments.stampAuthorities {
        demands.stampAuthorities = try AuditorFile.read(path)
      }
      let verdict = Verifier.verify(arguments.bundle, demands)
      if arguments.isJSON {
        print(verdict.json(language).text)
      } else {
        for line in verdict.lines(language) { print(line) }
      }
      return verdict.isValid ? 0 : 7
    } catch {
      switch error {
      case .missing(let path):
        tell(Phrase("没有这个文件: \(path)", "no such file: \(path)").text(in: language))
        return 4
      case .unreadable(let path):
        tell(Phrase("无法读取: \(path)", "cannot read: \(path)").text(in: language))
        return 4
      }
    }
  }

  /// Says something beside the answer.
  private static func tell(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
