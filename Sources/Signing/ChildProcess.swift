import COpenSSL
import Glibc

/// Another program while it runs for us: one that signs, or one that asks for a time stamp.
struct ChildProcess: ~Copyable {
  private let pid: pid_t
  private let pipe: Int32
  private let deadline: Int
  private var isReaped = false

  /// Why there is no output.
  enum Failure: Error, Equatable {
    /// It does not start; the number of the system's error.
    case start(Int32)
    /// It took too long, and was ended.
    case timeout
    /// It wrote more than it may.
    case excess
    /// It failed, `exit N` or `signal N`.
    case exit(String)
  }

  private init(pid: pid_t, pipe: Int32, deadline: Int) {
    self.pid = pid
    self.pipe = pipe
    self.deadline = deadline
  }

  /// Runs a program to its end.
  /// - Parameters:
  ///   - command: the path of the program and its arguments; no shell reads them.
  ///   - input: what it gets on standard input.
  ///   - outputMax: how many bytes it may write.
  ///   - timeoutMilliseconds: how long it may take; then it is killed.
  /// - Returns: what it wrote to standard output.
  /// - Throws: ``Failure``.
  static func run(
    _ command: [String],
    input: [UInt8],
    outputMax: Int,
    timeoutMilliseconds: Int
  ) throws(Failure) -> [UInt8] {
    var process = try start(command, input: input, timeoutMilliseconds: timeoutMilliseconds)
    return try process.output(outputMax)
  }

  /// Starts a program.
  ///
  /// It stays in our process group, so that it may ask for a PIN at the terminal.
  private static func start(
    _ command: [String],
    input: [UInt8],
    timeoutMilliseconds: Int
  ) throws(Failure) -> ChildProcess {
    let deadline = now() + timeoutMilliseconds
    // The input is a file in memory, not a pipe: it cannot fill up, and a program that ends without
    // reading it sends us no signal.
    let file = try memoryFile(input)
    defer { close(file) }
    var ends: [Int32] = [0, 0]
    guard xiantou_pipe(&ends) == 0 else { throw .start(errno) }
    defer { close(ends[1]) }
    do throws(Failure) {
      let pid = try spawn(command, input: file, output: ends[1])
      return ChildProcess(pid: pid, pipe: ends[0], deadline: deadline)
    } catch {
      close(ends[0])
      throw error
    }
  }

  deinit {
    close(pipe)
    if !isReaped {
      kill(pid, SIGKILL)
      while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    }
  }

  /// What the program writes until it ends.
  private mutating func output(_ outputMax: Int) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    var source = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    while true {
      guard let left = remaining() else { throw .timeout }
      guard poll(&source, 1, left) > 0 else { continue }
      let count = read(pipe, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      output += buffer.prefix(count)
      guard output.count <= outputMax else { throw .excess }
    }
    try awaitEnd()
    return output
  }

  private mutating func awaitEnd() throws(Failure) {
    var status: Int32 = 0
    var result = waitpid(pid, &status, WNOHANG)
    while result == 0 || result < 0 && errno == EINTR {
      guard let left = remaining() else { throw .timeout }
      // It has closed its output, so it is about to end.
      _ = poll(nil, 0, min(left, 2))
      result = waitpid(pid, &status, WNOHANG)
    }
    isReaped = true
    guard result == pid else { throw .exit("errno \(errno)") }
    guard status == 0 else {
      let signal = status & 0x7F
      throw .exit(signal == 0 ? "exit \(status >> 8 & 0xFF)" : "signal \(signal)")
    }
  }

  /// The milliseconds that are left, `nil` when there are none.
  private func remaining() -> Int32? {
    let left = deadline - ChildProcess.now()
    return left > 0 ? Int32(left) : nil
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func memoryFile(_ bytes: [UInt8]) throws(Failure) -> Int32 {
    let file = xiantou_memory_file("message")
    guard file >= 0 else { throw .start(errno) }
    guard write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
      let code = errno
      close(file)
      throw .start(code)
    }
    return file
  }

  private static func spawn(
    _ command: [String],
    input: Int32,
    output: Int32
  ) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    var arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    let environment = xiantou_environment()
    let code = posix_spawn(&pid, command[0], &actions, nil, arguments, environment)
    guard code == 0 else { throw .start(code) }
    return pid
  }
}
