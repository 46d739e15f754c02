-- A ticket that one server gave opens a WebSocket on any other, once (src/identity/ws_ticket_store.h).
CREATE TABLE ws_ticket (
  ticket_hash VARCHAR(64) NOT NULL PRIMARY KEY,
  user_id ${ref} NOT NULL,
  session_id VARCHAR(64) NOT NULL,
  expires_at ${timestamp} NOT NULL
);
CREATE INDEX ix_ws_ticket_expires_at ON ws_ticket (expires_at);
