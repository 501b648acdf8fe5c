import Audit
import Signing

/// Does the SM3 part of a verification on a thread of its own.
///
/// SM3 takes some five times as long as SHA-256; beside it there is time for everything else. What
/// is sent is answered in order, and nothing here judges.
final class SM3Lane {
  /// What is to be hashed.
  enum Job: Sendable {
    /// Bytes of a file from `fresh` on, and the whole records among all of them.
    case piece([UInt8], fresh: Int, records: [Range<Int>])
    /// The file ends here.
    case endOfFile
    /// Nothing follows.
    case end
  }

  /// What came out.
  enum Answer: Sendable {
    case records([HashLane.Hashes])
    case file(Digest)
    case end(root: Digest, rootThen: Digest?)
    case failed(SigningError)
  }

  private let jobs = Channel<Job>(capacity: 3)
  // Nobody waits for answers before the job after next is sent, so these never block.
  private let answers = Channel<Answer>(capacity: 16)

  private var isEnded = false

  /// Starts the thread.
  ///
  /// `then` is the size of the log at which the root is wanted too.
  init(then: Int64?) throws(Defect) {
    let work: SM3Work
    do throws(SigningError) {
      work = try SM3Work(then: then)
    } catch { throw Defect(.library, found: "\(error)") }
    let (jobs, answers) = (jobs, answers)
    guard Thread.start({ work.run(jobs, answers) }) else { throw Defect(.library, found: "thread") }
  }

  deinit { if !isEnded { jobs.send(.end) } }

  /// Gives the thread something to do; ``answer()`` has to follow for each.
  func send(_ job: Job) {
    if case .end = job { isEnded = true }
    jobs.send(job)
  }

  /// The answer to the oldest job that was not asked for yet.
  func answer() throws(Defect) -> Answer {
    let answer = answers.receive()
    if case .failed(let error) = answer { throw Defect(.library, found: "\(error)") }
    return answer
  }
}

/// What the thread works with; after its creation no other thread touches it.
private final class SM3Work: @unchecked Sendable {
  private var file: TreeHasher
  private var lane: HashLane
  private let then: Int64?
  private var rootThen: Digest?

  init(then: Int64?) throws(SigningError) {
    file = try TreeHasher(.sm3)
    lane = try HashLane(.sm3)
    self.then = then
    try file.start()
  }

  func run(_ jobs: Channel<SM3Lane.Job>, _ answers: Channel<SM3Lane.Answer>) {
    while true {
      let job = jobs.receive()
      do throws(SigningError) {
        answers.send(try answer(job))
      } catch { answers.send(.failed(error)) }
      if case .end = job { return }
    }
  }

  private func answer(_ job: SM3Lane.Job) throws(SigningError) -> SM3Lane.Answer {
    switch job {
    case .piece(let bytes, let fresh, let records):
      try file.add(bytes.span.extracting(fresh..<bytes.count))
      var hashes: [HashLane.Hashes] = []
      hashes.reserveCapacity(records.count)
      for record in records {
        hashes.append(try lane.take(bytes.span.extracting(record)))
        if lane.tree.size == then { rootThen = try lane.root() }
      }
      return .records(hashes)
    case .endOfFile:
      let digest = try file.end()
      try file.start()
      return .file(digest)
    case .end:
      return .end(root: try lane.root(), rootThen: rootThen)
    }
  }
}
