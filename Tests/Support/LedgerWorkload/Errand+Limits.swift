import Glibc
import Store
import Trials

/// Work where the system says no.
extension Errand {
  /// Gives up the rights of the superuser, whom no permission binds, and opens the file.
  func lookAsNobody() throws {
    if geteuid() == 0 {
      guard setgid(65_534) == 0, setuid(65_534) == 0 else { throw Failed("nobody is unknown") }
    }
    do throws(StoreError) {
      let ledger = try LedgerFile(path: path, mode: .read)
      let report = try ledger.read { (read) throws(StoreError) in try read.check() }
      Errand.say("read \(report.records) \(report.isSound)")
    } catch { Errand.say("read \(error.name)") }
    do throws(StoreError) {
      _ = try Workload(path: path) { _ in }
      Errand.say("write done")
    } catch { Errand.say("write \(error.name)") }
    do throws(StoreError) {
      try LedgerFile.create(path: path + "-2")
      Errand.say("create done")
    } catch { Errand.say("create \(error.name)") }
  }

  /// Posts until no file may grow any more, and goes on once it may again.
  func fillTheDisk() throws {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: .max)
    guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
      throw Failed("no limit can be set")
    }
    do throws(StoreError) {
      let work = try Workload(path: path) { Errand.say("\($0.key) \($0.answer)") }
      for round in 0..<10_000 { try work.post([("\(seed)-\(round)", 1)], month: 1, lines: 50) }
    } catch {
      Errand.say("error \(error.name)")
      return
    }
    throw Failed("the limit was not met")
  }
}

extension StoreError {
  /// The case, without what it carries.
  var name: String { String("\(self)".prefix { $0 != "(" }) }
}
