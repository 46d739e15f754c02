"""A database with a million violations, and what lists of it cost: through HTTP, and by the best SQL for the same answer.

Written by bulk SQL with the filing of the server (migration 18), so that a start finds nothing to do.
"""

import dataclasses
import http.client
import pathlib
import sqlite3
import statistics
import time

PLANTS, NODES, CHARACTERISTICS, SAMPLES, VIOLATIONS = 4, 40, 240, 100_000, 1_000_000

FILL = f"""
CREATE TEMP VIEW numbers AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {VIOLATIONS} - 1) SELECT i FROM n;
INSERT INTO plant (name, code) SELECT 'Plant ' || i, 'P' || i FROM numbers LIMIT {PLANTS} - 1;
INSERT INTO hierarchy (plant_id, name, type) SELECT p.id, 'Line ' || i, 'Line' FROM (SELECT i FROM numbers LIMIT {NODES})
  JOIN (SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS number, id FROM plant) p ON p.number = i % {PLANTS};
INSERT INTO characteristic (hierarchy_id, name, subgroup_size, ucl, lcl, stored_sigma, stored_center_line)
  SELECT h.id, 'Characteristic ' || i, 1, 13, 7, 1, 10 FROM (SELECT i FROM numbers LIMIT {CHARACTERISTICS})
  JOIN (SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS number, id FROM hierarchy) h ON h.number = i % {NODES};
CREATE TEMP TABLE place AS SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS number, id FROM characteristic;
CREATE UNIQUE INDEX temp.ix_place ON place (number);
INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, is_excluded, is_undersized, is_uncertain, is_modified, rules_skipped)
  SELECT h.plant_id, c.id, (strftime('%s', '2025-01-01') + i * 300) * 1000000, i + 1, '14', 1, 0, 0, 0, 0, 0 FROM (SELECT i FROM numbers LIMIT {SAMPLES})
  JOIN characteristic c ON c.id = (SELECT id FROM place WHERE number = i % {CHARACTERISTICS}) JOIN hierarchy h ON h.id = c.hierarchy_id;
INSERT INTO sample_count (plant_id, char_id, samples, excluded) SELECT plant_id, char_id, COUNT(*), 0 FROM subgroup GROUP BY plant_id, char_id;
INSERT INTO violation (sample_id, char_id, plant_id, sampled_at, is_hidden, rule_id, rule_name, severity, acknowledged, requires_acknowledgement, created_at, chart, sample_ids, signal_start_sample_id)
  SELECT s.id, s.char_id, h.plant_id, s.timestamp, 0, 1 + n.i % 8, 'Rule', CASE n.i % 8 WHEN 0 THEN 'CRITICAL' ELSE 'WARNING' END,
    n.i * 2654435761 % 100 < 70, n.i * 40503 % 20 > 0, s.timestamp, 'location', '[' || s.id || ']', s.id
  FROM numbers n CROSS JOIN sample s ON s.id = 1 + n.i / {VIOLATIONS // SAMPLES} JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id;
INSERT INTO violation_count (char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, amount)
  SELECT char_id, rule_id, severity, requires_acknowledgement, acknowledged, plant_id, COUNT(*) FROM violation GROUP BY 1, 2, 3, 4, 5, 6;
"""

ROWS = """SELECT v.id, v.sample_id, v.rule_id, v.rule_name, v.severity, v.acknowledged, v.requires_acknowledgement, v.ack_user, v.ack_reason, v.ack_timestamp,
  s.time_us, c.id, c.name, c.hierarchy_id, h.plant_id, v.chart, v.sample_ids, v.signal_start_sample_id, v.superseded_at
  FROM violation v JOIN subgroup s ON s.id = v.sample_id JOIN characteristic c ON c.id = s.char_id JOIN hierarchy h ON h.id = c.hierarchy_id"""
BY_COUNTERS = "SELECT SUM(amount) FROM violation_count v WHERE "
BY_ROWS = "SELECT COUNT(*) FROM violation v WHERE v.is_hidden = 0 AND "


@dataclasses.dataclass
class List:
    what: str
    path: str
    sql: tuple[str, ...]
    limit_ms: float


def page(condition: str, total: str = BY_COUNTERS) -> tuple[str, ...]:
    # Read in the order of ids: without + SQLite would take an index that serves the condition and sort what it finds.
    return total + condition, f"{ROWS} WHERE +v.is_hidden = 0 AND {condition.replace('v.', '+v.')} ORDER BY v.id DESC LIMIT 100"


def count(database: pathlib.Path) -> int:
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT COUNT(*) FROM violation").fetchone()[0]
    connection.close()
    return rows


def lists() -> list[List]:
    violations = "/api/v1/violations/?limit=100"
    month = "v.sampled_at >= '2025-06-01' AND v.sampled_at <= '2025-07-01'"
    stats = "SELECT rule_id, severity, requires_acknowledgement, acknowledged, SUM(amount) FROM violation_count GROUP BY plant_id, rule_id, severity, requires_acknowledgement, acknowledged"
    in_control = "NOT EXISTS (SELECT 1 FROM violation v WHERE v.acknowledged <> 1 AND v.superseded_at IS NULL AND v.sample_id = (SELECT s.id FROM subgroup s WHERE s.plant_id = h.plant_id AND s.char_id = c.id ORDER BY s.time_us DESC, s.id DESC LIMIT 1))"
    return [
        List("all", violations, page("1 = 1"), 10),
        List("unacknowledged", f"{violations}&acknowledged=false", page("v.acknowledged = 0"), 10),
        List("of a plant", f"{violations}&plant_id=2", page("v.plant_id = 2"), 10),
        List("unacknowledged of a plant", f"{violations}&plant_id=2&acknowledged=false", page("v.plant_id = 2 AND v.acknowledged = 0"), 10),
        List("of a characteristic", f"{violations}&characteristic_id=7", page("v.char_id = 7"), 100),
        List("of a rule", f"{violations}&rule_id=3", page("v.rule_id = 3"), 100),
        List("of a severity", f"{violations}&severity=CRITICAL&acknowledged=true", page("v.severity = 'CRITICAL' AND v.acknowledged = 1"), 100),
        List("of a month", f"{violations}&start_date=2025-06-01T00:00:00Z&end_date=2025-07-01T00:00:00Z", page(month, BY_ROWS), 100),
        List("up to a day", f"{violations}&end_date=2025-09-01T00:00:00Z", page("v.sampled_at <= '2025-09-01'", BY_ROWS), 100),
        List("page 9,000", f"{violations}&page=9000", (page("1 = 1")[0], page("1 = 1")[1] + " OFFSET 899900"), 100),
        List("statistics", "/api/v1/violations/stats", (stats,), 10),
        List("statistics of a month", "/api/v1/violations/stats?start_date=2025-06-01T00:00:00Z&end_date=2025-07-01T00:00:00Z", (BY_ROWS + month,), 100),
        List("100 characteristics", "/api/v1/characteristics/?per_page=100", (
            "SELECT COUNT(*) FROM characteristic",
            f"SELECT c.*, (SELECT samples FROM sample_count s WHERE s.plant_id = h.plant_id AND s.char_id = c.id), (SELECT SUM(amount) FROM violation_count v WHERE v.char_id = c.id AND v.acknowledged = 0), {in_control} FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id ORDER BY c.id LIMIT 100"), 80),
    ]


def fill(database: pathlib.Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript("BEGIN;" + FILL + "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    connection.close()


def by_http(port: int, token: str, path: str, rounds: int = 15) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        reply = connection.getresponse()
        text = reply.read()
        times.append((time.perf_counter() - began) * 1000)
        if reply.status != 200:
            raise RuntimeError(f"GET {path} answered {reply.status}: {text[:300]!r}")
    return statistics.median(times)


def by_sql(database: pathlib.Path, statements: tuple[str, ...], rounds: int = 5) -> float:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA cache_size = -16000")
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        for statement in statements:
            connection.execute(statement).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(times)
