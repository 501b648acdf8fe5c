/// The types of records, as `audit log` tells them apart (操作类型).
enum OperationType: String, CaseIterable, Sendable {
  case book
  case accounts
  case dimensions = "dimension_values"
  case person
  case voucher
  case close = "period_close"
  case reopen = "period_reopen"
  case bankLines = "bank_lines"
  case key
  case projectHead = "project_head"
  case checkpoint
}
