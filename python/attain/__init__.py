# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""attain: sales-performance management as a library.

Write a definition, load a dataset, calculate, ask why.

>>> import attain as at
>>> at.target.split(100, [1, 1, 1])          # exact: the parts add up
[34, 33, 33]

Two levels. With documents: `load` tables, read a `Model`, `run` it for a period, and ask any statement to `explain()`. With plain frames: every
kernel is a function, in `at.target`, `at.measure`, `at.funnel`, `at.incentive`, `at.crm`, `at.stats` and `at.expression`.

Importing this package imports neither NumPy, pandas, polars nor DuckDB; frames come and go through the Arrow PyCapsule protocol.
"""

from __future__ import annotations

import datetime
import importlib
from typing import Any

from attain import _core
from attain._errors import CalculationError, DataError, DefinitionError, Error, Finding, NotFoundError
from attain._table import Table

__version__ = _core.version()

_SUBMODULES = ("crm", "expression", "funnel", "incentive", "measure", "stats", "target")
_MODEL = ("Dataset", "Model", "Result", "Statement", "load", "run", "schema", "validate")
_SCENARIO = ("Fairness", "Goal", "PlanCost", "Restatement", "WhatIf", "fairness", "goal_seek", "plan_cost", "restate", "what_if")

__all__ = ["CalculationError", "DataError", "DefinitionError", "Error", "Finding", "NotFoundError", "Table", "days", "hours", "round", "weeks", *_MODEL, *_SCENARIO, *_SUBMODULES]


def round(value: Any, *, scale: int = 2, mode: str) -> Any:
    """An exact number rounded by a named rule.

    Parameters
    ----------
    value : int, Decimal, Fraction or str
        Exact.
    scale : int
        Decimals, 0..38.
    mode : {"half_even", "half_away", "half_toward_zero", "down", "up", "floor", "ceiling"}
        What happens to the part that does not fit. There is no default, because systems differ.

    Returns
    -------
    Decimal

    Examples
    --------
    >>> import attain as at
    >>> at.round("1.005", mode="half_away"), at.round("1.005", mode="half_even")
    (Decimal('1.01'), Decimal('1.00'))
    """
    return _core.round(value, scale, mode)


def hours(count: int) -> datetime.timedelta:
    """So many hours.

    Examples
    --------
    >>> import attain as at
    >>> at.hours(36) == at.days(1) + at.hours(12)
    True
    """
    return datetime.timedelta(hours=count)


def days(count: int) -> datetime.timedelta:
    """So many days of 24 hours.

    Examples
    --------
    >>> import attain as at
    >>> at.days(14) == at.weeks(2)
    True
    """
    return datetime.timedelta(days=count)


def weeks(count: int) -> datetime.timedelta:
    """So many weeks.

    Examples
    --------
    >>> import attain as at
    >>> at.weeks(1).days
    7
    """
    return datetime.timedelta(weeks=count)


def __getattr__(name: str) -> Any:
    """Loads a submodule, or the part that works on documents, when it is first used."""
    if name in _SUBMODULES:
        return importlib.import_module(f"attain.{name}")
    if name in _MODEL:
        return getattr(importlib.import_module("attain._model"), name)
    if name in _SCENARIO:
        return getattr(importlib.import_module("attain._scenario"), name)
    raise AttributeError(f"module 'attain' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
