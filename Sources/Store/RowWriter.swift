import Audit
import Glibc
import Synchronization

/// Writes rows on a thread of its own while the caller makes the next ones (并行写入).
///
/// Making a record and storing it cost about the same, so that two threads load a file in little
/// more than half the time. They never share the connection: the writer uses it from the moment it
/// is handed a batch until none is left, and the caller, who gets at it through ``Database`` alone,
/// waits for that moment. Semaphores and a mutex order what both can see; nothing else is shared.
///
/// The thread starts with the first full batch: small work is done by the caller.
final class RowWriter {
  /// How many batches may wait or be under way; with the one that grows, that bounds memory.
  private static let capacity = 3

  private struct Shared: Sendable {
    var waiting: [RowBatch] = []
    /// Written batches, whose memory is used again and freed by the thread that allocated it.
    var spare: [RowBatch] = []
    var failure: StoreError?
  }

  private let inserts: AppendStatements
  private let shared = Mutex(Shared())
  private let filled = Semaphore(0)
  private let room = Semaphore(RowWriter.capacity)
  private var thread: pthread_t?
  private var growing = RowBatch()

  init(_ inserts: AppendStatements) { self.inserts = inserts }

  /// Takes a record with its entry.
  /// - Throws: what an earlier one met.
  func add(
    _ sealed: RecordSealer.Sealed,
    by sealer: borrowing RecordSealer,
    _ rows: EntryRows,
    _ mark: PostingMark
  ) throws(StoreError) {
    growing.add(sealed, by: sealer, rows, mark)
    guard growing.isFull else { return }
    let isHuge = growing.isHuge
    try handOn()
    if isHuge { try wait() }
  }

  /// Takes turnover, which is written after the entries before it.
  /// - Throws: what an earlier one met.
  func add(_ turnover: Turnover) throws(StoreError) {
    growing.add(turnover)
    if thread == nil { try writeHere() } else { try handOn() }
  }

  /// Returns when everything is written and the thread rests.
  /// - Throws: what it met.
  func wait() throws(StoreError) {
    guard thread != nil else { return try writeHere() }
    if !growing.isEmpty { try handOn() }
    // Whoever holds all the room knows that no batch has any.
    for _ in 0..<RowWriter.capacity { room.wait() }
    for _ in 0..<RowWriter.capacity { room.signal() }
    try check()
  }

  /// Writes what is left, and ends the thread.
  /// - Throws: what it met.
  func finish() throws(StoreError) {
    defer {
      if let thread {
        // A signal without a batch.
        filled.signal()
        pthread_join(thread, nil)
      }
      thread = nil
    }
    try wait()
  }

  private func check() throws(StoreError) {
    guard let failure = shared.withLock({ $0.failure }) else { return }
    growing.clear()
    throw failure
  }

  private func handOn() throws(StoreError) {
    try check()
    guard thread != nil || start() else { return try writeHere() }
    room.wait()
    let batch = growing
    growing = shared.withLock { shared in
      shared.waiting.append(batch)
      return shared.spare.popLast() ?? RowBatch()
    }
    growing.clear()
    filled.signal()
  }

  private func writeHere() throws(StoreError) {
    try check()
    defer { growing.clear() }
    do throws(StoreError) { try growing.write(inserts) } catch {
      shared.withLock { $0.failure = error }
      throw error
    }
  }

  /// - Returns: whether there is a thread now; without one the caller does the work.
  private func start() -> Bool {
    var started = pthread_t()
    let code = pthread_create(
      &started,
      nil,
      { writer in
        if let writer { Unmanaged<RowWriter>.fromOpaque(writer).takeUnretainedValue().run() }
        return nil
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
    if code == 0 { thread = started }
    return code == 0
  }

  /// What the thread does: after a failure it writes nothing more, but goes on taking batches, so
  /// that nobody waits for ever.
  private func run() {
    while true {
      filled.wait()
      var next: RowBatch?
      var isSound = true
      shared.withLock { shared in
        next = shared.waiting.isEmpty ? nil : shared.waiting.removeFirst()
        isSound = shared.failure == nil
      }
      guard var batch = next else { return }
      do throws(StoreError) { if isSound { try batch.write(inserts) } } catch {
        shared.withLock { $0.failure = error }
      }
      shared.withLock { $0.spare.append(batch) }
      room.signal()
    }
  }
}

/// A POSIX semaphore.
private struct Semaphore: ~Copyable {
  private let place = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init(_ value: Int) { sem_init(place, 0, UInt32(value)) }

  deinit {
    sem_destroy(place)
    place.deallocate()
  }

  func signal() { sem_post(place) }

  func wait() {
    // A signal handler may come in between.
    while sem_wait(place) != 0 {}
  }
}
