-- Lists of violations and their totals are polled by every client: each violation carries what lists ask for, and counters hold the totals.
-- And health checks write something, as requests do.

-- plant_id is 0 where the node belongs to no plant, and NULL until the violation has been filed (see violation_filing.h).
ALTER TABLE violation ADD COLUMN plant_id ${ref};
ALTER TABLE violation ADD COLUMN sampled_at ${timestamp};
ALTER TABLE violation ADD COLUMN is_hidden ${boolean} NOT NULL DEFAULT ${false};

UPDATE violation SET
  char_id = COALESCE((SELECT s.char_id FROM sample s WHERE s.id = violation.sample_id), char_id),
  plant_id = COALESCE((SELECT h.plant_id FROM sample s JOIN characteristic c ON c.id = s.char_id
    JOIN hierarchy h ON h.id = c.hierarchy_id WHERE s.id = violation.sample_id), 0),
  sampled_at = (SELECT s."timestamp" FROM sample s WHERE s.id = violation.sample_id),
  is_hidden = CASE WHEN (superseded_at IS NULL OR acknowledged = ${true})
    AND EXISTS (SELECT 1 FROM sample s JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id
      WHERE s.id = violation.sample_id AND s.deleted_at IS NULL) THEN ${false} ELSE ${true} END;

-- One for each group that can be filtered by; those of a characteristic go with it.
CREATE TABLE violation_count (
  char_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  rule_id ${integer} NOT NULL,
  severity VARCHAR(20) NOT NULL,
  requires_acknowledgement ${boolean} NOT NULL,
  acknowledged ${boolean} NOT NULL,
  plant_id ${ref} NOT NULL,
  amount ${ref} NOT NULL,
  PRIMARY KEY (char_id, rule_id, severity, requires_acknowledgement, acknowledged)
);
INSERT INTO violation_count (char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, amount)
  SELECT char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, COUNT(*) FROM violation
  WHERE is_hidden = ${false} GROUP BY char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id;

CREATE INDEX ix_violation_count_group ON violation_count (plant_id, rule_id, severity, requires_acknowledgement, acknowledged, amount);

-- The members of a group by id, which is the order of lists, and by time; and those of a characteristic.
CREATE INDEX ix_violation_group ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, id, sampled_at);
CREATE INDEX ix_violation_group_time ON violation (is_hidden, plant_id, rule_id, severity, requires_acknowledgement, acknowledged, sampled_at);
CREATE INDEX ix_violation_char_id_listed ON violation (char_id, is_hidden, id, sampled_at);

CREATE TABLE storage_probe (
  id ${ref} NOT NULL PRIMARY KEY,
  checked_at ${timestamp} NOT NULL,
  content ${text} NOT NULL
);
