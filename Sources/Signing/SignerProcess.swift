import COpenSSL
import Glibc

/// A signing program while it runs.
struct SignerProcess: ~Copyable {
  private let pid: pid_t
  private let pipe: Int32
  private let deadline: Int
  private var isReaped = false

  /// No signature is longer.
  private static let outputMax = 1024

  private init(pid: pid_t, pipe: Int32, deadline: Int) {
    self.pid = pid
    self.pipe = pipe
    self.deadline = deadline
  }

  /// Starts a program.
  ///
  /// It stays in our process group, so that it may ask for a PIN at the terminal.
  static func start(
    _ command: [String],
    input: [UInt8],
    timeoutMilliseconds: Int
  ) throws(SigningError) -> SignerProcess {
    let deadline = now() + timeoutMilliseconds
    // The input is a file in memory, not a pipe: it cannot fill up, and a program that ends without
    // reading it sends us no signal.
    let file = try memoryFile(input)
    defer { close(file) }
    var ends: [Int32] = [0, 0]
    guard xiantou_pipe(&ends) == 0 else { throw startError(errno) }
    defer { close(ends[1]) }
    do throws(SigningError) {
      let pid = try spawn(command, input: file, output: ends[1])
      return SignerProcess(pid: pid, pipe: ends[0], deadline: deadline)
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
  /// - Throws: ``SigningError`` when it takes too long, writes too much or fails.
  mutating func output() throws(SigningError) -> [UInt8] {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: SignerProcess.outputMax)
    var source = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    while true {
      guard let left = remaining() else { throw SigningError(.awaitSigner) }
      guard poll(&source, 1, left) > 0 else { continue }
      let count = read(pipe, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      output += buffer.prefix(count)
      guard output.count <= SignerProcess.outputMax else { throw SigningError(.signerOutput) }
    }
    try awaitEnd()
    return output
  }

  private mutating func awaitEnd() throws(SigningError) {
    var status: Int32 = 0
    var result = waitpid(pid, &status, WNOHANG)
    while result == 0 || result < 0 && errno == EINTR {
      guard let left = remaining() else { throw SigningError(.awaitSigner) }
      // It has closed its output, so it is about to end.
      _ = poll(nil, 0, min(left, 2))
      result = waitpid(pid, &status, WNOHANG)
    }
    isReaped = true
    guard result == pid else { throw SigningError(.signerExit, reasons: ["errno \(errno)"]) }
    guard status == 0 else {
      let signal = status & 0x7F
      let reason = signal == 0 ? "exit \(status >> 8 & 0xFF)" : "signal \(signal)"
      throw SigningError(.signerExit, reasons: [reason])
    }
  }

  /// The milliseconds that are left, `nil` when there are none.
  private func remaining() -> Int32? {
    let left = deadline - SignerProcess.now()
    return left > 0 ? Int32(left) : nil
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func startError(_ code: Int32) -> SigningError {
    SigningError(.startSigner, reasons: ["errno \(code)"])
  }

  private static func memoryFile(_ bytes: [UInt8]) throws(SigningError) -> Int32 {
    let file = xiantou_memory_file("message")
    guard file >= 0 else { throw startError(errno) }
    guard write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
      let code = errno
      close(file)
      throw startError(code)
    }
    return file
  }

  private static func spawn(
    _ command: [String],
    input: Int32,
    output: Int32
  ) throws(SigningError) -> pid_t {
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
    guard code == 0 else { throw startError(code) }
    return pid
  }
}
