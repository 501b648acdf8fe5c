"""A small log of our own with everything in it that a bundle can show, and its two bundles."""

import hashlib
import pathlib

from derive import derive
from workshop import (ALGORITHMS, Bundle, HASHES, Key, Keyring, Log, Record, Statement, b64, digest,
                      excerpt)

NONCE = iter(range(1, 1 << 30))
PEOPLE = (("钱会计", ["maker"]), ("孙复核", ["reviewer"]), ("李批准", ["approver"]), ("王主管", ["chief"]))
ACCOUNTS = (("100201", "先投资金专户", "asset", "debit", []),
            ("122101", "先投项目款", "asset", "debit", ["project"]),
            ("271101", "先投专项资金", "liability", "credit", []),
            ("660101", "场所租金补贴", "expense", "debit", ["project"]))


def nonce():
    return hashlib.sha256(f"nonce {next(NONCE)}".encode()).hexdigest()[:32]


class Author:
    """Writes records one after the other; hashes come when the log is sealed."""

    def __init__(self):
        self.records, self.minute = [], 0

    def add(self, kind, book, data, lines=(), by="王主管"):
        self.minute += 1
        header = {"at": f"2025-12-31T{self.minute // 60:02}:{self.minute % 60:02}:00Z", "book": book,
                  "by": by, "data": data, "lines": {}, "nonce": nonce(), "prev": "", "seq": "",
                  "t": kind, "v": "funds-record/v1"}
        rows = []
        for project, line in lines:
            row = {"data": line, "n": "", "nonce": nonce()}
            if project:
                row.update({"pprev": "", "project": project, "pseq": ""})
            rows.append(row)
        self.records.append(Record(header, rows))
        return self.records[-1]

    def voucher(self, number, date, lines, **more):
        data = {"attachments": "1", "date": date, "number": number, "prepared_by": "钱会计",
                "reviewed_by": "孙复核", "approved_by": "李批准"}
        data.update(more)
        rows = []
        for account, side, yuan, project in lines:
            line = {"account": account, "aspect": "financial", side: yuan, "summary": "拨付先投资金"}
            if project:
                line["dimensions"] = {"project": project}
            rows.append((project, line))
        self.add("voucher", "001", data, rows)

    def key(self, change, key, replaces=None):
        data = {"change": change, "id": key.id, "key": b64(key.der), "proof": ""}
        if replaces:
            data.update({"replaces": replaces.id, "release": ""})
        self.add("key", "", data)

    def head(self, keyring, made_at, occasion):
        """A checkpoint record about everything so far; sealing fills in the roots."""
        statement = Statement({
            "book": "001", "period": "-", "project": "-", "size": str(len(self.records)),
            "manifest-sha256": "-", "manifest-sm3": "-",
            "require": "sm2-sm3 ecdsa-p256-sha256", "sm2-id": "1234567812345678",
            "key-epoch": str(sum(record.type == "key" for record in self.records)),
            "made-at": made_at, "program": "xiantou/0.1.0"},
            [(name, keyring.current[name].id) for name in ALGORITHMS[:2]])
        statement.move("-", len(self.records), ["-", "-"], (0, ["-", "-"]))
        self.add("checkpoint", "", {"note": "", "occasion": occasion, "signatures": [],
                                    "statement": statement.bytes().decode()[:-1].split("\n")})

    def project_head(self, projects):
        sums = {}
        for record in self.records:
            for line in record.lines if record.type == "voucher" else ():
                if "project" in line:
                    sides = sums.setdefault(line["project"], {"credit": 0, "debit": 0})
                    for side in sides:
                        sides[side] += fen(line["data"].get(side, "0.00"))
        self.add("project_head", "", {}, [
            (p, {side: yuan(value) for side, value in sums.get(p, {"credit": 0, "debit": 0}).items()})
            for p in projects])


def fen(text):
    return int(text.replace(".", ""))


def yuan(value):
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


def make_log(folder):
    """The log and the keys that signed in it."""
    keyring = Keyring.new(folder)
    author = Author()
    author.add("book", "001", {"code": "001", "name": "示例先投专项资金", "start": "2025-01"}, by="")
    author.add("accounts", "001", {}, [(None, {
        "aspect": "financial", "code": code, "dimensions": dimensions, "element": element,
        "leaf": True, "name": name, "open": True, "side": side})
        for code, name, element, side, dimensions in ACCOUNTS])
    for name, roles in PEOPLE:
        author.add("person", "", {"name": name, "roles": roles, "signs_in": True})
    author.add("dimension_values", "", {}, [(code, {
        "attributes": [["企业", f"示例科技{code}"]], "code": code, "kind": "project",
        "kind_name": "项目", "name": f"项目{code}", "open": True}) for code in ("P001", "P002")])
    for name in ALGORITHMS:
        author.key("add", keyring.current[name])
    author.voucher("2024-12-初-0001", "2024-12-31", [
        ("100201", "debit", "1000000.00", None), ("271101", "credit", "1000000.00", None)])
    author.voucher("2025-01-记-0001", "2025-01-05", [
        ("122101", "debit", "300000.00", "P001"), ("122101", "debit", "200000.50", "P002"),
        ("100201", "credit", "500000.50", None)])
    author.voucher("2025-01-记-0002", "2025-01-09", [
        ("660101", "debit", "1200.00", "P002"), ("100201", "credit", "1200.00", None)])
    author.project_head(["P001", "P002"])
    author.add("period_close", "001", {"period": "2025-01"})
    author.head(keyring, "2025-12-31T01:00:00Z", "close")
    old = keyring.current["ecdsa-p256-sha256"]
    keyring.add(Key.new("ecdsa-p256-sha256", pathlib.Path(folder, "p256-2.pem")))
    author.key("rotate", keyring.current["ecdsa-p256-sha256"], old)
    author.voucher("2025-02-记-0001", "2025-02-10", [
        ("122101", "debit", "50000.00", "P001"), ("100201", "credit", "50000.00", None)])
    author.voucher("2025-02-记-0002", "2025-02-11", [
        ("660101", "debit", "-1200.00", "P002"), ("100201", "credit", "-1200.00", None)],
        reverses="2025-01-记-0002")
    author.head(keyring, "2025-12-31T02:00:00Z", "demand")
    author.voucher("2025-02-记-0003", "2025-02-12", [
        ("660101", "debit", "1500.00", "P001"), ("100201", "credit", "1500.00", None)])
    author.project_head(["P001"])
    return Log(author.records).seal(keyring), keyring


def statement_for(project, keyring):
    statement = Statement({
        "book": "001", "period": "-", "project": project,
        "manifest-sha256": "-", "manifest-sm3": "-", "require": "sm2-sm3 ecdsa-p256-sha256",
        "sm2-id": "1234567812345678", "key-epoch": "0", "made-at": "2025-12-31T03:00:00Z",
        "program": "xiantou/0.1.0"},
        [(name, keyring.current[name].id) for name in ALGORITHMS[:2]])
    statement.move("-", 0, ["-", "-"], (0, [digest(name, b"").hex() for name in HASHES]))
    return statement


def make_bundle(log, keyring, scripts, project="-"):
    """A bundle over the log, whole or of one project."""
    bundle = Bundle({"statement.txt": statement_for(project, keyring).bytes()})
    for name in ("README.zh.txt", "README.en.txt"):
        bundle.files[name] = pathlib.Path(scripts, name).read_bytes()
    for name in ("verify.sh", "verify.py", "incl.sh"):
        bundle.files["verify/" + name] = pathlib.Path(scripts, name).read_bytes()
    bundle.put_keys(keyring).put_log(log, keyring)
    if project != "-":
        bundle.files.update(excerpt(log, project))
    derive(bundle.files, log, None if project == "-" else project)
    return bundle.put_manifests().sign(keyring)
