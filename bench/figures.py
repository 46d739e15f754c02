"""Measures OpenSPC's figures against limits that are measured in the same run. Prints one line for each; exit status 0 when all are reached.

usage: figures.py [NAME ...]      names: spc series batch storm single postgresql_batch postgresql_single mariadb_batch peers_live peers_outbox peers_intake chart overview lists size health live start memory analyze, and ingest
for ingest_share ingest_qos0 ingest_qos1 ingest_live ingest_idle. By its name alone runs breadth: 100 million samples, which want 10 GB and some minutes
"""

import contextlib
import dataclasses
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import typing
import urllib.parse

import analyze_file
import breadth
import history
import lists as violation_lists

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "release" / "bin"
PASSWORD = "bench-password-1"
# Servers on one database share them.
SECRETS = {"OPENSPC_JWT_SECRET": "the same on all servers of a benchmark", "OPENSPC_DB_ENCRYPTION_KEY": "dGhlIHNhbWUga2V5IG9uIGFsbCBiZW5jaCBzZXJ2ZXI="}


@dataclasses.dataclass
class Figure:
    what: str
    measured: str
    limit: str
    reached: bool


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tool(name: str, *arguments: object) -> dict:
    """Runs one of our programs and parses the JSON object that it prints."""
    done = subprocess.run([BIN / name, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{name} failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Server:
    """A release server on a fresh folder, with two characteristics of n = 5 that have limits."""

    def __init__(self, prepare: bool = True, database_url: str = "") -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openspc-bench-"))
        self.settings = SECRETS | ({"OPENSPC_DATABASE_URL": database_url, "OPENSPC_MIGRATE": "true"} if database_url else {})
        self.port = free_port()
        self.token, self.characteristic, self.other = "", 0, 0
        self.launch()
        if prepare:
            self._prepare()

    def launch(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENSPC_")}
        environment |= {"OPENSPC_ADMIN_PASSWORD": PASSWORD, "OPENSPC_DEV_MODE": "true"} | self.settings
        self.began = time.perf_counter()
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [BIN / "openspc", "serve", "--host", "127.0.0.1", "--port", str(self.port), "--data-dir", self.folder / "data"],
                env=environment, stdout=log, stderr=log)
        self.start_ms = self._wait()

    @property
    def database(self) -> pathlib.Path:
        return self.folder / "data" / "openspc.db"

    def _wait(self) -> float:
        while time.perf_counter() - self.began < 30:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return (time.perf_counter() - self.began) * 1000
            time.sleep(0.001)
        raise RuntimeError("the server did not start")

    def call(self, method: str, path: str, body: typing.Any = None) -> typing.Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        reply = connection.getresponse()
        text = reply.read()
        if reply.status >= 300:
            raise RuntimeError(f"{method} {path} answered {reply.status}: {text[:300]!r}")
        return json.loads(text) if text else None

    def sign_in(self) -> None:
        self.token = self.call("POST", "/api/v1/auth/login", {"username": "admin", "password": PASSWORD})["access_token"]

    def _prepare(self) -> None:
        self.sign_in()
        plant = self.call("GET", "/api/v1/plants/")[0]["id"]
        node = self.call("POST", f"/api/v1/plants/{plant}/hierarchies/", {"name": "Line", "type": "Line"})["id"]
        self.characteristic, self.other = (self._characteristic(node, name) for name in ("Bore", "Shaft"))

    def _characteristic(self, node: int, name: str) -> int:
        made = self.call("POST", "/api/v1/characteristics/", {"hierarchy_id": node, "name": name, "subgroup_size": 5, "usl": 11, "lsl": 9})
        limits = {"ucl": 10.4, "lcl": 9.8, "center_line": 10.08, "sigma": 0.2}
        self.call("POST", f"/api/v1/characteristics/{made['id']}/set-limits", limits)
        return made["id"]

    def resident_megabytes(self) -> float:
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def server(prepare: bool = True, database_url: str = "") -> typing.Iterator[Server]:
    running = Server(prepare, database_url)
    try:
        yield running
    finally:
        running.close()


def limit_database(running: Server) -> pathlib.Path:
    """A copy of the server's freshly migrated database, so that the limit writes the same tables and indexes."""
    copy = running.folder / f"limit-{time.monotonic_ns()}.db"
    subprocess.run(["sqlite3", running.database, f".backup {copy}"], check=True, capture_output=True)
    return copy


def google_benchmark(name: str) -> float:
    done = subprocess.run([BIN / "bench_spc", f"--benchmark_filter={name}", "--benchmark_format=json", "--benchmark_repetitions=3"],
                          capture_output=True, text=True, timeout=300, check=True)
    rates = [run["items_per_second"] for run in json.loads(done.stdout)["benchmarks"] if run.get("run_type") == "iteration"]
    if not rates:
        raise RuntimeError(f"bench_spc has no benchmark that matches {name}")
    return statistics.median(rates) / 1e6


def spc() -> Figure:
    rate = google_benchmark("Incremental")
    return Figure("statistics + eight rules, one new point", f"{rate:.1f} M points/s", "8 M points/s", rate >= 8)


def series() -> Figure:
    rate = google_benchmark("Series")
    return Figure("statistics + eight rules, a whole series", f"{rate:.1f} M points/s", "20 M points/s", rate >= 20)


def batch() -> Figure:
    with server() as running:
        limit = tool("bench_sqlite_limit", "bulk", limit_database(running), running.characteristic, 100_000)["samples_per_second"]
        rate = tool("bench_load", "batch", running.port, running.token, running.characteristic, 4, 200)["samples_per_second"]
    return Figure("durable batch intake, 500 x n=5 a request", f"{rate:,.0f} samples/s = {rate / limit:.0%}", f"35% of raw bulk insertion {limit:,.0f}/s",
                  rate >= 0.35 * limit)


def storm() -> Figure:
    """Nearly three violations for each sample."""
    with server() as running:
        calm, rate = (tool("bench_load", process, running.port, running.token, characteristic, 4, 80)["samples_per_second"]
                      for process, characteristic in (("batch", running.characteristic), ("storm", running.other)))
        written = violation_lists.count(running.database)
    return Figure(f"durable batch intake of a process out of control, {written / (80 * 500):.1f} violations a sample", f"{rate:,.0f} samples/s = {rate / calm:.0%}",
                  f"20% of one in control {calm:,.0f}/s", rate >= 0.2 * calm)


def single() -> Figure:
    with server() as running:
        limit = tool("bench_sqlite_limit", "single", limit_database(running), running.characteristic, 5_000)["samples_per_second"]
        rate = tool("bench_load", "single", running.port, running.token, running.characteristic, 64, 5)["requests_per_second"]
    # Where a commit costs next to nothing, sharing it gains nothing either, and the posts themselves are the limit.
    wanted = min(4 * limit, 8_000)
    return Figure("durable single posts, 64 clients", f"{rate:,.0f}/s = {rate / limit:.1f} x", f"4 x raw one-commit-each {limit:,.0f}/s, at most 8,000/s", rate >= wanted)


@contextlib.contextmanager
def database_server(kind: str, *settings: str) -> typing.Iterator[str]:
    """A server that flushes its commits; its address."""
    folder = tempfile.mkdtemp(prefix=f"openspc-bench-{kind}-")
    script = str(ROOT / "scripts" / f"{kind}.sh")
    try:
        # Its output outlives the script that starts it: a file, for a pipe would never end.
        with open(pathlib.Path(folder) / "url", "w+", encoding="utf-8") as url:
            subprocess.run([script, "start", folder, *settings], stdout=url, check=True, timeout=120)
            url.seek(0)
            address = url.read().strip()
        yield address
    finally:
        subprocess.run([script, "stop", folder], check=True, timeout=60)


def postgresql() -> contextlib.AbstractContextManager[str]:
    return database_server("postgresql", "fsync = on", "full_page_writes = on")


def mariadb() -> contextlib.AbstractContextManager[str]:
    return database_server("mariadb", "innodb_flush_log_at_trx_commit = 1", "innodb_flush_method = O_DIRECT", "innodb_doublewrite = 1", "debug-no-sync = 0")


def mariadb_batch() -> Figure:
    with mariadb() as url, server(database_url=url) as running:
        both = f"{running.characteristic},{running.other}"  # neighbours: each on a lane of its own
        rate = tool("bench_load", "batch", running.port, running.token, both, 4, 200)["samples_per_second"]
        place = urllib.parse.urlsplit(url)
        limit = tool("bench_mariadb_limit", place.hostname, place.port, place.username, place.path[1:], running.characteristic, 2, 100_000)["samples_per_second"]
    return Figure("MariaDB: durable batch intake, 500 x n=5 a request", f"{rate:,.0f} samples/s = {rate / limit:.0%}",
                  f"50% of two bare connections with inserts of 1,000 rows {limit:,.0f}/s", rate >= 0.5 * limit)


def postgresql_batch() -> Figure:
    with postgresql() as url, server(database_url=url) as running:
        both = f"{running.characteristic},{running.other}"  # neighbours: each on a lane of its own
        rate = tool("bench_load", "batch", running.port, running.token, both, 4, 200)["samples_per_second"]
        limit = tool("bench_postgresql_limit", "bulk", url, running.characteristic, 2, 100_000)["samples_per_second"]
    return Figure("PostgreSQL: durable batch intake, 500 x n=5 a request", f"{rate:,.0f} samples/s = {rate / limit:.0%}",
                  f"50% of two bare connections with arrays {limit:,.0f}/s", rate >= 0.5 * limit)


def postgresql_single() -> Figure:
    with postgresql() as url, server(database_url=url) as running:
        rate = tool("bench_load", "single", running.port, running.token, running.characteristic, 64, 5)["requests_per_second"]
        limit = tool("bench_postgresql_limit", "single", url, running.characteristic, 64, 5)["samples_per_second"]
    return Figure("PostgreSQL: durable single posts, 64 clients", f"{rate:,.0f}/s = {rate / limit:.0%}", f"60% of 64 bare connections {limit:,.0f}/s", rate >= 0.6 * limit)


@contextlib.contextmanager
def peers(url: str) -> typing.Iterator[list[Server]]:
    """Three servers on one database."""
    with server(database_url=url) as first, server(False, url) as second, server(False, url) as third:
        yield [first, second, third]


def peers_live() -> Figure:
    """What a client of one server sees of a sample that another stores, while that one stores 500 others a second."""
    with postgresql() as url, peers(url) as (first, second, _):
        with subprocess.Popen([BIN / "bench_load", "paced", str(first.port), first.token, str(first.other), "8", "12"], stdout=subprocess.DEVNULL) as load:
            got = tool("bench_load", "live", first.port, first.token, first.characteristic, 1, 400, second.port)
            load.wait()
    return Figure("live frame on another server, 500 commits/s", f"p50 {got['p50_ms']:.1f} ms, p99 {got['p99_ms']:.1f} ms", "p99 50 ms", got["p99_ms"] < 50)


def single_rate(at: list[Server], who: Server, seconds: int = 5) -> float:
    """Of 64 clients that are divided among servers."""
    clients = 64 // len(at)
    loads = [subprocess.Popen([BIN / "bench_load", "single", str(one.port), who.token, str(who.characteristic if i % 2 == 0 else who.other), str(clients), str(seconds)],
                              stdout=subprocess.PIPE, text=True) for i, one in enumerate(at)]
    return sum(json.loads(load.communicate(timeout=120)[0])["requests_per_second"] for load in loads)


def peers_outbox() -> Figure:
    """What it costs one server that another hears. In turn, so that a slow moment meets both."""
    with postgresql() as url, server(database_url=url) as alone:
        rounds = []
        for _ in range(3):
            without = single_rate([alone], alone)
            with server(False, url):
                rounds.append((without, single_rate([alone], alone)))
    without, heard = (statistics.median(column) for column in zip(*rounds))
    return Figure("cost of telling another server, single posts, 64 clients", f"{1 - heard / without:.1%} of {without:,.0f}/s", "10%", heard >= 0.9 * without)


def peers_intake() -> Figure:
    """The same clients at one server of three and at all of them."""
    with postgresql() as url, peers(url) as servers:
        rounds = [(single_rate(servers[:1], servers[0]), single_rate(servers, servers[0])) for _ in range(3)]
    one, three = (statistics.median(column) for column in zip(*rounds))
    return Figure("intake over three servers against one, one PostgreSQL", f"{three:,.0f}/s = {three / one:.0%}", f"90% of {one:,.0f}/s", three >= 0.9 * one)


def chart() -> list[Figure]:
    with server() as running:
        tool("bench_load", "batch", running.port, running.token, running.characteristic, 1, 4)
        database = limit_database(running)

        def milliseconds(form: str) -> float:
            return tool("bench_load", form, running.port, running.token, running.characteristic, 1, 200)["milliseconds"]

        rounds = [(tool("bench_sqlite_limit", "reads", database, running.characteristic, 1000)["milliseconds"], milliseconds("columns"), milliseconds("chart")) for _ in range(5)]
    limit, lean, full = (statistics.median(column) for column in zip(*rounds))
    return [Figure("chart-data, 1,000 points of n=5, in columns", f"{lean:.2f} ms = {lean / limit:.1f} x", f"3 x raw SQL reads {limit:.2f} ms", lean <= 3 * limit),
            Figure("chart-data, 1,000 points of n=5, in full", f"{full:.2f} ms = {full / limit:.1f} x", f"6 x raw SQL reads {limit:.2f} ms", full <= 6 * limit)]


def overview() -> list[Figure]:
    with server() as running:
        node = running.call("GET", f"/api/v1/characteristics/{running.characteristic}")["hierarchy_id"]
        one = running.call("POST", "/api/v1/characteristics/", {"hierarchy_id": node, "name": "Width", "subgroup_size": 1})["id"]
        running.call("POST", f"/api/v1/characteristics/{one}/set-limits", {"ucl": 10.9, "lcl": 9.1, "center_line": 10, "sigma": 0.3})
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        history.fill(running.database, one)
        running.launch()
        began = time.perf_counter()
        path = f"/api/v1/characteristics/{one}/chart-overview"
        while "summarized" not in (running.folder / "log").read_text():
            if time.perf_counter() - began > 600:
                raise RuntimeError("the history was not summarized within ten minutes")
            time.sleep(0.2)
        seconds = time.perf_counter() - began
        seen = running.call("GET", path)
        if (seen["samples"], seen["signals"]) != (history.SAMPLES, history.SIGNALS) or not seen["is_complete"]:
            raise RuntimeError(f"the overview shows {seen['samples']} samples and {seen['signals']} signals")
        whole = violation_lists.by_http(running.port, running.token, path)
        month = violation_lists.by_http(running.port, running.token, f"{path}?start_date=2025-05-01T10:00:00Z&end_date=2025-05-31T10:00:00Z")
        blocks, megabytes = history.size_of_summaries(running.database)
    made = f"summarized in {seconds:.0f} s, {blocks:,} blocks, {megabytes:.1f} MB"
    return [Figure(f"chart-overview, all of {history.SAMPLES:,} samples and {history.SIGNALS:,} signals", f"{whole:.0f} ms ({made})", "< 100 ms", whole < 100),
            Figure("chart-overview, 30 days of it", f"{month:.0f} ms", "< 100 ms", month < 100)]


def at_rest(running: Server, fill: typing.Callable[[], None]) -> None:
    """Fills the database while nobody serves it; then waits until the server has summarized what is new."""
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(30)
    fill()
    running.launch()
    began = time.perf_counter()
    busy = cpu_seconds(running.process.pid)
    while time.perf_counter() - began < 3600:
        time.sleep(35)  # it looks twice a minute
        before, busy = busy, cpu_seconds(running.process.pid)
        if busy - before < 0.5:
            return
    raise RuntimeError("the server did not come to rest within an hour")


def breadth_of(samples: int) -> tuple[float, float, str]:
    """Posts a second and the milliseconds of a chart of 100 points, over all of the characteristics; the size of the database."""
    with server() as running:
        node = running.call("GET", f"/api/v1/characteristics/{running.characteristic}")["hierarchy_id"]
        limits = {"ucl": 10.4, "lcl": 9.8, "center_line": 10.08, "sigma": 0.2}
        ids = [running.call("POST", "/api/v1/characteristics/", {"hierarchy_id": node, "name": f"C{i}", "subgroup_size": 5, "min_measurements": 1})["id"] for i in range(breadth.CHARACTERISTICS)]
        for each in ids:
            running.call("POST", f"/api/v1/characteristics/{each}/set-limits", limits)
        at_rest(running, lambda: breadth.fill(running.database, ids[0], samples))
        running.sign_in()  # the fill may take longer than a token lasts
        all_of_them = f"{ids[0]}-{ids[-1]}"
        milliseconds = tool("bench_load", "hundred", running.port, running.token, all_of_them, 1, 2_000)["milliseconds"]
        tool("bench_load", "single", running.port, running.token, all_of_them, 64, 5)  # each has its window then
        got = tool("bench_load", "single", running.port, running.token, all_of_them, 64, 20)
        if got["failed"] > 0:
            raise RuntimeError(f"{got['failed']} posts were refused")
        return got["requests_per_second"], milliseconds, f"{running.database.stat().st_size / 1e9:.1f} GB"


def breadth_figures() -> list[Figure]:
    few_rate, few_ms, few_size = breadth_of(100)
    many_rate, many_ms, many_size = breadth_of(10_000)
    what = f"{breadth.CHARACTERISTICS:,} characteristics with 10,000 samples each ({many_size})"
    beside = f"with 100 each ({few_size})"
    return [Figure(f"{what}, single posts to all", f"{many_rate:,.0f}/s = {many_rate / few_rate:.0%}", f"70% of {few_rate:,.0f}/s {beside}", many_rate >= 0.7 * few_rate),
            Figure(f"{what}, chart-data of 100 points", f"{many_ms:.2f} ms = {many_ms / few_ms:.2f} x", f"1.5 x {few_ms:.2f} ms {beside}", many_ms <= 1.5 * few_ms)]


def size() -> Figure:
    """Of a hundred characteristics in turns, as machines send."""
    with server() as running:
        node = running.call("GET", f"/api/v1/characteristics/{running.characteristic}")["hierarchy_id"]
        ids = [running.call("POST", "/api/v1/characteristics/", {"hierarchy_id": node, "name": f"C{i}", "subgroup_size": 1})["id"] for i in range(100)]
        for turn in range(100):
            for each in ids:
                samples = [{"measurements": [9.5 + (turn * 20 + i) * 7919 % 1000 / 1000]} for i in range(20)]
                running.call("POST", "/api/v1/samples/batch", {"characteristic_id": each, "samples": samples})
        used = breadth.bytes_of_a_sample(limit_database(running))
    return Figure("on disk, a sample of n=1 and what finds it by its id", f"{used:.0f} bytes", "<= 80 bytes", used <= 80)


def lists() -> list[Figure]:
    with server() as running:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        violation_lists.fill(running.database)
        running.launch()
        figures = []
        for each in violation_lists.lists():
            took = violation_lists.by_http(running.port, running.token, each.path)
            raw = violation_lists.by_sql(running.database, each.sql)
            figures.append(Figure(f"{violation_lists.VIOLATIONS:,} violations, {each.what}", f"{took:.1f} ms (best raw SQL {raw:.1f} ms)", f"< {each.limit_ms:.0f} ms", took < each.limit_ms))
    return figures


def wrk(port: int) -> float:
    done = subprocess.run(["wrk", "-t2", "-c64", "-d5s", f"http://127.0.0.1:{port}/health"], capture_output=True, text=True, timeout=60, check=True)
    for line in done.stdout.splitlines():
        if line.startswith("Requests/sec:"):
            return float(line.split()[1])
    raise RuntimeError("wrk printed no rate")


def health() -> Figure:
    port = free_port()
    bare = subprocess.Popen([BIN / "bench_bare_beast", str(port), "2"])
    try:
        time.sleep(0.3)
        with server(prepare=False) as running:
            rounds = [(wrk(port), wrk(running.port)) for _ in range(2)]
    finally:
        bare.kill()
    limit, rate = (statistics.median(column) for column in zip(*rounds))
    return Figure("/health under wrk, 64 connections", f"{rate:,.0f}/s = {rate / limit:.0%}", f"70% of bare Beast {limit:,.0f}/s", rate >= 0.7 * limit)


def live() -> Figure:
    with server() as running:
        got = tool("bench_load", "live", running.port, running.token, running.characteristic, 1, 500)
    return Figure("sample posted -> WebSocket frame, idle", f"p50 {got['p50_ms']:.2f} ms, p99 {got['p99_ms']:.2f} ms", "p99 < 10 ms", got["p99_ms"] < 10)


def start() -> Figure:
    times = []
    for _ in range(5):
        with server(prepare=False) as running:
            times.append(running.start_ms)
    took = statistics.median(times)
    return Figure("start to first answered request, empty database", f"{took:.0f} ms (median of 5)", "< 300 ms", took < 300)


def memory() -> Figure:
    with server() as running:
        time.sleep(3)
        used = running.resident_megabytes()
    return Figure("idle memory after a login and a characteristic", f"{used:.1f} MB", "< 60 MB", used < 60)


def analyze() -> list[Figure]:
    ours, theirs = analyze_file.measure(BIN / "openspc")
    what = f"openspc analyze, {analyze_file.ROWS:,} readings"
    return [
        Figure(f"{what}, CPU", f"{ours.cpu_s:.2f} s = {ours.cpu_s / theirs.cpu_s:.0%}", f"80% of pandas {theirs.cpu_s:.2f} s", ours.cpu_s <= 0.8 * theirs.cpu_s),
        Figure(f"{what}, peak memory", f"{ours.peak_mb:.0f} MB = {ours.peak_mb / theirs.peak_mb:.0%}", f"80% of pandas {theirs.peak_mb:.0f} MB", ours.peak_mb <= 0.8 * theirs.peak_mb),
    ]


class Broker:
    """A mosquitto without persistence, as a busy site would set it up."""

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openspc-bench-broker-"))
        self.port = free_port()
        lines = ["max_inflight_messages 1000", "set_tcp_nodelay true", "max_queued_messages 1000000", f"listener {self.port} 127.0.0.1", "allow_anonymous true"]
        (self.folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")
        program = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin") or "mosquitto"
        self.process = subprocess.Popen([program, "-c", self.folder / "mosquitto.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def factory(topics: int) -> typing.Iterator[tuple[Server, Broker]]:
    """A server connected to a broker, with a characteristic of n = 5 for each topic bench/0, bench/1, ..."""
    broker = Broker()
    try:
        with server() as running:
            node = running.call("GET", f"/api/v1/characteristics/{running.characteristic}")["hierarchy_id"]
            made = running.call("POST", "/api/v1/brokers/", {"name": "Bench", "host": "127.0.0.1", "port": broker.port, "client_id": "bench-server"})
            rows = ["characteristic_id,mqtt_topic,broker_id"]
            limits = {"ucl": 10.4, "lcl": 9.8, "center_line": 10.08, "sigma": 0.2}
            for i in range(topics):
                body = {"hierarchy_id": node, "name": f"Topic {i}", "subgroup_size": 5}
                characteristic = running.call("POST", "/api/v1/characteristics/", body)["id"]
                running.call("POST", f"/api/v1/characteristics/{characteristic}/set-limits", limits)
                rows.append(f"{characteristic},bench/{i},{made['id']}")
            for row in rows[1:]:
                characteristic, topic, broker_id = row.split(",")
                running.call("POST", "/api/v1/tags/map", {"characteristic_id": int(characteristic), "mqtt_topic": topic, "broker_id": int(broker_id)})
            while len(running.call("GET", f"/api/v1/brokers/{made['id']}/status")["subscribed_topics"]) < topics:
                time.sleep(0.05)
            yield running, broker
    finally:
        broker.close()


def count_values(running: Server) -> int:
    done = subprocess.run(["sqlite3", running.database, "SELECT COUNT(*) FROM measurement"], check=True, capture_output=True, text=True, timeout=120)
    return int(done.stdout)


def sustained(qos: int, wanted: int, seconds: int) -> Figure:
    with factory(100) as (running, broker):
        began = time.perf_counter()
        sent = tool("bench_machine", "flood", broker.port, qos, 100, int(wanted * 1.1), seconds)["sent"]
        before, stored = -1, 0
        while stored < sent and stored != before:
            time.sleep(0.5)
            before, stored = stored, count_values(running)
        took = time.perf_counter() - began - 0.25
        memory_used = running.resident_megabytes()
    rate = stored / took
    return Figure(f"MQTT QoS {qos}, message to committed sample of n=5, {seconds} s", f"{rate:,.0f} values/s, {stored / sent:.1%} of {sent:,} stored, {memory_used:.0f} MB",
                  f"{wanted:,} values/s", rate >= wanted)


def ingest_share() -> Figure:
    """What a flood at QoS 0 leaves in the database, beside what the same broker carries to a subscriber that only counts."""
    flood = (0, 100, 400_000, 3)
    broker = Broker()
    try:
        with subprocess.Popen([BIN / "bench_machine", "listen", str(broker.port)], stdout=subprocess.PIPE, text=True) as listener:
            time.sleep(0.5)
            tool("bench_machine", "flood", broker.port, *flood)
            heard = json.loads(listener.communicate(timeout=120)[0])
    finally:
        broker.close()
    with factory(100) as (running, broker):
        began = time.perf_counter()
        tool("bench_machine", "flood", broker.port, *flood)
        before, stored, took = -1, 0, 0.0
        while stored != before:
            before, stored = stored, count_values(running)
            if stored != before:
                took = time.perf_counter() - began
            time.sleep(0.5)
    rate, limit = stored / took, heard["received"] / heard["seconds"]
    return Figure("MQTT QoS 0, message to committed sample of n=5, as fast as the broker takes it", f"{rate:,.0f} values/s = {rate / limit:.0%}",
                  f"35% of a subscriber that counts {limit:,.0f}/s", rate >= 0.35 * limit)


def ingest_qos0() -> Figure:
    return sustained(0, 60_000, 60)


def ingest_qos1() -> Figure:
    return sustained(1, 20_000, 30)


def ingest_live() -> Figure:
    with factory(100) as (running, broker):
        body = {"hierarchy_id": 1, "name": "Live", "subgroup_size": 1}
        characteristic = running.call("POST", "/api/v1/characteristics/", body)["id"]
        broker_id = running.call("GET", "/api/v1/brokers/")["items"][0]["id"]
        running.call("POST", "/api/v1/tags/map", {"characteristic_id": characteristic, "mqtt_topic": "bench/live", "broker_id": broker_id})
        time.sleep(1)
        others = subprocess.Popen([BIN / "bench_machine", "flood", str(broker.port), "0", "100", "1000", "12"], stdout=subprocess.DEVNULL)
        got = tool("bench_machine", "live", broker.port, running.port, running.token, characteristic, 800)
        others.wait(60)
    return Figure("message published -> WebSocket frame, at 1,000 values/s", f"p50 {got['p50_ms']:.2f} ms, p99 {got['p99_ms']:.2f} ms", "p99 < 50 ms", got["p99_ms"] < 50)


def cpu_seconds(pid: int) -> float:
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ingest_idle() -> Figure:
    broker = Broker()
    try:
        with server() as running:
            for i in range(200):
                running.call("POST", "/api/v1/brokers/", {"name": f"Broker {i}", "host": "127.0.0.1", "port": broker.port, "client_id": f"bench-{i}"})
            node = running.call("GET", f"/api/v1/characteristics/{running.characteristic}")["hierarchy_id"]
            for i in range(2_000):
                characteristic = running.call("POST", "/api/v1/characteristics/", {"hierarchy_id": node, "name": f"T{i}", "subgroup_size": 1})["id"]
                running.call("POST", "/api/v1/tags/map", {"characteristic_id": characteristic, "mqtt_topic": f"idle/{i}", "broker_id": 1 + i % 200})
            start_ms = restart(running)
            while sum(s["is_connected"] for s in running.call("GET", "/api/v1/brokers/all/status")["states"]) < 200:
                time.sleep(0.2)
            time.sleep(3)
            began, used = time.perf_counter(), cpu_seconds(running.process.pid)
            time.sleep(10)
            share = (cpu_seconds(running.process.pid) - used) / (time.perf_counter() - began)
    finally:
        broker.close()
    return Figure("200 brokers and 2,000 mappings: start; idle CPU", f"{start_ms:.0f} ms; {share:.1%} of a core", "< 2,000 ms; < 3%", start_ms < 2_000 and share < 0.03)


def restart(running: Server) -> float:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(30)
    running.launch()
    return running.start_ms


INGEST = ("ingest_share", "ingest_qos0", "ingest_qos1", "ingest_live", "ingest_idle")
FIGURES = {f.__name__: f for f in (spc, series, batch, storm, single, postgresql_batch, postgresql_single, mariadb_batch, peers_live, peers_outbox, peers_intake, chart, overview, lists, size, health, live, start, memory, analyze, ingest_share, ingest_qos0, ingest_qos1, ingest_live, ingest_idle)}
BY_NAME = {"breadth": breadth_figures}


def main() -> int:
    names = [name for given in sys.argv[1:] or list(FIGURES) for name in (INGEST if given == "ingest" else (given,))]
    figures = FIGURES | BY_NAME
    if unknown := [name for name in names if name not in figures]:
        print(f"unknown figure: {', '.join(unknown)}; there are {', '.join(figures)}", file=sys.stderr)
        return 2
    reached = measured = 0
    for name in names:
        try:
            found = figures[name]()
        except (RuntimeError, subprocess.SubprocessError) as error:
            print(f"{name:8} could not be measured: {error}", flush=True)
            measured += 1
            continue
        for figure in found if isinstance(found, list) else [found]:
            measured += 1
            reached += figure.reached
            print(f"{name:8} {'reached' if figure.reached else 'MISSED ':8} {figure.what}: {figure.measured}; must reach {figure.limit}", flush=True)
    print(f"bench: {reached} of {measured} figures reached")
    return 0 if reached == measured else 1


if __name__ == "__main__":
    sys.exit(main())
