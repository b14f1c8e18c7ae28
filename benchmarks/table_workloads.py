# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The table workloads: load, intern, filter, rollup over ten million deals that every party holds in its own form."""

import datetime
import json
import os
import pathlib
import subprocess

import duckdb
import numpy
import pandas
import polars
import pyarrow

import attain as at

NAMES = ["load", "intern", "filter", "rollup"]
ROWS = {"small": 1_000_000, "full": 10_000_000}
STAGES = ["open", "won", "lost", "hold"]
HERE = pathlib.Path(__file__).resolve().parent


class Job:
    """One workload: what each party calls, how answers are compared, and the bar."""

    def __init__(self, name, threads, calls, agrees, bar, extra=lambda row: {}):
        self.name, self.threads, self.calls, self.agrees, self.bar, self.extra = name, threads, calls, agrees, bar, extra


def u64(n, stream):
    """The numbers of a stream for rows 0 to n - 1."""
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(42) + numpy.uint64(stream) * numpy.uint64(0xD1B54A32D192ED03) + numpy.arange(n, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z ^= z >> numpy.uint64(30)
        z *= numpy.uint64(0xBF58476D1CE4E5B9)
        z ^= z >> numpy.uint64(27)
        z *= numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return z


def decimals(cents):
    """Cents as decimal(18, 2), built from the buffer."""
    wide = numpy.zeros((len(cents), 2), dtype=numpy.int64)
    wide[:, 0] = cents
    return pyarrow.Array.from_buffers(pyarrow.decimal128(18, 2), len(cents), [None, pyarrow.py_buffer(wide)])


def columns(n):
    """The columns as NumPy arrays."""
    return {
        "id": numpy.arange(n, dtype=numpy.int64),
        "rep": (u64(n, 901) % numpy.uint64(5000)).astype(numpy.int32),
        "stage": (u64(n, 902) % numpy.uint64(4)).astype(numpy.int32),
        "cents": (numpy.uint64(1) + u64(n, 903) % numpy.uint64(5_000_000)).astype(numpy.int64),
        "day": (numpy.uint64(20454) + u64(n, 904) % numpy.uint64(365)).astype(numpy.int32),
        "account": (u64(n, 905) % numpy.uint64(500_000)).astype(numpy.int32),
    }


def arrow_table(data, names=("id", "rep", "stage", "amount", "day", "account")):
    """The columns as an Arrow table: what attain and the peers are given."""
    made = {
        "id": lambda: pyarrow.array(data["id"]),
        "rep": lambda: pyarrow.array(data["rep"]),
        "stage": lambda: pyarrow.DictionaryArray.from_arrays(pyarrow.array(data["stage"]), pyarrow.array(STAGES)),
        "amount": lambda: decimals(data["cents"]),
        "day": lambda: pyarrow.array(data["day"]).cast(pyarrow.date32()),
        "account": lambda: pyarrow.array(numpy.char.add("A", data["account"].astype(str)).astype(object), type=pyarrow.string()),
    }
    return pyarrow.table({name: made[name]() for name in names})


def floor(n):
    """Times of the plain loops, in ms; empty when there is no compiler."""
    program = HERE.parent / "build" / "floor" / "table_floor"
    program.parent.mkdir(parents=True, exist_ok=True)
    source = HERE / "floor" / "table_floor.cc"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        if subprocess.run(["g++", "-O2", "-std=c++20", source, "-o", program], check=False).returncode:
            return {}
    return json.loads(subprocess.run([program, str(n)], capture_output=True, text=True, check=True).stdout)


def _against(row, peers, least):
    """Whether the bar is met: `least` times as fast as the fastest of `peers`."""
    present = [row["peers"][peer] for peer in peers if peer in row["peers"]]
    return {"bar_met": (min(present) / row["attain_ms"] >= least) if present else None}


def _load(n, threads):
    frame = arrow_table(columns(n)).rename_columns(["deal_id", "owner_id", "stage_id", "amount", "day", "account_id"])
    reps = pyarrow.table({"rep_id": pyarrow.array(numpy.arange(5000, dtype=numpy.int32))})

    def load():
        return at.load(deals=frame, reps=reps)

    def extra(row):
        import time

        data = load()
        start = time.perf_counter()
        found = data.findings
        return {"validation_ms": round(1000 * (time.perf_counter() - start), 1), "findings": len(found), "bar_met": row["attain_ms"] < 50,
                "input_mb": round(frame.nbytes / 2**20)}

    return Job("load", threads, {"attain": load}, lambda answers: len(answers["attain"].tables["deals"]) == n, "< 50 ms beyond validation, nothing copied",
               extra)


def _intern(n, threads):
    frame = arrow_table(columns(n), ("account",))
    series, texts = polars.from_arrow(frame)["account"], frame["account"].to_pandas()
    ours = at.Table(frame, name="deals")
    calls = {
        "attain": lambda: ours.intern("account"),
        "polars": lambda: series.cast(polars.Categorical),
        "pandas": lambda: pandas.factorize(texts),
    }

    def agrees(answers):
        return pyarrow.table(answers["attain"])["account"].cast(pyarrow.string()).equals(frame["account"]) and len(answers["pandas"][1]) == len(
            frame["account"].unique())

    return Job("intern", threads, calls, agrees, ">= 1.0x polars", lambda row: _against(row, ["polars"], 1.0))


def _filter(n, threads):
    frame = arrow_table(columns(n), ("stage", "amount"))
    lazy, ours = polars.from_arrow(frame), at.Table(frame, name="deals")
    connection = duckdb.connect(config={"threads": threads})
    connection.register("arrow", frame)
    connection.execute("create table deals as select cast(stage as varchar) as stage, amount from arrow")
    import decimal

    least = polars.lit(decimal.Decimal("1000.00"))

    def by_polars():
        result = lazy.filter((polars.col("stage") == "won") & (polars.col("amount") >= least)).select(polars.len(), polars.col("amount").sum()).row(0)
        return result[0], result[1]

    def by_attain():
        result = at.measure.aggregate(ours, sum="amount", where="stage == 'won' && amount >= 1000.00")
        return result["n"][0], result["sum"][0]

    calls = {
        "attain": by_attain, "polars": by_polars,
        "duckdb": lambda: connection.execute("select count(*), sum(amount) from deals where stage = 'won' and amount >= 1000.00").fetchone(),
    }
    least_ratio = 0.67 if threads == 1 else None

    def extra(row):
        return {**(_against(row, ["polars"], least_ratio) if least_ratio else {"bar_met": None}), "floor_ms": floor(n).get("filter")}

    return Job("filter", threads, calls, lambda answers: len({tuple(map(str, answer)) for answer in answers.values()}) == 1, ">= 0.67x polars, 1 thread", extra)


def _rollup(n, threads):
    data = columns(n)
    frame = arrow_table(data, ("rep", "day", "amount"))
    lazy, ours = polars.from_arrow(frame), at.Table(frame, name="deals")
    connection = duckdb.connect(config={"threads": threads})
    connection.register("arrow", frame)
    connection.execute("create table deals as select * from arrow")
    months = numpy.array([(datetime.date(2026, 1, 1) + datetime.timedelta(days=int(day))).month for day in range(365)], dtype=numpy.int32)
    plain = pandas.DataFrame({"rep": data["rep"], "month": months[data["day"] - 20454], "cents": data["cents"]})
    calls = {
        "attain": lambda: at.measure.aggregate(ours, "rep", sum="amount", date="day", threads=threads),
        "duckdb": lambda: connection.sql("select rep, month(day) as month, sum(amount) as total from deals group by all").to_arrow_table(),
        "polars": lambda: lazy.group_by("rep", polars.col("day").dt.month()).agg(polars.col("amount").sum()),
        "pandas": lambda: plain.groupby(["rep", "month"], sort=False)["cents"].sum(),
    }

    def agrees(answers):
        truth = {(int(rep), int(month)): int(cents) for (rep, month), cents in answers["pandas"].items()}
        ours_rows = answers["attain"]
        mine = {(rep, int(period[5:])): int(total * 100) for rep, period, total in zip(ours_rows["rep"], ours_rows["period"], ours_rows["sum"])}
        theirs = answers["duckdb"]
        theirs = theirs.read_all() if hasattr(theirs, "read_all") else theirs
        other = {(row["rep"], row["month"]): int(row["total"] * 100) for row in theirs.to_pylist()}
        third = {(rep, month): int(total * 100) for rep, month, total in answers["polars"].iter_rows()}
        return truth == mine == other == third

    return Job("rollup", threads, calls, agrees, ">= 1.0x duckdb at 1 and 2 threads",
               lambda row: {**_against(row, ["duckdb"], 1.0), "floor_ms": floor(n).get("rollup")})


def make(name, size, threads):
    """The workload of that name."""
    polars_threads = os.environ.get("POLARS_MAX_THREADS")
    if polars_threads != str(threads):
        raise SystemExit("start through compare.py, which pins the threads of all")
    job = {"load": _load, "intern": _intern, "filter": _filter, "rollup": _rollup}[name](ROWS[size], threads)
    versions = {module.__name__: module.__version__ for module in (duckdb, numpy, pandas, polars, pyarrow)}
    plain_extra = job.extra
    job.extra = lambda row: {"versions": versions, **plain_extra(row)}
    return job
