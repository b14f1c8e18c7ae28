# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""What the domains' translations share: comparing and reading, nothing that calculates a result."""

import datetime
import decimal
import fractions


class Unsupported(Exception):
    """The case asks for something attain has no public function for yet."""


def plain(value):
    """Results of attain in the plain form of the case files: dates as text, exact numbers as int or float."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, fractions.Fraction)):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def first_difference(expected, got, same_number):
    """The first pair that differs, as (expected, got), or None. Objects compare the keys of `expected` only."""
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return expected, got
        for key, value in expected.items():
            if key not in got:
                return {key: value}, f"no key {key}"
            difference = first_difference(value, got[key], same_number)
            if difference:
                return {key: difference[0]}, difference[1]
        return None
    if isinstance(expected, list):
        if not isinstance(got, list) or len(expected) != len(got):
            return expected, got
        for index, (one, other) in enumerate(zip(expected, got)):
            difference = first_difference(one, other, same_number)
            if difference:
                return f"[{index}] {difference[0]}", difference[1]
        return None
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        if isinstance(got, (int, float)) and not isinstance(got, bool) and same_number(expected, got):
            return None
        return expected, got
    return None if expected == got and type(expected) is type(got) else (expected, got)
