"""Every way of tampering with a bundle that we know, and the check that has to catch it.

A mutation gives a case for each attacker: `naive` edits files; `reseal` also makes every hash,
proof, list and statement fit again, but has no key; `evilkey` signs all of it with keys of his own;
`insider` holds the signers' keys. What an insider did before a checkpoint that somebody else keeps
is found by --since; what no check can find names the anchor that does.
"""

import base64
import contextlib
import copy
import dataclasses
import datetime
import os
import pathlib
import re
import typing

import sample
import workshop
from derive import derive
from workshop import (ENTRIES, HASHES, Bundle, Record, Statement, b64, canonical, digest, dump, leaf,
                      note_of, openssl, root, tar_entry)

LEVELS = ("naive", "reseal", "evilkey", "insider")
GROUPS = {
    1: "the records", 2: "their encoding", 3: "trees and proofs", 4: "growth and heads",
    5: "statement and signatures", 6: "certificates, keys and time", 7: "the bundle",
    8: "a project's excerpt", 9: "old states",
}


@dataclasses.dataclass
class Case:
    """One bundle to judge: the first check that has to fail, `ok`, or an anchor's check."""

    group: int
    name: str
    level: str
    expected: str
    build: typing.Callable
    anchor: bool = False
    shell: str = ""  # what verify.sh finds, where that is another check


class Scene:
    """What all cases start from: two honest bundles, the signers' keys, an attacker's keys."""

    def __init__(self, folder, scripts):
        self.folder = pathlib.Path(folder)
        self.log, self.keys = sample.make_log(self.folder / "keys")
        self.evil = workshop.Keyring.new(self.folder / "evil")
        self.whole = sample.make_bundle(self.log, self.keys, scripts)
        self.project = sample.make_bundle(self.log, self.keys, scripts, "P001")
        self.scripts = scripts
        self.pins = self.write("pins", "".join(
            f"{self.keys.current[name].id} {name}\n" for name in workshop.ALGORITHMS[:2]).encode())
        old = self.log.copy()
        old.records = old.records[:19]
        roots = old.roots()
        key = self.keys.current["ed25519"]
        self.kept = self.write("kept", note_of(old.origin(), 19, roots[0], key))
        self.kept_sm3 = self.write("kept.sm3", note_of(old.origin() + "/sm3", 19, roots[1], key))
        reply, self.tsa = workshop.stamp(self.folder / "tsa", self.whole.files["statement.txt"])
        self.stamped = self.with_token(self.whole.copy(), reply)

    def write(self, name, data):
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def with_token(self, bundle, reply):
        bundle.files["sigs/statement.tsr"] = reply
        bundle.files["sigs/statement.tsr.p256.sig"] = \
            self.keys.current["ecdsa-p256-sha256"].sign(reply)
        return bundle

    def keyring(self, level):
        return {"evilkey": self.evil, "insider": self.keys}.get(level)

    def finish(self, bundle, level):
        """What the attacker does once the files are as wanted."""
        if level == "naive":
            return bundle
        keyring = self.keyring(level)
        if level == "evilkey":
            bundle.put_keys(keyring)
        bundle.put_manifests()
        return bundle.sign(keyring) if keyring else bundle

    def rebuild(self, log, level, project="-"):
        """A bundle over another log, sealed as far as the attacker can."""
        keyring = self.keyring(level)
        bundle = (self.whole if project == "-" else self.project).copy()
        if keyring:
            bundle.put_keys(keyring)
        bundle.put_log(log, keyring)
        if project != "-":
            bundle.files.update(workshop.excerpt(log, project))
        # A log that is misspelled may be one that no table can be made of.
        with contextlib.suppress(KeyError, ValueError, TypeError, IndexError):
            derive(bundle.files, log, None if project == "-" else project)
        bundle.put_manifests()
        return bundle.sign(keyring) if keyring else bundle


class Table:
    """Collects the cases."""

    def __init__(self, scene):
        self.scene, self.cases = scene, []

    def case(self, group, name, level, expected, build, anchor=False, shell=""):
        self.cases.append(Case(group, name, level, expected, build, anchor, shell))

    def log(self, group, name, edit, insider, after=False, anchor=None, project="-", skip=()):
        """Changes records. `after` leaves the hashes inside the log as they were."""
        scene = self.scene

        def build(level):
            log = scene.log.copy()
            if level == "naive":
                edit(log)
                bundle = (scene.whole if project == "-" else scene.project).copy()
                data = b"".join(record.bytes() for record in log.records)
                bundle.files[ENTRIES] = data if project == "-" else workshop.excerpt(
                    log, project)[ENTRIES]
                return bundle, []
            if not after:
                edit(log)
            log.seal(scene.keyring(level))
            if after:
                edit(log)
            return scene.rebuild(log, level, project), []

        for level, expected in zip(LEVELS, ("digests", "signatures", "pins", insider)):
            if level not in skip:
                self.case(group, name, level, "ok" if anchor and level == "insider" else expected,
                          lambda level=level: build(level))
        if anchor:
            self.case(group, name, "insider", insider,
                      lambda: (build("insider")[0], anchor), anchor=True)

    def since(self, group, name, edit):
        """A change that hangs together: an insider's is found by a kept checkpoint alone."""
        self.log(group, name, edit, "since", anchor=["--since", self.scene.kept])

    def file(self, group, name, edit, insider, naive="digests", base=None, reseal="signatures",
             evil="pins"):
        """Changes files of the bundle."""
        for level, expected in zip(LEVELS, (naive, reseal, evil, insider)):
            shell = {"naive": "digests", "reseal": "signatures"}.get(level, "")
            def build(level=level):
                bundle = (base or self.scene.whole).copy()
                edit(bundle.files)
                return self.scene.finish(bundle, level), []

            self.case(group, name, level, expected, build, shell=shell)

    def statement(self, group, name, edit, insider, evil="pins", reseal="signatures", base=None):
        """Changes the statement itself: there is no naive way but the resealing one."""
        for level, expected in zip(LEVELS[1:], (reseal, evil, insider)):
            def build(level=level):
                bundle = (base or self.scene.whole).copy()
                keyring = self.scene.keyring(level)
                if keyring:
                    bundle.put_keys(keyring).put_manifests()
                bundle.files["statement.txt"] = edit(bundle.files["statement.txt"])
                return (bundle.sign(keyring) if keyring else bundle), []

            self.case(group, name, level, expected, build)

    def plain(self, group, name, level, expected, edit, args=(), base=None, anchor=False):
        """One case of its own; `edit` changes the files and leaves the lists alone."""
        def build():
            bundle = (base or self.scene.whole).copy()
            edit(bundle.files)
            return bundle, list(args)

        self.case(group, name, level, expected, build, anchor)

    def folder(self, group, name, edit):
        """Changes the folder in ways that a list of files cannot tell; `files` comes first."""
        for level in LEVELS:
            def build(level=level):
                bundle = self.scene.finish(self.scene.whole.copy(), level)
                return bundle, [], edit

            self.case(group, name, level, "files", build)

    def tar(self, group, name, edit):
        """Changes the bytes of the tar file."""
        for level in LEVELS:
            def build(level=level):
                bundle = self.scene.finish(self.scene.whole.copy(), level)
                return edit(bundle), []

            self.case(group, name, level, "files", build)


# What an edit does -------------------------------------------------------------------------------

def vouchers(log):
    return log.of_type("voucher")


def set_line(voucher, line, **changes):
    def edit(log):
        vouchers(log)[voucher].lines[line - 1]["data"].update(changes)

    return edit


def set_data(voucher, **changes):
    def edit(log):
        vouchers(log)[voucher].data.update(changes)

    return edit


def spell(old, new, voucher=1):
    """Misspells the header of a voucher."""
    def edit(log):
        def respell(data):
            assert old in data, data
            return data.replace(old, new, 1)

        vouchers(log)[voucher].spell = respell

    return edit


def spell_line(old, new, voucher=1, line=1):
    def edit(log):
        def respell(data):
            assert re.search(old, data), data
            return re.sub(old, new, data, count=1)

        vouchers(log)[voucher].line_spell = (line, respell)

    return edit


def replace(path, old, new):
    def edit(files):
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new, 1)

    return edit


def put(path, make):
    def edit(files):
        files[path] = make(files[path]) if callable(make) else make

    return edit


def drop(*paths):
    def edit(files):
        for path in paths:
            del files[path]

    return edit


def row(path, number, make):
    """Changes one line of a file; None takes it away."""
    def edit(files):
        rows = files[path].decode().split("\n")
        made = make(rows[number])
        rows[number:number + 1] = [] if made is None else [made]
        files[path] = "\n".join(rows).encode()

    return edit


# The groups --------------------------------------------------------------------------------------

def records(table):
    """Group 1."""
    add = table.log

    def since(title, edit):
        table.since(1, title, edit)

    def both_sides(log):
        lines = vouchers(log)[1].lines
        lines[0]["data"]["debit"], lines[2]["data"]["credit"] = "300000.01", "500000.51"

    def totals(log):
        """An insider who has understood the projects' totals."""
        both_sides(log)
        for record in log.of_type("project_head"):
            for line in record.lines:
                if line["project"] == "P001":
                    fen = sample.fen(line["data"]["debit"]) + 1
                    line["data"]["debit"] = sample.yuan(fen)

    def remove(kind, number):
        def edit(log):
            log.records.remove(log.of_type(kind)[number])
        return edit

    def insert(log):
        extra = copy.deepcopy(vouchers(log)[2])
        extra.data["number"] = "2025-01-记-0003"
        log.records.append(extra)

    def insert_early(log):
        """A voucher that breaks no rule, before the period closed."""
        extra = copy.deepcopy(vouchers(log)[0])
        extra.data.update(number="2025-01-记-0003", date="2025-01-30")
        log.records.insert(log.records.index(vouchers(log)[2]) + 1, extra)

    def duplicate(log):
        log.records.insert(12, copy.deepcopy(vouchers(log)[1]))

    def swap(log):
        log.records[2], log.records[3] = log.records[3], log.records[2]

    def swap_after(log):
        log.records[12], log.records[13] = log.records[13], log.records[12]

    def drop_at(number):
        def edit(log):
            del log.records[number]
        return edit

    def set_header(at_record, **changes):
        def edit(log):
            log.records[at_record].header.update(changes)
        return edit

    since("amount, both sides and all totals", totals)
    since("one byte of a summary", set_line(1, 1, summary="拨付先投资金。"))
    since("date within the month", set_data(1, date="2025-01-06"))
    since("account", set_line(1, 3, account="271101"))
    since("who entered it", set_header(10, by="李批准"))
    since("who reviewed it", set_data(1, reviewed_by="周复核"))
    since("nonce of a header", set_header(11, nonce="0" * 32))
    since("nonce of a line", lambda log: vouchers(log)[1].lines[0].update(nonce="0" * 32))
    since("time of a record", set_header(11, at="2025-01-05T00:00:00Z"))
    since("a record deleted, the rest sealed again", remove("person", 3))
    since("a voucher inserted, the rest sealed again", insert_early)
    since("two records swapped, sealed again", swap)
    add(1, "amount, both sides, totals forgotten", both_sides, "project")
    add(1, "amount, one side", set_line(1, 1, debit="300000.01"), "vouchers")
    add(1, "aspect of one line", set_line(1, 1, aspect="budget"), "vouchers")
    add(1, "date into another month", set_data(1, date="2025-02-05"), "vouchers")
    add(1, "date that does not exist", set_data(1, date="2025-01-32"), "vouchers")
    add(1, "voucher number", set_data(2, number="2025-01-记-0003"), "vouchers")
    add(1, "a voucher deleted, the rest sealed again", remove("voucher", 3), "vouchers")
    add(1, "a voucher twice", duplicate, "vouchers")
    add(1, "a voucher into a closed period", insert, "vouchers")
    add(1, "two signers are one person", set_data(1, reviewed_by="钱会计"), "vouchers")
    add(1, "a signer is missing", lambda log: vouchers(log)[1].data.pop("approved_by"), "vouchers")
    add(1, "a reversal of another amount", lambda log: [
        line["data"].update({side: "-1100.00"}) for line, side in
        zip(vouchers(log)[4].lines, ("debit", "credit"))], "vouchers")
    add(1, "an account that does not exist", set_line(1, 3, account="999999"), "vouchers")
    add(1, "a dimension left out", lambda log: [
        vouchers(log)[1].lines[0]["data"].pop("dimensions"),
        [vouchers(log)[1].lines[0].pop(name) for name in ("project", "pprev", "pseq")]], "vouchers")
    add(1, "a line of nothing", lambda log: [
        vouchers(log)[1].lines[0]["data"].update(debit="0.00"),
        vouchers(log)[1].lines[2]["data"].update(credit="200000.50")], "vouchers")
    add(1, "a reversal of nothing", set_data(4, reverses="2025-01-记-0009"), "vouchers")
    add(1, "amount, hashes left", set_line(1, 1, debit="300000.01"), "records", after=True)
    add(1, "header, hashes left", set_data(1, attachments="9"), "records", after=True)
    add(1, "a line deleted, hashes left", lambda log: vouchers(log)[1].lines.pop(), "records",
        after=True)
    add(1, "a record dropped, hashes left", drop_at(12), "records", after=True)
    add(1, "the first record dropped, hashes left", drop_at(0), "records", after=True)
    add(1, "two records swapped, hashes left", swap_after, "records", after=True)
    add(1, "prev of a record", set_header(12, prev="1" * 64), "records", after=True)
    add(1, "seq of a record", set_header(12, seq="13"), "records", after=True)
    table.file(1, "the last record cut in two", put(ENTRIES, lambda data: data[:-40]), "records")
    table.file(1, "the last records left out", put(
        ENTRIES, lambda data: data[:data.rindex(b'{"at"')]), "records")

    def move(files):
        at = files[ENTRIES].rindex(b'{"at"')
        files["data/entries-0002.jsonl"] = files[ENTRIES][at:]
        files[ENTRIES] = files[ENTRIES][:at]

    table.file(1, "a record moved to a second file", move, "records")


def encoding(table):
    """Group 2."""
    def add(name, edit, check="records"):
        table.log(2, name, edit, check)

    def deep(log):
        value = "x"
        for _ in range(40):
            value = [value]
        vouchers(log)[1].data["history"] = value

    add("carriage return", lambda log: setattr(vouchers(log)[1], "spell", lambda b: b + b"\r"))
    add("byte order mark", lambda log: setattr(log.records[0], "spell", lambda b: b"\xef\xbb\xbf" + b))
    add("space", spell(b'"book":', b'"book": '))
    add("order of keys", spell(b'"book":"001","by":"\xe7\x8e\x8b\xe4\xb8\xbb\xe7\xae\xa1"',
                               b'"by":"\xe7\x8e\x8b\xe4\xb8\xbb\xe7\xae\xa1","book":"001"'))
    add("a key twice", spell(b'"book":"001"', b'"book":"001","book":"001"'))
    add("one more member", spell(b'"by":', b'"bz":"","by":'))
    add("upper-case key", spell(b'"book":', b'"Book":'))
    add("escape", spell_line(rb"\xe6\x8b\xa8", rb"\\u62e8"))
    add("escaped solidus", spell(b'"v":"funds-record/v1"', b'"v":"funds-record\\/v1"'))
    add("decomposed letters", set_line(1, 1, summary="cafe\u0301"))
    add("not UTF-8", spell_line(rb"\xe6\x8b\xa8", b"\xff"))
    add("overlong UTF-8", spell_line(rb"\xe6\x8b\xa8", b"\xc0\xaf"))
    add("surrogate", spell_line(rb"\xe6\x8b\xa8", b"\xed\xa0\x80"))
    add("text that runs from right to left", set_line(1, 1, summary="abc\u202e001"))
    add("noncharacter", set_line(1, 1, summary="\ufdd0"))
    add("control character", spell_line(rb"\xe6\x8b\xa8", b"\x1b"))
    add("number", spell(b'"attachments":"1"', b'"attachments":1'))
    add("null", spell(b'"attachments":"1"', b'"attachments":null'))
    add("unknown version", spell(b"funds-record/v1", b"funds-record/v2"))
    add("a line above 65535 bytes", set_line(1, 1, summary="x" * 65536))
    add("nesting 40 deep", deep)
    add("upper-case nonce", lambda log: vouchers(log)[1].header.update(nonce="A" * 32))
    add("count with a leading zero", spell(b'"count":"3"', b'"count":"03"'))
    add("amount -0.00", set_line(4, 1, debit="-0.00"), "vouchers")
    add("amount with a leading zero", set_line(1, 1, debit="0300000.00"), "vouchers")
    add("amount with three decimals", set_line(1, 1, debit="300000.000"), "vouchers")
    add("amount with a plus", set_line(1, 1, debit="+300000.00"), "vouchers")
    add("amount in full-width digits", set_line(1, 1, debit="３00000.00"), "vouchers")
    add("negative amount outside of a reversal", lambda log: [
        line["data"].update({side: "-1200.00"}) for line, side in
        zip(vouchers(log)[2].lines, ("debit", "credit"))], "vouchers")
    table.file(2, "no line feed at the end", put(ENTRIES, lambda data: data[:-1]), "records")
    table.file(2, "an empty line", replace(ENTRIES, b"\n", b"\n\n"), "records")
    table.since(2, "line separator U+2028, which is allowed", set_line(1, 1, summary="a\u2028b"))


def trees(table):
    """Group 3."""
    scene = table.scene
    name, paths = "proofs/inclusion.sha256", ("proofs/inclusion.sha256", "proofs/inclusion.sm3")

    def restate(**changes):
        def edit(data):
            statement = Statement.parse(data)
            for key, value in changes.items():
                statement[key.replace("_", "-")] = value
            return statement.bytes()
        return edit

    def plain_root():
        """A root without the prefixes that tell leaves from nodes."""
        row = [digest("sha256", record.header_bytes()) for record in scene.log.records]
        while len(row) > 1:
            row = [digest("sha256", b"".join(row[i:i + 2])) for i in range(0, len(row), 2)]
        return row[0].hex()

    roots = scene.log.roots()
    add = table.statement
    add(3, "root without prefixes", restate(root_sha256=plain_root()), "tree")
    add(3, "root of the other algorithm", restate(root_sm3=roots[0]), "tree")
    add(3, "roots swapped", restate(root_sha256=roots[1], root_sm3=roots[0]), "tree")
    add(3, "one bit of the SM3 root", restate(root_sm3="%064x" % (int(roots[1], 16) ^ 1)), "tree")
    add(3, "size one more", restate(size="23"), "records")
    add(3, "size one less", restate(size="21"), "records")
    add(3, "size 0 and the roots of the empty tree", restate(
        size="0", root_sha256=digest("sha256", b"").hex(), root_sm3=digest("sm3", b"").hex(),
        prev_size="0", prev_root_sha256=digest("sha256", b"").hex(),
        prev_root_sm3=digest("sm3", b"").hex()), "records")
    add(3, "the empty roots with a size", restate(
        root_sha256=digest("sha256", b"").hex(), root_sm3=digest("sm3", b"").hex()), "statement",
        evil="statement", reseal="statement")
    add(3, "one empty root with a size", restate(root_sha256=digest("sha256", b"").hex()), "tree")

    def file(title, edit):
        table.file(3, title, edit, "tree", base=scene.project)

    hash_row = 5
    file("a hash left out", row(name, hash_row, lambda _: None))
    file("a hash twice", row(name, hash_row, lambda text: text + "\n" + text))
    file("a hash of 31 bytes", row(name, hash_row, lambda text: b64(base64.b64decode(text)[:31])))
    file("a hash of 33 bytes", row(name, hash_row, lambda text: b64(base64.b64decode(text) + b"\0")))
    file("a hash changed", row(name, hash_row, lambda text: b64(bytes(32))))
    file("a hash with unused bits set", row(name, hash_row, lambda text: text[:42] + (
        chr(ord(text[42]) + 1)) + "="))
    file("another record's path", row(name, 4, lambda _: "record 1"))
    file("another tree size", row(name, 3, lambda _: "size 21"))
    file("another origin", row(name, 1, lambda _: "origin xiantou/" + "0" * 32))
    file("a line's path of the other algorithm", row(name, 2, lambda _: "hash sm3"))
    file("the two files swapped", lambda files: files.update(
        {paths[0]: files[paths[1]], paths[1]: files[paths[0]]}))
    file("a path too many at the end", put(name, lambda data: data + b"record 21\n"))
    file("a file of paths missing", drop(paths[1]))
    table.file(3, "paths beside all records", put_new(paths[0], scene.project.files[paths[0]]), "tree")

    for count in (1, 9, 10, 11, 41, 42, 43):
        def build(count=count):
            log = scene.log.copy()
            for number in range(count):
                extra = copy.deepcopy(log.of_type("person")[0])
                extra.header["nonce"] = f"{number:032x}"
                log.records.append(extra)
            return scene.rebuild(log.seal(scene.keys), "insider"), []

        table.case(3, f"honest: a log of {len(scene.log.records) + count} records", "insider", "ok",
                   build)


def put_new(path, data):
    def edit(files):
        files[path] = data

    return edit


def growth(table):
    """Group 4."""
    scene, name = table.scene, "proofs/consistency.sha256"

    def restate(**changes):
        def edit(data):
            statement = Statement.parse(data)
            for key, value in changes.items():
                statement[key.replace("_", "-")] = value
            return statement.bytes()
        return edit

    def file(title, edit, check="history"):
        table.file(4, title, edit, check)

    roots = scene.log.roots()
    table.statement(4, "prev-size beyond size", restate(prev_size="23"), "statement",
                    evil="statement", reseal="statement")
    table.statement(4, "the same size with other roots", restate(
        prev_size="22", prev_root_sha256=roots[1], prev_root_sm3=roots[0]), "statement",
        evil="statement", reseal="statement")
    table.statement(4, "prev of a head before the last", restate(
        prev_size="0", prev_root_sha256=digest("sha256", b"").hex(),
        prev_root_sm3=digest("sm3", b"").hex()), "history")
    file("a proof hash left out", row(name, 5, lambda _: None))
    file("a proof hash changed", row(name, 5, lambda _: b64(bytes(32))))
    file("a proof from size 0", row(name, 4, lambda text: "old 0\n" + text))
    file("a proof from the size itself", put(name, lambda data: data + b"old 22\n"))
    file("a proof left out", put(name, lambda data: data[:data.rindex(b"old ")]))
    file("a proof twice", put(name, lambda data: data + data[data.rindex(b"old "):]))
    file("proofs of the other algorithm", row(name, 2, lambda _: "hash sm3"))
    file("a head left out of the history", row("heads/history.jsonl", 0, lambda _: None))
    file("a head with another root", replace("heads/history.jsonl", b'root_sm3":"', b'root_sm3":"0'))
    file("the checkpoint of another size", put("heads/checkpoint", lambda _: note_of(
        scene.log.origin(), 21, roots[0], scene.keys.current["ed25519"])), "checkpoint")
    file("the checkpoint of another origin", put("heads/checkpoint", lambda _: note_of(
        "xiantou/" + "0" * 32, 22, roots[0], scene.keys.current["ed25519"])), "checkpoint")
    file("the checkpoint with another root", put("heads/checkpoint", lambda _: note_of(
        scene.log.origin(), 22, roots[1], scene.keys.current["ed25519"])), "checkpoint")
    file("the checkpoint by another key", put("heads/checkpoint", lambda _: note_of(
        scene.log.origin(), 22, roots[0], scene.evil.current["ed25519"])), "checkpoint")
    file("the checkpoint with one more line", replace("heads/checkpoint", b"\n\n", b"\nmore\n\n"),
         "checkpoint")
    file("the checkpoint with a bad second signature", put("heads/checkpoint", lambda data: data + (
        data[data.rindex(b"\xe2\x80\x94"):][:-12] + b"AAAAAAAAAAA=\n")), "checkpoint")
    file("the SM3 checkpoint under the name of the other", put("heads/checkpoint.sm3",
         lambda _: note_of(scene.log.origin(), 22, roots[1], scene.keys.current["ed25519"])),
         "checkpoint")
    file("the notes swapped", lambda files: files.update({
        "heads/checkpoint": files["heads/checkpoint.sm3"],
        "heads/checkpoint.sm3": files["heads/checkpoint"]}), "checkpoint")
    file("another Ed25519 key", put("keys/ed25519.pub", scene.evil.current["ed25519"].pem),
         "checkpoint")

    def own_seal(change):
        """Changes a checkpoint record after sealing and chains what follows."""
        def build(level):
            log = scene.log.copy().seal(scene.keyring(level))
            record = log.of_type("checkpoint")[0]
            log.seal_head = lambda r, *rest: keep(log, r, *rest)

            def keep(log, r, leaves, last, keyring):
                result = workshop.Log.seal_head(log, r, leaves, last, keyring)
                if r is record:
                    change(r.data)
                return result

            return scene.rebuild(log.seal(scene.keyring(level)), level), []
        return build

    def add(title, change):
        for level, expected in zip(LEVELS[1:], ("signatures", "pins", "history")):
            build = own_seal(change)
            table.case(4, title, level, expected, lambda level=level, build=build: build(level))

    def root_line(data):
        at = next(n for n, line in enumerate(data["statement"]) if line.startswith("root-sha256"))
        data["statement"][at] = "root-sha256 " + "1" * 64

    add("a recorded head with another root", root_line)
    add("a recorded head with a wrong signature", lambda data: data["signatures"][0].update(
        signature=data["signatures"][1]["signature"]))
    add("a recorded head with one signature", lambda data: data["signatures"].pop())
    add("a recorded head with a wrong note", lambda data: data.update(note="\u2014 x AAAAAAAA"))
    add("a recorded head of an unknown occasion", lambda data: data.update(occasion="party"))


def signatures(table):
    """Group 5."""
    scene = table.scene
    sm2, p256 = "sigs/statement.sm2.sig", "sigs/statement.p256.sig"
    keys = scene.keys.current
    text = scene.whole.files["statement.txt"]

    def plain(title, edit, level="naive", check="signatures"):
        table.plain(5, title, level, check, edit)

    def der(r, s):
        parts = b""
        for value in (r, s):
            digits = value.to_bytes(max(1, value.bit_length() // 8 + 1), "big")
            parts += b"\x02" + bytes([len(digits)]) + digits
        return b"\x30" + bytes([len(parts)]) + parts

    order = {sm2: 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
             p256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551}
    for path, name in ((sm2, "SM2"), (p256, "P-256")):
        plain(f"{name} signature removed", drop(path))
        plain(f"{name} signature empty", put(path, b""))
        plain(f"{name} signature cut off", put(path, lambda data: data[:-1]))
        plain(f"{name} signature with a byte more", put(path, lambda data: data + b"\0"))
        plain(f"{name} signature, one bit", put(path, lambda d: d[:20] + bytes([d[20] ^ 1]) + d[21:]))
        plain(f"{name} signature, long form", put(path, lambda d: b"\x30\x81" + d[1:]))
        plain(f"{name} signature, r = 0", put(path, der(0, 5)))
        plain(f"{name} signature, s = n", put(path, der(5, order[path])))
        plain(f"{name} signature by another key", put(path, scene.evil.current[
            "sm2-sm3" if path == sm2 else "ecdsa-p256-sha256"].sign(text)), "evilkey")
    plain("signatures swapped", lambda files: files.update({sm2: files[p256], p256: files[sm2]}))
    plain("SM2 signature under the empty ID", put(sm2, keys["sm2-sm3"].sign(text, distid=None)),
          "insider")
    plain("SM2 signature under another ID", put(sm2, keys["sm2-sm3"].sign(text, distid="ALICE")),
          "insider")
    plain("P-256 signature over another digest", put(
        p256, keys["ecdsa-p256-sha256"].sign(text, hash_name="sha384")), "insider")
    plain("a third signature", put_new("sigs/statement.ed25519.sig", b"x" * 64), check="files")
    plain("the statement of another bundle", lambda files: files.update({
        path: scene.project.files[path] for path in ("statement.txt", sm2, p256)}), check="manifest")
    for field, number in (("book", 2), ("period", 3), ("size", 5), ("made-at", 18)):
        plain(f"statement: another {field}", row("statement.txt", number, {
            "book": lambda _: "book 002", "period": lambda _: "period 2025-01",
            "size": lambda _: "size 21", "made-at": lambda _: "made-at 2025-12-31T03:00:01Z"}[field]))

    def lines(title, edit, check="statement", evil=None):
        table.statement(5, title, edit, check, evil=evil or check, reseal=evil or check)

    def swapped(data):
        rows = data.split(b"\n")
        rows[2], rows[3] = rows[3], rows[2]
        return b"\n".join(rows)

    lines("statement: order of lines", swapped)
    lines("statement: a line more", lambda data: data + b"more 1\n")
    lines("statement: a line twice", lambda data: data.replace(b"book 001\n", b"book 001\n" * 2))
    lines("statement: no require", lambda data: re.sub(b"require .*\n", b"", data))
    lines("statement: carriage returns", lambda data: data.replace(b"\n", b"\r\n"))
    lines("statement: byte order mark", lambda data: b"\xef\xbb\xbf" + data)
    lines("statement: no line feed at the end", lambda data: data[:-1])
    lines("statement: leading zero", lambda data: data.replace(b"size 22", b"size 022"))
    lines("statement: a size above 2^63", lambda d: d.replace(b"\nsize 22", b"\nsize 9223372036854775808"))
    lines("statement: upper-case digest", lambda data: re.sub(
        b"root-sm3 .*\n", b"root-sm3 " + b"A" * 64 + b"\n", data, count=1))
    lines("statement: a date that does not exist", lambda data: data.replace(b"12-31T", b"02-30T"))
    lines("statement: another SM2 ID", lambda data: data.replace(b"id 1234567812345678", b"id ALICE123"))
    lines("statement: unknown version", lambda data: data.replace(b"/v1", b"/v2", 1))
    lines("statement: text from right to left", lambda data: data.replace(
        b"book 001", b"book \xe2\x80\xae001"))
    lines("statement: not UTF-8", lambda data: data.replace(b"book 001", b"book \xff"))
    lines("statement: above 4096 bytes", lambda data: data.replace(b"xiantou/0", b"x" * 4000))
    lines("statement: two spaces", lambda data: data.replace(b"require ", b"require  "))
    table.statement(5, "statement: requires P-256 alone", lambda data: re.sub(
        b"key sm2-sm3 .*\n", b"", data.replace(b"require sm2-sm3 ", b"require ")), "pins",
        reseal="pins")

    def one_key_twice(level):
        """The P-256 key stands for the SM2 key too, and is pinned."""
        bundle = scene.whole.copy()
        key = scene.keys.current["ecdsa-p256-sha256"]
        bundle.files["keys/sm2.pub"] = key.pem
        bundle.put_manifests()
        bundle.files["statement.txt"] = re.sub(
            b"key sm2-sm3 .*", b"key sm2-sm3 " + key.id.encode(), bundle.files["statement.txt"])
        bundle.files[p256] = bundle.files[sm2] = key.sign(bundle.files["statement.txt"])
        return bundle, []

    table.case(5, "one pinned key for both algorithms", "insider", "pins",
               lambda: one_key_twice("insider"))
    table.file(5, "a key file of somebody else", put(
        "keys/sm2.pub", scene.evil.current["sm2-sm3"].pem), "pins", naive="pins", reseal="pins")
    table.plain(5, "a key file that is none", "naive", "pins", put("keys/p256.pub", b"no key\n"))
    table.plain(5, "a key file missing", "naive", "pins", drop("keys/p256.pub"))


def time_and_keys(table):
    """Group 6."""
    scene = table.scene
    token, countersigned = "sigs/statement.tsr", "sigs/statement.tsr.p256.sig"
    tsa = ["--tsa-ca", str(scene.tsa)]

    def plain(title, level, check, edit, args=(), base=scene.stamped, anchor=False):
        table.plain(6, title, level, check, edit, args, base, anchor)

    def nothing(_):
        pass

    plain("honest: a time stamp", "insider", "ok", nothing)
    plain("honest: a time stamp of a given TSA", "insider", "ok", nothing, tsa)
    other, _ = workshop.stamp(scene.folder / "tsa", b"something else")
    late, _ = workshop.stamp(scene.folder / "tsa2", scene.whole.files["statement.txt"])
    sign = scene.keys.current["ecdsa-p256-sha256"].sign
    plain("a time stamp for other data", "naive", "timestamp", put(token, other))
    plain("a time stamp for other data", "insider", "timestamp",
          lambda files: files.update({token: other, countersigned: sign(other)}))
    statement = scene.whole.files["statement.txt"]
    national, _ = workshop.stamp(scene.folder / "tsa", statement, digest="sm3")
    honest = scene.stamped.files[token]
    for title, reply in [
        ("a time stamp for the SM3 digest of the statement", national),
        ("a time stamp with a byte after it", honest + b"\0"),
        ("a time stamp whose signature is broken",
         honest[:-1] + bytes([honest[-1] ^ 1])),
    ]:
        plain(title, "insider", "timestamp", lambda files, reply=reply: files.update(
            {token: reply, countersigned: sign(reply)}))
    plain("a time stamp that is none", "naive", "timestamp", put(token, b"none"))
    plain("a time stamp, not countersigned", "naive", "timestamp", drop(countersigned))
    plain("a countersignature without a time stamp", "naive", "timestamp", drop(token))
    plain("a time stamp countersigned by another key", "evilkey", "timestamp", put(
        countersigned, scene.evil.current["ecdsa-p256-sha256"].sign(scene.stamped.files[token])))
    plain("another TSA's time stamp", "naive", "timestamp", put(token, late))
    plain("another TSA's time stamp", "insider", "timestamp", lambda files: files.update(
        {token: late, countersigned: sign(late)}), tsa, anchor=True)
    plain("no time stamp where one is demanded", "naive", "timestamp", drop(token, countersigned), tsa,
          anchor=True)

    def backdate(data):
        return re.sub(b"made-at .*", b"made-at 2025-12-01T00:00:00Z", data)

    def backdated():
        bundle = scene.whole.copy()
        bundle.files["statement.txt"] = backdate(bundle.files["statement.txt"])
        return bundle.sign(scene.keys)

    table.case(6, "an earlier made-at, no time stamp", "insider", "ok", lambda: (backdated(), []))
    table.case(6, "an earlier made-at, no time stamp", "insider", "timestamp",
               lambda: (backdated(), tsa), anchor=True)
    certificates(table)

    def old_key():
        """The P-256 key before the rotation signs, and an auditor still pins it."""
        keyring = workshop.Keyring(scene.keys.by_id.values())
        keyring.current = dict(scene.keys.current)
        keyring.current["ecdsa-p256-sha256"] = next(
            key for key in scene.keys.by_id.values()
            if key.algorithm == "ecdsa-p256-sha256" and key not in scene.keys.current.values())
        bundle = scene.whole.copy().put_keys(keyring).put_manifests().sign(keyring)
        pins = scene.write("pins.old", b"".join(
            keyring.current[name].id.encode() + b"\n" for name in workshop.ALGORITHMS[:2]))
        return bundle, ["--pin", pins]

    table.case(6, "a key that was replaced signs, and is still pinned", "insider", "keys", old_key)

    def revoked(log):
        record = copy.deepcopy(log.of_type("key")[0])
        record.header["data"] = {"change": "revoke", "id": log.of_type("key")[0].data["id"],
                                 "reason": "lost"}
        log.records.append(record)

    def add(title, edit, check="keys", after=False):
        table.log(6, title, edit, check, after=after)

    def key_record(number, change):
        """Changes a key record after its signatures were made, and chains what follows."""
        def build(level):
            log = scene.log.copy().seal(scene.keyring(level))
            change(log.of_type("key")[number].data)
            log.seal_key = lambda *_: None
            return scene.rebuild(log.seal(scene.keyring(level)), level), []
        return build

    for title, number, change in (
            ("a key record without a right proof", 1, lambda d: d.update(proof=d["proof"][:-8] + "AAAAAAA=")),
            ("a rotation without a right release", 3, lambda d: d.update(release=d["proof"])),
            ("a key record with another id", 1, lambda d: d.update(id="0" * 64)),
            ("a key record with one more member", 1, lambda d: d.update(note="x"))):
        for level, expected in zip(LEVELS[1:], ("signatures", "pins", "keys")):
            build = key_record(number, change)
            table.case(6, title, level, expected, lambda level=level, build=build: build(level))
    for level, expected in zip(LEVELS, ("digests", "signatures", "pins", "keys")):
        def build(level=level):
            log = scene.log.copy()
            revoked(log)
            if level == "naive":
                bundle = scene.whole.copy()
                bundle.files[ENTRIES] += log.records[-1].bytes()
                return bundle, []
            return scene.rebuild(log.seal(scene.keyring(level)), level), []

        if level != "evilkey":
            table.case(6, "a revoked key signs", level, expected, build)

    def epoch(data):
        return data.replace(b"key-epoch 4", b"key-epoch 3")

    table.statement(6, "another key-epoch", epoch, "keys")


def certificates(table):
    """Certificates of the P-256 key: honest, expired, of another key."""
    scene = table.scene
    key = scene.keys.current["ecdsa-p256-sha256"]
    made = datetime.datetime(2025, 12, 31, 3, tzinfo=datetime.timezone.utc)
    folder = scene.folder / "ca"
    folder.mkdir(exist_ok=True)

    def authority(name):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt", "-days", "9000",
                "-subj", f"/CN={name}")
        # The root has to be valid when the statement was made, which lies before today.
        return signed_by(name, f"{folder}/{name}.key", f"{folder}/{name}.key", name, -400, 4000, ca=True)

    def signed_by(authority_name, authority_key, subject_key, subject, start, end, ca=False):
        out = f"{folder}/{subject}-{start}.crt"
        config = folder / "ca.cnf"
        (folder / "index").write_text("")
        (folder / "serial").write_text("01\n")
        (folder / "new").mkdir(exist_ok=True)
        config.write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndatabase={folder}/index\nserial={folder}/serial\n"
            f"new_certs_dir={folder}/new\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
            "[p]\ncommonName=supplied\n[x]\nbasicConstraints=critical,CA:"
            f"{'TRUE' if ca else 'FALSE'}\n")
        request = openssl("req", "-new", "-key", subject_key, "-subj", f"/CN={subject}")
        (folder / "csr").write_bytes(request)
        day = datetime.timedelta(days=1)
        times = [(made + day * offset).strftime("%Y%m%d%H%M%SZ") for offset in (start, end)]
        own = ["-selfsign"] if ca else ["-cert", f"{folder}/{authority_name}-root.crt"]
        openssl("ca", "-batch", "-config", str(config), "-in", f"{folder}/csr", "-keyfile",
                authority_key, *own, "-startdate", times[0], "-enddate", times[1], "-extensions", "x",
                "-notext", "-out", f"{folder}/{authority_name}-root.crt" if ca else out)
        return f"{folder}/{authority_name}-root.crt" if ca else out

    good_root, bad_root = authority("good"), authority("bad")

    def certificate(name, subject_key=key.path, start=-30, end=30):
        path = signed_by(name, f"{folder}/{name}.key", subject_key, f"signer{name}", start, end)
        return pathlib.Path(path).read_bytes()

    path = "keys/p256.crt"

    def add(title, data, insider):
        table.file(6, title, put_new(path, data), insider, naive=insider, reseal=insider)

    def honest(title, data, args=(), check="ok", anchor=False):
        def build():
            bundle = scene.whole.copy()
            bundle.files[path] = data
            return scene.finish(bundle, "insider"), list(args)

        table.case(6, title, "insider", check, build, anchor)

    honest("honest: a certificate", certificate("good"))
    # --ca takes a certificate of each key, and one of SM2 valid in the past cannot be made here.
    add("an expired certificate", certificate("good", start=-60, end=-30), "certificates")
    add("a certificate that is not valid yet", certificate("good", start=30, end=60), "certificates")
    add("a certificate of another key", certificate(
        "good", scene.evil.current["ecdsa-p256-sha256"].path), "certificates")
    add("a certificate that is none", b"none\n", "certificates")
    good = certificate("good")
    issuers = pathlib.Path(good_root).read_bytes()
    add("a remark between certificates", good + b"valid\n" + issuers, "certificates")
    # Without --ca nobody asks who issued the certificate.
    honest("honest: a certificate and one that is not its issuer's", good + pathlib.Path(
        bad_root).read_bytes())
    honest("honest: certificates with CR LF", (good + b"\n" + issuers).replace(b"\n", b"\r\n"))
    honest("honest: a certificate and its issuer", certificate("good") + pathlib.Path(
        good_root).read_bytes())


def bundle_files(table):
    """Group 7."""
    scene = table.scene

    def add(title, edit, insider, naive="digests"):
        table.file(7, title, edit, insider, naive=naive)

    def both(title, edit):
        """Changes a manifest and states it as it is then."""
        for level, expected in zip(LEVELS, ("manifest", "signatures", "pins", "manifest")):
            def build(level=level):
                bundle = scene.whole.copy()
                keyring = scene.keyring(level)
                if keyring:
                    bundle.put_keys(keyring).put_manifests()
                edit(bundle.files)
                if level != "naive":
                    statement = bundle.statement
                    for name in HASHES:
                        statement["manifest-" + name] = digest(
                            name, bundle.files["MANIFEST." + name]).hex()
                    bundle.files["statement.txt"] = statement.bytes()
                return (bundle.sign(keyring) if keyring else bundle), []

            table.case(7, title, level, expected, build)

    def in_both(change):
        def edit(files):
            for name in HASHES:
                files["MANIFEST." + name] = change(files["MANIFEST." + name])
        return edit

    def respell(data):
        lines = data.split(b"\n")
        lines[0] = lines[0].upper()[:64] + lines[0][64:]
        return b"\n".join(lines)

    def reorder(data):
        lines = data.split(b"\n")[:-1]
        return b"\n".join(lines[1:] + lines[:1]) + b"\n"

    zeros = b"0" * 64
    both("a manifest line with one space", in_both(lambda data: data.replace(b"  ", b" ", 1)))
    both("a manifest line in upper case", in_both(respell))
    both("manifest lines out of order", in_both(reorder))
    both("a manifest line twice", in_both(lambda data: data + data[data[:-1].rindex(b"\n") + 1:]))
    both("a manifest with carriage returns", in_both(lambda data: data.replace(b"\n", b"\r\n")))
    both("a manifest without line feed at the end", in_both(lambda data: data[:-1]))
    both("a manifest that lists ../", in_both(lambda data: zeros + b"  ../x\n" + data))
    both("a manifest that lists an absolute path", in_both(lambda data: zeros + b"  /x\n" + data))
    both("a manifest that lists a signature", in_both(
        lambda data: insert_sorted(data, zeros + b"  sigs/statement.sm2.sig\n")))
    both("MANIFEST.sm3 lists fewer files", row("MANIFEST.sm3", 3, lambda _: None))
    both("MANIFEST.sm3 has digests of SHA-256 and fewer files", row("MANIFEST.sha256", 3, lambda _: None))
    table.plain(7, "one byte of a manifest", "naive", "manifest", replace("MANIFEST.sm3", b"a", b"b"))
    table.plain(7, "a manifest missing", "naive", "files", drop("MANIFEST.sm3"))
    table.plain(7, "no statement", "naive", "files", drop("statement.txt"))
    table.plain(7, "no signatures at all", "naive", "signatures", drop(
        "sigs/statement.sm2.sig", "sigs/statement.p256.sig"))
    table.file(7, "an unknown file", put_new("notes.txt", b"x"), "files", naive="files",
               reseal="files", evil="files")
    add("an extra file among the tables", put_new("reports/001/x.txt", b"x"), "derived")
    add("a table missing", drop("data/csv/001/balances.csv"), "derived")
    add("an amount in a table", replace("data/csv/001/vouchers.csv", b"1200.00", b"1300.00"), "derived")
    add("a balance in a table", replace("data/csv/001/balances.csv", b"1000000.00", b"1000000.01"),
        "derived")
    add("a name in a table", replace("data/csv/001/accounts.csv", "资金".encode(), "基金".encode()),
        "derived")
    add("a table of another book", put_new("data/csv/002/vouchers.csv", b"x"), "derived")
    table.file(7, "running totals of a project's table", replace(
        "data/csv/001/vouchers.csv", b"351500.00", b"351500.01"), "derived", base=scene.project)
    table.plain(7, "a file missing", "naive", "digests", drop("README.zh.txt"))
    table.plain(7, "one byte of the instructions", "naive", "digests", put(
        "README.en.txt", lambda data: b"X" + data[1:]))
    add("no records", drop(ENTRIES), "records")
    add("records numbered from 2", lambda files: files.update(
        {"data/entries-0002.jsonl": files.pop(ENTRIES)}), "records")
    for path, check in (("heads/checkpoint", "checkpoint"), ("heads/history.jsonl", "history"),
                        ("proofs/consistency.sm3", "history"), ("keys/ed25519.pub", "checkpoint")):
        if path.startswith("keys"):
            table.plain(7, f"no {path}", "naive", "digests", drop(path))
        else:
            add(f"no {path}", drop(path), check)
    folders(table)
    tars(table)


def insert_sorted(data, line):
    lines = data.split(b"\n")[:-1] + [line[:-1]]
    return b"\n".join(sorted(lines, key=lambda item: item[66:])) + b"\n"


def folders(table):
    """What only a folder can have."""
    def link(folder):
        os.remove(folder / "README.en.txt")
        os.symlink("README.zh.txt", folder / "README.en.txt")

    def name(text):
        def edit(folder):
            path = os.fsencode(folder) + b"/reports/" + text
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"x")
        return edit

    def folder_link(folder):
        os.rename(folder / "verify", folder.parent / (folder.name + "-elsewhere"))
        os.symlink(folder.parent / (folder.name + "-elsewhere"), folder / "verify")

    add = table.folder
    add(7, "a symbolic link", link)
    add(7, "a symbolic link to a folder", folder_link)
    add(7, "a symbolic link to nowhere", lambda folder: os.symlink("/nowhere", folder / "x"))
    add(7, "a pipe", lambda folder: os.mkfifo(folder / "data" / "pipe"))
    add(7, "an empty folder", lambda folder: os.mkdir(folder / "ao" / "empty"))
    add(7, "a name with a line feed", name(b"a\nb"))
    add(7, "a name with a space", name(b"a b"))
    add(7, "a name with a backslash", name(b"a\\b"))
    add(7, "a name with a control character", name(b"a\x1b[2J"))
    add(7, "a name with C1 control character", name(b"a\xc2\x9b2J"))
    add(7, "a name that runs from right to left", name(b"a\xe2\x80\xaetxt.exe"))
    add(7, "a name that begins with a dash", name(b"-rf"))
    add(7, "a folder that begins with a dash", name(b"-d/x"))
    add(7, "a name that is not UTF-8", name(b"\xff\xfe"))
    add(7, "a name with an overlong sequence", name(b"\xc0\xae\xc0\xae"))
    add(7, "a path above 200 bytes", name(b"a" * 120 + b"/" + b"b" * 120))
    add(7, "names that differ by case", lambda folder: [
        (folder / "verify" / name).write_bytes(b"x") for name in ("SPEC.md", "spec.md")])
    add(7, "folders that differ by case", lambda folder: [
        os.makedirs(folder / "reports" / part) or (folder / "reports" / part / "x").write_bytes(b"x")
        for part in ("A", "a")])


def tars(table):
    """What only a tar file can have."""
    def extra(*entries):
        return lambda bundle: bundle.tar(entries)

    def first(old, new):
        def edit(bundle):
            data = bundle.tar()
            header = bytearray(data[:512])
            header[old:old + len(new)] = new
            header[148:156] = b" " * 8
            header[148:156] = b"%06o\0 " % sum(header)
            return bytes(header) + data[512:]
        return edit

    def respelled(bundle):
        data = bundle.tar()
        return data[:148] + b"0" + data[149:154] + b" \0" + data[156:]

    def out_of_order(bundle):
        paths = sorted(bundle.files)
        return b"".join(tar_entry(path.encode(), bundle.files[path])
                        for path in paths[1:] + paths[:1]) + bytes(1024)

    add = table.tar
    add(7, "tar: ../", extra(tar_entry(b"verify/../../x", b"x")))
    add(7, "tar: absolute path", extra(tar_entry(b"/tmp/x", b"x")))
    add(7, "tar: ./ before a name", extra(tar_entry(b"./x", b"x")))
    add(7, "tar: symbolic link", extra(tar_entry(b"x", b"", b"2", link=b"/etc/passwd")))
    add(7, "tar: hard link", extra(tar_entry(b"x", b"", b"1", link=b"statement.txt")))
    add(7, "tar: device", extra(tar_entry(b"x", b"", b"3")))
    add(7, "tar: folder", extra(tar_entry(b"x/", b"", b"5")))
    add(7, "tar: long name of GNU", extra(tar_entry(b"././@LongLink", b"x/y\0", b"L")))
    add(7, "tar: extended header", extra(tar_entry(b"x", b"11 path=y\n", b"x")))
    add(7, "tar: a file twice", lambda bundle: bundle.tar(
        [tar_entry(b"verify/verify.sh", b"x")]))
    add(7, "tar: out of order", out_of_order)
    add(7, "tar: a time", first(136, b"00000000001"))
    add(7, "tar: another mode", first(100, b"0000755"))
    add(7, "tar: an owner", first(108, b"0000001"))
    add(7, "tar: a size beyond the file", first(124, b"77777777777"))
    add(7, "tar: a size in base 256", first(124, b"\x80" + bytes(10)))
    add(7, "tar: a wrong checksum", lambda bundle: b"X" + bundle.tar()[1:])
    add(7, "tar: a checksum spelled otherwise", respelled)
    add(7, "tar: padding that is not zero", lambda bundle: bundle.tar(
        [tar_entry(b"x", b"x")[:-1] + b"x"]))
    add(7, "tar: one block of zeros", lambda bundle: bundle.tar()[:-512])
    add(7, "tar: bytes after the end", lambda bundle: bundle.tar() + bytes(512))
    add(7, "tar: cut off", lambda bundle: bundle.tar()[:-3000])
    add(7, "tar: empty", lambda bundle: b"")
    add(7, "tar: compressed", lambda bundle: __import__("gzip").compress(bundle.tar()))


def excerpts(table):
    """Group 8."""
    scene = table.scene
    inclusion = ("proofs/inclusion.sha256", "proofs/inclusion.sm3")

    def without(number):
        """Leaves one record out of the excerpt, with its paths."""
        def edit(files):
            parts = re.split(rb'(?m)^(?=\{"at")', files[ENTRIES])[1:]
            seq = re.search(rb'"seq":"(\d+)"', parts[number]).group(1).decode()
            files[ENTRIES] = b"".join(parts[:number] + parts[number + 1:])
            for path in inclusion:
                groups = re.split(r"(?m)^(?=record )", files[path].decode())
                files[path] = "".join(group for group in groups
                                      if not group.startswith(f"record {seq}\n")).encode()
        return edit

    def file(title, edit, check):
        table.file(8, title, edit, check, base=scene.project)

    kinds = [re.search(rb'"t":"([a-z_]+)"', part).group(1).decode() for part in
             re.split(rb'(?m)^(?=\{"at")', scene.project.files[ENTRIES])[1:]]
    vouchers_at = [n for n, kind in enumerate(kinds) if kind == "voucher"]
    file("a voucher of the project left out", without(vouchers_at[1]), "records")
    file("the first line of the project left out", without(kinds.index("dimension_values")), "records")
    file("the last head left out", without(len(kinds) - 1), "project")
    file("a key record left out", without(kinds.index("key") + 1), "keys")
    file("record 0 left out", without(0), "records")
    file("a record without its paths", lambda files: [files.update({path: re.sub(
        rb"(?s)record 11\n.*?(?=record )", b"", files[path])}) for path in inclusion], "tree")

    def more_lines(files):
        """Shows a line of another project."""
        log = scene.log
        voucher = vouchers(log)[1]
        lines = voucher.line_bytes()
        files[ENTRIES] = files[ENTRIES].replace(lines[0] + b"\n", lines[0] + b"\n" + lines[1] + b"\n")

    file("a line of another project shown", more_lines, "records")
    file("one line shown twice", lambda files: files.update({ENTRIES: files[ENTRIES].replace(
        vouchers(scene.log)[1].line_bytes()[0] + b"\n",
        (vouchers(scene.log)[1].line_bytes()[0] + b"\n") * 2)}), "records")

    def totals(log):
        log.of_type("project_head")[-1].lines[0]["data"]["debit"] = "1.00"

    def earlier_totals(log):
        log.of_type("project_head")[0].lines[0]["data"]["debit"] = "1.00"

    def pseq(log):
        vouchers(log)[3].line_spell = (1, lambda data: data.replace(b'"pseq":"4"', b'"pseq":"5"'))

    def pprev(log):
        vouchers(log)[3].line_spell = (1, lambda data: re.sub(
            rb'"pprev":"[0-9a-f]{64}"', b'"pprev":"' + b"0" * 64 + b'"', data))

    def add(title, edit, check, project="P001", skip=()):
        table.log(8, title, edit, check, project=project, skip=skip)

    add("totals of the last head", totals, "project")
    add("totals of an earlier head", earlier_totals, "project")
    add("pseq of a line", pseq, "records")
    add("pprev of a line", pprev, "records")
    add("pseq of a line, all records", pseq, "records", project="-")
    add("totals of a head, all records", totals, "project", project="-")

    def later(log):
        extra = copy.deepcopy(vouchers(log)[3])
        extra.data["number"], extra.data["date"] = "2025-02-记-0004", "2025-02-13"
        log.records.append(extra)

    add("a voucher after the last head", later, "project")

    def hidden(log):
        """Ends the excerpt before the log ends."""
        log.records.append(copy.deepcopy(log.of_type("person")[0]))

    add("a log that goes on after the last head", hidden, "project", skip=("naive",))
    table.statement(8, "the statement names another project", lambda data: data.replace(
        b"project P001", b"project P002"), "records", base=scene.project)
    table.statement(8, "the excerpt passed off as the whole", lambda data: data.replace(
        b"project P001", b"project -"), "records", base=scene.project)
    table.statement(8, "the whole passed off as an excerpt", lambda data: data.replace(
        b"project -", b"project P001"), "records")

    def other_size(level):
        """Paths into the tree of an earlier size."""
        log = scene.log.copy()
        log.records = log.records[:21]
        files = workshop.excerpt(log, "P001")
        bundle = scene.project.copy()
        for path in inclusion:
            bundle.files[path] = files[path].replace(b"size 21", b"size 22")
        return scene.finish(bundle, level), []

    for level, expected in zip(LEVELS, ("digests", "signatures", "pins", "tree")):
        table.case(8, "paths into the tree of another size", level, expected,
                   lambda level=level: other_size(level))
    table.case(8, "honest: an excerpt since a kept head", "insider", "ok", lambda: (
        scene.project.copy(), ["--since", kept_head(scene)]))


def kept_head(scene):
    """The statement of the last recorded head, as an auditor may have kept it."""
    record = scene.log.of_type("checkpoint")[-1]
    return scene.write("kept.statement", dump(record.data["statement"]))


def old_states(table):
    """Group 9."""
    scene = table.scene

    def shorter(count):
        def edit(log):
            del log.records[count:]
        return edit

    def build(count, args=()):
        log = scene.log.copy()
        shorter(count)(log)
        return scene.rebuild(log.seal(scene.keys), "insider"), list(args)

    table.case(9, "an old copy of the ledger goes on", "insider", "ok", lambda: build(17))
    table.case(9, "an old copy of the ledger goes on", "insider", "since",
               lambda: build(17, ["--since", scene.kept]), anchor=True)
    table.case(9, "an old copy, the SM3 checkpoint kept", "insider", "since",
               lambda: build(17, ["--since", scene.kept_sm3]), anchor=True)
    table.case(9, "honest: grown since the kept checkpoint", "insider", "ok",
               lambda: (scene.whole.copy(), ["--since", scene.kept]))
    table.case(9, "honest: grown since the kept SM3 checkpoint", "insider", "ok",
               lambda: (scene.whole.copy(), ["--since", scene.kept_sm3]))
    table.case(9, "honest: grown since a kept statement", "insider", "ok",
               lambda: (scene.whole.copy(), ["--since", kept_head(scene)]))
    other = scene.log.copy()
    other.records[0].header["nonce"] = "f" * 32
    foreign = scene.write("kept.other", note_of(other.origin(), 19, scene.log.roots(19)[0],
                                                scene.keys.current["ed25519"]))
    table.case(9, "another log under the same keys", "insider", "since",
               lambda: (scene.whole.copy(), ["--since", foreign]), anchor=True)


def all_cases(scene):
    table = Table(scene)
    table.case(0, "honest: the whole log", "insider", "ok", lambda: (scene.whole.copy(), []))
    table.case(0, "honest: one project", "insider", "ok", lambda: (scene.project.copy(), []))
    table.case(0, "honest: as a tar", "insider", "ok", lambda: (scene.whole.tar(), []))
    table.case(0, "honest: one project as a tar", "insider", "ok", lambda: (scene.project.tar(), []))
    for part in (records, encoding, trees, growth, signatures, time_and_keys, bundle_files, excerpts,
                 old_states):
        part(table)
    return table.cases
