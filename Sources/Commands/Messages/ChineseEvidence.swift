extension Chinese {
  /// Failures around keys and signatures.
  static let evidence: [FailureCode: Wording] = [
    .keyMissing: Wording("{path} 中缺少密钥: {names}", "请运行 xiantou key new --alg {name} --out {path}"),
    .keyFile: Wording("{path} 不能使用: {reason:key_file}", "请核对密钥文件"),
    .keyExposed: Wording("{path} 对其他用户开放, 不予使用", "请运行 chmod 600 {path}"),
    .keyPassword: Wording("密码打不开 {path}", "请核对 --password-file 的第一行"),
    .passwordNeeded: Wording("{path} 已加密", "请加 --password-file 文件"),
    .passwordEmpty: Wording("{path} 的第一行没有密码", "请把密码写在第一行"),
    .headMissing: Wording("记录 {seq} 之后还没有签署过检查点", "请运行 xiantou audit checkpoint --keys 密钥文件夹"),
    .signer: Wording("签名没有完成: {reason:signing}[ ({detail})]", "请检查签名设备或密钥后重试"),
    .timestamp: Wording(
      "没有取得时间戳, 未导出: {reason:signing}[ ({detail})]",
      "请核对 --tsa 的地址, 或换一个服务机构, 或不加 --tsa"
    ),
  ]

  /// Words of keys and signatures.
  static let evidenceTerms = [
    "key_file.no-public-key": "不是公钥", "key_file.no-private-key": "不是私钥",
    "key_file.other-algorithm": "是另一种算法的密钥",
    "key_file.no-certificate": "不是单纯的 PEM 证书",
    "key_file.certificate-other-key": "是别的公钥的证书",
    "key_file.certificate-not-yet-valid": "证书尚未生效",
    "key_file.certificate-expired": "证书已过期, 请更换",
    "key_file.certificate-not-for-signing": "证书的密钥不能用于签名",
    "key_file.other-pair": "与旁边的公钥不是一对",
    "key_file.no-program": "第一行应为签名程序的绝对路径",

    "signing.fetch": "系统没有所需的密码算法", "signing.digest": "计算摘要失败",
    "signing.random": "系统没有给出随机数", "signing.public-key": "公钥不可用",
    "signing.private-key": "私钥不可用", "signing.passphrase": "密码不对",
    "signing.new-key": "不能生成密钥", "signing.write-key": "不能写出私钥",
    "signing.signature": "签名的格式不对", "signing.sign": "私钥没有签出",
    "signing.verify": "不能验证签名", "signing.start-signer": "签名程序无法启动",
    "signing.await-signer": "签名程序超时", "signing.signer-exit": "签名程序报告失败",
    "signing.signer-output": "签名程序给出的不是该密钥的签名",
    "signing.certificate": "文件不是单纯的 PEM 证书",
    "signing.certificate-path": "不能判断证书的签发者",
    "signing.timestamp": "时间戳服务机构的答复不符合 RFC 3161",
    "signing.timestamp-refused": "时间戳服务机构拒绝",
    "signing.timestamp-address": "地址须以 http:// 或 https:// 开头",
    "signing.start-transfer": "用于联系服务机构的 /usr/bin/curl 无法启动",
    "signing.timestamp-answer": "时间戳服务机构没有答复",
    "signing.http-status": "时间戳服务机构返回 HTTP 错误",
    "signing.timestamp-defect": "时间戳不是针对这份声明的",

    "key_state.valid": "使用中", "key_state.replaced": "已轮换", "key_state.revoked": "已吊销",
    "key_reason.compromised": "泄露", "key_reason.lost": "丢失", "key_reason.retired": "停用",
    "key_holder.file": "私钥文件", "key_holder.program": "签名程序", "key_holder.none": "只有公钥",

    "step.prove": "证明",
    "operation.book": "账套", "operation.accounts": "科目", "operation.dimension_values": "辅助档案",
    "operation.person": "用户", "operation.voucher": "凭证", "operation.period_close": "结账",
    "operation.period_reopen": "反结账", "operation.bank_lines": "银行流水",
    "operation.key": "密钥",
    "operation.project_head": "项目链头", "operation.checkpoint": "检查点",
    "operation_step.submit": "送审", "operation_step.return": "退回",
    "operation_step.withdraw": "撤回", "operation_step.review": "复核",
    "operation_step.approve": "审批", "operation_step.post": "记账",
    "operation_step.edit": "修改", "operation_step.reverse": "冲销",
    "signs_in.never": "不登录",
    "occasion.demand": "按要求", "occasion.close": "结账", "occasion.export": "导出证据",
  ]

  /// What was done, in words.
  static let operations: [TextKey: String] = [
    .operationBook: "建立账套 {code} {name}, 启用期间 {period}",
    .operationAccounts: "登记科目 {count} 个: {names}",
    .operationValues: "登记档案 {count} 个: {names}",
    .operationPerson: "登记用户 {name}[, 岗位: {roles:role}][, {signs:signs_in}]",
    .operationStep: "{step:operation_step} {number} {amount:yuan} {summary}"
      + "[, 冲销 {reverses}][, 原因: {reason}]",
    .operationLoad: "记账 {number} {amount:yuan} {summary}[, 冲销 {reverses}]"
      + "[, 制单 {maker}][, 复核 {reviewer}][, 审批 {approver}]",
    .operationClose: "结账 {period}", .operationReopen: "反结账 {period}, 原因: {reason}",
    .operationKeyAdd: "启用密钥 {id}", .operationKeyRotate: "轮换密钥 {old} → {id}",
    .operationKeyRevoke: "吊销密钥 {id}, {reason:key_reason}[, 自 {since} 条记录起存疑]",
    .operationBank: "导入银行流水 {account}: {file}, {count} 条",
    .operationHeads: "登记 {count} 个项目的链头",
    .operationCheckpoint: "签署检查点, {size} 条记录, {occasion:occasion}",
    .operationOther: "{type}",
  ]
}
