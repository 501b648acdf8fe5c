#!/usr/bin/env python3
"""Verifies an audit bundle (审计包): every check of SPEC.md, by its name and in its order.

    python3 verify.py DIR|TAR --pin FILE [--since FILE] [--ca FILE] [--tsa-ca FILE] [--json]

--pin     digests of the signers' public keys (公钥指纹), got from somewhere else than the bundle
--since   a checkpoint or statement kept from an earlier audit (上次留存的检查点)
--ca      roots that the signers' certificates must lead to
--tsa-ca  roots that the time stamp must lead to; then there has to be one

Needs Python 3.8 and the `openssl` program 3.0, nothing else. Written from SPEC.md and RECORDS.md
alone. Exit code 0: everything holds; 7: a check failed; 2: wrong call; 4: cannot read.
"""

import argparse
import base64
import calendar
import contextlib
import datetime
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import unicodedata

# Every check: what it means in Chinese and English, and the checks it cannot do without.
CHECKS = {
    "files": ("文件与目录合乎格式", "the files are as described", ()),
    "statement": ("签名声明合乎格式", "statement.txt is a statement", ("files",)),
    "pins": ("签名公钥就是事先核对过的", "the keys are the pinned ones", ("statement",)),
    "certificates": ("证书属于这些公钥且在有效期内", "certificates fit", ("pins",)),
    "signatures": ("两个签名都正确", "both signatures are right", ("pins",)),
    "timestamp": ("时间戳属于这份声明", "the time stamp is one for the statement", ("signatures",)),
    "manifest": ("文件清单就是所签的清单", "the manifests are the signed ones", ("statement",)),
    "digests": ("文件与清单一致", "the files are those of the manifests", ("manifest",)),
    "records": ("记录逐字节合规且首尾相接", "the records are canonical and chained", ("statement",)),
    "tree": ("记录算出的根就是所签的根", "the records lead to both roots", ("records",)),
    "keys": ("密钥记录可信, 签名密钥在用", "key records are sound, keys in use", ("records",)),
    "checkpoint": ("检查点与声明一致且有签名", "the checkpoints agree", ("keys",)),
    "history": ("历次检查点都属于本日志", "every earlier head is of this log", ("keys", "tree")),
    "since": ("上次审计所见没有改动", "what was seen last time is unchanged", ("tree",)),
    "vouchers": ("凭证平衡、连号、三人签字", "vouchers obey the rules", ("records",)),
    "project": ("项目明细齐全", "the project is complete", ("records",)),
    "derived": ("表格与记录一致", "derived files are what the records give", ("records",)),
}

STATEMENT_LIMIT = 4096
NOTE_LIMIT = 1 << 20
SMALL_LIMIT = 1 << 20
LIST_LIMIT = 1 << 28
LINE_LIMIT = 65535
ENTRIES_LIMIT = 64 << 20
ZERO = "0" * 64
SM2_ID = "1234567812345678"
SIGNED_BY = {"sm2-sm3": "sm2", "ecdsa-p256-sha256": "p256"}
KEY_FILES = {"sm2-sm3": "keys/sm2.pub", "ecdsa-p256-sha256": "keys/p256.pub"}
SIGNATURE_FILES = {
    "sm2-sm3": "sigs/statement.sm2.sig",
    "ecdsa-p256-sha256": "sigs/statement.p256.sig",
}
TOKEN, TOKEN_SIGNATURE = "sigs/statement.tsr", "sigs/statement.tsr.p256.sig"
UNLISTED = {"statement.txt", "MANIFEST.sha256", "MANIFEST.sm3"}
DERIVED_FOLDERS = ("data/csv/", "reports/", "journals/", "gbt24589/", "ao/")
DESCRIBED = re.compile(
    r"statement\.txt|MANIFEST\.(sha256|sm3)|README\.(zh|en)\.txt"
    r"|sigs/statement\.((sm2|p256)\.sig|tsr|tsr\.p256\.sig)"
    r"|keys/(sm2|p256|ed25519)\.pub|keys/(sm2|p256)\.crt"
    r"|heads/(checkpoint|checkpoint\.sm3|history\.jsonl)"
    r"|proofs/(consistency|inclusion)\.(sha256|sm3)"
    r"|data/entries-[0-9]{4,}\.jsonl"
    r"|verify/(verify\.sh|verify\.py|incl\.sh|SPEC\.md|RECORDS\.md)"
    r"|(data/csv|reports|journals|gbt24589|ao)/.+"
)


class Wrong(Exception):
    """A check does not hold; the text says what and where."""


def demand(condition, text):
    if not condition:
        raise Wrong(text)


# Hashes ------------------------------------------------------------------------------------------

class PlainSM3:
    """SM3 (GB/T 32905-2016) for Pythons whose OpenSSL lacks it."""

    START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
             0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
    ROUND = [((0x79CC4519 if j < 16 else 0x7A879D8A) << j % 32
              | (0x79CC4519 if j < 16 else 0x7A879D8A) >> (32 - j % 32)) & 0xFFFFFFFF
             for j in range(64)]

    def __init__(self, data=b""):
        self.state, self.rest, self.length = self.START, b"", 0
        self.update(data)

    def update(self, data):
        self.length += len(data)
        data = self.rest + bytes(data)
        end = len(data) - len(data) % 64
        for start in range(0, end, 64):
            self.state = self.compress(self.state, data[start:start + 64])
        self.rest = data[end:]

    @classmethod
    def compress(cls, state, block):
        def turn(x, n):
            return (x << n | x >> (32 - n)) & 0xFFFFFFFF

        w = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            a12 = turn(a, 12)
            ss1 = turn((a12 + e + cls.ROUND[j]) & 0xFFFFFFFF, 7)
            if j < 16:
                ff, gg = a ^ b ^ c, e ^ f ^ g
            else:
                ff, gg = a & b | a & c | b & c, e & f | ~e & g
            tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, turn(b, 9), c
            e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
        return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))

    def digest(self):
        last = self.rest + b"\x80" + bytes((55 - self.length) % 64)
        last += (8 * self.length).to_bytes(8, "big")
        state = self.state
        for start in range(0, len(last), 64):
            state = self.compress(state, last[start:start + 64])
        return b"".join(x.to_bytes(4, "big") for x in state)

    def hexdigest(self):
        return self.digest().hex()


def new_sm3(data=b""):
    return hashlib.new("sm3", data)


try:
    new_sm3()
except ValueError:
    new_sm3 = PlainSM3
HASHES = {"sha256": hashlib.sha256, "sm3": new_sm3}


def leaf_hash(hash_name, data):
    return HASHES[hash_name](b"\0" + data).digest()


def node_hash(hash_name, left, right):
    return HASHES[hash_name](b"\1" + left + right).digest()


class Tree:
    """The root of a growing tree (RFC 6962): the perfect subtrees, largest first."""

    def __init__(self, hash_name):
        self.hash_name, self.size, self.peaks = hash_name, 0, []

    def add(self, leaf):
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.hash_name, self.peaks.pop(), leaf)
            rest >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return HASHES[self.hash_name]().digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(self.hash_name, peak, root)
        return root


EMPTY = {name: make().hexdigest() for name, make in HASHES.items()}


def root_by_inclusion(hash_name, leaf, index, size, path):
    """The root that a path leads to; refuses a path of the wrong length."""
    demand(index < size, "the index lies outside of the tree")
    root, first, second = leaf, index, size - 1
    for item in path:
        demand(second, "a path is too long")
        if first & 1 or first == second:
            root = node_hash(hash_name, item, root)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            root = node_hash(hash_name, root, item)
        first, second = first >> 1, second >> 1
    demand(second == 0, "a path is too short")
    return root


def check_consistency(hash_name, old, old_root, size, root, proof):
    """RFC 9162 section 2.1.4.2."""
    demand(0 < old <= size, "a proof begins at a size outside of the log")
    if old == size:
        demand(not proof and old_root == root, "two roots for one size")
        return
    demand(proof, "a proof is empty")
    if old & (old - 1) == 0:
        proof = [old_root] + proof
    first, second = old - 1, size - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    one = two = proof[0]
    for item in proof[1:]:
        demand(second, "a proof is too long")
        if first & 1 or first == second:
            one, two = node_hash(hash_name, item, one), node_hash(hash_name, item, two)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            two = node_hash(hash_name, two, item)
        first, second = first >> 1, second >> 1
    demand(second == 0, "a proof is too short")
    demand(one == old_root and two == root, f"the log of size {old} is not how this one begins")


# One spelling ------------------------------------------------------------------------------------

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(chr(p << 16 | 0xFFFE) + chr(p << 16 | 0xFFFF) for p in range(17)) + "]"
)
HEX64 = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")


def decode(data, what):
    """Text of the page: UTF-8, no control characters but LF, Normalization Form C."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong(f"{what} is not UTF-8") from None
    demand(not FORBIDDEN.search(text.replace("\n", "")), f"{what} has forbidden characters")
    demand(unicodedata.normalize("NFC", text) == text, f"{what} is not in Normalization Form C")
    return text


def text_lines(data, what):
    text = decode(data, what)
    demand(text.endswith("\n"), f"{what} does not end with a line feed")
    return text[:-1].split("\n")


def number(text, what):
    demand(isinstance(text, str) and NUMBER.fullmatch(text) and int(text) < 1 << 63,
           f"{what} is not a number")
    return int(text)


def hex_digest(text, what):
    demand(isinstance(text, str) and HEX64.fullmatch(text), f"{what} is not a digest")
    return text


def from_base64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Wrong(f"{what} is not base 64") from None
    demand(base64.b64encode(data).decode() == text, f"{what} is not the one spelling of base 64")
    return data


def base64_hash(text):
    demand(len(text) == 44, "a hash does not have 44 digits of base 64")
    return from_base64(text, "a hash")


def epoch_of(text, what):
    """Seconds since 1970 of YYYY-MM-DDThh:mm:ssZ."""
    match = TIME.fullmatch(text) if isinstance(text, str) else None
    demand(match, f"{what} is not a time")
    try:
        return calendar.timegm(datetime.datetime(*map(int, match.groups())).timetuple())
    except ValueError:
        raise Wrong(f"{what} is not a time") from None


# Canonical JSON ----------------------------------------------------------------------------------

KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


def object_of(pairs):
    last = ""
    for key, value in pairs:
        if not KEY.fullmatch(key) or key <= last or value is None:
            raise Wrong("keys are wrong, repeated or out of order, or a value is null")
        last = key
    return dict(pairs)


def refuse_number(_):
    raise Wrong("a number stands where texts belong")


DECODER = json.JSONDecoder(object_pairs_hook=object_of, parse_float=refuse_number,
                           parse_int=refuse_number, parse_constant=refuse_number)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def check_depth(value, depth=1):
    demand(depth <= 32 and value is not None, "nesting is too deep, or a value is null")
    if isinstance(value, dict):
        for item in value.values():
            if not isinstance(item, (str, bool)):
                check_depth(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            if not isinstance(item, (str, bool)):
                check_depth(item, depth + 1)


def canonical(data, what):
    """The object in one line of canonical JSON."""
    demand(len(data) <= LINE_LIMIT, f"{what} is longer than 65535 bytes")
    try:
        text = data.decode("utf-8")
        if FORBIDDEN.search(text):
            raise Wrong("forbidden characters")
        if not text.isascii() and unicodedata.normalize("NFC", text) != text:
            raise Wrong("not in Normalization Form C")
        value = DECODER.decode(text)
        demand(isinstance(value, dict), "not an object")
        check_depth(value)
        demand(ENCODER.encode(value) == text, "not the canonical spelling")
    except Wrong as wrong:
        raise Wrong(f"{what}: {wrong}") from None
    except (ValueError, RecursionError):
        raise Wrong(f"{what}: not UTF-8 or not JSON") from None
    return value


def members(value, names, what, optional=()):
    demand(isinstance(value, dict), f"{what} is not an object")
    demand(set(names) <= set(value) <= set(names) | set(optional), f"{what} has other members")


def texts(value, names, what):
    for name in names:
        demand(isinstance(value.get(name, ""), str), f"{what}: {name} is not a text")


# Folder or tar -----------------------------------------------------------------------------------

def check_path(path):
    """Refuses a path (bytes) that the page does not allow; returns it as text."""
    try:
        text = path.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong(f"the name {path!r} is not UTF-8") from None
    shown = ascii(text)
    demand(len(path) <= 200, f"the path {shown} is longer than 200 bytes")
    demand(unicodedata.normalize("NFC", text) == text, f"the path {shown} is not in NFC")
    demand(not re.search(r"[\x00-\x20\x7f-\x9f\\]", text) and not FORBIDDEN.search(text),
           f"the path {shown} has wrong characters")
    for part in text.split("/"):
        demand(part not in ("", ".", "..") and not part.startswith("-"), f"the path {shown} is wrong")
    return text


def ascii_lower(text):
    return re.sub("[A-Z]", lambda letter: letter.group().lower(), text)


def check_paths(paths, folders):
    seen = {}
    for path in list(paths) + sorted(folders):
        folded = ascii_lower(path)
        demand(folded not in seen, f"{path} and {seen.get(folded)} differ by case alone, or repeat")
        seen[folded] = path


def folders_of(paths):
    folders = set()
    for path in paths:
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[:n + 1]) for n in range(len(parts)))
    return folders


class Folder:
    """A bundle as a folder: regular files only."""

    def __init__(self, root):
        self.root, self.sizes = os.fsencode(root), {}
        folders = set()
        self.gather(b"", folders)
        check_paths(self.sizes, folders)

    def gather(self, folder, folders):
        names = sorted(os.listdir(os.path.join(self.root, folder)))
        demand(names or not folder, f"the folder {ascii(os.fsdecode(folder))} is empty")
        for name in names:
            path = folder + b"/" + name if folder else name
            text = check_path(path)
            info = os.lstat(os.path.join(self.root, path))
            if stat.S_ISDIR(info.st_mode):
                folders.add(text)
                self.gather(path, folders)
            else:
                demand(stat.S_ISREG(info.st_mode), f"{text} is not a regular file")
                self.sizes[text] = info.st_size

    def open(self, path):
        return open(os.path.join(self.root, path.encode()), "rb", buffering=1 << 20)


class Slice(io.RawIOBase):
    """A part of a file, for reading."""

    def __init__(self, name, start, size):
        super().__init__()
        self.file, self.left = open(name, "rb"), size
        self.file.seek(start)

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.file.read(min(len(buffer), self.left))
        buffer[:len(data)] = data
        self.left -= len(data)
        return len(data)

    def close(self):
        self.file.close()
        super().close()


class Tar:
    """A bundle as a tar file in its one spelling."""

    def __init__(self, name):
        self.name, self.sizes, self.starts = name, {}, {}
        last = b""
        total = os.stat(name).st_size
        with open(name, "rb") as file:
            while True:
                header = file.read(512)
                demand(len(header) == 512, "the tar file ends too early")
                if header == bytes(512):
                    demand(file.read(513) == bytes(512), "the tar file does not end after two zeros")
                    break
                path, size = self.entry(header)
                demand(path > last, "the files in the tar are not in byte order")
                last, text = path, check_path(path)
                start = file.tell()
                demand(start + size <= total, f"{text} is cut off")
                self.sizes[text], self.starts[text] = size, start
                file.seek(start + size)
                pad = file.read(-size % 512)
                demand(pad == bytes(-size % 512), f"{text} is not padded with zeros")
        folders = folders_of(self.sizes)
        check_paths(self.sizes, folders)

    @staticmethod
    def entry(header):
        def part(start, length):
            return header[start:start + length].split(b"\0", 1)[0]

        name, prefix = part(0, 100), part(345, 155)
        path = prefix + b"/" + name if prefix else name
        digits = header[124:135]
        demand(re.fullmatch(b"[0-7]{11}", digits), "a size in the tar is not octal")
        size = int(digits, 8)
        demand(header == tar_header(path, size), f"the tar header of {path!r} is not the one spelling")
        return path, size

    def open(self, path):
        return io.BufferedReader(Slice(self.name, self.starts[path], self.sizes[path]), 1 << 20)


def tar_header(path, size):
    """The one header of a file; an impossible path gives one that equals nothing."""
    prefix, name = b"", path
    if len(path) > 100:
        cut = path.rfind(b"/", 0, 156)
        prefix, name = path[:max(cut, 0)], path[cut + 1:]
        if cut <= 0 or len(name) > 100 or not name:
            return b""
    fields = [name.ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0",
              b"%011o\0" % size, b"00000000000\0", b" " * 8, b"0", bytes(100), b"ustar\x0000",
              bytes(64), b"0000000\0", b"0000000\0", prefix.ljust(155, b"\0"), bytes(12)]
    header = b"".join(fields)
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]


# OpenSSL -----------------------------------------------------------------------------------------

class OpenSSL:
    """The `openssl` program in a scratch folder."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def file(self, data):
        self.count += 1
        name = os.path.join(self.folder, str(self.count))
        with open(name, "wb") as file:
            file.write(data)
        return name

    @staticmethod
    def run(*arguments):
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"}
        for name in ("OPENSSL_CONF", "OPENSSL_MODULES", "LD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
        done = subprocess.run(("openssl",) + arguments, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                              check=False)
        return done.returncode, done.stdout

    def verifies(self, algorithm, key, signature, message):
        """Whether a signature over a message is right under a public key (DER)."""
        key, signature_file = self.file(pem_of(key)), self.file(signature)
        message = self.file(message)
        if algorithm == "ed25519":
            status, _ = self.run("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key,
                                 "-in", message, "-sigfile", signature_file)
            return len(signature) == 64 and status == 0
        if not is_der_pair(signature, ORDERS[algorithm]):
            return False
        options = ["-sha256"]
        if algorithm == "sm2-sm3":
            options = ["-sm3", "-sigopt", "distid:" + SM2_ID]
        status, _ = self.run("dgst", *options, "-verify", key, "-signature", signature_file, message)
        return status == 0

    def extension(self, certificate, name):
        """What `openssl` prints of an extension; empty when there is none."""
        status, text = self.run("x509", "-in", certificate, "-noout", "-ext", name)
        return text.decode("utf-8", "replace") if status == 0 else ""

    def dates(self, certificate, what):
        """When a certificate begins and ends, in seconds since 1970."""
        status, text = self.run("x509", "-in", certificate, "-noout", "-dates")
        demand(status == 0, f"{what} is not a certificate")
        return [openssl_time(line.split("=", 1)[1]) for line in text.decode().splitlines()]

    def leads(self, names, roots, epoch, *purpose):
        """Whether the first certificate leads to a root, the others helping in any order.

        `openssl verify` takes the ID of SM2 for the certificate in question only. Therefore a way
        with SM2 issuers on it is gone one step at a time.
        """
        options = ["-attime", str(epoch), "-partial_chain", "-auth_level", "2"]
        others = []
        for name in names[1:]:
            others += ["-untrusted", name]
        sm2 = ["-vfyopt", "distid:" + SM2_ID]
        is_sm2 = [b"SM2-with-SM3" in self.run("x509", "-in", n, "-noout", "-text")[1] for n in names]
        if not any(is_sm2[1:]):
            options += (sm2 if is_sm2[0] else []) + others + [*purpose, "-CAfile", roots, names[0]]
            return self.run("verify", *options)[0] == 0
        way, rest = [names[0]], list(zip(names[1:], is_sm2[1:]))
        step, step_is_sm2 = names[0], is_sm2[0]
        while True:
            own = options + (sm2 if step_is_sm2 else []) + (list(purpose) if len(way) == 1 else [])
            if self.run("verify", *own, "-CAfile", roots, step)[0] == 0:
                return True
            for issuer in rest:
                if self.run("verify", *own, "-trusted", issuer[0], step)[0] == 0:
                    break
            else:
                return False
            limit = re.search(r"pathlen:(\d+)", self.extension(issuer[0], "basicConstraints"))
            if limit and int(limit.group(1)) < len(way) - 1:
                return False
            rest.remove(issuer)
            step, step_is_sm2 = issuer
            way.append(step)

    def public_key(self, pem, what):
        """The DER of the public key in a PEM file."""
        status, der = self.run("pkey", "-pubin", "-in", self.file(pem), "-outform", "DER")
        demand(status == 0 and der, f"{what} is not a public key")
        return der


def pem_of(der, label="PUBLIC KEY"):
    text = base64.b64encode(der).decode()
    lines = [text[start:start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----"] + lines + [f"-----END {label}-----", ""]).encode()


PREFIXES = {
    "sm2-sm3": (bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004"), 64),
    "ecdsa-p256-sha256": (bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"), 64),
    "ed25519": (bytes.fromhex("302a300506032b6570032100"), 32),
}
ORDERS = {
    "sm2-sm3": 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    "ecdsa-p256-sha256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
}


def algorithm_of(der):
    for algorithm, (prefix, length) in PREFIXES.items():
        if der.startswith(prefix) and len(der) == len(prefix) + length:
            return algorithm
    raise Wrong("a public key is of no known kind or spelled otherwise")


def key_id(der):
    return hashlib.sha256(der).hexdigest()


def is_der_pair(signature, order):
    """Whether bytes are the sequence of r and s, 1 ≤ r, s < order, in the shortest form."""
    if len(signature) < 8 or signature[0] != 0x30 or signature[1] != len(signature) - 2:
        return False
    rest = signature[2:]
    for _ in range(2):
        if len(rest) < 3 or rest[0] != 2 or rest[1] > 33 or len(rest) < 2 + rest[1]:
            return False
        digits, rest = rest[2:2 + rest[1]], rest[2 + rest[1]:]
        value = int.from_bytes(digits, "big")
        if not digits or digits[0] & 0x80 or not 0 < value < order:
            return False
        if digits[0] == 0 and not (len(digits) > 1 and digits[1] & 0x80):
            return False
    return not rest


# Statement, checkpoint, note ---------------------------------------------------------------------

PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
REQUIRES = ("sm2-sm3", "ecdsa-p256-sha256", "sm2-sm3 ecdsa-p256-sha256")


class Statement:
    """`funds-audit-statement/v1`, read byte for byte."""

    NAMES = ("origin", "book", "period", "project", "size", "root-sha256", "root-sm3", "prev-size",
             "prev-root-sha256", "prev-root-sm3", "manifest-sha256", "manifest-sm3", "require",
             "sm2-id")

    def __init__(self, data):
        demand(len(data) <= STATEMENT_LIMIT, "the statement is longer than 4096 bytes")
        self.data = data
        self.lines = text_lines(data, "the statement")
        demand(self.lines[0] == "funds-audit-statement/v1", "the statement is of another version")
        self.at = 1
        for name in self.NAMES:
            setattr(self, name.replace("-", "_"), self.take(name))
        self.require = self.require.split(" ") if self.require in REQUIRES else None
        demand(self.require, "require is not a list of known algorithms in their order")
        self.keys = {}
        for algorithm in self.require:
            name, _, identity = self.take("key").partition(" ")
            demand(name == algorithm, "the keys are not those of require, in its order")
            self.keys[name] = hex_digest(identity, "the id of a key")
        self.key_epoch = number(self.take("key-epoch"), "key-epoch")
        self.made_at = self.take("made-at")
        self.epoch = epoch_of(self.made_at, "made-at")
        self.program = self.take("program")
        demand(self.at == len(self.lines), "the statement has more lines")
        self.check()

    def take(self, name):
        demand(self.at < len(self.lines), f"the statement has no line {name}")
        found, _, value = self.lines[self.at].partition(" ")
        demand(found == name and value, f"the statement has no {name} in its place")
        self.at += 1
        return value

    def check(self):
        check_origin(self.origin)
        demand(not self.origin.endswith("/sm3"), "the origin ends in /sm3")
        if self.period != "-":
            first, dots, last = self.period.partition("..")
            demand(PERIOD.fullmatch(first) and (not dots or PERIOD.fullmatch(last) and first < last),
                   "period is not one")
        self.size, self.prev_size = number(self.size, "size"), number(self.prev_size, "prev-size")
        for name in ("root_sha256", "root_sm3", "prev_root_sha256", "prev_root_sm3"):
            hex_digest(getattr(self, name), name)
        demand((self.manifest_sha256 == "-") == (self.manifest_sm3 == "-"), "one manifest is missing")
        if self.manifest_sha256 != "-":
            hex_digest(self.manifest_sha256, "manifest-sha256")
            hex_digest(self.manifest_sm3, "manifest-sm3")
        demand(self.sm2_id == SM2_ID, "sm2-id is another")
        for size, roots in ((self.size, self.roots()), (self.prev_size, self.prev_roots())):
            demand((roots == tuple(EMPTY.values())) == (size == 0), "roots and size do not fit")
        same = self.prev_size == self.size and self.roots() == self.prev_roots()
        demand(self.prev_size < self.size or same, "the log shrank")

    def roots(self):
        return self.root_sha256, self.root_sm3

    def prev_roots(self):
        return self.prev_root_sha256, self.prev_root_sm3


def check_origin(origin):
    demand(re.fullmatch(r"[!-*,-~]{1,200}", origin), "the origin is not one")


class Checkpoint:
    """Three lines: origin, size, root in base 64."""

    def __init__(self, text):
        lines = text.split("\n")
        demand(len(lines) == 4 and lines[3] == "", "a checkpoint does not have three lines")
        self.origin, self.size = lines[0], number(lines[1], "the size of a checkpoint")
        base = self.origin[:-4] if self.origin.endswith("/sm3") else self.origin
        check_origin(base)
        self.hash = "sha256" if base == self.origin else "sm3"
        self.base, self.root = base, base64_hash(lines[2])


def split_note(data, what):
    """The text of a note and its signatures: name, number, signature."""
    demand(len(data) <= NOTE_LIMIT, f"{what} is larger than 1 MiB")
    text = decode(data, what)
    at = text.rfind("\n\n")
    demand(at >= 0 and text.endswith("\n"), f"{what} has no signatures")
    lines = text[at + 2:-1].split("\n")
    demand(len(lines) <= 100, f"{what} has more than 100 signatures")
    return text[:at + 1], [signature_line(line) for line in lines]


def signature_line(line):
    match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
    demand(match, "a signature line of a note is not one")
    data = from_base64(match.group(2), "the signature of a note")
    demand(len(data) > 4, "the signature of a note is too short")
    return match.group(1), data[:4], data[4:]


def note_number(name, der):
    return hashlib.sha256(name.encode() + b"\n\1" + der[-32:]).digest()[:4]


def is_signed(openssl, text, signatures, name, der):
    """Whether the key signed the note; a wrong signature of the key spoils it."""
    found = False
    for who, mark, signature in signatures:
        if who == name and mark == note_number(name, der):
            demand(openssl.verifies("ed25519", der, signature, text.encode()),
                   f"the note {name} has a wrong signature")
            found = True
    return found


# Records -----------------------------------------------------------------------------------------

HEADER = ("at", "book", "by", "data", "lines", "nonce", "prev", "seq", "t", "v")
NONCE = re.compile(r"[0-9a-f]{32}")
TYPE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
COMPLETE_TYPES = ("book", "accounts", "key", "checkpoint")


class Record:
    """A header and the lines that are shown of it."""

    def __init__(self, data):
        header = canonical(data, "a header")
        members(header, HEADER, "a header")
        self.header, self.bytes = header, data
        self.seq = number(header["seq"], "seq")
        self.what = f"record {self.seq}"
        demand(header["v"] == "funds-record/v1", f"{self.what} is of another version")
        epoch_of(header["at"], f"{self.what}: at")
        texts(header, ("book", "by"), self.what)
        demand(isinstance(header["nonce"], str) and NONCE.fullmatch(header["nonce"]),
               f"{self.what}: nonce")
        hex_digest(header["prev"], f"{self.what}: prev")
        demand(isinstance(header["t"], str) and TYPE.fullmatch(header["t"]), f"{self.what}: t")
        demand(isinstance(header["data"], dict), f"{self.what}: data is not an object")
        members(header["lines"], ("count", "sha256", "sm3"), f"{self.what}: lines")
        self.count = number(header["lines"]["count"], f"{self.what}: count")
        for name in HASHES:
            hex_digest(header["lines"][name], f"{self.what}: lines")
        self.type, self.book, self.data = header["t"], header["book"], header["data"]
        self.lines, self.line_leaves = [], []
        self.leaves = {name: leaf_hash(name, data) for name in HASHES}

    def add(self, data):
        what = f"{self.what}, line {len(self.lines) + 1}"
        line = canonical(data, what)
        names = ("data", "n", "nonce")
        if "project" in line:
            names = ("data", "n", "nonce", "pprev", "project", "pseq")
        members(line, names, what)
        demand(isinstance(line["data"], dict), f"{what}: data is not an object")
        line["n"] = number(line["n"], f"{what}: n")
        demand(isinstance(line["nonce"], str) and NONCE.fullmatch(line["nonce"]), f"{what}: nonce")
        if "project" in line:
            demand(isinstance(line["project"], str), f"{what}: project is not a text")
            line["pseq"] = number(line["pseq"], f"{what}: pseq")
            hex_digest(line["pprev"], f"{what}: pprev")
        before = self.lines[-1]["n"] if self.lines else 0
        demand(before < line["n"] <= self.count, f"{what}: n is out of order")
        self.lines.append(line)
        self.line_leaves.append({name: leaf_hash(name, data) for name in HASHES})

    def is_complete(self):
        return len(self.lines) == self.count

    def check_lines(self):
        """Whether all lines lead to the roots in the header."""
        for name in HASHES:
            tree = Tree(name)
            for leaves in self.line_leaves:
                tree.add(leaves[name])
            demand(tree.root().hex() == self.header["lines"][name],
                   f"{self.what}: its lines are not those of its header")


class Reader:
    """The records of a bundle in order, each checked by itself and against the one before."""

    def __init__(self, bundle, statement):
        self.bundle, self.statement = bundle, statement
        self.project = None if statement.project == "-" else statement.project
        self.chains = {}
        self.before = None
        self.shown = 0

    def files(self):
        names = sorted(p for p in self.bundle.sizes if p.startswith("data/entries-"))
        names.sort(key=lambda path: (len(path), path))
        expected = [f"data/entries-{n:04}.jsonl" for n in range(1, len(names) + 1)]
        demand(names and names == expected, "the files of records are not numbered from 0001")
        return names

    def __iter__(self):
        names = self.files()
        for name in names:
            is_last = name == names[-1]
            with self.bundle.open(name) as file:
                for record, end in self.records(file, name):
                    self.check(record)
                    full = end > ENTRIES_LIMIT
                    is_end = end == self.bundle.sizes[name]
                    demand(is_end if full else not is_end or is_last,
                           f"{name} does not end where it has to")
                    yield record
        last = self.before.seq + 1 if self.before else 0
        wanted = self.statement.size
        if self.project is None:
            demand(last == wanted, f"there are {last} records, not {wanted}")
        else:
            demand(last <= wanted, "there are records beyond the size")

    def records(self, file, name):
        """Each record with the offset of its end."""
        record, offset = None, 0
        while True:
            line = file.readline(LINE_LIMIT + 2)
            begins = line.startswith(b'{"at":')
            if record is not None and (begins or not line):
                yield record, offset
                record = None
            if not line:
                demand(offset, f"{name} is empty")
                return
            demand(line.endswith(b"\n"), f"{name}: a line after byte {offset} is too long or cut off")
            offset += len(line)
            if begins:
                record = Record(line[:-1])
            else:
                demand(record is not None and line.startswith(b'{"data":'),
                       f"{name}: what ends at byte {offset} is neither a header nor a line of one")
                record.add(line[:-1])

    def check(self, record):
        before, what = self.before, record.what
        follows = 0 if before is None else before.seq + 1
        if self.project is None or before is None:
            demand(record.seq == follows, f"{what} stands where record {follows} belongs")
        else:
            demand(record.seq >= follows, f"{what} is out of order")
        if record.seq == follows:
            prev = before.leaves["sha256"].hex() if before else ZERO
            demand(record.header["prev"] == prev, f"{what}: prev is not the leaf hash before")
        if before is None:
            origin = "xiantou/" + record.leaves["sha256"].hex()[:32]
            demand(self.statement.origin == origin, f"the origin is not {origin}")
        self.check_shown(record)
        for line, leaves in zip(record.lines, record.line_leaves):
            if "project" in line:
                self.check_chain(record, line, leaves["sha256"])
        self.before = record

    def check_shown(self, record):
        what = record.what
        if self.project is None or record.type in COMPLETE_TYPES or record.seq == 0:
            demand(record.is_complete(), f"{what}: lines are missing")
        else:
            demand(record.lines, f"{what} has no line of the project")
            ours = all(line.get("project") == self.project for line in record.lines)
            demand(ours, f"{what} shows lines of others")
        if record.is_complete():
            for n, line in enumerate(record.lines, 1):
                demand(line["n"] == n, f"{what}: n is out of order")
            record.check_lines()
        self.shown += 1

    def check_chain(self, record, line, leaf):
        project = line["project"]
        if self.project is not None and project != self.project:
            return
        count, last = self.chains.get(project, (0, ZERO))
        what = f"{record.what}, line {line['n']}"
        demand(line["pseq"] == count + 1, f"{what}: pseq is not {count + 1}")
        demand(line["pprev"] == last, f"{what}: pprev is not the line before")
        self.chains[project] = (count + 1, leaf.hex())


# Keys --------------------------------------------------------------------------------------------

class Key:
    """A key and the sizes of the log it may sign: begun by one record, ended by another."""

    def __init__(self, der, began):
        self.der, self.algorithm, self.id = der, algorithm_of(der), key_id(der)
        self.began, self.ended = began, None

    def is_in_use(self, size):
        return self.began < size and (self.ended is None or size <= self.ended)


class KeyCheck:
    """Follows the key records of the log."""

    name = "keys"

    def __init__(self, statement, openssl):
        self.statement, self.openssl = statement, openssl
        self.keys, self.count = {}, 0

    def take(self, record):
        if record.type != "key":
            return
        self.count += 1
        data, what = record.data, f"{record.what} (key)"
        demand(record.book == "" and record.count == 0, f"{what} has a book or lines")
        change = data.get("change")
        if change == "add":
            members(data, ("change", "id", "key", "proof"), what)
            self.begin(record, data, None, what)
        elif change == "rotate":
            members(data, ("change", "id", "key", "proof", "release", "replaces"), what)
            self.begin(record, data, self.current(data["replaces"], what), what)
        else:
            self.revoke(record, data, what)

    def current(self, identity, what):
        texts({"id": identity}, ("id",), what)
        demand(identity in self.keys and self.keys[identity].ended is None,
               f"{what}: no such key is in use")
        return self.keys[identity]

    def begin(self, record, data, replaced, what):
        texts(data, tuple(data), what)
        key = Key(from_base64(data["key"], what), record.seq)
        demand(data["id"] == key.id, f"{what}: id is not that of the key")
        demand(key.id not in self.keys, f"{what}: the key began before")
        in_use = [k for k in self.keys.values() if k.algorithm == key.algorithm and k.ended is None]
        demand(in_use == ([replaced] if replaced else []), f"{what}: another key is in use")
        text = "\n".join(("funds-audit-key/v1", "origin " + self.statement.origin,
                          "change " + data["change"], f"key {key.algorithm} {key.id}",
                          "replaces " + (replaced.id if replaced else "-"), "")).encode()
        signed = [(key, "proof")] + ([(replaced, "release")] if replaced else [])
        for signer, name in signed:
            signature = from_base64(data[name], what)
            demand(self.openssl.verifies(signer.algorithm, signer.der, signature, text),
                   f"{what}: {name} is not a signature over the change")
        if replaced:
            replaced.ended = record.seq
        self.keys[key.id] = key

    def revoke(self, record, data, what):
        demand(data.get("change") == "revoke", f"{what}: change is none of add, rotate, revoke")
        members(data, ("change", "id", "reason"), what, ("since",))
        texts(data, ("id",), what)
        demand(data["reason"] in ("compromised", "lost", "retired"), f"{what}: reason")
        key = self.current(data["id"], what)
        if "since" in data:
            since = number(data["since"], f"{what}: since")
            demand(key.began < since <= record.seq, f"{what}: since is no size the key could sign")
        key.ended = record.seq

    def in_use(self, identity, algorithm, size):
        key = self.keys.get(identity)
        if key and key.algorithm == algorithm and key.is_in_use(size):
            return key
        return None

    def finish(self):
        demand(self.count == self.statement.key_epoch,
               f"there are {self.count} key records, key-epoch is {self.statement.key_epoch}")
        for algorithm, identity in self.statement.keys.items():
            demand(self.in_use(identity, algorithm, self.statement.size),
                   f"the {algorithm} key {identity} was not in use at {self.statement.size}")
        return f"{self.count} key records"


# Trees and heads ---------------------------------------------------------------------------------

def path_length(index, size):
    """The number of hashes that prove a leaf."""
    length, last = 0, size - 1
    while last:
        if index & 1 or index != last:
            length += 1
        index, last = index >> 1, last >> 1
    return length


class InclusionFile:
    """`proofs/inclusion.*`, read beside the records."""

    def __init__(self, bundle, hash_name, statement):
        self.what, self.hash = f"proofs/inclusion.{hash_name}", hash_name
        demand(self.what in bundle.sizes, f"{self.what} is missing")
        self.file = bundle.open(self.what)
        self.size = statement.size
        for line in ("funds-audit-inclusion/v1", "origin " + statement.origin, "hash " + hash_name,
                     f"size {statement.size}"):
            demand(self.next() == line, f"{self.what} does not begin as it has to")

    def next(self):
        line = self.file.readline(256)
        demand(line.endswith(b"\n"), f"{self.what} ends too early")
        return decode(line[:-1], self.what)

    def group(self, title, index, size, leaf):
        demand(self.next() == title, f"{self.what} has no path for {title} in its place")
        path = [base64_hash(self.next()) for _ in range(path_length(index, size))]
        return root_by_inclusion(self.hash, leaf, index, size, path).hex()

    def finish(self):
        demand(not self.file.read(1), f"{self.what} has more than the records need")
        self.file.close()


class TreeCheck:
    """Whether the records, or their inclusion proofs, lead to the stated roots."""

    name = "tree"

    def __init__(self, statement, bundle, since):
        self.statement, self.since, self.roots_then = statement, since, None
        self.trees = self.proofs = None
        if statement.project == "-":
            self.trees = [Tree(name) for name in HASHES]
            extra = [p for p in bundle.sizes if p.startswith("proofs/inclusion.")]
            demand(not extra, "there are inclusion proofs beside all records")
        else:
            self.proofs = [InclusionFile(bundle, name, statement) for name in HASHES]

    def take(self, record):
        if self.trees:
            for tree in self.trees:
                tree.add(record.leaves[tree.hash_name])
            if self.since is not None and self.trees[0].size == self.since:
                self.roots_then = tuple(tree.root().hex() for tree in self.trees)
            return
        for proof, root in zip(self.proofs, self.statement.roots()):
            leaf = record.leaves[proof.hash]
            found = proof.group(f"record {record.seq}", record.seq, self.statement.size, leaf)
            demand(found == root, f"{record.what}: its path does not lead to the root")
            if not record.is_complete():
                self.take_lines(record, proof)

    @staticmethod
    def take_lines(record, proof):
        for line, leaves in zip(record.lines, record.line_leaves):
            leaf = leaves[proof.hash]
            found = proof.group(f"line {line['n']}", line["n"] - 1, record.count, leaf)
            demand(found == record.header["lines"][proof.hash],
                   f"{record.what}, line {line['n']}: its path does not lead to its header")

    def finish(self):
        if self.proofs:
            for proof in self.proofs:
                proof.finish()
            return "every record is in both trees"
        for tree, root in zip(self.trees, self.statement.roots()):
            demand(tree.root().hex() == root, f"the records lead to another {tree.hash_name} root")
        return f"{self.trees[0].size} records, both roots"


class CheckpointCheck:
    """`heads/checkpoint` and `heads/checkpoint.sm3`."""

    name = "checkpoint"

    def __init__(self, statement, bundle, openssl, keys):
        self.statement, self.bundle, self.openssl, self.keys = statement, bundle, openssl, keys

    def take(self, record):
        pass

    def finish(self):
        statement = self.statement
        pem = read_small(self.bundle, "keys/ed25519.pub", SMALL_LIMIT)
        der = self.openssl.public_key(pem, "keys/ed25519.pub")
        demand(algorithm_of(der) == "ed25519" and pem == pem_of(der),
               "keys/ed25519.pub is not an Ed25519 key in one PEM spelling")
        demand(self.keys.in_use(key_id(der), "ed25519", statement.size),
               f"keys/ed25519.pub was not in use at {statement.size}")
        for path, origin, root in (("heads/checkpoint", statement.origin, statement.root_sha256),
                                   ("heads/checkpoint.sm3", statement.origin + "/sm3",
                                    statement.root_sm3)):
            text, signatures = split_note(read_small(self.bundle, path, NOTE_LIMIT), path)
            found = Checkpoint(text)
            demand((found.origin, found.size, found.root.hex()) == (origin, statement.size, root),
                   f"{path} states another origin, size or root")
            demand(is_signed(self.openssl, text, signatures, origin, der), f"{path} is not signed")
        return None


def read_consistency(bundle, hash_name, statement):
    """The proofs of `proofs/consistency.*` by size."""
    what = f"proofs/consistency.{hash_name}"
    lines = text_lines(read_small(bundle, what, LIST_LIMIT), what)
    begin = ["funds-audit-consistency/v1", "origin " + statement.origin, "hash " + hash_name,
             f"size {statement.size}"]
    demand(lines[:4] == begin, f"{what} does not begin as it has to")
    proofs, last = {}, 0
    for line in lines[4:]:
        if line.startswith("old "):
            old = number(line[4:], f"{what}: old")
            demand(last < old, f"{what}: sizes do not ascend")
            proofs[old], last = [], old
        else:
            demand(proofs, f"{what}: a hash before the first size")
            proofs[last].append(base64_hash(line))
    return proofs


class HistoryCheck:
    """The heads that the log says were signed."""

    name = "history"

    def __init__(self, statement, bundle, openssl, keys):
        self.statement, self.bundle, self.openssl, self.keys = statement, bundle, openssl, keys
        self.heads, self.lines, self.sizes = [], [], {}
        self.proofs = None

    def take(self, record):
        if record.type != "checkpoint":
            return
        what = f"{record.what} (checkpoint)"
        demand(record.book == "" and record.count == 0, f"{what} has a book or lines")
        data = record.data
        members(data, ("note", "occasion", "signatures", "statement"), what)
        demand(data["occasion"] in ("demand", "close", "export"), f"{what}: occasion")
        texts(data, ("note",), what)
        lines = data["statement"]
        demand(isinstance(lines, list) and all(isinstance(line, str) for line in lines), what)
        head = Statement(("\n".join(lines) + "\n").encode())
        demand(head.origin == self.statement.origin, f"{what}: another origin")
        demand(head.size <= record.seq, f"{what}: a head larger than the log then")
        demand(len(head.require) == 2, f"{what}: a head that does not require both algorithms")
        before = self.heads[-1][1] if self.heads else None
        stated = (head.prev_size, head.prev_roots())
        demand(stated == ((before.size, before.roots()) if before else (0, tuple(EMPTY.values()))),
               f"{what}: its prev is not the head before")
        self.heads.append((what, head, data["signatures"], data["note"]))
        self.sizes[head.size] = head.roots()
        line = {"made_at": head.made_at, "occasion": data["occasion"],
                "root_sha256": head.root_sha256, "root_sm3": head.root_sm3,
                "seq": str(record.seq), "size": str(head.size)}
        self.lines.append(ENCODER.encode(line))

    def finish(self):
        what = "heads/history.jsonl"
        found = read_small(self.bundle, what, LIST_LIMIT)
        demand(found == "".join(line + "\n" for line in self.lines).encode(),
               f"{what} is not what the checkpoint records say")
        for hash_name in HASHES:
            self.check_growth(hash_name)
        for head in self.heads:
            self.check_signatures(*head)
        last = (0, tuple(EMPTY.values()))
        for what, head, _, _ in self.heads:
            last = (head.size, head.roots())
        stated = (self.statement.prev_size, self.statement.prev_roots())
        demand(stated == last, "prev-size and prev-root are not the last head")
        return f"{len(self.heads)} earlier heads"

    def check_growth(self, hash_name):
        statement = self.statement
        proofs = read_consistency(self.bundle, hash_name, statement)
        sizes = sorted(size for size in self.sizes if 0 < size < statement.size)
        demand(list(proofs) == sizes, f"proofs/consistency.{hash_name} is about other sizes")
        which = list(HASHES).index(hash_name)
        root = bytes.fromhex(statement.roots()[which])
        for size in sizes:
            old_root = bytes.fromhex(self.sizes[size][which])
            check_consistency(hash_name, size, old_root, statement.size, root, proofs[size])

    def check_signatures(self, what, head, signatures, note):
        demand(isinstance(signatures, list) and len(signatures) == len(head.require), what)
        for algorithm, item in zip(head.require, signatures):
            members(item, ("algorithm", "signature"), what)
            demand(item["algorithm"] == algorithm, f"{what}: signatures are out of order")
            key = self.keys.in_use(head.keys[algorithm], algorithm, head.size)
            demand(key, f"{what}: its {algorithm} key was not in use")
            signature = from_base64(item["signature"], what)
            demand(self.openssl.verifies(algorithm, key.der, signature, head.data),
                   f"{what}: its {algorithm} signature is wrong")
        root = base64.b64encode(bytes.fromhex(head.root_sha256)).decode()
        text = f"{head.origin}\n{head.size}\n{root}\n"
        signed = [signature_line(note)]
        ours = [key.der for key in self.keys.keys.values()
                if key.algorithm == "ed25519" and key.is_in_use(head.size)]
        demand(ours and is_signed(self.openssl, text, signed, head.origin, ours[0]),
               f"{what}: its note is not signed by the Ed25519 key then in use")


class SinceCheck:
    """What an auditor kept from last time."""

    name = "since"

    def __init__(self, data, statement, tree, history):
        self.statement, self.tree, self.history = statement, tree, history
        self.size = self.kept = None
        if data is None:
            return
        if data.startswith(b"funds-audit-statement/"):
            kept = Statement(data)
            self.origin, self.size = kept.origin, kept.size
            self.kept = dict(zip(HASHES, kept.roots()))
        else:
            demand(len(data) <= NOTE_LIMIT, "the file of --since is too large")
            text = decode(data, "the file of --since")
            kept = Checkpoint(text[:text.index("\n\n") + 1] if "\n\n" in text else text)
            self.origin, self.size = kept.base, kept.size
            self.kept = {kept.hash: kept.root.hex()}

    def take(self, record):
        pass

    def finish(self):
        if self.kept is None:
            return "no --since"
        statement = self.statement
        demand(self.origin == statement.origin, "what was kept is about another log")
        demand(self.size <= statement.size, f"the log was larger before: {self.size}")
        if self.size == statement.size:
            roots = statement.roots()
        elif self.size == 0:
            roots = tuple(EMPTY.values())
        elif self.tree.trees:
            roots = self.tree.roots_then
        else:
            roots = self.history.sizes.get(self.size) if self.history.passed else None
            demand(roots, f"this bundle has no proof from size {self.size}; ask for a whole one")
        then = dict(zip(HASHES, roots))
        for name, root in self.kept.items():
            demand(then[name] == root, f"at size {self.size} the log had another {name} root")
        return f"unchanged since size {self.size}"


# Accounting --------------------------------------------------------------------------------------

AMOUNT = re.compile(r"(-?)(0|[1-9][0-9]{0,15})\.([0-9]{2})")
QUANTITY = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
VOUCHER_NUMBER = re.compile(r"([0-9]{4}-(?:0[1-9]|1[0-2]))-([^-]+)-([0-9]{4,18})")
OPENING = "初"
VOUCHER_OPTIONAL = ("approved_by", "history", "prepared_by", "reverses", "reviewed_by")


def amount(text, what, may_be_negative=False):
    """Fen of an amount with two decimals."""
    match = AMOUNT.fullmatch(text) if isinstance(text, str) else None
    demand(match, f"{what} is not an amount")
    fen = int(match.group(2) + match.group(3))
    demand(not match.group(1) or may_be_negative and fen, f"{what} has a sign")
    return -fen if match.group(1) else fen


def yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def line_amount(data, what, may_be_negative):
    """The side and the fen of a voucher line."""
    demand(("debit" in data) != ("credit" in data), f"{what} has not one side")
    side = "debit" if "debit" in data else "credit"
    return side, amount(data[side], f"{what}: {side}", may_be_negative)


def check_line_members(line, what):
    data = line["data"]
    members(data, ("account", "aspect", "summary"), what,
            ("debit", "credit", "dimensions", "quantity", "reference"))
    texts(data, ("account", "aspect", "summary", "debit", "credit", "quantity", "reference"), what)
    if "quantity" in data:
        demand(QUANTITY.fullmatch(data["quantity"]), f"{what}: quantity")
    dimensions = data.get("dimensions", {})
    demand(isinstance(dimensions, dict), f"{what}: dimensions")
    texts(dimensions, tuple(dimensions), what)
    demand(line.get("project") == dimensions.get("project"), f"{what}: is in another chain")


def mirrored(text):
    if text is None:
        return None
    return text[1:] if text.startswith("-") else "-" + text


class VoucherCheck:
    """The rules that every voucher obeys."""

    name = "vouchers"

    def __init__(self, partial):
        self.partial = partial
        self.series, self.closed, self.prints, self.reversed = {}, set(), {}, set()
        self.accounts, self.values = {}, {}
        self.count = 0

    def take(self, record):
        if record.type == "voucher":
            self.voucher(record)
        elif record.type == "accounts":
            for line in record.lines:
                self.accounts[(record.book, line["data"].get("code"))] = line["data"]
        elif record.type == "dimension_values":
            for line in record.lines:
                data = line["data"]
                self.values[(data.get("kind"), data.get("code"))] = data.get("open")
        elif record.type in ("period_close", "period_reopen"):
            self.period(record)

    def period(self, record):
        names = ("period",) if record.type == "period_close" else ("period", "reason")
        members(record.data, names, record.what)
        texts(record.data, names, record.what)
        demand(PERIOD.fullmatch(record.data["period"]), f"{record.what}: period")
        period = (record.book, record.data["period"])
        if record.type == "period_close":
            demand(period not in self.closed, f"{record.what}: the period was closed before")
            self.closed.add(period)
        else:
            demand(period in self.closed, f"{record.what}: the period was not closed")
            self.closed.discard(period)

    def voucher(self, record):
        data, what = record.data, f"{record.what} (voucher)"
        members(data, ("attachments", "date", "number"), what, VOUCHER_OPTIONAL)
        texts(data, ("attachments", "date", "number") + VOUCHER_OPTIONAL[:1] + VOUCHER_OPTIONAL[2:],
              what)
        match = VOUCHER_NUMBER.fullmatch(data["number"])
        demand(match and (len(match.group(3)) == 4 or match.group(3)[0] != "0"),
               f"{what}: number {data['number']}")
        what = f"{record.what} (voucher {data['number']})"
        epoch_of(data["date"] + "T00:00:00Z", f"{what}: date")
        number(data["attachments"], f"{what}: attachments")
        demand(data["date"].startswith(match.group(1)) or match.group(2) == OPENING,
               f"{what}: its date lies outside of its period")
        if match.group(2) != OPENING or {"prepared_by", "reviewed_by", "approved_by"} & set(data):
            self.persons(data, what)
        self.steps(data.get("history", []), what)
        demand((record.book, match.group(1)) not in self.closed, f"{what}: the period was closed")
        for line in record.lines:
            check_line_members(line, f"{what}, line {line['n']}")
            self.account(record.book, line["data"], f"{what}, line {line['n']}")
        self.sums(record, what)
        self.mirror(record, what)
        if not self.partial:
            self.numbering(record.book, match, what)
        self.count += 1

    def account(self, book, data, what):
        """Lines are on open leaf accounts of their aspect, with the dimensions these demand."""
        account = self.accounts.get((book, data["account"]), {})
        demand(account.get("leaf") is True and account.get("open") is True,
               f"{what}: {data['account']} is no open leaf account")
        demand(account.get("aspect") == data["aspect"], f"{what}: the account has another aspect")
        dimensions = data.get("dimensions", {})
        for kind in account.get("dimensions", []):
            demand(kind in dimensions, f"{what}: {data['account']} demands {kind}")
        for kind, code in dimensions.items():
            demand(self.partial or self.values.get((kind, code)) is True,
                   f"{what}: {kind} {code} is unknown or closed")

    @staticmethod
    def persons(data, what):
        signed = [data.get(name, "") for name in ("prepared_by", "reviewed_by", "approved_by")]
        demand(all(signed) and len(set(signed)) == 3, f"{what}: not signed by three persons")

    @staticmethod
    def steps(history, what):
        demand(isinstance(history, list), f"{what}: history")
        for step in history:
            members(step, ("at", "by", "step"), f"{what}: history", ("reason",))
            texts(step, tuple(step), what)

    def sums(self, record, what):
        sums = {}
        for line in record.lines:
            at = f"{what}, line {line['n']}"
            side, fen = line_amount(line["data"], at, "reverses" in record.data)
            demand(fen and line["data"]["summary"], f"{at}: no amount or no summary")
            aspect = line["data"]["aspect"]
            sums[aspect] = sums.get(aspect, 0) + (fen if side == "debit" else -fen)
        if not self.partial:
            demand(record.count >= 2, f"{what}: fewer than two lines")
            for aspect, rest in sums.items():
                demand(rest == 0, f"{what}: {aspect} is out of balance by {yuan(rest)}")

    def numbering(self, book, match, what):
        ordinal = int(match.group(3))
        last, missing = self.series.get((book,) + match.groups()[:2], (0, set()))
        if ordinal > last:
            demand(ordinal - last < 1 << 20, f"{what}: a gap in the numbers")
            missing.update(range(last + 1, ordinal))
            self.series[(book,) + match.groups()[:2]] = (ordinal, missing)
        else:
            demand(ordinal in missing, f"{what}: the number is not new")
            missing.discard(ordinal)

    def mirror(self, record, what):
        """A reversal mirrors the named voucher; so only a digest of each is kept."""
        key = (record.book, record.data["number"])
        self.prints[key] = self.print_of(record, False)
        if "reverses" not in record.data:
            return
        original = (record.book, record.data["reverses"])
        if original not in self.prints:
            demand(self.partial, f"{what}: it reverses no earlier voucher")
            return
        demand(original not in self.reversed, f"{what}: {original[1]} was reversed before")
        self.reversed.add(original)
        demand(self.prints[original] == self.print_of(record, True),
               f"{what}: it does not mirror {original[1]}")

    @staticmethod
    def print_of(record, negate):
        rows = []
        for line in record.lines:
            data = dict(line["data"])
            row = [line["n"], data["account"], data["aspect"], data.get("dimensions", {})]
            for name in ("debit", "credit", "quantity"):
                value = data.get(name)
                row.append(value if not negate or value in (None, "0", "0.00") else mirrored(value))
            rows.append(row)
        return hashlib.sha256(json.dumps(rows).encode()).digest()[:16]

    def finish(self):
        for (_, period, word), (last, missing) in self.series.items():
            demand(not missing, f"{period}-{word}-{min(missing or [0]):04} is missing before {last:04}")
        return f"{self.count} vouchers"


class ProjectCheck:
    """Whether a project is complete: its chain, its head, its totals."""

    name = "project"

    def __init__(self, statement, reader):
        self.statement, self.reader = statement, reader
        self.sums, self.last, self.head = {}, None, None
        self.heads = 0

    def take(self, record):
        self.last = record
        if record.type == "voucher":
            for line in record.lines:
                if "project" in line:
                    side, fen = line_amount(line["data"], record.what, "reverses" in record.data)
                    sums = self.sums.setdefault(line["project"], {"debit": 0, "credit": 0})
                    sums[side] += fen
        elif record.type == "project_head":
            self.heads += 1
            for line in record.lines:
                self.check_head(record, line)

    def check_head(self, record, line):
        what = f"{record.what} (project_head), line {line['n']}"
        demand(record.book == "" and record.data == {} and "project" in line, what)
        members(line["data"], ("credit", "debit"), what)
        sums = self.sums.get(line["project"], {"debit": 0, "credit": 0})
        for side, fen in sums.items():
            demand(line["data"][side] == yuan(fen), f"{what}: {side} is not {yuan(fen)}")

    def finish(self):
        if self.statement.project == "-":
            return f"not about one project; {self.heads} project heads agree"
        last = self.last
        demand(last.type == "project_head" and last.seq == self.statement.size - 1,
               "the bundle does not end in the project's head at the end of the log")
        demand(len(last.lines) == 1 and last.lines[0]["project"] == self.statement.project,
               "the last record is not the head of this project alone")
        count = self.reader.chains[self.statement.project][0]
        return f"{count} lines, complete"


class DerivedCheck:
    """Makes derived files again from the records and compares digests."""

    name = "derived"

    def __init__(self, statement, bundle, digests):
        self.digests, self.is_project = digests, statement.project != "-"
        self.given = sorted(p for p in bundle.sizes if p.startswith(DERIVED_FOLDERS))
        self.scope, self.books, self.places = Scope(statement), {}, 0
        self.totals, self.codes = {"debit": 0, "credit": 0}, set()

    def take(self, record):
        if record.type == "book":
            self.places += 1
            if record.book not in self.books and self.scope.book in ("-", record.book):
                self.books[record.book] = BookFiles(self.folder(record.book), self.scope)
            self.codes.add(ascii_lower(record.book))
        book = self.books.get(record.book)
        if record.type == "accounts" and book:
            book.take_accounts(record)
        elif record.type == "voucher":
            if self.is_project:
                self.add_totals(record)
            if book:
                book.take_voucher(record)

    def folder(self, code):
        """The book's code, with its place before it where another book has it in other letters."""
        is_taken = code.startswith("-") or ascii_lower(code) in self.codes
        return f"{self.places}.{code}" if is_taken else code

    def add_totals(self, record):
        """Running totals of the project over all books, for each line."""
        for line in record.lines:
            side, fen = line_amount(line["data"], record.what, "reverses" in record.data)
            self.totals[side] += fen
            line["totals"] = dict(self.totals)

    def finish(self):
        made, named = {}, set()
        for book in self.books.values():
            made.update(book.finish())
            named |= book.named()
        for path in sorted(named):
            demand(path in self.given, f"{path} is missing")
        for path in self.given:
            demand(path in named, f"{path} is no file that records give")
        for path, digest in sorted(made.items()):
            demand(self.digests.get(path, digest) == digest, f"{path} is not what the records give")
        left = [path for path in self.given if path not in made]
        done = f"{len(made)} files made again"
        return done + (f"; NOT made again by this program: {', '.join(left)}" if left else "")


class Scope:
    """What the statement limits the derived files to."""

    def __init__(self, statement):
        self.book, self.project = statement.book, statement.project
        first, _, last = statement.period.partition("..")
        self.first, self.last = (first, last or first) if first != "-" else ("", "9999-99")

    def shows(self, period):
        return self.first <= period <= self.last


VOUCHER_HEADINGS = (
    "会计电子账簿编号,会计年度,会计月份,记账凭证日期,凭证类型编号,记账凭证编号,记账凭证行号,记账凭证摘要,会计科目编号,会计科目名称,"
    "借方发生额,贷方发生额,币种代码,汇率,对方科目编码,对方科目名称,附件数,制单人员,审核人员,财务主管,记账人员,源凭证号,记账标志,核算面,"
    "数量,辅助核算,业务单号,seq,leaf_sha256").split(",")
SIDES = {"debit": "借", "credit": "贷"}


class BookFiles:
    """The derived files of a book that this program makes: vouchers, balances and accounts."""

    OTHERS = ("data/csv/{}/dimensions.csv", "data/csv/{}/numbers.csv", "data/csv/{}/checks.json",
              "reports/{}/trial-balance.txt", "reports/{}/general-ledger.txt",
              "journals/{}.hledger", "journals/{}.beancount", "gbt24589/{}/公共档案.xml",
              "gbt24589/{}/总账.xml", "ao/{}/km.csv", "ao/{}/kmye.csv", "ao/{}/pzb.csv")

    def __init__(self, folder, scope):
        self.folder, self.scope, self.is_project = folder, scope, scope.project != "-"
        more = ["项目累计借方", "项目累计贷方"] if self.is_project else []
        self.vouchers = Rows(VOUCHER_HEADINGS + more)
        self.accounts, self.periods, self.shown = {}, {}, 0

    def take_accounts(self, record):
        for line in record.lines:
            data = line["data"]
            texts(data, ("code", "name", "aspect", "element", "side"), record.what)
            demand({"code", "name", "aspect", "element", "side"} <= set(data), record.what)
            self.accounts[data["code"]] = data

    def take_voucher(self, record):
        data = record.data
        match = VOUCHER_NUMBER.fullmatch(data.get("number", ""))
        demand(match, f"{record.what}: number")
        period = match.group(1)
        if period > self.scope.last:
            return
        lines = [(line, *line_amount(line["data"], record.what, "reverses" in data))
                 for line in record.lines]
        sums = self.periods.setdefault(period, {})
        for line, side, fen in lines:
            account = sums.setdefault(line["data"]["account"], {"debit": 0, "credit": 0})
            account[side] += fen
        if self.scope.shows(period):
            for line, side, fen in lines:
                self.row(record, match, line, side, fen, lines)

    def row(self, record, match, line, side, fen, lines):
        data, voucher = line["data"], record.data
        counter = [] if self.is_project else counter_accounts(line, side, fen, lines)
        dimensions = sorted(data.get("dimensions", {}).items())
        cells = [record.book, match.group(1)[:4], match.group(1)[5:], voucher["date"],
                 match.group(2), match.group(3), str(line["n"]), data["summary"], data["account"],
                 self.name_of(data["account"])]
        cells += [yuan(fen) if side == name else "0.00" for name in SIDES]
        cells += ["CNY", "1", ",".join(counter), ",".join(map(self.name_of, counter)),
                  voucher["attachments"]]
        cells += [voucher.get(name, "") for name in ("prepared_by", "reviewed_by", "approved_by")]
        cells += [record.header["by"], voucher.get("reverses", ""), "1", data["aspect"],
                  data.get("quantity", ""), ";".join(f"{k}={v}" for k, v in dimensions),
                  data.get("reference", ""), str(record.seq), record.leaves["sha256"].hex()]
        if self.is_project:
            cells += [yuan(line["totals"][name]) for name in SIDES]
        self.vouchers.add(cells)
        self.shown += 1

    def name_of(self, code):
        return self.accounts[code]["name"] if code in self.accounts else ""

    def finish(self):
        vouchers = {f"data/csv/{self.folder}/vouchers.csv": self.vouchers.hexdigest()}
        if self.is_project:
            return vouchers if self.shown else {}
        return {**vouchers, f"data/csv/{self.folder}/balances.csv": self.balances(),
                f"data/csv/{self.folder}/accounts.csv": self.account_rows()}

    def named(self):
        """Every derived file of this book."""
        if self.is_project:
            paths = ("data/csv/{}/vouchers.csv", "reports/{}/project.txt") if self.shown else ()
        else:
            paths = self.OTHERS + tuple(f"data/csv/{{}}/{name}.csv"
                                        for name in ("vouchers", "balances", "accounts"))
        return {path.format(self.folder) for path in paths}

    def balances(self):
        rows = Rows("会计期间,会计科目编号,期初余额,借方发生额,贷方发生额,期末余额".split(","))
        opening = {}
        for period in sorted(self.periods):
            sums = self.periods[period]
            for code in sorted(set(opening) | set(sums), key=str.encode):
                before, moved = opening.get(code, 0), sums.get(code, {"debit": 0, "credit": 0})
                after = before + moved["debit"] - moved["credit"]
                if self.scope.shows(period) and (before or moved["debit"] or moved["credit"]):
                    rows.add([period, code, yuan(before), yuan(moved["debit"]),
                              yuan(moved["credit"]), yuan(after)])
                opening[code] = after
        return rows.hexdigest()

    def account_rows(self):
        rows = Rows("会计科目编号,会计科目名称,科目级次,余额方向,要素,核算面,末级,启用,辅助核算".split(","))
        for code in sorted(self.accounts, key=str.encode):
            data = self.accounts[code]
            rows.add([code, data["name"], str(self.level(code)), SIDES.get(data["side"], ""),
                      data["element"], data["aspect"], "1" if data.get("leaf") else "0",
                      "1" if data.get("open") else "0", ";".join(data.get("dimensions", []))])
        return rows.hexdigest()

    def level(self, code):
        return 1 + sum(code[:length] in self.accounts for length in range(1, len(code)))


def counter_accounts(line, side, fen, lines):
    """The accounts of the lines of the same aspect with the opposite effect, each once."""
    effect = fen if side == "debit" else -fen
    found = []
    for other, other_side, other_fen in lines:
        other_effect = other_fen if other_side == "debit" else -other_fen
        account = other["data"]["account"]
        if (other["data"]["aspect"] == line["data"]["aspect"] and effect * other_effect < 0
                and account not in found):
            found.append(account)
    return found


class Rows:
    """The digest of a table as it is written, row by row."""

    def __init__(self, headings):
        self.state = hashlib.sha256()
        self.add(headings)

    def add(self, cells):
        self.state.update((",".join(map(self.cell, cells)) + "\n").encode())

    @staticmethod
    def cell(text):
        if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text:
            if not re.fullmatch(r"[+-][0-9]+(\.[0-9]+)?", text):
                text = "'" + text
        if re.search('[",\n\r]', text):
            text = '"' + text.replace('"', '""') + '"'
        return text

    def hexdigest(self):
        return self.state.hexdigest()


# The bundle's own files --------------------------------------------------------------------------

def read_small(bundle, path, limit):
    demand(path in bundle.sizes, f"{path} is missing")
    demand(bundle.sizes[path] <= limit, f"{path} is too large")
    with bundle.open(path) as file:
        data = file.read(limit + 1)
    demand(len(data) <= limit, f"{path} is too large")
    return data


def read_pins(data):
    pins = set()
    for line in data.replace(b"\r\n", b"\n").split(b"\n"):
        if not line.strip() or line.startswith(b"#"):
            continue
        pin = line.split(b" ", 1)[0].lower()
        demand(re.fullmatch(b"[0-9a-f]{64}", pin), "the pin file has a line that is no digest")
        pins.add(pin.decode())
    demand(pins, "the pin file holds no digest")
    return pins


class Verification:
    """One run over one bundle: each check by name, in order."""

    def __init__(self, arguments, openssl):
        self.arguments, self.openssl = arguments, openssl
        self.results = {}
        self.bundle = self.statement = None
        self.keys, self.listed, self.passes = {}, {}, []

    def run(self):
        for name, (_, _, needs) in CHECKS.items():
            if any(self.results[need][0] is not True for need in needs):
                self.results[name] = (None, "skipped")
                continue
            try:
                self.results[name] = (True, getattr(self, "check_" + name)() or "")
            except Wrong as wrong:
                self.results[name] = (False, str(wrong))
        return self.results

    def check_files(self):
        path = self.arguments.bundle
        if os.path.isdir(path):
            self.bundle = Folder(path)
        else:
            demand(os.path.isfile(path), "the bundle is neither a folder nor a file")
            self.bundle = Tar(path)
        for name in self.bundle.sizes:
            demand(DESCRIBED.fullmatch(name), f"a bundle holds no {name}")
        for name in sorted(UNLISTED):
            demand(name in self.bundle.sizes, f"{name} is missing")
        return f"{len(self.bundle.sizes)} files"

    def check_statement(self):
        self.statement = Statement(read_small(self.bundle, "statement.txt", STATEMENT_LIMIT))
        return f"size {self.statement.size}, made at {self.statement.made_at}"

    def check_pins(self):
        pins = read_pins(read_file(self.arguments.pin, SMALL_LIMIT))
        demand(len(self.statement.require) == 2, "the statement does not require both algorithms")
        for algorithm, identity in self.statement.keys.items():
            demand(identity in pins, f"the {algorithm} key {identity} is not pinned")
            path = KEY_FILES[algorithm]
            pem = read_small(self.bundle, path, SMALL_LIMIT)
            der = self.openssl.public_key(pem, path)
            demand(algorithm_of(der) == algorithm and key_id(der) == identity,
                   f"{path} is not the key of the statement")
            self.keys[algorithm] = der
        return ""

    def check_certificates(self):
        count = 0
        for algorithm, der in self.keys.items():
            path = KEY_FILES[algorithm].replace(".pub", ".crt")
            if path in self.bundle.sizes:
                self.check_chain(algorithm, der, path)
                count += 1
            else:
                demand(not self.arguments.ca, f"{path} is missing")
        return f"{count} certificates" if count else "no certificates"

    def check_chain(self, algorithm, der, path):
        chain = read_certificates(read_small(self.bundle, path, SMALL_LIMIT))
        demand(chain and len(chain) <= 10, f"{path} is not a list of certificates")
        names = [self.openssl.file(pem_of(der, "CERTIFICATE")) for der in chain]
        for name, der_of_it in zip(names, chain):
            demand(self.openssl.run("x509", "-in", name, "-outform", "DER") == (0, der_of_it),
                   f"{path} is not a list of certificates")
        status, pem = self.openssl.run("x509", "-in", names[0], "-noout", "-pubkey")
        demand(status == 0 and self.openssl.public_key(pem, path) == der,
               f"{path} is the certificate of another key")
        usage = self.openssl.extension(names[0], "keyUsage")
        demand(not usage or "Digital Signature" in usage or "Non Repudiation" in usage,
               f"{path} is a certificate of a key that does not sign")
        begin, end = self.openssl.dates(names[0], path)
        demand(begin <= self.statement.epoch < end, f"{path} was not valid at made-at")
        if self.arguments.ca:
            found = self.openssl.leads(names, self.arguments.ca, self.statement.epoch)
            demand(found, f"{path} does not lead to a root of --ca")

    def check_signatures(self):
        for algorithm, der in self.keys.items():
            path = SIGNATURE_FILES[algorithm]
            signature = read_small(self.bundle, path, 256)
            demand(self.openssl.verifies(algorithm, der, signature, self.statement.data),
                   f"{path} is not a signature over statement.txt")
        return ""

    def check_timestamp(self):
        sizes = self.bundle.sizes
        if TOKEN not in sizes:
            demand(TOKEN_SIGNATURE not in sizes, f"{TOKEN_SIGNATURE} is there without {TOKEN}")
            demand(not self.arguments.tsa_ca, "--tsa-ca asks for a time stamp; there is none")
            return "no time stamp"
        token = read_small(self.bundle, TOKEN, 65536)
        name = self.openssl.file(token)
        status, output = self.openssl.run("ts", "-reply", "-in", name, "-text")
        demand(status == 0 and is_exact_der(token), f"{TOKEN} is not an RFC 3161 response")
        granted, algorithm, digest, stamped = read_token(output.decode("utf-8", "replace"))
        demand(granted, f"{TOKEN} was not granted")
        demand((algorithm, digest) == ("sha256", hashlib.sha256(self.statement.data).digest()),
               f"{TOKEN} is about something else than statement.txt")
        signature = read_small(self.bundle, TOKEN_SIGNATURE, 256)
        key = self.keys["ecdsa-p256-sha256"]
        demand(self.openssl.verifies("ecdsa-p256-sha256", key, signature, token),
               f"{TOKEN_SIGNATURE} is not a signature over {TOKEN}")
        self.check_authority(name, stamped)
        return datetime.datetime.fromtimestamp(stamped, datetime.timezone.utc).isoformat()

    def check_authority(self, name, stamped):
        """The one who signed the token: named in it, a time stamping authority, valid then."""
        status, token = self.openssl.run("ts", "-reply", "-in", name, "-token_out")
        token, signer = self.openssl.file(token), self.openssl.file(b"")
        shown = self.openssl.file(b"")
        status, _ = self.openssl.run("cms", "-verify", "-noverify", "-inform", "DER", "-in", token,
                                     "-signer", signer, "-out", shown)
        pem = read_file(signer, SMALL_LIMIT)
        demand(status == 0 and pem.count(b"-----BEGIN CERTIFICATE-----") == 1,
               f"{TOKEN} is not signed by one who brings his certificate")
        usage = self.openssl.extension(signer, "extendedKeyUsage").split()
        demand(usage[-3:] == ["critical", "Time", "Stamping"],
               f"{TOKEN} is signed by a key that does not stamp times")
        begin, end = self.openssl.dates(signer, TOKEN)
        demand(begin <= stamped < end, f"the certificate of {TOKEN} was not valid at its time")
        # Trusting the signer himself leaves his signature, his name in it, and what he may do.
        status, _ = self.openssl.run(
            "ts", "-verify", "-data", self.openssl.file(self.statement.data), "-in", name,
            "-CAfile", signer, "-partial_chain", "-attime", str(stamped))
        demand(status == 0, f"{TOKEN} is not signed as its certificate says")
        if self.arguments.tsa_ca:
            _, text = self.openssl.run("pkcs7", "-inform", "DER", "-in", token, "-print_certs")
            certificates = re.findall(rb"-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n", text)
            others = [self.openssl.file(one) for one in certificates]
            found = self.openssl.leads([signer] + others, self.arguments.tsa_ca, stamped,
                                       "-purpose", "timestampsign")
            demand(found, f"{TOKEN} does not lead to a root of --tsa-ca")

    def check_manifest(self):
        lists = []
        for name, stated in zip(HASHES, (self.statement.manifest_sha256, self.statement.manifest_sm3)):
            path = f"MANIFEST.{name}"
            data = read_small(self.bundle, path, LIST_LIMIT)
            demand(HASHES[name](data).hexdigest() == stated, f"{path} is not the signed one")
            lists.append(self.read_manifest(data, path))
        demand(list(lists[0]) == list(lists[1]), "the manifests list different files")
        self.listed = {path: (lists[0][path], lists[1][path]) for path in lists[0]}
        return f"{len(self.listed)} files"

    @staticmethod
    def read_manifest(data, what):
        listed, last = {}, b""
        for line in text_lines(data, what) if data else []:
            digest, path = line[:64], line[66:]
            demand(HEX64.fullmatch(digest) and line[64:66] == "  ", f"{what}: a line is malformed")
            raw = path.encode()
            demand(raw > last, f"{what}: paths are not in byte order")
            check_path(raw)
            demand(path not in UNLISTED and not path.startswith("sigs/"), f"{what} lists {path}")
            listed[path], last = digest, raw
        return listed

    def check_digests(self):
        found = {p for p in self.bundle.sizes if p not in UNLISTED and not p.startswith("sigs/")}
        for path in sorted(found ^ set(self.listed)):
            demand(path in found, f"{path} is missing")
            demand(path not in found, f"{path} is not in the manifests")
        for path, digests in self.listed.items():
            states = [make() for make in HASHES.values()]
            with self.bundle.open(path) as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    for state in states:
                        state.update(block)
            demand(tuple(s.hexdigest() for s in states) == digests, f"{path} was changed")
        return f"{len(self.listed)} files"

    def check_records(self):
        """Reads the records once, for all the checks after it."""
        reader = Reader(self.bundle, self.statement)
        make = [
            ("since", lambda: SinceCheck(self.since_data(), self.statement, None, None)),
            ("tree", lambda: TreeCheck(self.statement, self.bundle, getattr(since(), "size", None))),
            ("keys", lambda: KeyCheck(self.statement, self.openssl)),
            ("checkpoint", lambda: CheckpointCheck(self.statement, self.bundle, self.openssl, keys())),
            ("history", lambda: HistoryCheck(self.statement, self.bundle, self.openssl, keys())),
            ("vouchers", lambda: VoucherCheck(reader.project is not None)),
            ("project", lambda: ProjectCheck(self.statement, reader)),
            ("derived", lambda: DerivedCheck(self.statement, self.bundle,
                                             {p: d[0] for p, d in self.listed.items()})),
        ]
        self.passes, self.failures = {}, {}

        def since():
            return self.passes.get("since")

        def keys():
            return self.passes["keys"]

        for name, maker in make:
            self.attempt(name, lambda n=name, m=maker: self.passes.__setitem__(n, m()))
        for record in reader:
            for name, observer in self.passes.items():
                if name not in self.failures:
                    self.attempt(name, lambda o=observer, r=record: o.take(r))
        if since():
            since().tree, since().history = self.passes.get("tree"), self.passes.get("history")
        return f"{reader.shown} records"

    def attempt(self, name, work):
        try:
            work()
        except Wrong as wrong:
            self.failures.setdefault(name, wrong)

    def since_data(self):
        return read_file(self.arguments.since, NOTE_LIMIT) if self.arguments.since else None

    def finish(self, name):
        if name in self.failures:
            raise self.failures[name]
        observer = self.passes[name]
        observer.passed = False
        detail = observer.finish()
        observer.passed = True
        return detail

    def check_tree(self):
        return self.finish("tree")

    def check_keys(self):
        return self.finish("keys")

    def check_checkpoint(self):
        return self.finish("checkpoint")

    def check_history(self):
        return self.finish("history")

    def check_since(self):
        return self.finish("since")

    def check_vouchers(self):
        return self.finish("vouchers")

    def check_project(self):
        return self.finish("project")

    def check_derived(self):
        return self.finish("derived")


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def openssl_time(text):
    """Seconds since 1970 of `Nov 21 16:00:00 2026 GMT`, fractions cut off."""
    match = re.fullmatch(r"(\w{3}) +(\d+) (\d+):(\d+):(\d+)(?:\.\d+)? (\d+) GMT", text.strip())
    demand(match and match.group(1) in MONTHS, "a time is not understood")
    month = MONTHS.index(match.group(1)) + 1
    day, hour, minute, second, year = map(int, match.groups()[1:])
    return calendar.timegm((year, month, day, hour, minute, second))


def read_token(text):
    """Whether it was granted, the imprint, and the time of a printed time stamp response."""
    status = re.search(r"^Status: (.+)\.$", text, re.M)
    stamp = re.search(r"^Time stamp: (.+)$", text, re.M)
    algorithm = re.search(r"^Hash Algorithm: (.+)$", text, re.M)
    dump = re.search(r"^Message data:\n((?:    [0-9a-f]{4} - .+\n)+)", text, re.M)
    demand(status and stamp and algorithm and dump, f"{TOKEN} holds no time stamp")
    digits = "".join(line[11:58] for line in dump.group(1).splitlines())
    digest = bytes.fromhex(re.sub("[^0-9a-f]", "", digits))
    granted = status.group(1) in ("Granted", "Granted with modifications")
    return granted, algorithm.group(1), digest, openssl_time(stamp.group(1))


def read_certificates(text):
    """The DER of each block of PEM; nothing but line ends may stand between them."""
    chain, digits = [], None
    for line in text.split(b"\n"):
        line = line[:-1] if line.endswith(b"\r") else line
        if digits is None:
            if line == b"-----BEGIN CERTIFICATE-----":
                digits = b""
            elif line:
                return []
        elif line == b"-----END CERTIFICATE-----":
            chain.append(from_base64(digits.decode("latin-1"), "a certificate"))
            digits = None
        else:
            digits += line
    return chain if digits is None else []


def is_exact_der(data):
    """Whether bytes are one element of DER, with the shortest lengths all the way down."""
    def element(place, limit, depth):
        demand(place + 2 <= limit and depth <= 32, "")
        tag, count, place = data[place], data[place + 1], place + 2
        demand(tag & 31 != 31 and (tag & 0xC0 or bool(tag & 32) == (tag & 31 in (16, 17))), "")
        if count >= 128:
            digits = data[place:place + count - 128]
            demand(129 <= count <= 131 and len(digits) == count - 128 and digits[0], "")
            place, count = place + len(digits), int.from_bytes(digits, "big")
            demand(count >= 128, "")
        end = place + count
        demand(end <= limit, "")
        while tag & 32 and place < end:
            place = element(place, end, depth + 1)
        return end

    try:
        return element(0, len(data), 1) == len(data)
    except Wrong:
        return False


def read_file(path, limit):
    with open(path, "rb") as file:
        data = file.read(limit + 1)
    demand(len(data) <= limit, f"{path} is too large")
    return data


def report(results, statement, as_json):
    failed = next((name for name, (ok, _) in results.items() if ok is False), None)
    valid = failed is None and all(ok for ok, _ in results.values())
    if as_json:
        roots = statement.roots() if statement else (None, None)
        print(json.dumps({
            "valid": valid, "size": statement.size if statement else None,
            "root_sha256": roots[0], "root_sm3": roots[1],
            "checks": [{"name": n, "ok": ok, "detail": d} for n, (ok, d) in results.items()],
            "failed": failed}, ensure_ascii=False))
        return valid
    for name, (ok, detail) in results.items():
        zh, en, _ = CHECKS[name]
        word = {True: "ok", False: "FAILED", None: "skipped"}[ok]
        print(f"{name:13}{word:8} {zh} / {en}" + (f"\n{'':22}{detail}" if detail and ok is not None
                                                 else ""))
    if valid:
        print(f"通过: 日志共 {statement.size} 条记录 / valid: a log of {statement.size} records")
    else:
        print(f"未通过, 首个失败的检查: {failed} / not valid, the first check that failed: {failed}")
    return valid


def main():
    parser = argparse.ArgumentParser(description="Verifies an audit bundle (审计包).")
    parser.add_argument("bundle", metavar="DIR|TAR")
    parser.add_argument("--pin", required=True, metavar="FILE")
    parser.add_argument("--since", metavar="FILE")
    parser.add_argument("--ca", metavar="FILE")
    parser.add_argument("--tsa-ca", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    for path in (arguments.bundle, arguments.pin, arguments.since, arguments.ca, arguments.tsa_ca):
        if path is not None and not os.path.exists(path):
            print(f"verify.py: 没有这个文件 / no such file: {path}", file=sys.stderr)
            return 4
    try:
        with tempfile.TemporaryDirectory() as scratch:
            verification = Verification(arguments, OpenSSL(scratch))
            results = verification.run()
    except OSError as error:
        print(f"verify.py: 无法读取 / cannot read: {error}", file=sys.stderr)
        return 4
    return 0 if report(results, verification.statement, arguments.json) else 7


if __name__ == "__main__":
    sys.exit(main())
