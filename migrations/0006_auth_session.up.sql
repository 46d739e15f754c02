-- Sign-ins that can be ended: refresh tokens rotate, and a token used twice betrays a theft.

CREATE TABLE auth_session (
  id VARCHAR(36) NOT NULL PRIMARY KEY,
  user_id ${ref} NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  created_at ${timestamp} NOT NULL,
  expires_at ${timestamp} NOT NULL,
  last_refreshed_at ${timestamp},
  current_token_hash VARCHAR(64) NOT NULL,
  revoked_at ${timestamp},
  revoke_reason VARCHAR(50),
  remember_me ${boolean} NOT NULL DEFAULT ${false},
  user_agent VARCHAR(500),
  ip VARCHAR(64)
);
CREATE INDEX ix_auth_session_user_id ON auth_session (user_id);
CREATE INDEX ix_auth_session_expires_at ON auth_session (expires_at);
