DROP TABLE sign_in_failure;
ALTER TABLE auth_session DROP COLUMN previous_token_hash;
