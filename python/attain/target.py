# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Splitting targets so that the parts add up exactly.

Totals and parts are whole units: cents, pieces, or hundreds of euros. Weights are whatever they are split by: history, potential, head
counts.

>>> import attain as at
>>> at.target.split(100, [1, 1, 1])
[34, 33, 33]
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Mapping, Optional, Sequence

from attain import _core

__all__ = ["split", "split_bounded", "split_by_divisor", "split_controlled", "split_cumulative", "split_locked"]


def split(total: int, weights: Sequence[Any], *, method: str = "largest_remainder", ties: str = "lowest_index") -> list[int]:
    """Parts that add up to the total exactly.

    Parameters
    ----------
    total : int
        Whole units to split; negative totals give the mirrored parts.
    weights : sequence of int, Decimal, Fraction or str
        At least zero, exact.
    method : {"largest_remainder", "ratio_order"}
        Who gets the units left over: the largest fractional part (Hamilton), or the largest weight (a weight of zero never).
    ties : {"lowest_index", "highest_index"}
        Who comes first among equals.

    Returns
    -------
    list of int

    Raises
    ------
    DataError
        When a weight is negative, or all are zero and the total is not.

    Examples
    --------
    >>> import attain as at
    >>> at.target.split(151, [1, 99])
    [2, 149]
    >>> at.target.split(-100, ["0.5", "0.5", "0.5"])
    [-34, -33, -33]
    """
    return _core.apportion(total, list(weights), method, ties)


def split_by_divisor(total: int, weights: Sequence[int], *, method: str, min_each: int = 0) -> list[int]:
    """Parts by a divisor method: each next unit goes to the largest weight / d(units held), ties to the lowest index.

    Parameters
    ----------
    total : int
        Whole units, at least zero.
    weights : sequence of int
        At least zero; a weight of zero never gets a unit.
    method : {"dhondt", "webster", "adams", "huntington_hill", "dean"}
        The divisor (Balinski and Young, 1982), compared exactly.
    min_each : int
        Units every positive weight starts with.

    Returns
    -------
    list of int

    Examples
    --------
    >>> import attain as at
    >>> at.target.split_by_divisor(7, [53, 24, 23], method="dhondt")
    [4, 2, 1]
    """
    return _core.split_by_divisor(total, list(weights), method, min_each)


def split_cumulative(total: int, weights: Sequence[int]) -> list[int]:
    """Parts whose running sum is never more than half a unit off: for months, so that the year to date is right at every cut.

    Parameters
    ----------
    total : int
        Whole units, at least zero.
    weights : sequence of int
        At least zero.

    Examples
    --------
    >>> import attain as at
    >>> at.target.split_cumulative(10, [1, 1, 1, 1])
    [3, 2, 3, 2]
    """
    return _core.split_cumulative(total, list(weights))


def split_locked(total: int, weights: Sequence[int], *, locked: Mapping[int, int]) -> list[int]:
    """Parts of which some are fixed; the rest is split among the others by their weights.

    Parameters
    ----------
    total : int
        Whole units.
    weights : sequence of int
        At least zero.
    locked : mapping of int to int
        Index and its fixed part.

    Raises
    ------
    CalculationError
        When the fixed parts exceed the total.

    Examples
    --------
    >>> import attain as at
    >>> at.target.split_locked(100, [1, 1, 1], locked={0: 50})
    [50, 25, 25]
    """
    return _core.split_locked(total, list(weights), [locked.get(index) for index in range(len(weights))])


def split_bounded(total: Any, weights: Sequence[Any], *, lower: Sequence[Optional[Any]] | None = None,
                  upper: Sequence[Optional[Any]] | None = None) -> list[Fraction]:
    """Exact shares of a total, proportional to the weights as far as the bounds allow.

    Parameters
    ----------
    total : int, Decimal, Fraction or str
        What is split.
    weights : sequence
        Above zero.
    lower, upper : sequence, optional
        Bounds per part; None for no bound (below: zero).

    Returns
    -------
    list of Fraction

    Raises
    ------
    CalculationError
        When the bounds cannot be met together with the total.

    Examples
    --------
    >>> import attain as at
    >>> at.target.split_bounded(100, [1, 1, 2], upper=[None, None, 40])
    [Fraction(30, 1), Fraction(30, 1), Fraction(40, 1)]
    """
    none = [None] * len(weights)
    return _core.split_bounded(total, list(weights), list(lower or none), list(upper or none))


def split_controlled(total: int, row_weights: Sequence[int], column_weights: Sequence[int]) -> list[list[int]]:
    """A matrix whose cells are the exact value rounded down or up, and whose margins are both exact.

    Parameters
    ----------
    total : int
        Whole units.
    row_weights, column_weights : sequence of int
        At least zero; the exact cell is total × row weight × column weight over both sums.

    Returns
    -------
    list of list of int
        Rows; row sums are ``split(total, row_weights)``, column sums ``split(total, column_weights)``.

    Examples
    --------
    >>> import attain as at
    >>> at.target.split_controlled(10, [1, 1], [1, 1])
    [[3, 2], [2, 3]]
    """
    return _core.split_controlled(total, list(row_weights), list(column_weights))
