DROP INDEX ix_audit_event_plant_id${only mysql: ON audit_event};
DROP INDEX ix_audit_event_action${only mysql: ON audit_event};
ALTER TABLE audit_event DROP COLUMN address;
