-- The schema of OpenSPC 0.4 (its revision 022), table by table. A database that it made is adopted instead of running this.

CREATE TABLE plant (
  id ${id},
  name VARCHAR(100) NOT NULL UNIQUE,
  code VARCHAR(10) NOT NULL UNIQUE,
  is_active ${boolean} NOT NULL DEFAULT ${true},
  settings ${json},
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now})
);

CREATE TABLE "user" (
  id ${id},
  username VARCHAR(50) NOT NULL UNIQUE,
  email VARCHAR(255) UNIQUE,
  hashed_password VARCHAR(255) NOT NULL,
  is_active ${boolean} NOT NULL DEFAULT ${true},
  must_change_password ${boolean} NOT NULL DEFAULT ${false},
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now})
);

CREATE TABLE user_plant_role (
  id ${id},
  user_id ${ref} NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  role VARCHAR(20) NOT NULL DEFAULT 'operator',
  created_at ${timestamp} DEFAULT (${now}),
  CONSTRAINT uq_user_plant UNIQUE (user_id, plant_id)
);
CREATE INDEX ix_user_plant_role_user_id ON user_plant_role (user_id);
CREATE INDEX ix_user_plant_role_plant_id ON user_plant_role (plant_id);

CREATE TABLE api_keys (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  name VARCHAR(255) NOT NULL,
  key_hash VARCHAR(255) NOT NULL,
  key_prefix VARCHAR(16),
  created_at ${timestamp} NOT NULL,
  expires_at ${timestamp},
  permissions ${json} NOT NULL,
  rate_limit_per_minute ${integer} NOT NULL DEFAULT 60,
  is_active ${boolean} NOT NULL DEFAULT ${true},
  last_used_at ${timestamp}
);
CREATE INDEX ix_api_keys_key_prefix ON api_keys (key_prefix);

CREATE TABLE hierarchy (
  id ${id},
  parent_id ${ref} REFERENCES hierarchy (id) ON DELETE CASCADE,
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(255) NOT NULL,
  type VARCHAR(100) NOT NULL
);
CREATE INDEX ix_hierarchy_parent_id ON hierarchy (parent_id);

CREATE TABLE characteristic (
  id ${id},
  hierarchy_id ${ref} NOT NULL REFERENCES hierarchy (id) ON DELETE CASCADE,
  name VARCHAR(255) NOT NULL,
  description VARCHAR(500),
  subgroup_size ${integer} NOT NULL,
  target_value ${double},
  usl ${double},
  lsl ${double},
  ucl ${double},
  lcl ${double},
  subgroup_mode VARCHAR(50) NOT NULL DEFAULT 'NOMINAL_TOLERANCE',
  min_measurements ${integer} NOT NULL DEFAULT 1,
  warn_below_count ${integer},
  stored_sigma ${double},
  stored_center_line ${double},
  decimal_precision ${integer} NOT NULL DEFAULT 3
);
CREATE INDEX ix_characteristic_hierarchy_id ON characteristic (hierarchy_id);

CREATE TABLE characteristic_rules (
  char_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  rule_id ${integer} NOT NULL,
  is_enabled ${boolean} NOT NULL,
  require_acknowledgement ${boolean} NOT NULL DEFAULT ${true},
  PRIMARY KEY (char_id, rule_id)
);

CREATE TABLE characteristic_config (
  id ${id},
  characteristic_id ${ref} NOT NULL UNIQUE REFERENCES characteristic (id) ON DELETE CASCADE,
  config_json ${text} NOT NULL,
  is_active ${boolean} NOT NULL,
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now})
);
CREATE INDEX ix_characteristic_config_characteristic_id ON characteristic_config (characteristic_id);

CREATE TABLE sample (
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
  is_modified ${boolean} NOT NULL DEFAULT ${false}
);
CREATE INDEX ix_sample_char_id ON sample (char_id);
CREATE INDEX ix_sample_timestamp ON sample ("timestamp");
CREATE INDEX ix_sample_char_id_timestamp ON sample (char_id, "timestamp");

CREATE TABLE measurement (
  id ${id},
  sample_id ${ref} NOT NULL REFERENCES sample (id) ON DELETE CASCADE,
  value ${double} NOT NULL
);
CREATE INDEX ix_measurement_sample_id ON measurement (sample_id);

CREATE TABLE sample_edit_history (
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
CREATE INDEX ix_sample_edit_history_sample_id ON sample_edit_history (sample_id);

CREATE TABLE violation (
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
  created_at ${timestamp} DEFAULT (${now})
);
CREATE INDEX ix_violation_sample_id ON violation (sample_id);
CREATE INDEX ix_violation_char_id ON violation (char_id);
CREATE INDEX ix_violation_acknowledged ON violation (acknowledged);

CREATE TABLE annotation (
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
CREATE INDEX ix_annotation_characteristic_id ON annotation (characteristic_id);

CREATE TABLE annotation_history (
  id ${id},
  annotation_id ${ref} NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
  previous_text ${text} NOT NULL,
  changed_by VARCHAR(255),
  changed_at ${timestamp} NOT NULL
);
CREATE INDEX ix_annotation_history_annotation_id ON annotation_history (annotation_id);

CREATE TABLE mqtt_broker (
  id ${id},
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(100) NOT NULL,
  host VARCHAR(255) NOT NULL,
  port ${integer} NOT NULL DEFAULT 1883,
  username VARCHAR(100),
  password VARCHAR(500),
  client_id VARCHAR(100) NOT NULL DEFAULT 'openspc-client',
  keepalive ${integer} NOT NULL DEFAULT 60,
  max_reconnect_delay ${integer} NOT NULL DEFAULT 300,
  use_tls ${boolean} NOT NULL DEFAULT ${false},
  is_active ${boolean} NOT NULL DEFAULT ${true},
  payload_format VARCHAR(20) NOT NULL DEFAULT 'json',
  outbound_enabled ${boolean} NOT NULL DEFAULT ${false},
  outbound_topic_prefix VARCHAR(200) NOT NULL DEFAULT 'openspc',
  outbound_format VARCHAR(20) NOT NULL DEFAULT 'json',
  outbound_rate_limit ${double} NOT NULL DEFAULT 1.0,
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now}),
  CONSTRAINT uq_broker_plant_name UNIQUE (plant_id, name)
);

CREATE TABLE opcua_server (
  id ${id},
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(100) NOT NULL,
  endpoint_url VARCHAR(500) NOT NULL,
  auth_mode VARCHAR(50) NOT NULL DEFAULT 'anonymous',
  username VARCHAR(255),
  password VARCHAR(500),
  security_policy VARCHAR(50) NOT NULL DEFAULT 'None',
  security_mode VARCHAR(50) NOT NULL DEFAULT 'None',
  is_active ${boolean} NOT NULL DEFAULT ${true},
  session_timeout ${integer} NOT NULL DEFAULT 30000,
  publishing_interval ${integer} NOT NULL DEFAULT 1000,
  sampling_interval ${integer} NOT NULL DEFAULT 250,
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now}),
  CONSTRAINT uq_opcua_server_plant_name UNIQUE (plant_id, name)
);

CREATE TABLE data_source (
  id ${id},
  type VARCHAR(50) NOT NULL,
  characteristic_id ${ref} NOT NULL UNIQUE REFERENCES characteristic (id) ON DELETE CASCADE,
  trigger_strategy VARCHAR(50) NOT NULL DEFAULT 'on_change',
  is_active ${boolean} NOT NULL DEFAULT ${true},
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now})
);

CREATE TABLE mqtt_data_source (
  id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  broker_id ${ref} REFERENCES mqtt_broker (id) ON DELETE SET NULL,
  topic VARCHAR(500) NOT NULL,
  metric_name VARCHAR(255),
  trigger_tag VARCHAR(500)
);
CREATE INDEX ix_mqtt_data_source_broker_id ON mqtt_data_source (broker_id);

CREATE TABLE opcua_data_source (
  id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  server_id ${ref} NOT NULL REFERENCES opcua_server (id) ON DELETE CASCADE,
  node_id VARCHAR(500) NOT NULL,
  sampling_interval ${integer},
  publishing_interval ${integer}
);
CREATE INDEX ix_opcua_data_source_server_id ON opcua_data_source (server_id);

CREATE TABLE retention_policy (
  id ${id},
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  scope VARCHAR(20) NOT NULL,
  hierarchy_id ${ref} REFERENCES hierarchy (id) ON DELETE CASCADE,
  characteristic_id ${ref} REFERENCES characteristic (id) ON DELETE CASCADE,
  retention_type VARCHAR(20) NOT NULL,
  retention_value ${integer},
  retention_unit VARCHAR(10),
  created_at ${timestamp} NOT NULL DEFAULT (${now}),
  updated_at ${timestamp} NOT NULL DEFAULT (${now}),
  CONSTRAINT uq_retention_policy_target UNIQUE (plant_id, scope, hierarchy_id, characteristic_id),
  CONSTRAINT ck_retention_policy_scope CHECK (
    (scope = 'global' AND hierarchy_id IS NULL AND characteristic_id IS NULL)
    OR (scope = 'hierarchy' AND hierarchy_id IS NOT NULL AND characteristic_id IS NULL)
    OR (scope = 'characteristic' AND hierarchy_id IS NULL AND characteristic_id IS NOT NULL)),
  CONSTRAINT ck_retention_policy_type_value CHECK (
    (retention_type = 'forever' AND retention_value IS NULL AND retention_unit IS NULL)
    OR (retention_type = 'sample_count' AND retention_value IS NOT NULL AND retention_unit IS NULL)
    OR (retention_type = 'time_delta' AND retention_value IS NOT NULL AND retention_unit IS NOT NULL))
);
CREATE INDEX ix_retention_policy_plant_id ON retention_policy (plant_id);
CREATE INDEX ix_retention_policy_hierarchy_id ON retention_policy (hierarchy_id);
CREATE INDEX ix_retention_policy_characteristic_id ON retention_policy (characteristic_id);

CREATE TABLE purge_history (
  id ${id},
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  started_at ${timestamp} NOT NULL DEFAULT (${now}),
  completed_at ${timestamp},
  status VARCHAR(20) NOT NULL,
  samples_deleted ${integer} NOT NULL DEFAULT 0,
  violations_deleted ${integer} NOT NULL DEFAULT 0,
  characteristics_processed ${integer} NOT NULL DEFAULT 0,
  error_message ${text}
);
CREATE INDEX ix_purge_history_plant_id ON purge_history (plant_id);
CREATE INDEX ix_purge_history_started_at ON purge_history (started_at);

CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL PRIMARY KEY
);

INSERT INTO alembic_version (version_num) VALUES ('022');
INSERT INTO plant (id, name, code, is_active, settings) VALUES (1, 'Default Plant', 'DEFAULT', ${true}, '{}');
