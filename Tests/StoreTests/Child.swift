import Glibc
import Synchronization

/// A process that a test starts.
final class Child {
  let pid: pid_t
  private let output: Int32
  private var isReaped = false
  private var heard: [UInt8] = []

  /// What is left of a process.
  struct End {
    /// The exit code, or minus the signal that killed it.
    let status: Int32
    let lines: [Substring]
  }

  struct CannotStart: Error {
    let command: String
    let code: Int32
  }

  /// Starts a program; its standard output can be read here, its standard error is dropped.
  init(_ command: [String]) throws {
    let pipe = try Child.pipes.withLock { _ in try Child.pipe() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    let code = Child.pipes.withLock { _ in
      posix_spawn(&pid, command[0], &actions, nil, arguments, nil)
    }
    close(pipe[1])
    guard code == 0 else {
      close(pipe[0])
      throw CannotStart(command: command[0], code: code)
    }
    self.pid = pid
    output = pipe[0]
  }

  /// No child may be started between making a pipe and keeping it from children.
  private static let pipes = Mutex(())

  private static func pipe() throws -> [Int32] {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw CannotStart(command: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  deinit {
    if !isReaped {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
    }
    close(output)
  }

  /// Kills the process at once.
  func kill9() { kill(pid, SIGKILL) }

  /// Reads the next bytes of the output; blocks until there are some, or returns none at the end.
  func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(output, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }

  /// Reads the output until some bytes are there or some time has passed.
  func listen(milliseconds: Int32, bytes count: Int) {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let start = now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    var source = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    while heard.count < count {
      clock_gettime(CLOCK_MONOTONIC, &now)
      let passed = Int32(now.tv_sec * 1000 + now.tv_nsec / 1_000_000 - start)
      guard passed < milliseconds, poll(&source, 1, milliseconds - passed) > 0 else { return }
      let more = read()
      if more.isEmpty { return }
      heard += more
    }
  }

  /// Reads the output to its end and waits for the process; a line cut short does not count.
  func wait() -> End {
    var bytes = heard
    while case let more = read(), !more.isEmpty { bytes += more }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    let complete = bytes.prefix((bytes.lastIndex(of: 10) ?? -1) + 1)
    let signal = status & 0x7F
    return End(
      status: signal == 0 ? status >> 8 & 0xFF : -signal,
      lines: String(decoding: complete, as: UTF8.self).split(separator: "\n")
    )
  }

  /// Runs a program to its end.
  static func run(_ command: [String]) throws -> End { try Child(command).wait() }

  /// A program that was built beside the tests.
  static func built(_ name: String) -> String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(
      decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name
  }
}
