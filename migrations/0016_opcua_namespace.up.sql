-- OPC UA: the namespace that a node id means, by its URI, since its index may be another after a start of the server.
-- Nothing: not known yet; filled in at the next connect. And whether the value that is there when monitoring begins is a
-- measurement.

ALTER TABLE opcua_source_option ADD COLUMN namespace_uri VARCHAR(1000);
ALTER TABLE opcua_source_option ADD COLUMN trigger_namespace_uri VARCHAR(1000);
ALTER TABLE opcua_source_option ADD COLUMN take_initial_value ${boolean} NOT NULL DEFAULT ${false};
ALTER TABLE opcua_writable_node ADD COLUMN namespace_uri VARCHAR(1000);
