-- Certificates of OPC UA (src/connect/opcua/session/certificate_store.h): all servers of the database show the same one of
-- their own, and believe the same ones. DER as base64url; the private key is encrypted.
-- lives with: 0031
CREATE TABLE opcua_certificate (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  trust VARCHAR(20) NOT NULL,
  certificate ${text} NOT NULL,
  private_key ${text},
  kept_at ${timestamp} NOT NULL
);
CREATE INDEX ix_opcua_certificate_trust ON opcua_certificate (trust, kept_at);
