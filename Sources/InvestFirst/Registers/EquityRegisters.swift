public import Quantities

/// Who owned what of a company, after each change (股权结构台账).
public struct CapTableRegister: Sendable {
  /// The changes in the order of time; empty when money never became equity.
  public let lines: [Line]
  /// The pledges that are open, by code.
  public let pledges: [String: Fen]

  /// The owners after a document.
  public struct Line: Hashable, Sendable {
    /// The day.
    public let date: CivilDate
    /// What changed them.
    public let kind: ProjectEvent.Kind
    /// The number of the document.
    public let document: String
    /// The owners after it.
    public let owners: CapTable
  }

  /// The owners of a file's company, as of a day.
  public init(_ file: ProjectFile, on date: CivilDate? = nil) {
    var (lines, owners, way): ([Line], CapTable, ExitTerms.Way?) = ([], CapTable(), nil)
    var pledges: [String: Fen] = [:]
    for entry in file.standing(on: date) {
      var after: CapTable?
      switch entry.document.event {
      case .conversion(let conversion):
        after = try? conversion.others.adding(CapTable([.fund: conversion.capitalToFund]))
      case .laterRound(let round):
        after = try? owners.adding(round.others)
          .adding(CapTable([.fund: round.capitalToFund]))
      case .exitPriced(let price): way = price.way
      case .exitPaid:
        let buyer: CapTable.Class = way == .founderBuyback ? .founders : .investors
        after = try? owners.moving(entry[.capital], from: .fund, to: buyer)
      case .pledge(let pledge): pledges[pledge.code] = pledge.capital
      case .pledgeReleased(let release): pledges[release.code] = nil
      default: break
      }
      guard let after else { continue }
      owners = after
      lines.append(
        Line(
          date: entry.date,
          kind: entry.document.event.kind,
          document: entry.number,
          owners: owners
        )
      )
    }
    self.lines = lines
    self.pledges = pledges
  }
}

/// Equity by holder (代持台账), as of a day.
public struct CustodyRegister: Sendable {
  /// What is held, by project and in their order.
  public let lines: [Line]
  /// Every time equity came to a holder or went to another one, in the order of the projects.
  public let moves: [Move]

  /// What a holder holds of one project.
  public struct Line: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The holder.
    public let holder: String
    /// Since when.
    public let since: CivilDate
    /// Whether the holder has confirmed it.
    public let isConfirmed: Bool
    /// The registered capital.
    public let capital: Fen
    /// What it cost.
    public let cost: Fen
    /// The registered capital under pledge.
    public let pledged: Int128
    /// What the holder has promised, in words.
    public let commitments: [String]
  }

  /// Equity that came to a holder.
  public struct Move: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The day.
    public let date: CivilDate
    /// The number of the document.
    public let document: String
    /// Who held it; empty when it comes from the conversion.
    public let from: String
    /// Who holds it now.
    public let to: String
    /// What it cost.
    public let cost: Fen
    /// The vouchers.
    public let vouchers: [String]
  }

  /// What holders hold of the projects of some files.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    let folds = files.map { CustodyFold($0, on: date) }
    lines = folds.compactMap(\.line)
    moves = folds.flatMap(\.moves)
  }

  /// The cost by holder.
  public var costs: [String: Int128] {
    lines.reduce(into: [:]) { $0[$1.holder, default: 0] += Int128($1.cost.rawValue) }
  }
}

/// One project's equity while its documents are read.
private struct CustodyFold {
  let project: String
  var moves: [CustodyRegister.Move] = []
  private var holder = ""
  private var since: CivilDate?
  private var isConfirmed = false
  private var capital = Int128(0)
  private var cost = Int128(0)
  private var pledges: [String: Fen] = [:]
  private var commitments: [String] = []

  init(_ file: ProjectFile, on date: CivilDate?) {
    project = file.approval.project
    for entry in file.standing(on: date) { take(entry) }
  }

  private mutating func take(_ entry: ProjectFile.Entry) {
    switch entry.document.event {
    case .conversion(let conversion):
      holder = conversion.holder
      (capital, cost) = (Int128(conversion.capitalToFund.rawValue), entry.wide(.cost))
    case .custodySet(let custody): move(entry, from: "", to: custody.holder)
    case .custodyMoved(let change): move(entry, from: change.from, to: change.to)
    case .custodyConfirmed: isConfirmed = true
    case .commitment(let commitment): commitments.append(commitment.text)
    case .laterRound:
      capital += entry.wide(.capital)
      cost += entry.wide(.cost)
    case .exitPaid:
      capital -= entry.wide(.capital)
      cost -= entry.wide(.cost)
    case .writeOffDecided(let decision) where decision.isApproved: (capital, cost) = (0, 0)
    case .pledge(let pledge): pledges[pledge.code] = pledge.capital
    case .pledgeReleased(let release): pledges[release.code] = nil
    default: break
    }
  }

  private mutating func move(_ entry: ProjectFile.Entry, from: String, to: String) {
    moves.append(
      CustodyRegister.Move(
        project: project,
        date: entry.date,
        document: entry.number,
        from: from,
        to: to,
        cost: entry[.cost],
        vouchers: entry.vouchers
      )
    )
    (holder, since, isConfirmed, commitments) = (to, entry.date, false, [])
  }

  var line: CustodyRegister.Line? {
    guard let since, capital > 0, let capital = try? Fen(sum: capital),
      let cost = try? Fen(sum: cost)
    else { return nil }
    return CustodyRegister.Line(
      project: project,
      holder: holder,
      since: since,
      isConfirmed: isConfirmed,
      capital: capital,
      cost: cost,
      pledged: Fen.sum(pledges.values),
      commitments: commitments
    )
  }
}
