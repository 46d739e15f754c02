-- Who did what, when. It refers to nothing, so that it outlives what it speaks of.

CREATE TABLE audit_event (
  id ${id},
  at ${timestamp} NOT NULL,
  user_id ${ref},
  username VARCHAR(255),
  action VARCHAR(100) NOT NULL,
  entity_type VARCHAR(50),
  entity_id VARCHAR(100),
  plant_id ${ref},
  detail ${json},
  correlation_id VARCHAR(100)
);
CREATE INDEX ix_audit_event_at ON audit_event (at);
CREATE INDEX ix_audit_event_entity ON audit_event (entity_type, entity_id);
CREATE INDEX ix_audit_event_user_id ON audit_event (user_id);
