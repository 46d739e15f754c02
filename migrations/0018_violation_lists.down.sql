DROP TABLE storage_probe;
DROP INDEX ix_violation_char_id_listed${also mysql:  ON violation};
DROP INDEX ix_violation_group_time${also mysql:  ON violation};
DROP INDEX ix_violation_group${also mysql:  ON violation};
DROP TABLE violation_count;
ALTER TABLE violation DROP COLUMN is_hidden;
ALTER TABLE violation DROP COLUMN sampled_at;
ALTER TABLE violation DROP COLUMN plant_id;
