# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Contests, pools, SPIFFs, rates by rule, caps and budgets as a model document through the public package."""

import copy
import decimal

import pytest

import attain as at

D = decimal.Decimal
REPS = {"rep_id": ["R-1", "R-2", "R-3"], "role": ["ae", "ae", "ae"]}
DEALS = {"deal_id": ["D-1", "D-2", "D-3", "D-4"], "owner_id": ["R-1", "R-2", "R-3", "R-1"], "amount": ["600.00", "300.00", "300.00", "100.00"],
         "ccy": ["EUR"] * 4, "closed": ["2026-01-10", "2026-02-10", "2026-03-10", "2026-03-11"], "outcome": ["won"] * 4}


def model(*components, **plan):
    return {"attain": "model/1", "id": "sales", "currency": "EUR",
            "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed"}],
            "incentives": [{"attain": "incentive/1", "id": "best", "currency": "EUR", "period": "quarter",
                            "components": [{"id": f"c{place}", "measure": "won", **component} for place, component in enumerate(components)], **plan}]}


def paid(document):
    data = at.load(reps=REPS, deals=DEALS)
    result = at.run(at.Model(document), data, period="2026-Q1")
    for statement in result.statements.all():
        assert statement.reason == "NONE", statement.text
    return {statement.rep: statement.paid for statement in result.statements.all()}


OVER = {"measure": "won"}
CONTEST = {"payout": {"kind": "contest", "over": OVER, "prizes": ["100", "50"]}}
POOL = {"payout": {"kind": "pool", "method": "shares", "rate": "10%"}}
SPIFF = {"payout": {"kind": "spiff", "amount": "20", "minimum": 300, "where": "closed < date('2026-03-01')"}}
RATES = {"payout": {"kind": "rates", "choose": "highest", "rules": [{"rate": "1%"}, {"rate": "2%", "where": "amount >= 300.0"}]}}
FLAT = {"payout": {"kind": "flat", "rate": "10%"}}


@pytest.mark.parametrize("document, expected", [
    (model(CONTEST), (100, 25, 25)),
    (model({**CONTEST, "gates": [{"over": OVER, "at_least": "500"}]}), (100, 0, 0)),
    (model(POOL), (70, 30, 30)),
    (model({"payout": {"kind": "pool", "method": "weighted", "amount": 100, "weights": {"R-1": 1, "R-3": 3}}}), (25, 0, 75)),
    (model(SPIFF), (20, 20, 0)),
    (model(RATES), (13, 6, 6)),
    (model({**FLAT, "cap": {"amount": 20, "per": "transaction"}}), (30, 20, 20)),
    (model({**FLAT, "cap": 25}), (25, 25, 25)),
    (model(FLAT, cap=40), (40, 30, 30)),
    (model(FLAT, budget=65), (35, 15, 15)),
    (model(CONTEST, POOL, SPIFF, RATES), (203, 81, 61)),
])
def test_a_document_pays(document, expected):
    assert paid(document) == dict(zip(REPS["rep_id"], map(D, expected), strict=True))


def test_one_payee_of_several_is_explained_like_all():
    result = at.run(at.Model(model(CONTEST)), at.load(reps=REPS, deals=DEALS), period="2026-Q1")
    assert "place 2 with 300.00, shared by 2" in result.explain("R-2")
    lines = [row for row in result.statement_lines if row["rep_id"] == "R-2"]
    assert [(row["rule"], row["band"], row["amount"]) for row in lines] == [("contest", 1, D("25.00"))]


@pytest.mark.parametrize("component, reason, path", [
    ({"payout": {"kind": "contest", "over": OVER, "prizes": []}}, "OUT_OF_BOUNDS", "payout.prizes"),
    ({"payout": {"kind": "contest", "over": OVER, "prizes": ["-1"]}}, "OUT_OF_BOUNDS", "payout.prizes[0]"),
    ({"payout": {"kind": "contest", "over": {"measure": "lost"}, "prizes": ["1"]}}, "UNKNOWN_REFERENCE", "payout.over"),
    ({"payout": {"kind": "contest", "over": OVER, "prizes": ["1 USD"]}}, "CURRENCY_MISMATCH", "payout.prizes[0]"),
    ({"payout": {"kind": "pool", "method": "equal"}}, "INVALID_ARGUMENT", "payout.amount"),
    ({"payout": {"kind": "pool", "method": "weighted", "amount": 1, "weights": {"R-1": "-1"}}}, "NEGATIVE_SHARE", "payout.weights.R-1"),
    ({"payout": {"kind": "spiff", "amount": "20", "where": "amount >"}}, "EXPRESSION_SYNTAX", "payout.where"),
    ({"payout": {"kind": "spiff", "amont": "20"}}, "UNKNOWN_KEY", "payout.amont"),
    ({"payout": {"kind": "rates", "choose": "best", "rules": [{"rate": "1%"}]}}, "UNKNOWN_WORD", "payout.choose"),
    ({"payout": {"kind": "rates", "choose": "specific", "rules": [{"rate": "1%", "scopes": {"product": "id"}}]}}, "UNKNOWN_NAME",
     "payout.rules[0].scopes.product"),
    ({**FLAT, "cap": {"amount": 5, "per": "deal"}}, "UNKNOWN_WORD", "cap.per"),
    ({**FLAT, "cap": [5]}, "WRONG_TYPE", "cap"),
    ({**FLAT, "cap": {"per": "transaction"}}, "MISSING_KEY", "cap.amount"),
    ({**FLAT, "version_at": "today"}, "UNKNOWN_WORD", "version_at"),
    ({**FLAT, "refund": "never"}, "UNKNOWN_WORD", "refund"),
])
def test_what_is_wrong_is_found_at_its_place(component, reason, path):
    with pytest.raises(at.Error) as caught:
        at.Model(copy.deepcopy(model(component)))
    found = [(finding.reason, finding.path) for finding in caught.value.findings]
    assert (reason, f"incentive[best].components[c0].{path}") in found


def test_a_plain_amount_and_an_object_are_written_back_the_same_way():
    plain, full = (at.Model(model({**FLAT, "cap": cap})) for cap in (25, {"amount": "25"}))
    assert plain.to_json() == full.to_json()
