# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pay, exact to the cent: the kernels below the plans, for callers who bring columns.

Amounts and rates are int, Decimal, Fraction or text, never float. Bands are triples (from, to, pays); None leaves the last band open.

>>> import attain as at
>>> at.incentive.marginal([(0, "0.8", "0.06"), ("0.8", 1, "0.08"), (1, None, "0.125")], 0, 118_000, unit=100_000)
Fraction(8650, 1)
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from attain import _core

__all__ = ["Earnings", "ManagerPay", "PeriodEarnings", "Piece", "SplitPay", "allocate", "band_of", "capped_rate", "effective_rates", "flat_rate",
           "manager_measure", "marginal", "override_chain", "override_rollup", "slices", "split_commission", "split_credit", "tier_periods", "tier_table"]

Band = tuple[Any, Optional[Any], Any]


class Piece(NamedTuple):
    """The part of one transaction that lies in one band: row, band, base, rate, exact amount."""

    row: int
    band: int
    base: Fraction
    rate: Fraction
    amount: Fraction


class Earnings(NamedTuple):
    """What a column of transactions earns: rounded `lines` and their `total`, the `exact` amounts behind them, the `bands` that set whole rates,
    the `pieces` of marginal tiers, and the `effective_rate`."""

    lines: list[Decimal]
    total: Decimal
    exact: list[Fraction]
    bands: list[int]
    pieces: list[Piece]
    effective_rate: Fraction


class PeriodEarnings(NamedTuple):
    """Earnings per period: rounded `lines`, the part that re-rates earlier periods (`catch_up`), the `total`, and the `exact` amounts."""

    lines: list[Decimal]
    catch_up: list[Decimal]
    total: Decimal
    exact: list[Fraction]


class SplitPay(NamedTuple):
    """A commission and its parts, which add up to it."""

    total: Decimal
    parts: list[Decimal]


class ManagerPay(NamedTuple):
    """A manager's pay on the team's sum, and on each member's own sales added up."""

    collective: Decimal
    individual: Decimal


def _earnings(result: Mapping[str, Any]) -> Earnings:
    return Earnings(lines=result["lines"], total=result["total"], exact=result["exact"], bands=result["bands"],
                    pieces=[Piece(*piece) for piece in result["pieces"]], effective_rate=result["effective_rate"])


def band_of(bands: Sequence[Band], value: Any, *, boundary: str = "lower_inclusive") -> Optional[int]:
    """The number of the band that holds a value; None when none does.

    Parameters
    ----------
    bands : sequence of (from, to, pays)
        The rate table.
    value : number
        What is looked up.
    boundary : {"lower_inclusive", "upper_inclusive", "closed"}
        Which band holds a value on the bound between two.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.band_of([(0, 1, "0.05"), (1, None, "0.1")], 1)
    1
    """
    return _core.band_of(list(bands), value, boundary)


def slices(bands: Sequence[Band], start: Any, end: Any, *, unit: Any = 1) -> list[tuple[int, Fraction]]:
    """The stretch from start to end cut at the bounds times `unit`: (band, width) each.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.slices([(0, 1, "0.05"), (1, None, "0.1")], 0, 150, unit=100)
    [(0, Fraction(100, 1)), (1, Fraction(50, 1))]
    """
    return _core.slices(list(bands), start, end, unit)


def marginal(bands: Sequence[Band], start: Any, end: Any, *, unit: Any = 1) -> Fraction:
    """What marginal bands pay for the stretch from start to end; bounds are multiplied by `unit` (a quota when they are attainments).

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.marginal([(0, 100, "0.05"), (100, None, "0.1")], 0, 150)
    Fraction(10, 1)
    """
    return _core.marginal(list(bands), start, end, unit)


def flat_rate(amounts: Sequence[Any], rate: Any, *, costs: Sequence[Any] = (), credit_notes: Sequence[bool] = (), margin_floor: Any = None,
              point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """One rate for every transaction.

    Parameters
    ----------
    amounts : sequence
        Amounts.
    rate : number
        Factor: ``"0.08"`` is eight percent.
    costs : sequence, optional
        Given: the rate is paid on amount less cost.
    credit_notes : sequence of bool, optional
        True where an unsigned amount counts against the payee.
    margin_floor : number, optional
        Least margin of a transaction, before its sign.
    point, mode, scale
        The rounding rule.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.flat_rate([100, 50], "0.08", credit_notes=[False, True]).lines
    [Decimal('8.00'), Decimal('-4.00')]
    """
    return _earnings(_core.flat_rate(list(amounts), list(costs), list(credit_notes), rate, bool(costs), margin_floor, point, mode, scale))


def tier_table(bands: Sequence[Band], amounts: Sequence[Any], *, method: str, basis: str = "amount", measures: Sequence[Any] = (),
               accumulate: bool = False, initial: Any = 0, lookup_on_total: bool = False, boundary: str = "lower_inclusive", outside: str = "error",
               quota: Any = 1, point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """What transactions earn by a rate table.

    Parameters
    ----------
    bands : sequence of (from, to, pays)
        The rate table.
    amounts : sequence
        What is paid on.
    method : {"whole", "marginal", "interpolated"}
        One rate for the whole amount, each slice its own rate, or each band a sum of money filled in proportion.
    basis : {"amount", "measure", "attainment", "units"}
        What the bounds are compared with; "measure" and "units" read `measures`, "attainment" divides by `quota`.
    accumulate, initial, lookup_on_total
        Whether transactions stand on top of one another, from where, and whether all of them together choose the rate.
    boundary, outside
        Who holds a value on a bound; what a value in no band does ("error" or "zero").
    point, mode, scale
        The rounding rule.

    Raises
    ------
    CalculationError
        A value in no band; a quota that is not positive.

    Examples
    --------
    >>> import attain as at
    >>> bands = [(0, 10_000, "0.1"), (10_000, None, "0.2")]
    >>> at.incentive.tier_table(bands, [8_000, 7_000], method="marginal", accumulate=True).lines
    [Decimal('800.00'), Decimal('1200.00')]
    """
    words = {"method": method, "basis": basis, "accumulate": accumulate, "initial": initial, "lookup_on_total": lookup_on_total, "boundary": boundary,
             "outside": outside, "quota": quota, "point": point, "mode": mode, "scale": scale}
    return _earnings(_core.tier_table(list(bands), list(amounts), list(measures), words))


def tier_periods(bands: Sequence[Band], credits: Sequence[Any], *, quota: Any, method: str, scale: int = 2, mode: str = "half_away") -> PeriodEarnings:
    """Bands over the attainment that accumulates from period to period.

    Parameters
    ----------
    bands : sequence of (from, to, pays)
        Bounds as fractions of the quota.
    credits : sequence
        Credit of each period.
    quota : number
        Above zero.
    method : {"marginal", "retroactive"}
        Each slice at its own rate, or reaching a band re-rates everything before.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.tier_periods([(0, 1, "0.05"), (1, None, "0.1")], [80, 40], quota=100, method="retroactive").lines
    [Decimal('4.00'), Decimal('8.00')]
    """
    result = _core.tier_periods(list(bands), list(credits), quota, method, scale, mode)
    return PeriodEarnings(result["lines"], result["catch_up"], result["total"], result["exact"])


def effective_rates(versions: Sequence[tuple[Any, Any]], days: Sequence[Any], amounts: Sequence[Any], *, point: str = "transaction",
                    mode: str = "half_away", scale: int = 2) -> Earnings:
    """Each amount at the rate in force on its day; for a refund give the day of what it reverses.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.effective_rates([("2026-01-01", "0.05"), ("2026-07-01", "0.06")], ["2026-06-30", "2026-07-01"], [100, 100]).lines
    [Decimal('5.00'), Decimal('6.00')]
    """
    return _earnings(_core.effective_rates(list(versions), list(days), list(amounts), point, mode, scale))


def capped_rate(credits: Sequence[Any], rate: Any, cap: Any, *, scale: int = 2, mode: str = "half_away") -> tuple[list[Decimal], list[Decimal]]:
    """A flat rate with a cap on each credit: what is paid, and what the cap keeps back.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.capped_rate([1000, 5000], "0.1", 300)
    ([Decimal('100.00'), Decimal('300.00')], [Decimal('0.00'), Decimal('200.00')])
    """
    return _core.capped_rate(list(credits), rate, cap, scale, mode)


def allocate(amount: Any, ratios: Sequence[Any], *, scale: int = 2, method: str = "largest_remainder") -> list[Decimal]:
    """An amount split by ratios into parts of `scale` decimals that add up to it.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.allocate("100.00", [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    return _core.allocate(amount, list(ratios), scale, method)


def split_commission(amount: Any, rate: Any, shares: Sequence[Any], *, scale: int = 2, mode: str = "half_away") -> SplitPay:
    """Amount × rate, rounded, then split by the shares.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.split_commission("999.99", "0.08", ["0.5", "0.5"]).parts
    [Decimal('40.00'), Decimal('40.00')]
    """
    return SplitPay(*_core.split_commission(amount, rate, list(shares), scale, mode))


def split_credit(payees: Sequence[str], amounts: Sequence[Any], shares: Sequence[Any]) -> dict[str, Fraction]:
    """Credit per payee: the exact sum of amount × share over the rows of each.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.split_credit(["Ida", "Bo", "Bo"], [100, 100, 40], ["0.7", "0.3", 1])["Bo"]
    Fraction(70, 1)
    """
    names = list(dict.fromkeys(payees))
    numbers = {name: index for index, name in enumerate(names)}
    return dict(zip(names, _core.split_credit([numbers[name] for name in payees], list(amounts), list(shares), len(names))))


def override_chain(amount: Any, rates: Sequence[Any], *, scale: int = 2, mode: str = "half_away") -> SplitPay:
    """One sale paid to every level above it at its own rate.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.override_chain(1000, ["0.05", "0.01"]).total
    Decimal('60.00')
    """
    return SplitPay(*_core.override_chain(amount, list(rates), scale, mode))


def override_rollup(rate: Any, team: Sequence[str], owners: Sequence[str], amounts: Sequence[Any], *, scale: int = 2, mode: str = "half_away") -> Decimal:
    """A rate on the sum of the amounts whose owner is in the team.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.override_rollup("0.03", ["Mia", "Tom"], ["Mia", "Zoe", "Tom"], [4100, 8300, 900])
    Decimal('150.00')
    """
    names = list(dict.fromkeys([*team, *owners]))
    numbers = {name: index for index, name in enumerate(names)}
    members = set(team)
    return _core.override_rollup(rate, [name in members for name in names], [numbers[owner] for owner in owners], list(amounts), scale, mode)


def manager_measure(sales: Sequence[Any], quotas: Sequence[Any], base: Any, over: Any, *, scale: int = 2, mode: str = "half_away") -> ManagerPay:
    """Base rate up to quota and another above, on the team's sum and on each member.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.manager_measure([150, 50], [100, 100], "0.01", "0.02").individual
    Decimal('2.50')
    """
    return ManagerPay(*_core.manager_measure(list(sales), list(quotas), base, over, scale, mode))
