DROP TABLE notification_outage;
DROP TABLE connection_loss;
ALTER TABLE notification_channel DROP COLUMN body_template;
ALTER TABLE notification_channel DROP COLUMN body_format;
ALTER TABLE notification_channel DROP COLUMN bearer_token;
ALTER TABLE notification_channel DROP COLUMN headers;
