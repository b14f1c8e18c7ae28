# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The functions on plain columns: errors, exactness, and that they are the ones the documents use."""

import doctest
import fractions
import importlib
import pkgutil

import pytest

import attain as at

MODULES = sorted(module.name for module in pkgutil.iter_modules(at.__path__) if not module.name.startswith("_core"))


@pytest.mark.parametrize("name", ["attain", *(f"attain.{module}" for module in MODULES)])
def test_every_example_in_a_docstring_runs(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert failed == 0


@pytest.mark.parametrize("name", [name for name in at.__all__ if not name.endswith("Error")])
def test_every_public_name_has_a_docstring(name):
    thing = getattr(at, name)
    assert thing.__doc__
    for member in getattr(thing, "__all__", ()):
        assert getattr(thing, member).__doc__, f"attain.{name}.{member}"


def test_floats_are_refused_where_money_is():
    with pytest.raises(at.DataError, match="exact number"):
        at.incentive.flat_rate([0.1], "0.05")
    with pytest.raises(at.DataError, match="not bool"):
        at.target.split(10, [True])


def test_parts_add_up_for_any_sign_and_any_exact_weight():
    weights = [fractions.Fraction(1, 3), "0.25", 1]
    for total in (-1001, -1, 0, 1, 1001):
        parts = at.target.split(total, weights)
        assert sum(parts) == total
        assert parts == [-part for part in at.target.split(-total, weights)]


@pytest.mark.parametrize("call, kind, reason", [
    (lambda: at.target.split(1, [0, 0]), at.DataError, "INVALID_WEIGHTS"),
    (lambda: at.target.split(1, [1], method="largest"), at.DefinitionError, "UNKNOWN_WORD"),
    (lambda: at.round("1.5", mode="half_up"), at.DefinitionError, "UNKNOWN_WORD"),
    (lambda: at.incentive.tier_table([(0, 1, "0.1")], [5], method="whole"), at.CalculationError, "VALUE_IN_NO_BAND"),
    (lambda: at.target.split_locked(10, [1, 1], locked={0: 11}), at.CalculationError, "INFEASIBLE_BOUNDS"),
    (lambda: at.expression("a +"), at.DefinitionError, "EXPRESSION_SYNTAX"),
    (lambda: at.expression("1 / 0").value(), at.Error, "DIVISION_BY_ZERO"),
    (lambda: at.crm.iso_week("2026-02-30"), at.DataError, "INVALID_DATE"),
])
def test_errors_have_a_class_and_a_reason(call, kind, reason):
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.reason == reason


def test_conditions_select_rows_and_missing_values_are_not_true():
    frame = {"stage": ["won", "lost", None, "won"], "amount": [10, 20, 30, None]}
    selection = at.expression("stage == 'won' && amount >= 5").select(frame)
    assert (selection.count, selection.rows, bytes(selection.mask)) == (1, [0], b"\x01\x00\x00\x00")


def test_a_lookup_joins_by_key():
    products = {"product_id": ["p", "q"], "category_id": ["soft", "hard"]}
    result = at.expression("products[product_id].category_id").evaluate({"product_id": ["q", "p"]}, lookups={"products": (products, "product_id")})
    assert result["value"] == ["hard", "soft"]
