ALTER TABLE opcua_writable_node DROP COLUMN namespace_uri;
ALTER TABLE opcua_source_option DROP COLUMN take_initial_value;
ALTER TABLE opcua_source_option DROP COLUMN trigger_namespace_uri;
ALTER TABLE opcua_source_option DROP COLUMN namespace_uri;
