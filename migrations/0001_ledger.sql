-- The ledger file, version 1.
--
-- `record` is the truth: an append-only log of canonical JSON lines. Everything else is derived from
-- it in the same transaction and can be rebuilt by replaying it. The triggers below refuse, whatever
-- program holds the file open, an entry that does not balance, comes late, repeats a number or
-- touches what is posted. Amounts are integer fen; days count from 1970-01-01; periods count months
-- (year * 12 + month - 1).

CREATE TABLE migration (                            -- which of these files made the schema
  version INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  sha256  BLOB NOT NULL
) STRICT;

-- ---------------------------------------------------------------- the log

CREATE TABLE record (
  seq    INTEGER PRIMARY KEY CHECK (seq >= 0),
  body   TEXT NOT NULL,                            -- header LF line 1 LF … line n LF
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32), -- leaf hash of the header, SHA-256
  sm3    BLOB NOT NULL CHECK (length(sm3) = 32)     -- leaf hash of the header, SM3
) STRICT;

CREATE TABLE log_head (                             -- where the log and its two Merkle trees end
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  head BLOB NOT NULL                                -- size, last leaf hash, subtree roots
) STRICT;

CREATE TABLE project_head (                         -- per project: lines so far, hash of the last
  project TEXT PRIMARY KEY,
  count   INTEGER NOT NULL,
  last    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_record (                      -- which records speak of keys and signed heads
  seq  INTEGER PRIMARY KEY REFERENCES record(seq),
  type TEXT NOT NULL CHECK (type IN ('key', 'checkpoint'))
) STRICT;

-- ---------------------------------------------------------------- master data

CREATE TABLE book (
  id           INTEGER PRIMARY KEY,
  code         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  start_period INTEGER NOT NULL,
  created_seq  INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
  id          INTEGER PRIMARY KEY,
  book_id     INTEGER NOT NULL REFERENCES book(id),
  code        TEXT NOT NULL,
  name        TEXT NOT NULL,
  normal_side INTEGER NOT NULL CHECK (normal_side IN (1, -1)),
  element     TEXT NOT NULL,
  aspect      INTEGER NOT NULL CHECK (aspect BETWEEN 0 AND 3),
  is_leaf     INTEGER NOT NULL CHECK (is_leaf IN (0, 1)),
  is_open     INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  dimensions  TEXT NOT NULL,                        -- required kinds, codes joined by commas
  UNIQUE (book_id, code)
) STRICT;

CREATE TABLE dimension_kind (
  code     TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dimension_value (
  kind       TEXT NOT NULL REFERENCES dimension_kind(code),
  code       TEXT NOT NULL,
  name       TEXT NOT NULL,
  is_open    INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  attributes TEXT NOT NULL,                         -- lines of heading TAB text
  PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE dimension_set (                        -- each combination of values that was ever used
  id   INTEGER PRIMARY KEY,
  tags TEXT NOT NULL UNIQUE                         -- lines of kind=value, in the order of kinds
) STRICT;
INSERT INTO dimension_set (id, tags) VALUES (0, '');

CREATE TABLE person (
  name        TEXT PRIMARY KEY,
  roles       TEXT NOT NULL,                        -- role names joined by commas
  can_sign_in INTEGER NOT NULL CHECK (can_sign_in IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE period (
  book_id   INTEGER NOT NULL REFERENCES book(id),
  period    INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day  INTEGER NOT NULL,
  is_open   INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (book_id, period)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- posted entries

CREATE TABLE entry (
  id          INTEGER PRIMARY KEY REFERENCES record(seq) DEFERRABLE INITIALLY DEFERRED,
  book_id     INTEGER NOT NULL REFERENCES book(id) DEFERRABLE INITIALLY DEFERRED,
  period      INTEGER NOT NULL,
  day         INTEGER NOT NULL,
  word        TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number >= 1),
  attachments INTEGER NOT NULL CHECK (attachments >= 0),
  prepared_by TEXT,
  reviewed_by TEXT,
  approved_by TEXT,
  posted_by   TEXT NOT NULL,
  posted_at   TEXT NOT NULL,
  reverses    INTEGER REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  history     TEXT NOT NULL,                        -- lines of time TAB person TAB step TAB reason
  UNIQUE (book_id, period, word, number),
  CHECK (prepared_by <> reviewed_by AND prepared_by <> approved_by AND reviewed_by <> approved_by
         OR prepared_by IS NULL AND reviewed_by IS NULL AND approved_by IS NULL)
) STRICT;

CREATE UNIQUE INDEX entry_reverses ON entry (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE posting (
  entry_id   INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  line       INTEGER NOT NULL CHECK (line >= 1),
  account_id INTEGER NOT NULL,
  day        INTEGER NOT NULL,
  dims_id    INTEGER NOT NULL,
  side       INTEGER NOT NULL CHECK (side IN (1, -1)),
  amount     INTEGER NOT NULL CHECK (amount <> 0),
  quantity   INTEGER,
  summary    TEXT NOT NULL CHECK (summary <> ''),
  reference  TEXT NOT NULL,
  PRIMARY KEY (entry_id, line)
) STRICT, WITHOUT ROWID;

-- The day comes first, as in all that grows with the ledger: what is written next lies beside what
-- was written last, however large the file is. An account is looked up day by day.
CREATE INDEX posting_day ON posting (day, account_id);

-- ---------------------------------------------------------------- balances, derived

CREATE TABLE balance (                              -- turnover so far
  account_id INTEGER NOT NULL,
  dims_id    INTEGER NOT NULL,
  debit      INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (account_id, dims_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance_day (                          -- turnover of one day
  day        INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  dims_id    INTEGER NOT NULL,
  debit      INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (day, account_id, dims_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance_period (                       -- turnover of one period
  period     INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  dims_id    INTEGER NOT NULL,
  debit      INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (period, account_id, dims_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance_close (                        -- turnover up to the end of a closed period
  period     INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  dims_id    INTEGER NOT NULL,
  debit      INTEGER NOT NULL,
  credit     INTEGER NOT NULL,
  PRIMARY KEY (period, account_id, dims_id)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- drafts, which may still change

CREATE TABLE batch (
  id         TEXT PRIMARY KEY,                      -- IMP-20260105-0001
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  source     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,  -- shown as D-000123; never used twice
  book_id       INTEGER NOT NULL REFERENCES book(id),
  state         TEXT NOT NULL,
  day           INTEGER NOT NULL,
  word          TEXT NOT NULL,
  file_number   INTEGER,                            -- the number in the file it came from
  attachments   INTEGER NOT NULL,
  prepared_by   TEXT,
  reviewed_by   TEXT,
  approved_by   TEXT,
  reverses      INTEGER REFERENCES entry(id),
  reverses_draft INTEGER REFERENCES draft(id) ON DELETE SET NULL, -- when that is still a draft
  batch_id      TEXT REFERENCES batch(id),
  entry_id      INTEGER REFERENCES entry(id),       -- set when posted
  history       TEXT NOT NULL                       -- lines of time TAB person TAB step TAB reason
) STRICT;

CREATE INDEX draft_open ON draft (book_id, state) WHERE state <> 'posted';
CREATE INDEX draft_batch ON draft (batch_id) WHERE batch_id IS NOT NULL;
CREATE UNIQUE INDEX draft_entry ON draft (entry_id) WHERE entry_id IS NOT NULL;

CREATE TABLE draft_line (
  draft_id   INTEGER NOT NULL REFERENCES draft(id) ON DELETE CASCADE,
  line       INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id),
  dims_id    INTEGER NOT NULL REFERENCES dimension_set(id),
  side       INTEGER NOT NULL CHECK (side IN (1, -1)),
  amount     INTEGER NOT NULL,
  quantity   INTEGER,
  summary    TEXT NOT NULL,
  reference  TEXT NOT NULL,
  PRIMARY KEY (draft_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (                          -- the first answer to each key
  key     TEXT PRIMARY KEY,
  request BLOB NOT NULL,                            -- SHA-256 of what was asked
  answer  TEXT NOT NULL,
  at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- what nobody may do
-- A refusal stops the statement at the row it concerns (FAIL): to take a whole statement back
-- (ABORT), SQLite would copy every page before it changes it. For the same reason the foreign keys
-- of entries are deferred, and the program inserts with OR FAIL.

CREATE TRIGGER record_append BEFORE INSERT ON record
WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM record)
BEGIN SELECT RAISE(FAIL, 'xiantou: records are appended in order, none twice'); END;

CREATE TRIGGER record_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(FAIL, 'xiantou: records never change'); END;

CREATE TRIGGER record_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(FAIL, 'xiantou: records are never deleted'); END;

CREATE TRIGGER posting_append BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(FAIL, 'xiantou: a posted entry gets no further lines'); END;

CREATE TRIGGER posting_update BEFORE UPDATE ON posting
BEGIN SELECT RAISE(FAIL, 'xiantou: postings never change'); END;

CREATE TRIGGER posting_delete BEFORE DELETE ON posting
BEGIN SELECT RAISE(FAIL, 'xiantou: postings are never deleted'); END;

-- The seal: the lines stand already, the entry is inserted last and judged as a whole.
CREATE TRIGGER entry_seal BEFORE INSERT ON entry
BEGIN
  SELECT RAISE(FAIL, 'xiantou: an entry belongs to the newest record')
  WHERE NEW.id IS NOT (SELECT max(seq) FROM record)
     OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id);
  SELECT RAISE(FAIL, 'xiantou: the voucher number is taken')
  WHERE EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND period = NEW.period
                AND word = NEW.word AND number = NEW.number);
  SELECT RAISE(FAIL, 'xiantou: the period is not open')
  WHERE NOT EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period
                    AND is_open = 1 AND NEW.day BETWEEN first_day AND last_day);
  SELECT RAISE(FAIL, 'xiantou: only openings stand before the first period')
  WHERE (NEW.word = '初')
        IS NOT (SELECT NEW.period < start_period FROM book WHERE id = NEW.book_id);
  SELECT RAISE(FAIL, 'xiantou: three persons sign an entry')
  WHERE (coalesce(NEW.prepared_by, '') = '' OR coalesce(NEW.reviewed_by, '') = ''
         OR coalesce(NEW.approved_by, '') = '')
    AND NEW.word <> '初';
  SELECT RAISE(FAIL, 'xiantou: the entry does not balance, or a line is out of place')
  WHERE (SELECT count(*) < 2
             OR count(a.id) < count(*)
             OR count(d.id) < count(*)
             OR sum(p.side * p.amount * (a.aspect = 0)) <> 0
             OR sum(p.side * p.amount * (a.aspect = 1)) <> 0
             OR sum(p.side * p.amount * (a.aspect = 2)) <> 0
             OR sum(p.side * p.amount * (a.aspect = 3)) <> 0
             OR min(a.book_id = NEW.book_id AND a.is_leaf AND a.is_open AND p.day = NEW.day
                    AND (p.amount > 0 OR NEW.reverses IS NOT NULL)) = 0
             OR max(p.line) <> count(*)
         FROM posting AS p LEFT JOIN account AS a ON a.id = p.account_id
           LEFT JOIN dimension_set AS d ON d.id = p.dims_id
         WHERE p.entry_id = NEW.id);
END;

CREATE TRIGGER entry_seal_reversal BEFORE INSERT ON entry WHEN NEW.reverses IS NOT NULL
BEGIN
  SELECT RAISE(FAIL, 'xiantou: the entry is reversed already')
  WHERE EXISTS (SELECT 1 FROM entry WHERE reverses = NEW.reverses);
  SELECT RAISE(FAIL, 'xiantou: a reversal mirrors an earlier entry of its book line by line')
  WHERE NOT EXISTS (SELECT 1 FROM entry WHERE id = NEW.reverses AND book_id = NEW.book_id)
     OR (SELECT count(*) FROM posting WHERE entry_id = NEW.id)
        <> (SELECT count(*) FROM posting WHERE entry_id = NEW.reverses)
     OR EXISTS (SELECT 1 FROM posting AS r
                LEFT JOIN posting AS o ON o.entry_id = NEW.reverses AND o.line = r.line
                WHERE r.entry_id = NEW.id
                  AND (o.line IS NULL OR o.account_id <> r.account_id OR o.dims_id <> r.dims_id
                       OR o.side <> r.side OR o.amount <> -r.amount
                       OR o.quantity IS NOT -r.quantity));
END;

CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(FAIL, 'xiantou: posted entries never change'); END;

CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(FAIL, 'xiantou: posted entries are never deleted'); END;

CREATE TRIGGER idempotency_append BEFORE INSERT ON idempotency
WHEN EXISTS (SELECT 1 FROM idempotency WHERE key = NEW.key)
BEGIN SELECT RAISE(FAIL, 'xiantou: an answer is given once'); END;

CREATE TRIGGER idempotency_update BEFORE UPDATE ON idempotency
BEGIN SELECT RAISE(FAIL, 'xiantou: answers never change'); END;

CREATE TRIGGER idempotency_delete BEFORE DELETE ON idempotency
BEGIN SELECT RAISE(FAIL, 'xiantou: answers are never deleted'); END;
