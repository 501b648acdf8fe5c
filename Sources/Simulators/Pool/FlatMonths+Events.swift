import RiskPools

extension FlatMonths {
  /// Adds the failures of usual loans up under a usual scheme, without rows in between.
  ///
  /// ``add(_:)`` comes to the same of their rows. In short loops: a processor then works on several
  /// failures at once.
  func add(_ events: UnsafePointer<FailureDesk.Event>, _ count: Int, _ loans: UsualLoans.Rows) {
    begin()
    dues.reserve(count, zero: 0)
    losses.reserve(count, zero: 0)
    weigh(events, count, loans)
    enter(events, count, delay: Int(loans.claimDelay))
    if isRecovering { recover(events, count, loans) }
    if banks == 1 {
      paid.start[0] = sums.due
    } else {
      for index in 0..<count { paid.start[bank(events[index].kind)] &+= dues.start[index] }
    }
  }

  /// Works out what is lost, and what the rate makes of it.
  private func weigh(
    _ events: UnsafePointer<FailureDesk.Event>,
    _ count: Int,
    _ loans: UsualLoans.Rows
  ) {
    let (rates, half) = (rates.start, bias > 0 ? 1 << 63 : UInt64(0))
    let (dues, losses) = (dues.start, losses.start)
    for index in 0..<count {
      let loss = loans.loss(events[index].kind, events[index].luck)
      losses[index] = loss
      dues[index] = rates[Int(events[index].kind)].of(loss, half: half)
    }
  }

  /// Enters losses and claims.
  private func enter(_ events: UnsafePointer<FailureDesk.Event>, _ count: Int, delay: Int) {
    let (dues, losses, limit) = (dues.start, losses.start, loanLimit)
    let total = total.start + delay
    var (lost, all, cut, equal, least) = (Int64(0), Int64(0), Int64(0), Int64(0), Int64.max)
    for index in 0..<count {
      let entitled = dues[index]
      // Hardly any claim meets the limit exactly, but some are cut, and nobody can foretell which.
      if entitled == limit { equal &+= 1 }
      cut &+= entitled > limit ? 1 : 0
      let due = min(entitled, limit)
      least = min(least, due)
      lost &+= losses[index]
      all &+= due
      dues[index] = due
      total[Int(events[index].month)] &+= due
    }
    sums = Sums(
      count: Int64(count),
      lost: lost,
      due: all,
      uncut: Int64(count) - cut,
      equal: equal,
      hasNone: least == 0
    )
  }

  /// Enters what comes back.
  private func recover(
    _ events: UnsafePointer<FailureDesk.Event>,
    _ count: Int,
    _ loans: UsualLoans.Rows
  ) {
    let (dues, losses, back) = (dues.start, losses.start, back.start)
    let (horizon, delay, recovery) = (Int32(horizon), loans.backDelay, recovery)
    if let rate = loans.smallRate {
      for index in 0..<count {
        let (loss, month) = (losses[index], events[index].month &+ delay)
        let share = recovery.smallShare(of: rate.of(loss), paid: dues[index], loss: loss)
        back[Int(month > horizon ? 0 : month)] &+= share
      }
      return
    }
    for index in 0..<count {
      let (loss, month) = (losses[index], events[index].month &+ delay)
      let workout = loans.workout(events[index].kind, loss)
      let share = recovery.lossShare(of: workout, paid: dues[index], loss: loss)
      back[Int(month > horizon ? 0 : month)] &+= share
    }
  }
}
