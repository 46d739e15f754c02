-- A stage is a stretch of history with its own limits: from when it holds, how its points are judged, what it came from.
-- A violation states the point that it was found at, beside the lines of its chart.

ALTER TABLE limit_revision ADD COLUMN starts_at ${timestamp};
ALTER TABLE limit_revision ADD COLUMN subgroup_mode VARCHAR(30);
ALTER TABLE limit_revision ADD COLUMN origin VARCHAR(20) NOT NULL DEFAULT 'changed';
ALTER TABLE limit_revision ADD COLUMN baseline_from ${timestamp};
ALTER TABLE limit_revision ADD COLUMN baseline_to ${timestamp};
UPDATE limit_revision SET starts_at = created_at,
  subgroup_mode = (SELECT c.subgroup_mode FROM characteristic c WHERE c.id = limit_revision.characteristic_id);
UPDATE limit_revision SET origin = 'recalculated' WHERE sample_count > 0;
ALTER TABLE violation ADD COLUMN statistic VARCHAR(30);
ALTER TABLE violation ADD COLUMN plotted_value ${double};
ALTER TABLE violation ADD COLUMN center_line ${double};
ALTER TABLE violation ADD COLUMN ucl ${double};
ALTER TABLE violation ADD COLUMN lcl ${double};
