ALTER TABLE mqtt_broker_option DROP COLUMN time_zone;
