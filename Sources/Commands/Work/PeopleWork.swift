import Accounting
import Findings
import Reports
import Store

extension UserAdd: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let added = Person(name: person.name, roles: person.roles, canSignIn: true)
    let request = ["user add", added.name, added.roleNames.joined(separator: ",")]
    try session.writeAll(request, needsActor: false) { (write) throws(StoreError) in
      // A ledger whose first person is no sysadmin must still be able to get one.
      let people = try write.people().filter(\.canSignIn)
      let lacksAdministrator = !people.contains { $0.roles.contains(.sysadmin) }
      let isFirst = people.isEmpty || lacksAdministrator && added.roles.contains(.sysadmin)
      if !isFirst { try write.actor([.sysadmin]) }
      let known = try write.people().first { $0.name == added.name }
      guard known?.canSignIn != true else {
        throw .findings(
          Findings(
            Finding(.userExists, value: added.name, arguments: ["person": added.name])
          )
        )
      }
      try write.setPerson(added)
      return added.answer(session.language)
    }
  }
}

extension UserRole: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let changed = Person(name: person.name, roles: person.roles, canSignIn: true)
    let request = ["user role", changed.name, changed.roleNames.joined(separator: ",")]
    try session.writeAll(request) { (write) throws(StoreError) in
      try write.actor([.sysadmin, .secadmin])
      _ = try write.person(named: changed.name)
      try write.setPerson(changed)
      return changed.answer(session.language)
    }
  }
}

extension UserDisable: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.confirm(typing: name)
    try session.writeAll(["user disable", name]) { (write) throws(StoreError) in
      try write.actor([.sysadmin])
      let known = try write.person(named: name)
      let disabled = Person(name: name, roles: known.roles, canSignIn: false)
      try write.setPerson(disabled)
      return disabled.answer(session.language)
    }
  }
}

extension UserList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let people = try session.readAll { (snapshot) throws(StoreError) in try snapshot.people() }
    let answers = people.map { $0.answer(session.language) }
    try session.print(
      .object([.init("users", .array(answers.map(\.json)))]),
      else: { answers.flatMap(\.lines) }
    )
  }
}

extension Person {
  /// The roles by their stable names, in the order of the list of roles.
  fileprivate var roleNames: [String] { Role.allCases.filter(roles.contains).map(\.rawValue) }

  /// The person as commands show them.
  fileprivate func answer(_ language: Language) -> Answer {
    let shown = roleNames.map { language.term("role", $0) }.joined(separator: " ")
    let state = canSignIn ? "" : Phrase(" (不可登录)", " (cannot sign in)").text(in: language)
    return Answer(
      json: .object([
        .init("name", .string(name)), .init("roles", .array(roleNames.map(JSON.string))),
        .init("signs_in", .bool(canSignIn)),
      ]),
      lines: ["\(name)  \(shown)\(state)"]
    )
  }
}

extension Language {
  /// A stable term in the words of the language, for example the name of a role.
  func term(_ kind: String, _ term: String) -> String {
    catalogue.glossary["\(kind).\(term)"] ?? term
  }
}
