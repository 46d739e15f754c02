-- Under which name this server is a Sparkplug host application on a broker.

ALTER TABLE mqtt_broker_option ADD COLUMN sparkplug_host_id VARCHAR(100);
