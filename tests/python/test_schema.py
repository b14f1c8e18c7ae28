# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The published JSON Schemas say yes to what the reader reads, and no to what it refuses."""

import copy
import json
import pathlib

import attain as at
import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def documents():
    """Every document of the examples and cases."""
    for path in sorted((ROOT / "docs" / "examples").rglob("*.json")) + sorted((ROOT / "tests" / "cases").rglob("case.json")):
        content = json.loads(path.read_text())
        for found in content.values() if path.name == "case.json" else [content]:
            if isinstance(found, dict) and "attain" in found:
                yield pytest.param(found, id=f"{path.parent.name}-{found['id']}")


def validator(kind):
    schema = at.schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("document", list(documents()))
def test_documents_that_are_read_are_valid(document):
    validator(document["attain"].split("/")[0]).validate(document)


def plan(payout):
    return {"attain": "incentive/1", "id": "p", "currency": "EUR", "components": [{"id": "c", "measure": "m", "payout": payout}]}


def accepted(document):
    """Whether the reader takes the document's form (what its ids refer to is another matter)."""
    model = {"attain": "model/1", "id": "m", "currency": "EUR", "incentives": [document],
             "measures": [{"id": "m", "kind": "sum", "of": "deals.amount", "date": "closed", "credit": "owner_id"}]}
    return not [finding for finding in at.validate(model) if finding.severity == "error"]


FIRST = {"kind": "flat", "rate": "5%", "valid": [None, "2026-07-01"]}
SECOND = {"kind": "flat", "rate": "6%", "valid": ["2026-07-01", None]}


@pytest.mark.parametrize("payout", [
    FIRST, {"versions": [FIRST, SECOND]}, {"kind": "flat", "versions": [{"rate": "5%", "valid": [None, "2026-07-01"]},
                                                                       {"rate": "6%", "valid": ["2026-07-01", None], "note": "new"}]},
    {"note": "both", "versions": [SECOND]}])
def test_versions_that_are_read_are_valid(payout):
    assert accepted(plan(payout))
    validator("incentive").validate(plan(payout))


@pytest.mark.parametrize("change", [
    lambda payout: payout["versions"][0].update(rat="5%"), lambda payout: payout["versions"][1].update(valid="2026"),
    lambda payout: payout["versions"].clear(), lambda payout: payout["versions"].append(7), lambda payout: payout.update(version=[]),
    lambda payout: payout["versions"][0].update(rate=True)])
def test_versions_that_are_refused_are_invalid(change):
    payout = copy.deepcopy({"versions": [FIRST, SECOND]})
    change(payout)
    assert not accepted(plan(payout))
    assert not validator("incentive").is_valid(plan(payout))
