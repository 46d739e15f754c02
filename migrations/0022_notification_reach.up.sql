-- What receivers of webhooks want besides our own JSON: headers, a token, a body of their own.
ALTER TABLE notification_channel ADD COLUMN headers ${json};
ALTER TABLE notification_channel ADD COLUMN bearer_token ${text};
ALTER TABLE notification_channel ADD COLUMN body_format VARCHAR(10) NOT NULL DEFAULT 'json';
ALTER TABLE notification_channel ADD COLUMN body_template ${text};

-- Connections to brokers ("mqtt") and OPC UA servers ("opcua") that have been lost since they are wanted, as the server
-- that keeps each has seen it: lost still, or back. A connection that never failed has no row.
CREATE TABLE connection_loss (
  kind VARCHAR(20) NOT NULL,
  source_id ${ref} NOT NULL,
  is_lost ${boolean} NOT NULL,
  reason VARCHAR(500) NOT NULL,
  changed_at ${timestamp} NOT NULL,
  PRIMARY KEY (kind, source_id)
);

-- Lost connections that a rule has told about, until they are back.
CREATE TABLE notification_outage (
  id ${id},
  rule_id ${ref} NOT NULL REFERENCES notification_rule (id) ON DELETE CASCADE,
  kind VARCHAR(20) NOT NULL,
  source_id ${ref} NOT NULL,
  alert ${json} NOT NULL,
  level ${integer} NOT NULL DEFAULT 0,
  next_level_at ${timestamp},
  opened_at ${timestamp} NOT NULL,
  CONSTRAINT uq_notification_outage UNIQUE (rule_id, kind, source_id)
);
CREATE INDEX ix_notification_outage_next_level_at ON notification_outage (next_level_at);

-- How OpenSPC signs in to the mail server: "none", "password" or "oauth2". What OAuth needs beside its secrets is one
-- document.
ALTER TABLE notification_mail_server ADD COLUMN authentication VARCHAR(20) NOT NULL DEFAULT 'none';
UPDATE notification_mail_server SET authentication = 'password' WHERE username IS NOT NULL;
ALTER TABLE notification_mail_server ADD COLUMN oauth ${json};
ALTER TABLE notification_mail_server ADD COLUMN oauth_client_secret ${text};
ALTER TABLE notification_mail_server ADD COLUMN oauth_refresh_token ${text};
