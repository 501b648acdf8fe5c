import Findings
import Policies
import Quantities

extension ClaimRule {
  /// The loss in the words of the scheme (损失口径).
  func loss(_ it: ClaimCase, _ gaps: inout Gaps, _ notes: inout ClaimNotes) -> Fen {
    let isBalance = base == .outstandingPrincipal
    let loss =
      isBalance
      ? gaps.field(it.loan.outstanding, "loan.outstanding", else: .zero)
      : gaps.field(it.loss, "loss", else: .zero)
    let bound = base == .principalPlusInterest ? nil : it.loan.principal
    if let bound, loss > bound {
      notes.warning(
        Finding(
          .claimAboveLoan,
          column: isBalance ? "loan.outstanding" : "loss",
          value: "\(loss)",
          arguments: ["limit": "\(bound)"]
        )
      )
    }
    notes.step(
      Step(
        "损失口径",
        clause: scheme.coverage.base.clause,
        formula: isBalance ? "触发时未偿本金" : "损失",
        ["口径": base.rawValue],
        value: loss
      )
    )
    return loss
  }

  /// The loss without what others pay and what does not count (扣减、计入上限).
  func net(
    _ loss: Fen,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) throws(Refusal) -> Fen {
    var net = loss
    for deduction in deductions {
      let given = it.deductions[deduction.rawValue]
      let taken =
        deduction == .otherGovernment
        ? given ?? it.otherGovernmentPaid
        : gaps.field(given, "deductions.\(deduction.rawValue)", else: .zero)
      let before = net
      net = before > taken ? Fen(before.rawValue - taken.rawValue) : .zero
      let rest = net
      notes.step(
        Step(
          "扣减 \(deduction.rawValue)",
          clause: scheme.coverage.netOf.clause,
          formula: "max(0, 基数 − 扣减)",
          ["基数": before, "扣减": taken],
          value: rest
        )
      )
    }
    if let most = countedPerLoan {
      let clause = scheme.countedBaseCap.perLoan.provision
      net = count(net, upTo: most, "计入上限(单笔)", clause, &notes)
    }
    if let most = countedPerBorrower {
      let clause = scheme.countedBaseCap.perBorrower.provision
      let left = max(most.rawValue - it.counters.countedBase.rawValue, 0)
      net = count(net, upTo: Fen(left), "计入上限(单户)", clause, &notes)
    }
    return net
  }

  private func count(
    _ amount: Fen,
    upTo most: Fen,
    _ name: String,
    _ provision: Provision,
    _ notes: inout ClaimNotes
  ) -> Fen {
    let counted = min(amount, most)
    notes.step(
      Step(
        name,
        clause: provision.cited,
        formula: "min(基数, 余额)",
        ["基数": amount, "余额": most],
        value: counted
      )
    )
    return counted
  }

  /// What is left after those who bear a loss first (先行承担).
  func absorb(
    _ base: Fen,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) -> Fen {
    if absorbers.isEmpty, it.absorbers.isEmpty { return base }
    var rest = base
    for absorber in absorbers {
      let party = absorber.party
      let holding = it.absorbers.first { $0.name == party }?.available
      let available = gaps.field(holding, "absorbers.\(party)", else: .zero)
      let most = absorber.limit ?? available
      let (before, borne) = (rest, min(rest, available, most))
      rest = Fen(before.rawValue - borne.rawValue)
      notes.absorbed(ClaimStatement.Share(party: party, amount: borne))
      notes.step(
        Step(
          "先行承担 \(party)",
          clause: absorber.clause,
          formula: absorber.limit == nil ? "min(基数, 可用)" : "min(基数, 可用, 限额)",
          ["基数": before, "可用": available, "限额": most],
          value: borne
        )
      )
    }
    for holding in it.absorbers where !absorbers.contains(where: { $0.party == holding.name }) {
      let known = absorbers.map(\.party)
      gaps.note(
        Finding(
          .fieldValue,
          column: "absorbers",
          value: holding.name,
          arguments: ["choices": known.joined(separator: "|")]
        )
      )
    }
    return rest
  }

  /// The part of the base that lies in the band of the year's loss (超赔层).
  func inLayer(
    _ base: Fen,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) throws(Refusal) -> Fen {
    guard let layer else { return base }
    let nothing = ClaimCase.LayerFigures(balance: .zero, loss: .zero)
    let year = gaps.field(it.layer, "layer", else: nothing)
    if layer.isChronological {
      _ = gaps.field(year.lossBefore, "layer.loss_before", else: .zero)
    }
    let band = try layer.band(base, year)
    notes.step(
      Step(
        "超赔层",
        clause: layer.clause,
        formula: layer.isChronological ? "本笔落在层内的部分" : "⌊基数 × 层内损失 ÷ 全年损失⌋",
        [
          "基数": base, "余额": year.balance, "全年损失": year.loss, "层下限": band.low,
          "层上限": band.high, "层内损失": Fen.yuan(band.loss),
        ],
        value: band.part
      )
    )
    return band.part
  }

  /// The rate for the loan (补偿比例).
  func rate(_ loan: LoanFacts, _ gaps: inout Gaps, _ notes: inout ClaimNotes) -> PPM {
    let picked = rates.pick(loan, &gaps, listing: notes.isKept)
    guard notes.isKept else { return picked.rate }
    let tiers = picked.fitting.map { rates.sources[$0] }
    let fitting = tiers.map { tier in
      let name = (tier.id.value ?? nil) ?? tier.when.value?.text ?? ""
      return name + " " + (tier.rate.value?.description ?? "?")
    }
    let clause = tiers.map(\.rate.clause).first { !$0.isEmpty }
    notes.step(
      Step(
        "补偿比例",
        clause: clause ?? scheme.tierCombination.clause,
        formula: "min(\(rates.combination.rawValue)(适用档次) + 加成, 比例上限)",
        [
          "适用档次": fitting.isEmpty ? "无" : fitting.joined(separator: "; "),
          "档次比例": picked.tiers, "加成": picked.points, "比例上限": rates.cap,
        ],
        value: picked.rate
      )
    )
    return picked.rate
  }

  /// What a breaker leaves of the rate, rounded down to a millionth (熔断降低).
  func reduced(_ rate: PPM, _ it: ClaimCase, _ notes: inout ClaimNotes) -> PPM {
    guard let part = it.ratePart, part != .one else { return rate }
    let reduced = part.part(of: rate)
    notes.step(
      Step("熔断降低", formula: "比例 × 保留部分", ["比例": rate, "保留部分": part], value: reduced)
    )
    return reduced
  }
}
