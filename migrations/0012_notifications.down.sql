DROP TABLE notification_cursor;
DROP TABLE notification_mail_server;
DROP TABLE notification_delivery;
DROP TABLE notification_incident;
DROP TABLE notification_rule;
DROP TABLE notification_channel;
