/// The shape of RFC 6962 trees: which runs of leaves the hashes of a proof stand for.
///
/// A proof is nothing but the roots of some runs. So whoever can tell the root of a run of leaves
/// can make proofs.
enum TreeShape {
  /// The size of the left part of a tree of two or more leaves: the largest power of two below it.
  static func split(_ count: Int64) -> Int64 {
    precondition(count >= 2, "only a tree of two leaves has two parts")
    return 1 << (63 - (count - 1).leadingZeroBitCount)
  }

  /// The runs whose roots prove that a leaf is in a tree, from the leaf's neighbour upwards.
  static func inclusion(of index: Int64, in size: Int64) -> [Range<Int64>] {
    precondition(index >= 0 && index < size, "a leaf that is proved is in the tree")
    var runs: [Range<Int64>] = []
    var tree = 0..<size
    while tree.upperBound - tree.lowerBound > 1 {
      let middle = tree.lowerBound + split(tree.upperBound - tree.lowerBound)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      runs.append(index < middle ? right : left)
      tree = index < middle ? left : right
    }
    return runs.reversed()
  }

  /// The runs whose roots prove that a tree begins with an earlier one.
  static func consistency(from first: Int64, to second: Int64) -> [Range<Int64>] {
    precondition(first > 0 && first <= second, "a tree grows from one that has leaves")
    var runs: [Range<Int64>] = []
    var tree = 0..<second
    while tree.upperBound != first {
      let middle = tree.lowerBound + split(tree.upperBound - tree.lowerBound)
      let (left, right) = (tree.lowerBound..<middle, middle..<tree.upperBound)
      runs.append(first <= middle ? right : left)
      tree = first <= middle ? left : right
    }
    // The earlier tree itself is known to whoever asks, and is left out.
    if tree.lowerBound > 0 { runs.append(tree) }
    return runs.reversed()
  }
}
