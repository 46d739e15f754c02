"""Ten thousand characteristics with as many samples each as wanted, written by bulk SQL as intake would store them."""

import pathlib
import sqlite3

import history

CHARACTERISTICS = 10_000

# In the order of the table's key, so that the largest fill takes minutes. A minute lies between samples.
FILL = """
CREATE TEMP VIEW numbers AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :samples - 1) SELECT i FROM n;
CREATE TEMP TABLE home AS SELECT COALESCE(h.plant_id, 0) AS plant_id, c.id AS char_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id
  WHERE c.id >= :first ORDER BY plant_id, char_id;
INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, is_undersized, is_uncertain, is_modified, rules_skipped)
  SELECT plant_id, char_id, (strftime('%s', '2026-01-01') + i * 60) * 1000000, (home.rowid - 1) * :samples + i + 1, printf('%.3f', 9.5 + (i * 2654435761 % 1000) / 1000.0),
    1, 1 + i % 1440, 0, 0, 0, 0, 0 FROM home CROSS JOIN numbers;
INSERT INTO sample_count (plant_id, char_id, samples, excluded) SELECT plant_id, char_id, :samples, 0 FROM home;
UPDATE id_block SET next_id = :samples * (SELECT COUNT(*) FROM home) + 1 WHERE name = 'subgroup_id';
"""


def fill(database: pathlib.Path, first: int, samples: int) -> None:
    """Of each characteristic from `first` on."""
    history.run(database, FILL.replace(":samples", str(samples)).replace(":first", str(first)))


def bytes_of_a_sample(database: pathlib.Path) -> float:
    """Of its row and of what finds it by its id."""
    connection = sqlite3.connect(database)
    used = connection.execute("SELECT SUM(pgsize) FROM dbstat WHERE name IN ('subgroup', 'ix_subgroup_id')").fetchone()[0]
    samples = connection.execute("SELECT COUNT(*) FROM subgroup").fetchone()[0]
    connection.close()
    return used / samples
