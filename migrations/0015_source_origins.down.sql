ALTER TABLE data_source_option DROP COLUMN take_birth_values;
ALTER TABLE data_source_option DROP COLUMN subgroup_across_sources;
CREATE TABLE data_source_buffer (
  data_source_id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  state ${json} NOT NULL,
  updated_at ${timestamp} NOT NULL
);
-- There is room for one incomplete subgroup of a mapping: those of single machines are given up.
INSERT INTO data_source_buffer (data_source_id, state, updated_at)
  SELECT data_source_id, state, updated_at FROM data_source_subgroup WHERE origin_key = 0;
DROP TABLE data_source_subgroup;
