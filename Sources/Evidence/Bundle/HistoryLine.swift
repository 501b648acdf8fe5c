import Audit
import CanonicalJSON

/// The lines of `heads/history.jsonl` (检查点历史).
enum HistoryLine {
  /// The line of a recorded head, with its line feed.
  static func bytes(_ head: CheckpointRecord, at seq: Int64) -> [UInt8] {
    var writer = CanonicalWriter(capacity: 512)
    writer.beginObject()
    writer.member("made_at", "\(head.statement.making.at)")
    writer.member("occasion", head.occasion.rawValue)
    writer.member("root_sha256", "\(head.state.roots.sha256)")
    writer.member("root_sm3", "\(head.state.roots.sm3)")
    writer.key("seq")
    writer.decimal(seq)
    writer.key("size")
    writer.decimal(head.state.size)
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
