-- What an API key is for and what it is limited to (src/identity/keys/api_key.h). A key of OpenSPC 0.4 has no row until it
-- is first used.
CREATE TABLE api_key_option (
  key_id VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES api_keys (id) ON DELETE CASCADE,
  key_use VARCHAR(20) NOT NULL,
  key_scope VARCHAR(20) NOT NULL,
  created_by VARCHAR(255)
);

-- What is deleted leaves the key limited to the rest.
CREATE TABLE api_key_plant (
  key_id VARCHAR(36) NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  PRIMARY KEY (key_id, plant_id)
);
CREATE INDEX ix_api_key_plant_plant_id ON api_key_plant (plant_id);

CREATE TABLE api_key_branch (
  key_id VARCHAR(36) NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  hierarchy_id ${ref} NOT NULL REFERENCES hierarchy (id) ON DELETE CASCADE,
  PRIMARY KEY (key_id, hierarchy_id)
);
CREATE INDEX ix_api_key_branch_hierarchy_id ON api_key_branch (hierarchy_id);

CREATE TABLE api_key_characteristic (
  key_id VARCHAR(36) NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  char_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  PRIMARY KEY (key_id, char_id)
);
CREATE INDEX ix_api_key_characteristic_char_id ON api_key_characteristic (char_id);
