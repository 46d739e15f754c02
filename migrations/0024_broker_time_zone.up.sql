-- The IANA time zone of times in payloads that name none, where the mapping does not say it either.
ALTER TABLE mqtt_broker_option ADD COLUMN time_zone VARCHAR(100);
