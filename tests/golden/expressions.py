# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases of the expression language, as attain calls."""

import math
import pathlib

import attain as at

KNOWN = {"basic", "comparisons", "conversions", "fp_math", "integer_math", "lists", "logic", "macros", "parse", "string", "string_ext", "math_ext",
         "timestamps"}
# Where the system keeps compiled time zones; the cases name zones such as America/St_Johns.
ZONES = next((str(path) for path in map(pathlib.Path, ("/usr/share/zoneinfo",)) if path.is_dir()), "")


def value(item):
    """A value of the case form as a Python value."""
    kind, text = item["type"], item.get("value")
    if kind == "int":
        return int(text)
    if kind == "double":
        return float(text)
    if kind == "list":
        return [value(part) for part in text]
    return text


def _evaluate(case, path):
    bindings = {name: value(item) for name, item in case.get("bindings", {}).items()}
    return at.expression(case["expr"]).value(bindings, zones=ZONES)


HANDLERS = {feature: _evaluate for feature in KNOWN}


def cases(document):
    """The cases of a file."""
    return document


def kind(case):
    """The type of a case."""
    return case["feature"]


def same(expected, got):
    """Equal in type and value; NaN equals NaN."""
    wanted = value(expected)
    if expected["type"] == "list":
        return isinstance(got, list) and len(got) == len(wanted) and all(map(same, expected["value"], got))
    if type(wanted) is not type(got):
        return False
    return wanted == got or (isinstance(got, float) and math.isnan(got) and math.isnan(wanted))


def agrees(case, got):
    """An error must be one of attain's own; a value must be equal."""
    expected = case["expected"]
    if expected["type"] == "error":
        return None if isinstance(got, at.Error) else (expected, repr(got))
    if isinstance(got, Exception) or not same(expected, got):
        return expected, repr(got)
    return None
