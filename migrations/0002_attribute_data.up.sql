-- Counted data beside measured data, keys that make a retry safe, and a number for people on each sample.

ALTER TABLE characteristic ADD COLUMN data_type VARCHAR(20) NOT NULL DEFAULT 'variable';
ALTER TABLE characteristic ADD COLUMN limits_method VARCHAR(30);
ALTER TABLE characteristic ADD COLUMN sequence_version ${integer} NOT NULL DEFAULT 0;

ALTER TABLE sample ADD COLUMN inspected_size ${double};
ALTER TABLE sample ADD COLUMN defect_count ${integer};
ALTER TABLE sample ADD COLUMN idempotency_key VARCHAR(200);
ALTER TABLE sample ADD COLUMN display_key VARCHAR(20);
CREATE UNIQUE INDEX ux_sample_char_id_idempotency_key ON sample (char_id, idempotency_key) ${where_not_null idempotency_key};
