# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The expression workloads: conditions and formulas over ten million deals that every party holds in its own form.

`condition` counts and sums nothing: it asks which rows hold. `formula` has ten terms of decimals and makes a column of them. `list` asks for
membership of a list, `days` for the quarter and year of a day.
"""

import datetime
import decimal
import os

import duckdb
import numpy
import polars
import pyarrow
import pyarrow.compute

import attain as at
import table_workloads

NAMES = ["condition", "formula", "list", "days"]
ROWS = table_workloads.ROWS
TEXTS = {
    "condition": "stage == 'won' && amount >= 1000.00",
    "formula": "amount + amount * 2 - amount * 0.5 + amount + 1.25 - amount * 3 + amount * 0.1 + amount - 7 + amount",
    "list": "stage in ['won', 'hold'] && rep in [1, 17, 400, 2900, 4999]",
    "days": "quarter(day) == 2 && year(day) == 2026 && day >= date('2026-05-15')",
}


class Data:
    """The table in everyone's own form."""

    def __init__(self, n, threads, names):
        frame = table_workloads.arrow_table(table_workloads.columns(n), names)
        self.frame = polars.from_arrow(frame)
        self.deals = at.Table(frame, name="deals")
        self.connection = duckdb.connect(config={"threads": threads})
        self.connection.register("arrow", frame)
        plain = ", ".join("cast(stage as varchar) as stage" if name == "stage" else name for name in names)
        self.connection.execute(f"create table deals as select {plain} from arrow")

    def count(self, where):
        """Rows that hold, by DuckDB."""
        return lambda: self.connection.execute(f"select count(*) from deals where {where}").fetchone()[0]


def _same(answers):
    return len(set(answers.values())) == 1


def _selecting(name, n, threads, names, by_polars, where, bar, extra):
    data = Data(n, threads, names)
    expression = at.expression(TEXTS[name])
    calls = {
        "attain": lambda: expression.select(data.deals).count,
        "polars": lambda: data.frame.lazy().filter(by_polars()).select(polars.len()).collect().item(),
        "duckdb": data.count(where),
    }
    return table_workloads.Job(name, threads, calls, _same, bar, extra)


def _against(peer, least, only=None):
    def extra(row):
        if peer not in row["peers"] or (only is not None and row["threads"] != only):
            return {"bar_met": None}
        return {"bar_met": row["peers"][peer] / row["attain_ms"] >= least}

    return extra


def _condition(n, threads):
    least = polars.lit(decimal.Decimal("1000.00"))
    return _selecting("condition", n, threads, ("stage", "amount"), lambda: (polars.col("stage") == "won") & (polars.col("amount") >= least),
                      "stage = 'won' and amount >= 1000.00", ">= 0.67x polars, 1 thread", _against("polars", 0.67, only=1))


def _list(n, threads):
    return _selecting("list", n, threads, ("stage", "rep"),
                      lambda: polars.col("stage").is_in(["won", "hold"]) & polars.col("rep").is_in([1, 17, 400, 2900, 4999]),
                      "stage in ('won', 'hold') and rep in (1, 17, 400, 2900, 4999)", "none", lambda row: {"bar_met": None})


def _days(n, threads):
    day = polars.col("day")
    return _selecting("days", n, threads, ("day",),
                      lambda: (day.dt.quarter() == 2) & (day.dt.year() == 2026) & (day >= datetime.date(2026, 5, 15)),
                      "quarter(day) = 2 and year(day) = 2026 and day >= date '2026-05-15'", "none", lambda row: {"bar_met": None})


def _formula(n, threads):
    data = Data(n, threads, ("amount",))
    expression = at.expression(TEXTS["formula"])
    amount = polars.col("amount")

    def literal(text):
        return polars.lit(decimal.Decimal(text))

    def by_duckdb():
        result = data.connection.sql(f"select {TEXTS['formula']} as value from deals").to_arrow_table()
        return result.read_all() if hasattr(result, "read_all") else result

    calls = {
        "attain": lambda: expression.evaluate(data.deals),
        "duckdb": by_duckdb,
        "polars": lambda: data.frame.select((amount + amount * literal("2") - amount * literal("0.5") + amount + literal("1.25") - amount * literal("3")
                                             + amount * literal("0.1") + amount - literal("7") + amount).alias("value")),
    }

    def agrees(answers):
        ours = pyarrow.table(answers["attain"])["value"]
        theirs = answers["duckdb"]["value"]
        one = lambda column: [str(value.as_py().normalize()) for value in column.slice(0, 1000)]  # noqa: E731
        whole = pyarrow.decimal128(38, 3)
        sums = [pyarrow.compute.sum(column.cast(whole)).as_py() for column in (ours, theirs)]
        return one(ours) == one(theirs) and sums[0] == sums[1]

    return table_workloads.Job("formula", threads, calls, agrees, ">= 2x duckdb", _against("duckdb", 2.0))


def make(name, size, threads):
    """The workload of that name."""
    if os.environ.get("POLARS_MAX_THREADS") != str(threads):
        raise SystemExit("start through compare.py, which pins the threads of all")
    job = {"condition": _condition, "formula": _formula, "list": _list, "days": _days}[name](ROWS[size], threads)
    versions = {module.__name__: module.__version__ for module in (duckdb, numpy, polars, pyarrow)}
    plain_extra = job.extra
    job.extra = lambda row: {"versions": versions, **plain_extra(row)}
    return job
