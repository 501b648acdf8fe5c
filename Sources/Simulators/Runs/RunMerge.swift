/// Joins sorted runs, a piece at a time (归并).
///
/// Of each run a chunk is read ahead. Everything up to the least of the chunks' last numbers can
/// have nothing before it, and is sorted: that costs the same for two runs and for a thousand.
struct RunMerge {
  private var heads: [(cursor: RunCursor, place: Int)]
  private var piece: [Int64] = []

  /// Joins runs.
  init(_ runs: [SortedRun]) {
    heads = runs.compactMap { run in
      var cursor = RunCursor(run)
      return cursor.next() ? (cursor, 0) : nil
    }
  }

  /// The next numbers in order; `nil` at the end.
  mutating func next() -> [Int64]? {
    guard !heads.isEmpty else { return nil }
    piece.removeAll(keepingCapacity: true)
    var pivot = Int64.max
    for head in heads { pivot = min(pivot, head.cursor.numbers[head.cursor.numbers.count - 1]) }
    for index in heads.indices {
      let numbers = heads[index].cursor.numbers
      let start = heads[index].place
      var end = start
      while end < numbers.count, numbers[end] <= pivot { end += 1 }
      piece += numbers[start..<end]
      heads[index].place = end
    }
    for index in heads.indices where heads[index].place == heads[index].cursor.numbers.count {
      heads[index].place = heads[index].cursor.next() ? 0 : -1
    }
    heads.removeAll { $0.place < 0 }
    RadixSort.sort(&piece)
    return piece
  }
}
