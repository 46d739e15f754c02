-- Machines behind one mapping are told apart: what waits for its subgroup is kept for each of them.

-- Readings that are acknowledged and not yet part of a sample. origin: where they come from, as far as the mapping leaves
-- it open; origin_key: 0 when it does not, else a number that stands for it, because topics are too long for a key.
CREATE TABLE data_source_subgroup (
  data_source_id ${ref} NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
  origin_key ${integer} NOT NULL,
  origin ${text} NOT NULL,
  state ${json} NOT NULL,
  updated_at ${timestamp} NOT NULL,
  PRIMARY KEY (data_source_id, origin_key)
);
INSERT INTO data_source_subgroup (data_source_id, origin_key, origin, state, updated_at)
  SELECT data_source_id, 0, '', state, updated_at FROM data_source_buffer;
DROP TABLE data_source_buffer;

ALTER TABLE data_source_option ADD COLUMN subgroup_across_sources ${boolean} NOT NULL DEFAULT ${false};
ALTER TABLE data_source_option ADD COLUMN take_birth_values ${boolean} NOT NULL DEFAULT ${false};
