-- A violation names all points of its signal and may be overtaken by a later judgement; a rule may have its own parameters.

ALTER TABLE violation ADD COLUMN chart VARCHAR(20) NOT NULL DEFAULT 'location';
ALTER TABLE violation ADD COLUMN sample_ids ${json};
ALTER TABLE violation ADD COLUMN superseded_at ${timestamp};
ALTER TABLE violation ADD COLUMN signal_start_sample_id ${ref};
ALTER TABLE characteristic_rules ADD COLUMN parameters ${json};
