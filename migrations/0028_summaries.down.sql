DROP INDEX ix_violation_char_id_sampled_at${also mysql:  ON violation};
CREATE INDEX ix_violation_char_id_sampled_at ON violation (char_id, sampled_at);
DROP TABLE subgroup_summary_state;
DROP TABLE subgroup_summary;
