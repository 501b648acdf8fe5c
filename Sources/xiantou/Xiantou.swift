import Commands

/// The command-line tool.
@main
struct Xiantou {
  static func main() { Program.main() }
}
