ALTER TABLE characteristic_rules DROP COLUMN parameters;
ALTER TABLE violation DROP COLUMN signal_start_sample_id;
ALTER TABLE violation DROP COLUMN superseded_at;
ALTER TABLE violation DROP COLUMN sample_ids;
ALTER TABLE violation DROP COLUMN chart;
