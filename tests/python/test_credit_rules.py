# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Credit by role, by date and by what is collected; a change of role within the period; each against figures worked out by hand."""

from fractions import Fraction

import pytest

import attain as at

FLAT = {"kind": "flat", "rate": "10%"}


def run(measures, plans, period="2026-Q1", targets=(), **tables):
    """A run over tables given as lists of rows."""
    frames = {name: {column: [row.get(column) for row in rows] for column in dict.fromkeys(key for row in rows for key in row)} for name, rows in tables.items()}
    return at.run(at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": measures, "targets": list(targets), "incentives": plans}), at.load(**frames), period=period)


def plan(measure, payout=FLAT, name="p", **more):
    return {"id": name, "currency": "EUR", "components": [{"id": "c", "measure": measure, "payout": payout}], **more}


def paid(result):
    return {(one.plan, one.rep): one.paid for one in result.statements.all() if one.reason == "NONE" and one.paid}


ORDER = {"kind": "booking", "ccy": "EUR", "amount": "1000.00"}


def test_any_column_that_names_a_rep_may_be_credited():
    rows = [{"txn_id": "T-1", **ORDER, "rep_id": "ann", "event_date": "2026-01-05", "engineer_id": "sue"}, {"txn_id": "T-2", **ORDER, "rep_id": "ann", "event_date": "2026-01-06"}]
    result = run([{"id": "engineered", "kind": "sum", "of": "transactions.amount", "credit": "engineer_id"}], [plan("engineered")],
                 reps=[{"rep_id": "ann"}, {"rep_id": "sue"}], transactions=rows)
    assert paid(result) == {("p", "sue"): 100}


@pytest.mark.parametrize("date, period, amount", [("event_date", "2026-Q1", 100), ("event_date", "2026-Q2", 0), ("invoiced_on", "2026-Q2", 100), ("collected_on", "2026-Q3", 100),
                                                  ("collected_on", "2026-Q1", 0)])
def test_a_sale_counts_on_the_day_the_measure_names(date, period, amount):
    rows = [{"txn_id": "T-1", **ORDER, "rep_id": "ann", "event_date": "2026-01-05", "invoiced_on": "2026-04-01", "collected_on": "2026-07-20"}]
    data = at.load(reps={"rep_id": ["ann"]}, transactions={column: [row[column] for row in rows] for column in rows[0]})
    dated = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "incentives": [plan("sold")],
                      "tables": {"transactions": {"from": "transactions", "derive": {"invoiced_on": "date(invoiced_on)", "collected_on": "date(collected_on)"}}},
                      "measures": [{"id": "sold", "kind": "sum", "of": "transactions.amount", "date": date}]})
    assert at.run(dated, data, period=period).statements["ann"].paid == amount


def test_orders_paid_in_parts_are_credited_as_the_money_comes():
    rows = [{"txn_id": "T-1", **ORDER, "rep_id": "ann", "event_date": "2026-01-05"},
            {"txn_id": "I-1", "kind": "invoice", "orig_txn_id": "T-1", "event_date": "2026-01-20", "amount": "1000.00", "ccy": "EUR"},
            {"txn_id": "R-1", "kind": "receipt", "orig_txn_id": "I-1", "event_date": "2026-02-01", "amount": "333.33", "ccy": "EUR"},
            {"txn_id": "R-2", "kind": "receipt", "orig_txn_id": "I-1", "event_date": "2026-04-01", "amount": "666.67", "ccy": "EUR"}]
    credits = [{"txn_id": "T-1", "rep_id": "ann", "credit_type": "revenue", "share": "0.6"}, {"txn_id": "T-1", "rep_id": "ben", "credit_type": "revenue", "share": "0.4"}]
    measures = [{"id": "cash", "kind": "sum", "of": "transactions.amount", "where": "kind == 'receipt'"}, {"id": "invoiced", "kind": "sum", "of": "transactions.amount", "where": "kind == 'invoice'"}]
    reps = [{"rep_id": "ann"}, {"rep_id": "ben"}]

    def of(measure, period):
        return {rep: one for (_, rep), one in paid(run(measures, [plan(measure)], period, reps=reps, transactions=rows, txn_credits=credits)).items()}
    assert of("cash", "2026-Q1") == {"ann": 20, "ben": Fraction("13.33")}  # 333.33 × 60 % × 10 % = 19.9998
    assert of("cash", "2026-Q2") == {"ann": 40, "ben": Fraction("26.67")}
    assert of("invoiced", "2026-Q1") == {"ann": 60, "ben": 40}


def test_a_change_of_role_within_the_period_is_two_statements_with_quotas_by_days():
    # ann sells until 14 February (45 of 90 days) and manages from the 15th on: half of each quota, and only the sales of her days.
    tiers = {"kind": "tiers", "method": "marginal", "bands": [{"from": "0%", "pays": "5%"}, {"from": "100%", "pays": "10%"}]}
    rows = [{"txn_id": "T-1", **ORDER, "amount": "60000.00", "rep_id": "ann", "event_date": "2026-02-14"}, {"txn_id": "T-2", **ORDER, "amount": "30000.00", "rep_id": "ann", "event_date": "2026-02-15"}]
    booked = {"id": "booked", "kind": "sum", "of": "transactions.amount"}

    def target(name, total):
        return {"id": name, "measure": "booked", "period": "2026", "total": total, "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}], "rounding": {"unit": "1"}}
    result = run([booked], [plan("booked", {**tiers, "over": {"attainment": "as-seller"}}, "seller", period="quarter"), plan("booked", {**tiers, "over": {"attainment": "as-lead"}}, "lead", period="quarter")],
                 targets=[target("as-seller", "400000"), target("as-lead", "240000")], reps=[{"rep_id": "ann", "is_quota_carrying": "true"}], transactions=rows,
                 plan_assignments=[{"rep_id": "ann", "plan_id": "seller", "valid_to": "2026-02-15"}, {"rep_id": "ann", "plan_id": "lead", "valid_from": "2026-02-15"}])
    # seller: 100,000 × 45/90 = 50,000 at 5 %, 10,000 at 10 %; lead: 60,000 × 45/90 = 30,000 at 5 %
    assert paid(result) == {("seller", "ann"): 3500, ("lead", "ann"): 1500}
    # One plan whose quota is blended: 100,000 × 1/2 + 60,000 × 1/2 = 80,000; 90,000 sold.
    assert at.incentive.blend_quota([100_000, 60_000], ["0.5", "0.5"]) == 80_000
    blended = run([booked], [plan("booked", {**tiers, "over": {"attainment": "blended"}}, "both", period="quarter")], targets=[target("blended", "320000")],
                  reps=[{"rep_id": "ann", "is_quota_carrying": "true"}], transactions=rows)
    assert paid(blended) == {("both", "ann"): 5000}
