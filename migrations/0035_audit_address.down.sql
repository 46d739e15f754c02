DROP INDEX ix_audit_event_plant_id${also mysql:  ON audit_event};
DROP INDEX ix_audit_event_action${also mysql:  ON audit_event};
ALTER TABLE audit_event DROP COLUMN address;
