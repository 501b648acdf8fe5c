public import Quantities

/// Rent, month by month (租金日历).
public struct RentCalendar: Sendable {
  /// The months of all projects, by project, lease and month.
  public let months: [Month]

  /// One month of a lease.
  public struct Month: Hashable, Sendable {
    /// The project.
    public let project: String
    /// The lease.
    public let lease: String
    /// Who lets the premises; empty when no lease says so.
    public let landlord: String
    /// The month.
    public let month: FiscalPeriod
    /// What accrued.
    public internal(set) var accrued = Int128(0)
    /// What of it counts as money invested first.
    public internal(set) var counted = Int128(0)
    /// What was paid to the landlord.
    public internal(set) var settled = Int128(0)
    /// What the landlord bears.
    public internal(set) var waived = Int128(0)
    /// The last day on which something was paid or waived.
    public internal(set) var closedOn: CivilDate?
    /// The vouchers.
    public internal(set) var vouchers: [String] = []

    /// What is neither paid nor waived.
    public var open: Int128 { accrued - settled - waived }

    init(project: String, lease: String, landlord: String, month: FiscalPeriod) {
      self.project = project
      self.lease = lease
      self.landlord = landlord
      self.month = month
    }
  }

  /// The rents of some files, as of a day.
  public init(_ files: [ProjectFile], on date: CivilDate? = nil) {
    months = files.flatMap { RentCalendar.months(of: $0, on: date) }
  }

  private static func months(of file: ProjectFile, on date: CivilDate?) -> [Month] {
    var landlords: [String: String] = [:]
    var months: [Month] = []
    func place(_ rent: RentMonth) -> Int {
      let known = months.firstIndex { $0.lease == rent.lease && $0.month == rent.month }
      if let known { return known }
      months.append(
        Month(
          project: file.approval.project,
          lease: rent.lease,
          landlord: landlords[rent.lease] ?? "",
          month: rent.month
        )
      )
      return months.count - 1
    }
    for entry in file.standing(on: date) {
      switch entry.document.event {
      case .lease(let lease): landlords[lease.code] = lease.landlord
      case .rentAccrued(let rent):
        let place = place(rent)
        months[place].accrued += Int128(rent.amount.rawValue)
        months[place].counted += entry.wide(.rent)
        months[place].vouchers += entry.vouchers
      case .rentSettled(let rent):
        let place = place(rent)
        months[place].settled += Int128(rent.amount.rawValue)
        months[place].closedOn = entry.date
        months[place].vouchers += entry.vouchers
      case .rentWaived(let rent):
        let place = place(rent)
        months[place].waived += Int128(rent.amount.rawValue)
        months[place].counted -= entry.wide(.withdrawn)
        months[place].closedOn = entry.date
        months[place].vouchers += entry.vouchers
      default: break
      }
    }
    return months.sorted { ($0.lease, $0.month) < ($1.lease, $1.month) }
  }
}
