-- Every set of control limits that ever applied, and from what it was estimated.

CREATE TABLE limit_revision (
  id ${id},
  characteristic_id ${ref} NOT NULL REFERENCES characteristic (id) ON DELETE CASCADE,
  created_at ${timestamp} NOT NULL,
  created_by VARCHAR(255),
  method VARCHAR(30) NOT NULL,
  center_line ${double},
  ucl ${double},
  lcl ${double},
  sigma ${double},
  dispersion_center ${double},
  dispersion_ucl ${double},
  dispersion_lcl ${double},
  sample_count ${integer} NOT NULL DEFAULT 0,
  excluded_count ${integer} NOT NULL DEFAULT 0,
  subgroup_size ${integer},
  note ${text}
);
CREATE INDEX ix_limit_revision_characteristic_id ON limit_revision (characteristic_id, id);
