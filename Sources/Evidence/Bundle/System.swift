import Glibc

/// The calls to the operating system that bundles need; the only file here that passes pointers.
enum System {
  /// A failed call.
  struct CallFailure: Error {
    /// The error number of the C library.
    let number: Int32
    /// The failure of the call just made.
    static var last: CallFailure { CallFailure(number: errno) }
    /// Whether there is no such file.
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  }

  /// What the system knows about a name, links not followed.
  struct Status: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let links: Int
    /// When it was last written to, in nanoseconds.
    let changed: Int64
    let kind: Kind

    /// Kinds of names.
    enum Kind: Equatable { case file, folder, link, other }

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      links = Int(status.st_nlink)
      changed = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
      kind =
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .other
        }
    }
  }

  /// What stands at a path of the caller's own, links followed.
  static func status(_ path: String) throws(CallFailure) -> Status {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .last }
    return Status(status)
  }

  /// Creates a folder.
  static func makeFolder(_ path: String) throws(CallFailure) {
    guard mkdir(path, 0o755) == 0 else { throw .last }
  }

  /// Gives a file or folder another name.
  static func rename(_ old: String, to new: String) throws(CallFailure) {
    guard Glibc.rename(old, new) == 0 else { throw .last }
  }

  /// Makes the name of a file or folder survive a power cut.
  static func synchronizeFolder(of path: String) throws(CallFailure) {
    let trimmed = path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let parent = trimmed.lastIndex(of: "/").map { String(trimmed[...$0]) } ?? "."
    let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .last }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .last }
  }

  /// Removes a file.
  static func removeFile(_ path: String) { unlink(path) }

  /// Removes an empty folder.
  static func removeFolder(_ path: String) throws(CallFailure) {
    guard rmdir(path) == 0 else { throw .last }
  }

  /// The names in a folder but `.` and `..`, as the bytes they are; at most `limit` and one more.
  static func names(in folder: borrowing Descriptor, limit: Int) throws(CallFailure) -> [[UInt8]] {
    let number = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .last }
    guard let directory = fdopendir(number) else {
      let failure = CallFailure.last
      close(number)
      throw failure
    }
    defer { closedir(directory) }
    var names: [[UInt8]] = []
    errno = 0
    while names.count <= limit, let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .last }
    return names
  }

  /// This process's number, for names of temporary files.
  static func process() -> Int32 { getpid() }

  /// An open file or folder, closed when the value ends.
  struct Descriptor: ~Copyable {
    fileprivate let number: Int32

    private init(_ number: Int32) throws(CallFailure) {
      guard number >= 0 else { throw .last }
      self.number = number
    }

    /// Opens a path of the caller's own, links followed.
    init(reading path: String) throws(CallFailure) {
      try self.init(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Opens a name in a folder; a link or something that would block is not opened.
    init(reading name: String, in folder: borrowing Descriptor) throws(CallFailure) {
      let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
      try self.init(openat(folder.number, name, flags))
    }

    /// Creates a file that must not exist yet.
    init(creating path: String) throws(CallFailure) {
      try self.init(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644))
    }

    deinit { close(number) }

    /// What is open.
    func status() throws(CallFailure) -> Status {
      var status = stat()
      guard fstat(number, &status) == 0 else { throw .last }
      return Status(status)
    }

    /// What stands under a name in this folder, links not followed.
    func status(of name: String) throws(CallFailure) -> Status {
      var status = stat()
      guard fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
      return Status(status)
    }

    /// Reads into `buffer` from `place` on, until `count` bytes are read or the file ends.
    /// - Returns: the number of bytes.
    func read(
      _ buffer: inout [UInt8],
      at place: Int,
      count: Int,
      from offset: Int64
    ) throws(CallFailure) -> Int {
      precondition(place >= 0 && count >= 0 && place + count <= buffer.count, "the bytes have room")
      var done = 0
      while done < count {
        let got = buffer.withUnsafeMutableBytes {
          pread(number, $0.baseAddress.map { $0 + place + done }, count - done, Int(offset) + done)
        }
        if got == 0 { break }
        if got > 0 { done += got } else if errno != EINTR { throw .last }
      }
      return done
    }

    /// Writes all of `bytes`.
    func write(_ bytes: ArraySlice<UInt8>) throws(CallFailure) {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes {
          Glibc.write(number, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
        }
        if count >= 0 { sent += count } else if errno != EINTR { throw .last }
      }
    }

    /// Makes what was written survive a power cut.
    func synchronize() throws(CallFailure) {
      guard fsync(number) == 0 else { throw .last }
    }
  }
}
