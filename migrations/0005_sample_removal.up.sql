-- A deleted sample stays as evidence until it is purged, and an exclusion says why.

ALTER TABLE sample ADD COLUMN deleted_at ${timestamp};
ALTER TABLE sample ADD COLUMN deleted_by VARCHAR(255);
ALTER TABLE sample ADD COLUMN exclude_reason VARCHAR(500);
