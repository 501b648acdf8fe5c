import Findings

extension Chinese {
  static let findings: [FindingCode: Wording] = [
    // 整个文件
    .encoding:
      Wording(
        "[内容不是所声明的 {declared} 编码|既不是合法 UTF-8 也不是合法 GB18030]",
        "请另存为 UTF-8 或 GB18030 后再导入"
      ),
    .format:
      Wording(
        "[扩展名与内容不符: 内容是{found:content}|文件内容无法识别]",
        "请用表格软件另存为 .xlsx 或 .csv"
      ),
    .empty: Wording("文件为空, 或只有表头没有数据", "请检查是否选错文件"),
    .quote: Wording("双引号没有配对", "单元格内的双引号要写成两个"),
    .ragged:
      Wording("[本行 {cells} 个单元格, 表头 {columns} 个|单元格个数与表头不符]", "请检查多出或缺少的分隔符"),
    .headerMissing: Wording("缺少必需列: {column}", "可用 xiantou import template 取得模板"),
    .headerDuplicate: Wording("列“{column}”出现两次", "请删去或改名其中一列"),
    .tableUnknown:
      Wording("认不出这是什么表[; 表头: {value}]", "可用 xiantou import template 取得模板"),
    .tooLarge: Wording("超出上限[ {maximum}]", "请拆成几个文件"),
    .totalMismatch:
      Wording("“合计”行{column} {value:yuan} 与明细 {expected:yuan} 不符", "请核对明细是否有缺漏"),
    .totalRow: Wording("“合计”行已跳过且与明细一致"),
    .tableLeftOut: Wording("[已识别为“{table:table}”, ]本版本不登记此表, 未导入"),

    // 单元格
    .amountGrouping:
      Wording("“{value}” 千分位位置不对, 无法确定金额", "请三位一组分隔, 或去掉逗号"),
    .amountScale: Wording("“{value}” 金额最多两位小数, 不自动四舍五入", "请填写到分"),
    .amountScientific: Wording("“{value}” 科学计数法可能丢失精度", "请填写完整数字"),
    .amountSyntax:
      Wording("“{value}” 不是金额", "请以元为单位填写, 不用“万”, 数字中间没有空格"),
    .amountRange: Wording("“{value}” 超出可记录的金额范围", "请核对位数"),
    .amountScaleZero: Wording("“{value}” 多余的 0 已去掉"),
    .floatNoise: Wording("单元格二进制误差 {value} [按 {result} 处理|按两位小数处理](误差<1e-6)"),
    .dateInvalid: Wording("“{value}” 不是有效日期", "请用 2026-01-08 的写法"),
    .dateAmbiguous: Wording("“{value}” 日月顺序不明", "请用 [{example}|2026-01-08] 的写法"),
    .dateSerial: Wording("{value} 按 Excel 序列日期识别[为 {result}]", "请核对"),
    .numberInvalid: Wording("“{value}” 不是有效的数[, 应为 {expected}]"),
    .textLength: Wording("[文字有 {length} 个字符, ][最多 {maximum} 个字符|文字太长]", "请缩短"),
    .textCharacter: Wording("含有不允许的字符[ {character}]", "请删去不可见的控制字符"),
    .valueUnknown: Wording("“{value}” 不是可用的取值", "[可用: {choices:choice}]"),
    .normFullwidth: Wording("[全角字符已转换为 {result}|全角字符已转换]"),
    .normCurrency: Wording("[已去掉货币符号或单位, 按 {result} 处理|已去掉“￥”“元”]"),
    .normTrim: Wording("[已去掉撇号或空格, 按 {result} 处理|已去掉前导撇号或首尾空格]"),
    .normNewline: Wording("单元格内换行已替换为空格"),
    .normCase: Wording("[{value} 已按 {result} 处理|“{value}” 已按大写处理]"),
    .numericCode: Wording("{column}是数值单元格, [已按文本 {result} 处理|已按文本处理]", "请核对前导零"),
    .formulaText: Wording("以公式符号开头, 按文本保存; 导出时加前导撇号"),

    // 凭证
    .summaryEmpty: Wording("摘要不能为空", "请填写摘要"),
    .accountUnknown:
      Wording("科目[ {value}] 不存在", "[相近: {near}|可用 xiantou account list 查看科目]"),
    .accountNotLeaf: Wording("{value} 不是末级科目", "请改用其下级科目"),
    .accountClosed: Wording("科目 {value} 已停用", "请改用其他科目"),
    .auxRequired: Wording("[{account} ]必须填写辅助核算“{kind}”", "请填写{kind}编码"),
    .auxUnknown: Wording("{kind} {value} 不存在", "[相近: {near}|可用 xiantou aux list 查看档案]"),
    .auxClosed: Wording("{kind} {value} 已停用", "请改用其他{kind}"),
    .bothSides: Wording("[{columns} 不能同时填写|同一分录不能同时填借方和贷方]", "请拆成两行"),
    .noAmount:
      Wording("[{columns} 均为空|借贷金额均为空]", "[请填写 {columns}|请填写借方或贷方金额]"),
    .negative: Wording("红字金额只能出现在红字冲销凭证", "请填写“冲销凭证号”"),
    .unbalanced:
      Wording(
        "[{voucher} ][{aspect:layer} ]借方 {debit:yuan} 贷方 {credit:yuan} 相差 {difference:yuan}",
        "[请核对第 {rows} 行|请核对各行金额]"
      ),
    .overflow: Wording("合计超出可记录的最大金额", "请核对金额位数"),
    .tooFewLines: Wording("[{voucher} ]一张凭证至少两行分录", "请补齐对方科目"),
    .tooManyLines: Wording("[{voucher} ]一张凭证最多 {maximum} 行", "请拆成几张"),
    .periodClosed: Wording("{period:period}已结账", "如需补记请先反结账"),
    .beforeStart: Wording("[{period:period}]早于账套启用期间[ {start:period}]", "请用期初余额录入"),
    .voucherDuplicate:
      Wording("[{number}|{value}] [{where:duplicate}|出现两次], 整个文件未导入", "请核对凭证号"),
    .voucherGap: Wording("[{period:period} ]缺号: {missing}", "已记账凭证的号码必须连续"),
    .voucherGapWarning: Wording("[{period:period} ]缺号: {missing}", "结账前必须整理断号"),
    .voucherPeopleMissing: Wording("[{voucher} ]缺少{field}", "已记账的历史凭证要写明制单、复核、审批"),
    .separationOfDuties: Wording("{person} {step:duty}", "[可由: {others}]"),
    .reversalUnknown: Wording("被冲销的凭证 {value} 不存在或尚未记账", "请核对冲销凭证号"),
    .reversalMismatch:
      Wording(
        "[红字凭证 {lines} 行, 原凭证 {expected} 行|{column}与原凭证不相反]",
        "红字凭证必须与原凭证逐行相反"
      ),
    .reversedAlready: Wording("{value} 已被冲销[, 见 {by}]", "一张凭证只能冲销一次"),

    // 基础档案
    .codeDuplicate: Wording("编码 {value} 在文件中出现两次", "请核对编码"),
    .codeConflict: Wording("编码 {value} 已存在且内容不同", "已用的编码不能改作他用"),
    .parentMissing: Wording("{value} 没有上级科目[ {parent}]", "请先增加上级科目"),
    .parentPosted: Wording("上级科目[ {parent}] 已有发生额", "有发生额的科目不能再设下级"),
    .openingUnbalanced:
      Wording(
        "期初余额[{aspect:layer} ]借方 {debit:yuan} 贷方 {credit:yuan}[ 相差 {difference:yuan}]",
        "请核对各科目期初余额"
      ),
    .openingExists: Wording("期初余额已录入", "更正请用红字冲销"),

    // 人员、状态、期间
    .userUnknown: Wording("[用户 {value} 不存在或不能登录|请说明由谁操作]", "请用 --as 写明已登记的用户"),
    .userExists: Wording("用户 {value} 已存在", "增减岗位请用 xiantou user role"),
    .roleMissing: Wording("{person} 没有所需岗位", "需要: {roles:role}"),
    .state:
      Wording("[{voucher} ]{value:state}的凭证不能{step:step}", "可用 xiantou voucher show 查看状态"),
    .draftUnknown: Wording("草稿 {value} 不存在", "可用 xiantou voucher list 查看"),
    .voucherUnknown: Wording("凭证 {value} 不存在", "可用 xiantou voucher list 查看"),
    .batchUnknown: Wording("导入批次 {value} 不存在", "批次号在导入时给出"),
    .periodNotClosable:
      Wording(
        "{period:period}不能结账[: {check:check}][ ({subjects})]",
        "可用 xiantou period check 逐项查看"
      ),
    .periodState: Wording("{period:period}{state:period_state}", "[最近结账的期间是 {latest:period}]"),
    .reasonMissing: Wording("必须说明原因", "请加 --reason"),
    .bookUnknown: Wording("账套 {value} 不存在", "可用 xiantou book info 查看"),
    .bookExists: Wording("账套 {value} 已存在", "请换一个编码"),
    .keyReused: Wording("幂等键 {value} 已用于另一项操作", "请换一个 --key"),
    .valueConflict: Wording("“{value}” 与凭证日期或其他列不一致", "请核对年度、期间、凭证字和日期"),
    .nothingToCarry: Wording("{period:period}没有可结转的损益"),

    // 密钥与检查点
    .keyOther:
      Wording("[{algorithm} ]使用中的密钥是 {current}[, 不是 {value}]", "请先用 xiantou key rotate 轮换"),
    .keyNotInUse: Wording("密钥 {value} 不在使用中", "使用中的密钥见: xiantou key show --book 账本"),
    .keyUsedBefore: Wording("密钥 {value} 曾经使用过, 不能再次启用", "请生成新的密钥"),
    .keySince: Wording("账本还没有 {value} 条记录", "--since 写密钥可能泄露时的记录数"),
    .headStale: Wording("期间已有另一个检查点[(记录数 {value})]", "请重新签名"),
    .projectUnknown: Wording("账本中没有项目 {value}", "可用项目见: xiantou aux list --kind 项目"),

    // 政策与算例
    .jsonSyntax: Wording("不是合格的 JSON: {reason:json}", "[在第 {byte} 字节处]"),
    .fieldUnknown: Wording("没有这个字段", "[请用 {near}|请核对拼写]"),
    .fieldMissing: Wording("缺少必需的字段 {column}"),
    .fieldType: Wording("“{value}” 不是{expected:shape}"),
    .fieldValue:
      Wording("“{value}” 不是可用的取值", "[可用: {choices:choice}|范围: {range}|应为{expected:shape}]"),
    .dateOrder: Wording("{value} 早于 {earlier}", "请核对日期先后"),
    .predicate:
      Wording("条件第 {position} 个字符: {reason:predicate}", "[可用的名称: {known}|写法见 docs/policies.md]"),
    .tierGap: Wording("第 {from} 个月至第 {to} 个月没有档次", "档次须首尾相接"),
    .tierOverlap: Wording("第 {from} 个月至第 {to} 个月有两个档次", "档次须首尾相接, 不得重叠"),
    .rateGap: Wording("利率 {series} 缺少 {missing} 的数据", "请先补录; 缺数据时不计算"),
    .rateConflict: Wording("利率 {series} 在 {date} 为 {value}, 与已核对的 {expected} 不符", "请核对原始报价"),

    // 项目周期
    .eventOrder:
      Wording(
        "[项目处于“{state:project_state}”, ]不能办理“{value:event}”",
        "[现在可以办理: {next:event}]"
      ),
    .documentDuplicate: Wording("业务单号 {value} 已经用过", "请核对是否重复办理"),
    .documentStale:
      Wording("单据 {value} 现在算出的结果与制单时不同", "请退回重新制单"),
    .evidenceMissing: Wording("缺少证明材料“{evidence}”", "请附上材料的摘要值"),
    .milestoneNotPassed: Wording("第 {tranche} 期里程碑尚未通过, 不能拨付下一期", "请先办理里程碑检查"),
    .leaseOverlap: Wording("与租约 {lease} 的期间重叠", "请改正起止日期, 或写明另一处场所"),
    .rentOpen: Wording("租约 {lease} {month} 的租金尚未结算或减免", "请先办理结算或减免"),
    .exceeds: Wording("{value} 超过可用的 {available}", "请核对金额"),
    .pledged: Wording("股本 {value} 中只有 {available} 未质押", "请先解除质押 {pledges}"),
    .holdCap: Wording("持股 {value} 超过上限 {cap}", "请按政策处理超额部分"),
    .holderOther: Wording("“{value}”不是现在的代持单位 {holder}", "请核对移出方"),
    .documentBooked: Wording("业务单号 {value} 已由凭证 {voucher} 记账", "不加 --book-events 可关联到该凭证"),
    .voucherNotLinked: Wording("没有业务单号为“{value}”的凭证, 只登记台账", "请核对凭证的业务单号"),
    .historyMisfit: Wording("与业务规则不符({code}), 该项目此后的业务未登记", "请核对此行"),
    .samplePolicy: Wording("没有采用政策, 历史业务按示例政策“{value}”登记", "测算前请采用正式政策: xiantou policy adopt 文件"),
    .poolUnknown: Wording("账本中没有资金池 {value}", "请先设立: xiantou pool open"),
    .policyUnknown: Wording("账本没有采用政策 {value}", "请先采用: xiantou policy adopt 文件"),
    .templatesUnknown: Wording("账本没有采用分录模板[ {value}]", "请先采用: xiantou policy adopt 文件"),
    .sourceBarred: Wording("{value} 中只有 {available} 可以形成股权", "来自 {sources} 的资金不得用于股权, 只能返还或放弃"),
    .deadlinePassed: Wording("最迟转股日 {deadline} 已过", "请办理: {next}"),
    .appraisalExpired: Wording("评估已于 {expired} 过期", "请重新评估"),
    .screening: Wording("不符合申报条件“{column}”: {value}", "[要求: {range}]"),
    .correctionBlocked: Wording("其后的单据 {value} 以被更正的单据为前提", "请先更正 {value}"),
    .templateMissing: Wording("{role} 账的“{value}”没有适用于所选处理方式的分录模板", "可用的处理方式: {choices}"),

    // 风险补偿
    .schemeNeverPays: Wording("按 {column} 永远不会有补偿", "请核对比例和上限"),
    .tierCombinationMissing: Wording(
      "有多个档次而未写竞合规则, 按 {value} 处理",
      "请写明 tier_combine: max、min、first 或 sum_capped"
    ),
    .claimAboveLoan: Wording("{value} 超过贷款本金 {limit}", "请核对贷款和损失"),
    .recoveryAboveLoss: Wording("累计追偿 {value} 超过全部损失 {limit}", "超出基金已付的部分归银行"),
    .ineligible: Wording("贷款 {value} 不符合准入条件“{condition}”", "[依据: {clause}]"),
    .poolStopped: Wording("[{value} ]自 {since} 起熔断({measure}), 不能办理", "指标恢复或决定解除后再办"),
    .triggerNotMet: Wording("贷款 {value} 尚未达到补偿触发条件", "[触发事件: {triggers}]"),
    .claimLate: Wording("{value} 提出申请已过期限, 触发日为 {since}", "请核对申请期限"),
    .notDiligent: Wording("申请 {value} 的尽职检查未通过, 不能核定", "请办理不予补偿"),
    .balanceDisagrees: Wording("{subject} 报送余额 {value}, 台账为 {known}", "请与银行核对"),
    .breakerTripped:
      Wording("[{value} ]{measure} 为 {numerator} ÷ {denominator}, 达到阈值 {threshold}, 已熔断", "按办法处理"),

    // 银行流水
    .bankBalance:
      Wording(
        "余额 {value:yuan} 与上一行(第 {before} 行)不连续, 应为 {expected:yuan}",
        "请核对是否缺行, 或导出完整流水"
      ),
    .bankSerialDuplicate: Wording("流水号 {value} 在文件中重复", "请删去重复的行"),
    .bankConflict:
      Wording("流水号 {value} 已登记为 {date} 的另一笔流水", "请核对账户和文件"),
    .bankGap:
      Wording("{after} 与 {before} 之间缺流水, 合计 {difference:yuan}", "请补充导入这段流水"),
    .bankAccountUntold:
      Wording("已识别为银行流水, 未说明是哪个科目, 未导入", "请用 xiantou bank import 文件 --account 科目, 或加 --bank 科目=文件"),

    // 模拟
    .valueOpen: Wording("政策参数未定", "请在政策文件中填写"),
    .portfolioEmpty: Wording("没有可以模拟的贷款或项目", "请给出贷款组、逐笔贷款或项目组"),
    .correlation: Wording("不是相关系数矩阵({reason:matrix})[: {expected}]", "须对称、半正定, 对角线为 1"),
    .modelScope: Wording("“{value}”不能模拟", "[可用: {choices}|请从方案中去掉]"),
    .runParts: Wording("各部分拼不成一次完整的运行[; 缺少路径 {missing}][; 重复路径 {twice}]", "每个分片给出一次"),
    .runOther: Wording("该结果属于另一模型、种子或路径数: {value}", "应为 {expected}"),
    .runFile: Wording("[结果文件是旧格式 {value}|不是结果文件, 或文件已损坏]", "请重新运行该分片[, 新格式为 {expected}]"),
    .runMemory: Wording(
      "[{paths} 条路径的精确分位数|合并 {files} 个结果文件]最多需要 {value} MB 内存",
      "本机只有 {most} MB, 请减少路径数或换内存更大的机器"
    ),
  ]
}
