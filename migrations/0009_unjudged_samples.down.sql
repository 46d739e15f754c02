ALTER TABLE sample DROP COLUMN rules_skipped;
