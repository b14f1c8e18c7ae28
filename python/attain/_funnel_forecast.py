# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Forecasts from history: chances, sums, what changed, how good it was; `attain.funnel` hands these functions on."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding, bad_argument, make_finding
from attain._funnel_pipeline import exact, read_deals
from attain._table import Table

__all__ = ["CalibrationBin", "ChanceScore", "ChangeEffect", "Coverage", "Cusum", "Forecast", "Odds", "Simulation", "Waterfall", "chance_within",
           "compare_with_control", "cusum", "forecast", "interval_coverage", "score_chances", "simulate", "stage_odds", "waterfall"]

_EPOCH = datetime.date(1970, 1, 1)
_OUTCOMES = {"open": 0, "won": 1, "lost": 2}
_FIELDS = {"amount": 1, "expected_close": 2, "outcome": 3, "owner": 4}


class Odds(NamedTuple):
    """A `chance` with its interval and the `n` earlier deals behind it; `plain` is the rate before it is pulled to the common one. None: not known."""

    n: int
    plain: Optional[float]
    chance: Optional[float]
    lower: Optional[float]
    upper: Optional[float]


def stage_odds(history: Mapping[str, tuple[int, int]], *, strength: float = 20, prior: Optional[float] = None, confidence: float = 0.95) -> dict[str, Odds]:
    """The chance to win from each stage, small samples pulled towards the common rate.

    Parameters
    ----------
    history : mapping
        Stage to (closed deals that were in it, won of them).
    strength : float
        Cases the common rate weighs in every stage.
    prior : float, optional
        The common rate; by default that of all stages together.

    Examples
    --------
    >>> import attain as at
    >>> odds = at.funnel.stage_odds({"proposal": (100, 40), "contract": (4, 4)}, prior=0.3)
    >>> odds["contract"].plain, round(odds["contract"].chance, 3)
    (1.0, 0.417)
    """
    found = _core.stage_odds([(int(n), int(won)) for n, won in history.values()], strength, prior, confidence)
    return {stage: Odds(*odds) for stage, odds in zip(history, found)}


def chance_within(durations: Sequence[float], causes: Sequence[int], ages: Sequence[float], days: Union[float, Sequence[float]], *,
                  confidence: float = 0.95) -> list[Odds]:
    """The chance that open deals are won within the days left, by how long earlier ones took.

    Parameters
    ----------
    durations, causes
        Days open of earlier and present deals, and how each ended: 1 won, 2 lost, 0 still open.
    ages : list
        Days each open deal has been open.
    days : number or list
        Days left, for all or for each.

    Examples
    --------
    >>> import attain as at
    >>> days, how = [10] * 30 + [20] * 20 + [40] * 15 + [60] * 35, [2] * 30 + [1] * 20 + [1] * 15 + [2] * 35
    >>> odds = at.funnel.chance_within(days, how, [30], 20)[0]
    >>> odds.n, round(odds.chance, 3)
    (50, 0.3)
    """
    ages = [float(age) for age in ages]
    left = [float(day) for day in days] if hasattr(days, "__iter__") else [float(days)] * len(ages)
    return [Odds(*odds) for odds in _core.chance_within(list(map(float, durations)), list(map(int, causes)), ages, left, confidence)]


class Forecast:
    """What a period brings: won already, from open deals, and from deals not created yet; made by `forecast`."""

    __slots__ = ("_inside", "findings")

    def __init__(self, inside: Any, findings: Sequence[Finding]) -> None:
        self._inside = inside
        self.findings = list(findings)

    @property
    def closed(self) -> Decimal:
        """Won in the period already."""
        return self._inside.closed

    @property
    def mean(self) -> float:
        """Expected in all: closed + mean_existing + mean_created."""
        return self._inside.mean

    @property
    def mean_existing(self) -> float:
        """Expected of open deals."""
        return self._inside.mean_existing

    @property
    def mean_created(self) -> float:
        """Expected of deals not created yet."""
        return self._inside.mean_created

    @property
    def n(self) -> int:
        """Open deals."""
        return self._inside.n

    @property
    def is_exact(self) -> bool:
        """True when every attainable sum is counted; False on a coarser grid of `unit`."""
        return self._inside.exact

    @property
    def unit(self) -> Optional[Decimal]:
        """The coarser unit; None when exact."""
        return self._inside.unit

    @property
    def p10(self) -> Decimal:
        """Nine of ten such periods bring at least about this."""
        return self.quantile(0.1)

    @property
    def p50(self) -> Decimal:
        """Half of such periods bring no more."""
        return self.quantile(0.5)

    @property
    def p90(self) -> Decimal:
        """Nine of ten such periods bring no more."""
        return self.quantile(0.9)

    def quantile(self, q: float) -> Decimal:
        """The smallest attainable amount that is not exceeded with chance q, 0 < q <= 1."""
        return self._inside.quantile(q)

    def p_at_least(self, amount: Any) -> float:
        """Chance to reach an amount in all."""
        return self._inside.at_least(exact(amount, "amount"))

    def __repr__(self) -> str:
        return f"<attain.Forecast: closed {self.closed}, P10 {self.p10}, P50 {self.p50}, P90 {self.p90}>"


def forecast(deals: Any, *, closed: Any = 0, created: Sequence[Any] = (), amount: str = "amount", probability: str = "probability",
             max_points: int = 1_048_576, large: str = "group") -> Forecast:
    """The exact distribution of what a period brings.

    Parameters
    ----------
    deals : frame
        Open deals with their chance to be won in the period; rows that lack one of them are in `findings`.
    closed : number
        Won in the period already.
    created : list of numbers
        What deals created and won inside each past period brought; each is as likely to come again.
    max_points, large
        As in `revenue_distribution`; here a coarser grid is taken when needed (`is_exact`, `unit`).

    Examples
    --------
    >>> import attain as at
    >>> deals = {"amount": [100_000, 300_000], "probability": [0.5, 0.2]}
    >>> found = at.funnel.forecast(deals, closed=200_000, created=[40_000, 0, 80_000])
    >>> found.p50, round(found.p_at_least(320_000), 3)
    (Decimal('300000'), 0.467)
    """
    read = read_deals(deals, amount, probability)
    amounts, chances = read.columns
    inside = _core.forecast_period([exact(value, amount) for value in amounts], [float(value) for value in chances], exact(closed, "closed"),
                                   [exact(value, "created") for value in created], max_points, large)
    return Forecast(inside, read.findings)


class Simulation:
    """Draws of what a period brings; made by `simulate`."""

    __slots__ = ("_inside", "findings")

    def __init__(self, inside: Any, findings: Sequence[Finding]) -> None:
        self._inside = inside
        self.findings = list(findings)

    @property
    def mean(self) -> float:
        """Mean of the draws."""
        return self._inside.mean

    @property
    def sd(self) -> float:
        """Their standard deviation."""
        return self._inside.sd

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self._inside.draws

    def quantile(self, q: float) -> Decimal:
        """The amount that a share q of the draws does not exceed."""
        return self._inside.quantile(q)

    def p_at_least(self, amount: Any) -> tuple[float, float, float]:
        """Share of draws that reach an amount, with the interval that the number of draws leaves."""
        return self._inside.at_least(exact(amount, "amount"))

    def __repr__(self) -> str:
        return f"<attain.Simulation: {self.draws} draws, P10 {self.quantile(0.1)}, P50 {self.quantile(0.5)}, P90 {self.quantile(0.9)}>"


def simulate(deals: Any, *, closed: Any = 0, created: Sequence[Any] = (), amount: str = "amount", probability: str = "probability",
             group: Optional[str] = None, slip: Optional[str] = None, correlation: float = 0.0, draws: int = 10_000, seed: int = 1,
             confidence: float = 0.95) -> Simulation:
    """Draws of what a period brings, for deals that rise and fall together or slip. The same seed gives the same figures.

    Parameters
    ----------
    group : str, optional
        Column of what deals have in common (owner, industry). By default all deals are one group.
    slip : str, optional
        Column with the chance that a deal that is won is won only after the period.
    correlation : float
        Of the fortunes of two deals of a group, 0 to 1.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"amount": [100] * 50, "probability": [0.5] * 50}
    >>> apart, together = at.funnel.simulate(deals), at.funnel.simulate(deals, correlation=0.3)
    >>> together.sd > 2 * apart.sd
    True
    """
    names = [amount, probability, *([group] if group else []), *([slip] if slip else [])]
    read = read_deals(deals, *names)
    columns = dict(zip(names, read.columns))
    numbers: dict = {}
    groups = [numbers.setdefault(value, len(numbers)) for value in columns[group]] if group else []
    slips = [float(value) for value in columns[slip]] if slip else []
    inside = _core.simulate_period([exact(value, amount) for value in columns[amount]], [float(value) for value in columns[probability]], groups, slips,
                                   exact(closed, "closed"), [exact(value, "created") for value in created], seed, draws, correlation, confidence)
    return Simulation(inside, read.findings)


class Waterfall(NamedTuple):
    """Why the sum open for a period changed: `opening` and the causes add up to `closing`. `won_amount`: what the deals won are worth; `unknown`:
    deals left out for want of an amount or a day of closing."""

    opening: Decimal
    created: Decimal
    reopened: Decimal
    pulled_in: Decimal
    pushed_out: Decimal
    won: Decimal
    lost: Decimal
    removed: Decimal
    resized: Decimal
    owner_in: Decimal
    owner_out: Decimal
    closing: Decimal
    won_amount: Decimal
    unknown: int
    findings: list[Finding]


def _micros(value: Any) -> int:
    """An instant as microseconds since 1970; a day is its first instant."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if isinstance(value, datetime.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return (aware - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)
    return (value - _EPOCH).days * 86_400_000_000


def _day(value: Any) -> Optional[int]:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value[:10])
    return ((value.date() if isinstance(value, datetime.datetime) else value) - _EPOCH).days


def _amount(value: Any, scale: int) -> Optional[int]:
    return None if value is None or value == "" else int(Decimal(str(exact(value, "amount"))).scaleb(scale))


def waterfall(deals: Any, changes: Any, *, start: Any, end: Any, period: tuple[Any, Any], owner: Any = None) -> Waterfall:
    """Why the sum open for a period is another at `end` than at `start`, from the change log.

    Parameters
    ----------
    deals : frame
        Deals as they are now: deal_id, created, amount, expected_close, outcome ("open", "won", "lost"), and owner when asked for.
    changes : frame
        The log: deal_id, at, seq, field ("amount", "expected_close", "outcome", "owner"; other fields are passed over), old and new value.
        Where the chain of a deal does not fit together, `findings` say so.
    start, end : date or datetime
        The two instants, each with the changes of that instant; a day is its first instant.
    period : (first day, first day no longer in it)
        Deals count that are open and expected to close in it.
    owner : optional
        Only the deals of this owner.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"deal_id": ["A", "B"], "created": ["2026-01-01", "2026-01-20"], "amount": [120, 50], "expected_close": ["2026-03-01", "2026-03-05"],
    ...          "outcome": ["open", "open"]}
    >>> log = {"deal_id": ["A"], "at": ["2026-01-15T09:00:00"], "seq": [1], "field": ["amount"], "old": ["100"], "new": ["120"]}
    >>> found = at.funnel.waterfall(deals, log, start="2026-01-10", end="2026-02-01", period=("2026-01-01", "2026-04-01"))
    >>> str(found.opening), str(found.created), str(found.resized), str(found.closing)
    ('100', '50', '20', '170')
    """
    frame, log = Table(deals, name="deals"), Table(changes, name="deal_changes")
    ids = {deal: number for number, deal in enumerate(frame["deal_id"])}
    owners: dict = {}
    code = lambda value: None if value is None or value == "" else owners.setdefault(value, len(owners))  # noqa: E731
    fields = log["field"]
    texts = [value for value in frame["amount"] if value not in (None, "")]
    texts += [value for name, old, new in zip(fields, log["old"], log["new"]) if name == "amount" for value in (old, new) if value not in (None, "")]
    scale = max([0, *(-Decimal(str(exact(value, "amount"))).normalize().as_tuple().exponent for value in texts)])
    holders = frame["owner"] if "owner" in frame.columns else [None] * len(frame)
    for word in frame["outcome"]:
        if word not in _OUTCOMES:
            raise bad_argument("UNKNOWN_WORD_IN_COLUMN", f"deals outcome: {word!r} is none of open, won, lost")
    now = [(True, _amount(amount, scale), _day(close), _OUTCOMES[outcome], code(holder))
           for amount, close, outcome, holder in zip(frame["amount"], frame["expected_close"], frame["outcome"], holders)]
    convert = {"amount": lambda value: _amount(value, scale), "expected_close": _day, "owner": code,
               "outcome": lambda value: None if value in (None, "") else _OUTCOMES.get(value, 3)}
    rows, places = [], []
    for place, (deal, at, seq, name, old, new) in enumerate(zip(log["deal_id"], log["at"], log["seq"], fields, log["old"], log["new"])):
        if name in _FIELDS:
            rows.append((ids.get(deal, -1), _micros(at), int(seq), _FIELDS[name], convert[name](old), convert[name](new)))
            places.append(place)
    created = [_micros(value) for value in frame["created"]]
    after, findings = _core.states_at(now, created, rows, _micros(_as_date(end)))
    before, _ = _core.states_at(now, created, rows, _micros(_as_date(start)))
    sums = _core.waterfall(before, after, str(period[0]), str(period[1]), None if owner is None else owners.get(owner, -1))
    found = [make_finding({**item, "row": places[item["row"]], "where": f"deal_changes row {places[item['row']]} {item['field']}"}) for item in findings]
    return Waterfall(*(Decimal(value).scaleb(-scale) for value in sums[:-1]), sums[-1], found)


def _as_date(value: Any) -> Any:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value


class CalibrationBin(NamedTuple):
    """Forecasts between `low` and `high`: how many, how many came true, their mean chance, and the interval of the share that came true."""

    low: float
    high: float
    n: int
    happened: int
    mean_chance: float
    lower: float
    upper: float


class ChanceScore(NamedTuple):
    """Brier score of chances, that of always saying the base rate, the skill over it, calibration error, bias (above 0: too hopeful), and bins."""

    n: int
    happened: int
    brier: float
    brier_of_base_rate: float
    skill: Optional[float]
    calibration_error: float
    bias: float
    bins: list[CalibrationBin]


def score_chances(chances: Sequence[float], outcomes: Sequence[Any], *, bins: int = 10, confidence: float = 0.95) -> ChanceScore:
    """How good forecast chances were; an outcome is true (or 1) where it came true.

    Examples
    --------
    >>> import attain as at
    >>> score = at.funnel.score_chances([0.8, 0.6, 0.2], [True, False, False])
    >>> round(score.brier, 3), round(score.skill, 2)
    (0.147, 0.34)
    """
    *figures, found = _core.score_chances(list(map(float, chances)), [int(outcome) for outcome in outcomes], bins, confidence)
    return ChanceScore(*figures, [CalibrationBin(*row) for row in found])


class Coverage(NamedTuple):
    """How many of `n` intervals held what came (`inside`), how many came `below` and `above`, and the `share` inside with its interval."""

    n: int
    inside: int
    below: int
    above: int
    share: float
    lower: float
    upper: float


def interval_coverage(low: Sequence[Any], high: Sequence[Any], actual: Sequence[Any], *, confidence: float = 0.95) -> Coverage:
    """How often what came lay in the interval that was forecast, ends included.

    Examples
    --------
    >>> import attain as at
    >>> at.funnel.interval_coverage([10, 10, 10], [20, 20, 20], [15, 20, 21]).inside
    2
    """
    columns = [[exact(value, name) for value in values] for name, values in (("low", low), ("high", high), ("actual", actual))]
    return Coverage(*_core.interval_coverage(*columns, confidence))


class ChangeEffect(NamedTuple):
    """What a change did beyond the control (`effect`), its interval, both changes, and the test."""

    effect: float
    lower: float
    upper: float
    change: float
    control_change: float
    standard_error: float
    z: float
    p_two_sided: float


def compare_with_control(before: tuple[float, float], after: tuple[float, float], control_before: tuple[float, float], control_after: tuple[float, float],
                         *, confidence: float = 0.95) -> ChangeEffect:
    """Rates before and after a change of process against those who did not change; each as (successes, n).

    Examples
    --------
    >>> import attain as at
    >>> found = at.funnel.compare_with_control((80, 400), (120, 400), (90, 450), (99, 450))
    >>> round(found.effect, 3), round(found.change, 3)
    (0.08, 0.1)
    """
    return ChangeEffect(*_core.compare_with_control([tuple(before), tuple(after), tuple(control_before), tuple(control_after)], confidence))


class Cusum(NamedTuple):
    """Sums of what is too much (`high`) and too little (`low`); the first alarm of each, and since which place it goes back; None: no alarm."""

    high: list[float]
    low: list[float]
    high_alarm: Optional[int]
    low_alarm: Optional[int]
    high_since: Optional[int]
    low_since: Optional[int]


def cusum(values: Iterable[float], *, mean: float, sd: float, allowance: float = 0.5, threshold: float = 5.0) -> Cusum:
    """Watches a series for a lasting shift (Page 1954).

    Examples
    --------
    >>> import attain as at
    >>> found = at.funnel.cusum([10] * 10 + [13] * 6, mean=10, sd=2)
    >>> found.high_alarm, found.high_since
    (15, 10)
    """
    return Cusum(*_core.cusum(list(map(float, values)), mean, sd, allowance, threshold))
