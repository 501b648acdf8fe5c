import Glibc

/// A bounded queue between two threads; the only file here that passes pointers to threads.
final class Channel<Element: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let moved = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var elements: [Element] = []
  private let capacity: Int

  /// Creates an empty queue of at most `capacity` elements.
  init(capacity: Int) {
    self.capacity = capacity
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(moved, nil)
  }

  deinit {
    pthread_cond_destroy(moved)
    pthread_mutex_destroy(mutex)
    moved.deallocate()
    mutex.deallocate()
  }

  /// Adds an element; waits while the queue is full.
  func send(_ element: Element) {
    pthread_mutex_lock(mutex)
    while elements.count >= capacity { pthread_cond_wait(moved, mutex) }
    elements.append(element)
    pthread_cond_broadcast(moved)
    pthread_mutex_unlock(mutex)
  }

  /// Takes the oldest element; waits while there is none.
  func receive() -> Element {
    pthread_mutex_lock(mutex)
    while elements.isEmpty { pthread_cond_wait(moved, mutex) }
    let element = elements.removeFirst()
    pthread_cond_broadcast(moved)
    pthread_mutex_unlock(mutex)
    return element
  }
}

/// A thread that ends by itself.
enum Thread {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread.
  /// - Returns: whether the system gave one.
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(Work(run))
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
      return false
    }
    pthread_detach(thread)
    return true
  }
}
