# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Event funnels from Python: what is refused, and that frames and threads change nothing."""

import datetime
import random

import pytest

import attain as at

LOG = {"user": ["ann", "bob", "ann", "ann"], "time": [1, 2, 3, 9], "event": ["visit", "visit", "quote", "sign"]}
STEPS = ["visit", "quote", "sign"]


def window(log=None, **options):
    """The funnel of the little log."""
    return at.funnel.window(LOG if log is None else log, **{"subject": "user", "steps": STEPS, "within": 10, **options})


@pytest.mark.parametrize("options, reason", [
    ({"steps": ["visit"] * 65}, "OUT_OF_BOUNDS"),
    ({"steps": []}, "OUT_OF_BOUNDS"),
    ({"within": -1}, "OUT_OF_BOUNDS"),
    ({"within": at.days(1)}, "INVALID_ARGUMENT"),
    ({"within": "a day"}, "INVALID_ARGUMENT"),
    ({"order": "sideways"}, "UNKNOWN_WORD"),
    ({"modes": ["strict_order"]}, "INVALID_ARGUMENT"),
    ({"rules": "clickhouse", "modes": ["strict"]}, "UNKNOWN_WORD"),
    ({"rules": "clickhouse", "order": "adjacent"}, "INVALID_ARGUMENT"),
    ({"rules": "product", "max_gap": {2: 5}}, "INVALID_ARGUMENT"),
    ({"max_gap": {1: 5}}, "INVALID_ARGUMENT"),
    ({"optional": [1]}, "OUT_OF_BOUNDS"),
    ({"exclude": [("sign", 3, 2)]}, "OUT_OF_BOUNDS"),
    ({"as_of": 3}, "INVALID_ARGUMENT"),
    ({"threads": 0}, "INVALID_ARGUMENT"),
    ({"time": "when"}, "UNKNOWN_COLUMN"),
    ({"time": "event"}, "WRONG_COLUMN_TYPE"),
    ({"steps": [at.expression("amount > 3")]}, "UNKNOWN_NAME"),
    ({"steps": [3.5]}, "INVALID_ARGUMENT"),
])
def test_what_is_wrong_is_said_with_its_reason(options, reason):
    with pytest.raises(at.Error) as caught:
        window(**options)
    assert caught.value.reason == reason


def test_rows_without_subject_are_set_aside_and_found():
    log = {**LOG, "user": ["ann", None, "ann", "ann"]}
    found = window(log)
    assert [finding.reason for finding in found.findings] == ["NULL_VALUE"]
    assert found.findings[0].row == 1
    assert found.subjects["level"] == [3]
    assert found.chains["row"] == [0, 2, 3]


def test_who_is_open_is_no_loss():
    found = window(as_of=11)
    assert (found.pending, found.levels, found.as_of) == (1, [0, 1, 0, 1], 11)
    assert found.steps["rate"] == [1.0, 1.0, 1.0]
    assert window(as_of=12).steps["rate"][0] == 0.5


def test_instants_keep_their_unit():
    start = datetime.datetime(2026, 1, 1)
    log = {**LOG, "time": [start + datetime.timedelta(hours=hour) for hour in LOG["time"]]}
    found = window(log, within=at.hours(8), as_of=start + at.days(9))
    assert found.subjects["level"] == [3, 1]
    assert found.chains["time"][2].hour == 9
    assert window(log, within=at.hours(7)).subjects["level"] == [2, 1]


def test_order_of_rows_and_threads_change_nothing():
    rng = random.Random(4)
    rows = [{"user": rng.randrange(9000), "time": time, "event": rng.choice([*STEPS, "other"])} for time in range(60_000)]
    expected = window(rows, within=20_000).subjects.to_dict()
    rng.shuffle(rows)
    assert window(rows, within=20_000, threads=3).subjects.to_dict() == expected


def test_holding_a_value_constant_asks_for_it_along_the_chain():
    log = {**LOG, "product": ["a", "a", "a", "b"]}
    assert window(log).subjects["level"] == [3, 1]
    assert window(log, hold="product").subjects["level"] == [2, 1]


def test_a_pattern_says_where_it_is_wrong():
    with pytest.raises(at.DefinitionError) as caught:
        at.funnel.sequence({"subject": [1], "time": [1], "event": ["a"]}, "(?1)(?x)", conditions=["a"])
    assert caught.value.findings[0].column == 5
