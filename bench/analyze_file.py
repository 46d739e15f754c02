"""What `openspc analyze` costs on a file of ten million readings, beside pandas and numpy at the same work (analyze_pandas.py).

The readings have four decimals, as gauges give them. Both sides must find the same, or nothing is measured.
"""

import dataclasses
import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".tools" / "bench-python" / "bin" / "python"
PEER = pathlib.Path(__file__).resolve().parent / "analyze_pandas.py"
ROWS, ROUNDS = 10_000_000, 3


@dataclasses.dataclass
class Cost:
    cpu_s: float  # user and system
    peak_mb: float


def write_readings(file: pathlib.Path) -> None:
    source = random.Random(7)
    with open(file, "w", encoding="ascii") as out:
        out.write("value\n")
        for _ in range(ROWS // 100_000):
            out.writelines(f"{source.gauss(10, 0.2):.4f}\n" for _ in range(100_000))


def run(*command: object) -> tuple[str, Cost]:
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(list(map(str, command)), stdout=out, env={**os.environ, "LC_ALL": "C.UTF-8"})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{command[0]} failed")
        out.seek(0)
        return out.read(), Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare_findings(ours: dict, theirs: dict) -> None:
    for part in ("location", "dispersion"):
        if ours[part]["violations"] != theirs[part]:
            raise RuntimeError(f"{part}: we count {ours[part]['violations']} hits, pandas {theirs[part]}")
    pairs = ((ours["location"]["center"], theirs["center"]), (ours["sigma"]["value"], theirs["sigma"]), (ours["summary"]["sd"], theirs["sd"]))
    if any(abs(a - b) > 1e-9 * abs(b) for a, b in pairs):
        raise RuntimeError(f"center, sigma or sd differ: {pairs}")
    if abs(ours["normality"]["a_squared_star"] - theirs["a_squared_star"]) > 1e-4:
        raise RuntimeError("Anderson-Darling differs")


def measure(program: pathlib.Path) -> tuple[Cost, Cost]:
    """Ours and theirs: medians of runs that take turns."""
    if not PYTHON.exists():
        raise RuntimeError("there is no pandas to compare with: ./bench/run analyze installs it")
    with tempfile.TemporaryDirectory(prefix="openspc-bench-") as folder:
        file = pathlib.Path(folder) / "readings.csv"
        write_readings(file)
        summary, _ = run(program, "analyze", file, "--format", "json-summary")
        found, _ = run(PYTHON, PEER, file)
        compare_findings(json.loads(summary), json.loads(found))
        rounds = [(run(program, "analyze", file)[1], run(PYTHON, PEER, file)[1]) for _ in range(ROUNDS)]
    ours, theirs = zip(*rounds)
    return median(ours), median(theirs)


def median(costs: tuple[Cost, ...]) -> Cost:
    return Cost(statistics.median(cost.cpu_s for cost in costs), statistics.median(cost.peak_mb for cost in costs))
