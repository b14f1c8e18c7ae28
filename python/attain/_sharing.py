# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Credits, shared money, contests, quotas over time and goal seek on columns; `attain.incentive` hands these functions on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, Sequence

from attain import _core
from attain._errors import bad_argument

__all__ = ["BlendedQuota", "ContestPay", "OverlayCredits", "OverlayPay", "PoolPay", "ProratedDays", "RollupCredit", "blend_quota", "blend_quota_days",
           "choose_rules", "club_members", "contest", "equal_pool", "fill_slots", "funded_slots", "gated_pool", "goal_seek", "goal_seek_tiers",
           "order_rules", "overlay_commission", "overlay_credit", "percent_pool", "pool_share", "prorate_days", "prorate_quota_months", "ramp_quota",
           "rollup_dedup", "shared_pool", "sustained"]


class OverlayCredits(NamedTuple):
    """Exact credit of one sale: `revenue` shares, `overlay` shares on top, the `revenue_total`, and `all_credit` together."""

    revenue: list[Fraction]
    overlay: list[Fraction]
    revenue_total: Fraction
    all_credit: Fraction


class OverlayPay(NamedTuple):
    """Exact `quota_credit`, and one commission (`total`) in `parts` that add up to it."""

    quota_credit: list[Fraction]
    total: Decimal
    parts: list[Decimal]


class RollupCredit(NamedTuple):
    """Exact `credit` of a manager, no order counted twice, and the `naive` sum of all credits."""

    credit: Fraction
    naive: Fraction


class PoolPay(NamedTuple):
    """A pool: its `total`, the `parts` that add up to it, how many `qualified`, and in equal pools what one gets by himself (`each`)."""

    total: Decimal
    parts: list[Decimal]
    qualified: int
    each: Decimal


class ContestPay(NamedTuple):
    """`payouts` and `places` (0: not eligible) per person, and the `total` paid."""

    payouts: list[Decimal]
    places: list[int]
    total: Decimal


class ProratedDays(NamedTuple):
    """Active `days`, days of the interval (`interval_days`), and the exact `amount` for them."""

    days: int
    interval_days: int
    amount: Fraction


class BlendedQuota(NamedTuple):
    """`days` each quota was in force, and the exact blended `quota`."""

    days: list[int]
    quota: Fraction


def overlay_credit(amount: Any, revenue: Sequence[Any], overlay: Sequence[Any] = ()) -> OverlayCredits:
    """Credit one sale: revenue shares, which must add up to exactly 1, and overlays of any sum.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.overlay_credit(64_000, ["0.75", "0.25"], ["0.3", "0.1"]).all_credit
    Fraction(89600, 1)
    """
    return OverlayCredits(*_core.overlay_credit(amount, list(revenue), list(overlay)))


def overlay_commission(amount: Any, rate: Any, credit: Sequence[Any], split: Sequence[Any], *, whole: Any = 1, scale: int = 2,
                       mode: str = "half_away") -> OverlayPay:
    """Quota credit of any sum, and one commission shared by `split`, which must add up to exactly `whole` (1, or 100 for percentages).

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.overlay_commission(80_000, "0.1", [1, 1], [80, 20], whole=100).parts
    [Decimal('6400.00'), Decimal('1600.00')]
    """
    return OverlayPay(*_core.overlay_commission(amount, rate, list(credit), list(split), whole, scale, mode))


def rollup_dedup(orders: Sequence[int], credits: Sequence[Any], order_amounts: Sequence[Any]) -> RollupCredit:
    """Credits of a team for its manager: an order, numbered from 0, counts for at most its amount.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.rollup_dedup([0, 0, 1], [4000, 2500, 900], [4000, 1700])
    RollupCredit(credit=Fraction(4900, 1), naive=Fraction(7400, 1))
    """
    return RollupCredit(*_core.rollup_dedup(list(orders), list(credits), list(order_amounts)))


def equal_pool(pool: Any, members: int, *, scale: int = 2, mode: str = "half_away") -> PoolPay:
    """A pool in equal parts; units left over go to the first members.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.equal_pool(10_000, 3).parts
    [Decimal('3333.34'), Decimal('3333.33'), Decimal('3333.33')]
    """
    return PoolPay(*_core.equal_pool(pool, members, scale, mode))


def gated_pool(pool: Any, attainments: Sequence[Any], gate: Any, *, scale: int = 2, mode: str = "half_away") -> PoolPay:
    """A pool in equal parts for those whose attainment reaches the gate.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.gated_pool(100, ["0.5", "0.499", 2], "0.5").parts
    [Decimal('50.00'), Decimal('0.00'), Decimal('50.00')]
    """
    return PoolPay(*_core.gated_pool(pool, list(attainments), gate, scale, mode))


def shared_pool(pool: Any, shares: Sequence[Any], *, scale: int = 2, mode: str = "half_away") -> PoolPay:
    """A pool in proportion to shares of any sum.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.shared_pool(100, [1, 0, 2]).parts
    [Decimal('33.33'), Decimal('0.00'), Decimal('66.67')]
    """
    return PoolPay(*_core.shared_pool(pool, list(shares), scale, mode))


def pool_share(pool: Any, total_shares: Any, shares: Any, *, scale: int = 2, mode: str = "half_away") -> Decimal:
    """One member's part of a pool whose other members are not at hand.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.pool_share(10_000, 5_000, 5)
    Decimal('10.00')
    """
    return _core.pool_share(pool, total_shares, shares, scale, mode)


def percent_pool(revenue: Any, pool_rate: Any, share: Any, *, scale: int = 2, mode: str = "half_away") -> Decimal:
    """A share of a pool that is a part of revenue, rounded once.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.percent_pool(450_000, "0.04", "0.15")
    Decimal('2700.00')
    """
    return _core.percent_pool(revenue, pool_rate, share, scale, mode)


def contest(prizes: Sequence[Any], scores: Sequence[Any], *, eligible: Sequence[bool] = (), share: str = "exact", scale: int = 2,
            mode: str = "half_away") -> ContestPay:
    """Prizes by score, higher is better; equal people pool the prizes of their places, those not eligible hold no place.

    Parameters
    ----------
    share : {"exact", "each_rounded"}
        Whether pooled prizes are shared to the unit, or every part is rounded alone.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.contest([1500, 1000, 500], [90, 80, 80, 10]).payouts
    [Decimal('1500.00'), Decimal('750.00'), Decimal('750.00'), Decimal('0.00')]
    """
    return ContestPay(*_core.contest(list(prizes), list(scores), list(eligible), share, scale, mode))


def club_members(columns: Sequence[Sequence[Any]], minimums: Sequence[Any]) -> list[bool]:
    """Who reaches the minimum of every column of values, the minimum itself included.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.club_members([["0.9", "1.6", "1.1"], [4, 3, 5]], ["0.9", 4])
    [True, False, True]
    """
    if len(columns) != len(minimums):
        raise bad_argument("LENGTH_MISMATCH", f"{len(columns)} columns and {len(minimums)} minimums")
    return _core.club_members([list(column) for column in columns], list(minimums))


def funded_slots(team_attainment: Any, headcount: int, *, base: Any, per_point: Any) -> int:
    """Places of a club: (base + points above 100 % × per_point) × head count, without its fraction.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.funded_slots("1.07", 55, base="0.04", per_point="0.02")
    9
    """
    return _core.funded_slots(base, per_point, team_attainment, headcount)


def fill_slots(scores: Sequence[Any], slots: int, *, eligible: Sequence[bool] = (), last: str = "all") -> list[bool]:
    """The best people for so many places; equal people at the last place go together: "all" of them or "none".

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.fill_slots([5, 9, 7, 7], 2)
    [False, True, True, True]
    """
    return _core.fill_slots(list(scores), list(eligible), slots, last)


def sustained(values: Sequence[Sequence[Any]], minimum: Any, in_a_row: int) -> list[bool]:
    """Who reached the minimum in each of the latest `in_a_row` periods; one row of periods per person, oldest first.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.sustained([["0.5", 1, "1.2"], [2, 2, "0.99"]], 1, 2)
    [True, False]
    """
    rows = [list(row) for row in values]
    periods = len(rows[0]) if rows else in_a_row
    if any(len(row) != periods for row in rows):
        raise bad_argument("LENGTH_MISMATCH", "people have different numbers of periods")
    return _core.sustained([value for row in rows for value in row], periods, minimum, in_a_row)


def order_rules(scopes: Sequence[Sequence[str]], rates: Sequence[Any], *, choice: str = "specific") -> list[int]:
    """Rules from first to last choice; per rule one scope ("id", "group", "all") for each dimension, the most important first.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.order_rules([("id", "all"), ("all", "id"), ("all", "all")], ["0.05", "0.08", "0.03"])
    [0, 1, 2]
    >>> at.incentive.order_rules([("id", "all"), ("all", "id"), ("all", "all")], ["0.05", "0.08", "0.03"], choice="highest")
    [1, 0, 2]
    """
    rows = [list(row) for row in scopes]
    if len(rows) != len(rates) or any(len(row) != len(rows[0]) for row in rows):
        raise bad_argument("LENGTH_MISMATCH", "every rule needs a rate and one scope for each dimension")
    return _core.order_rules([scope for row in rows for scope in row], list(rates), choice)


def choose_rules(order: Sequence[int], matches: Sequence[Sequence[bool]]) -> list[int]:
    """The rule of each sale: the first in `order` that matches it, -1 where none does; one row of flags per sale.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.choose_rules([1, 0, 2], [(True, True, True), (True, False, True), (False, False, False)])
    [1, 0, -1]
    """
    rows = [list(row) for row in matches]
    if any(len(row) != len(order) for row in rows):
        raise bad_argument("LENGTH_MISMATCH", f"every sale needs {len(order)} flags, one per rule")
    return _core.choose_rules(list(order), [flag for row in rows for flag in row])


def prorate_quota_months(annual: Any, weights: Sequence[Any], start_month: int) -> list[Fraction]:
    """A yearly quota in weighted parts of the year for who starts in a month (1 to 12), which counts fully.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.prorate_quota_months(100_000, ["0.2", "0.2", "0.2", "0.4"], 3)
    [Fraction(20000, 3), Fraction(20000, 1), Fraction(20000, 1), Fraction(40000, 1)]
    """
    return _core.prorate_quota_months(annual, list(weights), start_month)


def prorate_days(amount: Any, interval: tuple[Any, Any], active: Sequence[tuple[Any, Any]], *, count: str = "actual") -> ProratedDays:
    """An amount for the active days of an interval. Ranges are half-open: (first day, first day no longer counted).

    Parameters
    ----------
    count : {"actual", "thirty_360"}
        Days of the calendar, or 30 for every month.

    Examples
    --------
    >>> import attain as at
    >>> from datetime import date
    >>> at.incentive.prorate_days(6200, (date(2025, 1, 1), date(2025, 2, 1)), [(date(2025, 1, 13), date(2025, 2, 1))])
    ProratedDays(days=19, interval_days=31, amount=Fraction(3800, 1))
    """
    return ProratedDays(*_core.prorate_days(amount, tuple(interval), [tuple(item) for item in active], count))


def blend_quota(quotas: Sequence[Any], weights: Sequence[Any]) -> Fraction:
    """The sum of quota × weight.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.blend_quota([1_000_000, 1_400_000], ["0.5", "0.5"])
    Fraction(1200000, 1)
    """
    return _core.blend_quota(list(quotas), list(weights))


def blend_quota_days(year: tuple[Any, Any], starts: Sequence[Any], quotas: Sequence[Any], *, count: str = "actual") -> BlendedQuota:
    """A quota that changes within the year (half-open range), by the days each was in force.

    Examples
    --------
    >>> import attain as at
    >>> from datetime import date
    >>> at.incentive.blend_quota_days((date(2025, 1, 1), date(2026, 1, 1)), [date(2025, 1, 1), date(2025, 3, 15)], [730_000, 803_000])
    BlendedQuota(days=[73, 292], quota=Fraction(788400, 1))
    """
    return BlendedQuota(*_core.blend_quota_days(tuple(year), list(starts), list(quotas), count))


def ramp_quota(ramp: Sequence[Any], full: Any, months: Sequence[int]) -> list[Fraction]:
    """Quotas of months of service, the first being 1: the ramp's while there is one, then the full quota.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.ramp_quota([4000, 7000], 11_000, [1, 2, 7])
    [Fraction(4000, 1), Fraction(7000, 1), Fraction(11000, 1)]
    """
    return _core.ramp_quota(list(ramp), full, list(months))


def goal_seek(desired: Sequence[Any], rate: Any, *, certain: Any = 0) -> list[Fraction]:
    """Sales that pay each amount wanted at one rate, beside what is certain: (desired - certain) / rate.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.goal_seek([50_000], "0.4", certain=33_750)
    [Fraction(40625, 1)]
    """
    return _core.goal_seek(list(desired), certain, rate)


def goal_seek_tiers(bands: Sequence[Any], desired: Sequence[Any]) -> list[Fraction]:
    """The least sales on which marginal bands pay each amount wanted.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.goal_seek_tiers([(0, 4000, "0.04"), (4000, 9000, "0.08"), (9000, None, "0.12")], [160, 400])
    [Fraction(4000, 1), Fraction(7000, 1)]
    """
    return _core.goal_seek_tiers(list(bands), list(desired))
