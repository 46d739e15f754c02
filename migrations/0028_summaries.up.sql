-- A long history drawn at once: what is settled of a characteristic's samples stands a second time, summarized in blocks
-- that follow one another without a gap (src/quality/series/summary_store.h). Made by the server, and made again when lost.
CREATE TABLE subgroup_summary (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  start_us ${ref} NOT NULL,
  end_us ${ref} NOT NULL,
  first_us ${ref},
  last_us ${ref},
  samples ${integer} NOT NULL,
  excluded ${integer} NOT NULL,
  mean ${double},
  smallest ${double},
  largest ${double},
  smallest_us ${ref},
  largest_us ${ref},
  smallest_range ${double},
  largest_range ${double},
  smallest_deviation ${double},
  largest_deviation ${double},
  first_value ${double},
  last_value ${double},
  is_stale ${boolean} NOT NULL,
  PRIMARY KEY (plant_id, char_id, start_us)
) ${only sqlite: WITHOUT ROWID};

-- How many samples the blocks of a characteristic hold, beside sample_count: what is left to summarize.
CREATE TABLE subgroup_summary_state (
  plant_id ${ref} NOT NULL,
  char_id ${ref} NOT NULL,
  samples ${ref} NOT NULL,
  has_stale ${boolean} NOT NULL,
  PRIMARY KEY (plant_id, char_id)
) ${only sqlite: WITHOUT ROWID};

-- Signals of a stretch of time are counted without looking at their rows; what they are looked up by stays in front.
DROP INDEX ix_violation_char_id_sampled_at${also mysql:  ON violation};
CREATE INDEX ix_violation_char_id_sampled_at ON violation (char_id, sampled_at, superseded_at, severity, requires_acknowledgement, acknowledged);
