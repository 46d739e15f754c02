-- Who is told what, how, and what became of it.

CREATE TABLE notification_channel (
  id ${id},
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(100) NOT NULL UNIQUE,
  kind VARCHAR(20) NOT NULL,
  is_enabled ${boolean} NOT NULL DEFAULT ${true},
  url ${text},
  secret ${text},
  recipients ${json},
  verify_certificate ${boolean} NOT NULL DEFAULT ${true},
  ca_certificate ${text},
  created_at ${timestamp} NOT NULL,
  updated_at ${timestamp} NOT NULL
);

CREATE TABLE notification_rule (
  id ${id},
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  name VARCHAR(100) NOT NULL UNIQUE,
  is_enabled ${boolean} NOT NULL DEFAULT ${true},
  definition ${json} NOT NULL,
  created_at ${timestamp} NOT NULL,
  updated_at ${timestamp} NOT NULL
);

-- What a rule is about at one characteristic until somebody acknowledges it: repetitions join it, escalation follows it.
CREATE TABLE notification_incident (
  id ${id},
  rule_id ${ref} NOT NULL REFERENCES notification_rule (id) ON DELETE CASCADE,
  plant_id ${ref} NOT NULL REFERENCES plant (id) ON DELETE CASCADE,
  characteristic_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  event VARCHAR(20) NOT NULL,
  run_rule ${integer} NOT NULL DEFAULT 0,
  chart VARCHAR(20) NOT NULL DEFAULT '',
  first_violation_id ${ref},
  last_violation_id ${ref},
  repetitions ${integer} NOT NULL DEFAULT 0,
  alert ${json} NOT NULL,
  state VARCHAR(20) NOT NULL,
  level ${integer} NOT NULL DEFAULT 0,
  next_level_at ${timestamp},
  opened_at ${timestamp} NOT NULL,
  told_at ${timestamp} NOT NULL
);
CREATE INDEX ix_notification_incident_rule_id ON notification_incident (rule_id, characteristic_id, state);
CREATE INDEX ix_notification_incident_state ON notification_incident (state, next_level_at);
CREATE INDEX ix_notification_incident_characteristic_id ON notification_incident (characteristic_id);
CREATE INDEX ix_notification_incident_plant_id ON notification_incident (plant_id);

CREATE TABLE notification_delivery (
  id ${id},
  delivery_key VARCHAR(36) NOT NULL UNIQUE,
  plant_id ${ref} REFERENCES plant (id) ON DELETE CASCADE,
  channel_id ${ref} NOT NULL REFERENCES notification_channel (id) ON DELETE CASCADE,
  rule_id ${ref} REFERENCES notification_rule (id) ON DELETE SET NULL,
  event VARCHAR(20) NOT NULL,
  level ${integer} NOT NULL DEFAULT 0,
  recipient VARCHAR(254) NOT NULL DEFAULT '',
  subject VARCHAR(500) NOT NULL,
  alert_count ${integer} NOT NULL DEFAULT 1,
  notice ${json} NOT NULL,
  state VARCHAR(20) NOT NULL,
  attempts ${integer} NOT NULL DEFAULT 0,
  created_at ${timestamp} NOT NULL,
  due_at ${timestamp} NOT NULL,
  finished_at ${timestamp},
  last_error VARCHAR(500),
  response_status ${integer}
);
CREATE INDEX ix_notification_delivery_state ON notification_delivery (state, due_at);
CREATE INDEX ix_notification_delivery_channel_id ON notification_delivery (channel_id, state);
CREATE INDEX ix_notification_delivery_rule_id ON notification_delivery (rule_id);
CREATE INDEX ix_notification_delivery_plant_id ON notification_delivery (plant_id, id);

CREATE TABLE notification_mail_server (
  id ${ref} NOT NULL PRIMARY KEY,
  host VARCHAR(255) NOT NULL,
  port ${integer} NOT NULL,
  security VARCHAR(20) NOT NULL,
  username ${text},
  password ${text},
  sender VARCHAR(254) NOT NULL,
  verify_certificate ${boolean} NOT NULL DEFAULT ${true},
  ca_certificate ${text},
  updated_at ${timestamp} NOT NULL
);

-- How far what happened has been looked at. The time tells a row from a later one that got its id after a deletion.
CREATE TABLE notification_cursor (
  source VARCHAR(20) NOT NULL PRIMARY KEY,
  last_id ${ref} NOT NULL,
  last_at ${timestamp} NOT NULL
);
