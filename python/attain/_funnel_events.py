# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Funnels of event logs; `attain.funnel` hands these functions on."""

from __future__ import annotations

import datetime
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding, bad_argument, make_finding
from attain._plot import altair, chart
from attain._table import Table, to_core
from attain.expression import Expression

__all__ = ["Attempts", "EventFunnel", "Retention", "StepDifference", "attempts", "retention", "sequence", "window"]

Duration = Union[int, datetime.timedelta]
_WORDS = {
    "order": ("ordered", "adjacent", "unordered"),
    "entry": ("latest", "first"),
    "ties": ("by_step", "by_row", "any", "strictly_later"),
    "reuse": ("allowed", "once"),
    "after_break": ("restart", "stop"),
}
_MODES = ("strict_order", "strict_deduplication", "strict_increase", "strict_once", "allow_reentry")
_RULES = ("attain", "clickhouse", "product")
_GRAINS = ("day", "week", "month", "quarter", "half", "year")
_SPREAD = ("n", "mean", "p10", "median", "p90")
_COUNTS = ("group", "step", "entered", "converted", "open", "lost", "rate", "low", "high", "from_first", "from_first_low", "from_first_high",
           *(f"gap_{name}" for name in _SPREAD), *(f"elapsed_{name}" for name in _SPREAD))


def _one_of(name: str, word: str, words: Sequence[str]) -> int:
    if word not in words:
        raise bad_argument("UNKNOWN_WORD", f"{name}: {word!r} is none of {', '.join(words)}")
    return words.index(word)


def _micros(value: datetime.timedelta) -> tuple:
    return (value // datetime.timedelta(microseconds=1),)


def _duration(name: str, value: Any) -> Any:
    if isinstance(value, datetime.timedelta):
        return _micros(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise bad_argument("INVALID_ARGUMENT", f"{name}: pass a timedelta (at.days(30)) or a whole number in the unit of the times, not {value!r}")


def _instant(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        return _micros(value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc))
    if isinstance(value, datetime.date):
        return _micros(value - datetime.date(1970, 1, 1))
    raise bad_argument("INVALID_ARGUMENT", f"as_of: pass an instant, a day or a number as the times are, not {value!r}")


def _match(name: str, step: Any) -> Any:
    """A step as the compiled part takes it: texts of values, or an expression."""
    if isinstance(step, Expression):
        return step._inside
    if isinstance(step, (str, int)) and not isinstance(step, bool):
        return [str(step)]
    if isinstance(step, Iterable) and (values := list(step)) and all(isinstance(value, (str, int)) for value in values):
        return [str(value) for value in values]
    raise bad_argument("INVALID_ARGUMENT", f"{name}: a step is a value of the event column, a list of values, or at.expression(\"…\"), not {step!r}")


def _columns(subject: str, time: str, event: str, steps: Sequence[Any], exclude: Sequence[Any] = (), hold: Optional[str] = None,
             zones: str = "") -> dict[str, Any]:
    if isinstance(steps, str):
        raise bad_argument("INVALID_ARGUMENT", "steps: pass a list of steps")
    return {"subject": subject, "time": time, "event": event, "hold": hold or "", "zones": zones,
            "steps": [_match(f"steps[{i}]", step) for i, step in enumerate(steps)],
            "exclude": [(_match(f"exclude[{i}]", what), after, before) for i, (what, after, before) in enumerate(exclude)]}


class StepDifference(NamedTuple):
    """How two groups differ at one step: difference of their rates with its interval, the pooled z and its two-sided p."""

    step: int
    difference: float
    low: float
    high: float
    z: float
    p: float


class EventFunnel:
    """What became of the subjects of an event log; made by `window`."""

    __slots__ = ("_inside", "_names", "_confidence")

    def __init__(self, inside: Any, names: Sequence[str], confidence: float) -> None:
        self._inside = inside
        self._names = list(names)
        self._confidence = confidence

    @property
    def subjects(self) -> Table:
        """One row per subject: its id, ``level``, ``stop`` (why no further) and ``open`` (it may still go on: pending, not lost)."""
        return Table._of(self._inside.subjects())

    @property
    def chains(self) -> Table:
        """One row per subject and step reached: its id, ``step``, ``row`` of the log, ``time``: the winning chain."""
        return Table._of(self._inside.chains())

    @property
    def steps(self) -> Table:
        """One row per step: who ``entered``, ``converted`` to the next step, is ``open`` or ``lost``; ``rate`` = converted / (entered - open) with its
        Wilson interval ``low`` .. ``high``; ``from_first``, the share of those at step 1, with its interval; and, where chains were kept, the times from
        the step before (``gap_…``) and from step 1 (``elapsed_…``): n, mean, p10, median, p90."""
        return self._table("steps", "", 0, 0)

    @property
    def levels(self) -> list[int]:
        """How many subjects ended at level 0, 1, and so on to the last step."""
        return self._inside.levels()

    @property
    def pending(self) -> int:
        """How many subjects are open."""
        return sum(self.steps["open"])

    @property
    def as_of(self) -> int:
        """Until when the log was taken to be known, in the unit of its times."""
        return self._inside.as_of

    @property
    def findings(self) -> list[Finding]:
        """Rows set aside, and why."""
        return [make_finding(item) for item in self._inside.findings]

    def breakdown(self, column: str, *, at: Union[int, str] = "first") -> Table:
        """`steps` apart by the value of a column.

        Parameters
        ----------
        column : str
            A column of the log.
        at : {"first", "last"} or int
            Whose row counts, when a subject has several values: that of step 1, of the last step reached, or of a step by number (then subjects that did
            not reach it are left out).

        Raises
        ------
        DataError, NotFoundError, CalculationError
            No such column, or chains were not kept.

        Examples
        --------
        >>> import attain as at
        >>> log = {"user": [1, 1, 2], "time": [1, 2, 3], "event": ["visit", "sign", "visit"], "channel": ["ad", "mail", "ad"]}
        >>> found = at.funnel.window(log, subject="user", time="time", steps=["visit", "sign"], within=9, as_of=99)
        >>> list(zip(found.breakdown("channel")["group"], found.breakdown("channel")["entered"]))
        [('ad', 2), ('ad', 1)]
        """
        return self._table("breakdown", column, self._at(at), 0)

    def trend(self, grain: str = "month") -> Table:
        """`steps` apart by the period in which the winning chain began; the log's times must be days or instants.

        Parameters
        ----------
        grain : {"day", "week", "month", "quarter", "half", "year"}
            Length of the periods.

        Examples
        --------
        >>> from datetime import date
        >>> import attain as at
        >>> log = {"user": [1, 1, 2], "day": [date(2026, 1, 5), date(2026, 1, 7), date(2026, 2, 1)], "event": ["visit", "sign", "visit"]}
        >>> trend = at.funnel.window(log, subject="user", time="day", steps=["visit", "sign"], within=at.days(7)).trend("month")
        >>> list(zip(trend["group"], trend["step"], trend["entered"]))
        [('2026-01', 1, 1), ('2026-01', 2, 1), ('2026-02', 1, 1), ('2026-02', 2, 0)]
        """
        return self._table("trend", "", 0, 1 + _one_of("grain", grain, _GRAINS))

    def compare(self, column: str, a: Any, b: Any, *, at: Union[int, str] = "first") -> list[StepDifference]:
        """Two groups of `breakdown` compared step by step; the last entry compares the whole way.

        Parameters
        ----------
        column, at
            As `breakdown` takes them.
        a, b
            Two values of the column.

        Raises
        ------
        DefinitionError
            When no subject has one of the values.

        Examples
        --------
        >>> import attain as at
        >>> log = {"user": [1, 1, 2, 3, 3], "time": [1, 2, 3, 3, 4], "event": ["visit", "sign", "visit", "visit", "sign"], "channel": ["ad", "ad", "ad", "web", "web"]}
        >>> found = at.funnel.window(log, subject="user", time="time", steps=["visit", "sign"], within=9, as_of=99)
        >>> found.compare("channel", "ad", "web")[0].difference
        -0.5
        """
        return [StepDifference(*row) for row in self._inside.compare(column, self._at(at), str(a), str(b), self._confidence)]

    def plot(self) -> Any:
        """The funnel as bars: converted, open, lost per step (Altair)."""
        alt = altair()
        steps = self.steps
        rows = [{"step": f"{number}. {name}", "what": what, "subjects": value}
                for what in ("converted", "open", "lost") for number, name, value in zip(steps["step"], steps["name"], steps[what])]
        return chart(rows).mark_bar().encode(y=alt.Y("step:N", sort=None, title=None), x=alt.X("subjects:Q"), color="what:N", tooltip=["step:N", "what:N", "subjects:Q"])

    def _at(self, at: Union[int, str]) -> int:
        if at in ("first", "last"):
            return 1 if at == "first" else 0
        if not isinstance(at, int) or at < 1:
            raise bad_argument("INVALID_ARGUMENT", f"at: {at!r} is neither first, last nor the number of a step")
        return at

    def _table(self, name: str, column: str, step: int, grain: int) -> Table:
        groups, rows = self._inside.steps(column, step, grain, self._confidence)
        columns: dict[str, list] = {}
        if column or grain:
            columns["group"] = [groups[row[0]] for row in rows]
        columns["step"] = [row[1] for row in rows]
        columns["name"] = [self._names[row[1] - 1] for row in rows]
        for place, title in enumerate(_COUNTS):
            if place >= 2:
                columns[title] = [row[place] for row in rows]
        return Table(columns, name=name)

    def __repr__(self) -> str:
        return f"<attain.funnel.EventFunnel: levels {', '.join(map(str, self.levels))}>"

    def _repr_html_(self) -> str:
        return self.steps._repr_html_()


def window(events: Any, *, subject: str = "subject", time: str = "time", event: str = "event", steps: Sequence[Any], within: Duration,
           rules: str = "attain", modes: Sequence[str] = (), order: str = "ordered", entry: str = "latest", ties: str = "by_step", reuse: str = "allowed",
           after_break: str = "restart", max_gap: Optional[Mapping[int, Duration]] = None, optional: Sequence[int] = (),
           exclude: Sequence[tuple[Any, int, int]] = (), hold: Optional[str] = None, as_of: Any = None, chains: bool = True, confidence: float = 0.95,
           zones: str = "", threads: int = 1) -> EventFunnel:
    """How far each subject of an event log gets through some steps inside a window.

    Parameters
    ----------
    events : frame
        One row per event, in any order.
    subject, time, event : str
        Columns: who (text or whole numbers), when (whole numbers, days or instants), what (text or whole numbers).
    steps : list
        The steps, 1 to 64: each a value of the event column, a list of values, or ``at.expression("amount > 100")`` over all columns.
    within : timedelta or int
        The last step comes at most this long after the first: ``at.days(30)``, or a number in the unit of the times.
    rules : {"attain", "clickhouse", "product"}
        Own rules, told by the options below; those of ClickHouse's windowFunnel 26.7 with its `modes`; or those of product analytics (PostHog), for which
        of the options below `order`, `optional` and `exclude` matter.
    modes : list of str
        For ClickHouse: strict_order, strict_deduplication, strict_increase, strict_once, allow_reentry.
    order : {"ordered", "adjacent", "unordered"}
        Anything may lie between two steps; nothing may; or steps come in any order and are counted.
    entry : {"latest", "first"}
        A chain starts wherever it gets furthest, or only where the subject first met step 1.
    ties : {"by_step", "by_row", "any", "strictly_later"}
        Equal times: in the order of steps, in the order of rows, in whatever order helps, or not later at all.
    reuse : {"allowed", "once"}
        Whether one row may serve several steps.
    after_break : {"restart", "stop"}
        After an excluded row or an interruption: a later row may start anew, or nothing counts any more.
    max_gap : dict of step to duration, optional
        Longest time from the step before, by number of the step (2 and up).
    optional : list of int
        Steps that may be left out, by number (2 and up).
    exclude : list of (step, after, before)
        What must not lie between step `after` and step `before`, given as a step is given.
    hold : str, optional
        A column that must keep its value along a chain.
    as_of : optional
        Until when the log is known; who may still go on is open, not lost. Default: the last event.
    chains : bool
        Keep rows and times of the winning chains; needed by `chains`, times, breakdowns and trends. A quarter slower.
    confidence : float
        Of intervals.
    zones : str
        Directory of compiled time zones, for expressions.
    threads : int
        Threads at work; the result is the same for any number.

    Returns
    -------
    EventFunnel

    Raises
    ------
    DataError, NotFoundError, DefinitionError
        Unknown columns, wrong types, more than 64 steps, a negative window, conditions that do not fit: all findings at once.

    Examples
    --------
    >>> from datetime import datetime
    >>> import attain as at
    >>> log = {"user": ["ann", "bob", "ann", "ann", "cyd"], "event": ["visit", "visit", "quote", "sign", "visit"],
    ...        "ts": [datetime(2026, 1, 5), datetime(2026, 1, 6), datetime(2026, 1, 7), datetime(2026, 2, 1), datetime(2026, 3, 1)]}
    >>> found = at.funnel.window(log, subject="user", time="ts", steps=["visit", "quote", "sign"], within=at.days(30))
    >>> list(zip(found.subjects["user"], found.subjects["level"], found.subjects["stop"]))
    [('ann', 3, 'converted'), ('bob', 1, 'window'), ('cyd', 1, 'open')]
    >>> found.steps["entered"], found.steps["converted"], found.steps["open"], found.steps["rate"][0]
    ([3, 1, 1], [1, 1, 1], [1, 0, 0], 0.5)
    """
    words = _columns(subject, time, event, steps, exclude, hold, zones)
    _one_of("rules", rules, _RULES)
    for mode in modes:
        _one_of("modes", mode, _MODES)
    if modes and rules != "clickhouse":
        raise bad_argument("INVALID_ARGUMENT", "modes are ClickHouse's: rules=\"clickhouse\"")
    given = {"order": order, "entry": entry, "ties": ties, "reuse": reuse, "after_break": after_break}
    words.update({name: _one_of(name, word, _WORDS[name]) for name, word in given.items()})
    ignored = {"clickhouse": ("order", "entry", "ties", "reuse", "after_break"), "product": ("entry", "ties", "reuse", "after_break")}.get(rules, ())
    for name in ignored:
        if words[name] != 0:
            raise bad_argument("INVALID_ARGUMENT", f"{name}: the rules {rules!r} have their own")
    if rules != "attain" and max_gap or rules == "clickhouse" and (optional or exclude):
        raise bad_argument("INVALID_ARGUMENT", f"the rules {rules!r} know no gaps" + (", optional steps or exclusions" if rules == "clickhouse" else ""))
    gaps: list = []
    for step, gap in (max_gap or {}).items():
        if not isinstance(step, int) or not 2 <= step <= len(words["steps"]):
            raise bad_argument("INVALID_ARGUMENT", f"max_gap: {step!r} is none of the steps 2 to {len(words['steps'])}")
        gaps.extend([None] * (step - len(gaps)))
        gaps[step - 1] = _duration(f"max_gap[{step}]", gap)
    words.update(rules=rules, within=_duration("within", within), modes=[mode in modes for mode in _MODES], max_gap=gaps, optional=list(optional),
                 as_of=_instant(as_of), chains=chains, threads=threads)
    names = [str(step) if isinstance(step, (str, int, Expression)) else " or ".join(map(str, step)) for step in steps]
    return EventFunnel(_core.event_funnel(to_core("events", events), words), names, confidence)


class Attempts(NamedTuple):
    """Attempts counted by `attempts`.

    Attributes
    ----------
    table : Table
        One row per attempt, by subject and time: the id, ``level``, ``start``, ``last``, ``stop``.
    counts : list of int
        Attempts that reached each step at least.
    """

    table: Table
    counts: list


def attempts(events: Any, *, subject: str = "subject", time: str = "time", event: str = "event", steps: Sequence[Any], within: Duration,
             entry: str = "first", as_of: Any = None, zones: str = "", threads: int = 1) -> Attempts:
    """Every attempt counted, not every subject: an attempt opens at step 1, takes the next step from one row at a time, and closes at the last step or
    when its window is over.

    Parameters
    ----------
    events, subject, time, event, steps, within, as_of, zones, threads
        As `window` takes them.
    entry : {"first", "latest"}
        Whether an attempt that stands at step 1 keeps its start or moves it to a further row of step 1.

    Examples
    --------
    >>> import attain as at
    >>> log = {"subject": [1] * 5, "time": [1, 3, 6, 8, 9], "event": ["search", "read", "clone", "search", "read"]}
    >>> found = at.funnel.attempts(log, steps=["search", "read", "clone"], within=100)
    >>> found.counts, found.table["stop"]
    ([2, 2, 1], ['converted', 'open'])
    """
    words = _columns(subject, time, event, steps, (), None, zones)
    words.update(within=_duration("within", within), entry=_one_of("entry", entry, _WORDS["entry"]), as_of=_instant(as_of), chains=False, threads=threads)
    inside, counts = _core.event_attempts(to_core("events", events), words)
    return Attempts(Table._of(inside), counts)


def sequence(events: Any, pattern: str, *, subject: str = "subject", time: str = "time", event: str = "event", conditions: Sequence[Any],
             first_only: bool = False, zones: str = "", threads: int = 1) -> Table:
    """How often a pattern of events occurs to each subject, as ClickHouse's sequenceMatch and sequenceCount read it.

    Parameters
    ----------
    events, subject, time, event, zones, threads
        As `window` takes them. Rows that satisfy no condition are not seen.
    pattern : str
        ``(?1)`` an event of condition 1; ``.`` any one event; ``.*`` any number; ``(?t<=3600)`` at most 3600 (in the unit of the times) between the event
        before and the event after. What stands side by side follows at once.
    conditions : list
        Condition 1 and so on, given as steps are given.
    first_only : bool
        Stop at the first match of a subject.

    Returns
    -------
    Table
        The id and ``matches``, none of which overlap.

    Raises
    ------
    DefinitionError
        With the place of everything in the pattern that is not understood.

    Examples
    --------
    >>> import attain as at
    >>> log = {"subject": [1] * 4, "time": [1, 2, 3, 4], "event": ["fail", "retry", "fail", "retry"]}
    >>> at.funnel.sequence(log, "(?1)(?t<=1)(?2)", conditions=["fail", "retry"])["matches"]
    [2]
    """
    words = _columns(subject, time, event, conditions, (), None, zones)
    words.update(as_of=None, chains=False, threads=threads)
    return Table._of(_core.event_sequence(to_core("events", events), words, pattern, first_only))


class Retention(NamedTuple):
    """Who came back.

    Attributes
    ----------
    table : Table
        The id and ``c1``, ``c2``, …: 1 where the subject met condition 1 and that condition.
    totals : list of int
        Their sums.
    """

    table: Table
    totals: list


def retention(events: Any, *, subject: str = "subject", event: str = "event", conditions: Sequence[Any], zones: str = "", threads: int = 1) -> Retention:
    """Who of those that met a first condition met the others as well, whatever the order in time.

    Parameters
    ----------
    events, subject, event, zones, threads
        As `window` takes them.
    conditions : list
        Condition 1 and so on, given as steps are given.

    Examples
    --------
    >>> import attain as at
    >>> log = {"subject": ["ann", "ann", "bob", "bob"], "event": ["mon", "tue", "tue", "wed"]}
    >>> found = at.funnel.retention(log, conditions=["mon", "tue", "wed"])
    >>> found.totals, found.table["c2"]
    ([1, 1, 0], [1, 0])
    """
    words = _columns(subject, "", event, conditions, (), None, zones)
    words.update(as_of=None, chains=False, threads=threads)
    inside, totals = _core.event_retention(to_core("events", events), words)
    return Retention(Table._of(inside), totals)
