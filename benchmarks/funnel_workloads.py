# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The funnel workloads: ten million events of a million users, four steps within thirty days.

`arrival` takes the events as they came, `sorted` by user and time; `strict-order` and `strict-once` are modes of ClickHouse; `chain` keeps rows and times of
the winning chains and makes a table of them; `ids-64` and `ids-text` have users that are no small numbers. Answers are how many users end at each level.
"""

import functools
import json
import pathlib
import subprocess

import duckdb
import numpy
import polars
import pyarrow

import attain as at
import table_workloads

try:
    import chdb
    import chdb.session
except ImportError:  # left out, never guessed
    chdb = None

NAMES = ["arrival", "sorted", "strict-order", "strict-once", "chain", "ids-64", "ids-text"]
ROWS = table_workloads.ROWS
WINDOW, SPAN, FIRST = 2_592_000, 7_776_000, 1_700_000_000
HERE = pathlib.Path(__file__).resolve().parent
# Users at level 1, 2, 3, 4.
DEFAULT = {10_000_000: (302143, 462002, 167571, 18582), 1_000_000: (30173, 46213, 16727, 1891)}
STRICT = {10_000_000: (671558, 222248, 51161, 5331)}
BARS = {
    "arrival": {1: {"clickhouse": 4.8, "numpy": 4.2, "polars": 13, "duckdb": 15}, 2: {"clickhouse": 4.3, "duckdb": 15}},
    "sorted": {1: {"clickhouse": 4.8, "duckdb": 50}, 2: {"clickhouse": 6.7}},
    "strict-order": {1: {"clickhouse": 4.5}, 2: {"clickhouse": 4.5}},
    "strict-once": {1: {"clickhouse": 4.5}, 2: {"clickhouse": 4.5}},
    "chain": {1: {}, 2: {}}, "ids-64": {1: {}, 2: {}}, "ids-text": {1: {}, 2: {}},
}
# At most so many times the default workload of the same process.
TIMES_DEFAULT = {"strict-order": 1.3, "strict-once": 1.3, "chain": 1.25, "ids-64": 2, "ids-text": 2}
MEGABYTES = 120


class Data:
    """The events in everyone's own form."""

    def __init__(self, n, threads, by_user=False, ids="dense"):
        u64 = table_workloads.u64
        self.n = n
        self.users = n // 10
        user = (u64(n, 501) % numpy.uint64(self.users)).astype(numpy.int32)
        r = (u64(n, 502) % numpy.uint64(100)).astype(numpy.int32)
        self.code = numpy.searchsorted([30, 52, 66, 74, 90], r, side="right").astype(numpy.int32)
        self.time = FIRST + numpy.arange(n, dtype=numpy.int64) * SPAN // n
        if by_user:
            order = numpy.argsort(user, kind="stable")
            user, self.code, self.time = user[order], self.code[order], self.time[order]
        self.user = user
        named = pyarrow.array(user)
        if ids == "64":
            named = pyarrow.array((user.astype(numpy.int64) + 1) * 0x5DEECE66D % (1 << 60))
        elif ids == "text":
            names = pyarrow.array([f"user-{u:08}" for u in range(self.users)])
            named = names.take(pyarrow.array(user))
        self.arrow = pyarrow.table({"user": named, "ts": pyarrow.array(self.time), "event": pyarrow.array(self.code)})
        self.table = at.Table(self.arrow, name="events")
        self.threads = threads

    def attain(self, **options):
        """The public call, and its levels."""
        return at.funnel.window(self.table, subject="user", time="ts", event="event", steps=[0, 1, 2, 3], within=WINDOW, threads=self.threads,
                                **{"chains": False, **options})

    @functools.cached_property
    def duckdb(self):
        """A database that holds the events."""
        connection = duckdb.connect(config={"threads": self.threads})
        connection.register("arrow", self.arrow)
        connection.execute("create table events as select * from arrow")
        return connection

    @functools.cached_property
    def polars(self):
        """The events as a polars frame."""
        return polars.from_arrow(self.arrow)

    def clickhouse(self, modes, engine="Memory"):
        """A call of ClickHouse's own function over a table it holds; None where it is not installed."""
        if chdb is None:
            return None
        session = chdb.session.Session()
        path = pathlib.Path("/tmp") / f"attain-events-{self.n}-{engine}.parquet"
        import pyarrow.parquet

        pyarrow.parquet.write_table(self.arrow, path)
        keys = "Memory" if engine == "Memory" else "MergeTree order by (user, ts)"
        session.query("create database if not exists bench engine = Atomic")
        session.query(f"create table bench.events (user UInt32, ts UInt32, event UInt8) engine = {keys}")
        session.query(f"insert into bench.events select user, ts, event from file('{path}', Parquet)")
        path.unlink()
        words = "".join(f", '{mode}'" for mode in modes)
        order = ", optimize_aggregation_in_order = 1" if engine != "Memory" else ""
        query = (f"select level, count() from (select user, windowFunnel({WINDOW}{words})(ts, event = 0, event = 1, event = 2, event = 3) as level "
                 f"from bench.events group by user) group by level order by level settings max_threads = {self.threads}{order}")
        return lambda: session.query(query, "CSV")


def of_attain(found):
    """Users at levels 1 to 4."""
    return tuple(found.levels[1:])


def of_rows(rows):
    """Pairs (level, users) as users at levels 1 to 4."""
    counts = {int(level): int(count) for level, count in rows}
    return tuple(counts.get(level, 0) for level in (1, 2, 3, 4))


def by_numpy(data):
    """User, time and event packed into one number, sorted; starts of chains carried forward step by step."""
    key = (data.user.astype(numpy.uint64) << numpy.uint64(26)) | ((data.time - FIRST).astype(numpy.uint64) << numpy.uint64(3)) | data.code.astype(numpy.uint64)
    key = key[data.code < 4]
    key.sort()
    code = (key & numpy.uint64(7)).astype(numpy.int8)
    at_time = key >> numpy.uint64(3)  # user and time: both rise
    best = numpy.zeros(data.users, dtype=numpy.int8)
    # The latest start that reached a step, as user and time; 0 = none. Of another user: too long ago.
    start = numpy.where(code == 0, at_time + numpy.uint64(1), numpy.uint64(0))
    user = (key >> numpy.uint64(26)).astype(numpy.int64)
    best[user[code == 0]] = 1
    for step in (1, 2, 3):
        carried = numpy.maximum.accumulate(start)
        now = at_time + numpy.uint64(1)
        good = (code == step) & (carried > 0) & (now - carried <= numpy.uint64(WINDOW)) & ((carried - numpy.uint64(1)) >> numpy.uint64(23) == key >> numpy.uint64(26))
        start = numpy.where(good, carried, numpy.uint64(0))
        best[user[good]] = step + 1
    return tuple(int(count) for count in numpy.bincount(best, minlength=5)[1:])


DUCKDB = f"""
with a as (select user, ts, event, max(case when event = 0 then ts end) over w as s0 from events where event < 4 window w as (partition by user order by ts, event)),
b as (select user, ts, event, s0, max(case when event = 1 and ts - s0 <= {WINDOW} then s0 end) over w as s1 from a window w as (partition by user order by ts, event)),
c as (select user, ts, event, s0, s1, max(case when event = 2 and ts - s1 <= {WINDOW} then s1 end) over w as s2 from b window w as (partition by user order by ts, event)),
d as (select user, max(case when event = 3 and ts - s2 <= {WINDOW} then 4 when event = 2 and ts - s1 <= {WINDOW} then 3
      when event = 1 and ts - s0 <= {WINDOW} then 2 when event = 0 then 1 else 0 end) as level from c group by user)
select level, count(*) from d group by level"""


def by_polars(data):
    """The same passes as window expressions."""
    frame = data.polars.lazy().filter(polars.col("event") < 4).sort("user", "ts", "event")
    frame = frame.with_columns(polars.when(polars.col("event") == 0).then(polars.col("ts")).forward_fill().over("user").alias("s0"))
    for step in (1, 2, 3):
        before = polars.col(f"s{step - 1}")
        frame = frame.with_columns(polars.when((polars.col("event") == step) & (polars.col("ts") - before <= WINDOW)).then(before).alias(f"h{step}"))
        frame = frame.with_columns(polars.col(f"h{step}").forward_fill().over("user").alias(f"s{step}"))
    level = polars.max_horizontal(*(polars.when(polars.col(name).is_not_null()).then(rank) for rank, name in enumerate(("s0", "s1", "s2", "s3"), 1)))
    return frame.select("user", level.alias("level")).group_by("user").agg(polars.col("level").max()).group_by("level").len().drop_nulls().collect()


def floor(n, threads):
    """Times of the plain loops, in ms; empty when there is no compiler."""
    program = HERE.parent / "build" / "floor" / "funnel_floor"
    source = HERE / "floor" / "funnel_floor.cc"
    program.parent.mkdir(parents=True, exist_ok=True)
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        if subprocess.run(["g++", "-O2", "-std=c++20", "-pthread", source, "-o", program], check=False).returncode:
            return {}
    return json.loads(subprocess.run([program, str(n), str(threads)], capture_output=True, text=True, check=True).stdout)


def _job(name, n, threads):
    data = Data(n, threads, by_user=name == "sorted", ids={"ids-64": "64", "ids-text": "text"}.get(name, "dense"))
    modes = {"strict-order": ["strict_order"], "strict-once": ["strict_once"]}.get(name, [])
    if name == "chain":
        def ours():
            found = data.attain(chains=True)
            return found, found.chains
    elif modes:
        def ours():
            return data.attain(rules="clickhouse", modes=modes)
    else:
        ours = data.attain
    calls = {"attain": ours}
    if name in TIMES_DEFAULT:
        dense = data if not name.startswith("ids") else Data(n, threads)
        calls["default"] = dense.attain  # no peer, but what the bar counts from
    plain = name in ("arrival", "sorted")
    clickhouse = data.clickhouse(modes, "MergeTree" if name == "sorted" else "Memory") if plain or modes else None
    if clickhouse is not None:
        calls["clickhouse"] = clickhouse
    if plain:
        calls["duckdb"] = lambda: data.duckdb.execute(DUCKDB).fetchall()
    if name == "arrival":
        calls["numpy"] = lambda: by_numpy(data)
        calls["polars"] = lambda: by_polars(data)
    known = STRICT.get(n) if name == "strict-order" else DEFAULT[n]

    def agrees(answers):
        mine = answers["attain"][0] if name == "chain" else answers["attain"]
        found = {"attain": of_attain(mine)}
        if "clickhouse" in answers:
            found["clickhouse"] = of_rows(line.split(",") for line in str(answers["clickhouse"]).split())
        if "duckdb" in answers:
            found["duckdb"] = of_rows(answers["duckdb"])
        if "numpy" in answers:
            found["numpy"] = answers["numpy"]
        if "polars" in answers:
            found["polars"] = of_rows(answers["polars"].rows())
        good = all(levels == (known or found["attain"]) for levels in found.values())
        if name == "chain":
            good = good and len(answers["attain"][1]) == sum(level * users for level, users in enumerate(found["attain"], 1))
        return good

    def extra(row):
        known_floor = floor(n, threads).get("sorted" if name == "sorted" else "arrival")
        peers = {peer: ms for peer, ms in row["peers"].items() if peer != "default"}
        found = {"peers": peers, "ratio_best_peer": round(min(peers.values()) / row["attain_ms"], 3) if peers else None, "floor_ms": known_floor}
        if "default" in row["peers"]:
            found["to_default"] = round(row["attain_ms"] / row["peers"]["default"], 3)
        if n != ROWS["full"]:
            return {"bar_met": None, **found}
        good = all(peers[peer] >= least * row["attain_ms"] for peer, least in BARS[name][threads].items() if peer in peers)
        good = good and (name.startswith("ids") or row["peak_extra_mb"] is None or row["peak_extra_mb"] <= MEGABYTES)
        if name in TIMES_DEFAULT:
            good = good and found["to_default"] <= TIMES_DEFAULT[name]
        missing = [peer for peer in BARS[name][threads] if peer not in peers]
        return {"bar_met": good, "not_measured": missing, **found}

    bar = " and ".join([f">= {least}x {peer}" for peer, least in BARS[name][threads].items()] +
                       ([f"<= {TIMES_DEFAULT[name]}x default"] if name in TIMES_DEFAULT else []) + [f"<= {MEGABYTES} MB"] * (not name.startswith("ids")))
    return table_workloads.Job(name, threads, calls, agrees, bar, extra)


def make(name, size, threads):
    """The workload of that name."""
    job = _job(name, ROWS[size], threads)
    versions = {module.__name__: module.__version__ for module in (duckdb, numpy, polars, pyarrow)}
    if chdb is not None:
        versions["chdb"] = chdb.__version__
    plain_extra = job.extra
    job.extra = lambda row: {"versions": versions, **plain_extra(row)}
    return job
