# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""8,800 real opportunities paid with tiers, splits, an override and refunds, beside a calculation by hand in fractions. Needs ../shared.

Every won deal is a booking of what it closed for. Every lost deal was booked at its list price when it was engaged and is refunded on the day it was lost. Every
fourth deal is shared 60 to 40 with the next agent of the team. Agents are paid marginal bands over their quota of the quarter, each transaction to the cent by what
the sum so far is worth, and a flat rate rounded transaction by transaction; managers a share of what their team sells.
"""

import csv
import decimal
import pathlib
from collections import defaultdict
from fractions import Fraction

import pytest

import attain as at

DATA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "crm"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no ../shared")

QUOTA = 60000  # of an agent and a quarter
BANDS = [("0", "4%"), ("80%", "6%"), ("100%", "9%")]
RATE, OVERRIDE = "1.55%", "0.55%"
MODEL = {
    "attain": "model/1", "id": "crm", "currency": "USD",
    "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    "targets": [{"id": "quota", "measure": "booked", "period": "2017", "total": str(35 * 4 * QUOTA), "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    "incentives": [
        {"attain": "incentive/1", "id": "agent", "currency": "USD", "for": "role == 'ae'", "period": "quarter", "components": [
            {"id": "tiers", "measure": "booked", "rounding": {"point": "component", "mode": "half_even"},
             "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"}, "bands": [{"from": low, "pays": rate} for low, rate in BANDS]}},
            {"id": "flat", "measure": "booked", "rounding": {"point": "transaction", "mode": "half_away"}, "payout": {"kind": "flat", "rate": RATE}}],
         "payment": {"negative": "pay"}},
        {"attain": "incentive/1", "id": "manager", "currency": "USD", "for": "role == 'manager'", "period": "quarter", "components": [
            {"id": "team", "measure": "booked", "rounding": {"point": "component", "mode": "half_even"}, "payout": {"kind": "override", "rate": OVERRIDE}}],
         "payment": {"negative": "pay"}}]}


def percent(text):
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def cents(value, mode):
    """A fraction to the cent."""
    with decimal.localcontext() as context:
        context.prec = 60
        exact = decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)
        return Fraction(exact.quantize(decimal.Decimal("0.01"), rounding=mode))


def read(name):
    with open(DATA / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def company():
    """Agents with manager and office, and the transactions with their shares: (id, original, day, amount, {rep: share})."""
    agents = {row["sales_agent"]: row for row in read("sales_teams.csv")}
    teams = defaultdict(list)
    for name in sorted(agents):
        teams[agents[name]["manager"]].append(name)
    price = {row["product"].replace(" ", ""): row["sales_price"] for row in read("products.csv")}
    sales = []
    for number, row in enumerate(read("sales_pipeline.csv")):
        if row["deal_stage"] not in ("Won", "Lost"):
            continue
        agent = row["sales_agent"]
        team = teams[agents[agent]["manager"]]
        other = team[(team.index(agent) + 1) % len(team)]
        shares = {agent: "0.6", other: "0.4"} if number % 4 == 0 else {agent: "1"}
        name = row["opportunity_id"]
        if row["deal_stage"] == "Won":
            sales.append((name, None, row["close_date"], row["close_value"], shares))
        else:
            listed = price[row["product"].replace(" ", "")]
            sales.append((name, None, row["engage_date"], listed, shares))
            sales.append((name + "-R", name, row["close_date"], "-" + listed, shares))
    return agents, teams, sales


@pytest.fixture(scope="module")
def result(company):
    agents, teams, sales = company
    offices = sorted({row["regional_office"] for row in agents.values()})
    managers = sorted(teams)
    columns = lambda rows, names: {name: [row[i] for row in rows] for i, name in enumerate(names)}  # noqa: E731
    credits = [(name, rep, "revenue", share) for name, original, _, _, shares in sales if original is None and len(shares) > 1 for rep, share in shares.items()]
    office_of = {row["manager"]: row["regional_office"] for row in agents.values()}
    data = at.load(
        reps=columns([(name, "ae", True) for name in sorted(agents)] + [(name, "manager", False) for name in managers], ["rep_id", "role", "is_quota_carrying"]),
        org_units=columns([("company", None)] + [(office, "company") for office in offices] + [("team " + name, office_of[name]) for name in managers],
                          ["unit_id", "parent_id"]),
        rep_units=columns([(name, "team " + agents[name]["manager"], False) for name in sorted(agents)] + [(name, "team " + name, True) for name in managers],
                          ["rep_id", "unit_id", "is_manager"]),
        transactions=columns([(name, "booking" if original is None else "refund", original, max(shares, key=lambda rep: Fraction(shares[rep])), day, amount, "USD")
                              for name, original, day, amount, shares in sales],
                             ["txn_id", "kind", "orig_txn_id", "rep_id", "event_date", "amount", "ccy"]),
        txn_credits=columns(credits, ["txn_id", "rep_id", "credit_type", "share"]))
    return at.run(at.Model(MODEL), data, period="2017")


@pytest.fixture(scope="module")
def expected(company):
    """By hand: {(rep, quarter, component): amount}."""
    agents, _, sales = company
    credited, flat = defaultdict(Fraction), defaultdict(Fraction)
    for _, _, day, amount, shares in sales:
        if not day.startswith("2017"):
            continue
        quarter = f"2017-Q{(int(day[5:7]) + 2) // 3}"
        for rep, share in shares.items():
            part = Fraction(amount) * Fraction(share)
            credited[rep, quarter] += part
            flat[rep, quarter] += cents(part * percent(RATE), decimal.ROUND_HALF_UP)
    pay = defaultdict(Fraction)
    for (rep, quarter), base in credited.items():
        edges = [percent(low) * QUOTA for low, _ in BANDS] + [None]
        amount = sum(((min(base, high) if high is not None else base) - low) * percent(rate)
                     for low, high, (_, rate) in zip(edges, edges[1:], BANDS) if base > low)
        pay[rep, quarter, "tiers"] = cents(Fraction(amount), decimal.ROUND_HALF_EVEN)
        pay[rep, quarter, "flat"] = flat[rep, quarter]
        pay[agents[rep]["manager"], quarter, "team"] += base * percent(OVERRIDE)
    for key, amount in pay.items():
        if key[2] == "team":
            pay[key] = cents(amount, decimal.ROUND_HALF_EVEN)
    assert min(credited.values()) >= 0  # no quarter of an agent is below zero: bands need no rule for it
    return pay


def paid_lines(result):
    sums = defaultdict(Fraction)
    for line in result.statement_lines:
        sums[line["rep_id"], line["period"], line["component"]] += Fraction(line["amount"])
    return sums


def test_every_component_of_everyone_and_quarter(result, expected):
    lines = paid_lines(result)
    assert {key: amount for key, amount in lines.items() if amount} == {key: amount for key, amount in expected.items() if amount}


def test_reps_offices_and_the_company(result, expected, company):
    agents = company[0]
    office = {name: row["regional_office"] for name, row in agents.items()} | {row["manager"]: row["regional_office"] for row in agents.values()}
    rep, by_office, whole = defaultdict(Fraction), defaultdict(Fraction), Fraction(0)
    for row in result.statements:
        assert row["status"] == "ok"
        rep[row["rep_id"], row["period"]] += Fraction(row["paid"])
        by_office[office[row["rep_id"]]] += Fraction(row["paid"])
        whole += Fraction(row["paid"])
    want, want_office = defaultdict(Fraction), defaultdict(Fraction)
    for (name, quarter, _), amount in expected.items():
        want[name, quarter] += amount
        want_office[office[name]] += amount
    assert {key: amount for key, amount in rep.items() if amount} == {key: amount for key, amount in want.items() if amount}
    assert by_office == want_office
    assert whole == sum(want.values())


def test_a_refund_takes_back_what_the_booking_was_credited(result, company):
    credited = {(row["transaction_id"], row["rep_id"]): row["amount"] for row in result.credits if row["plan"] == "agent"}
    seen = 0
    for name, original, day, amount, shares in company[2]:
        for rep, share in shares.items():
            if original is not None and day.startswith("2017"):
                assert Fraction(credited[name, rep]) == Fraction(amount) * Fraction(share)
                seen += len(shares) > 1
    assert seen > 1000
