-- What the reference's tables of characteristics and rules lack: a chart that was asked for, how severe a violation of a rule
-- is, and whether the rule judges the dispersion chart as well.

-- No row or no word: the chart that follows from the subgroup size.
CREATE TABLE characteristic_option (
  char_id ${ref} NOT NULL PRIMARY KEY REFERENCES characteristic (id) ON DELETE CASCADE,
  chart_type VARCHAR(20)
);

-- No row: the rule's own severity, and not on the dispersion chart, which the reference does not judge.
CREATE TABLE characteristic_rule_option (
  char_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  rule_id ${integer} NOT NULL,
  severity VARCHAR(20),
  dispersion_enabled ${boolean} NOT NULL,
  PRIMARY KEY (char_id, rule_id)
);

-- Characteristics that this program made keep the alarms that they have.
INSERT INTO characteristic_rule_option (char_id, rule_id, severity, dispersion_enabled)
  SELECT c.id, r.rule_id, NULL, ${true} FROM characteristic c
  CROSS JOIN (SELECT 1 AS rule_id UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
    UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8) r
  WHERE NOT EXISTS (SELECT 1 FROM openspc_migration WHERE action = 'adopt')
    OR c.id IN (SELECT CAST(entity_id AS DECIMAL(18, 0)) FROM audit_event
      WHERE entity_type = 'characteristic' AND action = 'characteristic.created');

-- A name tells the charts apart.
UPDATE violation SET rule_name = CASE rule_id
  WHEN 1 THEN CASE statistic WHEN 'range' THEN 'Outlier (range)' WHEN 'std_dev' THEN 'Outlier (standard deviation)'
    WHEN 'moving_range' THEN 'Outlier (moving range)' ELSE 'Outlier (dispersion)' END
  WHEN 2 THEN CASE statistic WHEN 'range' THEN 'Shift (range)' WHEN 'std_dev' THEN 'Shift (standard deviation)'
    WHEN 'moving_range' THEN 'Shift (moving range)' ELSE 'Shift (dispersion)' END
  WHEN 3 THEN CASE statistic WHEN 'range' THEN 'Trend (range)' WHEN 'std_dev' THEN 'Trend (standard deviation)'
    WHEN 'moving_range' THEN 'Trend (moving range)' ELSE 'Trend (dispersion)' END
  WHEN 4 THEN CASE statistic WHEN 'range' THEN 'Alternator (range)' WHEN 'std_dev' THEN 'Alternator (standard deviation)'
    WHEN 'moving_range' THEN 'Alternator (moving range)' ELSE 'Alternator (dispersion)' END
  ELSE rule_name END
WHERE chart = 'dispersion';
