# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Charts of what plans cost and of how pay is spread."""

import sys

import pytest

import attain as at

MODEL = {"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
         "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "800000", "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
         "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter", "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]}


def data():
    return at.load(reps={"rep_id": ["R-1", "R-2"]}, transactions={"txn_id": ["T-1", "T-2"], "kind": ["booking"] * 2, "rep_id": ["R-1", "R-2"], "event_date": ["2026-01-10"] * 2,
                                                                  "amount": ["90000.00", "110000.00"], "ccy": ["EUR"] * 2})


def cost(**options):
    return at.plan_cost(at.Model(MODEL), data(), period="2026-Q1", attainments=["80%", "120%"], **options)


def test_the_cost_of_a_plan_is_bars_by_scenario():
    pytest.importorskip("altair")
    chart = cost().plot().to_dict()
    assert [row["paid"] for row in chart["data"]["values"]] == [20000, 16000, 24000]
    assert chart["encoding"]["y"]["sort"] == ["as_is", "80%", "120%"]


def test_drawn_attainment_adds_its_spread():
    pytest.importorskip("altair")
    drawn = cost(mean=1.0, draws=20)
    spread = drawn.plot().to_dict()["vconcat"][1]
    assert spread["layer"][0]["encoding"]["x2"]["field"] == "p90"
    assert [float(drawn.spread.p50)] == [row["p50"] for row in spread["layer"][0].get("data", spread.get("data", {})).get("values", [])]


def test_the_spread_of_pay_counts_statements():
    pytest.importorskip("altair")
    statements = at.run(at.Model(MODEL), data(), period="2026-Q1").statements
    chart = statements.plot().to_dict()
    assert [(row["rep"], row["paid"]) for row in chart["data"]["values"]] == [("R-1", 9000), ("R-2", 11000)]
    assert chart["encoding"]["x"]["bin"] == {"maxbins": 30}
    assert statements.plot("earned").to_dict()["encoding"]["x"]["field"] == "earned"
    with pytest.raises(ValueError, match="by paid or earned, not by 'draw'"):
        statements.plot("draw")


def test_without_altair_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    for plot in (cost().plot, at.run(at.Model(MODEL), data(), period="2026-Q1").statements.plot):
        with pytest.raises(ImportError, match=r"^plot needs Altair: pip install attain\[plot\]$"):
            plot()
