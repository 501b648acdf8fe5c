/// The working memory of one thread for the innermost loops (工作内存).
///
/// An array checks every access and counts its owners, which costs more there than the arithmetic.
/// Only one thread ever sees a scratch, and nothing outside of this module a pointer.
final class Scratch<Element: BitwiseCopyable> {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  init(_ capacity: Int, zero: Element) {
    self.capacity = max(capacity, 1)
    start = .allocate(capacity: self.capacity)
    start.initialize(repeating: zero, count: self.capacity)
  }

  convenience init(_ values: [Element], zero: Element) {
    self.init(values.count, zero: zero)
    for (index, value) in values.enumerated() { start[index] = value }
  }

  /// Makes room; what is there stays.
  func reserve(_ count: Int, zero: Element) {
    guard count > capacity else { return }
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: count * 2)
    larger.update(from: start, count: capacity)
    (larger + capacity).initialize(repeating: zero, count: count * 2 - capacity)
    start.deallocate()
    (start, capacity) = (larger, count * 2)
  }

  /// Begins anew.
  func clear() where Element: FixedWidthInteger {
    start.update(repeating: 0, count: capacity)
  }

  deinit { start.deallocate() }
}
