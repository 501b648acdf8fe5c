import ArgumentParser

/// `xiantou help NOUN VERB` (说明).
struct HelpCommand: RunnableCommand {
  static let page = Page(
    "help",
    "查看命令的说明",
    "Show the help of a command",
    examples: [
      .init("xiantou help", "列出所有命令", "list the commands"),
      .init("xiantou help import template", "查看一个命令的说明", "show the help of one command"),
    ]
  )

  @Argument(help: help("名词和动词", "noun and verb", value: "command"))
  var words: [String] = []

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    let (path, rest) = Invocation.path(words)
    if let word = rest.first { throw Invocation.unknown(word, after: path) }
    try session.console.output.line(Invocation.help(path.last ?? Root.self))
  }
}

/// `xiantou completion SHELL` (补全脚本).
struct CompletionCommand: RunnableCommand {
  static let page = Page(
    "completion",
    "生成命令行补全脚本",
    "Print a completion script for the shell",
    examples: [
      .init(
        "xiantou completion bash > ~/.local/share/bash-completion/completions/xiantou",
        "为 bash 安装补全",
        "install completion for bash"
      ),
      .init(
        "xiantou completion zsh > ~/.zfunc/_xiantou",
        "为 zsh 安装补全",
        "install completion for zsh"
      ),
      .init(
        "xiantou completion fish > ~/.config/fish/completions/xiantou.fish",
        "为 fish 安装补全",
        "install completion for fish"
      ),
    ]
  )

  /// The shells that scripts are made for.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    /// The shell as the parser knows it.
    var script: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: help("所用的 shell", "the shell", value: "shell"))
  var shell: Shell

  @OptionGroup(title: CommonOptions.title) var common: CommonOptions

  func execute(in session: Session) throws(Failure) {
    try session.console.output.line(Root.completionScript(for: shell.script))
  }
}
