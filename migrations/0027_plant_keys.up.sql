-- Every key of the tables of samples holds the plant: a database that is divided by plants takes no other. On SQLite
-- a row is found by its id alone, and nothing is gained. Violations that are not filed yet name the plant -1.
UPDATE violation SET plant_id = -1 WHERE plant_id IS NULL;
${only postgresql: ALTER TABLE violation DROP CONSTRAINT violation_pkey, ALTER COLUMN plant_id SET DEFAULT -1, ALTER COLUMN plant_id SET NOT NULL,
  ADD CONSTRAINT violation_pkey PRIMARY KEY (plant_id, id);
CREATE INDEX ix_violation_id ON violation (id);
ALTER TABLE sample_edit_history DROP CONSTRAINT sample_edit_history_pkey, ADD CONSTRAINT sample_edit_history_pkey PRIMARY KEY (plant_id, id);
CREATE INDEX ix_sample_edit_history_id ON sample_edit_history (id);}

-- What is encrypted is longer than what was typed: a user's name of a hundred letters did not fit.
${only postgresql: ALTER TABLE mqtt_broker ALTER COLUMN username TYPE TEXT, ALTER COLUMN password TYPE TEXT;
ALTER TABLE opcua_server ALTER COLUMN username TYPE TEXT, ALTER COLUMN password TYPE TEXT;}${also mysql: ALTER TABLE mqtt_broker MODIFY username LONGTEXT, MODIFY password LONGTEXT;
ALTER TABLE opcua_server MODIFY username LONGTEXT, MODIFY password LONGTEXT;}
