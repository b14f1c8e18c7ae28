# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The pay workloads: ten million sales of 10,000 payees in a year, marginal tiers on the attainment of a monthly quota.

`totals` pays each payee and month, `lines` each sale, `lines-trace` each slice of a sale, `five` a statement of five components; `five-incremental`
changes every sale of one payee and pays what that touches. Sales lie in random order. Whole numbers everywhere: the answers are the same to the last
unit.
"""

import json
import os
import pathlib
import subprocess
import time

import duckdb
import numpy
import pandas
import polars
import pyarrow

import attain as at
import table_workloads

NAMES = ["totals", "lines", "lines-trace", "five", "five-incremental"]
ROWS = table_workloads.ROWS
PAYEES, DAYS, FIRST = 10_000, 365, 20454
BANDS = [(0, "0.5", "0.04"), ("0.5", 1, "0.06"), (1, "1.5", "0.09"), ("1.5", None, "0.12")]
RULES = {
    "base": {"kind": "rate", "rate": "0.015"},
    "tiers": {"kind": "tiers", "bands": BANDS},
    "bonus": {"kind": "bonus", "bands": [(1, "1.25", "0.01"), ("1.25", None, "0.02")]},
    "large": {"kind": "spiff", "pays": 50, "at_least": 15000},
    "shared": {"kind": "share", "rate": "0.03", "own": "0.7"},
}
# What must come out: sum and weighted sum (weights 1 + index mod 1009); for `five` the sum of each component.
ANSWERS = {
    "totals": {10_000_000: (489368131603, 247026213478529), 1_000_000: (51788279036, 26131468075758)},
    "lines": {10_000_000: (489368155418, 247108475642074), 1_000_000: (51788281665, 26139309476281)},
    "five": {
        10_000_000: (150004421301, 489368155418, 3678976493, 12499650000, 300008890083, 482316262280422),
        1_000_000: (14998888096, 51788281665, 824764638, 1249120000, 29997781420, 49882115171519),
    },
}
BARS = {
    "totals": {1: {"numpy": 2.5, "duckdb": 7}, 2: {"numpy": 4, "duckdb": 8}, "mb": 10},
    "lines": {1: {"numpy": 7, "duckdb": 20}, 2: {"numpy": 11, "duckdb": 18}, "mb": 250},
    "lines-trace": {1: {"numpy": 2.5, "duckdb": 8}, 2: {"numpy": 4, "duckdb": 7}, "mb": None},
    "five": {1: {"numpy": 7, "duckdb": 20}, 2: {"numpy": 12, "duckdb": 18}, "mb": 200},
}
HERE = pathlib.Path(__file__).resolve().parent
MONTH = numpy.repeat(numpy.arange(12), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]).astype(numpy.int64)


def weighted(values):
    """The sum that catches values in wrong places."""
    return int((values * (1 + numpy.arange(len(values)) % 1009)).sum())


class Data:
    """The sales in everyone's own form."""

    def __init__(self, n, threads, partner=False):
        u64 = table_workloads.u64
        self.n = n
        self.payee = (u64(n, 401) % numpy.uint64(PAYEES)).astype(numpy.int32)
        self.day = (numpy.uint64(FIRST) + u64(n, 402) % numpy.uint64(DAYS)).astype(numpy.int32)
        self.cents = (numpy.uint64(1) + u64(n, 403) % numpy.uint64(2_000_000)).astype(numpy.int64)
        k = numpy.arange(PAYEES * 12)
        self.quota = (n // 1000) * (4000 + (u64(PAYEES * 12, 404) % numpy.uint64(16001)).astype(numpy.int64))
        columns = {"payee": pyarrow.array(self.payee), "date": pyarrow.array(self.day).cast(pyarrow.date32()), "amount": pyarrow.array(self.cents)}
        if partner:
            self.partner = ((self.payee.astype(numpy.int64) + 1 + (u64(n, 405) % numpy.uint64(9999)).astype(numpy.int64)) % PAYEES).astype(numpy.int32)
            columns["partner"] = pyarrow.array(self.partner)
        self.arrow = pyarrow.table(columns)
        starts = FIRST + numpy.searchsorted(MONTH, numpy.arange(12))
        self.quotas = at.Table(pyarrow.table({"payee": pyarrow.array((k // 12).astype(numpy.int32)),
                                              "date": pyarrow.array(starts[k % 12].astype(numpy.int32)).cast(pyarrow.date32()),
                                              "quota": pyarrow.array(self.quota)}), name="quotas")
        self.sales = at.Table(self.arrow, name="sales")
        self.polars = polars.from_arrow(self.arrow)
        self.pandas = pandas.DataFrame({"payee": self.payee, "day": self.day, "cents": self.cents})
        self.connection = duckdb.connect(config={"threads": threads})
        ids = pyarrow.array(numpy.arange(n, dtype=numpy.int64))
        self.connection.register("arrow", self.arrow.append_column("id", ids))
        self.connection.execute("create table sales as select * from arrow")
        self.connection.register("quota_arrow", pyarrow.table({"k": pyarrow.array(k.astype(numpy.int32)), "q": pyarrow.array(self.quota)}))
        self.connection.execute("create table quotas as select * from quota_arrow")

    def options(self, threads):
        """What attain is told beside the tables."""
        return {"decimals": 2, "threads": threads}


def earned(x, q):
    """The tiers in closed form, in hundredths of a cent."""
    return 4 * x + 2 * numpy.maximum(x - q // 2, 0) + 3 * numpy.maximum(x - q, 0) + 3 * numpy.maximum(x - q // 2 * 3, 0)


SQL_EARNED = "(4 * ({0}) + 2 * greatest(({0}) - q // 2, 0) + 3 * greatest(({0}) - q, 0) + 3 * greatest(({0}) - q // 2 * 3, 0))"
SQL_CELL = "payee * 12 + month(date) - 1"


def polars_earned(x):
    """The same as a polars expression."""
    q, zero = polars.col("q"), polars.lit(0, dtype=polars.Int64)
    return 4 * x + 2 * polars.max_horizontal(x - q // 2, zero) + 3 * polars.max_horizontal(x - q, zero) + 3 * polars.max_horizontal(x - q // 2 * 3, zero)


def column_units(table, name):
    """One column of decimals as whole units."""
    values = pyarrow.table(table)[name].combine_chunks()
    return numpy.frombuffer(values.buffers()[1], dtype=numpy.int64)[2 * values.offset::2][:len(values)]


def floor(n, threads):
    """Times of the plain loops, in ms; empty when there is no compiler."""
    program = HERE.parent / "build" / "floor" / "incentive_floor"
    source = HERE / "floor" / "incentive_floor.cc"
    program.parent.mkdir(parents=True, exist_ok=True)
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        if subprocess.run(["g++", "-O2", "-std=c++20", "-pthread", source, "-o", program], check=False).returncode:
            return {}
    return json.loads(subprocess.run([program, str(n), str(threads)], capture_output=True, text=True, check=True).stdout)


def kernel(n, threads, name):
    """The time of the C++ function alone, in ms; None when the benchmark programs are not built."""
    program = pathlib.Path(os.environ.get("ATTAIN_BENCHMARK_PROGRAMS", HERE.parent / "build" / "release")) / "attain_incentive_benchmark"
    if not program.exists():
        return None
    done = subprocess.run([program, f"--benchmark_filter=^{name}/rows:{n}/threads:{threads}/", "--benchmark_format=json",
                           "--benchmark_repetitions=5", "--benchmark_min_time=0.01"], capture_output=True, text=True,
                          check=False)
    try:
        return round(min(entry["real_time"] for entry in json.loads(done.stdout)["benchmarks"]), 3)
    except (ValueError, KeyError):
        return None


def met(name, row, n):
    """Whether every bar of a workload is met; None at the small size, where bars are not enforced."""
    bars = BARS[name]
    if n != ROWS["full"]:
        return None
    fast = all(row["peers"][peer] >= least * row["attain_ms"] for peer, least in bars[row["threads"]].items() if peer in row["peers"])
    small = bars["mb"] is None or row["peak_extra_mb"] is None or row["peak_extra_mb"] <= bars["mb"]
    return fast and small


def bar_text(name, threads):
    """The bar as the table prints it."""
    bars = BARS[name]
    memory = "" if bars["mb"] is None else f", <= {bars['mb']} MB"
    return " and ".join(f">= {least}x {peer}" for peer, least in bars[threads].items()) + memory


def _totals(n, threads):
    data = Data(n, threads)
    plain = data.options(threads)

    def by_numpy():
        sums = numpy.bincount(data.payee * 12 + MONTH[data.day - FIRST], weights=data.cents, minlength=PAYEES * 12).astype(numpy.int64)
        return (earned(sums, data.quota) + 50) // 100

    sql = (f"create or replace temp table result as with s as (select {SQL_CELL} as k, sum(cents)::bigint as x from "
           f"(select payee, date, amount as cents from sales) group by 1) select k, ({SQL_EARNED.format('x')} + 50) // 100 as total from s join quotas using (k)")
    quotas = polars.DataFrame({"k": numpy.arange(PAYEES * 12, dtype=numpy.int32), "q": data.quota})

    def by_polars():
        cell = (polars.col("payee") * 12 + polars.col("date").dt.month() - 1).alias("k")
        sums = data.polars.lazy().group_by(cell).agg(polars.col("amount").sum().alias("x"))
        return sums.join(quotas.lazy(), on="k").select("k", ((polars_earned(polars.col("x")) + 50) // 100).alias("total")).collect()

    def by_pandas():
        sums = data.pandas["cents"].groupby(data.pandas["payee"].to_numpy() * 12 + MONTH[data.pandas["day"].to_numpy() - FIRST]).sum()
        return (earned(sums.to_numpy(), data.quota[sums.index.to_numpy()]) + 50) // 100

    calls = {
        "attain": lambda: at.incentive.sales_tier_totals(data.sales, data.quotas, BANDS, **plain),
        "numpy": by_numpy, "duckdb": lambda: data.connection.execute(sql), "polars": by_polars, "pandas": by_pandas,
    }

    def agrees(answers):
        truth = column_units(answers["attain"], "total")
        theirs, third = numpy.zeros(PAYEES * 12, dtype=numpy.int64), numpy.zeros(PAYEES * 12, dtype=numpy.int64)
        rows = data.connection.execute("select k, total from result").fetchnumpy()
        theirs[rows["k"]] = rows["total"]
        if "polars" in answers:
            third[answers["polars"]["k"].to_numpy()] = answers["polars"]["total"].to_numpy()
        return ((int(truth.sum()), weighted(truth)) == ANSWERS["totals"][n] and numpy.array_equal(truth, answers["numpy"])
                and numpy.array_equal(truth, theirs) and ("polars" not in answers or numpy.array_equal(truth, third))
                and ("pandas" not in answers or int(answers["pandas"].sum()) == int(truth.sum())))

    def extra(row):
        return {"bar_met": met("totals", row, n), "floor_ms": floor(n, threads).get("totals"), "kernel_ms": kernel(n, threads, "BM_TierTotals")}

    return table_workloads.Job("totals", threads, calls, agrees, bar_text("totals", threads), extra)


def line_peers(data, n):
    """The peers of the lines, each with one line per sale as its result."""
    def by_numpy():
        day = data.day - FIRST
        order = ((data.payee.astype(numpy.uint64) * numpy.uint64(DAYS) + day.astype(numpy.uint64)) << numpy.uint64(24)
                 | numpy.arange(n, dtype=numpy.uint64))
        order.sort()
        order = (order & numpy.uint64((1 << 24) - 1)).astype(numpy.int64)
        cents = data.cents[order]
        cell = data.payee[order] * 12 + MONTH[day[order]]
        first = numpy.flatnonzero(numpy.concatenate(([True], cell[1:] != cell[:-1])))
        after = numpy.cumsum(cents)
        before = after[first] - cents[first]
        after -= numpy.repeat(before, numpy.diff(numpy.append(first, n)))
        quota = data.quota[cell]
        lines = numpy.empty(n, dtype=numpy.int64)
        lines[order] = (earned(after, quota) - earned(after - cents, quota) + 50) // 100
        return lines

    sql = (f"create or replace temp table result as with w as (select id, amount, {SQL_CELL} as k, sum(amount) over (partition by {SQL_CELL} "
           f"order by date, id rows unbounded preceding)::bigint as x from sales) select id, "
           f"({SQL_EARNED.format('x')} - {SQL_EARNED.format('x - amount')} + 50) // 100 as line from w join quotas using (k)")
    quota = polars.Series("q", data.quota)

    def by_polars():
        cell = polars.col("payee") * 12 + polars.col("date").dt.month() - 1
        frame = data.polars.lazy().with_row_index("id").with_columns(cell.alias("k")).sort("k", "date", "id")
        frame = frame.with_columns(polars.col("amount").cum_sum().over("k").alias("x"), polars.lit(quota).gather(polars.col("k")).alias("q"))
        line = (polars_earned(polars.col("x")) - polars_earned(polars.col("x") - polars.col("amount")) + 50) // 100
        return frame.select("id", line.alias("line")).collect()

    def by_pandas():
        cell = data.pandas["payee"].to_numpy() * 12 + MONTH[data.pandas["day"].to_numpy() - FIRST]
        frame = data.pandas.assign(k=cell).sort_values("day", kind="stable")
        after = frame.groupby("k", sort=False)["cents"].cumsum().to_numpy()
        quotas = data.quota[frame["k"].to_numpy()]
        lines = (earned(after, quotas) - earned(after - frame["cents"].to_numpy(), quotas) + 50) // 100
        return pandas.Series(lines, index=frame.index)

    return {"numpy": by_numpy, "duckdb": lambda: data.connection.execute(sql), "polars": by_polars, "pandas": by_pandas}


def lines_agree(data, n, truth, answers):
    """Whether all have the same line for every sale, and the one that is known."""
    theirs = data.connection.execute("select line from result order by id").fetchnumpy()["line"]
    return ((int(truth.sum()), weighted(truth)) == ANSWERS["lines"][n] and numpy.array_equal(truth, answers["numpy"]) and numpy.array_equal(truth, theirs)
            and ("polars" not in answers or numpy.array_equal(truth, answers["polars"].sort("id")["line"].to_numpy()))
            and ("pandas" not in answers or numpy.array_equal(truth, answers["pandas"].sort_index().to_numpy())))


def _lines(n, threads):
    data = Data(n, threads)
    calls = {"attain": lambda: at.incentive.sales_tier_lines(data.sales, data.quotas, BANDS, **data.options(threads)), **line_peers(data, n)}

    def extra(row):
        plain = floor(n, threads)
        least = min(plain["lines"], plain["lines_grouped"]) if plain else None
        found = {"floor_ms": least, "floor_grouped_ms": plain.get("lines_grouped"), "kernel_ms": kernel(n, threads, "BM_TierLines")}
        if least:
            found["to_floor"] = round(row["attain_ms"] / least, 3)
        if row["peak_extra_mb"] is not None:
            found["bytes_per_row"] = round(row["peak_extra_mb"] * 2**20 / n, 2)
        good = met("lines", row, n)
        if good and least:
            good = found["to_floor"] <= 1.6 and found.get("bytes_per_row", 0) <= 25
        return {"bar_met": good, **found}

    return table_workloads.Job("lines", threads, calls, lambda answers: lines_agree(data, n, column_units(answers["attain"], "line"), answers),
                               bar_text("lines", threads) + ", <= 1.6x floor, <= 25 B a sale", extra)


def _trace(n, threads):
    data = Data(n, threads)
    peers = line_peers(data, n)
    calls = {"attain": lambda: at.incentive.sales_tier_trace(data.sales, data.quotas, BANDS, **data.options(threads)),
             "numpy": peers["numpy"], "duckdb": peers["duckdb"]}
    slices = [n]

    def agrees(answers):
        trace = pyarrow.table(answers["attain"])
        slices[0] = trace.num_rows
        rows = trace["row"].to_numpy()
        lines = numpy.zeros(n, dtype=numpy.int64)
        numpy.add.at(lines, rows, column_units(answers["attain"], "amount"))
        base = numpy.zeros(n, dtype=numpy.int64)
        numpy.add.at(base, rows, column_units(answers["attain"], "base"))
        return lines_agree(data, n, lines, answers) and numpy.array_equal(base, data.cents) and bool((numpy.diff(rows) >= 0).all())

    def extra(row):
        found = {"trace_rows": slices[0], "kernel_ms": kernel(n, threads, "BM_TierTrace"), "floor_ms": floor(n, threads).get("lines")}
        good = met("lines-trace", row, n)
        if row["peak_extra_mb"] is not None:
            found["bytes_per_trace_row"] = round(row["peak_extra_mb"] * 2**20 / slices[0], 2)
            good = good and found["bytes_per_trace_row"] <= 40
        return {"bar_met": good, **found}

    return table_workloads.Job("lines-trace", threads, calls, agrees, bar_text("lines-trace", threads) + " (their lines), <= 40 B a slice", extra)


def _five_peers(data):
    def by_numpy(lines=line_peers(data, data.n)["numpy"]):
        month = MONTH[data.day - FIRST]
        cell = data.payee * 12 + month
        sums = lambda where, values: numpy.bincount(where, weights=values, minlength=PAYEES * 12).astype(numpy.int64)  # noqa: E731
        sold = sums(cell, data.cents)
        quarter = sold.reshape(PAYEES, 4, 3).sum(axis=2)
        to_date = sold.reshape(PAYEES, 12).cumsum(axis=1)[:, 2::3]
        quota = data.quota.reshape(PAYEES, 12).cumsum(axis=1)[:, 2::3]
        bonus = numpy.zeros((PAYEES, 12), dtype=numpy.int64)
        bonus[:, 2::3] = (quarter * (2 * (to_date * 4 >= quota * 5) + 1 * ((to_date >= quota) & (to_date * 4 < quota * 5))) + 50) // 100
        own = (70 * data.cents + 50) // 100
        shared = sums(cell, (3 * own + 50) // 100) + sums(data.partner * 12 + month, (3 * (data.cents - own) + 50) // 100)
        return numpy.stack([sums(cell, (15 * data.cents + 500) // 1000), sums(cell, lines()), bonus.ravel(),
                            5000 * numpy.bincount(cell[data.cents >= 1_500_000], minlength=PAYEES * 12), shared])

    sql = f"""create or replace temp table result as
with w as (select {SQL_CELL} as k, partner * 12 + month(date) - 1 as kp, amount, sum(amount) over (partition by {SQL_CELL} order by date, id
                  rows unbounded preceding)::bigint as x, (70 * amount + 50) // 100 as own from sales),
     a as (select k, sum((15 * amount + 500) // 1000)::bigint as c1, sum(({SQL_EARNED.format('x')} - {SQL_EARNED.format('x - amount')} + 50) // 100)::bigint as c2,
                  sum(amount)::bigint as sold, 5000 * count(*) filter (amount >= 1500000) as c4, sum((3 * own + 50) // 100)::bigint as c5
           from w join quotas using (k) group by k),
     b as (select partner * 12 + month(date) - 1 as k, sum((3 * (amount - (70 * amount + 50) // 100) + 50) // 100)::bigint as c5 from sales group by 1),
     j as (select quotas.k as k, q, coalesce(c1, 0) as c1, coalesce(c2, 0) as c2, coalesce(sold, 0) as sold, coalesce(c4, 0) as c4,
                  coalesce(a.c5, 0) + coalesce(b.c5, 0) as c5 from quotas left join a using (k) left join b using (k)),
     t as (select *, sum(sold) over (partition by k // 12 order by k)::bigint as sold_to_date, sum(q) over (partition by k // 12 order by k)::bigint as quota_to_date,
                  sum(sold) over (partition by k // 3)::bigint as quarter from j)
select k, c1, c2, case when k % 3 <> 2 then 0 else
  (quarter * (case when sold_to_date * 4 >= quota_to_date * 5 then 2 when sold_to_date >= quota_to_date then 1 else 0 end) + 50) // 100 end as c3, c4, c5 from t"""

    quota = polars.Series("q", data.quota)

    def by_polars():
        month = polars.col("date").dt.month() - 1
        amount = polars.col("amount")
        own = (70 * amount + 50) // 100
        frame = data.polars.lazy().with_row_index("id").with_columns((polars.col("payee") * 12 + month).alias("k")).sort("k", "date", "id")
        frame = frame.with_columns(amount.cum_sum().over("k").alias("x"), polars.lit(quota).gather(polars.col("k")).alias("q"))
        line = (polars_earned(polars.col("x")) - polars_earned(polars.col("x") - amount) + 50) // 100
        payees = frame.group_by("k").agg(((15 * amount + 500) // 1000).sum().alias("c1"), line.sum().alias("c2"), amount.sum().alias("sold"),
                                         ((amount >= 1_500_000).sum().cast(polars.Int64) * 5000).alias("c4"), ((3 * own + 50) // 100).sum().alias("own"))
        partners = data.polars.lazy().group_by((polars.col("partner") * 12 + month).alias("k")).agg(((3 * (amount - own) + 50) // 100).sum().alias("rest"))
        cells = polars.LazyFrame({"k": numpy.arange(PAYEES * 12, dtype=numpy.int32), "q": data.quota})
        joined = cells.join(payees, on="k", how="left").join(partners, on="k", how="left").fill_null(0).sort("k")
        joined = joined.with_columns(polars.col("sold").cum_sum().over(polars.col("k") // 12).alias("to_date"),
                                     polars.col("q").cum_sum().over(polars.col("k") // 12).alias("quota"),
                                     polars.col("sold").sum().over(polars.col("k") // 3).alias("quarter"))
        percent = (polars.when(polars.col("to_date") * 4 >= polars.col("quota") * 5).then(2).when(polars.col("to_date") >= polars.col("quota")).then(1)
                   .otherwise(0))
        bonus = polars.when(polars.col("k") % 3 == 2).then((polars.col("quarter") * percent + 50) // 100).otherwise(0)
        return joined.select("c1", "c2", bonus.alias("c3"), "c4", (polars.col("own") + polars.col("rest")).alias("c5")).collect()

    return {"numpy": by_numpy, "duckdb": lambda: data.connection.execute(sql), "polars": by_polars}


def _five(n, threads):
    data = Data(n, threads, partner=True)
    calls = {
        "attain": lambda: at.incentive.pay_sales(data.sales, RULES, quotas=data.quotas, partner="partner", **data.options(threads)),
        **_five_peers(data),
    }

    def agrees(answers):
        mine = numpy.stack([column_units(answers["attain"], name) for name in RULES])
        totals = column_units(answers["attain"], "total")
        theirs = data.connection.execute("select * from result order by k").fetchnumpy()
        third = answers.get("polars")
        names = [f"c{i}" for i in range(1, 6)]
        return ((*(int(column.sum()) for column in mine), weighted(totals)) == ANSWERS["five"][n] and numpy.array_equal(mine, answers["numpy"])
                and all(numpy.array_equal(mine[i], theirs[name]) and (third is None or numpy.array_equal(mine[i], third[name].to_numpy())) for i, name in enumerate(names)))

    def extra(row):
        return {"bar_met": met("five", row, n), "floor_ms": floor(n, threads).get("five"), "kernel_ms": kernel(n, threads, "BM_PaySales")}

    return table_workloads.Job("five", threads, calls, agrees, bar_text("five", threads), extra)


def _incremental(n, threads):
    data = Data(n, threads, partner=True)
    words = {"quotas": data.quotas, "partner": "partner", **data.options(threads)}
    book = at.incentive.SalesBook(data.sales, RULES, **words)
    rows = numpy.flatnonzero(data.payee == 4321)

    def changed(cents):
        return at.Table(pyarrow.table({"row": pyarrow.array(rows), "payee": pyarrow.array(data.payee[rows]), "amount": pyarrow.array(cents),
                                       "date": pyarrow.array(data.day[rows]).cast(pyarrow.date32()), "partner": pyarrow.array(data.partner[rows])}))

    states = [changed(data.cents[rows] + 12_345), changed(data.cents[rows])]
    turn = [0]

    def update():
        book.update(states[turn[0] % 2])
        turn[0] += 1

    full = []

    def agrees(answers):
        while turn[0] % 2 == 0:
            update()
        cents = data.cents.copy()
        cents[rows] += 12_345
        sales = at.Table(data.arrow.set_column(2, "amount", pyarrow.array(cents)), name="sales")
        whole = None
        for _ in range(5):
            start = time.perf_counter()
            whole = at.incentive.pay_sales(sales, RULES, **words)
            full.append(1000 * (time.perf_counter() - start))
        after, anew = pyarrow.table(book.table()), pyarrow.table(whole)
        update()
        before = book.table()
        mine = tuple(int(column_units(before, name).sum()) for name in RULES)
        return after.equals(anew) and (*mine, weighted(column_units(before, "total"))) == ANSWERS["five"][n]

    def extra(row):
        fraction = row["attain_ms"] / min(full)
        return {"bar_met": (fraction < 1 / 200 and row["attain_ms"] < 1) if n == ROWS["full"] else None, "full_ms": round(min(full), 3),
                "full_over_update": round(1 / fraction, 1), "sales_changed": len(rows), "kernel_ms": kernel(n, threads, "BM_UpdateBook")}

    return table_workloads.Job("five-incremental", threads, {"attain": update}, agrees, "< 1/200 of the full run, < 1 ms", extra)


def make(name, size, threads):
    """The workload of that name."""
    if os.environ.get("POLARS_MAX_THREADS") != str(threads):
        raise SystemExit("start through compare.py, which pins the threads of all")
    job = {"totals": _totals, "lines": _lines, "lines-trace": _trace, "five": _five, "five-incremental": _incremental}[name](ROWS[size], threads)
    versions = {module.__name__: module.__version__ for module in (duckdb, numpy, pandas, polars, pyarrow)}
    plain_extra = job.extra
    job.extra = lambda row: {"versions": versions, **plain_extra(row)}
    return job
