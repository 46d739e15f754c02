ALTER TABLE sample DROP COLUMN is_uncertain;
DROP TABLE opcua_reaction;
DROP TABLE opcua_writable_node;
DROP TABLE opcua_source_option;
DROP TABLE opcua_server_option;
