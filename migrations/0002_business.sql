-- The ledger file, version 2: business documents, adopted files, whose book is whose.
--
-- What a document says is in its record; these tables only find it again.

CREATE TABLE document (                             -- 业务单据
  seq     INTEGER PRIMARY KEY REFERENCES record(seq),
  area    TEXT NOT NULL CHECK (area IN ('project', 'pool')),
  subject TEXT NOT NULL,                            -- the project, or the pool
  number  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  day     INTEGER NOT NULL,
  UNIQUE (area, subject, number)
) STRICT;

CREATE INDEX document_subject ON document (area, subject, seq);

CREATE TABLE document_entry (                       -- the vouchers that book a document
  document INTEGER NOT NULL REFERENCES document(seq) DEFERRABLE INITIALLY DEFERRED,
  entry_id INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (document, entry_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_entry_entry ON document_entry (entry_id);

CREATE TABLE adoption (                             -- policies, posting templates, rates in force
  seq    INTEGER PRIMARY KEY REFERENCES record(seq),
  kind   TEXT NOT NULL CHECK (kind IN ('invest_first', 'risk_pool', 'postings', 'pool_postings',
                                       'rates', 'targets')),
  code   TEXT NOT NULL,
  sha256 TEXT NOT NULL,                             -- of the file, hexadecimal
  UNIQUE (kind, code, sha256)
) STRICT;

CREATE TABLE book_role (                            -- whose book a book is; party '' for the only one
  role    TEXT NOT NULL,
  party   TEXT NOT NULL,
  book_id INTEGER NOT NULL REFERENCES book(id),
  PRIMARY KEY (role, party)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- documents on their way

CREATE TABLE document_draft (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- shown as B-000012; never used twice
  state       TEXT NOT NULL,
  area        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  number      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  day         INTEGER NOT NULL,
  body        TEXT NOT NULL,                        -- what was handed in, canonical JSON
  prepared_by TEXT,
  reviewed_by TEXT,
  approved_by TEXT,
  document    INTEGER REFERENCES record(seq),       -- set when posted
  history     TEXT NOT NULL                         -- lines of time TAB person TAB step TAB reason
) STRICT;

CREATE INDEX document_draft_open ON document_draft (state) WHERE state <> 'posted';

-- ---------------------------------------------------------------- what nobody may do

CREATE TRIGGER document_append BEFORE INSERT ON document
WHEN NEW.seq IS NOT (SELECT max(seq) FROM record)
  OR EXISTS (SELECT 1 FROM document
             WHERE seq = NEW.seq
                OR area = NEW.area AND subject = NEW.subject AND number = NEW.number)
BEGIN SELECT RAISE(FAIL, 'xiantou: a document belongs to the newest record, its number is new'); END;

CREATE TRIGGER document_update BEFORE UPDATE ON document
BEGIN SELECT RAISE(FAIL, 'xiantou: documents never change'); END;

CREATE TRIGGER document_delete BEFORE DELETE ON document
BEGIN SELECT RAISE(FAIL, 'xiantou: documents are never deleted'); END;

CREATE TRIGGER document_entry_append BEFORE INSERT ON document_entry
WHEN NEW.document IS NOT (SELECT max(seq) FROM record)
  OR EXISTS (SELECT 1 FROM document_entry
             WHERE document = NEW.document AND entry_id = NEW.entry_id)
BEGIN SELECT RAISE(FAIL, 'xiantou: a document names its vouchers when it is recorded'); END;

CREATE TRIGGER document_entry_update BEFORE UPDATE ON document_entry
BEGIN SELECT RAISE(FAIL, 'xiantou: the vouchers of a document never change'); END;

CREATE TRIGGER document_entry_delete BEFORE DELETE ON document_entry
BEGIN SELECT RAISE(FAIL, 'xiantou: the vouchers of a document are never deleted'); END;

CREATE TRIGGER adoption_append BEFORE INSERT ON adoption
WHEN NEW.seq IS NOT (SELECT max(seq) FROM record)
  OR EXISTS (SELECT 1 FROM adoption
             WHERE seq = NEW.seq
                OR kind = NEW.kind AND code = NEW.code AND sha256 = NEW.sha256)
BEGIN SELECT RAISE(FAIL, 'xiantou: an adopted file belongs to the newest record'); END;

CREATE TRIGGER adoption_update BEFORE UPDATE ON adoption
BEGIN SELECT RAISE(FAIL, 'xiantou: what was adopted never changes'); END;

CREATE TRIGGER adoption_delete BEFORE DELETE ON adoption
BEGIN SELECT RAISE(FAIL, 'xiantou: what was adopted is never deleted'); END;
