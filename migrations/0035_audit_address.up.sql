-- From where an event of the audit trail was asked for (src/identity/audit.h); events of before do not say. Time leads the
-- trail as people read it: newest first, of a kind, of a person, of a plant.
-- lives with: 0034
ALTER TABLE audit_event ADD COLUMN address VARCHAR(64);
CREATE INDEX ix_audit_event_action ON audit_event (action, at);
CREATE INDEX ix_audit_event_plant_id ON audit_event (plant_id, at);
