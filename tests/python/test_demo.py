# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The demo's pay against an independent calculation in exact fractions: splits, refunds, two currencies, leavers, transfers, caps."""

from collections import defaultdict
from fractions import Fraction

import pytest

import attain as at
from attain import _demo, _demo_company


@pytest.fixture(scope="module")
def company():
    tables = _demo_company.Company().tables
    return {name: [dict(zip(columns, map(str, row))) for row in rows] for name, (columns, rows) in tables.items()}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "company"
    _demo.write(str(folder))
    return at.run(at.Model.read(folder / "model.json"), at.load(folder / "data"), period="2026-Q2")


@pytest.fixture(scope="module")
def credited(company):
    """Bookings of the quarter in euros by rep: shares of the deal, the rate of the month of the original, refunds in their own period."""
    rates = {row["day"][:7]: Fraction(row["rate"]) for row in company["fx_rates"]}
    shares = defaultdict(list)
    for row in company["deal_splits"]:
        shares[row["deal_id"]].append((row["rep_id"], Fraction(row["share"])))
    booked = {row["txn_id"]: row for row in company["transactions"]}
    sums = defaultdict(Fraction)
    for row in company["transactions"]:
        if not "2026-04-01" <= row["event_date"] < "2026-07-01":
            continue
        original = booked.get(row["orig_txn_id"], row)
        rate = rates[original["event_date"][:7]] if row["ccy"] == "USD" else 1
        for rep, share in shares[row["deal_id"]] or [(row["rep_id"], Fraction(1))]:
            sums[rep] += Fraction(row["amount"]) * rate * share
    return sums


def test_credits_are_those_of_a_recount(result, credited):
    months = defaultdict(Fraction)
    for row in result.series:
        if row["measure"] == "bookings" and row["entity_kind"] == "rep":
            months[row["entity_id"]] += Fraction(row["numerator"]) / Fraction(row["denominator"])
    for rep, value in credited.items():
        # The table prints twelve decimals; the calculation behind it is exact.
        assert abs(months[rep] - value) < Fraction(1, 10**9), rep


def test_every_seller_is_paid_by_the_bands_of_the_plan(result, credited):
    quota = {row["entity_id"]: Fraction(row["value"]) for row in result.targets if row["entity_kind"] == "rep" and row["period"] == "2026-Q2"}
    checked = 0
    for statement in result.statements.all():
        if statement.plan != "ae-2026" or statement.reason != "NONE":
            continue
        sold, goal = credited[statement.rep], quota[statement.rep]
        if goal == 0:
            continue
        low, high = goal * 4 / 5, goal
        earned = min(sold, low) * Fraction(4, 100)  # the first band goes on below zero
        earned += max(0, min(sold, high) - low) * Fraction(6, 100) + max(0, sold - high) * Fraction(9, 100)
        assert statement.earned == min(earned, 15_000), statement.rep
        checked += 1
    assert checked > 150


def test_targets_add_up_from_reps_to_teams_regions_and_the_company(result, company):
    parents = {row["unit_id"]: row["parent_id"] for row in company["org_units"]}
    values = {(row["entity_kind"], row["entity_id"], row["period"]): row["value"] for row in result.targets}
    periods = {period for _, _, period in values}
    for period in periods:
        reps = sum(value for (kind, _, at_period), value in values.items() if kind == "rep" and at_period == period)
        teams = sum(value for (kind, unit, at_period), value in values.items() if kind == "unit" and at_period == period and parents[unit] in parents.values()
                    and parents[unit] != "company" and parents[unit])
        assert reps == teams == values["company", "company", period]
    assert values["company", "company", "2026"] == 36_000_000


def test_explanations_of_all_add_up_to_what_is_paid(result):
    import json

    def leaves(node):
        counted = [child for child in node.get("children", []) if child.get("counts", True) and "amount" in child]
        return sum(map(leaves, counted)) if counted else Fraction(node["amount"])

    for statement in result.statements.all():
        tree = json.loads(statement.explain(form="json"))
        assert leaves(tree) == statement.paid, statement.rep
