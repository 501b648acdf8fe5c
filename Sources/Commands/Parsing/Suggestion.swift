/// Guessing what somebody meant to type (拼写建议).
enum Suggestion {
  /// The word most like `text`, if it is like enough: one letter in three may differ.
  static func nearest(to text: String, among words: [String]) -> String? {
    words.map { ($0, distance(text, $0)) }
      .filter { $0.1 <= max(1, min(text.count, $0.0.count) / 3) }
      .min { $0.1 < $1.1 }?.0
  }

  /// How many letters to insert, delete, replace, or swap with their neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let (source, target) = (Array(left), Array(right))
    var beforeLast: [Int] = []
    var last = Array(0...target.count)
    for i in source.indices {
      var row = [i + 1]
      for j in target.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (source[i] == target[j] ? 0 : 1))
        if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[target.count]
  }
}
