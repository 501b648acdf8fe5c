"""A workshop for audit bundles (审计包): takes one apart, changes it, and seals it again.

What an attacker has who knows the formats: with the signers' keys (insider), with keys of his own
(evilkey), or without any (reseal). Written from docs/audit-format.md and docs/record-format.md; it
shares no code with the program or with scripts/evidence/verify.py, so that three implementations
have to agree. It also makes a small bundle of its own, see sample.py.
"""

import base64
import copy
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile

SM2_ID = "1234567812345678"
ALGORITHMS = ("sm2-sm3", "ecdsa-p256-sha256", "ed25519")
NAMES = {"sm2-sm3": "sm2", "ecdsa-p256-sha256": "p256", "ed25519": "ed25519"}
HASHES = ("sha256", "sm3")
ZERO = "0" * 64
UNLISTED = ("statement.txt", "MANIFEST.sha256", "MANIFEST.sm3")
ENTRIES = "data/entries-0001.jsonl"
COMPLETE_TYPES = ("book", "accounts", "key", "checkpoint")


def digest(name, data):
    return hashlib.new(name, data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def dump(rows):
    return "".join(row + "\n" for row in rows).encode()


# Trees -------------------------------------------------------------------------------------------

def leaf(name, data):
    return digest(name, b"\0" + data)


def split(count):
    """The largest power of two smaller than a count."""
    return 1 << (count - 1).bit_length() - 1


def root(name, leaves):
    """RFC 6962 section 2.1, as it is written there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else digest(name, b"")
    k = split(len(leaves))
    return digest(name, b"\1" + root(name, leaves[:k]) + root(name, leaves[k:]))


def inclusion(name, index, leaves):
    """RFC 6962 section 2.1.1."""
    if len(leaves) < 2:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(name, index, leaves[:k]) + [root(name, leaves[k:])]
    return inclusion(name, index - k, leaves[k:]) + [root(name, leaves[:k])]


def consistency(name, old, leaves, whole=True):
    """RFC 6962 section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [root(name, leaves)]
    k = split(len(leaves))
    if old <= k:
        return consistency(name, old, leaves[:k], whole) + [root(name, leaves[k:])]
    return consistency(name, old - k, leaves[k:], False) + [root(name, leaves[:k])]


# Keys --------------------------------------------------------------------------------------------

def openssl(*arguments, stdin=b""):
    done = subprocess.run(("openssl",) + arguments, input=stdin, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout


class Key:
    """A private key in a PEM file."""

    def __init__(self, algorithm, path):
        self.algorithm, self.path = algorithm, str(path)
        self.der = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")
        self.pem = openssl("pkey", "-in", self.path, "-pubout")
        self.id = hashlib.sha256(self.der).hexdigest()

    @classmethod
    def new(cls, algorithm, path):
        curve = {"sm2-sm3": ("-algorithm", "SM2"), "ed25519": ("-algorithm", "ED25519"),
                 "ecdsa-p256-sha256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                                       "-pkeyopt", "ec_param_enc:named_curve")}[algorithm]
        openssl("genpkey", *curve, "-out", str(path))
        return cls(algorithm, path)

    def sign(self, data, distid=SM2_ID, hash_name="sha256"):
        if self.algorithm == "ed25519":
            with tempfile.NamedTemporaryFile() as file:
                file.write(data)
                file.flush()
                return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.path, "-in", file.name)
        options = ["-" + hash_name]
        if self.algorithm == "sm2-sm3":
            options = ["-sm3"] + (["-sigopt", "distid:" + distid] if distid is not None else [])
        return openssl("dgst", *options, "-sign", self.path, stdin=data)


class Keyring:
    """The keys that sign: the current one of each algorithm, and those before it by id."""

    def __init__(self, keys):
        self.by_id = {key.id: key for key in keys}
        self.current = {key.algorithm: key for key in keys}

    @classmethod
    def new(cls, folder):
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        return cls([Key.new(name, f"{folder}/{NAMES[name]}.pem") for name in ALGORITHMS])

    def add(self, key):
        self.by_id[key.id] = key
        self.current[key.algorithm] = key

    def standing_in(self, key_id, algorithm):
        """The key of an id, or ours of the algorithm when the id is somebody else's."""
        return self.by_id.get(key_id, self.current[algorithm])


def algorithm_of(der):
    if len(der) == 44:
        return "ed25519"
    return "sm2-sm3" if b"\x2a\x81\x1c\xcf\x55" in der else "ecdsa-p256-sha256"


def key_text(origin, change, algorithm, key_id, replaces):
    return dump(("funds-audit-key/v1", "origin " + origin, "change " + change,
                 f"key {algorithm} {key_id}", "replaces " + replaces))


# Records -----------------------------------------------------------------------------------------

class Record:
    """A header and its lines; `spell` and `line_spell` misspell them after sealing."""

    def __init__(self, header, lines):
        self.header, self.lines = header, lines
        self.spell = self.line_spell = None

    def header_bytes(self):
        data = canonical(self.header)
        return self.spell(data) if self.spell else data

    def line_bytes(self):
        lines = [canonical(line) for line in self.lines]
        if self.line_spell:
            number, spell = self.line_spell
            lines[number - 1] = spell(lines[number - 1])
        return lines

    def bytes(self):
        return b"".join(line + b"\n" for line in [self.header_bytes()] + self.line_bytes())

    @property
    def type(self):
        return self.header["t"]

    @property
    def data(self):
        return self.header["data"]


class Log:
    """The records of a whole bundle."""

    def __init__(self, records):
        self.records = records

    @classmethod
    def parse(cls, data):
        records = []
        for line in data.split(b"\n")[:-1]:
            value = json.loads(line)
            if line.startswith(b'{"at":'):
                records.append(Record(value, []))
            else:
                records[-1].lines.append(value)
        return cls(records)

    def copy(self):
        return Log(copy.deepcopy(self.records))

    def origin(self):
        return "xiantou/" + leaf("sha256", self.records[0].header_bytes()).hex()[:32]

    def leaves(self, name, count=None):
        return [leaf(name, record.header_bytes()) for record in self.records[:count]]

    def roots(self, count=None):
        return [root(name, self.leaves(name, count)).hex() for name in HASHES]

    def of_type(self, kind):
        return [record for record in self.records if record.type == kind]

    def seal(self, keyring=None, numbering=True):
        """Makes every hash right again; with keys every signature inside the log too."""
        before, chains = ZERO, {}
        leaves = {name: [] for name in HASHES}
        last = (0, [digest(name, b"").hex() for name in HASHES])
        for seq, record in enumerate(self.records):
            if numbering:
                record.header["seq"] = str(seq)
            record.header["prev"] = before
            if seq and record.type == "key":
                self.seal_key(record, keyring)
            if record.type == "checkpoint":
                last = self.seal_head(record, leaves, last, keyring)
            self.seal_lines(record, chains)
            data = record.header_bytes()
            before = leaf("sha256", data).hex()
            for name in HASHES:
                leaves[name].append(leaf(name, data))
        return self

    @staticmethod
    def seal_lines(record, chains):
        for number, line in enumerate(record.lines, 1):
            line["n"] = str(number)
            if "project" in line:
                count, last = chains.get(line["project"], (0, ZERO))
                line["pseq"], line["pprev"] = str(count + 1), last
            data = record.line_bytes()[number - 1]
            if "project" in line:
                chains[line["project"]] = (count + 1, leaf("sha256", data).hex())
        lines = record.line_bytes()
        record.header["lines"] = {"count": str(len(lines))}
        for name in HASHES:
            leaves = [leaf(name, line) for line in lines]
            record.header["lines"][name] = root(name, leaves).hex()

    def seal_key(self, record, keyring):
        data = record.data
        if keyring is None or data["change"] == "revoke":
            return
        algorithm = algorithm_of(base64.b64decode(data["key"]))
        key = keyring.standing_in(data["id"], algorithm)
        data["key"], data["id"] = b64(key.der), key.id
        replaced = "-"
        if data["change"] == "rotate":
            old = keyring.standing_in(data["replaces"], algorithm)
            data["replaces"] = replaced = old.id
        text = key_text(self.origin(), data["change"], algorithm, key.id, replaced)
        data["proof"] = b64(key.sign(text))
        if data["change"] == "rotate":
            data["release"] = b64(old.sign(text))

    def seal_head(self, record, leaves, last, keyring):
        statement = Statement.parse(dump(record.data["statement"]))
        # Where records were taken away, a head cannot be larger than the log then was.
        size = min(int(statement["size"]), len(leaves["sha256"]))
        roots = [root(name, leaves[name][:size]).hex() for name in HASHES]
        statement.move(self.origin(), size, roots, last)
        text = statement.bytes()
        if text != dump(record.data["statement"]) and keyring:
            keys = [keyring.standing_in(key_id, name) for name, key_id in statement.keys]
            statement.keys = [(key.algorithm, key.id) for key in keys]
            text = statement.bytes()
            record.data["signatures"] = [
                {"algorithm": key.algorithm, "signature": b64(key.sign(text))} for key in keys]
            note = note_of(self.origin(), size, roots[0], keyring.current["ed25519"])
            record.data["note"] = note.decode().split("\n")[-2]
        record.data["statement"] = text.decode()[:-1].split("\n")
        return size, roots


class Statement:
    """The lines of a statement, in order, by name."""

    NAMES = ("origin", "book", "period", "project", "size", "root-sha256", "root-sm3", "prev-size",
             "prev-root-sha256", "prev-root-sm3", "manifest-sha256", "manifest-sm3", "require",
             "sm2-id")
    LAST = ("key-epoch", "made-at", "program")

    def __init__(self, values, keys):
        self.values, self.keys = values, keys

    @classmethod
    def parse(cls, data):
        lines = [line.partition(" ") for line in data.decode().split("\n")[1:-1]]
        keys = [tuple(value.split(" ")) for name, _, value in lines if name == "key"]
        return cls({name: value for name, _, value in lines if name != "key"}, keys)

    def __getitem__(self, name):
        return self.values[name]

    def __setitem__(self, name, value):
        self.values[name] = value

    def move(self, origin, size, roots, last):
        self.values.update({
            "origin": origin, "size": str(size), "root-sha256": roots[0], "root-sm3": roots[1],
            "prev-size": str(last[0]), "prev-root-sha256": last[1][0], "prev-root-sm3": last[1][1]})

    def bytes(self):
        return dump(["funds-audit-statement/v1"]
                    + [f"{name} {self.values[name]}" for name in self.NAMES]
                    + [f"key {algorithm} {key_id}" for algorithm, key_id in self.keys]
                    + [f"{name} {self.values[name]}" for name in self.LAST])


def note_of(origin, size, root_hex, key):
    """A signed checkpoint."""
    text = f"{origin}\n{size}\n{b64(bytes.fromhex(root_hex))}\n".encode()
    return text + b"\n" + signature_line(origin, text, key)


def signature_line(name, text, key):
    number = digest("sha256", name.encode() + b"\n\1" + key.der[-32:])[:4]
    return f"\u2014 {name} {b64(number + key.sign(text))}\n".encode()


# Bundles -----------------------------------------------------------------------------------------

class Bundle:
    """The files of a bundle by path."""

    def __init__(self, files):
        self.files = files

    @classmethod
    def load(cls, folder):
        folder = pathlib.Path(folder)
        return cls({str(path.relative_to(folder)): path.read_bytes()
                    for path in sorted(folder.rglob("*")) if path.is_file()})

    def copy(self):
        return Bundle(dict(self.files))

    def save(self, folder):
        for path, data in self.files.items():
            target = pathlib.Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return folder

    def tar(self, entries=None):
        """The tar file; `entries` gives other (path, data, header) in place of the files."""
        out = b""
        for path in sorted(self.files, key=str.encode):
            out += tar_entry(path.encode(), self.files[path])
        for entry in entries or ():
            out += entry
        return out + bytes(1024)

    @property
    def statement(self):
        return Statement.parse(self.files["statement.txt"])

    def log(self):
        names = sorted(path for path in self.files if re.match(r"data/entries-\d+", path))
        return Log.parse(b"".join(self.files[name] for name in names))

    def put_log(self, log, keyring):
        """Puts records in place and makes the files that follow from them, all but signatures."""
        statement = self.statement
        for path in [path for path in self.files if path.startswith("data/entries-")]:
            del self.files[path]
        self.files[ENTRIES] = b"".join(record.bytes() for record in log.records)
        heads = [(record, Statement.parse(dump(record.data["statement"])))
                 for record in log.of_type("checkpoint")]
        last = (0, [digest(name, b"").hex() for name in HASHES])
        if heads:
            head = heads[-1][1]
            last = (int(head["size"]), [head["root-sha256"], head["root-sm3"]])
        statement.move(log.origin(), len(log.records), log.roots(), last)
        statement["key-epoch"] = str(len(log.of_type("key")))
        self.files["statement.txt"] = statement.bytes()
        self.put_heads(log, heads, statement, keyring)
        return self

    def put_heads(self, log, heads, statement, keyring):
        origin, size = log.origin(), len(log.records)
        rows = [canonical({"made_at": head["made-at"], "occasion": record.data["occasion"],
                           "root_sha256": head["root-sha256"], "root_sm3": head["root-sm3"],
                           "seq": record.header["seq"], "size": head["size"]}).decode()
                for record, head in heads]
        self.files["heads/history.jsonl"] = dump(rows)
        sizes = sorted({int(head["size"]) for _, head in heads})
        for name in HASHES:
            leaves = log.leaves(name)
            rows = ["funds-audit-consistency/v1", "origin " + origin, "hash " + name, f"size {size}"]
            for old in (old for old in sizes if 0 < old < size):
                rows += [f"old {old}"] + [b64(item) for item in consistency(name, old, leaves)]
            self.files["proofs/consistency." + name] = dump(rows)
        if keyring:
            self.put_notes(statement, keyring)

    def put_notes(self, statement, keyring):
        key, origin = keyring.current["ed25519"], statement["origin"]
        size = int(statement["size"])
        self.files["heads/checkpoint"] = note_of(origin, size, statement["root-sha256"], key)
        self.files["heads/checkpoint.sm3"] = note_of(origin + "/sm3", size, statement["root-sm3"], key)

    def put_manifests(self):
        """Lists what is there, and states the lists."""
        listed = sorted((path for path in self.files
                         if path not in UNLISTED and not path.startswith("sigs/")), key=str.encode)
        statement = self.statement
        for name in HASHES:
            rows = [f"{digest(name, self.files[path]).hex()}  {path}" for path in listed]
            self.files["MANIFEST." + name] = dump(rows)
            statement["manifest-" + name] = digest(name, self.files["MANIFEST." + name]).hex()
        self.files["statement.txt"] = statement.bytes()
        return self

    def put_keys(self, keyring):
        """The signers' public keys, in the folder and in the statement."""
        statement = self.statement
        for name, key in keyring.current.items():
            self.files[f"keys/{NAMES[name]}.pub"] = key.pem
        statement.keys = [(name, keyring.current[name].id) for name in statement["require"].split()]
        self.files["statement.txt"] = statement.bytes()
        return self

    def sign(self, keyring):
        for name in ALGORITHMS[:2]:
            signature = keyring.current[name].sign(self.files["statement.txt"])
            self.files[f"sigs/statement.{NAMES[name]}.sig"] = signature
        return self


def excerpt(log, project):
    """The entries and inclusion files of one project."""
    entries, groups = b"", {name: [] for name in HASHES}
    for seq, record in enumerate(log.records):
        complete = record.type in COMPLETE_TYPES or seq == 0
        shown = [n for n, line in enumerate(record.lines) if complete or line.get("project") == project]
        if not shown and not complete:
            continue
        lines = record.line_bytes()
        entries += b"".join(row + b"\n" for row in [record.header_bytes()] + [lines[n] for n in shown])
        for name in HASHES:
            rows = [f"record {seq}"] + [b64(p) for p in inclusion(name, seq, log.leaves(name))]
            if len(shown) < len(lines):
                leaves = [leaf(name, line) for line in lines]
                for n in shown:
                    rows += [f"line {n + 1}"] + [b64(p) for p in inclusion(name, n, leaves)]
            groups[name] += rows
    files = {ENTRIES: entries}
    for name in HASHES:
        head = ["funds-audit-inclusion/v1", "origin " + log.origin(), "hash " + name,
                f"size {len(log.records)}"]
        files["proofs/inclusion." + name] = dump(head + groups[name])
    return files


def tar_entry(path, data, kind=b"0", mode=b"0000644", link=b"", mtime=b"00000000000"):
    prefix, name = b"", path
    if len(path) > 100:
        cut = path.rfind(b"/", 0, 156)
        prefix, name = path[:cut], path[cut + 1:]
    header = (name.ljust(100, b"\0") + mode + b"\0" + b"0000000\0" * 2 + b"%011o\0" % len(data)
              + mtime + b"\0" + b" " * 8 + kind + link.ljust(100, b"\0") + b"ustar\00000"
              + bytes(64) + b"0000000\0" * 2 + prefix.ljust(155, b"\0") + bytes(12))
    header = header[:148] + b"%06o\0 " % sum(header) + header[156:]
    return header + data + bytes(-len(data) % 512)


def stamp(folder, data, extended_usage="critical,timeStamping", days=3650, digest="sha256"):
    """A time stamp by a TSA of our own: the response and the TSA's certificate."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").write_bytes(data)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(
        "[tsa]\nserial=%s/serial\ncrypto_device=builtin\nsigner_digest=sha256\ndefault_policy=1.2.3\n"
        "digests=sha256,sm3\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\n"
        "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Sample TSA\n[ext]\n"
        "basicConstraints=CA:FALSE\nextendedKeyUsage=%s\n" % (folder, extended_usage))
    if not os.path.exists(folder / "tsa.crt"):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", f"{folder}/tsa.key", "-out", f"{folder}/tsa.crt", "-days", str(days),
                "-config", f"{folder}/tsa.cnf", "-extensions", "ext")
    openssl("ts", "-query", "-data", f"{folder}/data", f"-{digest}", "-cert", "-out", f"{folder}/q")
    openssl("ts", "-reply", "-queryfile", f"{folder}/q", "-signer", f"{folder}/tsa.crt",
            "-inkey", f"{folder}/tsa.key", "-config", f"{folder}/tsa.cnf", "-section", "tsa",
            "-out", f"{folder}/reply")
    return (folder / "reply").read_bytes(), folder / "tsa.crt"
