# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A past period once more; other plans and quotas; what they cost and whether they are fair."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional, Sequence

from attain import _core, _plot
from attain._model import Dataset, Model, Result
from attain._table import Table, to_core
from attain.stats import Interval

__all__ = ["CostSpread", "Fairness", "Goal", "PlanCost", "Restatement", "WhatIf", "fairness", "goal_seek", "plan_cost", "restate", "what_if"]


class Restatement:
    """What a period pays more or less than was paid, and why.

    Attributes
    ----------
    deltas : Table
        A row per statement, cause and column: plan, rep_id, period, source_period, cause, column, old, new, difference, transaction_id, currency, status. The last row
        of a statement has the cause ``total``; the causes before it add up to it, exactly.
    balances : Table
        Rows of the table ``balances`` from which the next period pays what changed in frozen ones.
    """

    __slots__ = ("balances", "deltas")

    def __init__(self, deltas: Table, balances: Table) -> None:
        self.deltas = deltas
        self.balances = balances

    def report(self, *, form: str = "text", language: str = "en") -> str:
        """The deltas for people (``"text"``, ``"markdown"``) or programs (``"json"``, ``"csv"``), in English or Chinese."""
        return _core.report_deltas(self.deltas._inside, form, language)

    def __bool__(self) -> bool:
        return self.deltas._inside.rows > 0

    def _repr_html_(self) -> str:
        return self.deltas._repr_html_()

    def __repr__(self) -> str:
        return f"<attain.Restatement: {self.deltas._inside.rows} deltas>"


def restate(before: Result, *states: Result, frozen_until: Any = None, pay_in: str = "", most_steps: int = 256, threads: int = 1) -> Restatement:
    """What a period would have paid had everything known now been known from the start, and why that differs from what it paid.

    Parameters
    ----------
    before : Result
        What was paid.
    *states : Result
        The same period later. The last one is how things stand now; those in between, oldest first, say in which order things became known where the data has no ``recorded_at``.
    frozen_until : date or str, optional
        Statements that end on this day or before are paid for good: their differences are paid in the period ``pay_in``.
    pay_in : str
        Default: the period after, as long as the statement's.
    most_steps : int
        Most calculations between two states; beyond that, causes share rows.
    threads : int
        Threads at work.

    Raises
    ------
    CalculationError, DataError
        When the results are of different periods or payees.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    ...     "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    ...                     "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})
    >>> data = at.load(reps={"rep_id": ["R-1"]}, transactions={"txn_id": ["T-1", "T-7"], "kind": ["booking"] * 2, "rep_id": ["R-1"] * 2,
    ...     "event_date": ["2026-01-10", "2026-03-20"], "recorded_at": ["2026-01-10T09:00:00Z", "2026-04-12T09:00:00Z"],
    ...     "amount": ["90000.00", "20000.00"], "ccy": ["EUR"] * 2})
    >>> paid = at.run(model, data, period="2026-Q1", as_of="2026-04-05")
    >>> now = at.run(model, data, period="2026-Q1")
    >>> for row in at.restate(paid, now).deltas:
    ...     print(row["cause"], row["column"], row["transaction_id"], row["old"], row["new"], row["difference"])
    late_deal earned T-7 9000.00 11000.00 2000.00
    late_deal paid T-7 9000.00 11000.00 2000.00
    total paid None 9000.00 11000.00 2000.00
    >>> bool(at.restate(paid, paid))
    False
    """
    results = [state._inside for state in (before, *states)]
    deltas, balances = _core.restate(results, frozen_until, pay_in, most_steps, threads)
    return Restatement(Table._of(deltas), Table._of(balances))


class WhatIf:
    """The same data under other plans or quotas.

    Attributes
    ----------
    base : Result
        The model as it is.
    results : dict of Result
        By scenario.
    reps : Table
        scenario, plan, rep_id, period, currency, old, new, difference, status, reason.
    totals : Table
        scenario, plan, currency, old, new, difference, change, gain, lose, same, failed.
    """

    __slots__ = ("base", "reps", "results", "totals")

    def __init__(self, base: Result, results: dict[str, Result], reps: Table, totals: Table) -> None:
        self.base = base
        self.results = results
        self.reps = reps
        self.totals = totals

    def __iter__(self) -> Iterator[str]:
        return iter(self.results)

    def _repr_html_(self) -> str:
        return self.totals._repr_html_()

    def __repr__(self) -> str:
        return f"<attain.WhatIf: {', '.join(self.results)}>"


def _prepared(model: Any, data: Optional[Dataset]) -> Any:
    """The compiled model bound to data; a prepared one is taken as it is."""
    if isinstance(model, Model):
        return model.prepare(data if data is not None else Dataset({}))._inside
    return model._inside


def what_if(model: Any, data: Optional[Dataset] = None, *, period: str, scenarios: Mapping[str, Mapping[str, Any]], as_of: Any = None,
            payee: str = "", threads: int = 1) -> WhatIf:
    """Runs a model as it is and under scenarios, and compares them rep by rep.

    Parameters
    ----------
    model : Model or Prepared
        What is asked.
    data : Dataset
        The tables; not needed with a prepared model.
    period : str
        A period of the model's calendar.
    scenarios : dict
        By name: paths and what stands there instead, as in `Model.replace`.
    as_of, payee, threads
        As in `run`.

    Raises
    ------
    NotFoundError, DefinitionError
        When a scenario names no element or makes no valid model; all scenarios are checked.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    ...     "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    ...                     "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})
    >>> data = at.load(reps={"rep_id": ["R-1"]}, transactions={"txn_id": ["T-1"], "kind": ["booking"], "rep_id": ["R-1"],
    ...     "event_date": ["2026-01-10"], "amount": ["90000.00"], "ccy": ["EUR"]})
    >>> richer = at.what_if(model, data, period="2026-Q1", scenarios={"12 %": {"incentive[flat].components[all].payout.rate": "12%"}})
    >>> [(row["rep_id"], row["old"], row["new"], row["difference"]) for row in richer.reps]
    [('R-1', Decimal('9000.00'), Decimal('10800.00'), Decimal('1800.00'))]
    >>> list(richer.totals)[0]["change"]
    Decimal('0.200000')
    """
    given = {name: {path: json.dumps(value, default=str) for path, value in replace.items()} for name, replace in scenarios.items()}
    base, results, reps, totals = _core.what_if(_prepared(model, data), given, period, as_of, threads, payee)
    return WhatIf(Result(base), {name: Result(result) for name, result in zip(given, results)}, Table._of(reps), Table._of(totals))


class Goal(NamedTuple):
    """What a search found.

    Attributes
    ----------
    status : str
        ``"reached"``, ``"paid_already"``, ``"unreachable"`` or ``"not_monotone"``: selling more sometimes pays less.
    amount : Decimal
        The least amount that pays as much, to the currency's smallest unit; when unreachable, the largest that was tried.
    paid, paid_before : Decimal
        What is paid with it and without it.
    on : str
        The deal or transaction it comes on top of.
    tried : int
        Amounts that were tried.
    """

    status: str
    amount: Decimal
    paid: Decimal
    paid_before: Decimal
    on: str
    tried: int


def goal_seek(model: Any, data: Optional[Dataset] = None, *, period: str, payee: str, pay: Any, plan: str = "", column: str = "paid",
              row: Optional[Mapping[str, Any]] = None, amount: str = "amount", most: Any = None) -> Goal:
    """How much more somebody must sell to be paid so much.

    Parameters
    ----------
    model, data, period
        As in `what_if`.
    payee : str
        Who.
    pay : int, Decimal or str
        How much, in the plan's currency.
    plan : str
        Only what this plan pays. Default: all plans.
    column : {"paid", "earned"}
        What is sought: the payment, rounded and settled, or the exact earnings.
    row : mapping of frame, optional
        The row whose amount is sought: a table of one row. Default: the payee's latest deal or booking of the period is raised.
    amount : str
        The column of that row.
    most : int, Decimal or str, optional
        The largest amount tried. Default: a milliard.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    ...     "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    ...                     "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})
    >>> data = at.load(reps={"rep_id": ["R-1"]}, transactions={"txn_id": ["T-1"], "kind": ["booking"], "rep_id": ["R-1"],
    ...     "event_date": ["2026-01-10"], "amount": ["90000.00"], "ccy": ["EUR"]})
    >>> goal = at.goal_seek(model, data, period="2026-Q1", payee="R-1", pay="10000", column="earned")
    >>> goal.status, goal.amount, goal.paid, goal.on
    ('reached', Decimal('10000.00'), Decimal('10000'), 'T-1')
    """
    rows = {name: to_core(name, frame) for name, frame in (row or {}).items()}
    return Goal(**_core.goal_seek(_prepared(model, data), period, payee, pay, plan, column, rows, amount, most))


class CostSpread(NamedTuple):
    """What draws say: n of them, the costs that a tenth, half and nine in ten of them do not exceed, their mean, and the part above the budget with its interval."""

    n: int
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    over: Optional[Interval]


class PlanCost(NamedTuple):
    """What plans cost: the table ``scenarios`` (scenario, attainment, currency, paid, payees, failed, unscaled, difference), and ``spread`` where it was asked for."""

    scenarios: Table
    spread: Optional[CostSpread]

    def plot(self) -> Any:
        """A chart (Altair): what each scenario pays and, where attainment was drawn, the stretch from p10 to p90.

        Raises
        ------
        ImportError
            When Altair is not installed: ``pip install attain[plot]``.
        """
        return _plot.costs(list(self.scenarios), self.spread)


def plan_cost(model: Any, data: Optional[Dataset] = None, *, period: str, attainments: Sequence[Any] = (), mean: Optional[float] = None,
              deviation: float = 0.25, draws: int = 1000, seed: int = 1, target: str = "", plan: str = "", budget: Any = None, threads: int = 1,
              progress: Optional[Callable[[int, int], Any]] = None) -> PlanCost:
    """What plans pay if everybody reaches so much of the quota, or if attainment is spread by chance.

    Parameters
    ----------
    model, data, period
        As in `what_if`.
    attainments : sequence of str or Decimal
        ``["80%", "100%"]``: everybody reaches this, one scenario each. The payees' own deals are scaled.
    mean : float, optional
        Draws attainment for each payee: normal, at least 0, with this mean and `deviation`. Default: nothing is drawn.
    deviation : float
        Standard deviation, in units of the quota.
    draws, seed : int
        How often, and where the random numbers start: the same seed gives the same bits.
    target, plan : str
        The target attained and the plan paid. Default: the only target, all plans.
    budget : int, Decimal or str, optional
        Whose chance to be exceeded is wanted.
    threads : int
        Threads at work.
    progress : callable, optional
        Called with scenarios and draws done and in all.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    ...     "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "400000", "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    ...     "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    ...                     "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})
    >>> data = at.load(reps={"rep_id": ["R-1"]}, transactions={"txn_id": ["T-1"], "kind": ["booking"], "rep_id": ["R-1"],
    ...     "event_date": ["2026-01-10"], "amount": ["90000.00"], "ccy": ["EUR"]})
    >>> cost = at.plan_cost(model, data, period="2026-Q1", attainments=["80%", "120%"], mean=1.0, draws=20)
    >>> [(row["scenario"], row["paid"]) for row in cost.scenarios]
    [('as_is', Decimal('9000.00')), ('80%', Decimal('8000.00')), ('120%', Decimal('12000.00'))]
    >>> cost.spread.n, cost.spread.p10 < cost.spread.p50 < cost.spread.p90
    (20, True)
    """
    spread = None if mean is None else (float(mean), float(deviation), int(draws), int(seed))
    scenarios, drawn = _core.plan_cost(_prepared(model, data), period, target, plan, list(attainments), spread, budget, threads, progress)
    if drawn is not None:
        over, span = drawn.pop("over"), drawn.pop("over_range")
        drawn = CostSpread(over=None if over is None else Interval(over, span[0], span[1], drawn["n"]), **drawn)
    return PlanCost(Table._of(scenarios), drawn)


class Fairness(NamedTuple):
    """What an audit says: the table ``figures`` (plan, figure, value, n, low, high, status), and ``unlike``, payees with the same credits and quota who earn differently."""

    figures: Table
    unlike: Table


def fairness(result: Result, *, target: str = "", least: int = 5) -> Fairness:
    """Whether pay follows attainment, equals are paid alike, the quota is within reach, and how unevenly pay is spread.

    Parameters
    ----------
    result : Result
        A run of everybody.
    target : str
        The target whose attainment is taken. Default: the only one.
    least : int
        Fewer payees give the status ``insufficient``.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    ...     "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "800000", "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    ...     "incentives": [{"id": "flat", "currency": "EUR", "period": "quarter",
    ...                     "components": [{"id": "all", "measure": "booked", "payout": {"kind": "flat", "rate": "10%"}}]}]})
    >>> data = at.load(reps={"rep_id": ["R-1", "R-2"]}, transactions={"txn_id": ["T-1", "T-2"], "kind": ["booking"] * 2, "rep_id": ["R-1", "R-2"],
    ...     "event_date": ["2026-01-10"] * 2, "amount": ["90000.00", "110000.00"], "ccy": ["EUR"] * 2})
    >>> audit = at.fairness(at.run(model, data, period="2026-Q1"), least=2)
    >>> [(row["figure"], row["value"], row["n"]) for row in audit.figures]
    [('rank_correlation', 1.0, 2), ('reached_quota', 0.5, 2), ('gini', 0.05, 2), ('unlike_pairs', 0.0, 0)]
    """
    figures, unlike = _core.fairness(result._inside, target, least)
    return Fairness(Table._of(figures), Table._of(unlike))
