-- OPC UA: what the reference's tables of servers and sources lack.

CREATE TABLE opcua_server_option (
  server_id ${ref} NOT NULL PRIMARY KEY REFERENCES opcua_server (id) ON DELETE CASCADE,
  client_certificate ${text},
  client_key ${text}
);

CREATE TABLE opcua_source_option (
  data_source_id ${ref} NOT NULL PRIMARY KEY REFERENCES data_source (id) ON DELETE CASCADE,
  change_trigger VARCHAR(20) NOT NULL DEFAULT 'value',
  queue_size ${integer} NOT NULL DEFAULT 100,
  trigger_node_id VARCHAR(500)
);

-- Nodes that an administrator lets be written.
CREATE TABLE opcua_writable_node (
  id ${id},
  server_id ${ref} NOT NULL REFERENCES opcua_server (id) ON DELETE CASCADE,
  node_id VARCHAR(500) NOT NULL,
  description VARCHAR(500),
  created_at ${timestamp} NOT NULL,
  CONSTRAINT uq_opcua_writable_node UNIQUE (server_id, node_id)
);

-- What a machine is told when a rule of a characteristic fires: a stop bit.
CREATE TABLE opcua_reaction (
  id ${id},
  characteristic_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  writable_node_id ${ref} NOT NULL REFERENCES opcua_writable_node (id) ON DELETE CASCADE,
  value VARCHAR(100) NOT NULL,
  severity VARCHAR(20) NOT NULL DEFAULT 'CRITICAL',
  created_at ${timestamp} NOT NULL
);
CREATE INDEX ix_opcua_reaction_characteristic_id ON opcua_reaction (characteristic_id);

-- A reading of the sample had a quality that its machine vouches for only in part.
ALTER TABLE sample ADD COLUMN is_uncertain ${boolean} NOT NULL DEFAULT ${false};
