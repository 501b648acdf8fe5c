import ArgumentParser
import Reports

/// What the argument parser says, in the language of the run (解析器文案).
///
/// The parser speaks English only. Its sentences are made of a few fixed fragments around what the
/// person typed; these are replaced, so that a sentence that is not known stays readable.
enum ParserText {
  /// The message of a usage error.
  static func error(_ message: String, _ language: Language) -> String {
    let sentence = message.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(
      separator: " "
    )
    let clause = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    return language == .chinese ? replace(errors, in: clause) : clause
  }

  /// A help page, with the options that every command has after its own.
  static func help(_ page: String, _ language: Language) -> String {
    let overview = "OVERVIEW: "
    let text = page.hasPrefix(overview) ? page.dropFirst(overview.count) : Substring(page)
    let isCommon = { (block: String) in block.hasPrefix(CommonOptions.title.uppercased() + ":") }
    let blocks = text.split(separator: "\n\n").map(String.init)
    let ordered = (blocks.filter { !isCommon($0) } + blocks.filter(isCommon))
      .joined(separator: "\n\n")
    return language == .chinese ? replace(headings, in: ordered) : ordered
  }

  private static func replace(_ pairs: [(String, String)], in text: String) -> String {
    pairs.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  private static let errors = [
    ("Unknown option ", "未知选项 "),
    (". Did you mean ", ", 您是不是要: "),
    ("'?", "'"),
    ("Missing value for ", "缺少取值: "),
    ("The option ", "选项 "),
    (" does not take any value, but ", " 不带取值, 但给出了 "),
    (" was specified", ""),
    (" unexpected arguments: ", " 个多余的参数: "),
    ("Unexpected argument ", "多余的参数 "),
    ("Value to be set with flag ", "选项 "),
    ("Value to be set with ", "选项 "),
    (" had already been set with flag ", " 不能同时使用: "),
    (" had already been set with ", " 不能同时使用: "),
    ("Missing expected argument ", "缺少参数 "),
    ("Missing one of: ", "缺少其中之一: "),
    ("Missing required subcommand", "缺少命令"),
    ("Invalid option: ", "无效选项: "),
    ("The value ", "取值 "),
    (" is invalid for ", " 不适用于 "),
    (" is invalid", " 无效"),
    (". Please provide one of the following:", "。可用:"),
    (". Please provide one of ", "。可用: "),
    ("Can't generate completion scripts for ", "不能生成补全脚本: "),
    ("Can't autodetect a supported shell.", "认不出当前的 shell。"),
    ("Please use ", "请用 "),
    (" with one of:", ", 可用:"),
    (" or: ", " 或: "),
    ("' or '", "' 或 '"),
    ("' and '", "' 和 '"),
  ]

  private static let headings = [
    ("\nUSAGE: ", "\n用法: "),
    ("\nARGUMENTS:\n", "\n参数:\n"),
    ("\nOPTIONS:\n", "\n选项:\n"),
    ("\nSUBCOMMANDS:\n", "\n命令:\n"),
    ("<subcommand>", "<命令>"),
    ("<options>", "<选项>"),
    ("(default: ", "(默认: "),
    ("; default: ", "; 默认: "),
    ("(values: ", "(可用: "),
    ("Show help information.", "显示说明"),
    ("\n  See '", "\n  详见 '"),
    ("' for detailed help.", "'"),
  ]
}
