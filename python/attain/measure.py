# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Figures per person and period: attainment, pace, coverage, all exact.

Numbers are int, Decimal, Fraction or text; results are exact fractions, and None where a figure has no meaning.

>>> import attain as at
>>> at.measure.attainment(actual=118_000, target=100_000).attainment
Fraction(59, 50)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple, Optional, Sequence

from attain import _core
from attain._errors import bad_argument
from attain._table import Table, to_core

__all__ = ["aggregate", "Attainment", "Pace", "Projection", "Shortage", "Variance", "attainment", "coverage", "mismatch", "pace", "projection", "seasonal_pace",
           "share_attaining", "shortage", "variance"]


class Attainment(NamedTuple):
    """Actual against target: `attainment` (None when undefined) and `gap` = target - actual."""

    attainment: Optional[Fraction]
    gap: Fraction


class Pace(NamedTuple):
    """Where one stands inside a period: `expected` by now, `pace_index` = actual / expected, `projection` to the end, and the
    `required_rate` per step that is left (None when the target is missed and no step is left)."""

    expected: Fraction
    pace_index: Optional[Fraction]
    projection: Optional[Fraction]
    required_rate: Optional[Fraction]


class Projection(NamedTuple):
    """Attained plus forecast, with what lies above the quota (`cushion`) and what is missing (`gap`)."""

    projection: Fraction
    cushion: Fraction
    gap: Fraction


class Shortage(NamedTuple):
    """Parts of the target: `achieved`, and `shortage` that neither results nor pipeline cover."""

    achieved: Optional[Fraction]
    shortage: Optional[Fraction]


class Variance(NamedTuple):
    """`achieved` by credited quantities against `target`; `variance` is negative below it."""

    target: Fraction
    achieved: Fraction
    variance: Fraction


def aggregate(frame: Any, by: str | None = None, *, sum: str | None = None, where: str | None = None, date: str | None = None, grain: str = "month",
              threads: int = 1) -> Table:
    """Exact sums and counts of a frame, by a column and, if wanted, by period.

    Parameters
    ----------
    frame : frame
        Whatever `attain.Table` takes.
    by : str, optional
        Column of the groups: text or whole numbers. Missing values are a group of their own, the last. Default: one group of all rows.
    sum : str, optional
        Column of whole numbers or decimals to add up. Default: rows are only counted.
    where : str, optional
        Condition on the rows, as `attain.expression` takes it.
    date : str, optional
        Column of days that says the period; rows without a day are left out.
    grain : {"day", "week", "month", "quarter", "half", "year"}
        Length of the periods.
    threads : int
        Threads at work; the result is the same for any number.

    Returns
    -------
    Table
        One row per group and period: the group, ``period``, ``n``, ``sum``.

    Raises
    ------
    DataError, DefinitionError
        Unknown columns, wrong types, a condition that does not fit.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"owner": ["R-2", "R-1", "R-2"], "stage": ["won", "won", "lost"], "amount": [120, 80, 50]}
    >>> at.measure.aggregate(deals, "owner", sum="amount", where="stage == 'won'").to_dict()
    {'owner': ['R-1', 'R-2'], 'n': [1, 1], 'sum': [Decimal('80'), Decimal('120')]}
    """
    table = to_core("frame", frame)
    bound = None if where is None else _core.Expression(where).bind(table, {}, {}, "")
    return Table._of(_core.aggregate(table, by or "", sum or "", date or "", grain, bound, threads))


def attainment(actual: Any, target: Any, *, direction: str = "higher") -> Attainment:
    """Actual over target, unclipped.

    Parameters
    ----------
    actual, target : int, Decimal, Fraction or str
        Exact numbers of one unit.
    direction : {"higher", "lower"}
        Lower is better: target over actual.

    Returns
    -------
    Attainment
        ``attainment`` is None when the divisor is zero.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.attainment(50, 0)
    Attainment(attainment=None, gap=Fraction(-50, 1))
    """
    if direction not in ("higher", "lower"):
        raise bad_argument("INVALID_ARGUMENT", f"direction: {direction!r} is neither 'higher' nor 'lower'")
    return Attainment(*_core.attain(actual, target, direction == "lower"))


def pace(target: Any, actual: Any, *, elapsed: Any, total: Any) -> Pace:
    """Where one stands after `elapsed` of `total` days or periods.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.pace(1200, 500, elapsed=6, total=12).required_rate
    Fraction(350, 3)
    """
    return Pace(**_core.pace(target, actual, elapsed, total))


def seasonal_pace(target: Any, actual: Any, *, season: Sequence[Any], done: int) -> Pace:
    """Where one stands after `done` periods of unequal weight.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.seasonal_pace(100, 30, season=[1, 1, 2], done=2).expected
    Fraction(50, 1)
    """
    return Pace(**_core.seasonal_pace(target, actual, list(season), done))


def projection(quota: Any, attained: Any, forecast: Any) -> Projection:
    """Attained plus forecast, against a quota.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.projection(100, 60, 50).cushion
    Fraction(10, 1)
    """
    return Projection(*_core.project(quota, attained, forecast))


def coverage(quota: Any, attained: Any, pipeline: Any) -> Optional[Fraction]:
    """Open pipeline over what is missing to the quota; None when nothing is missing.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.coverage(100, 60, 120)
    Fraction(3, 1)
    """
    return _core.coverage(quota, attained, pipeline)


def shortage(target: Any, achieved: Any, pipeline: Any) -> Shortage:
    """The part of a target that neither results nor pipeline cover.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.shortage(100, 30, 20).shortage
    Fraction(1, 2)
    """
    return Shortage(*_core.shortage(target, achieved, pipeline))


def variance(target: Any, orders: Sequence[tuple[Any, Any]]) -> Variance:
    """Credited quantities against a target; each order is (quantity, share).

    Examples
    --------
    >>> import attain as at
    >>> at.measure.variance(100, [(80, "0.5"), (40, 1)]).variance
    Fraction(-20, 1)
    """
    return Variance(*_core.variance(target, list(orders)))


def mismatch(parent: Any, children: Sequence[Any]) -> Fraction:
    """What the children's targets add up to, less the parent's: zero when they fit.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.mismatch(100, [60, 45])
    Fraction(5, 1)
    """
    return _core.mismatch(parent, list(children))


def share_attaining(attainments: Sequence[Any]) -> Optional[Fraction]:
    """The part of people at 100 % or more; None without people.

    Examples
    --------
    >>> import attain as at
    >>> at.measure.share_attaining(["1.2", "0.8", 1, "0.5"])
    Fraction(1, 2)
    """
    return _core.share_attaining(list(attainments))
