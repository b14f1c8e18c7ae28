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

from attain import _core, _payment, _sales, _sharing
from attain._payment import *  # noqa: F401,F403: named in __all__
from attain._sales import *  # noqa: F401,F403: named in __all__
from attain._sharing import *  # noqa: F401,F403: named in __all__

__all__ = ["Earnings", "ManagerPay", "PeriodEarnings", "Piece", "SplitPay", "allocate", "band_of", "capped_rate", "effective_rates", "entitlement",
           "flat_rate", "gate", "gated_accelerator", "hurdle_rates", "lump_sum", "manager_measure", "marginal", "modify", "override_chain",
           "override_rollup", "pay_matrix", "pay_steps", "pay_weighted", "payout_curve", "rate_by_attainment", "slices", "spiff", "split_commission",
           "split_credit", "target_multiplier", "threshold_rate", "tier_periods", "tier_table", "true_up", "weighted_factor", *_payment.__all__, *_sales.__all__, *_sharing.__all__]

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


def _words(point: str, mode: str, scale: int, **words: str) -> dict[str, Any]:
    return {"point": point, "mode": mode, "scale": scale, **words}


def payout_curve(points: Sequence[tuple[Any, Any]], attainments: Sequence[Any], target_incentive: Any, *, below: str = "zero", above: str = "hold",
                 point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """Target incentive × a factor that follows straight lines between points.

    Parameters
    ----------
    points : sequence of (at, pays)
        Ascending; two points at one place are a jump.
    attainments : sequence
        One row each.
    target_incentive : number
        What a factor of 1 pays.
    below : {"zero", "hold"}
        What a value below the first point pays.
    above : {"hold", "extrapolate"}
        What a value above the last point pays.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.payout_curve([("0.6", "0.2"), (1, 1), ("1.3", "1.9")], ["0.59", "1.15"], 7000).lines
    [Decimal('0.00'), Decimal('10150.00')]
    """
    return _earnings(_core.payout_curve(list(points), list(attainments), target_incentive, _words(point, mode, scale, below=below, above=above)))


def target_multiplier(bands: Sequence[Band], attainments: Sequence[Any], target_incentive: Any, *, method: str, boundary: str = "lower_inclusive",
                      outside: str = "error", point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """Target incentive × attainment × the factor of the band; with method "marginal" each slice of the attainment has its own factor.

    Examples
    --------
    >>> import attain as at
    >>> bands = [(0, "0.7", "0.6"), ("0.7", None, "1.2")]
    >>> at.incentive.target_multiplier(bands, ["0.9"], 9000, method="marginal").lines
    [Decimal('5940.00')]
    >>> at.incentive.target_multiplier(bands, ["0.65", "0.7"], 9000, method="whole").lines
    [Decimal('3510.00'), Decimal('7560.00')]
    """
    words = _words(point, mode, scale, method=method, boundary=boundary, outside=outside)
    return _earnings(_core.target_multiplier(list(bands), list(attainments), target_incentive, words))


def modify(earned: Sequence[Any], values: Sequence[Any], bands: Sequence[Band], *, boundary: str = "lower_inclusive", outside: str = "error",
           point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """What was earned, times the factor of the band that holds the value beside it. Take the ``exact`` amounts of another function as `earned`.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.modify([330, 330], ["0.4", "0.39"], [("0.4", None, "1.3"), (0, "0.4", "0.9")]).lines
    [Decimal('429.00'), Decimal('297.00')]
    """
    return _earnings(_core.modify(list(earned), list(values), list(bands), _words(point, mode, scale, boundary=boundary, outside=outside)))


def rate_by_attainment(bands: Sequence[Band], actuals: Sequence[Any], quota: Any, amounts: Sequence[Any], *, boundary: str = "lower_inclusive",
                       outside: str = "error", point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """Each amount at the rate of the band in which actual / quota lies: the value looked up and the base paid on are two things.

    Examples
    --------
    >>> import attain as at
    >>> bands = [(0, "0.4", "0.06"), ("0.4", "0.9", "0.07")]
    >>> at.incentive.rate_by_attainment(bands, [14_000, 32_000], 80_000, [700, 700]).lines
    [Decimal('42.00'), Decimal('49.00')]
    """
    words = _words(point, mode, scale, boundary=boundary, outside=outside)
    return _earnings(_core.rate_by_attainment(list(bands), list(actuals), quota, list(amounts), words))


def pay_matrix(axes: Sequence[Sequence[Any]], cells: Sequence[Any], rows: Sequence[Sequence[Any]], target_incentive: Any, *, method: str,
               below: str = "error", point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """Target incentive × a factor found by a value on each axis.

    Parameters
    ----------
    axes : sequence of sequences
        The points of each axis, ascending.
    cells : sequence
        A factor for every combination of points, the last axis running fastest.
    rows : sequence of sequences
        One value per axis.
    method : {"lookup", "linear"}
        The cell of the last points reached, or straight lines between grid points (bilinear for two axes).
    below : {"error", "zero"}
        What a value below the first point of an axis pays.

    Examples
    --------
    >>> import attain as at
    >>> axes, cells = [[0, "0.8", 1], [0, "0.3"]], ["0.2", "0.4", "0.6", "0.9", 1, "1.5"]
    >>> at.incentive.pay_matrix(axes, cells, [("0.85", "0.3")], 1000, method="lookup").lines
    [Decimal('900.00')]
    >>> at.incentive.pay_matrix(axes, cells, [("0.9", "0.15")], 1000, method="linear").lines
    [Decimal('1000.00')]
    """
    words = _words(point, mode, scale, method=method, below=below)
    return _earnings(_core.pay_matrix([list(axis) for axis in axes], list(cells), [list(row) for row in rows], target_incentive, words))


def threshold_rate(credits: Sequence[Any], quota: Any, threshold: Any, rate: Any, *, base: str = "first_dollar", point: str = "transaction",
                   mode: str = "half_away", scale: int = 2) -> Earnings:
    """A rate on credits of at least threshold × quota: on everything ("first_dollar") or on what lies above ("excess").

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.threshold_rate([20_999, 26_000], 70_000, "0.3", "0.04").lines
    [Decimal('0.00'), Decimal('1040.00')]
    >>> at.incentive.threshold_rate([26_000], 70_000, "0.3", "0.04", base="excess").lines
    [Decimal('200.00')]
    """
    return _earnings(_core.threshold_rate(list(credits), quota, threshold, rate, _words(point, mode, scale, base=base)))


def lump_sum(bands: Sequence[Band], values: Sequence[Any], *, each: bool = False, point: str = "transaction", mode: str = "half_away",
             scale: int = 2) -> Earnings:
    """Sums of money by bands: that of the highest band reached, or of every band reached (`each`).

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.lump_sum([("0.8", None, 1000), (1, None, 2500)], ["0.7999", "0.8", "1.04"]).lines
    [Decimal('0.00'), Decimal('1000.00'), Decimal('2500.00')]
    """
    return _earnings(_core.lump_sum(list(bands), list(values), each, _words(point, mode, scale)))


def gate(earned: Sequence[Any], values: Sequence[Any], minimum: Any, *, point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """What was earned where the value beside it reaches the minimum, else nothing.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.gate([10_400, 10_400], ["0.599", "0.6"], "0.6").lines
    [Decimal('0.00'), Decimal('10400.00')]
    """
    return _earnings(_core.gate(list(earned), list(values), minimum, _words(point, mode, scale)))


def hurdle_rates(products: Sequence[tuple[Any, Any]], sales: Sequence[Sequence[Any]], quota: Any, minimum: Any, *, point: str = "transaction",
                 mode: str = "half_away", scale: int = 2) -> Earnings:
    """Products with a rate up to quota and a higher one above, paid only where every product reaches minimum × quota.

    Parameters
    ----------
    products : sequence of (base rate, rate over quota)
        One per product.
    sales : sequence of sequences
        Per period the sales of each product.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.hurdle_rates([("0.02", "0.04"), ("0.08", "0.12")], [(120, 90), (120, 95)], 100, "0.95").lines
    [Decimal('9.60'), Decimal('10.40')]
    """
    return _earnings(_core.hurdle_rates(list(products), [list(row) for row in sales], quota, minimum, _words(point, mode, scale)))


def gated_accelerator(bands: Sequence[Band], credits: Sequence[Any], *, annual_quota: Any, base_rate: Any, point: str = "transaction",
                      mode: str = "half_away", scale: int = 2) -> Earnings:
    """Bands over the credit of a period that hold once the credits of the year reach its quota; before, the base rate.

    Examples
    --------
    >>> import attain as at
    >>> bands = [(0, 9000, "0.03"), (9000, None, "0.09")]
    >>> at.incentive.gated_accelerator(bands, [11_000, 13_000, 12_000], annual_quota=36_000, base_rate="0.03").lines
    [Decimal('330.00'), Decimal('390.00'), Decimal('540.00')]
    """
    return _earnings(_core.gated_accelerator(list(bands), list(credits), annual_quota, base_rate, _words(point, mode, scale)))


def pay_steps(steps: Sequence[tuple[Any, Optional[Any], Any, str]], credits: Sequence[Any], *, quota: Any, point: str = "transaction",
              mode: str = "half_away", scale: int = 2) -> Earnings:
    """Bands that mix methods: a "whole" or "retroactive" step re-rates everything below, a "marginal" one pays its slice.

    Parameters
    ----------
    steps : sequence of (from, to, rate, method)
        Bounds as fractions of the quota.
    credits : sequence
        Each on its own.

    Examples
    --------
    >>> import attain as at
    >>> steps = [(0, 1, "0.06", "whole"), (1, None, "0.09", "marginal")]
    >>> at.incentive.pay_steps(steps, [90_000, 120_000], quota=100_000).lines
    [Decimal('5400.00'), Decimal('7800.00')]
    """
    return _earnings(_core.pay_steps([tuple(step) for step in steps], list(credits), quota, _words(point, mode, scale)))


def weighted_factor(weights: Sequence[Any], attainments: Sequence[Any], *, caps: Sequence[Any] = ()) -> Fraction:
    """Σ weight × attainment, every attainment first cut to its cap (None for none).

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.weighted_factor(["0.7", "0.3"], ["0.8", "1.45"], caps=["1.2", "1.2"])
    Fraction(23, 25)
    """
    return _core.weighted_factor(list(weights), list(caps), list(attainments))


def pay_weighted(weights: Sequence[Any], rows: Sequence[Sequence[Any]], target_incentive: Any, *, caps: Sequence[Any] = (), point: str = "transaction",
                 mode: str = "half_away", scale: int = 2) -> Earnings:
    """Target incentive × the weighted factor of each row of attainments.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.pay_weighted(["0.7", "0.3"], [("0.8", "1.45")], 7000, caps=["1.2", "1.2"]).lines
    [Decimal('6440.00')]
    """
    return _earnings(_core.pay_weighted(list(weights), list(caps), [list(row) for row in rows], target_incentive, _words(point, mode, scale)))


def entitlement(segments: Sequence[Band], attainments: Sequence[Any], target_incentive: Any) -> list[Fraction]:
    """Target incentive × (attainment up to 1, and what lies in each segment times its slope), exact.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.entitlement([(1, "1.5", 2)], ["0.8", "1.1"], 12_000)
    [Fraction(9600, 1), Fraction(14400, 1)]
    """
    return _core.entitlement(list(segments), list(attainments), target_incentive)


def true_up(entitled: Sequence[Any], paid_to_date: Sequence[Any], *, point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Earnings:
    """What a payee is entitled to so far, less what was paid for it already; may be negative.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.true_up([14_400, 9_600], [11_000, 10_000]).lines
    [Decimal('3400.00'), Decimal('-400.00')]
    """
    return _earnings(_core.true_up(list(entitled), list(paid_to_date), _words(point, mode, scale)))


def spiff(values: Sequence[Any], amount: Any, *, minimum: Any, pays: str = "every_time", groups: Sequence[int] = (), point: str = "transaction",
          mode: str = "half_away", scale: int = 2) -> Earnings:
    """A fixed sum for each order whose value reaches the minimum, whatever its size.

    Parameters
    ----------
    pays : {"every_time", "once_per_period"}
        Every order that qualifies, or the first of each group.
    groups : sequence of int
        Numbers payee and period of each order; empty means one group.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.spiff([10, 9, 25], 250, minimum=10, pays="once_per_period").lines
    [Decimal('250.00'), Decimal('0.00'), Decimal('0.00')]
    """
    return _earnings(_core.spiff(list(values), list(groups), amount, minimum, pays, point, mode, scale))
