# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The pipeline: how fast it earns, how often it wins, what it will bring; `attain.funnel` hands these functions on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding, bad_argument
from attain._table import Table

__all__ = ["CategoryForecast", "LeadFunnel", "RemovalEffects", "RevenueDistribution", "Velocity", "WeightedForecast", "WinRate", "attribution",
           "forecast_categories", "lead_funnel", "removal_effects", "revenue_distribution", "velocity", "weighted_forecast", "win_rate"]

_COUNTS = ("won", "lost", "overdue", "old", "open")


def exact(value: Any, where: str) -> Any:
    """A number without its binary rounding: a float is taken for its shortest text when that is a decimal of at most six places."""
    if not isinstance(value, float) and type(value).__name__ not in ("float64", "float32"):
        return value
    number = Decimal(repr(float(value)))
    if not number.is_finite() or -number.normalize().as_tuple().exponent > 6 or abs(number) >= 10**15:
        raise bad_argument("LOSSY_NUMBER", f"{where}: {value!r} is no exact amount; pass an int, a decimal.Decimal or text")
    return number


def probability(value: Any) -> Decimal:
    """A probability as the decimal it is written as."""
    return Decimal(repr(float(value))) if not isinstance(value, (int, str, Decimal)) else Decimal(value)


class Deals(NamedTuple):
    """Columns of deals, the rows that lack something set aside."""

    columns: list[list]
    rows: list[int]
    findings: list[Finding]


def read_deals(deals: Any, *names: str, table: str = "deals") -> Deals:
    """The named columns of a frame; rows with a missing value in one of them are set aside and reported."""
    frame = Table(deals, name=table)
    columns = [frame[name] for name in names]
    findings, rows = [], []
    for row in range(len(frame)):
        missing = [name for name, column in zip(names, columns) if column[row] is None or column[row] == ""]
        if not missing:
            rows.append(row)
        for name in missing:
            findings.append(Finding("error", "NULL_VALUE", f"{table} row {row} {name}", "the value is missing; the row is left out", table=table, row=row,
                                    field=name))
    return Deals([[column[row] for row in rows] for column in columns], rows, findings)


class Velocity(NamedTuple):
    """What a pipeline earns `per_day` and in 30 days, exactly; None when the cycle has no days."""

    per_day: Optional[Fraction]
    per_30_days: Optional[Fraction]


def velocity(opportunities: Any, deal_value: Any, win_rate: Any, cycle_days: Any) -> Velocity:
    """The velocity equation: opportunities × mean value × win rate / days from start to win.

    Examples
    --------
    >>> import attain as at
    >>> at.funnel.velocity(50, 10_000, 0.2, 30).per_30_days
    Fraction(100000, 1)
    >>> at.funnel.velocity(5, 100, 0.5, 0).per_day is None
    True
    """
    days = cycle_days if isinstance(cycle_days, Fraction) else probability(cycle_days)
    rate = win_rate if isinstance(win_rate, Fraction) else probability(win_rate)
    return Velocity(*_core.velocity(exact(opportunities, "opportunities"), exact(deal_value, "deal_value"), rate, days))


class WinRate(NamedTuple):
    """Deals `won` of `n`, the `rate` and its Wilson interval; None where n is 0."""

    won: int
    n: int
    rate: Optional[float]
    lower: Optional[float]
    upper: Optional[float]


def win_rate(counts: Mapping[str, int], *, basis: str, confidence: float = 0.95) -> WinRate:
    """The win rate on a named basis.

    Parameters
    ----------
    counts : mapping
        Deals by state: "won", "lost", "overdue", "old", "open", and any other word; what is not named is 0.
    basis : {"closed", "closed_plus_stale", "all"}
        What the rate is a share of: won + lost; won + lost + overdue + old; everything. There is no default, because systems differ.

    Examples
    --------
    >>> import attain as at
    >>> counts = {"won": 30, "lost": 70, "open": 100}
    >>> at.funnel.win_rate(counts, basis="closed").rate, at.funnel.win_rate(counts, basis="all").rate
    (0.3, 0.15)
    """
    other = sum(count for state, count in counts.items() if state not in _COUNTS)
    return WinRate(*_core.win_rate([*(counts.get(state, 0) for state in _COUNTS), other], basis, confidence))


class LeadFunnel(NamedTuple):
    """Leads in `all` and by origin, the days from lead to win, and how many leads were entered after their win (`negative_gaps`)."""

    all: WinRate
    origins: dict[str, WinRate]
    median_days: Optional[float]
    mean_days: Optional[float]
    negative_gaps: int


def lead_funnel(leads: Mapping[str, int], won: Mapping[str, int], gap_days: Iterable[tuple[int, int]] = (), *, confidence: float = 0.95) -> LeadFunnel:
    """What becomes of leads, by origin.

    Parameters
    ----------
    leads, won : mapping
        Leads and wins by origin; an origin without wins may be left out of `won`.
    gap_days : pairs (days, count)
        How many leads took so many days from lead to win; days below 0 are a win entered before its lead.

    Examples
    --------
    >>> import attain as at
    >>> found = at.funnel.lead_funnel({"web": 100, "fair": 60}, {"web": 20}, [(3, 12), (9, 8)])
    >>> found.all.rate, found.origins["web"].rate, found.median_days
    (0.125, 0.2, 3.0)
    """
    unknown = [origin for origin in won if origin not in leads]
    if unknown:
        raise bad_argument("INVALID_ARGUMENT", f"won: there are no leads of {', '.join(map(repr, unknown))}")
    every, origins, median, mean, negative = _core.lead_funnel(list(leads.values()), [won.get(origin, 0) for origin in leads],
                                                              [(int(days), int(count)) for days, count in gap_days], confidence)
    return LeadFunnel(WinRate(*every), {origin: WinRate(*rate) for origin, rate in zip(leads, origins)}, median, mean, negative)


class CategoryForecast(NamedTuple):
    """Exact sums by category: single ones, cumulative ones, and with a quota the gap to it and its coverage."""

    closed: Decimal
    commit: Decimal
    best_case: Decimal
    pipeline: Decimal
    commit_forecast: Decimal
    best_case_forecast: Decimal
    open_pipeline: Decimal
    gap: Optional[Decimal]
    coverage: Optional[Fraction]
    findings: list[Finding]


def forecast_categories(deals: Any, *, quota: Any = None, category: str = "category", amount: str = "amount") -> CategoryForecast:
    """Amounts by forecast category, single and cumulative.

    Parameters
    ----------
    deals : frame
        One row per deal. Categories are "closed", "commit", "best_case", "pipeline"; deals of any other are left out. Rows without an amount
        are in `findings`.
    quota : number, optional
        With it: gap = quota - closed, coverage = open pipeline / gap (None when the gap is closed).

    Examples
    --------
    >>> import attain as at
    >>> deals = {"category": ["closed", "commit", "best_case", "pipeline"], "amount": [50, 100, 150, 200]}
    >>> sums = at.funnel.forecast_categories(deals, quota=200)
    >>> sums.commit_forecast, sums.open_pipeline, sums.coverage
    (Decimal('150'), Decimal('450'), Fraction(3, 1))
    """
    read = read_deals(deals, category, amount)
    names, amounts = read.columns
    sums = _core.forecast_categories([str(name) for name in names], [exact(value, amount) for value in amounts],
                                     None if quota is None else exact(quota, "quota"))
    return CategoryForecast(*sums, read.findings)


class WeightedForecast(NamedTuple):
    """Exact sums of amount × probability by period, and in all."""

    by_period: dict[Any, Decimal]
    total: Decimal
    findings: list[Finding]


def weighted_forecast(deals: Any, *, amount: str = "amount", probability: str = "probability", period: str = "period") -> WeightedForecast:
    """Amounts weighed by their probability, per period.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"amount": [100_000, 40_000], "probability": [0.5, 1], "period": ["2026-06", "2026-07"]}
    >>> at.funnel.weighted_forecast(deals).by_period
    {'2026-06': Decimal('50000'), '2026-07': Decimal('40000')}
    """
    read = read_deals(deals, amount, probability, period)
    amounts, chances, periods = read.columns
    numbers: dict = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in periods]
    sums, total = _core.weight_amounts([exact(value, amount) for value in amounts], [_chance(value) for value in chances], codes, len(numbers))
    return WeightedForecast(dict(zip(numbers, sums)), total, read.findings)


_chance = probability


class RevenueDistribution:
    """Every sum that deals can bring, with its chance; made by `revenue_distribution`."""

    __slots__ = ("_inside", "findings")

    def __init__(self, inside: Any, findings: Sequence[Finding] = ()) -> None:
        self._inside = inside
        self.findings = list(findings)

    @property
    def n(self) -> int:
        """Deals behind it."""
        return self._inside.n

    @property
    def mean(self) -> float:
        """Expected sum."""
        return self._inside.mean

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return self._inside.sd

    @property
    def is_exact(self) -> bool:
        """True when every attainable sum is counted; False on a coarser grid of `unit`."""
        return self._inside.exact

    @property
    def unit(self) -> Optional[Decimal]:
        """The coarser unit; None when exact."""
        return self._inside.unit

    def quantile(self, q: Union[float, Sequence[float]]) -> Any:
        """The smallest attainable sum that is not exceeded with chance q, 0 < q <= 1; for several q a list."""
        return [self._inside.quantile(one) for one in q] if hasattr(q, "__iter__") else self._inside.quantile(q)

    def p_at_least(self, amount: Any) -> Any:
        """Chance to reach an amount; for several amounts a list."""
        if hasattr(amount, "__iter__") and not isinstance(amount, str):
            return [self.p_at_least(one) for one in amount]
        return self._inside.at_least(exact(amount, "amount"))

    def to_table(self) -> Table:
        """The attainable sums (`amount`) with their `chance`."""
        return Table({"amount": self._inside.amounts, "chance": self._inside.chances}, name="revenue")

    def __repr__(self) -> str:
        low, half, high = self.quantile([0.1, 0.5, 0.9])
        return f"<attain.RevenueDistribution: {self.n} deals, mean {self.mean:,.2f}, P10 {low}, P50 {half}, P90 {high}>"


def revenue_distribution(deals: Any, *, amount: str = "amount", probability: str = "probability", max_points: int = 1_048_576,
                         large: str = "refuse") -> RevenueDistribution:
    """The exact distribution of what independent deals bring, each its amount with its probability, else nothing.

    Parameters
    ----------
    deals : frame
        One row per deal; rows without amount or probability are in `findings`.
    max_points : int
        Most different sums that are counted.
    large : {"refuse", "group"}
        With more of them (thousands of deals with odd cents): an error (`SUPPORT_TOO_LARGE`), or a coarser grid that keeps the mean.

    Examples
    --------
    >>> import attain as at
    >>> found = at.funnel.revenue_distribution({"amount": [100, 200, 400], "probability": [0.5, 0.25, 0.1]})
    >>> found.mean, found.quantile([0.1, 0.5, 0.9]), round(found.p_at_least(200), 3)
    (140.0, [Decimal('0'), Decimal('100'), Decimal('300')], 0.325)
    """
    read = read_deals(deals, amount, probability)
    amounts, chances = read.columns
    inside = _core.payment_sum([exact(value, amount) for value in amounts], [float(value) for value in chances], max_points, large)
    return RevenueDistribution(inside, read.findings)


class RemovalEffects(NamedTuple):
    """Chance to convert, and per channel the part of conversions lost without it, its share, and conversions by share."""

    p_conversion: float
    removal_effect: dict[str, float]
    share: dict[str, float]
    attributed: dict[str, float]


def _paths(paths: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[tuple]]:
    channels: dict = {}
    rows = []
    for path in paths:
        codes = [channels.setdefault(channel, len(channels)) for channel in path["path"]]
        rows.append((codes, int(path.get("conversions", 0)), int(path.get("nulls", 0)), [float(age) for age in path.get("ages", ())]))
    return list(channels), rows


def attribution(paths: Iterable[Mapping[str, Any]], *, rule: str, first_share: float = 0.4, last_share: float = 0.4,
                half_life: float = 7.0) -> dict[str, float]:
    """Conversions by channel; they add up to all conversions.

    Parameters
    ----------
    paths : mappings
        Each with "path" (channels in order), "conversions" and "nulls" (default 0), and for time decay "ages" (time of each touch before the
        conversion).
    rule : {"first", "last", "linear", "position", "time_decay"}
        Who gets the conversions of a path.
    first_share, last_share : float
        For "position": parts of the first and the last touch; those between share the rest.
    half_life : float
        For "time_decay", in the unit of the ages.

    Examples
    --------
    >>> import attain as at
    >>> paths = [{"path": ["ad", "mail", "call"], "conversions": 6}, {"path": ["call"], "conversions": 3}]
    >>> at.funnel.attribution(paths, rule="linear")
    {'ad': 2.0, 'mail': 2.0, 'call': 5.0}
    >>> at.funnel.attribution(paths, rule="last")
    {'ad': 0.0, 'mail': 0.0, 'call': 9.0}
    """
    channels, rows = _paths(paths)
    return dict(zip(channels, _core.attribute(rows, len(channels), rule, first_share, last_share, half_life)))


def removal_effects(paths: Iterable[Mapping[str, Any]]) -> RemovalEffects:
    """Attribution by taking one channel after the other out of a first-order Markov chain of the paths.

    Examples
    --------
    >>> import attain as at
    >>> paths = [{"path": ["C1", "C2", "C3"], "conversions": 1}, {"path": ["C1"], "nulls": 1}, {"path": ["C2", "C3"], "nulls": 1}]
    >>> {channel: round(share, 9) for channel, share in at.funnel.removal_effects(paths).share.items()}
    {'C1': 0.2, 'C2': 0.4, 'C3': 0.4}
    """
    channels, rows = _paths(paths)
    conversion, effect, share, attributed = _core.remove_channels(rows, len(channels))
    return RemovalEffects(conversion, dict(zip(channels, effect)), dict(zip(channels, share)), dict(zip(channels, attributed)))
