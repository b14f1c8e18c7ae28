# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Every folder of tests/cases through the public package: rows of result tables, and explanations to the character."""

import csv
import decimal
import json
import pathlib

import pytest

import attain as at

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"
FOLDERS = sorted(path.parent for path in CASES.rglob("case.json"))


def columns(path):
    """The columns of a CSV file as texts; an empty cell is None."""
    with open(path, newline="", encoding="utf-8") as file:
        titles, *rows = csv.reader(file)
    return {title: [row[place] or None for row in rows] for place, title in enumerate(titles)}


def same(expected, value):
    """Whether a cell is what the case writes: numbers by value, everything else as text."""
    if expected is None or value is None:
        return expected is value
    if isinstance(value, (int, decimal.Decimal)) and not isinstance(value, bool):
        return decimal.Decimal(str(expected)) == value
    return str(expected) == str(value)


def test_there_are_cases():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(CASES)))
def test_case_gives_every_row_and_every_character_expected(folder):
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"), parse_float=str)
    data = at.load(**{name: columns(folder / file) for name, file in case["tables"].items()})
    result = at.run(at.Model(case["model"]), data, period=case["period"])
    for name, rows in json.loads((folder / "expected.json").read_text(encoding="utf-8"), parse_float=decimal.Decimal).items():
        got = list(result.statements if name == "statements" else result.table(name))
        assert len(got) == len(rows), name
        wrong = [(name, number, key, value, row[key]) for number, (cells, row) in enumerate(zip(rows, got, strict=True))
                 for key, value in cells.items() if not same(value, row[key])]
        assert not wrong
    explained = "\n".join(result.explain(rep) for rep in case["explain"])
    assert explained == (folder / "expected.txt").read_text(encoding="utf-8")
