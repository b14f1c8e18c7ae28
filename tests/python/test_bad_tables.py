# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Faulty tables: what is wrong is named by table, row and column, what is right is calculated, and one rep does not stop the others.

The company is that of the tutorial: Eva sells 50,000.00 and is paid 3,200.00 whatever is wrong with the others.
"""

import copy
import csv
import pathlib

import pytest

import attain as at

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "examples" / "statement"
TABLES = {}
for path in sorted((EXAMPLE / "data").glob("*.csv")):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [[cell if cell else None for cell in row] for row in csv.reader(file)]
    TABLES[path.stem] = {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}


def company(**changes):
    """The tables with cells changed, `deals={"amount": {0: "x"}}`, or rows added, `deals=[{…}]`."""
    tables = copy.deepcopy(TABLES)
    for name, change in changes.items():
        if isinstance(change, list):
            for row in change:
                for column in row.keys() - tables[name].keys():
                    tables[name][column] = [None] * len(next(iter(tables[name].values())))
                for column, cells in tables[name].items():
                    cells.append(row.get(column))
        else:
            for column, cells in change.items():
                if column not in tables[name]:
                    tables[name][column] = [None] * len(next(iter(tables[name].values())))
                for row, cell in cells.items():
                    tables[name][column][row] = cell
    return tables


def run(tables):
    return at.run(at.Model.read(EXAMPLE / "sales-2026.json"), at.load(**tables), period="2026-Q1")


def paid(result):
    return {statement.rep: str(statement.paid) for statement in result.statements.all() if statement.reason == "NONE"}


def test_the_company_as_it_stands_is_paid():
    result = run(company())
    assert {finding.reason for finding in result.findings if finding.severity == "error"} == set()
    assert paid(result) == {"R-104": "8650", "R-105": "480", "R-106": "3200"}


DEAL = {"deal_id": "D-9", "owner_id": "R-105", "amount": "1.00", "ccy": "EUR", "closed": "2026-03-01", "outcome": "won"}


@pytest.mark.parametrize("changes, table, row, column, reason", [
    ({"deals": {"amount": {3: "much"}}}, "deals", 3, "amount", "INVALID_CELL"),
    ({"deals": {"amount": {3: "NaN"}}}, "deals", 3, "amount", "INVALID_CELL"),
    ({"deals": {"amount": {3: "Infinity"}}}, "deals", 3, "amount", "INVALID_CELL"),
    ({"deals": {"amount": {3: "9" * 50}}}, "deals", 3, "amount", "INVALID_CELL"),
    ({"deals": {"amount": {3: "99999999999999999999"}}}, "deals", 3, "amount", "MONEY_OVERFLOW"),
    ({"deals": {"closed": {3: "2026-02-30"}}}, "deals", 3, "closed", "INVALID_CELL"),
    ({"deals": {"closed": {3: "March"}}}, "deals", 3, "closed", "INVALID_CELL"),
    ({"deals": {"outcome": {3: "wonn"}}}, "deals", 3, "outcome", "UNKNOWN_WORD_IN_COLUMN"),
    ({"deals": {"ccy": {3: "XQQ"}}}, "deals", 3, "ccy", "CCY_MISSING"),
    ({"deals": {"ccy": {3: None}}}, "deals", 3, "ccy", "CCY_MISSING"),
    ({"deals": {"ccy": {3: "USD"}}}, "deals", 3, "", "CURRENCY_MISMATCH"),
    ({"deals": {"ccy": {3: "USD"}}}, "reps", 2, "rep_id", "FX_MISSING"),
    ({"deals": {"owner_id": {3: "R-999"}}}, "deals", 3, "owner_id", "ORPHAN_REF"),
    ({"deals": {"deal_id": {3: None}}}, "deals", 3, "deal_id", "NULL_VALUE"),
    ({"deals": [{**DEAL, "deal_id": "D-4"}]}, "deals", 3, "deal_id", "DUP_KEY"),
    ({"reps": [{"rep_id": "R-105", "name": "Tim", "role": "ae"}]}, "reps", 2, "rep_id", "DUP_KEY"),
    ({"reps": [{"rep_id": None, "name": "Tim", "role": "ae"}]}, "reps", 4, "rep_id", "NULL_VALUE"),
    ({"deal_splits": {"share": {1: "0.6"}}}, "deal_splits", 0, "share", "SPLIT_SUM"),
    ({"deal_splits": {"share": {1: "-0.5"}}}, "deal_splits", 1, "share", "NEGATIVE_SHARE"),
    ({"deal_splits": {"share": {1: "half"}}}, "deal_splits", 1, "share", "INVALID_CELL"),
    ({"deal_splits": {"share": {1: None}}}, "deal_splits", 1, "share", "NULL_VALUE"),
    ({"deal_splits": {"rep_id": {1: "R-999"}}}, "deal_splits", 1, "rep_id", "ORPHAN_REF"),
    ({"deal_splits": {"deal_id": {1: "D-999"}}}, "deal_splits", 1, "deal_id", "ORPHAN_REF"),
    ({"deal_splits": {"split_type": {1: "reve"}}}, "deal_splits", 1, "split_type", "UNKNOWN_WORD_IN_COLUMN"),
    ({"org_units": {"parent_id": {0: "emea"}}}, "org_units", 0, "parent_id", "TREE_CYCLE"),
    ({"org_units": {"parent_id": {0: "north"}}}, "org_units", 0, "parent_id", "TREE_CYCLE"),
    ({"org_units": [{"unit_id": "south", "parent_id": "nowhere"}]}, "org_units", 2, "parent_id", "ORPHAN_REF"),
    ({"rep_units": {"unit_id": {2: "nowhere"}}}, "rep_units", 2, "unit_id", "ORPHAN_REF"),
    ({"rep_units": {"is_manager": {2: "perhaps"}}}, "rep_units", 2, "is_manager", "INVALID_CELL"),
    ({"rep_units": {"valid_from": {2: "2026-03-01"}, "valid_to": {2: "2026-01-01"}}}, "rep_units", 2, "valid_to", "INTERVAL_INVERTED"),
    ({"rep_units": [{"rep_id": "R-105", "unit_id": "north", "is_manager": "false", "valid_from": "2026-02-01"}]}, "rep_units", 4, "valid_from", "INTERVAL_OVERLAP"),
    ({"rep_units": [{"rep_id": "R-105", "unit_id": "north", "is_manager": "false"}]}, "rep_units", 4, "rep_id", "DUP_KEY"),
])
def test_a_fault_is_found_and_the_others_are_paid(changes, table, row, column, reason):
    result = run(company(**changes))
    found = [(finding.reason, finding.table, finding.row, finding.field) for finding in result.findings]
    assert (reason, table, row, column) in found, (found, paid(result), [(s.rep, s.reason, s.text) for s in result.statements.all()])
    assert paid(result)["R-106"] == "3200"


def test_a_statement_that_cannot_be_paid_says_why_and_names_the_deal():
    result = run(company(deals={"ccy": {3: "USD"}}))
    statement = result.statements["R-105"]
    assert (statement.reason, statement.text) == ("FX_MISSING", "D-4: no spot rate USD to EUR on 2026-03-20")
    assert paid(result) == {"R-106": "3200"}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_without_rows_is_said_and_the_rest_is_read(name):
    tables = {**TABLES, name: {column: [] for column in TABLES[name]}}
    data = at.load(**tables)
    assert ("EMPTY_TABLE", name) in [(finding.reason, finding.table) for finding in data.findings]
    if name == "deals":
        assert set(paid(run(tables)).values()) == {"0"}
    if name == "deal_splits":
        assert paid(run(tables)) == {"R-104": "7650", "R-105": "1390", "R-106": "3200"}  # Tom has all of D-4: 480 + 160 + 750


@pytest.mark.parametrize("name, column", [("deals", "deal_id"), ("reps", "rep_id"), ("org_units", "unit_id"), ("rep_units", "unit_id"), ("deal_splits", "share")])
def test_a_required_column_that_is_missing_is_named(name, column):
    tables = {**TABLES, name: {key: cells for key, cells in TABLES[name].items() if key != column}}
    assert ("MISSING_COLUMN", name, column) in [(finding.reason, finding.table, finding.field) for finding in at.load(**tables).findings]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, 0.1 + 0.2])
def test_floats_that_are_no_exact_amount_are_set_aside(value):
    amounts = [60000.0, 30000.0, 20000.0, value, 9999.0, 50000.0]
    tables = {**TABLES, "deals": {**TABLES["deals"], "amount": amounts}}
    result = run(tables)
    assert [(finding.table, finding.row, finding.field) for finding in result.findings if finding.severity == "error"] == [("deals", 3, "amount")], result.findings
    assert paid(result)["R-106"] == "3200"


def test_amounts_next_to_the_limit_are_added_exactly_and_paid_up_to_the_cap():
    rows = [{**DEAL, "deal_id": f"D-{i}", "amount": "90000000000000000.01"} for i in range(100, 104)]
    result = run(company(deals=rows))
    values = {(row["entity_id"]): row["numerator"] for row in result.series if row["entity_kind"] == "rep"}
    assert str(values["R-105"]).rstrip("0") == "360000000000008000.04"
    assert paid(result) == {"R-104": "8650", "R-105": "40000", "R-106": "3200"}


def test_all_faults_of_all_tables_come_at_once():
    tables = company(deals={"amount": {0: "much"}, "ccy": {1: "XQQ"}}, reps=[{"rep_id": "R-105"}], deal_splits={"rep_id": {1: "R-999"}}, org_units={"parent_id": {0: "north"}})
    reasons = {(finding.table, finding.reason) for finding in run(tables).findings}
    assert reasons >= {("deals", "INVALID_CELL"), ("deals", "CCY_MISSING"), ("reps", "DUP_KEY"), ("deal_splits", "ORPHAN_REF"), ("org_units", "TREE_CYCLE")}


def test_bytes_that_are_no_text_are_named_with_their_row():
    pyarrow = pytest.importorskip("pyarrow")
    owners = pyarrow.Array.from_buffers(pyarrow.utf8(), 6, pyarrow.array(["R-104", "R-104", "R-104", "R-1xx", "R-104", "R-106"]).buffers())
    broken = owners.buffers()[2].to_pybytes().replace(b"xx", b"\xff5")
    owners = pyarrow.Array.from_buffers(pyarrow.utf8(), 6, [None, owners.buffers()[1], pyarrow.py_buffer(broken)])
    deals = pyarrow.table({**TABLES["deals"], "owner_id": owners})
    with pytest.raises(at.DataError) as caught:
        at.load(**{**TABLES, "deals": deals})
    assert caught.value.reason == "INVALID_UTF8" and "owner_id" in str(caught.value) and "3" in str(caught.value)
