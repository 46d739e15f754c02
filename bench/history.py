"""A characteristic with a year of ten million samples and a hundred thousand signals, written by bulk SQL as intake would store them."""

import os
import pathlib
import sqlite3

SAMPLES, SIGNALS = 10_000_000, 100_000

FILL = f"""
CREATE TEMP VIEW numbers AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {SAMPLES} - 1) SELECT i FROM n;
CREATE TEMP TABLE home AS SELECT COALESCE(h.plant_id, 0) AS plant_id, c.id AS char_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = :characteristic;
INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, is_excluded, is_undersized, is_uncertain, is_modified, rules_skipped)
  SELECT plant_id, char_id, (strftime('%s', '2025-01-01') + i * 3) * 1000000, i + 1, printf('%.3f', 9.5 + (i * 2654435761 % 1000) / 1000.0), 1, 0, 0, 0, 0, 0 FROM home CROSS JOIN numbers;
INSERT INTO sample_count (plant_id, char_id, samples, excluded) SELECT plant_id, char_id, {SAMPLES}, 0 FROM home;
INSERT INTO violation (sample_id, char_id, plant_id, sampled_at, is_hidden, rule_id, rule_name, severity, acknowledged, requires_acknowledgement, created_at, chart, sample_ids, signal_start_sample_id)
  SELECT 1 + i * {SAMPLES // SIGNALS}, char_id, plant_id, strftime('%Y-%m-%d %H:%M:%S.000000', '2025-01-01', '+' || (i * {SAMPLES // SIGNALS} * 3) || ' seconds'), 0, 1 + i % 8, 'Rule',
    CASE i % 8 WHEN 0 THEN 'CRITICAL' ELSE 'WARNING' END, i % 3 > 0, 1, '2026-01-01', 'location', '[]', 1 FROM home CROSS JOIN (SELECT i FROM numbers LIMIT {SIGNALS});
INSERT INTO violation_count (char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, amount)
  SELECT char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, COUNT(*) FROM violation GROUP BY 1, 2, 3, 4, 5, 6;
UPDATE id_block SET next_id = {SAMPLES} + 1 WHERE name = 'subgroup_id';
"""


def fill(database: pathlib.Path, characteristic: int) -> None:
    run(database, FILL.replace(":characteristic", str(int(characteristic))))


def run(database: pathlib.Path, script: str) -> None:
    """One transaction that waits for no disk; what it left to write is written afterwards, or the server's first commits would wait for it."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript("BEGIN;" + script + "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    connection.close()
    with open(database, "rb") as file:
        os.fsync(file.fileno())


def size_of_summaries(database: pathlib.Path) -> tuple[int, float]:
    """Blocks, and the megabytes of their table."""
    connection = sqlite3.connect(database)
    blocks = connection.execute("SELECT COUNT(*) FROM subgroup_summary").fetchone()[0]
    try:
        size = connection.execute("SELECT SUM(pgsize) FROM dbstat WHERE name = 'subgroup_summary'").fetchone()[0]
    except sqlite3.OperationalError:
        size = 0  # this Python's SQLite cannot tell
    connection.close()
    return blocks, size / 1e6
