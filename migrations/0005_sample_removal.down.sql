ALTER TABLE sample DROP COLUMN exclude_reason;
ALTER TABLE sample DROP COLUMN deleted_by;
ALTER TABLE sample DROP COLUMN deleted_at;
