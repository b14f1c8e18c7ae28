# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Payment plans from a model document, against an independent calculation with fractions."""

import calendar
import datetime
import decimal
import random
from fractions import Fraction

import pytest

import attain as at

MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]


def model(payment, rate="10%", period="month"):
    return at.Model({
        "attain": "model/1", "id": "m", "currency": "EUR",
        "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
        "incentives": [{"attain": "incentive/1", "id": "p", "currency": "EUR", "period": period,
                        "components": [{"id": "new", "measure": "booked", "payout": {"kind": "flat", "rate": rate}}],
                        "payment": payment}]})


def sales(seed, count=30):
    """Bookings of one rep over a year with refunds and receipts: (id, kind, original, day, cents)."""
    rng = random.Random(seed)
    first = datetime.date(2026, 1, 1)
    rows = []
    for number in range(count):
        day = rng.randint(0, 250)
        cents = rng.randint(1, 3_000_000)
        booking = f"T-{number}"
        rows.append((booking, "booking", None, first + datetime.timedelta(day), cents))
        left = cents
        if rng.random() < 0.4:
            back = rng.randint(1, cents)
            rows.append((f"{booking}-r", "refund", booking, first + datetime.timedelta(day + rng.randint(1, 100)), -back))
            left -= back
        part = 0
        while left > 0:
            paid = left if rng.random() < 0.5 else rng.randint(1, left)
            rows.append((f"{booking}-{part}", "receipt", booking, first + datetime.timedelta(day + rng.randint(1, 110)), paid))
            left -= paid
            part += 1
    rng.shuffle(rows)
    return rows


def tables(rows):
    return {"reps": {"rep_id": ["A"], "name": ["Ada"]},
            "transactions": {"txn_id": [row[0] for row in rows], "kind": [row[1] for row in rows], "orig_txn_id": [row[2] for row in rows],
                             "rep_id": ["A" if row[1] == "booking" else None for row in rows],
                             "event_date": [row[3].isoformat() for row in rows],
                             "amount": [f"{decimal.Decimal(row[4]).scaleb(-2):.2f}" for row in rows], "ccy": ["EUR"] * len(rows)}}


def end_of(month):
    year, number = map(int, month.split("-"))
    return datetime.date(year, number, calendar.monthrange(year, number)[1])


def half_even(value):
    """To the cent, a half to the even neighbour."""
    return Fraction(round(value * 100), 100)


def settle(rows, payment, rate=Fraction(1, 10)):
    """The columns of each month, calculated with nothing but fractions."""
    hold, draw, guarantee, maximum = (payment.get(key) for key in ("hold", "draw", "guarantee", "maximum"))
    share = Fraction(hold["share"].rstrip("%")) / 100 if hold else Fraction(0)
    held, released = {}, {}
    debt = waiting = carry = Fraction(0)
    months = []
    for month in MONTHS:
        last = end_of(month)
        start = last.replace(day=1)
        pay = {}
        for name, kind, original, day, cents in rows:
            if kind != "receipt" and start <= day <= last:
                sale = original or name
                pay[sale] = pay.get(sale, 0) + Fraction(cents, 100) * rate
        earned = sum(pay.values(), Fraction(0))
        adjusted = max(Fraction(0), Fraction(guarantee["amount"]) - earned) if guarantee else Fraction(0)
        held_now = -share * earned
        released_now = Fraction(0)
        for sale in set(held) | set(pay):
            held[sale] = held.get(sale, 0) + share * pay.get(sale, 0)
            booked = sum(Fraction(row[4], 100) for row in rows if row[1] != "receipt" and sale in (row[0], row[2]) and row[3] <= last)
            collected = sum(Fraction(row[4], 100) for row in rows if row[1] == "receipt" and row[2] == sale and row[3] <= last)
            free = min(Fraction(1), collected / booked) if booked > 0 else Fraction(1)
            released_now += held[sale] * free - released.get(sale, 0)
            released[sale] = held[sale] * free
        exact = earned + adjusted + held_now + released_now
        payable = half_even(exact)
        rounding = payable - exact
        opening = carry + waiting
        payable += opening
        carry = waiting = Fraction(0)
        if maximum and payable > Fraction(maximum["amount"]):
            waiting = payable - Fraction(maximum["amount"])
            payable -= waiting
        drawn = recovered = Fraction(0)
        if draw:
            floor = Fraction(draw["amount"])
            if payable < floor:
                drawn = floor - payable
                debt += drawn
            else:
                part = Fraction(draw.get("share", "100%").rstrip("%")) / 100
                recovered = min(debt, payable - floor, half_even(min(debt, (payable - floor) * part)))
                debt -= recovered
            payable += drawn - recovered
        if payable < 0:
            carry, payable = payable, Fraction(0)
        months.append({"earned": earned, "adjusted": adjusted, "held": held_now, "released": released_now, "rounding": rounding,
                       "drawn": drawn, "recovered": -recovered, "carried": opening - carry - waiting, "paid": payable})
    still_held = sum(held.values()) - sum(released.values())
    return months, {"draw": debt, "maximum": waiting, "carry": carry, "hold": still_held}


PLANS = [
    {},
    {"draw": {"kind": "recoverable", "amount": "1500", "share": "60%"}},
    {"guarantee": {"kind": "top_up", "amount": "900"}},
    {"maximum": {"amount": "1800"}},
    {"hold": {"share": "30%"}},
    {"hold": {"share": "37%"}, "draw": {"kind": "recoverable", "amount": "700"}, "maximum": {"amount": "2500"}, "guarantee": {"kind": "top_up", "amount": "300"}},
]
COLUMNS = ("earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried", "paid")


@pytest.mark.parametrize("number", range(len(PLANS)))
def test_every_column_is_that_of_an_independent_calculation(number):
    for seed in range(4):
        rows = sales(100 * number + seed)
        expected, closing = settle(rows, PLANS[number])
        result = at.run(model(PLANS[number]), at.load(**tables(rows)), period="2026", threads=2)
        got = list(result.statements)
        assert len(got) == 12
        for row, wanted in zip(got, expected, strict=True):
            assert row["status"] == "ok", row["text"]
            for column in COLUMNS:
                # Exact where the digits end within twelve decimals; always the same cent.
                assert abs(Fraction(row[column]) - wanted[column]) < Fraction(1, 10**9), (row["period"], column)
            assert Fraction(row["paid"]) == wanted["paid"], row["period"]
            assert sum((row[column] for column in COLUMNS[:-1]), decimal.Decimal(0)) == row["paid"]
        ends = {}
        for row in result.table("balances"):
            if row["period"] == "2026-12":
                ends[row["kind"]] = ends.get(row["kind"], 0) + Fraction(row["closing"])
        for kind, amount in closing.items():
            assert abs(ends.get(kind, Fraction(0)) - amount) < Fraction(1, 10**9)


def test_months_one_by_one_with_the_table_handed_on_give_the_year():
    rows = sales(7)
    payment = PLANS[-1]
    year = {row["period"]: row for row in at.run(model(payment), at.load(**tables(rows)), period="2026").statements}
    handed = None
    for month in MONTHS:
        data = tables(rows)
        if handed is not None:
            data["balances"] = handed
        result = at.run(model(payment), at.load(**data), period=month)
        row = list(result.statements)[0]
        assert row["paid"] == year[month]["paid"], month
        balances = list(result.table("balances"))
        names = {"rep_id": "rep_id", "plan_id": "plan", "kind": "kind", "txn_id": "txn_id", "deal_id": "deal_id", "amount": "closing", "total": "total", "ccy": "currency"}
        handed = {name: [None if line[column] is None else str(line[column]) for line in balances] for name, column in names.items()}
        handed["as_of"] = [end_of(month).isoformat()] * len(balances)
        handed = {name: column for name, column in handed.items() if any(cell is not None for cell in column)} if balances else None


def test_a_clawback_takes_back_what_the_sale_earned():
    rows = [("T-1", "booking", None, datetime.date(2026, 1, 10), 1_000_000), ("T-2", "refund", "T-1", datetime.date(2026, 4, 15), -200_000)]
    adjusted = {}
    for name, clawback in {"full": {"kind": "full"}, "percent": {"kind": "percent", "percent": "50%"},
                           "prorated": {"kind": "prorated", "term": 12}, "window": {"kind": "full", "window": "90d"}}.items():
        result = at.run(model({"negative": "pay", "clawback": clawback}, period="quarter"), at.load(**tables(rows)), period="2026-Q2")
        adjusted[name] = list(result.statements)[0]["adjusted"]
    assert adjusted == {"full": -200, "percent": -100, "prorated": -150, "window": 0}
    assert "clawback" in at.run(model({"negative": "pay", "clawback": {"kind": "full"}}, period="quarter"), at.load(**tables(rows)),
                                period="2026-Q2").explain("A")


def test_a_receipt_that_might_come_releases_what_it_would():
    rows = [("T-1", "booking", None, datetime.date(2026, 1, 10), 1_000_000)]
    data = at.load(**tables(rows))
    plan = model({"hold": {"share": "50%"}})
    receipt = {"txn_id": ["T-9"], "kind": ["receipt"], "orig_txn_id": ["T-1"], "rep_id": [None], "event_date": ["2026-01-20"], "amount": ["5000"], "ccy": ["EUR"]}
    maybe = list(at.run(plan, data, period="2026-01", payee="A", overriding={"transactions": receipt}).statements)[0]
    assert (maybe["held"], maybe["released"], maybe["paid"]) == (-500, 250, 750)
    assert list(at.run(plan, data, period="2026-01").statements)[0]["released"] == 0


@pytest.mark.parametrize(("payment", "path", "reason"), [
    ({"draw": {"kind": "recoverable", "amount": "-1"}}, "payment.draw.amount", "OUT_OF_BOUNDS"),
    ({"draw": {"kind": "recoverable", "amount": "10 USD"}}, "payment.draw.amount", "CURRENCY_MISMATCH"),
    ({"draw": {"kind": "recoverable_forgiven", "amount": "10"}}, "payment.draw.valid", "MISSING_KEY"),
    ({"draw": {"kind": "recoverable"}}, "payment.draw.amount", "MISSING_KEY"),
    ({"draw": {"kind": "advance", "amount": "10"}}, "payment.draw.kind", "UNKNOWN_WORD"),
    ({"hold": {"of": ["old"]}}, "payment.hold.of[0]", "UNKNOWN_REFERENCE"),
    ({"hold": {"share": "130%"}}, "payment.hold.share", "OUT_OF_BOUNDS"),
    ({"hold": {"until": "days"}}, "payment.hold.after", "MISSING_KEY"),
    ({"maximum": {"amount": "-5"}}, "payment.maximum.amount", "CAP_NEGATIVE"),
    ({"guarantee": {"kind": "top_up", "amount": "9"}, "maximum": {"amount": "5"}}, "payment.guarantee.amount", "OUT_OF_BOUNDS"),
    ({"clawback": {"kind": "percent"}}, "payment.clawback.percent", "MISSING_KEY"),
    ({"holds": {}}, "payment.holds", "UNKNOWN_KEY"),
])
def test_what_is_wrong_is_found_where_it_stands(payment, path, reason):
    with pytest.raises(at.Error) as caught:
        model(payment)
    findings = caught.value.findings
    assert [finding.reason for finding in findings] == [reason]
    assert findings[0].path.endswith(f"[p].{path}")
