ALTER TABLE mqtt_broker_option DROP COLUMN sparkplug_host_id;
