# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Deals at risk, concentration, and the forecast under stress; `attain.funnel` hands these functions on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding, bad_argument, make_finding
from attain._funnel_forecast import Forecast, _day, forecast
from attain._funnel_pipeline import exact, read_deals
from attain._table import Table

__all__ = ["Concentration", "DealRisk", "RuleHit", "RuleHits", "concentration", "deal_risks", "risk_rules", "stress"]

_FIELDS = {"amount": 1, "expected_close": 2}


class DealRisk(NamedTuple):
    """How many `signals` a deal gives, and the figure of each: days overdue, days stuck in its stage, days silent, times pushed, part that is gone."""

    deal_id: Any
    signals: int
    overdue: Optional[int]
    stuck: Optional[int]
    silent: Optional[int]
    pushed: Optional[int]
    shrunk: Optional[float]


def deal_risks(deals: Any, *, as_of: Any, changes: Any = None, overdue_days: int = 1, silent_days: int = 14, pushes: int = 3,
               shrunk: float = 0.2) -> list[DealRisk]:
    """The warning signs of every deal, on a day.

    Parameters
    ----------
    deals : frame
        deal_id and, as far as known: expected_close, stage_since, stuck_after (days that are usual in its stage), last_activity, amount.
        What is missing gives no signal.
    changes : frame, optional
        The log (deal_id, field, old, new): moved days of closing and the largest amount come from it.
    overdue_days, silent_days, pushes, shrunk
        From when on a figure is a signal.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"deal_id": ["A", "B"], "expected_close": ["2026-03-10", "2026-04-30"], "last_activity": ["2026-03-20", "2026-03-03"]}
    >>> [(risk.deal_id, risk.overdue, risk.silent) for risk in at.funnel.deal_risks(deals, as_of="2026-03-24")]
    [('A', 14, None), ('B', None, 21)]
    """
    frame = Table(deals, name="deals")
    ids = frame["deal_id"]
    column = lambda name: frame[name] if name in frame.columns else [None] * len(ids)  # noqa: E731
    log = Table(changes, name="deal_changes") if changes is not None else None
    entries = [] if log is None else list(zip(log["deal_id"], log["field"], log["old"], log["new"]))
    amounts = column("amount")
    texts = [value for value in amounts if value not in (None, "")]
    texts += [value for _, field, old, new in entries if field == "amount" for value in (old, new) if value not in (None, "")]
    scale = max([0, *(-Decimal(str(exact(value, "amount"))).normalize().as_tuple().exponent for value in texts)])
    whole = lambda value: None if value in (None, "") else int(Decimal(str(exact(value, "amount"))).scaleb(scale))  # noqa: E731
    facts = [(_day(close), _day(since), None if stuck is None else int(stuck), _day(last), whole(amount)) for close, since, stuck, last, amount in
             zip(column("expected_close"), column("stage_since"), column("stuck_after"), column("last_activity"), amounts)]
    numbers = {deal: number for number, deal in enumerate(ids)}
    rows = [(numbers.get(deal, -1), _FIELDS[field], *((_day if field == "expected_close" else whole)(value) for value in (old, new)))
            for deal, field, old, new in entries if field in _FIELDS]
    return [DealRisk(deal, *risk) for deal, risk in zip(ids, _core.assess_deals(facts, rows, as_of, overdue_days, silent_days, pushes, shrunk))]


class RuleHit(NamedTuple):
    """The deal in `row` meets `rule`; `why` is the rule's text with the values it looked at."""

    row: int
    rule: str
    why: str


class RuleHits(NamedTuple):
    """All hits, by row and rule, and the rows for which a condition failed (`findings`)."""

    hits: list[RuleHit]
    findings: list[Finding]


def risk_rules(deals: Any, rules: Mapping[str, Union[str, tuple[str, str]]]) -> RuleHits:
    """Holds every deal against rules of one's own.

    Parameters
    ----------
    rules : mapping
        Name to a condition over the columns of `deals`, or to (condition, text to tell).

    Examples
    --------
    >>> import attain as at
    >>> deals = {"amount": [60_000, 10], "silent_days": [9, 40]}
    >>> at.funnel.risk_rules(deals, {"large and silent": ("amount > 50000 && silent_days > 7", "call them")}).hits
    [RuleHit(row=0, rule='large and silent', why='call them (amount 60000, silent_days 9)')]
    """
    rows = [(str(name), rule, "") if isinstance(rule, str) else (str(name), rule[0], rule[1]) for name, rule in rules.items()]
    hits, findings = _core.apply_rules(rows, Table(deals, name="deals")._inside)
    return RuleHits([RuleHit(*hit) for hit in hits], [make_finding(item) for item in findings])


class Concentration(NamedTuple):
    """How much hangs on how few: `n` keys, their `total`, the Herfindahl-Hirschman index (`hhi`), as how many equal keys that is, exact `shares`."""

    n: int
    total: Decimal
    hhi: float
    equal_keys: float
    shares: dict[Any, Fraction]
    findings: list[Finding]


def concentration(deals: Any, *, by: str, amount: str = "amount") -> Concentration:
    """How amounts are spread over customers, products or owners; shares are in order of size.

    Examples
    --------
    >>> import attain as at
    >>> found = at.funnel.concentration({"account": ["A", "B", "C", "D"], "amount": [40, 30, 20, 10]}, by="account")
    >>> round(found.hhi, 2), round(found.equal_keys, 1), found.shares["A"]
    (0.3, 3.3, Fraction(2, 5))
    """
    read = read_deals(deals, by, amount)
    keys, amounts = read.columns
    numbers: dict = {}
    codes = [numbers.setdefault(key, len(numbers)) for key in keys]
    names = list(numbers)
    n, total, hhi, equal, order, shares = _core.concentration([exact(value, amount) for value in amounts], codes, len(numbers))
    return Concentration(n, total, hhi, equal, {names[key]: share for key, share in zip(order, shares)}, read.findings)


def stress(deals: Any, scenarios: Mapping[str, Union[Mapping[str, Any], Sequence[Mapping[str, Any]]]], *, closed: Any = 0, created: Sequence[Any] = (),
           amount: str = "amount", probability: str = "probability", decimals: int = 2, large: str = "group") -> dict[str, Forecast]:
    """The forecast under each scenario.

    Parameters
    ----------
    scenarios : mapping
        Name to one effect, or several one after the other: "when" (a condition over the columns; default every deal), "chance" (factor on
        chances, which stay at most 1), "amount" (factor on amounts, rounded half away from zero to `decimals`).
    closed, created, amount, probability, large
        As in `forecast`.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"account": ["A", "B"], "amount": [100_000, 300_000], "probability": [0.5, 0.2]}
    >>> found = at.funnel.stress(deals, {"as it is": [], "B is lost": {"when": "account == 'B'", "chance": 0}, "chances down": {"chance": 0.8}})
    >>> [round(forecast.mean) for forecast in found.values()]
    [110000, 50000, 88000]
    """
    read = read_deals(deals, amount, probability)
    frame = Table(deals, name="deals")
    kept = set(read.rows)
    base = [exact(value, amount) for value in read.columns[0]]
    result = {}
    for name, effects in scenarios.items():
        amounts, chances = base, [float(value) for value in read.columns[1]]
        for effect in [effects] if isinstance(effects, Mapping) else effects:
            unknown = sorted(set(effect) - {"when", "chance", "amount"})
            if unknown:
                raise bad_argument("UNKNOWN_KEY", f"scenario {name!r}: {', '.join(unknown)}: an effect has when, chance, amount")
            mask = _core.condition_mask(effect["when"], frame._inside) if "when" in effect else [1] * len(frame)
            amounts, chances, _ = _core.stress_deals(amounts, chances, [mark for row, mark in enumerate(mask) if row in kept], float(effect.get("chance", 1)),
                                                     exact(effect.get("amount", 1), "amount"), decimals)
        found = forecast({amount: amounts, probability: chances}, closed=closed, created=created, amount=amount, probability=probability, large=large)
        found.findings = list(read.findings)
        result[name] = found
    return result
