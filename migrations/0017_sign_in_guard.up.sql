-- A refresh token that was used a moment ago gives its successor again; an account pauses after failed sign-ins.

ALTER TABLE auth_session ADD COLUMN previous_token_hash VARCHAR(64);

CREATE TABLE sign_in_failure (
  name_digest VARCHAR(64) NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failed_at ${timestamp} NOT NULL,
  paused_until ${timestamp} NOT NULL
);
CREATE INDEX ix_sign_in_failure_last_failed_at ON sign_in_failure (last_failed_at);
