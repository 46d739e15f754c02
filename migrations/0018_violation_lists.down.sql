DROP TABLE storage_probe;
DROP INDEX ix_violation_char_id_listed;
DROP INDEX ix_violation_group_time;
DROP INDEX ix_violation_group;
DROP TABLE violation_count;
ALTER TABLE violation DROP COLUMN is_hidden;
ALTER TABLE violation DROP COLUMN sampled_at;
ALTER TABLE violation DROP COLUMN plant_id;
