# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A fault in an expression points at its own character, in whatever document and element the expression stands."""

import copy
import json

import attain as at
import pytest

MODEL = {
    "attain": "model/1", "id": "m", "currency": "EUR",
    "tables": {"deals": {"derive": {"large": "amount > 1000.00"}}},
    "measures": [
        {"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed", "credit": "owner_id"},
        {"id": "rate", "kind": "ratio", "num": "count(deals) where outcome == 'won'", "den": "count(deals) where outcome != 'open'", "date": "closed", "credit": "owner_id"}],
    "incentives": [{"attain": "incentive/1", "id": "p", "currency": "EUR", "for": "rep_id != 'R-9'", "period": "quarter", "components": [
        {"id": "c", "measure": "won", "payout": {"kind": "formula", "value": "credited * 0.05"}}]}],
}

PLACES = {
    "tables.deals.derive.large": ("tables", "deals", "derive", "large"),
    "measures[won].where": ("measures", 0, "where"),
    "incentives[p].for": ("incentives", 0, "for"),
    "incentives[p].components[c].payout.value": ("incentives", 0, "components", 0, "payout", "value"),
}


def data():
    return at.load(reps={"rep_id": ["R-1"]}, deals={
        "deal_id": ["D-1"], "owner_id": ["R-1"], "amount": ["1200.00"], "outcome": ["won"], "closed": ["2026-02-03"], "created": ["2026-01-05"],
        "pipeline_id": ["p"], "stage_id": ["won"]})


def with_expression(place, text, indent):
    """The model's text with another expression at a place."""
    model = copy.deepcopy(MODEL)
    holder = model
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = text
    return json.dumps(model, indent=indent)


def position(text, fragment):
    """Line and column (in bytes, from 1) of a fragment of a document."""
    before = text[:text.index(fragment)].encode()
    return before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1


def findings_of(text):
    """What is found when the model is read and, if that works, bound to data and run."""
    found = [finding for finding in at.validate(text, name="m.json") if finding.severity == "error"]
    if found:
        return found
    with pytest.raises(at.Error) as raised:
        at.run(at.Model(text, name="m.json"), data(), period="2026-Q1")
    return [finding for finding in raised.value.findings if finding.severity == "error"]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("before", ["", "'\"' == 'ü' && "])
def test_a_slip_is_found_at_its_character(place, indent, before):
    text = with_expression(place, before + "1 + §", indent)
    fault = findings_of(text)[0]
    assert fault.reason == "EXPRESSION_SYNTAX"
    assert (fault.line, fault.column) == position(text, json.dumps("§")[1:-1])
    assert f"(at 1:{len(before.encode()) + 5} of the expression)" in fault.text


@pytest.mark.parametrize("place", [PLACES["measures[won].where"], PLACES["incentives[p].for"], PLACES["tables.deals.derive.large"]],
                         ids=["where", "for", "derive"])
def test_a_name_that_no_column_has_is_found_at_its_character(place):
    text = with_expression(place, "1 == 1 && no_column > 1", 2)
    model = at.Model(text, name="m.json")
    try:
        result = at.run(model, data(), period="2026-Q1")
        found = list(result.findings)
    except at.Error as error:
        found = list(error.findings)
    fault = next(finding for finding in found if finding.reason == "UNKNOWN_NAME")
    assert (fault.line, fault.column) == position(text, "no_column")


def test_a_name_a_formula_does_not_know_is_found_at_its_character():
    text = with_expression(PLACES["incentives[p].components[c].payout.value"], "credited * no_rate", 2)
    fault = findings_of(text)[0]
    assert (fault.line, fault.column) == position(text, "no_rate")


@pytest.mark.parametrize("key", ["num", "den"])
def test_a_slip_in_the_condition_of_a_ratio_is_found_at_its_character(key):
    text = with_expression(("measures", 1, key), "count(deals) where outcome == §", 2)
    fault = findings_of(text)[0]
    assert fault.reason == "EXPRESSION_SYNTAX"
    assert (fault.line, fault.column) == position(text, json.dumps("§")[1:-1])
