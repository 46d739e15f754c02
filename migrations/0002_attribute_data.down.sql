DROP INDEX ux_sample_char_id_idempotency_key${also mysql:  ON sample};
ALTER TABLE sample DROP COLUMN display_key;
ALTER TABLE sample DROP COLUMN idempotency_key;
ALTER TABLE sample DROP COLUMN defect_count;
ALTER TABLE sample DROP COLUMN inspected_size;

ALTER TABLE characteristic DROP COLUMN sequence_version;
ALTER TABLE characteristic DROP COLUMN limits_method;
ALTER TABLE characteristic DROP COLUMN data_type;
