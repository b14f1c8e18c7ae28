# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A made-up company, the same on every machine: three levels, 200 reps, two years of deals.

It has what real exports have: a change log, refunds, split deals, people who leave and people who change teams, two currencies. Every number comes
from a counter through a fixed mixing function, so the tables are the same rows everywhere and need no file.
"""

from __future__ import annotations

import datetime
from typing import Iterator

_MASK = (1 << 64) - 1
_DAY = datetime.timedelta(days=1)
_EPOCH = datetime.date(1970, 1, 1)
FIRST_DAY = datetime.date(2025, 1, 1)
LAST_DAY = datetime.date(2026, 12, 31)
DEALS = 12_000
TEAM_SIZE = 10

REGIONS = {
    "emea": ("EUR", ["north", "south", "east", "west", "alps"]),
    "benelux": ("EUR", ["amsterdam", "antwerp", "brussels", "rotterdam", "utrecht"]),
    "us-east": ("USD", ["boston", "new-york", "atlanta", "miami", "toronto"]),
    "us-west": ("USD", ["seattle", "portland", "san-jose", "denver", "phoenix"]),
}
FIRST_NAMES = ["Ada", "Ben", "Chloe", "David", "Emma", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kira", "Liam", "Mei", "Noah", "Olga", "Paul", "Quinn",
               "Rosa", "Sami", "Tara"]
LAST_NAMES = ["Abel", "Brandt", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Hansen", "Ivanova", "Jensen"]
PRODUCTS = [("core", 4_000), ("plus", 9_000), ("team", 15_000), ("suite", 32_000), ("services", 6_000), ("training", 1_500)]
STAGES = [("qualify", "open"), ("demo", "open"), ("proposal", "open"), ("negotiate", "open"), ("won", "won"), ("lost", "lost")]


def number(row: int, stream: int) -> int:
    """A 64-bit number for a row of a stream (splitmix64 over a counter; Steele, Lea and Flood, 2014)."""
    z = (42 + stream * 0xD1B54A32D192ED03 + row * 0x9E3779B97F4A7C15) & _MASK
    z ^= z >> 30
    z = (z * 0xBF58476D1CE4E5B9) & _MASK
    z ^= z >> 27
    z = (z * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def below(row: int, stream: int, limit: int) -> int:
    """A number from 0 to limit - 1."""
    return number(row, stream) % limit


def teams() -> Iterator[tuple[str, str, str]]:
    """Each team with its region and currency."""
    for region, (currency, names) in REGIONS.items():
        for name in names:
            yield name, region, currency


def cents(amount: int) -> str:
    """An amount in cents as decimal text."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def stamp(day: datetime.date, seconds: int) -> str:
    """An instant on a day, in UTC."""
    clock = datetime.datetime(day.year, day.month, day.day) + datetime.timedelta(seconds=seconds % 86_400)
    return clock.isoformat() + "Z"


class Company:
    """The company's tables as rows; `tables` maps a table's name to (columns, rows)."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[list[str], list[list]]] = {}
        self._organisation()
        self._market()
        self._rates()
        self._pipeline()

    def _table(self, name: str, *columns: str) -> list[list]:
        rows: list[list] = []
        self.tables[name] = (list(columns), rows)
        return rows

    def _organisation(self) -> None:
        units = self._table("org_units", "unit_id", "valid_from", "valid_to", "parent_id", "kind")
        reps = self._table("reps", "rep_id", "name", "hire_date", "end_date", "role", "is_quota_carrying", "ccy")
        places = self._table("rep_units", "rep_id", "unit_id", "valid_from", "valid_to", "share", "is_manager")
        start = "2020-01-01"
        units.append(["company", start, "", "", "company"])
        units += [[region, start, "", "company", "region"] for region in REGIONS]
        units += [[team, start, "", region, "team"] for team, region, _ in teams()]
        self.reps: list[dict] = []
        names = [(team, currency) for team, _, currency in teams()]
        for index in range(len(names) * TEAM_SIZE):
            team, currency = names[index // TEAM_SIZE]
            manager = index % TEAM_SIZE == 0
            # One seller in 23 leaves during 2026; one in 31 moves to the next team of the same region.
            leaves = not manager and index % 23 == 7
            moves = not manager and not leaves and index % 31 == 11
            end = datetime.date(2026, 3, 1) + _DAY * below(index, 1, 240) if leaves else None
            rep = {"id": f"R-{101 + index}", "team": team, "ccy": currency, "manager": manager, "end": end}
            self.reps.append(rep)
            name = f"{FIRST_NAMES[index % 20]} {LAST_NAMES[(index // 20 + index) % 10]}"
            hired = datetime.date(2020, 1, 1) + _DAY * below(index, 2, 1_500)
            reps.append([rep["id"], name, hired, end or "", "manager" if manager else "ae", "false" if manager else "true", currency])
            group = index // TEAM_SIZE
            if moves:
                day = datetime.date(2026, 4, 1)
                other = names[group + 1 if group % 5 != 4 else group - 1][0]
                places.append([rep["id"], team, hired, day, "1", "false"])
                places.append([rep["id"], other, day, "", "1", "false"])
            else:
                places.append([rep["id"], team, hired, end or "", "1", "true" if manager else "false"])

    def _market(self) -> None:
        accounts = self._table("accounts", "account_id", "industry", "size_band")
        accounts += [[f"A-{index:04d}", ["energy", "retail", "health", "finance", "public"][below(index, 3, 5)],
                      ["small", "medium", "large"][below(index, 4, 3)]] for index in range(1_500)]
        products = self._table("products", "product_id", "category_id", "commissionable")
        products += [[name, "services" if name in ("services", "training") else "software", "true"] for name, _ in PRODUCTS]
        categories = self._table("categories", "category_id", "parent_id")
        categories += [["all", ""], ["software", "all"], ["services", "all"]]
        stages = self._table("stages", "pipeline_id", "stage_id", "position", "kind", "back_allowed")
        stages += [["sales", name, position, kind, "true"] for position, (name, kind) in enumerate(STAGES)]

    def _rates(self) -> None:
        rates = self._table("fx_rates", "from", "to", "day", "rate_type", "rate")
        for month in range(24):
            day = datetime.date(2025 + month // 12, month % 12 + 1, 1)
            ten_thousandths = 9_000 + below(month, 5, 500)
            rates.append(["USD", "EUR", day, "month_avg", f"0.{ten_thousandths:04d}"])

    def _pipeline(self) -> None:
        self._deals = self._table("deals", "deal_id", "account_id", "owner_id", "pipeline_id", "stage_id", "product_id", "created", "amount", "ccy",
                                  "expected_close", "closed", "outcome")
        self._changes = self._table("deal_changes", "deal_id", "at", "seq", "field", "old", "new")
        self._splits = self._table("deal_splits", "deal_id", "rep_id", "split_type", "share")
        self._transactions = self._table("transactions", "txn_id", "kind", "orig_txn_id", "account_id", "deal_id", "product_id", "rep_id", "event_date",
                                         "recorded_at", "amount", "ccy")
        sellers = [rep for rep in self.reps if not rep["manager"]]
        for index in range(DEALS):
            self._deal(index, sellers)

    def _deal(self, index: int, sellers: list[dict]) -> None:
        rep = sellers[below(index, 10, len(sellers))]
        span = ((rep["end"] or LAST_DAY) - FIRST_DAY).days
        created = FIRST_DAY + _DAY * (index * max(span - 1, 1) // DEALS)
        product, price = PRODUCTS[below(index, 11, len(PRODUCTS))]
        amount = price * 100 * (50 + below(index, 12, 150)) // 100 + below(index, 13, 100)
        deal, account = f"D-{index:05d}", f"A-{below(index, 14, 1_500):04d}"
        days = 10 + below(index, 15, 90)
        wins = below(index, 16, 100) < 42
        # The stage in which a deal that is not won is lost.
        lost_in = below(index, 17, 4)
        day, position, sequence = created, 0, 0
        self._changes.append([deal, stamp(day, number(index, 18)), sequence, "stage", "", STAGES[0][0]])
        while True:
            position_next = position + 1 if wins or position < lost_in else 5
            day = day + _DAY * max(1, days // 4)
            if day > LAST_DAY or (rep["end"] and day >= rep["end"]):
                break
            sequence += 1
            self._changes.append([deal, stamp(day, number(index, 19 + sequence)), sequence, "stage", STAGES[position][0], STAGES[position_next][0]])
            position = position_next
            if STAGES[position][1] != "open":
                break
        stage, kind = STAGES[position]
        closed = stamp(day, number(index, 19 + sequence)) if kind != "open" else ""
        self._deals.append([deal, account, rep["id"], "sales", stage, product, stamp(created, number(index, 18)), cents(amount), rep["ccy"],
                            created + _DAY * days, closed, kind])
        if kind == "won":
            self._booking(index, deal, account, product, rep, sellers, amount, day)

    def _booking(self, index: int, deal: str, account: str, product: str, rep: dict, sellers: list[dict], amount: int, day: datetime.date) -> None:
        if below(index, 30, 100) < 6:
            mates = [other["id"] for other in sellers if other["team"] == rep["team"] and other is not rep]
            mate = mates[below(index, 31, len(mates))]
            share = ["0.5", "0.6", "0.7"][below(index, 32, 3)]
            rest = {"0.5": "0.5", "0.6": "0.4", "0.7": "0.3"}[share]
            self._splits.append([deal, rep["id"], "revenue", share])
            self._splits.append([deal, mate, "revenue", rest])
        booking = f"T-{index:05d}"
        self._transactions.append([booking, "booking", "", account, deal, product, rep["id"], day, stamp(day, 64_800), cents(amount), rep["ccy"]])
        if below(index, 33, 100) < 3:
            back = day + _DAY * (15 + below(index, 34, 60))
            if back <= LAST_DAY:
                part = amount if below(index, 35, 2) == 0 else amount // 2
                self._transactions.append([f"{booking}-R", "refund", booking, account, deal, product, rep["id"], back, stamp(back, 64_800), cents(-part),
                                           rep["ccy"]])


def write(folder: str) -> dict[str, int]:
    """Writes every table as a CSV file into an existing folder; gives the rows of each."""
    import csv
    import os

    company = Company()
    for name, (columns, rows) in company.tables.items():
        with open(os.path.join(folder, f"{name}.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
    return {name: len(rows) for name, (_, rows) in company.tables.items()}
