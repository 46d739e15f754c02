${only postgresql: DROP INDEX ix_sample_edit_history_id;
ALTER TABLE sample_edit_history DROP CONSTRAINT sample_edit_history_pkey, ADD CONSTRAINT sample_edit_history_pkey PRIMARY KEY (id),
  ALTER COLUMN plant_id SET NOT NULL;
DROP INDEX ix_violation_id;
ALTER TABLE violation DROP CONSTRAINT violation_pkey, ADD CONSTRAINT violation_pkey PRIMARY KEY (id), ALTER COLUMN plant_id DROP DEFAULT,
  ALTER COLUMN plant_id DROP NOT NULL;}
UPDATE violation SET plant_id = NULL WHERE plant_id < 0;
