CREATE INDEX ix_violation_acknowledged ON violation (acknowledged);
CREATE INDEX ix_violation_char_id ON violation (char_id);
