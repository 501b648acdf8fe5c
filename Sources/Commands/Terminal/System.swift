import Glibc

/// The few calls to the operating system that the tool needs; the only file here that passes
/// pointers to C.
enum System {
  /// A failed call.
  struct CallFailure: Error {
    /// The error number of the C library.
    let number: Int32

    /// What the C library says about it.
    var description: String { String(cString: strerror(number)) }
    /// Whether the disk or the quota is used up.
    var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }
    /// Whether the reader of a pipe has gone.
    var isClosedPipe: Bool { number == EPIPE }
    /// Whether there is no such file.
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }

    /// The failure of the call just made.
    static var last: CallFailure { CallFailure(number: errno) }
  }

  /// Writes all of `bytes`.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(CallFailure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// Reads a small file as a whole.
  static func read(_ path: String) throws(CallFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    // To grow by doubling would take as much again.
    var status = stat()
    if fstat(descriptor, &status) == 0 { bytes.reserveCapacity(Int(status.st_size)) }
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// An open file, closed when the value ends.
  struct Descriptor: ~Copyable {
    /// The number that the system knows it by.
    let number: Int32

    /// Creates a file that must not exist yet.
    init(creating path: String, mode: UInt32) throws(CallFailure) {
      number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      guard number >= 0 else { throw .last }
    }

    /// Opens something for writing that is no regular file, such as a terminal or a pipe.
    init(device path: String) throws(CallFailure) {
      number = open(path, O_WRONLY | O_CLOEXEC)
      guard number >= 0 else { throw .last }
    }

    deinit { close(number) }

    /// Makes what was written survive a power cut.
    func synchronize() throws(CallFailure) {
      guard fsync(number) == 0 else { throw .last }
    }
  }

  /// A file that is to be written and must not be there yet.
  struct NewFile {
    /// Where.
    let path: String
    /// What.
    let bytes: [UInt8]
    /// Who may do what with it.
    let mode: UInt32

    /// Names a file.
    init(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) {
      (self.path, self.bytes, self.mode) = (path, bytes, mode)
    }
  }

  /// Writes files that must not be there yet, all of them or none.
  static func create(_ files: [NewFile]) throws(CallFailure) {
    var created: [String] = []
    do throws(CallFailure) {
      for file in files {
        let descriptor = try Descriptor(creating: file.path, mode: file.mode)
        created.append(file.path)
        try write(file.bytes, to: descriptor.number)
        try descriptor.synchronize()
      }
    } catch {
      for path in created { remove(path) }
      throw error
    }
  }

  /// Whether a folder, or the nearest one above it that is there, takes new files.
  static func canCreate(in path: String) -> Bool {
    let parent = folder(of: path)
    if isFolder(path) || parent == path || path == "." { return access(path, W_OK) == 0 }
    return canCreate(in: parent)
  }

  /// Makes a folder and those above it, unless it is there already.
  static func makeFolder(_ path: String, mode: UInt32) throws(CallFailure) {
    if isFolder(path) { return }
    let parent = folder(of: path)
    if parent != path, parent != "." { try makeFolder(parent, mode: mode) }
    guard mkdir(path, mode) == 0 || isFolder(path) else { throw .last }
  }

  /// Removes a file that is no longer wanted.
  static func remove(_ path: String) { unlink(path) }

  /// Puts the file `temporary` in the place of `path`, whole or not at all.
  static func replace(_ path: String, with temporary: String) throws(CallFailure) {
    guard rename(temporary, path) == 0 else { throw .last }
    let folder = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// What stands at `path`: its permissions when it is a regular file.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFREG ? .file(mode: status.st_mode & 0o777) : .other
  }

  /// What stands at a path.
  enum Kind {
    case missing
    case file(mode: UInt32)
    case other
  }

  /// The bytes of a file; none where there is nothing, or no file.
  static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// The path with symbolic links followed, or `path` itself when nothing is there.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The folder in which a file lies.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The text of an environment variable.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// One line from standard input without its end; `nil` at the end of the input.
  static func answer() -> String? { readLine() }

  /// Whether a descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many columns the terminal has.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether a folder stands at `path`.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The files in a folder that may hold tables, in the order of their names.
  static func tables(in folder: String) throws(CallFailure) -> [String] {
    guard let directory = opendir(folder) else { throw CallFailure(number: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let suffix = name.lowercased().split(separator: ".").last ?? ""
      let isTable = ["csv", "tsv", "txt", "xlsx"].contains(suffix)
      if isTable, !name.hasPrefix("."), !name.hasPrefix("~$") { names.append(name) }
    }
    return names.sorted().map { "\(folder)/\($0)" }
  }

  /// The time of day as seconds since 1970-01-01, UTC.
  static func secondsSince1970() -> Int64 { Int64(time(nil)) }

  /// Seconds on a clock that only moves forward.
  static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// UTF-8 as GB 18030.
  /// - Returns: `nil` when the text cannot be converted.
  static func gb18030(_ text: String) -> [UInt8]? {
    guard let converter = iconv_open("GB18030", "UTF-8"), Int(bitPattern: converter) != -1 else {
      return nil
    }
    defer { iconv_close(converter) }
    var source = Array(text.utf8).map { CChar(bitPattern: $0) }
    // No character of GB 18030 takes more than four bytes, none of UTF-8 less than one.
    var target = [CChar](repeating: 0, count: source.count * 4 + 4)
    var sourceLeft = source.count
    var targetLeft = target.count
    let size = target.count
    let result = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        return iconv(converter, &from, &sourceLeft, &to, &targetLeft)
      }
    }
    guard result != .max, sourceLeft == 0 else { return nil }
    return target[..<(size - targetLeft)].map { UInt8(bitPattern: $0) }
  }

  /// Ends the program.
  static func end(_ code: ExitCode) -> Never { exit(code.rawValue) }

  /// How many processors there are.
  static var processors: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  /// How many bytes of memory this process may have: what the machine has, or the limit of its
  /// control group or of its user.
  static var memory: Int {
    var limit = rlimit()
    var most = max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 {
      most = min(most, Int(clamping: limit.rlim_cur))
    }
    let group = (try? read("/sys/fs/cgroup/memory.max")).map { String(decoding: $0, as: UTF8.self) }
    // A line of digits, or the word `max`.
    return min(most, group.flatMap { Int($0.dropLast()) } ?? most)
  }

  /// This process's number, for names of temporary files.
  static var process: Int32 { getpid() }
}
