/// The columns and words that several books share.
extension Table.Column {
  static let date = Table.Column(Phrase("日期", "Date"), .date)
  static let number = Table.Column(Phrase("凭证号", "Voucher"), .text)
  static let line = Table.Column(Phrase("行号", "Line"), .integer)
  static let summary = Table.Column(Phrase("摘要", "Summary"), .text)
  static let account = Table.Column(Phrase("科目编码", "Account"), .text)
  static let accountName = Table.Column(Phrase("科目名称", "Name"), .text)
  static let counterAccounts = Table.Column(Phrase("对方科目", "Counter accounts"), .text)
  static let dimensions = Table.Column(Phrase("辅助核算", "Dimensions"), .text)
  static let debit = Table.Column(Phrase("借方金额", "Debit"), .money)
  static let credit = Table.Column(Phrase("贷方金额", "Credit"), .money)
  static let direction = Table.Column(Phrase("方向", "Dr/Cr"), .text)
  static let balance = Table.Column(Phrase("余额", "Balance"), .money)
  static let preparedBy = Table.Column(Phrase("制单人", "Maker"), .text)
}

extension Table.Cell {
  /// 合计.
  static let sum = Table.Cell.phrase(Phrase("合计", "Total"))
  /// 期初余额.
  static let opening = Table.Cell.phrase(Phrase("期初余额", "Opening balance"))
  /// 本期合计.
  static let periodTotal = Table.Cell.phrase(Phrase("本期合计", "Period total"))
  /// 本年累计.
  static let yearToDate = Table.Cell.phrase(Phrase("本年累计", "Year to date"))
}

extension Int128 {
  /// The amount without its sign, as it stands beside a direction.
  var unsigned: Table.Cell { .money(self < 0 ? -self : self) }
}
