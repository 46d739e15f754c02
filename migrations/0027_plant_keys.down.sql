${only postgresql: DROP INDEX ix_sample_edit_history_id;
ALTER TABLE sample_edit_history DROP CONSTRAINT sample_edit_history_pkey, ADD CONSTRAINT sample_edit_history_pkey PRIMARY KEY (id),
  ALTER COLUMN plant_id SET NOT NULL;
DROP INDEX ix_violation_id;
ALTER TABLE violation DROP CONSTRAINT violation_pkey, ADD CONSTRAINT violation_pkey PRIMARY KEY (id), ALTER COLUMN plant_id DROP DEFAULT,
  ALTER COLUMN plant_id DROP NOT NULL;}
UPDATE violation SET plant_id = NULL WHERE plant_id < 0;

-- Columns whose texts would not fit stay as they are.
${only postgresql: DO 'BEGIN IF NOT EXISTS (SELECT 1 FROM mqtt_broker WHERE length(username) > 100 OR length(password) > 500) THEN
  ALTER TABLE mqtt_broker ALTER COLUMN username TYPE VARCHAR(100), ALTER COLUMN password TYPE VARCHAR(500); END IF; END';
DO 'BEGIN IF NOT EXISTS (SELECT 1 FROM opcua_server WHERE length(username) > 255 OR length(password) > 500) THEN
  ALTER TABLE opcua_server ALTER COLUMN username TYPE VARCHAR(255), ALTER COLUMN password TYPE VARCHAR(500); END IF; END';}${also mysql: EXECUTE IMMEDIATE 'BEGIN NOT ATOMIC IF NOT EXISTS (SELECT 1 FROM mqtt_broker WHERE CHAR_LENGTH(username) > 100 OR
  CHAR_LENGTH(password) > 500) THEN ALTER TABLE mqtt_broker MODIFY username VARCHAR(100), MODIFY password VARCHAR(500); END IF; END';
EXECUTE IMMEDIATE 'BEGIN NOT ATOMIC IF NOT EXISTS (SELECT 1 FROM opcua_server WHERE CHAR_LENGTH(username) > 255 OR CHAR_LENGTH(password) > 500)
  THEN ALTER TABLE opcua_server MODIFY username VARCHAR(255), MODIFY password VARCHAR(500); END IF; END';}
