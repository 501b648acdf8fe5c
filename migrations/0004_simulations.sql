-- The ledger file, version 4: simulations on which decisions were founded.
--
-- A recorded simulation is signed like an adopted file and kept like one, so it stands in the same
-- table. The table is made again, because a condition on a column cannot be changed.

CREATE TABLE adoption_next (
  seq    INTEGER PRIMARY KEY REFERENCES record(seq),
  kind   TEXT NOT NULL CHECK (kind IN ('invest_first', 'risk_pool', 'postings', 'pool_postings',
                                       'rates', 'targets', 'simulation')),
  code   TEXT NOT NULL,
  sha256 TEXT NOT NULL,                             -- of the file, hexadecimal
  UNIQUE (kind, code, sha256)
) STRICT;

INSERT INTO adoption_next SELECT seq, kind, code, sha256 FROM adoption;
DROP TABLE adoption;
ALTER TABLE adoption_next RENAME TO adoption;

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
