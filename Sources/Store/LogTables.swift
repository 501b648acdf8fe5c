import Audit
import Signing

/// Where the log ends, as the tables keep it beside the records.
enum LogTables {
  static func heads(_ database: Database) throws(StoreError) -> (LogHead, ProjectHeads) {
    (try head(database), try projects(database))
  }

  static func head(_ database: Database) throws(StoreError) -> LogHead {
    let query = try database.statement("SELECT head FROM log_head WHERE id = 1")
    defer { query.reset() }
    guard try query.step() else { return LogHead() }
    guard let head = LogHead(bytes: query.blob(0)) else { throw .damaged(detail: "log head") }
    return head
  }

  static func projects(_ database: Database) throws(StoreError) -> ProjectHeads {
    let query = try database.statement("SELECT project, count, last FROM project_head")
    defer { query.reset() }
    var heads: [String: ProjectHead] = [:]
    while try query.step() {
      guard let last = Digest(bytes: query.blob(2)) else {
        throw .damaged(detail: "head of project \(query.text(0))")
      }
      heads[query.text(0)] = ProjectHead(count: query.integer(1), last: last)
    }
    return ProjectHeads(heads)
  }

  static func store(
    _ head: LogHead,
    _ projects: [String: ProjectHead],
    _ database: Database
  ) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO log_head (id, head) VALUES (1, ?1)
      ON CONFLICT DO UPDATE SET head = excluded.head
      """
    )
    insert.bind(blob: head.bytes, 1)
    try insert.run()
    let upsert = try database.statement(
      """
      INSERT INTO project_head (project, count, last) VALUES (?1, ?2, ?3)
      ON CONFLICT DO UPDATE SET count = excluded.count, last = excluded.last
      """
    )
    for (project, head) in projects.sorted(by: { $0.key < $1.key }) {
      upsert.bind(project, 1)
      upsert.bind(head.count, 2)
      upsert.bind(blob: head.last.bytes, 3)
      try upsert.run()
    }
  }
}
