-- By what the servers of one database know that they share their secrets (src/peers/shared_secret.h).
CREATE TABLE shared_secret (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(64) NOT NULL
);
