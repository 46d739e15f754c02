-- A sample is one row with its readings in it, found by characteristic and time. Nothing refers to it by a foreign key:
-- a part of it can be dropped. Between the two halves of this step the samples are moved (src/db/schema/sample_conversion.h).

ALTER TABLE measurement RENAME TO measurement_before;
ALTER TABLE sample RENAME TO sample_before;

-- plant_id is 0 where the node belongs to no plant. time_us counts microseconds since 1970, UTC.
CREATE TABLE subgroup (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  time_us ${ref} NOT NULL,
  id ${ref} NOT NULL,
  readings ${reals},
  actual_n ${integer} NOT NULL,
  day_rank ${integer},
  is_excluded ${boolean} NOT NULL,
  is_undersized ${boolean} NOT NULL,
  is_uncertain ${boolean} NOT NULL,
  is_modified ${boolean} NOT NULL,
  rules_skipped ${boolean} NOT NULL,
  defect_count ${ref},
  inspected_size ${double},
  effective_ucl ${double},
  effective_lcl ${double},
  z_score ${double},
  batch_number VARCHAR(100),
  operator_id VARCHAR(100),
  exclude_reason VARCHAR(500),
  deleted_at ${timestamp},
  deleted_by VARCHAR(255),
  PRIMARY KEY (plant_id, char_id, time_us, id)
) ${only sqlite: WITHOUT ROWID}${only postgresql: PARTITION BY RANGE (time_us)};
${only postgresql: CREATE TABLE subgroup_other PARTITION OF subgroup DEFAULT;}
CREATE INDEX ix_subgroup_id ON subgroup (id);

-- A retry finds the sample that it stored. Beside the samples, since it must be unique over all of their partitions.
CREATE TABLE sample_key (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  idempotency_key VARCHAR(200) NOT NULL,
  time_us ${ref} NOT NULL,
  sample_id ${ref} NOT NULL,
  PRIMARY KEY (plant_id, char_id, idempotency_key)
) ${only sqlite: WITHOUT ROWID};

-- How many samples there are and how many of them are excluded, deleted ones left out: lists show it of each characteristic.
CREATE TABLE sample_count (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  samples ${ref} NOT NULL,
  excluded ${ref} NOT NULL,
  PRIMARY KEY (plant_id, char_id)
) ${only sqlite: WITHOUT ROWID};

-- Ids are drawn in blocks of 100: from sequences where there are any, else from these rows.
${only sqlite: CREATE TABLE id_block (name VARCHAR(50) NOT NULL PRIMARY KEY, next_id INTEGER NOT NULL);}
${only postgresql: CREATE SEQUENCE subgroup_id INCREMENT BY 100;}${also mysql: CREATE SEQUENCE subgroup_id INCREMENT BY 100; CREATE SEQUENCE violation_id_seq;}

CREATE TABLE violation_new (
  id ${id},
  sample_id ${ref} NOT NULL,
  char_id ${ref} REFERENCES characteristic (id) ON DELETE CASCADE,
  rule_id ${integer} NOT NULL,
  rule_name VARCHAR(100),
  severity VARCHAR(20) NOT NULL,
  acknowledged ${boolean} NOT NULL,
  requires_acknowledgement ${boolean} NOT NULL DEFAULT ${true},
  ack_user VARCHAR(100),
  ack_reason VARCHAR(500),
  ack_timestamp ${timestamp},
  created_at ${timestamp} DEFAULT (${now}),
  chart VARCHAR(20) NOT NULL DEFAULT 'location',
  sample_ids ${json},
  superseded_at ${timestamp},
  signal_start_sample_id ${ref},
  statistic VARCHAR(30),
  plotted_value ${double},
  center_line ${double},
  ucl ${double},
  lcl ${double},
  plant_id ${ref},
  sampled_at ${timestamp},
  is_hidden ${boolean} NOT NULL DEFAULT ${false}
);
-- Times are compared as text on SQLite; those of other programs may lack their fraction.
INSERT INTO violation_new SELECT id, sample_id, char_id, rule_id, rule_name, severity, acknowledged, requires_acknowledgement,
  ack_user, ack_reason, ack_timestamp, created_at, chart, sample_ids, superseded_at, signal_start_sample_id, statistic,
  plotted_value, center_line, ucl, lcl, plant_id,
  ${only sqlite: CASE WHEN length(sampled_at) = 19 THEN sampled_at || '.000000' ELSE sampled_at END}${only postgresql: sampled_at}${also mysql: sampled_at},
  is_hidden FROM violation;
DROP TABLE violation;
ALTER TABLE violation_new RENAME TO violation;
${only postgresql: ALTER SEQUENCE violation_new_id_seq RENAME TO violation_id_seq; ALTER INDEX violation_new_pkey RENAME TO violation_pkey;}
CREATE INDEX ix_violation_sample_id ON violation (sample_id);
CREATE INDEX ix_violation_char_id_sampled_at ON violation (char_id, sampled_at);
CREATE INDEX ix_violation_group ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, id, sampled_at);
CREATE INDEX ix_violation_group_time ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, sampled_at);
CREATE INDEX ix_violation_char_id_listed ON violation (char_id, is_hidden, id, sampled_at);

CREATE TABLE sample_edit_history_new (
  id ${id},
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  sample_id ${ref} NOT NULL,
  edited_at ${timestamp} NOT NULL,
  edited_by VARCHAR(255),
  reason ${text} NOT NULL,
  previous_values ${json} NOT NULL,
  new_values ${json} NOT NULL,
  previous_mean ${double} NOT NULL,
  new_mean ${double} NOT NULL
);
INSERT INTO sample_edit_history_new SELECT e.id, COALESCE(h.plant_id, 0), s.char_id, e.sample_id, e.edited_at, e.edited_by,
  e.reason, e.previous_values, e.new_values, e.previous_mean, e.new_mean
  FROM sample_edit_history e JOIN sample_before s ON s.id = e.sample_id
  JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id;
DROP TABLE sample_edit_history;
ALTER TABLE sample_edit_history_new RENAME TO sample_edit_history;
${only postgresql: ALTER SEQUENCE sample_edit_history_new_id_seq RENAME TO sample_edit_history_id_seq; ALTER INDEX sample_edit_history_new_pkey RENAME TO sample_edit_history_pkey;}
CREATE INDEX ix_sample_edit_history_sample_id ON sample_edit_history (sample_id);

CREATE TABLE sample_serial_new (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  sample_id ${ref} NOT NULL,
  serial_number VARCHAR(100) NOT NULL,
  PRIMARY KEY (plant_id, char_id, sample_id)
);
INSERT INTO sample_serial_new SELECT COALESCE(h.plant_id, 0), s.char_id, n.sample_id, n.serial_number
  FROM sample_serial n JOIN sample_before s ON s.id = n.sample_id
  JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id;
DROP TABLE sample_serial;
ALTER TABLE sample_serial_new RENAME TO sample_serial;
${only postgresql: ALTER INDEX sample_serial_new_pkey RENAME TO sample_serial_pkey;}
CREATE INDEX ix_sample_serial_serial_number ON sample_serial (serial_number);

CREATE TABLE annotation_new (
  id ${id},
  characteristic_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  annotation_type VARCHAR(20) NOT NULL,
  text ${text} NOT NULL,
  color VARCHAR(20),
  sample_id ${ref},
  start_sample_id ${ref},
  end_sample_id ${ref},
  start_time ${timestamp},
  end_time ${timestamp},
  created_by VARCHAR(255),
  created_at ${timestamp} NOT NULL,
  updated_at ${timestamp} NOT NULL,
  CONSTRAINT ck_annotation_type CHECK (annotation_type IN ('point', 'period'))
);
INSERT INTO annotation_new SELECT id, characteristic_id, annotation_type, text, color, sample_id, start_sample_id,
  end_sample_id, start_time, end_time, created_by, created_at, updated_at FROM annotation;
CREATE TABLE annotation_history_new (
  id ${id},
  annotation_id ${ref} NOT NULL REFERENCES annotation_new (id) ON DELETE CASCADE,
  previous_text ${text} NOT NULL,
  changed_by VARCHAR(255),
  changed_at ${timestamp} NOT NULL
);
INSERT INTO annotation_history_new SELECT id, annotation_id, previous_text, changed_by, changed_at FROM annotation_history;
DROP TABLE annotation_history;
DROP TABLE annotation;
ALTER TABLE annotation_new RENAME TO annotation;
${only postgresql: ALTER SEQUENCE annotation_new_id_seq RENAME TO annotation_id_seq; ALTER INDEX annotation_new_pkey RENAME TO annotation_pkey;}
ALTER TABLE annotation_history_new RENAME TO annotation_history;
${only postgresql: ALTER SEQUENCE annotation_history_new_id_seq RENAME TO annotation_history_id_seq; ALTER INDEX annotation_history_new_pkey RENAME TO annotation_history_pkey;}
CREATE INDEX ix_annotation_characteristic_id ON annotation (characteristic_id);
CREATE INDEX ix_annotation_history_annotation_id ON annotation_history (annotation_id);

-- convert: samples

-- What could not be read in the old tables (a time that is none) is nobody's sample, but it is kept.
CREATE TABLE sample_set_aside AS SELECT id, char_id, "timestamp", batch_number, operator_id, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl,
  z_score, is_modified, inspected_size, defect_count, idempotency_key, display_key, deleted_at, deleted_by, exclude_reason,
  rules_skipped, is_uncertain
  FROM sample_before b WHERE NOT EXISTS (SELECT 1 FROM subgroup s WHERE s.id = b.id);
CREATE TABLE measurement_set_aside AS SELECT id, sample_id, value FROM measurement_before WHERE sample_id IN (SELECT id FROM sample_set_aside);
DROP TABLE measurement_before;
DROP TABLE sample_before;

INSERT INTO sample_count (plant_id, char_id, samples, excluded)
  SELECT plant_id, char_id, COUNT(*), SUM(CASE WHEN is_excluded = ${true} THEN 1 ELSE 0 END) FROM subgroup WHERE deleted_at IS NULL
  GROUP BY plant_id, char_id;

${only sqlite: INSERT INTO id_block (name, next_id) SELECT 'subgroup_id', COALESCE(MAX(id), 0) + 1 FROM subgroup;}
${only postgresql: SELECT setval('subgroup_id', (SELECT COALESCE(MAX(id), 0) + 1 FROM subgroup), false);}

-- The tables of 0.4 as its SQL tools read them.
CREATE VIEW sample AS SELECT id, char_id,
  ${only sqlite: strftime('%Y-%m-%d %H:%M:%S', (time_us - (time_us % 1000000 + 1000000) % 1000000) / 1000000, 'unixepoch')
    || printf('.%06d', (time_us % 1000000 + 1000000) % 1000000)}${only postgresql: TIMESTAMP WITH TIME ZONE 'epoch' + time_us * INTERVAL '1 microsecond'}${also mysql: TIMESTAMP'1970-01-01 00:00:00.000000' + INTERVAL time_us MICROSECOND} AS "timestamp",
  batch_number, operator_id, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl, z_score, is_modified,
  inspected_size, defect_count, deleted_at, deleted_by, exclude_reason, rules_skipped, is_uncertain FROM subgroup;
CREATE VIEW measurement AS ${only sqlite: SELECT s.id * 100 + r.key + 1 AS id, s.id AS sample_id, CAST(r.value AS REAL) AS value
  FROM subgroup s JOIN json_each('[' || s.readings || ']') r;}${only postgresql: SELECT s.id * 100 + r.place AS id, s.id AS sample_id, r.value AS value
  FROM subgroup s CROSS JOIN LATERAL unnest(s.readings) WITH ORDINALITY AS r(value, place);}${also mysql: SELECT s.id * 100 + r.place AS id, s.id AS sample_id, r.value AS value
  FROM subgroup s JOIN JSON_TABLE(CONCAT('[', s.readings, ']'), '$[*]' COLUMNS (place FOR ORDINALITY, value DOUBLE PATH '$')) r;}
