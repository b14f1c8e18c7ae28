# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Estimates that say how sure they are: intervals, ranks, inequality, how long things take and why.

>>> import attain as at
>>> interval = at.stats.wilson(15, 148)
>>> round(interval.lower, 4), round(interval.upper, 4)
(0.0624, 0.1605)
"""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from attain import _core, _survival
from attain._errors import bad_argument
from attain._survival import *  # noqa: F401,F403

__all__ = [*_survival.__all__, "Interval", "TwoProportions", "inequality", "rank", "two_proportions", "wilson"]


class Interval(NamedTuple):
    """An estimate with the interval around it and the number of observations behind it."""

    estimate: float
    lower: float
    upper: float
    n: float


class TwoProportions(NamedTuple):
    """Two rates compared: their `difference` with its interval, and the pooled test (`z`, `p_two_sided`)."""

    difference: float
    lower: float
    upper: float
    z: float
    p_two_sided: float


def two_proportions(a: tuple[float, float], b: tuple[float, float], *, confidence: float = 0.95) -> TwoProportions:
    """Whether two rates differ, each given as (successes, n).

    The interval of the difference is that of Newcombe (1998, method 10); p is the chance of a difference at least as large, either way, if both
    rates were the same.

    Examples
    --------
    >>> import attain as at
    >>> test = at.stats.two_proportions((120, 400), (90, 420))
    >>> round(test.difference, 4), round(test.z, 2), round(test.p_two_sided, 4)
    (0.0857, 2.81, 0.0049)
    """
    return TwoProportions(*_core.two_proportions(*a, *b, confidence))


def wilson(successes: float, n: float, *, confidence: float = 0.95, z: Optional[float] = None, continuity: bool = False) -> Interval:
    """The share of successes with the Wilson score interval (Wilson, 1927).

    Parameters
    ----------
    successes, n : number
        Successes out of n; n above zero.
    confidence : float
        Above 0 and below 1.
    z : float, optional
        The normal quantile itself, in place of the confidence.
    continuity : bool
        True: with continuity correction (Newcombe 1998, method 4): wider, it covers at least as often as it says.

    Raises
    ------
    CalculationError
        When n is zero: there is nothing to estimate from.

    Examples
    --------
    >>> import attain as at
    >>> at.stats.wilson(0, 20).lower
    0.0
    """
    if continuity:
        if z is not None:
            raise bad_argument("INVALID_ARGUMENT", "continuity: give a confidence, not z")
        lower, upper = _core.wilson_continuity(successes, n, confidence)
        return Interval(successes / n, lower, upper, n)
    lower, upper = _core.wilson(successes, n, confidence) if z is None else _core.wilson_by_z(successes, n, z)
    return Interval(successes / n, lower, upper, n)


def rank(values: Sequence[float], *, omega: float = 0.0, increasing: bool = False, method: Optional[str] = None,
         against: Optional[Sequence[float]] = None, tiebreak: Sequence[Sequence[float]] = (), tiebreak_sign: Sequence[int] = ()) -> list:
    """Ranks, 1 for the best.

    Parameters
    ----------
    values : sequence of float
        Scores.
    omega : float
        Where equal values stand among the places they share: 0 the first ("1224"), 1 the last ("1334"), 0.5 the mean.
    increasing : bool
        True: the smallest value is the best.
    method : {None, "dense", "ordinal"}
        Dense: 1, 2, 2, 3. Ordinal: no two alike; ties by `tiebreak`, then by place in the list.
    against : sequence of float, optional
        Rank against these values in place of one another.
    tiebreak, tiebreak_sign
        Ordinal: keys per value, and +1 (small first) or -1 (large first) per key.

    Examples
    --------
    >>> import attain as at
    >>> at.stats.rank([30, 20, 20, 10])
    [1.0, 2.0, 2.0, 4.0]
    >>> at.stats.rank([30, 20, 20, 10], method="dense")
    [1, 2, 2, 3]
    """
    values = list(values)
    if method == "dense":
        return _core.rank_dense(values, increasing)
    if method == "ordinal":
        return _core.rank_ordinal(values, increasing, [list(keys) for keys in tiebreak], list(tiebreak_sign))
    if method is not None:
        raise bad_argument("INVALID_ARGUMENT", f"method: {method!r} is neither 'dense' nor 'ordinal'")
    if against is not None:
        return _core.rank_against(values, list(against), omega, increasing)
    return _core.rank(values, omega, increasing)


def inequality(values: Sequence[float]) -> dict[str, float]:
    """How unevenly a sum is spread: Gini (also the small-sample form), Theil T and L, Hoover, coefficient of variation, largest over smallest.

    Measures that do not exist for these values (Theil L with a zero) are left out.

    Examples
    --------
    >>> import attain as at
    >>> round(at.stats.inequality([10, 20, 30, 40, 50])["gini"], 5)
    0.26667
    """
    return _core.inequality(list(values))
