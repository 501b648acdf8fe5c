"""Makes the derived tables of one book as docs/audit-format.md says, the simple way.

The tables that a spreadsheet reads are made; of the other files there is a stand-in, because here
nothing depends on what they hold.
"""

import csv
import hashlib
import io
import re

OTHERS = ("data/csv/{}/dimensions.csv", "data/csv/{}/numbers.csv", "data/csv/{}/checks.json",
          "reports/{}/trial-balance.txt", "reports/{}/general-ledger.txt", "journals/{}.hledger",
          "journals/{}.beancount", "gbt24589/{}/公共档案.xml", "gbt24589/{}/总账.xml", "ao/{}/km.csv",
          "ao/{}/kmye.csv", "ao/{}/pzb.csv")
BOOK = "001"
VOUCHERS = ("会计电子账簿编号 会计年度 会计月份 记账凭证日期 凭证类型编号 记账凭证编号 记账凭证行号 记账凭证摘要 会计科目编号 会计科目名称 "
            "借方发生额 贷方发生额 币种代码 汇率 对方科目编码 对方科目名称 附件数 制单人员 审核人员 财务主管 记账人员 源凭证号 记账标志 核算面 "
            "数量 辅助核算 业务单号 seq leaf_sha256").split()
TOTALS = ["项目累计借方", "项目累计贷方"]
BALANCES = "会计期间 会计科目编号 期初余额 借方发生额 贷方发生额 期末余额".split()
ACCOUNTS = "会计科目编号 会计科目名称 科目级次 余额方向 要素 核算面 末级 启用 辅助核算".split()


def table(headings, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(str(cell)) for cell in row])
    return out.getvalue().encode()


def guarded(text):
    is_formula = text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return "'" + text if is_formula and not re.fullmatch(r"[+-]\d+(\.\d+)?", text, re.A) else text


def fen(data, side):
    try:
        return int(data.get(side, "0.00").replace(".", ""))
    except ValueError:
        return 0


def yuan(value):
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


def derive(files, log, project=None):
    """Puts the derived files of the book into a bundle."""
    for path in [path for path in files if path.startswith(
            ("data/csv/", "reports/", "journals/", "gbt24589/", "ao/"))]:
        del files[path]
    folder = f"data/csv/{BOOK}/"
    if project:
        files[folder + "vouchers.csv"] = table(VOUCHERS + TOTALS, voucher_rows(log, project))
        files[f"reports/{BOOK}/project.txt"] = b"a stand-in\n"
        return
    for path in OTHERS:
        files[path.format(BOOK)] = b"a stand-in\n"
    files[folder + "vouchers.csv"] = table(VOUCHERS, voucher_rows(log, None))
    files[folder + "balances.csv"] = table(BALANCES, balance_rows(log))
    accounts = accounts_of(log.records)
    rows = []
    for code in sorted(accounts):
        data = accounts[code]
        level = 1 + sum(code != other and code.startswith(other) for other in accounts)
        rows.append([code, data["name"], level, {"debit": "借", "credit": "贷"}[data["side"]],
                     data["element"], data["aspect"], int(data["leaf"]), int(data["open"]),
                     ";".join(data["dimensions"])])
    files[folder + "accounts.csv"] = table(ACCOUNTS, rows)


def accounts_of(records):
    return {line["data"]["code"]: line["data"] for record in records if record.type == "accounts"
            for line in record.lines}


def voucher_rows(log, project):
    totals = {"debit": 0, "credit": 0}
    for place, record in enumerate(log.records):
        if record.type != "voucher":
            continue
        accounts = accounts_of(log.records[:place])
        head, data = record.header, record.data
        number = data["number"].split("-")
        for n, line in enumerate(record.lines, 1):
            cells = line["data"]
            if project and line.get("project") != project:
                continue
            for side in totals:
                totals[side] += fen(cells, side)
            effect = fen(cells, "debit") - fen(cells, "credit")
            counters = [] if project else list(dict.fromkeys(
                other["data"]["account"] for other in record.lines
                if other["data"]["aspect"] == cells["aspect"]
                and effect * (fen(other["data"], "debit") - fen(other["data"], "credit")) < 0))
            names = [accounts.get(code, {}).get("name", "") for code in [cells["account"], *counters]]
            row = [head["book"], number[0], number[1], data["date"], number[2], number[3], n,
                   cells["summary"], cells["account"], names[0], cells.get("debit", "0.00"),
                   cells.get("credit", "0.00"), "CNY", 1, ",".join(counters), ",".join(names[1:]),
                   data["attachments"], data.get("prepared_by", ""), data.get("reviewed_by", ""),
                   data.get("approved_by", ""), head["by"], data.get("reverses", ""), 1,
                   cells["aspect"], cells.get("quantity", ""),
                   ";".join(f"{k}={v}" for k, v in sorted(cells.get("dimensions", {}).items())),
                   cells.get("reference", ""), place,
                   hashlib.sha256(b"\0" + record.header_bytes()).hexdigest()]
            yield row + ([yuan(totals["debit"]), yuan(totals["credit"])] if project else [])


def balance_rows(log):
    moved = {}
    for record in log.of_type("voucher"):
        period = record.data["number"][:7]
        for line in record.lines:
            sums = moved.setdefault((period, line["data"]["account"]), [0, 0])
            sums[0] += fen(line["data"], "debit")
            sums[1] += fen(line["data"], "credit")
    periods = sorted({period for period, _ in moved})
    codes = sorted({code for _, code in moved})
    for period in periods:
        for code in codes:
            before = sum(d - c for (p, k), (d, c) in moved.items() if k == code and p < period)
            debit, credit = moved.get((period, code), (0, 0))
            if before or debit or credit:
                yield [period, code, yuan(before), yuan(debit), yuan(credit),
                       yuan(before + debit - credit)]
