extension English {
  /// Failures around keys and signatures.
  static let evidence: [FailureCode: Wording] = [
    .keyMissing: Wording(
      "{path} lacks keys: {names}",
      "run xiantou key new --alg {name} --out {path}"
    ),
    .keyFile: Wording("{path} cannot be used: {reason:key_file}", "check the key files"),
    .keyExposed: Wording("{path} is open to other users and not used", "run chmod 600 {path}"),
    .keyPassword: Wording(
      "the password does not open {path}",
      "check the first line of --password-file"
    ),
    .passwordNeeded: Wording("{path} is encrypted", "add --password-file FILE"),
    .passwordEmpty: Wording(
      "the first line of {path} holds no password",
      "write the password there"
    ),
    .headMissing: Wording(
      "no head was signed after record {seq}",
      "run xiantou audit checkpoint --keys FOLDER"
    ),
    .signer: Wording(
      "nothing was signed: {reason:signing}[ ({detail})]",
      "check the device or key, retry"
    ),
    .timestamp: Wording(
      "no time stamp, and nothing exported: {reason:signing}[ ({detail})]",
      "check the address given to --tsa, try another authority, or leave --tsa out"
    ),
  ]

  /// Words of keys and signatures.
  static let evidenceTerms = [
    "key_file.no-public-key": "it is no public key",
    "key_file.no-private-key": "it is no private key",
    "key_file.other-algorithm": "it is a key of another algorithm",
    "key_file.no-certificate": "it is not PEM certificates and nothing else",
    "key_file.certificate-other-key": "it is the certificate of another key",
    "key_file.certificate-not-yet-valid": "the certificate is not valid yet",
    "key_file.certificate-expired": "the certificate has expired; get a new one",
    "key_file.certificate-not-for-signing": "the certificate's key may not sign",
    "key_file.other-pair": "it does not belong to the public key beside it",
    "key_file.no-program": "its first line has to be the absolute path of the signing program",

    "signing.fetch": "the system lacks the algorithm", "signing.digest": "no digest was computed",
    "signing.random": "the system gave no random bytes",
    "signing.public-key": "the public key cannot be used",
    "signing.private-key": "the private key cannot be used",
    "signing.passphrase": "the password is wrong", "signing.new-key": "no key could be made",
    "signing.write-key": "the private key could not be written",
    "signing.signature": "the signature has the wrong form",
    "signing.sign": "the private key did not sign",
    "signing.verify": "the signature cannot be verified",
    "signing.start-signer": "the signing program does not start",
    "signing.await-signer": "the signing program took too long",
    "signing.signer-exit": "the signing program failed",
    "signing.signer-output": "the signing program gave no signature of its key",
    "signing.certificate": "the text is not PEM certificates and nothing else",
    "signing.certificate-path": "the issuers of the certificate cannot be judged",
    "signing.timestamp": "what the time stamping authority sent is no RFC 3161 answer",
    "signing.timestamp-refused": "the time stamping authority refused",
    "signing.timestamp-address": "the address does not begin with http:// or https://",
    "signing.start-transfer": "/usr/bin/curl, which asks the authority, does not start",
    "signing.timestamp-answer": "the time stamping authority did not answer",
    "signing.http-status": "the time stamping authority answered with an HTTP error",
    "signing.timestamp-defect": "the time stamp is not one for this statement",

    "key_state.valid": "in use", "key_state.replaced": "replaced", "key_state.revoked": "revoked",
    "key_reason.compromised": "compromised", "key_reason.lost": "lost",
    "key_reason.retired": "retired",
    "key_holder.file": "private key in a file", "key_holder.program": "signing program",
    "key_holder.none": "public key only",

    "step.prove": "be proved",
    "operation.book": "book", "operation.accounts": "accounts",
    "operation.dimension_values": "directory", "operation.person": "user",
    "operation.voucher": "voucher", "operation.period_close": "close",
    "operation.period_reopen": "reopen", "operation.bank_lines": "bank lines",
    "operation.key": "key",
    "operation.project_head": "project heads", "operation.checkpoint": "checkpoint",
    "operation_step.submit": "submitted", "operation_step.return": "returned",
    "operation_step.withdraw": "withdrew", "operation_step.review": "reviewed",
    "operation_step.approve": "approved", "operation_step.post": "posted",
    "operation_step.edit": "edited", "operation_step.reverse": "reversed",
    "signs_in.never": "does not sign in",
    "occasion.demand": "on demand", "occasion.close": "at a close",
    "occasion.export": "for evidence",
  ]

  /// What was done, in words.
  static let operations: [TextKey: String] = [
    .operationBook: "created book {code} {name}, from {period}",
    .operationAccounts: "recorded {count} accounts: {names}",
    .operationValues: "recorded {count} directory values: {names}",
    .operationPerson: "recorded user {name}[, roles: {roles:role}][, {signs:signs_in}]",
    .operationStep: "{step:operation_step} {number} {amount:yuan} {summary}"
      + "[, reverses {reverses}][, reason: {reason}]",
    .operationLoad: "posted {number} {amount:yuan} {summary}[, reverses {reverses}]"
      + "[, prepared by {maker}][, reviewed by {reviewer}][, approved by {approver}]",
    .operationClose: "closed {period}", .operationReopen: "reopened {period}, reason: {reason}",
    .operationKeyAdd: "began key {id}", .operationKeyRotate: "replaced key {old} by {id}",
    .operationKeyRevoke: "revoked key {id}, {reason:key_reason}[, in doubt from record {since}]",
    .operationBank: "imported {count} bank lines of {account} from {file}",
    .operationHeads: "recorded the heads of {count} projects",
    .operationCheckpoint: "signed a log of {size} records, {occasion:occasion}",
    .operationOther: "{type}",
  ]
}
