# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Faulty documents: every element of every kind of document, broken in every way, is found at its place.

Each kind has one complete document here that is right. A test breaks one thing in it and asks for the reason, the path and the line.
"""

import copy
import json

import pytest

import attain as at

MEASURE = {"attain": "measure/1", "id": "won", "note": "n", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "date": "closed",
           "credit": "owner_id", "unit": "EUR", "currency": "EUR", "rate_type": "spot"}
RATIO = {"id": "win_rate", "kind": "ratio", "num": "count(deals) where outcome == 'won'", "den": "count(deals)", "date": "closed", "credit": "owner_id"}
TARGET = {"attain": "target/1", "id": "quota", "note": "n", "measure": "won", "period": "2026", "total": "1200 EUR", "direction": "higher",
          "split": [{"over": "unit", "by": "blend", "weights": {"north": 2, "south": "1.5"}, "window": ["2025-01-01", "2026-01-01"], "alpha": "0.5", "measure": "won"},
                    {"over": "rep", "by": "weights", "from": "reps.weight"},
                    {"over": "quarter", "by": "season", "season": [1, 2, 1, 2]}],
          "rounding": {"unit": "1", "method": "largest_remainder", "ties": "lowest_id"}}
ROUNDING = {"point": "payment", "mode": "half_even", "scale": 2}
INCENTIVE = {"attain": "incentive/1", "id": "ae", "note": "n", "currency": "EUR", "for": "role == 'ae'", "period": "quarter", "proration": "days",
             "fx": {"rate_type": "spot"}, "payment": {"negative": "carry"},
             "components": [
                 {"id": "sales", "measure": "won", "cap": "40000", "floor": "0", "rounding": dict(ROUNDING),
                  "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"}, "boundary": "lower_inclusive", "outside": "error",
                             "negative": "first_band", "bands": [{"from": "0%", "to": "80%", "pays": "6%"}, {"from": "80%", "pays": 0.08}]}},
                 {"id": "base", "measure": "won", "payout": {"kind": "flat", "rate": "1.5%"}, "rounding": dict(ROUNDING)},
                 {"id": "team", "measure": "won", "payout": {"kind": "override", "rate": "1%", "mode": "collective", "include_self": True}, "rounding": dict(ROUNDING)}]}

GATE = {"over": {"attainment": "quota"}, "at_least": "90%", "span": "year_to_date"}
REWARDS = {"attain": "incentive/1", "id": "best", "currency": "EUR", "period": "month", "cap": {"amount": "5000", "prorate": True}, "budget": "90000",
           "components": [
               {"id": "first", "measure": "won", "gates": [GATE],
                "payout": {"kind": "contest", "over": {"attainment": "quota"}, "prizes": ["1500", 1000], "share": "exact"}},
               {"id": "pool", "measure": "won",
                "payout": {"kind": "pool", "method": "weighted", "amount": "900", "weights": {"north": 2, "south": "1.5"}, "prorate": True}},
               {"id": "spiff", "measure": "won", "version_at": "transaction", "refund": "own", "cap": {"amount": "500", "per": "transaction"},
                "payout": {"kind": "spiff", "amount": "250", "where": "amount > 5.0", "minimum": 10, "mode": "every_time"}},
               {"id": "rates", "measure": "won", "cap": {"amount": 700, "carry": True},
                "payout": {"kind": "rates", "choose": "specific", "by": ["product"], "outside": "zero",
                           "rules": [{"rate": "3%", "where": "amount > 5.0", "scopes": {"product": "id"}}]}},
               {"id": "sums", "measure": "won",
                "payout": {"kind": "tiers", "method": "interpolated", "over": {"attainment": "quota"}, "negative": "carry", "outside": "zero",
                           "bands": [{"from": "0%", "to": "80%", "pays": "100"}]}}]}


def model(calendar):
    return {"attain": "model/1", "id": "sales", "note": "n", "currency": "EUR", "calendar": calendar, "offset_minutes": 60,
            "tables": {"deals": {"from": "pipeline.csv", "columns": {"amount": "value"}, "derive": {"outcome": "stage == 'Won' ? 'won' : 'open'"}, "distinct": False}},
            "measures": [MEASURE, RATIO], "targets": [{**TARGET, "period": "FY26"}], "incentives": [INCENTIVE]}


GREGORIAN = {"kind": "gregorian", "fiscal_start": "04-01", "naming": "end_year", "grain": "month"}
DOCUMENTS = {
    "measure": MEASURE,
    "target": TARGET,
    "incentive": INCENTIVE,
    "incentive, rewards": REWARDS,
    "model": model(GREGORIAN),
    "model, weeks": {"attain": "model/1", "id": "m", "measures": [MEASURE], "calendar": {"kind": "iso_weeks", "grain": "week"}},
    "model, pattern": {"attain": "model/1", "id": "m", "measures": [MEASURE],
                       "calendar": {"kind": "week_pattern", "pattern": "4-4-5", "year_end": "fixed", "start": "2026-01-05", "long_years": [2028], "month": 1, "weekday": 6,
                                    "naming": "end_year", "leap_period": 12, "grain": "month"}},
    "model, retail": {"attain": "model/1", "id": "m", "measures": [MEASURE], "calendar": {"kind": "nrf", "grain": "month"}},
    "model, table": {"attain": "model/1", "id": "m", "measures": [MEASURE], "calendar": {"kind": "table", "table": "periods", "grain": "month"}},
}
OWN_KEYS = {"scopes", "weights", "columns", "derive", "tables"}  # objects whose keys are the user's
PAIRS = {"window", "over"}  # short values, named as a whole
LISTS = {"measures": "measure", "targets": "target", "incentives": "incentive"}


def elements(value, place=()):
    """Every element below the document with its place."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*place, key), inner
        if key != "window":
            yield from elements(inner, (*place, key))


def element(document, place):
    for key in place:
        document = document[key]
    return document


def path_of(document, place):
    """The path as findings print it: list elements by their id where they have one."""
    text = ""
    for depth, key in enumerate(place):
        inner = element(document, place[:depth + 1])
        if isinstance(key, int):
            text += f"[{inner['id'] if isinstance(inner, dict) and isinstance(inner.get('id'), str) else key}]"
        else:
            text += ("." if text else "") + (LISTS.get(key, key) if depth == 0 and len(place) > 1 else key)
        if key in PAIRS:
            break
    return text


def changed(document, place, value):
    copied = copy.deepcopy(document)
    element(copied, place[:-1])[place[-1]] = value
    return copied


def broken(document, place, value):
    """The document as text with another text at a place, and the line of that place."""
    text = json.dumps(changed(document, place, "@@"), indent=1)
    line = next(number for number, row in enumerate(text.splitlines(), 1) if '"@@"' in row)
    return text.replace('"@@"', value), line


def errors(text):
    return [finding for finding in at.validate(text, name="d.json") if finding.severity == "error"]


def found_at(text, path):
    """Reason and line of every error at a path."""
    return [(finding.reason, finding.line) for finding in errors(text) if finding.path == path]


def name_of(name, document, place):
    return f"{name}: {path_of(document, place) or 'document'}"


def places(keep):
    return [pytest.param(document, place, id=name_of(name, document, place))
            for name, document in DOCUMENTS.items() for place, value in elements(document) if keep(place, value)]


def objects():
    """Every object whose keys the library knows."""
    return [pytest.param(document, place, id=name_of(name, document, place))
            for name, document in DOCUMENTS.items() for place, value in [((), document), *elements(document)]
            if isinstance(value, dict) and not (place and place[-1] in OWN_KEYS | PAIRS)]


def is_number(place, value):
    """Numbers, and texts that are read as numbers."""
    key = place[-1] if isinstance(place[-1], str) else place[-2]
    return not isinstance(value, (bool, dict, list)) and (isinstance(value, (int, float)) or key in {"total", "cap", "floor", "rate", "pays", "to", "alpha", "south", "at_least", "budget", "prizes"}
                                                          or (key == "amount" and "columns" not in place)
                                                          or (key == "from" and "bands" in place))


def is_text(place, value):
    return isinstance(value, str)


def required():
    """Every element that must be there."""
    keys = {"model": ["id"], "measure": ["id", "kind"], "target": ["id", "measure", "period", "total"], "incentive": ["id", "currency", "components"]}
    inner = {"calendar": ["kind"], "measures": keys["measure"], "targets": keys["target"], "incentives": keys["incentive"], "split": ["over", "by"],
             "components": ["id", "measure", "payout"], "bands": ["from", "pays"], "gates": ["over", "at_least"], "rules": ["rate"], "cap": ["amount"]}
    payout = {"flat": ["kind", "rate"], "tiers": ["kind", "method", "over", "bands"], "override": ["kind", "rate"],
              "contest": ["kind", "over", "prizes"], "pool": ["kind", "method"], "spiff": ["kind", "amount"], "rates": ["kind", "choose", "rules"]}
    for name, document in DOCUMENTS.items():
        for place, value in [((), document), *elements(document)]:
            if isinstance(value, dict):
                last = ([key for key in place if isinstance(key, str)] or [""])[-1]
                wanted = keys[name.split(",")[0]] if not place else payout[value["kind"]] if last == "payout" else inner.get(last, [])
                for key in wanted:
                    yield pytest.param(document, (*place, key), id=name_of(name, document, (*place, key)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_complete_document_is_right(name):
    assert errors(json.dumps(DOCUMENTS[name])) == []


@pytest.mark.parametrize("document, place", places(lambda place, value: True))
def test_a_value_of_the_wrong_type_is_found_where_it_stands(document, place):
    text, line = broken(document, place, "true" if isinstance(element(document, place), (dict, list)) else '[["x"]]')
    reason = "UNKNOWN_KIND" if place[-1] == "attain" and len(place) > 1 else "WRONG_TYPE"
    assert (reason, line) in found_at(text, path_of(changed(document, place, None), place)), errors(text)


@pytest.mark.parametrize("document, place", objects())
def test_an_unknown_key_is_found_where_it_stands(document, place):
    text, line = broken(document, (*place, "zebra"), "1")
    assert found_at(text, ".".join(filter(None, [path_of(document, place), "zebra"]))) == [("UNKNOWN_KEY", line)], errors(text)


@pytest.mark.parametrize("document, place", places(lambda place, value: isinstance(place[-1], str) and place[-1] not in ("attainment",)))
def test_a_key_given_twice_is_found_where_it_stands_again(document, place):
    value = json.dumps(element(document, place))
    text, line = broken(document, place, f'{value},\n"{place[-1]}": {value}')
    assert ("DUPLICATE_KEY", line + 1) in found_at(text, path_of(document, place) if len(place) > 1 else place[0]), errors(text)


@pytest.mark.parametrize("document, place", list(required()))
def test_what_is_required_and_missing_is_found_at_its_object(document, place):
    copied = copy.deepcopy(document)
    del element(copied, place[:-1])[place[-1]]
    path = ".".join(filter(None, [path_of(copied, place[:-1]), place[-1]]))
    assert "MISSING_KEY" in [reason for reason, line in found_at(json.dumps(copied, indent=1), path) if line], errors(json.dumps(copied))


@pytest.mark.parametrize("document, place", places(is_number))
def test_what_json_has_no_number_for_is_found_at_its_line(document, place):
    for token, reason in {"NaN": "JSON_SYNTAX", "Infinity": "JSON_SYNTAX", "-Infinity": "JSON_SYNTAX", "01": "JSON_SYNTAX", "0x10": "JSON_SYNTAX"}.items():
        text, line = broken(document, place, token)
        assert [(finding.reason, finding.line) for finding in errors(text)] == [(reason, line)], token


@pytest.mark.parametrize("document, place", places(is_number))
def test_a_number_that_cannot_be_held_is_found_where_it_stands(document, place):
    for value in ('"NaN"', '"Infinity"', '"-inf"', '"much"', '"' + "9" * 60 + '"', "9" * 60, "9" * 400, "1e400", '"1e-400"'):
        text, line = broken(document, place, value)
        found = found_at(text, path_of(document, place))
        assert found and {at_line for _, at_line in found} == {line}, (value, errors(text))
        assert {reason for reason, _ in found} <= {"INVALID_NUMBER", "OVERFLOW", "OUT_OF_BOUNDS", "WRONG_TYPE"}, (value, found)


@pytest.mark.parametrize("document, place", places(is_text))
def test_bytes_that_are_no_text_are_found_at_their_line(document, place):
    text, line = broken(document, place, '"a\udcff"')
    assert [(finding.reason, finding.line) for finding in errors(text)] == [("INVALID_UTF8", line)]


@pytest.mark.parametrize("document, place", places(lambda place, value: True))
def test_nesting_without_end_is_found_at_its_line(document, place):
    text, line = broken(document, place, "[" * 4000 + "]" * 4000)
    assert [(finding.reason, finding.line) for finding in errors(text)] == [("NESTING_TOO_DEEP", line)]


SPLIT = ("targets", 0, "split", 0)
SALES = ("incentives", 0, "components", 0)
BANDS = (*SALES, "payout", "bands")


@pytest.mark.parametrize("name, place, value, reason", [
    ("model", ("offset_minutes",), "1081", "OUT_OF_BOUNDS"),
    ("model", ("offset_minutes",), "-1081", "OUT_OF_BOUNDS"),
    ("model", ("offset_minutes",), "1.5", "INVALID_NUMBER"),
    ("model", ("calendar", "fiscal_start"), '"13-01"', "INVALID_VALUE"),
    ("model", ("calendar", "fiscal_start"), '"02-30"', "INVALID_VALUE"),
    ("model", ("calendar", "kind"), '"lunar"', "UNKNOWN_KIND"),
    ("model", ("calendar", "grain"), '"fortnight"', "UNKNOWN_WORD"),
    ("model, pattern", ("calendar", "pattern"), '"4-4-4"', "INVALID_VALUE"),
    ("model, pattern", ("calendar", "start"), '"2026-02-30"', "INVALID_DATE"),
    ("model, pattern", ("calendar", "month"), "13", "OUT_OF_BOUNDS"),
    ("model, pattern", ("calendar", "weekday"), "0", "OUT_OF_BOUNDS"),
    ("model, pattern", ("calendar", "leap_period"), "13", "OUT_OF_BOUNDS"),
    ("model", ("currency",), '"EURO"', "UNKNOWN_CURRENCY"),
    ("model", ("measures", 0, "currency"), '"XX"', "UNKNOWN_CURRENCY"),
    ("model", ("measures", 0, "rate_type"), '"spott"', "UNKNOWN_WORD"),
    ("model", ("measures", 0, "kind"), '"summ"', "UNKNOWN_WORD"),
    ("model", ("measures", 0, "of"), '"deals"', "INVALID_VALUE"),
    ("model", ("measures", 0, "of"), '""', "INVALID_VALUE"),
    ("model", ("measures", 0, "credit"), '""', "OUT_OF_BOUNDS"),
    ("model", ("measures", 0, "where"), '"outcome =="', "EXPRESSION_SYNTAX"),
    ("model", ("measures", 1, "num"), '"share(deals)"', "INVALID_VALUE"),
    ("model", ("measures", 1, "den"), '"count(deals) where ("', "EXPRESSION_SYNTAX"),
    ("model", ("targets", 0, "measure"), '"wonn"', "UNKNOWN_REFERENCE"),
    ("model", ("targets", 0, "total"), '"1200 XYZ"', "UNKNOWN_CURRENCY"),
    ("model", ("targets", 0, "total"), '"1200.5"', "TARGET_NOT_DIVISIBLE"),
    ("model", ("targets", 0, "direction"), '"upp"', "UNKNOWN_WORD"),
    ("model", ("targets", 0, "rounding", "unit"), "0", "OUT_OF_BOUNDS"),
    ("model", ("targets", 0, "rounding", "unit"), '"-1"', "OUT_OF_BOUNDS"),
    ("model", (*SPLIT, "over"), '"country"', "UNKNOWN_WORD"),
    ("model", (*SPLIT, "alpha"), '"1.1"', "OUT_OF_BOUNDS"),
    ("model", (*SPLIT, "alpha"), "-0.1", "OUT_OF_BOUNDS"),
    ("model", (*SPLIT, "measure"), '"wonn"', "UNKNOWN_REFERENCE"),
    ("model", (*SPLIT, "window"), '["2026-01-01", "2025-01-01"]', "INVALID_PERIOD"),
    ("model", (*SPLIT, "window"), '["2026-01-01"]', "INVALID_PERIOD"),
    ("model", (*SPLIT, "window"), '["2025-02-30", "2026-01-01"]', "INVALID_DATE"),
    ("model", ("targets", 0, "split", 2, "season", 1), "-2", "INVALID_WEIGHTS"),
    ("model", ("targets", 0, "split", 2, "season"), "[]", "MISSING_KEY"),
    ("model", ("targets", 0, "split", 1, "from"), '"weight"', "INVALID_VALUE"),
    ("model", ("incentives", 0, "currency"), '"EURO"', "UNKNOWN_CURRENCY"),
    ("model", ("incentives", 0, "period"), '"sprint"', "UNKNOWN_WORD"),
    ("model", ("incentives", 0, "components"), "[]", "OUT_OF_BOUNDS"),
    ("model", ("incentives", 0, "fx", "rate_type"), '"spott"', "UNKNOWN_REFERENCE"),
    ("model", (*SALES, "measure"), '"wonn"', "UNKNOWN_REFERENCE"),
    ("model", (*SALES, "cap"), '"-1"', "CAP_NEGATIVE"),
    ("model", (*SALES, "cap"), '"1 USD"', "CURRENCY_MISMATCH"),
    ("model", (*SALES, "floor"), '"40001"', "OUT_OF_BOUNDS"),
    ("model", (*SALES, "rounding", "scale"), "39", "OUT_OF_BOUNDS"),
    ("model", (*SALES, "rounding", "scale"), "-1", "OUT_OF_BOUNDS"),
    ("model", (*SALES, "payout", "kind"), '"tier"', "UNKNOWN_KIND"),
    ("model", (*SALES, "payout", "over"), '{"attainment": "quotta"}', "UNKNOWN_REFERENCE"),
    ("model", (*SALES, "payout", "over"), '{"score": "card"}', "UNKNOWN_KIND"),
    ("model", BANDS, "[]", "OUT_OF_BOUNDS"),
    ("model", (*BANDS, 1, "from"), '"90%"', "TIER_GAP"),
    ("model", (*BANDS, 1, "from"), '"70%"', "TIER_OVERLAP"),
    ("model", (*BANDS, 0, "to"), '"0%"', "TIER_OVERLAP"),
    ("model", ("measures", 1, "id"), '"won"', "DUPLICATE_ID"),
    ("model", ("incentives", 0, "components", 1, "id"), '"sales"', "DUPLICATE_ID"),
])
def test_a_value_that_makes_no_sense_is_found_where_it_stands(name, place, value, reason):
    text, line = broken(DOCUMENTS[name], place, value)
    path = path_of(changed(DOCUMENTS[name], place, json.loads(value)), place)
    assert (reason, line) in found_at(text, path), [(finding.reason, finding.path, finding.line) for finding in errors(text)] + [path, line]


def test_a_model_that_lists_itself_and_files_that_list_each_other_are_circles(tmp_path):
    (tmp_path / "a.json").write_text('{"file": "b.json"}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"file": "a.json"}', encoding="utf-8")
    for kind, singular in LISTS.items():
        text = json.dumps({"attain": "model/1", "id": "m", kind: [{"file": "a.json"}]}, indent=1)
        found = [finding for finding in at.validate(text, name="m.json", folder=tmp_path) if finding.severity == "error"]
        assert [finding.reason for finding in found] == ["CYCLIC_REFERENCE"] and "b.json" in found[0].text and singular in found[0].path, found


def test_all_faults_of_all_files_come_at_once(tmp_path):
    (tmp_path / "ae.json").write_text(json.dumps({**INCENTIVE, "form": 1, "period": "sprint"}), encoding="utf-8")
    (tmp_path / "latin.json").write_bytes(json.dumps({**INCENTIVE, "id": "caf\u00e9"}, ensure_ascii=False).encode("latin-1"))
    text = json.dumps({"attain": "model/1", "id": "m", "measures": [{**MEASURE, "kind": "summ"}], "targets": [{**TARGET, "total": "NaN"}],
                       "incentives": [{"file": "ae.json"}, {"file": "latin.json"}, {"file": "nowhere.json"}]})
    found = {(finding.document, finding.reason) for finding in at.validate(text, name="m.json", folder=tmp_path)}
    assert found >= {("m.json", "UNKNOWN_WORD"), ("m.json", "INVALID_NUMBER"), ("ae.json", "UNKNOWN_KEY"), ("ae.json", "UNKNOWN_WORD"),
                     ("latin.json", "INVALID_UTF8"), ("m.json", "IO_ERROR")}, found


def test_a_file_that_is_no_text_is_an_error_with_a_place(tmp_path):
    (tmp_path / "m.json").write_bytes(b'{"attain": "model/1",\n "id": "caf\xe9"}')
    with pytest.raises(at.Error) as caught:
        at.Model.read(tmp_path / "m.json")
    assert (caught.value.reason, caught.value.findings[0].line) == ("INVALID_UTF8", 2)
