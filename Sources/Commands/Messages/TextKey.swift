/// The texts of the tool that are neither findings nor failures nor help.
enum TextKey: String, CaseIterable, Sendable {
  // MARK: Around findings
  case position
  case refused
  case warned

  // MARK: Help and usage
  case examples

  // MARK: Progress
  case secondsLeft
  case minutesLeft
  case secondsTaken
  case studyOf
  case trialOf

  // MARK: Questions
  case typeToContinue

  // MARK: Settings
  case originFlag
  case originEnvironment
  case originFile
  case originBook
  case originLocale
  case originStandard
  case settingUnset

  // MARK: What an argument should look like
  case expectPeriod
  case expectPeriodRange
  case expectDate
  case expectAccount
  case expectAccountRange
  case expectRoles
  case expectWord
  case expectLevels
  case expectAmountRange
  case expectDimension
  case expectLine
  case expectKey
  case expectDraft
  case expectCount
  case expectRunSeed
  case expectShard
  case expectGoal
  case expectDays
  case expectBankFile
  case expectKeyID
  case expectLanguage
  case expectAmount
  case expectStrata
  case expectSeed
  case expectPaper
  case expectSignatures
  case expectOwner
  case expectDocument

  // MARK: What was done
  case operationBook
  case operationAccounts
  case operationValues
  case operationPerson
  case operationStep
  case operationLoad
  case operationClose
  case operationReopen
  case operationBank
  case operationKeyAdd
  case operationKeyRotate
  case operationKeyRevoke
  case operationHeads
  case operationCheckpoint
  case operationOther
}
