# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""How work really runs, and how well it follows the standard process; `attain.funnel` hands these functions on."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding, bad_argument, make_finding
from attain._table import Table, to_core

__all__ = ["Compliance", "Conformance", "Durations", "Process", "conformance", "process"]


class Durations(NamedTuple):
    """How long cases took from first to last event: seconds for dates and instants, else the unit of the times."""

    least: float
    most: float
    mean: float
    median: float


class Compliance(NamedTuple):
    """`fit` of `cases` follow the process; `fit_share` with its Wilson interval; mean fitness of cases; and fitness of all events (`log_fitness`)."""

    cases: int
    fit: int
    fit_share: float
    lower: float
    upper: float
    mean_fitness: float
    log_fitness: float


class Process:
    """Events grouped by case; made by `process`."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def cases(self) -> list[str]:
        """Names of the cases."""
        return self._inside.cases

    @property
    def events(self) -> int:
        """Events used."""
        return self._inside.events

    @property
    def findings(self) -> list[Finding]:
        """Rows set aside: without case, time or activity."""
        return [make_finding(item) for item in self._inside.findings]

    @property
    def variants(self) -> list[tuple[tuple[str, ...], int]]:
        """Paths with how many cases took them, the commonest first."""
        return self._inside.variants()

    @property
    def activities(self) -> Table:
        """One row per activity: events, cases, starts, ends, rework_cases (cases in which it occurs more than once)."""
        return Table._of(self._inside.figures(False))

    @property
    def edges(self) -> Table:
        """One row per pair of activities that follow one another: n, and the total, mean, median, least and most time between."""
        return Table._of(self._inside.figures(True))

    @property
    def durations(self) -> Optional[Durations]:
        """How long cases took; None without events."""
        found = self._inside.durations()
        return None if found is None else Durations(*found)

    def slowest(self, *, by: str = "total") -> Optional[tuple[str, str]]:
        """The pair of activities with the most time between, in all ("total") or each time ("mean"); of equals the first seen."""
        if by not in ("total", "mean"):
            raise bad_argument("UNKNOWN_WORD", f"by: {by!r} is none of total, mean")
        return self._inside.slowest(by == "mean")

    def __repr__(self) -> str:
        return f"<attain.Process: {len(self.cases)} cases, {self.events} events, {len(self.variants)} variants>"


def process(events: Any, *, case: str = "case", time: str = "time", activity: str = "activity", order: str = "time") -> Process:
    """Groups an event log by case.

    Parameters
    ----------
    events : frame
        One row per event, in any order.
    time : str
        Column of whole numbers, dates, instants, or text in ISO 8601 form.
    order : {"time", "given"}
        Whether events of a case are put in order of time (equal times stay as given), or all stay as given.

    Examples
    --------
    >>> import attain as at
    >>> log = {"case": [1, 1, 1, 2, 2], "time": [0, 10, 40, 5, 25], "activity": ["lead", "quote", "sign", "lead", "quote"]}
    >>> found = at.funnel.process(log)
    >>> found.variants
    [(('lead', 'quote', 'sign'), 1), (('lead', 'quote'), 1)]
    >>> found.edges["mean"], found.slowest()
    ([15.0, 30.0], ('lead', 'quote'))
    """
    if order not in ("time", "given"):
        raise bad_argument("UNKNOWN_WORD", f"order: {order!r} is none of time, given")
    return Process(_core.process_log(to_core("events", events), case, time, activity, order == "time", []))


class Conformance:
    """How well cases follow the standard process; made by `conformance`."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def cases(self) -> Table:
        """One row per case: cost (extra events and steps left out), weight (the most it could cost), fitness = 1 - cost / weight."""
        return Table._of(self._inside.cases())

    @property
    def steps(self) -> Table:
        """One row per step: cases in which it is done, skipped, or skipped at no cost."""
        return Table._of(self._inside.steps())

    @property
    def extra(self) -> dict[str, int]:
        """Activities beside the process, with how often they occur."""
        return self._inside.extra()

    def moves(self, case: int) -> list[tuple[str, Optional[str], Optional[int]]]:
        """The alignment of the case in that row of `cases`: (kind, step, place of the event), kinds "match", "extra", "skipped", "skipped_free"."""
        return self._inside.moves(case)

    def all(self, *, confidence: float = 0.95) -> Compliance:
        """All cases together."""
        return Compliance(*self._inside.all(confidence))

    def by(self, groups: Union[Mapping[Any, Any], Sequence[Any]], *, confidence: float = 0.95) -> dict[Any, Compliance]:
        """Compliance by group, for instance by rep: a group per case, as a mapping from case or in the order of `cases`; None: no group."""
        if isinstance(groups, Mapping):
            named = {str(case): group for case, group in groups.items()}
            groups = [named.get(case) for case in self.cases["case"]]
        numbers: dict = {}
        codes = [-1 if group is None else numbers.setdefault(group, len(numbers)) for group in groups]
        return {group: Compliance(*found) for group, found in zip(numbers, self._inside.by_group(codes, len(numbers), confidence))}

    def __repr__(self) -> str:
        return f"<attain.Conformance: {len(self.cases)} cases>"


def _step(step: Union[str, Mapping[str, Any]]) -> dict[str, Any]:
    words = {"optional": False, "id": "", "after": [], "may_start": False, "may_end": False}
    if isinstance(step, str):
        return {**words, "activity": step}
    unknown = [key for key in step if key not in (*words, "activity")]
    if unknown or "activity" not in step:
        raise bad_argument("INVALID_ARGUMENT", f"a step is a name or a mapping of activity, {', '.join(words)}; not {dict(step)!r}")
    return {**words, **step, "after": list(step.get("after", []))}


def conformance(events: Any, model: Sequence[Union[str, Mapping[str, Any]]], *, optional: Sequence[str] = (), case: str = "case", time: str = "time",
                activity: str = "activity", order: str = "time") -> Conformance:
    """Holds every case against the standard process.

    The cheapest alignment counts: an event that does the next step costs nothing, an event beside the process 1, a step left out 1.

    Parameters
    ----------
    events : frame, Process, or list of lists of activities
        A log as in `process`, or the paths themselves.
    model : list of steps
        Names of activities in order. For branches a mapping in place of a name: "activity", and where wanted "optional", "id", "after" (earlier
        steps it may follow; default the one before), "may_start", "may_end".
    optional : list of str
        Activities that may be left out at no cost.

    Examples
    --------
    >>> import attain as at
    >>> checked = at.funnel.conformance([["lead", "quote", "sign"], ["lead", "sign", "call"]], ["lead", "quote", "sign"])
    >>> checked.cases["cost"], checked.moves(1)
    ([0, 2], [('match', 'lead', 0), ('skipped', 'quote', None), ('match', 'sign', 1), ('extra', None, 2)])
    >>> checked.by(["Ada", "Bo"])["Ada"].fit_share
    1.0
    """
    steps = [_step(step) for step in model]
    known = {step["activity"] for step in steps}
    for name in optional:
        if name not in known:
            raise bad_argument("UNKNOWN_NAME", f"optional: {name!r} is no activity of the model")
    steps = [{**step, "optional": step["optional"] or step["activity"] in set(optional)} for step in steps]
    if isinstance(events, Process):
        return Conformance(events._inside.check(steps))
    if isinstance(events, Sequence) and all(isinstance(path, (list, tuple)) for path in events):
        rows = [(str(number), place, name) for number, path in enumerate(events) for place, name in enumerate(path)]
        frame = _core.table("events", [_core.column("case", "text", 0, [row[0] for row in rows]), _core.column("time", "int", 0, [row[1] for row in rows]),
                                       _core.column("activity", "text", 0, [row[2] for row in rows])])
        return Conformance(_core.process_log(frame, "case", "time", "activity", False, [str(number) for number in range(len(events))]).check(steps))
    return Conformance(process(events, case=case, time=time, activity=activity, order=order)._inside.check(steps))
