import Quantities
import Testing

@Suite struct CapitalNumeralsTests {
  @Test(arguments: [
    ("0.00", "零元整"), ("0.05", "伍分"), ("0.50", "伍角整"), ("1.00", "壹元整"),
    ("325.04", "叁佰贰拾伍元零肆分"), ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("6007.14", "陆仟零柒元壹角肆分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("100010.00", "壹拾万零壹拾元整"), ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("1000000.00", "壹佰万元整"), ("100100000.00", "壹亿零壹拾万元整"),
    ("100000000.01", "壹亿元零壹分"), ("202361542.02", "贰亿零贰佰叁拾陆万壹仟伍佰肆拾贰元零贰分"),
    ("1234567890.12", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    ("-300000.00", "负叁拾万元整"), ("-0.01", "负壹分"), ("1000000000000.00", "壹万亿元整"),
    ("1000000000001.10", "壹万亿零壹元壹角整"),
    ("92233720368547758.07", "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"),
    ("-92233720368547758.08", "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分"),
  ])
  func `writes amounts in capital numerals`(amount: String, capital: String) {
    #expect(Fen(canonical: amount)?.capital == capital)
  }

  @Test func `what is written can be read back, and no two zeros meet`() {
    var seed: UInt64 = 20_260_105
    var wrong: [Fen] = []
    for round in 0..<20_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let amount = Fen(Int64(bitPattern: seed) >> Int64(round % 62))
      let capital = amount.capital
      if read(capital) != Int128(amount.rawValue) || capital.contains("零零") {
        wrong.append(amount)
      }
    }
    #expect(wrong.isEmpty)
  }

  /// Reads capital numerals by adding up digits times units, apart from how they are written.
  func read(_ text: String) -> Int128? {
    var (total, section, group, digit): (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)
    for character in text where character != "负" && character != "整" {
      if let value = Array("零壹贰叁肆伍陆柒捌玖").firstIndex(of: character) {
        digit = Int128(value)
        continue
      }
      switch character {
      case "拾", "佰", "仟":
        group += digit * ["拾": 10, "佰": 100, "仟": 1000][character, default: 0]
      case "万":
        section += (group + digit) * 10_000
        group = 0
      case "亿":
        total = (total + section + group + digit) * 100_000_000
        (section, group) = (0, 0)
      case "元":
        total = (total + section + group + digit) * 100
        (section, group) = (0, 0)
      case "角": total += digit * 10
      case "分": total += digit
      default: return nil
      }
      digit = 0
    }
    return text.first == "负" ? -total : total
  }
}
