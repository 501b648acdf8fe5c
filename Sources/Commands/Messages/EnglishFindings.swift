import Findings

extension English {
  static let findings: [FindingCode: Wording] = [
    // The file as a whole
    .encoding:
      Wording(
        "[the content is not the declared {declared}|neither valid UTF-8 nor valid GB18030]",
        "save the file as UTF-8 or GB18030 and import again"
      ),
    .format:
      Wording(
        "[the name does not fit the content: {found:content}|the content is not recognised]",
        "save it as .xlsx or .csv with a spreadsheet program"
      ),
    .empty:
      Wording("the file is empty or has only a header", "check that it is the right file"),
    .quote: Wording("a double quote is not closed", "write a quote inside a cell twice"),
    .ragged:
      Wording(
        "[{cells} cells here, {columns} in the header|not as many cells as the header]",
        "look for a separator too many or few"
      ),
    .headerMissing:
      Wording("required column missing: {column}", "xiantou import template gives a template"),
    .headerDuplicate:
      Wording("column “{column}” appears twice", "delete or rename one of them"),
    .tableUnknown:
      Wording(
        "no table with this header is known[; header: {value}]",
        "xiantou import template gives templates"
      ),
    .tooLarge: Wording("larger than allowed[: {maximum}]", "split it into several files"),
    .totalMismatch:
      Wording(
        "the total of {column} is {value:yuan}, the lines add up to {expected:yuan}",
        "check for missing lines"
      ),
    .totalRow: Wording("total row skipped; it agrees with the lines"),
    .tableLeftOut:
      Wording("[recognised as “{table:table}”; ]this version does not keep the table; left out"),

    // One cell
    .amountGrouping:
      Wording("“{value}” has a misplaced thousands separator", "group by three or drop the commas"),
    .amountScale:
      Wording("“{value}” has more than two decimals; nothing is rounded", "give the amount in fen"),
    .amountScientific:
      Wording("“{value}” is in scientific notation and may have lost digits", "write every digit"),
    .amountSyntax:
      Wording("“{value}” is not an amount", "write yuan without units or spaces"),
    .amountRange:
      Wording("“{value}” is beyond any amount that can be kept", "count the digits"),
    .amountScaleZero: Wording("superfluous zeros of “{value}” dropped"),
    .floatNoise:
      Wording(
        "binary noise in the cell: {value} [taken as {result}|rounded to two decimals] (error < 1e-6)"
      ),
    .dateInvalid:
      Wording("“{value}” is not a date", "write it like 2026-01-08"),
    .dateAmbiguous:
      Wording("“{value}”: day or month first?", "write it like [{example}|2026-01-08]"),
    .dateSerial: Wording("{value} taken as an Excel serial date[: {result}]", "please check"),
    .numberInvalid: Wording("“{value}” is not a valid number[; expected {expected}]"),
    .textLength:
      Wording(
        "[the text has {length} characters, ][at most {maximum} are allowed|too long]",
        "shorten it"
      ),
    .textCharacter:
      Wording(
        "a character that is not allowed[: {character}]",
        "delete invisible control characters"
      ),
    .valueUnknown: Wording("“{value}” is not a possible value", "[one of: {choices:choice}]"),
    .normFullwidth:
      Wording("[full-width characters taken as {result}|full-width characters converted]"),
    .normCurrency:
      Wording("[currency sign or unit dropped: {result}|currency sign or unit dropped]"),
    .normTrim:
      Wording("[apostrophe or spaces dropped: {result}|apostrophe or spaces dropped]"),
    .normNewline: Wording("line break inside the cell replaced by a space"),
    .normCase: Wording("[{value} taken as {result}|“{value}” taken in upper case]"),
    .numericCode:
      Wording(
        "{column} is a numeric cell, [taken as the text {result}|taken as text]",
        "check leading zeros"
      ),
    .formulaText:
      Wording("starts like a formula; kept as text, exported with a leading apostrophe"),

    // A voucher
    .summaryEmpty: Wording("the summary is empty", "say what the line is about"),
    .accountUnknown:
      Wording("no account[ {value}]", "[similar: {near}|xiantou account list shows the chart]"),
    .accountNotLeaf: Wording("{value} is not a leaf account", "use one below it"),
    .accountClosed: Wording("account {value} is closed", "use another account"),
    .auxRequired:
      Wording("[{account} ]needs the dimension “{kind}”", "fill in the code of a {kind}"),
    .auxUnknown:
      Wording("no {kind} {value}", "[similar: {near}|xiantou aux list shows the known ones]"),
    .auxClosed: Wording("{kind} {value} is closed", "use another {kind}"),
    .bothSides:
      Wording(
        "[not both of {columns}|a line has either a debit or a credit, not both]",
        "make two lines of it"
      ),
    .noAmount:
      Wording("[nothing in {columns}|neither debit nor credit]", "fill in one of them"),
    .negative: Wording("red amounts only in a red reversal", "fill in 冲销凭证号"),
    .unbalanced:
      Wording(
        "[{voucher} ][{aspect:layer} ]debit {debit:yuan} credit {credit:yuan} "
          + "difference {difference:yuan}",
        "[check rows {rows}|check the amounts]"
      ),
    .overflow: Wording("the sum is beyond any amount that can be kept", "count the digits"),
    .tooFewLines: Wording("[{voucher} ]has fewer than two lines", "add the other account"),
    .tooManyLines: Wording("[{voucher} ]has more than {maximum} lines", "split it"),
    .periodClosed: Wording("{period:period} is closed", "reopen it to add vouchers"),
    .beforeStart:
      Wording(
        "[{period:period} ]is before the book starts[: {start:period}]",
        "use opening balances"
      ),
    .voucherDuplicate:
      Wording(
        "[{number}|{value}] [{where:duplicate}|appears twice]; nothing was imported",
        "check the number"
      ),
    .voucherGap:
      Wording("[{period:period} ]missing: {missing}", "numbers of posted vouchers have no gaps"),
    .voucherGapWarning:
      Wording("[{period:period} ]missing: {missing}", "fill the gap before closing"),
    .voucherPeopleMissing:
      Wording("[{voucher} ]lacks {field}", "posted history names maker, reviewer and approver"),
    .separationOfDuties: Wording("{person} {step:duty}", "[who may: {others}]"),
    .reversalUnknown:
      Wording("the reversed voucher {value} does not exist or is not posted", "check the number"),
    .reversalMismatch:
      Wording(
        "[the red voucher has {lines} lines, the original {expected}|{column} does not mirror "
          + "the original]",
        "a red voucher mirrors its original line by line"
      ),
    .reversedAlready:
      Wording("{value} has been reversed[ by {by}]", "a voucher is reversed only once"),

    // Master data
    .codeDuplicate: Wording("code {value} appears twice in the file", "check the code"),
    .codeConflict:
      Wording("code {value} exists with other content", "a used code keeps its meaning"),
    .parentMissing:
      Wording("{value} has no account above it[: {parent}]", "add that one first"),
    .parentPosted:
      Wording(
        "the account above[, {parent},] has entries",
        "an account with entries gets no sub-accounts"
      ),
    .openingUnbalanced:
      Wording(
        "opening balances[ ({aspect:layer})] debit {debit:yuan} credit {credit:yuan}[ difference {difference:yuan}]",
        "check the opening balances"
      ),
    .openingExists: Wording("opening balances exist", "correct them by a red reversal"),

    // People, states, periods
    .userUnknown:
      Wording("[no user {value} who can sign in|nobody named]", "name a registered user with --as"),
    .userExists: Wording("user {value} exists", "change roles with xiantou user role"),
    .roleMissing: Wording("{person} lacks the role", "needs: {roles:role}"),
    .state:
      Wording(
        "[{voucher} ]a {value:state} voucher cannot {step:step}",
        "xiantou voucher show tells its state"
      ),
    .draftUnknown: Wording("no draft {value}", "see xiantou voucher list"),
    .voucherUnknown: Wording("no voucher {value}", "see xiantou voucher list"),
    .batchUnknown: Wording("no import batch {value}", "the import printed its batch number"),
    .periodNotClosable:
      Wording(
        "{period:period} cannot be closed[: {check:check}][ ({subjects})]",
        "see xiantou period check"
      ),
    .periodState:
      Wording(
        "{period:period} {state:period_state}",
        "[the latest closed period is {latest:period}]"
      ),
    .reasonMissing: Wording("a reason is needed", "add --reason"),
    .bookUnknown: Wording("no book {value}", "see xiantou book info"),
    .bookExists: Wording("book {value} exists", "choose another code"),
    .keyReused: Wording("key {value} was used for something else", "choose another --key"),
    .valueConflict: Wording(
      "“{value}” does not agree with the date or another column",
      "check them"
    ),
    .nothingToCarry: Wording("nothing to carry forward in {period:period}"),

    // Keys and signed heads
    .keyOther:
      Wording(
        "the [{algorithm} ]key in use is {current}[, not {value}]",
        "replace it first with xiantou key rotate"
      ),
    .keyNotInUse: Wording("key {value} is not in use", "see xiantou key show --book FILE"),
    .keyUsedBefore: Wording(
      "key {value} was in use before and cannot begin again",
      "make a new one"
    ),
    .keySince:
      Wording("the ledger does not have {value} records yet", "state a size that it has reached"),
    .headStale: Wording("another head was signed meanwhile[ (size {value})]", "sign again"),
    .projectUnknown: Wording("the ledger has no project {value}", "see xiantou aux list"),

    // Policies and cases
    .jsonSyntax: Wording("not well-formed JSON: {reason:json}", "[at byte {byte}]"),
    .fieldUnknown: Wording("there is no such field", "[write {near}|check the spelling]"),
    .fieldMissing: Wording("the field {column} is needed"),
    .fieldType: Wording("“{value}” is not {expected:shape}"),
    .fieldValue:
      Wording(
        "“{value}” is not a possible value",
        "[one of: {choices:choice}|range: {range}|expected {expected:shape}]"
      ),
    .dateOrder: Wording("{value} is before {earlier}", "check which day comes first"),
    .predicate:
      Wording(
        "character {position} of the condition: {reason:predicate}",
        "[known names: {known}|docs/policies.md shows how to write it]"
      ),
    .tierGap: Wording("no tier from month {from} to {to}", "tiers follow on each other"),
    .tierOverlap:
      Wording("two tiers from month {from} to {to}", "tiers follow on each other without overlap"),
    .rateGap:
      Wording("the rates {series} lack {missing}", "load them; nothing is computed without"),
    .rateConflict:
      Wording(
        "the rate {series} of {date} is {value}, not {expected} as checked",
        "compare it with the original quotation"
      ),

    // The life of a project
    .eventOrder:
      Wording(
        "[the project is {state:project_state}: ]no {value:event} now",
        "[possible now: {next:event}]"
      ),
    .documentDuplicate:
      Wording("the document number {value} is taken", "check whether this was done before"),
    .documentStale:
      Wording(
        "{value} comes to something else than when it was made",
        "return it and make it again"
      ),
    .evidenceMissing: Wording("“{evidence}” is missing", "attach it by its digest"),
    .milestoneNotPassed:
      Wording("milestone {tranche} has not been passed", "review it before the next payment"),
    .leaseOverlap:
      Wording("the lease overlaps with {lease}", "mend the days, or name other premises"),
    .rentOpen:
      Wording("rent of lease {lease} for {month} is open", "settle or waive it first"),
    .exceeds: Wording("{value} is more than the {available} there is", "check the amount"),
    .pledged:
      Wording("only {available} of {value} is not pledged", "release the pledge {pledges} first"),
    .holdCap: Wording("a share of {value} is above the cap of {cap}", "deal with the excess"),
    .holderOther: Wording("“{value}” is not the holder, {holder} is", "check who hands over"),
    .documentBooked:
      Wording(
        "{value} is booked already by voucher {voucher}",
        "leave out --book-events to link it"
      ),
    .voucherNotLinked:
      Wording(
        "no voucher bears the number {value}; kept in the register only",
        "check the vouchers"
      ),
    .historyMisfit:
      Wording("the rules do not take this ({code}); the project's later rows are left out"),
    .samplePolicy:
      Wording(
        "no policy is adopted; history is kept under the sample {value}",
        "xiantou policy adopt"
      ),
    .poolUnknown: Wording("the ledger has no pool {value}", "open it: xiantou pool open"),
    .policyUnknown: Wording(
      "the ledger has not adopted the policy {value}",
      "xiantou policy adopt"
    ),
    .templatesUnknown:
      Wording("the ledger has not adopted posting templates[ {value}]", "xiantou policy adopt"),
    .sourceBarred:
      Wording(
        "only {available} of {value} may become equity",
        "money of {sources} may not; pay it back or give it up"
      ),
    .deadlinePassed: Wording("the deadline of {deadline} has passed", "now: {next}"),
    .appraisalExpired: Wording("the appraisal expired on {expired}", "have it made again"),
    .screening: Wording("the condition {column} is not met: {value}", "[demanded: {range}]"),
    .correctionBlocked:
      Wording(
        "the later document {value} rests on the one to take back",
        "take back {value} first"
      ),
    .templateMissing:
      Wording(
        "no posting template of {role} for {value} fits the accounting choices",
        "there are some for: {choices}"
      ),

    // Risk pools
    .schemeNeverPays: Wording("by {column} nothing is ever paid", "check rates and caps"),
    .tierCombinationMissing:
      Wording(
        "several tiers and no rule which counts; {value} is taken",
        "write tier_combine: max, min, first or sum_capped"
      ),
    .claimAboveLoan: Wording("{value} exceeds the loan of {limit}", "check the loan and the loss"),
    .ineligible:
      Wording("the loan {value} does not meet “{condition}”", "[see {clause}]"),
    .poolStopped:
      Wording(
        "[{value} ]stopped since {since} by a breaker ({measure})",
        "wait until it ends, or decide to resume"
      ),
    .triggerNotMet:
      Wording("the loan {value} has met no trigger for a claim", "[triggers: {triggers}]"),
    .claimLate:
      Wording("filed on {value}, too late after {since}", "check the days to apply"),
    .notDiligent:
      Wording("the checklist of claim {value} was not kept", "refuse the claim"),
    .balanceDisagrees:
      Wording("{subject} reports {value}, the books say {known}", "settle it with the bank"),
    .breakerTripped:
      Wording(
        "[{value} ]{measure} is {numerator} ÷ {denominator} and has reached {threshold}",
        "act as the scheme says"
      ),
    .recoveryAboveLoss:
      Wording(
        "{value} recovered in all exceeds the whole loss of {limit}",
        "what the fund did not pay goes to the bank"
      ),

    // Bank statements
    .bankBalance:
      Wording(
        "the balance {value:yuan} does not follow from row {before}, which gives {expected:yuan}",
        "look for missing rows, or export the whole statement"
      ),
    .bankSerialDuplicate:
      Wording("the bank's number {value} appears twice in the file", "delete the row that repeats"),
    .bankConflict:
      Wording(
        "the bank's number {value} stands for another line of {date} already",
        "check the account and the file"
      ),
    .bankGap:
      Wording(
        "lines are missing between {after} and {before}, {difference:yuan} in all",
        "import the statement of these days"
      ),
    .bankAccountUntold:
      Wording(
        "recognised as a bank statement of an unnamed account; left out",
        "xiantou bank import FILE --account CODE takes it, or --bank CODE=FILE"
      ),
    // Simulations
    .valueOpen: Wording("the policy leaves this value open", "fill it in"),
    .portfolioEmpty: Wording(
      "there are no loans or projects to simulate",
      "give groups, loans or projects"
    ),
    .correlation:
      Wording(
        "these are no correlations ({reason:matrix})[: {expected}]",
        "a symmetric, positive semidefinite matrix with ones on its diagonal"
      ),
    .modelScope:
      Wording(
        "“{value}” cannot be simulated",
        "[possible: {choices}|leave it out of the scenario]"
      ),
    .runParts:
      Wording(
        "the parts do not make one run[; paths missing: {missing}][; paths given twice: {twice}]",
        "give every shard once"
      ),
    .runOther:
      Wording(
        "the result is of another model, seed or number of paths: {value}",
        "expected {expected}"
      ),
    .runFile:
      Wording(
        "[the result is of an earlier format, {value}|"
          + "this is not the file of a result, or it is damaged]",
        "run the shard again[, which writes {expected}]"
      ),
    .runMemory:
      Wording(
        "[exact quantiles of {paths} paths|joining {files} files] may take {value} MB of memory",
        "there are {most} MB: take fewer paths or a larger machine"
      ),
  ]
}
