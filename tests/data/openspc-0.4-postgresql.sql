-- A database of OpenSPC 0.4 on PostgreSQL at its revision 022, with rows: the types are those that SQLAlchemy makes there.
-- Which times have a zone differs between installations; the test takes the file as it is, and with all of one kind.

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version (version_num) VALUES ('022');

CREATE TABLE plant (
  id SERIAL NOT NULL,
  name VARCHAR(100) NOT NULL,
  code VARCHAR(10) NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  settings JSON,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id), UNIQUE (name), UNIQUE (code)
);
CREATE TABLE "user" (
  id SERIAL NOT NULL,
  username VARCHAR(50) NOT NULL,
  email VARCHAR(255),
  hashed_password VARCHAR(255) NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  must_change_password BOOLEAN DEFAULT false NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id), UNIQUE (username), UNIQUE (email)
);
CREATE TABLE user_plant_role (
  id SERIAL NOT NULL,
  user_id INTEGER NOT NULL,
  plant_id INTEGER NOT NULL,
  role VARCHAR(20) DEFAULT 'operator' NOT NULL,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
  PRIMARY KEY (id),
  CONSTRAINT uq_user_plant UNIQUE (user_id, plant_id),
  FOREIGN KEY (user_id) REFERENCES "user" (id) ON DELETE CASCADE,
  FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE
);
CREATE INDEX ix_user_plant_role_user_id ON user_plant_role (user_id);
CREATE INDEX ix_user_plant_role_plant_id ON user_plant_role (plant_id);
CREATE TABLE api_keys (
  id VARCHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  key_hash VARCHAR(255) NOT NULL,
  key_prefix VARCHAR(16),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE,
  permissions JSON NOT NULL,
  rate_limit_per_minute INTEGER DEFAULT 60 NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  last_used_at TIMESTAMP WITH TIME ZONE,
  PRIMARY KEY (id)
);
CREATE INDEX ix_api_keys_key_prefix ON api_keys (key_prefix);
CREATE TABLE hierarchy (
  id SERIAL NOT NULL,
  parent_id INTEGER,
  plant_id INTEGER,
  name VARCHAR(255) NOT NULL,
  type VARCHAR(100) NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (parent_id) REFERENCES hierarchy (id) ON DELETE CASCADE,
  CONSTRAINT fk_hierarchy_plant_id FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE
);
CREATE INDEX ix_hierarchy_parent_id ON hierarchy (parent_id);
CREATE TABLE characteristic (
  id SERIAL NOT NULL,
  hierarchy_id INTEGER NOT NULL,
  name VARCHAR(255) NOT NULL,
  description VARCHAR(500),
  subgroup_size INTEGER NOT NULL,
  target_value FLOAT,
  usl FLOAT,
  lsl FLOAT,
  ucl FLOAT,
  lcl FLOAT,
  subgroup_mode VARCHAR(50) DEFAULT 'NOMINAL_TOLERANCE' NOT NULL,
  min_measurements INTEGER DEFAULT '1' NOT NULL,
  warn_below_count INTEGER,
  stored_sigma FLOAT,
  stored_center_line FLOAT,
  decimal_precision INTEGER DEFAULT '3' NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (hierarchy_id) REFERENCES hierarchy (id) ON DELETE CASCADE
);
CREATE INDEX ix_characteristic_hierarchy_id ON characteristic (hierarchy_id);
CREATE TABLE characteristic_rules (
  char_id INTEGER NOT NULL,
  rule_id INTEGER NOT NULL,
  is_enabled BOOLEAN NOT NULL,
  require_acknowledgement BOOLEAN DEFAULT true NOT NULL,
  PRIMARY KEY (char_id, rule_id),
  FOREIGN KEY (char_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE TABLE characteristic_config (
  id SERIAL NOT NULL,
  characteristic_id INTEGER NOT NULL,
  config_json TEXT NOT NULL,
  is_active BOOLEAN NOT NULL,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id), UNIQUE (characteristic_id),
  FOREIGN KEY (characteristic_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE INDEX ix_characteristic_config_characteristic_id ON characteristic_config (characteristic_id);
CREATE TABLE sample (
  id SERIAL NOT NULL,
  char_id INTEGER NOT NULL,
  timestamp TIMESTAMP WITH TIME ZONE NOT NULL,
  batch_number VARCHAR(100),
  operator_id VARCHAR(100),
  is_excluded BOOLEAN NOT NULL,
  actual_n INTEGER DEFAULT '1' NOT NULL,
  is_undersized BOOLEAN DEFAULT false NOT NULL,
  effective_ucl FLOAT,
  effective_lcl FLOAT,
  z_score FLOAT,
  is_modified BOOLEAN DEFAULT false NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT fk_sample_char_id FOREIGN KEY (char_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE INDEX ix_sample_char_id ON sample (char_id);
CREATE INDEX ix_sample_timestamp ON sample (timestamp);
CREATE INDEX ix_sample_char_id_timestamp ON sample (char_id, timestamp);
CREATE TABLE measurement (
  id SERIAL NOT NULL,
  sample_id INTEGER NOT NULL,
  value FLOAT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (sample_id) REFERENCES sample (id) ON DELETE CASCADE
);
CREATE INDEX ix_measurement_sample_id ON measurement (sample_id);
CREATE TABLE sample_edit_history (
  id SERIAL NOT NULL,
  sample_id INTEGER NOT NULL,
  edited_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
  edited_by VARCHAR(255),
  reason TEXT NOT NULL,
  previous_values JSON NOT NULL,
  new_values JSON NOT NULL,
  previous_mean FLOAT NOT NULL,
  new_mean FLOAT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (sample_id) REFERENCES sample (id) ON DELETE CASCADE
);
CREATE INDEX ix_sample_edit_history_sample_id ON sample_edit_history (sample_id);
CREATE TABLE violation (
  id SERIAL NOT NULL,
  sample_id INTEGER NOT NULL,
  char_id INTEGER,
  rule_id INTEGER NOT NULL,
  rule_name VARCHAR(100),
  severity VARCHAR(20) NOT NULL,
  acknowledged BOOLEAN NOT NULL,
  requires_acknowledgement BOOLEAN DEFAULT true NOT NULL,
  ack_user VARCHAR(100),
  ack_reason VARCHAR(500),
  ack_timestamp TIMESTAMP WITH TIME ZONE,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now(),
  PRIMARY KEY (id),
  FOREIGN KEY (sample_id) REFERENCES sample (id) ON DELETE CASCADE,
  CONSTRAINT fk_violation_char_id FOREIGN KEY (char_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE INDEX ix_violation_sample_id ON violation (sample_id);
CREATE INDEX ix_violation_char_id ON violation (char_id);
CREATE INDEX ix_violation_acknowledged ON violation (acknowledged);
CREATE TABLE annotation (
  id SERIAL NOT NULL,
  characteristic_id INTEGER NOT NULL,
  annotation_type VARCHAR(20) NOT NULL,
  text TEXT NOT NULL,
  color VARCHAR(20),
  sample_id INTEGER,
  start_sample_id INTEGER,
  end_sample_id INTEGER,
  start_time TIMESTAMP WITHOUT TIME ZONE,
  end_time TIMESTAMP WITHOUT TIME ZONE,
  created_by VARCHAR(255),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT ck_annotation_type CHECK (annotation_type IN ('point', 'period')),
  FOREIGN KEY (characteristic_id) REFERENCES characteristic (id) ON DELETE CASCADE,
  FOREIGN KEY (sample_id) REFERENCES sample (id) ON DELETE SET NULL,
  FOREIGN KEY (start_sample_id) REFERENCES sample (id) ON DELETE SET NULL,
  FOREIGN KEY (end_sample_id) REFERENCES sample (id) ON DELETE SET NULL
);
CREATE INDEX ix_annotation_characteristic_id ON annotation (characteristic_id);
CREATE TABLE annotation_history (
  id SERIAL NOT NULL,
  annotation_id INTEGER NOT NULL,
  previous_text TEXT NOT NULL,
  changed_by VARCHAR(255),
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (annotation_id) REFERENCES annotation (id) ON DELETE CASCADE
);
CREATE INDEX ix_annotation_history_annotation_id ON annotation_history (annotation_id);
CREATE TABLE mqtt_broker (
  id SERIAL NOT NULL,
  plant_id INTEGER,
  name VARCHAR(100) NOT NULL,
  host VARCHAR(255) NOT NULL,
  port INTEGER DEFAULT '1883' NOT NULL,
  username VARCHAR(100),
  password VARCHAR(500),
  client_id VARCHAR(100) DEFAULT 'openspc-client' NOT NULL,
  keepalive INTEGER DEFAULT '60' NOT NULL,
  max_reconnect_delay INTEGER DEFAULT '300' NOT NULL,
  use_tls BOOLEAN DEFAULT false NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  payload_format VARCHAR(20) DEFAULT 'json' NOT NULL,
  outbound_enabled BOOLEAN DEFAULT false NOT NULL,
  outbound_topic_prefix VARCHAR(200) DEFAULT 'openspc' NOT NULL,
  outbound_format VARCHAR(20) DEFAULT 'json' NOT NULL,
  outbound_rate_limit FLOAT DEFAULT '1.0' NOT NULL,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT uq_broker_plant_name UNIQUE (plant_id, name),
  FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE
);
CREATE TABLE opcua_server (
  id SERIAL NOT NULL,
  plant_id INTEGER,
  name VARCHAR(100) NOT NULL,
  endpoint_url VARCHAR(500) NOT NULL,
  auth_mode VARCHAR(50) DEFAULT 'anonymous' NOT NULL,
  username VARCHAR(255),
  password VARCHAR(500),
  security_policy VARCHAR(50) DEFAULT 'None' NOT NULL,
  security_mode VARCHAR(50) DEFAULT 'None' NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  session_timeout INTEGER DEFAULT '30000' NOT NULL,
  publishing_interval INTEGER DEFAULT '1000' NOT NULL,
  sampling_interval INTEGER DEFAULT '250' NOT NULL,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT uq_opcua_server_plant_name UNIQUE (plant_id, name),
  FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE
);
CREATE TABLE data_source (
  id SERIAL NOT NULL,
  type VARCHAR(50) NOT NULL,
  characteristic_id INTEGER NOT NULL,
  trigger_strategy VARCHAR(50) DEFAULT 'on_change' NOT NULL,
  is_active BOOLEAN DEFAULT true NOT NULL,
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id), UNIQUE (characteristic_id),
  FOREIGN KEY (characteristic_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE TABLE mqtt_data_source (
  id INTEGER NOT NULL,
  broker_id INTEGER,
  topic VARCHAR(500) NOT NULL,
  metric_name VARCHAR(255),
  trigger_tag VARCHAR(500),
  PRIMARY KEY (id),
  FOREIGN KEY (id) REFERENCES data_source (id) ON DELETE CASCADE,
  FOREIGN KEY (broker_id) REFERENCES mqtt_broker (id) ON DELETE SET NULL
);
CREATE INDEX ix_mqtt_data_source_broker_id ON mqtt_data_source (broker_id);
CREATE TABLE opcua_data_source (
  id INTEGER NOT NULL,
  server_id INTEGER NOT NULL,
  node_id VARCHAR(500) NOT NULL,
  sampling_interval INTEGER,
  publishing_interval INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (id) REFERENCES data_source (id) ON DELETE CASCADE,
  FOREIGN KEY (server_id) REFERENCES opcua_server (id) ON DELETE CASCADE
);
CREATE INDEX ix_opcua_data_source_server_id ON opcua_data_source (server_id);
CREATE TABLE retention_policy (
  id SERIAL NOT NULL,
  plant_id INTEGER NOT NULL,
  scope VARCHAR(20) NOT NULL,
  hierarchy_id INTEGER,
  characteristic_id INTEGER,
  retention_type VARCHAR(20) NOT NULL,
  retention_value INTEGER,
  retention_unit VARCHAR(10),
  created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  updated_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT uq_retention_policy_target UNIQUE (plant_id, scope, hierarchy_id, characteristic_id),
  CONSTRAINT ck_retention_policy_scope CHECK ((scope = 'global' AND hierarchy_id IS NULL AND characteristic_id IS NULL)
    OR (scope = 'hierarchy' AND hierarchy_id IS NOT NULL AND characteristic_id IS NULL)
    OR (scope = 'characteristic' AND hierarchy_id IS NULL AND characteristic_id IS NOT NULL)),
  CONSTRAINT ck_retention_policy_type_value CHECK ((retention_type = 'forever' AND retention_value IS NULL AND retention_unit IS NULL)
    OR (retention_type = 'sample_count' AND retention_value IS NOT NULL AND retention_unit IS NULL)
    OR (retention_type = 'time_delta' AND retention_value IS NOT NULL AND retention_unit IS NOT NULL)),
  FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE,
  FOREIGN KEY (hierarchy_id) REFERENCES hierarchy (id) ON DELETE CASCADE,
  FOREIGN KEY (characteristic_id) REFERENCES characteristic (id) ON DELETE CASCADE
);
CREATE INDEX ix_retention_policy_plant_id ON retention_policy (plant_id);
CREATE INDEX ix_retention_policy_hierarchy_id ON retention_policy (hierarchy_id);
CREATE INDEX ix_retention_policy_characteristic_id ON retention_policy (characteristic_id);
CREATE TABLE purge_history (
  id SERIAL NOT NULL,
  plant_id INTEGER NOT NULL,
  started_at TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL,
  completed_at TIMESTAMP WITHOUT TIME ZONE,
  status VARCHAR(20) NOT NULL,
  samples_deleted INTEGER DEFAULT '0' NOT NULL,
  violations_deleted INTEGER DEFAULT '0' NOT NULL,
  characteristics_processed INTEGER DEFAULT '0' NOT NULL,
  error_message TEXT,
  PRIMARY KEY (id),
  FOREIGN KEY (plant_id) REFERENCES plant (id) ON DELETE CASCADE
);
CREATE INDEX ix_purge_history_plant_id ON purge_history (plant_id);
CREATE INDEX ix_purge_history_started_at ON purge_history (started_at);

INSERT INTO plant (name, code, settings, created_at, updated_at) VALUES
  ('Default Plant', 'DEFAULT', '{}', '2025-01-01 08:00:00.25', '2025-01-01 08:00:00.25'),
  ('Werk Köln', 'CGN', '{"shift": ["früh", "spät"], "limit": 1.50}', '2025-01-02 08:00:00', '2025-01-03 08:00:00');
INSERT INTO "user" (username, email, hashed_password, created_at, updated_at) VALUES
  ('admin', 'admin@example.org', '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA', '2025-01-01 09:00:00+01', '2025-01-01 09:00:00+01');
INSERT INTO user_plant_role (user_id, plant_id, role, created_at) VALUES (1, 1, 'admin', '2025-01-01 08:00:00'), (1, 2, 'engineer', NULL);
INSERT INTO api_keys (id, name, key_hash, key_prefix, created_at, permissions) VALUES
  ('0f8fad5b-d9cb-469f-a165-70867728950e', 'Gauge', '$2b$12$hash', 'ospc_1', '2025-06-01 00:00:00+02', '{"characteristics": "all"}');
INSERT INTO hierarchy (parent_id, plant_id, name, type) VALUES (NULL, 2, 'Halle 1', 'Area'), (1, 2, 'Drehbank', 'Equipment'), (NULL, NULL, 'Lost', 'Folder');
INSERT INTO characteristic (hierarchy_id, name, description, subgroup_size, target_value, usl, lsl, ucl, lcl, stored_sigma, stored_center_line)
  VALUES (2, 'Bohrung', 'Ø 12 H7', 3, 12.0, 12.018, 12.0, 12.01, 11.99, 0.1, 12.0), (2, 'Länge', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
         (3, 'Of no plant', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO characteristic_rules (char_id, rule_id, is_enabled, require_acknowledgement) VALUES (1, 1, true, true), (1, 2, false, true), (2, 1, true, false);
INSERT INTO characteristic_config (characteristic_id, config_json, is_active, created_at, updated_at)
  VALUES (1, '{"config_type": "MANUAL", "instructions": "messen"}', true, '2025-01-05 00:00:00', '2025-01-05 00:00:00');
INSERT INTO sample (char_id, timestamp, batch_number, operator_id, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl, z_score, is_modified)
  VALUES (1, '2026-01-01 01:00:00.000001+01', 'B-7', 'Ada', false, 3, false, 12.01, 11.99, -1.25, true),
         (1, '2025-12-31 23:59:59.999999+00', NULL, NULL, true, 2, true, NULL, NULL, NULL, false),
         (2, '1969-12-31 23:59:59.999999+00', NULL, NULL, false, 1, false, NULL, NULL, NULL, false),
         (3, '2026-03-29 03:30:00+02', NULL, 'Bob', false, 1, false, NULL, NULL, NULL, false);
INSERT INTO measurement (sample_id, value) VALUES (1, 0.1), (1, -3e-308), (1, 12345678.901234567), (2, 1.7976931348623157e308), (2, 4.9406564584124654e-324), (3, 7), (4, '-0');
INSERT INTO sample (char_id, timestamp, is_excluded) SELECT 2, TIMESTAMP WITH TIME ZONE '2025-02-01 00:00:00+00' + n * INTERVAL '61.000001 seconds', false
  FROM generate_series(1, 6000) AS n;
INSERT INTO measurement (sample_id, value) SELECT id, id / 3.0 FROM sample WHERE id > 4 ORDER BY id;
-- As a purge leaves it.
DELETE FROM sample WHERE id BETWEEN 100 AND 120;
INSERT INTO sample_edit_history (sample_id, edited_at, edited_by, reason, previous_values, new_values, previous_mean, new_mean)
  VALUES (1, '2026-01-03 00:00:00.5', 'Ada', 'Tippfehler', '[1.10, 2]', '[0.1, 2]', 1.55, 1.05);
INSERT INTO violation (sample_id, char_id, rule_id, rule_name, severity, acknowledged, ack_user, ack_reason, ack_timestamp, created_at)
  VALUES (1, 1, 1, 'Outlier', 'CRITICAL', true, 'admin', 'Werkzeug', '2026-01-02 00:00:00+00', '2026-01-01 00:00:01+00'),
         (2, NULL, 2, 'Shift', 'WARNING', false, NULL, NULL, NULL, NULL);
INSERT INTO annotation (characteristic_id, annotation_type, text, color, sample_id, start_time, end_time, created_by, created_at, updated_at)
  VALUES (1, 'point', 'Werkzeug gewechselt', '#ff0000', 1, NULL, NULL, 'admin', '2026-01-03 00:00:00+00', '2026-01-03 00:00:00+00'),
         (1, 'period', 'Urlaub', NULL, NULL, '2026-01-04 00:00:00', '2026-01-05 00:00:00', NULL, '2026-01-06 00:00:00+00', '2026-01-06 00:00:00+00');
INSERT INTO annotation_history (annotation_id, previous_text, changed_by, changed_at) VALUES (1, 'Werkzeug', 'admin', '2026-01-03 01:00:00+00');
INSERT INTO mqtt_broker (plant_id, name, host, username, password, is_active, created_at, updated_at)
  VALUES (2, 'Halle', 'broker.example.org', 'gAAAAA-name', 'gAAAAA-password', false, '2025-01-01 00:00:00', '2025-01-01 00:00:00');
INSERT INTO opcua_server (plant_id, name, endpoint_url, is_active, created_at, updated_at)
  VALUES (2, 'Presse', 'opc.tcp://press.example.org:4840', false, '2025-01-01 00:00:00', '2025-01-01 00:00:00');
INSERT INTO data_source (type, characteristic_id, trigger_strategy, created_at, updated_at)
  VALUES ('mqtt', 1, 'on_change', '2025-01-01 00:00:00', '2025-01-01 00:00:00'), ('opcua', 2, 'on_timer', '2025-01-01 00:00:00', '2025-01-01 00:00:00');
INSERT INTO mqtt_data_source (id, broker_id, topic, trigger_tag) VALUES (1, 1, 'halle/bohrung', NULL);
INSERT INTO opcua_data_source (id, server_id, node_id, sampling_interval) VALUES (2, 1, 'ns=2;s=Laenge', 500);
INSERT INTO retention_policy (plant_id, scope, characteristic_id, retention_type, retention_value, retention_unit, created_at, updated_at)
  VALUES (2, 'characteristic', 1, 'time_delta', 2, 'years', '2025-01-01 00:00:00', '2025-01-01 00:00:00');
INSERT INTO purge_history (plant_id, started_at, completed_at, status, samples_deleted)
  VALUES (2, '2025-03-01 00:00:00', '2025-03-01 00:00:05', 'completed', 21);
