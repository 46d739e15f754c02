-- Each violation was written into six indexes. These two find nothing that the wider ones do not find sooner: of a
-- characteristic there is ix_violation_char_id_listed, and by answer ix_violation_group.
DROP INDEX IF EXISTS ix_violation_char_id${also mysql:  ON violation};
DROP INDEX IF EXISTS ix_violation_acknowledged${also mysql:  ON violation};
