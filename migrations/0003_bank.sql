-- The ledger file, version 3: bank statements.
--
-- What a statement says is in its record; these tables find its lines by account and day.

CREATE TABLE bank_statement (                       -- 银行对账单, one for each import
  seq        INTEGER PRIMARY KEY REFERENCES record(seq),
  account_id INTEGER NOT NULL REFERENCES account(id),
  name       TEXT NOT NULL,                         -- what the file was called
  sha256     TEXT NOT NULL                          -- of the file, hexadecimal
) STRICT;

CREATE TABLE bank_line (                            -- 银行流水
  seq                  INTEGER NOT NULL REFERENCES bank_statement(seq) DEFERRABLE INITIALLY DEFERRED,
  line                 INTEGER NOT NULL CHECK (line >= 1),
  account_id           INTEGER NOT NULL,
  day                  INTEGER NOT NULL,
  time                 TEXT NOT NULL,
  paid                 INTEGER NOT NULL,
  received             INTEGER NOT NULL,
  balance              INTEGER NOT NULL,            -- after the line
  counterparty         TEXT NOT NULL,
  counterparty_account TEXT NOT NULL,
  memo                 TEXT NOT NULL,
  serial               TEXT NOT NULL,               -- the bank's number; empty when it has none
  PRIMARY KEY (seq, line),
  CHECK ((paid = 0) <> (received = 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX bank_line_day ON bank_line (account_id, day);
CREATE UNIQUE INDEX bank_line_serial ON bank_line (account_id, serial) WHERE serial <> '';

-- ---------------------------------------------------------------- what nobody may do

CREATE TRIGGER bank_statement_append BEFORE INSERT ON bank_statement
WHEN NEW.seq IS NOT (SELECT max(seq) FROM record)
  OR EXISTS (SELECT 1 FROM bank_statement WHERE seq = NEW.seq)
BEGIN SELECT RAISE(FAIL, 'xiantou: a bank statement belongs to the newest record'); END;

CREATE TRIGGER bank_statement_update BEFORE UPDATE ON bank_statement
BEGIN SELECT RAISE(FAIL, 'xiantou: bank statements never change'); END;

CREATE TRIGGER bank_statement_delete BEFORE DELETE ON bank_statement
BEGIN SELECT RAISE(FAIL, 'xiantou: bank statements are never deleted'); END;

CREATE TRIGGER bank_line_append BEFORE INSERT ON bank_line
WHEN NEW.seq IS NOT (SELECT max(seq) FROM record)
  OR EXISTS (SELECT 1 FROM bank_line WHERE seq = NEW.seq AND line = NEW.line)
  OR NEW.serial <> ''
     AND EXISTS (SELECT 1 FROM bank_line WHERE account_id = NEW.account_id AND serial = NEW.serial)
BEGIN SELECT RAISE(FAIL, 'xiantou: a bank line belongs to the newest record, its number is new'); END;

CREATE TRIGGER bank_line_update BEFORE UPDATE ON bank_line
BEGIN SELECT RAISE(FAIL, 'xiantou: bank lines never change'); END;

CREATE TRIGGER bank_line_delete BEFORE DELETE ON bank_line
BEGIN SELECT RAISE(FAIL, 'xiantou: bank lines are never deleted'); END;
