extension Fen {
  /// The amount in capital numerals (大写金额) as vouchers and receipts write it, without the
  /// prefix 人民币, for example `壹仟肆佰零玖元伍角整`.
  ///
  /// 整 follows 元 and 角 and never 分; 零 stands before 分 when there is no 角. A negative amount
  /// starts with 负. Rules: 支付结算办法, 附件一 正确填写票据和结算凭证的基本规定.
  public var capital: String {
    let magnitude = rawValue.magnitude
    let (yuan, jiao, fen) = (magnitude / 100, Int(magnitude / 10 % 10), Int(magnitude % 10))
    let sign = rawValue < 0 ? "负" : ""
    if magnitude == 0 { return "零元整" }
    let whole = yuan == 0 ? "" : Fen.capitalInteger(yuan) + "元"
    return switch (jiao, fen) {
    case (0, 0): sign + whole + "整"
    case (_, 0): sign + whole + Fen.numerals[jiao] + "角整"
    case (0, _): sign + whole + (yuan == 0 ? "" : "零") + Fen.numerals[fen] + "分"
    default: sign + whole + Fen.numerals[jiao] + "角" + Fen.numerals[fen] + "分"
    }
  }

  private static let numerals = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

  /// A positive whole number: groups of four digits, each with its unit, one 零 for a run of zeros
  /// between digits, none for zeros at the end of a group (107,000 is 壹拾万柒仟).
  private static func capitalInteger(_ number: UInt64) -> String {
    let places = ["", "拾", "佰", "仟"]
    let groups = ["", "万", "亿", "万", "亿"]
    let digits = String(number).utf8.map { Int($0 - 0x30) }
    var text = ""
    var zeroPending = false
    var groupIsEmpty = true
    for (index, digit) in digits.enumerated() {
      let place = digits.count - 1 - index
      if digit == 0 {
        zeroPending = true
      } else {
        if zeroPending { text += numerals[0] }
        text += numerals[digit] + places[place % 4]
        zeroPending = false
        groupIsEmpty = false
      }
      if place % 4 == 0 {
        // 亿 also counts the groups above it: 10^12 is 壹万亿.
        if !groupIsEmpty || place == 8 { text += groups[place / 4] }
        if !groupIsEmpty { zeroPending = false }
        groupIsEmpty = true
      }
    }
    return text
  }
}
