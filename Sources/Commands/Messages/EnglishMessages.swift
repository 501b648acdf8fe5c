extension English {
  func wording(_ code: FailureCode) -> Wording {
    switch code {
    // The command line
    case .usage: Wording("{detail}", "[see: {help}]")
    case .commandUnknown:
      Wording("unknown command '{value}'", "[did you mean: {near}|the commands: {help}]")
    case .answerNeeded:
      Wording("an answer is needed, but standard input is not a terminal", "add {flag}")
    case .answerWrong: Wording("“{value}” is not “{expected}”; nothing was changed")
    case .settings: Wording("{origin}: “{value}” is not possible", "one of: {allowed}")
    case .bookUnnamed: Wording("no ledger file named", "add --book FILE or set XIANTOU_BOOK")
    case .setAmbiguous: Wording("the file holds several books: {codes}", "add --set CODE")
    case .userUnnamed: Wording("nobody named to act", "add --as USER or set XIANTOU_AS")
    case .templateUnknown:
      Wording("no template '{value}'", "[did you mean: {near}|the templates: {help}]")

    // Files
    case .fileMissing: Wording("no file {path}", "check the path")
    case .fileExists: Wording("file {path} exists", "choose another name")
    case .fileRead: Wording("cannot read {path}[: {reason}]")
    case .fileWrite: Wording("cannot write {path}[: {reason}]", "the file is as it was")
    case .diskFull:
      Wording("disk full, cannot write[ {path}]", "make room and retry; nothing confirmed is lost")
    case .outputEncoding:
      Wording("cannot convert the output to {encoding}", "use --out-encoding utf-8")

    // Keys
    case .keyMissing, .keyFile, .keyExposed, .keyPassword, .passwordNeeded, .passwordEmpty, .signer,
      .timestamp, .headMissing:
      English.evidence[code] ?? Wording("")

    // The ledger file
    case .notALedger:
      Wording("{path} is not a xiantou ledger", "check the path; xiantou book init makes a new one")
    case .ledgerNewer:
      Wording(
        "{path} was made by a newer xiantou[ (format {found}, this program {known})]",
        "upgrade xiantou"
      )
    case .ledgerOlder:
      Wording(
        "{path} has an old format[ ({found}, this program {known})]",
        "run xiantou book upgrade first"
      )
    case .ledgerCorrupt:
      Wording(
        "{path} is damaged[: {reason}]",
        "restore a backup; xiantou book check tells where"
      )
    case .ledgerReadOnly:
      Wording("{path} is read-only", "check the file's and folder's permissions")
    case .ledgerBusy: Wording("another program is writing to the ledger", "try again later")
    case .subjectMissing: Wording("no {kind} {value}")

    // Results that scripts test for
    case .verification:
      Wording("verification failed[: {where}]", "[expected {expected}, found {found}]")
    case .policyOpen: Wording("open policy values: {open}", "fill them in")
    case .differences: Wording("{count} differences")

    // The run itself
    case .interrupted: Wording("interrupted; nothing was written")
    case .bug: Wording("internal error: {reason}", "[a report was saved in {path}]")
    }
  }

  func wording(_ key: TextKey) -> String {
    switch key {
    case .position: "[{file}] [{subject}] [row {row}] {column}"
    case .refused: "refused: {errors} errors, {warnings} warnings; nothing was written"
    case .warned: "{warnings} warnings"
    case .examples: "EXAMPLES:"
    case .secondsLeft: "{seconds} s left"
    case .minutesLeft: "{minutes} min {seconds} s left"
    case .secondsTaken: "{seconds} s"
    case .studyOf: "study {number} of {count}"
    case .trialOf: "trial {number} of at most {count}"
    case .typeToContinue: "Sure? Type {expected} to continue: "
    case .originFlag: "option {name}"
    case .originEnvironment: "environment variable {name}"
    case .originFile: "{path} line {line}"
    case .originBook: "settings of the ledger"
    case .originLocale: "locale of the system"
    case .originStandard: "default"
    case .settingUnset: "(not set)"
    case .expectPeriod: "write it like 2025-12"
    case .expectPeriodRange: "write it like 2025-12, 2025, 2025Q4 or 2025-01..2025-12"
    case .expectDate: "write it like 2026-01-08"
    case .expectAccount: "an account code is 1 to 20 digits or capital letters"
    case .expectAccountRange: "write it like 1221 or 1221..1222"
    case .expectRoles: "roles are separated by commas: {allowed}"
    case .expectWord: "one of: {allowed}"
    case .expectLevels: "write it like 1 or 1-2"
    case .expectAmountRange: "write it like 1000.00..50000.00; either end may be left out"
    case .expectLine: "write it like 122101:300000.00 or 122101:300000.00:项目=P045"
    case .expectDimension: "write it like 项目=P043"
    case .expectKey: "a key is 1 to 200 visible ASCII characters"
    case .expectDraft: "write it like D-000123 or 2025-12-记-0002"
    case .expectCount: "write a positive whole number"
    case .expectRunSeed: "write a whole number of 64 bits that is not negative"
    case .expectShard: "write i/n, such as 0/8"
    case .expectGoal: "write irr=3%, or moic, dpi, tvpi"
    case .expectBankFile: "write it like 100201=bank_100201.csv"
    case .expectDays: "write a number of days, 0 to 366"
    case .expectKeyID: "the id of a key is 64 hexadecimal digits"
    case .expectLanguage: "one of: zh-CN, en"
    case .expectAmount: "write 5000000.00, more than zero"
    case .expectStrata: "write 100000.00,1000000.00, ascending"
    case .expectSeed: "a seed is 1 to 64 visible ASCII characters"
    case .expectPaper: "write it like REPORT=FILE.pdf or REPORT=sha256:DIGEST"
    case .expectSignatures: "write three names: maker,reviewer,approver"
    case .expectOwner: "write it like founders:9000000.00"
    case .expectDocument: "write it like B-000123"
    case .operationBook, .operationAccounts, .operationValues, .operationPerson, .operationStep,
      .operationLoad, .operationClose, .operationReopen, .operationBank, .operationKeyAdd,
      .operationKeyRotate, .operationKeyRevoke, .operationHeads, .operationCheckpoint,
      .operationOther:
      English.operations[key] ?? ""
    }
  }

  var glossary: [String: String] {
    [
      "role.maker": "maker", "role.reviewer": "reviewer", "role.approver": "approver",
      "role.cashier": "cashier", "role.chief": "chief", "role.fund": "fund",
      "role.auditor": "auditor", "role.sysadmin": "sysadmin", "role.secadmin": "secadmin",
      "role.secaudit": "secaudit",

      "state.draft": "draft", "state.submitted": "submitted", "state.reviewed": "reviewed",
      "state.approved": "approved", "state.posted": "posted", "state.returned": "returned",
      "state.withdrawn": "withdrawn",

      "step.submit": "be submitted", "step.return": "be returned",
      "step.withdraw": "be withdrawn", "step.review": "be reviewed",
      "step.approve": "be approved", "step.post": "be posted", "step.edit": "be edited",
      "step.reverse": "be reversed",

      "duty.submit": "is not the maker and cannot submit",
      "duty.withdraw": "is not the maker and cannot withdraw",
      "duty.review": "cannot review a voucher of their own",
      "duty.approve": "cannot approve a voucher they made or reviewed",
      "duty.claim": "cannot handle two steps of one claim",
      "duty.制单人": "cannot be the maker as well",
      "duty.复核人": "cannot review a voucher of their own",
      "duty.审批人": "cannot approve a voucher they made or reviewed",

      "layer.financial": "", "layer.budget": "budget", "layer.control": "control",
      "layer.commitment": "commitment",

      "period_state.open": "is open",
      "period_state.closed": "is closed",
      "check.number_gaps": "gap in the numbers",
      "check.number_duplicates": "duplicate numbers",
      "check.drafts": "unposted drafts",
      "check.balance": "out of balance",
      "check.earlier_periods": "an earlier period is open",
      "check.carry_forward": "income and expense not carried forward",
      "check.bank": "differences with the bank",
      "check.opposite_balances": "opposite balances",
      "check.approvals": "more than approved",
      "duplicate.file": "appears twice",
      "duplicate.ledger": "is the number of a posted voucher",
      "table.accounts": "accounts",
      "table.zones": "zones",
      "table.custodians": "custodians",
      "table.banks": "banks",
      "table.departments": "departments",
      "table.fund_sources": "fund sources",
      "table.lpr": "interest rates",
      "table.projects": "projects",
      "table.openings": "opening balances",
      "table.vouchers": "vouchers",
      "table.stages": "stages",
      "table.milestones": "milestones",
      "table.tranches": "tranches",
      "table.rents": "rents",
      "table.conversions": "conversions",
      "table.custody": "custody changes",
      "table.dividends": "dividends",
      "table.exits": "exits",
      "table.writeoffs": "write-offs",
      "table.loans": "loans",
      "table.claims": "claims",
      "table.recoveries": "recoveries",
      "table.bank_statement": "bank statement",
      "passed.number_gaps": "numbers without gaps",
      "passed.number_duplicates": "no number twice",
      "passed.drafts": "no unposted drafts",
      "passed.balance": "in balance",
      "passed.earlier_periods": "earlier periods closed",
      "passed.carry_forward": "income and expense carried forward",
      "passed.bank": "bank reconciled",
      "passed.opposite_balances": "balances on their natural side",
      "passed.approvals": "payments within approvals",
      "content.zip": "a damaged archive",
      "content.xml": "damaged XML",
      "content.text": "plain text",
      "content.html": "HTML (a saved web page)",
    ].merging(English.evidenceTerms) { first, _ in first }
      .merging(English.policyTerms) { first, _ in first }
      .merging(English.projectTerms) { first, _ in first }
      .merging(PoolTerms.table.mapValues(\.english)) { first, _ in first }
  }
}
