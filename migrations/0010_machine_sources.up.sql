-- Machines' measurements: what the reference's tables of brokers and sources lack.

CREATE TABLE mqtt_broker_option (
  broker_id ${ref} NOT NULL PRIMARY KEY REFERENCES mqtt_broker (id) ON DELETE CASCADE,
  ca_certificate ${text},
  client_certificate ${text},
  client_key ${text},
  verify_certificate ${boolean} NOT NULL DEFAULT ${true},
  protocol VARCHAR(10) NOT NULL DEFAULT 'auto',
  outbound_events VARCHAR(60) NOT NULL DEFAULT 'sample,violation,ack,limits',
  outbound_severity VARCHAR(20) NOT NULL DEFAULT 'WARNING'
);

-- Events on their way to a broker, in order, until it has acknowledged them.
CREATE TABLE mqtt_outbound_message (
  id ${id},
  broker_id ${ref} NOT NULL REFERENCES mqtt_broker (id) ON DELETE CASCADE,
  topic VARCHAR(2000) NOT NULL,
  payload ${text} NOT NULL,
  created_at ${timestamp} NOT NULL
);
CREATE INDEX ix_mqtt_outbound_message_broker_id ON mqtt_outbound_message (broker_id, id);

CREATE TABLE data_source_option (
  data_source_id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  payload_format VARCHAR(10) NOT NULL DEFAULT 'number',
  value_path VARCHAR(500),
  timestamp_path VARCHAR(500),
  batch_path VARCHAR(500),
  operator_path VARCHAR(500),
  serial_path VARCHAR(500),
  pattern VARCHAR(500),
  dead_band ${double},
  timeout_seconds ${double} NOT NULL DEFAULT 60
);

-- Readings that are acknowledged and not yet part of a sample.
CREATE TABLE data_source_buffer (
  data_source_id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  state ${json} NOT NULL,
  updated_at ${timestamp} NOT NULL
);

-- Measurements by their own time stamp, so that one that is sent again is not counted again.
CREATE TABLE data_source_reading (
  data_source_id ${ref} NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
  fingerprint ${integer} NOT NULL,
  seen_at ${timestamp} NOT NULL,
  PRIMARY KEY (data_source_id, fingerprint)
);
CREATE INDEX ix_data_source_reading_seen_at ON data_source_reading (seen_at);

-- The last QoS 1 messages that are stored, in a ring: their acknowledgements may not have reached the broker.
CREATE TABLE mqtt_delivery (
  broker_id ${ref} NOT NULL REFERENCES mqtt_broker (id) ON DELETE CASCADE,
  slot ${integer} NOT NULL,
  ordinal ${integer} NOT NULL,
  packet_id ${integer} NOT NULL,
  fingerprint ${integer} NOT NULL,
  PRIMARY KEY (broker_id, slot)
);

-- What the broker's persistent session is subscribed to.
CREATE TABLE mqtt_subscription (
  broker_id ${ref} NOT NULL REFERENCES mqtt_broker (id) ON DELETE CASCADE,
  filter VARCHAR(500) NOT NULL,
  PRIMARY KEY (broker_id, filter)
);

CREATE TABLE sample_serial (
  sample_id ${ref} NOT NULL PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE,
  serial_number VARCHAR(100) NOT NULL
);
CREATE INDEX ix_sample_serial_serial_number ON sample_serial (serial_number);

-- Which server takes in which source. The token rises with every change of hands: whoever holds an older one may not
-- write. Beats are counted, not clocks compared.
CREATE TABLE source_lease (
  kind VARCHAR(10) NOT NULL,
  source_id ${ref} NOT NULL,
  holder VARCHAR(200) NOT NULL,
  token ${integer} NOT NULL,
  PRIMARY KEY (kind, source_id)
);
CREATE TABLE server_instance (
  holder VARCHAR(200) NOT NULL PRIMARY KEY,
  beat ${integer} NOT NULL
);
