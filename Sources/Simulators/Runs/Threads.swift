import Glibc

/// Work done by several threads at once (线程); the only file here that passes pointers to threads.
enum Threads {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs the same work on `count` threads, the caller's being one, and waits for all of them.
  ///
  /// Where the system gives fewer threads, those that there are do all of it.
  static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var started: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      let work = Unmanaged.passRetained(Work(body))
      var thread = pthread_t()
      let status = pthread_create(
        &thread,
        nil,
        { context in
          guard let context else { return nil }
          Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
          return nil
        },
        work.toOpaque()
      )
      guard status == 0 else {
        work.release()
        break
      }
      started.append(thread)
    }
    body()
    for thread in started { pthread_join(thread, nil) }
  }
}
