-- What receivers of webhooks want besides our own JSON: headers, a token, a body of their own.
ALTER TABLE notification_channel ADD COLUMN headers ${json};
ALTER TABLE notification_channel ADD COLUMN bearer_token ${text};
ALTER TABLE notification_channel ADD COLUMN body_format VARCHAR(10) NOT NULL DEFAULT 'json';
ALTER TABLE notification_channel ADD COLUMN body_template ${text};
