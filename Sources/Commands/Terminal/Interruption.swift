import Glibc
import Synchronization

/// Ctrl-C (中断): the first asks the running work to stop after the current item and roll back, the
/// second ends the program at once.
enum Interruption {
  /// Starts to listen; a closed pipe is from now on an error of `write` instead of the end.
  static func install() {
    requests.store(0, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      // What is not committed rolls back when the ledger is next opened, so ending here is safe.
      if requests.add(1, ordering: .relaxed).oldValue > 0 { _exit(ExitCode.interrupted.rawValue) }
    }
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether somebody asked to stop.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Gives up when somebody asked to stop; called between items of long work.
  static func check() throws(Failure) {
    if isRequested { throw Failure(.interrupted) }
  }
}

private let requests = Atomic<Int>(0)
