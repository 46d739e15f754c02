DROP VIEW measurement;
DROP VIEW sample;

CREATE TABLE sample_before (
  id ${id},
  char_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  "timestamp" ${timestamp} NOT NULL,
  batch_number VARCHAR(100),
  operator_id VARCHAR(100),
  is_excluded ${boolean} NOT NULL,
  actual_n ${integer} NOT NULL DEFAULT 1,
  is_undersized ${boolean} NOT NULL DEFAULT ${false},
  effective_ucl ${double},
  effective_lcl ${double},
  z_score ${double},
  is_modified ${boolean} NOT NULL DEFAULT ${false},
  inspected_size ${double},
  defect_count ${integer},
  idempotency_key VARCHAR(200),
  display_key VARCHAR(20),
  deleted_at ${timestamp},
  deleted_by VARCHAR(255),
  exclude_reason VARCHAR(500),
  rules_skipped ${boolean} NOT NULL DEFAULT ${false},
  is_uncertain ${boolean} NOT NULL DEFAULT ${false}
);
CREATE TABLE measurement_before (
  id ${id},
  sample_id ${ref} NOT NULL REFERENCES sample_before (id) ON DELETE CASCADE,
  value ${double} NOT NULL
);
CREATE INDEX ix_measurement_sample_id ON measurement_before (sample_id);
CREATE INDEX ix_sample_key_sample_id ON sample_key (sample_id);

-- convert: samples

INSERT INTO sample_before (id, char_id, "timestamp", batch_number, operator_id, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl,
  z_score, is_modified, inspected_size, defect_count, idempotency_key, display_key, deleted_at, deleted_by, exclude_reason,
  rules_skipped, is_uncertain) SELECT id, char_id, "timestamp", batch_number, operator_id, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl,
  z_score, is_modified, inspected_size, defect_count, idempotency_key, display_key, deleted_at, deleted_by, exclude_reason,
  rules_skipped, is_uncertain
  FROM sample_set_aside;
INSERT INTO measurement_before (sample_id, value) SELECT sample_id, value FROM measurement_set_aside ORDER BY id;
DROP TABLE measurement_set_aside;
DROP TABLE sample_set_aside;
DROP TABLE subgroup;
DROP TABLE sample_key;
DROP TABLE sample_count;
${only sqlite: DROP TABLE id_block;}
${only postgresql: DROP SEQUENCE subgroup_id;}${also mysql: DROP SEQUENCE subgroup_id; DROP SEQUENCE violation_id_seq;}
ALTER TABLE sample_before RENAME TO sample;
${only postgresql: ALTER SEQUENCE sample_before_id_seq RENAME TO sample_id_seq; ALTER INDEX sample_before_pkey RENAME TO sample_pkey;}
ALTER TABLE measurement_before RENAME TO measurement;
${only postgresql: ALTER SEQUENCE measurement_before_id_seq RENAME TO measurement_id_seq; ALTER INDEX measurement_before_pkey RENAME TO measurement_pkey;}
CREATE INDEX ix_sample_char_id ON sample (char_id);
CREATE INDEX ix_sample_timestamp ON sample ("timestamp");
CREATE INDEX ix_sample_char_id_timestamp ON sample (char_id, "timestamp");
CREATE UNIQUE INDEX ux_sample_char_id_idempotency_key ON sample (char_id, idempotency_key) ${where_not_null idempotency_key};
CREATE INDEX ix_sample_char_id_deleted ON sample (char_id) ${where_not_null deleted_at};

CREATE TABLE violation_new (
  id ${id},
  sample_id ${ref} NOT NULL REFERENCES sample (id) ON DELETE CASCADE,
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
INSERT INTO violation_new SELECT id, sample_id, char_id, rule_id, rule_name, severity, acknowledged, requires_acknowledgement,
  ack_user, ack_reason, ack_timestamp, created_at, chart, sample_ids, superseded_at, signal_start_sample_id, statistic,
  plotted_value, center_line, ucl, lcl, plant_id, sampled_at, is_hidden FROM violation;
DROP TABLE violation;
ALTER TABLE violation_new RENAME TO violation;
${only postgresql: ALTER SEQUENCE violation_new_id_seq RENAME TO violation_id_seq; ALTER INDEX violation_new_pkey RENAME TO violation_pkey;}
CREATE INDEX ix_violation_sample_id ON violation (sample_id);
CREATE INDEX ix_violation_group ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, id, sampled_at);
CREATE INDEX ix_violation_group_time ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, sampled_at);
CREATE INDEX ix_violation_char_id_listed ON violation (char_id, is_hidden, id, sampled_at);

CREATE TABLE sample_edit_history_new (
  id ${id},
  sample_id ${ref} NOT NULL REFERENCES sample (id) ON DELETE CASCADE,
  edited_at ${timestamp} NOT NULL,
  edited_by VARCHAR(255),
  reason ${text} NOT NULL,
  previous_values ${json} NOT NULL,
  new_values ${json} NOT NULL,
  previous_mean ${double} NOT NULL,
  new_mean ${double} NOT NULL
);
INSERT INTO sample_edit_history_new SELECT id, sample_id, edited_at, edited_by, reason, previous_values, new_values,
  previous_mean, new_mean FROM sample_edit_history;
DROP TABLE sample_edit_history;
ALTER TABLE sample_edit_history_new RENAME TO sample_edit_history;
${only postgresql: ALTER SEQUENCE sample_edit_history_new_id_seq RENAME TO sample_edit_history_id_seq; ALTER INDEX sample_edit_history_new_pkey RENAME TO sample_edit_history_pkey;}
CREATE INDEX ix_sample_edit_history_sample_id ON sample_edit_history (sample_id);

CREATE TABLE sample_serial_new (
  sample_id ${ref} NOT NULL PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE,
  serial_number VARCHAR(100) NOT NULL
);
INSERT INTO sample_serial_new SELECT sample_id, serial_number FROM sample_serial;
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
  sample_id ${ref} REFERENCES sample (id) ON DELETE SET NULL,
  start_sample_id ${ref} REFERENCES sample (id) ON DELETE SET NULL,
  end_sample_id ${ref} REFERENCES sample (id) ON DELETE SET NULL,
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
