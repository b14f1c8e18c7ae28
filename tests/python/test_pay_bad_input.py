# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Faulty pay: every fault has a named reason where it stands, the statement concerned says so, and the others are paid.

Three reps sell for 5 % of the first 100 % of their quota and 8 % of what lies above; Eva, whose data is right, is always paid 2,800.00.
"""

import copy
from fractions import Fraction

import pytest

import attain as at

TIERS = {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"}, "bands": [{"from": "0%", "pays": "5%"}, {"from": "100%", "pays": "8%"}]}
MODEL = {"attain": "model/1", "id": "m", "currency": "EUR",
         "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
         "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "480000",
                      "split": [{"over": "rep", "by": "weights", "weights": {"ada": 1, "ben": 1, "eva": 1}}, {"over": "quarter", "by": "equal"}]}],
         "incentives": [{"id": "ae", "currency": "EUR", "period": "quarter", "components": [{"id": "new", "measure": "booked", "payout": TIERS}]}]}
TABLES = {"reps": [{"rep_id": rep, "end_date": None, "is_quota_carrying": "true"} for rep in ("ada", "ben", "eva")],
          "org_units": [{"unit_id": "west", "parent_id": None}, {"unit_id": "east", "parent_id": None}],
          "rep_units": [{"rep_id": rep, "unit_id": "west", "is_manager": "false"} for rep in ("ada", "ben", "eva")],
          "plan_assignments": [{"rep_id": rep, "plan_id": "ae", "valid_from": "2026-01-01"} for rep in ("ada", "ben", "eva")],
          "transactions": [{"txn_id": f"T-{rep}", "kind": "booking", "orig_txn_id": None, "rep_id": rep, "event_date": "2026-02-01", "recorded_at": "2026-02-02T00:00:00Z",
                            "amount": "50000.00", "ccy": "EUR"} for rep in ("ada", "ben", "eva")]}
COLUMNS = {name: list(rows[0]) for name, rows in TABLES.items()}
COLUMNS["txn_credits"] = ["txn_id", "rep_id", "credit_type", "share"]


def run(add=None, cells=None, model=None):
    """The company with rows added by table, cells changed as {(table, row, column): value}, keys of the model changed by path."""
    tables = copy.deepcopy(TABLES)
    for name, rows in (add or {}).items():
        tables.setdefault(name, []).extend(rows)
    for (name, row, column), value in (cells or {}).items():
        tables[name][row][column] = value
    document = copy.deepcopy(MODEL)
    for path, value in (model or {}).items():
        *way, last = path
        at_ = document
        for key in way:
            at_ = at_[key]
        at_[last] = value
    frames = {name: {column: [row.get(column) for row in rows] for column in COLUMNS[name]} for name, rows in tables.items()}
    return at.run(at.Model(document), at.load(**frames), period="2026-Q1")


def states(result):
    """By rep: what is paid, or the reason why nothing can be."""
    return {one.rep: str(one.paid) if one.reason == "NONE" else one.reason for one in result.statements.all()}


def sale(txn, **cells):
    """A further booking of Ada's."""
    return {"txn_id": txn, "kind": "booking", "rep_id": "ada", "event_date": "2026-02-10", "recorded_at": "2026-02-11T00:00:00Z", "amount": "100.00", "ccy": "EUR", **cells}


def test_everyone_is_paid():
    assert states(run()) == {"ada": "2800", "ben": "2800", "eva": "2800"}  # 40,000 × 5 % + 10,000 × 8 %


LIMIT = "92233720368547758.07"  # the largest amount of 64 bits in cents


@pytest.mark.parametrize("change, reason, place, ada", [
    pytest.param({"add": {"plan_assignments": [{"rep_id": "ada", "plan_id": "aee", "valid_from": "2026-01-01"}]}},
                 "PLAN_UNKNOWN", ("plan_assignments", 3, "plan_id"), "2800", id="unknown plan"),
    pytest.param({"add": {"plan_assignments": [{"rep_id": "zoe", "plan_id": "ae", "valid_from": "2026-01-01"}], "reps": [{"rep_id": "zoe", "is_quota_carrying": "false"}]}},
                 "NO_QUOTA", ("reps", 3, "rep_id"), "2800", id="rep without quota"),
    pytest.param({"model": {("targets", 0, "split", 0, "weights"): {"ada": 0, "ben": 2, "eva": 1}, ("targets", 0, "total"): "480000"}},
                 "TARGET_ZERO", ("reps", 0, "rep_id"), "TARGET_ZERO", id="target zero"),
    pytest.param({"add": {"transactions": [sale("T-9", ccy="USD")]}}, "FX_MISSING", ("reps", 0, "rep_id"), "FX_MISSING", id="currency without rate"),
    pytest.param({"add": {"transactions": [sale("T-9", kind="refund", amount="-100.00")]}}, "REFUND_WITHOUT_ORIGINAL", ("transactions", 3, "orig_txn_id"), "2792",
                 id="refund without original"),
    pytest.param({"add": {"transactions": [sale("T-9", kind="refund", orig_txn_id="T-0", amount="-100.00")]}}, "ORPHAN_REF", ("transactions", 3, "orig_txn_id"), "2800",
                 id="refund of what is not there"),
    pytest.param({"add": {"transactions": [sale("T-9", kind="refund", orig_txn_id="T-ada", amount="-50000.01")]}}, "CREDIT_OVER_ORIGINAL", ("transactions", 3, "amount"), "2800",
                 id="refund above original"),
    pytest.param({"add": {"txn_credits": [{"txn_id": "T-ada", "rep_id": "ada", "credit_type": "revenue", "share": "0.7"},
                                          {"txn_id": "T-ada", "rep_id": "ben", "credit_type": "revenue", "share": "0.4"}]}},
                 "SPLIT_SUM", ("txn_credits", 0, "share"), "0", id="split over 1"),
    pytest.param({"cells": {("plan_assignments", 0, "valid_from"): "2026-03-01", ("reps", 0, "end_date"): "2026-02-15"}},
                 "PLAN_OUTSIDE_EMPLOYMENT", ("plan_assignments", 0, "valid_from"), "0", id="plan dated outside employment"),
    pytest.param({"add": {"transactions": [sale("T-ada", amount="1.00")]}}, "DUP_KEY", ("transactions", 3, "txn_id"), "2800", id="duplicate transaction id"),
    pytest.param({"cells": {("transactions", 0, "recorded_at"): "2026-01-31T00:00:00Z"}}, "RECORDED_BEFORE_EVENT", ("transactions", 0, "recorded_at"), "2800",
                 id="recorded before it happened"),
    pytest.param({"cells": {("transactions", 0, "amount"): "92233720368547758.08"}}, "MONEY_OVERFLOW", ("transactions", 0, "amount"), "0", id="above the limit of 64 bits"),
])
def test_a_fault_has_a_reason_and_the_others_are_paid(change, reason, place, ada):
    result = run(**change)
    assert (reason, place) in [(finding.reason, (finding.table, finding.row, finding.field)) for finding in result.findings]
    assert states(result)["eva"] == "2800"
    assert states(result)["ada"] == ada
    for one in result.statements.all():
        assert one.reason == "NONE" or one.text, "a statement that is not paid says why"


def test_an_amount_at_the_limit_of_64_bits_is_paid_to_the_cent():
    result = run(cells={("transactions", 0, "amount"): LIMIT})
    assert result.findings == []
    # 40,000 × 5 % + (92,233,720,368,547,758.07 - 40,000) × 8 % = 7,378,697,629,482,620.6456
    assert float(result.statements["ada"].paid) == 7378697629482620.65
    assert result.statements["ada"].paid * 20 == 147573952589652413
    assert states(result)["ben"] == states(result)["eva"] == "2800"


def test_sums_beyond_64_bits_are_paid_too():
    result = run(add={"transactions": [sale(f"T-{i}", amount=LIMIT) for i in range(3)]})
    assert states(result)["eva"] == "2800"
    assert result.statements["ada"].earned == 2000 + (3 * Fraction(LIMIT) + 50000 - 40000) * Fraction(8, 100)


def test_managers_who_lead_each_other_are_found_and_paid_once():
    places = [{"rep_id": "ada", "unit_id": "west", "is_manager": "true", "share": "0.5"}, {"rep_id": "ada", "unit_id": "east", "is_manager": "false", "share": "0.5"},
              {"rep_id": "ben", "unit_id": "east", "is_manager": "true", "share": "0.5"}, {"rep_id": "ben", "unit_id": "west", "is_manager": "false", "share": "0.5"},
              {"rep_id": "eva", "unit_id": "east", "is_manager": "false", "share": "1"}]
    tables = {**TABLES, "rep_units": places}
    tables.pop("plan_assignments")
    frames = {name: {column: [row.get(column) for row in rows] for column in rows[0]} for name, rows in tables.items()}
    document = {**MODEL, "targets": [], "incentives": [{"id": "m", "currency": "EUR", "components": [{"id": "team", "measure": "booked", "payout": {"kind": "override", "rate": "1%"}}]}]}
    result = at.run(at.Model(document), at.load(**frames), period="2026-Q1")
    assert ("OVERRIDE_CYCLE", "rep_units", "is_manager") in [(finding.reason, finding.table, finding.field) for finding in result.findings]
    assert states(result) == {"ada": "500", "ben": "1000", "eva": "0"}  # each half of both; ben all of Eva's too


@pytest.mark.parametrize("bands, reason", [
    ([{"from": "0%", "to": "50%", "pays": "5%"}, {"from": "60%", "pays": "8%"}], "TIER_GAP"),
    ([{"from": "0%", "to": "70%", "pays": "5%"}, {"from": "60%", "pays": "8%"}], "TIER_OVERLAP")])
def test_a_rate_table_with_a_hole_or_an_overlap_is_refused_before_anything_is_paid(bands, reason):
    document = copy.deepcopy(MODEL)
    document["incentives"][0]["components"][0]["payout"]["bands"] = bands
    assert reason in [finding.reason for finding in at.validate(document)]
    with pytest.raises(at.Error) as caught:
        at.Model(document)
    assert reason in [finding.reason for finding in caught.value.findings]
    where = next(finding for finding in caught.value.findings if finding.reason == reason)
    assert where.path.startswith("incentive[ae].components[new].payout.bands[") and where.line is not None


# Everything Validate lists about a plan: (path of what is changed, value, reason, severity).
COMPONENT = ("incentives", 0, "components", 0)


@pytest.mark.parametrize("path, value, reason", [
    ((*COMPONENT, "payout"), {**TIERS, "method": "whole"}, "TIER_CLIFF"),
    ((*COMPONENT, "payout"), {**TIERS, "negative": "zero", "bands": [{"from": "-50%", "pays": "1%"}, {"from": "0%", "pays": "5%"}]}, "TIER_UNREACHABLE"),
    ((*COMPONENT, "measure"), "bookd", "UNKNOWN_REFERENCE"),
    ((*COMPONENT, "payout", "over"), {"attainment": "quta"}, "UNKNOWN_REFERENCE"),
])
def test_validate_names_cliffs_dead_tiers_and_unknown_names(path, value, reason):
    document = copy.deepcopy(MODEL)
    *way, last = path
    part = document
    for key in way:
        part = part[key]
    part[last] = value
    assert reason in [finding.reason for finding in at.validate(document)], at.validate(document)


def test_a_measure_that_no_table_can_feed_is_named_before_anything_is_paid():
    document = copy.deepcopy(MODEL)
    document["measures"][0]["of"] = "orders.amount"
    with pytest.raises(at.Error) as caught:
        run(model={("measures", 0, "of"): "orders.amount"})
    assert caught.value.reason == "MEASURE_UNFED"
