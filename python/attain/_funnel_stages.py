# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Sales stages and the time spent in them; `attain.funnel` hands these functions on."""

from __future__ import annotations

import datetime
from typing import Any, Mapping, Optional, Sequence, Union

from attain import _core
from attain._errors import Finding
from attain._table import Table, to_core

__all__ = ["StageReport", "stages", "stages_from_entries", "stages_now"]

Time = Union[int, datetime.date, datetime.datetime]
Names = Union[str, Sequence[str]]


def _names(names: Names) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _time(value: Optional[Time]) -> Optional[int]:
    """Whole numbers as they are; days and instants as microseconds since 1970-01-01 UTC."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if value.tzinfo is None:
        value = value.replace(tzinfo=datetime.timezone.utc)
    return (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


def _words(stages: Sequence[str], won: Names, lost: Names, voided: Names, as_of: Optional[Time], since: Optional[Time], value: Optional[str],
           by: Optional[str], by_entry: Optional[str], confidence: float, stalled_below: float, **names: Any) -> dict[str, Any]:
    words = {"deal": "deal_id", "time": "at", "stage": "stage", "since_column": "", "entered": [], "exited": [], "outcome": "", "closed": ""}
    words.update({key: value for key, value in names.items() if value is not None})
    return {**words, "stages": list(stages), "won": _names(won), "lost": _names(lost), "voided": _names(voided), "as_of": _time(as_of),
            "since": _time(since), "value": value or "", "by": by or "", "by_entry": by_entry or "", "confidence": confidence,
            "stalled_below": stalled_below}


class StageReport:
    """Sales stages counted and timed; made by `stages`, `stages_from_entries` and `stages_now`."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def findings(self) -> list[Finding]:
        """What was set aside, and why."""
        return [Finding(**finding) for finding in self._inside.findings]

    @property
    def stages(self) -> Table:
        """One row per stage (and group): how many deals entered and reached it, skips, losses, open deals, rates and times with intervals.

        ``next_step`` is the share of those who reached a stage that reached the next one so far; ``onward`` the chance of going on with open
        deals counted right. `None` where the history does not tell.
        """
        return Table._of(self._inside.stages())

    @property
    def totals(self) -> Table:
        """One row (per group): deals, won, lost, ``win_rate`` of closed deals, ``win_rate_all`` of all, ``win_chance`` with open deals counted right."""
        return Table._of(self._inside.totals())

    @property
    def times(self) -> Table:
        """One row per stage and time: who is still there, with interval, and who has gone onward, back, or was lost."""
        return Table._of(self._inside.times())

    def open_deals(self) -> Table:
        """The open deals, the most unusual first: age at their stage, the share of stays that last longer, and whether that makes them stalled."""
        return Table._of(self._inside.open_deals())

    def bottlenecks(self, *, least: int = 30, alpha: float = 0.05, confidence: float = 0.95) -> Table:
        """Where value and time are lost, the worst stage first, and what one point more of conversion is worth at each.

        A stage is ``flagged`` when it loses a larger share than the others together by more than chance, and at least `least` visits have left it.

        Parameters
        ----------
        least : int
            Fewer visits than these are ``small`` and never flagged.
        alpha : float
            How unlikely by chance a difference must be, all stages taken together.
        confidence : float
            Of the intervals.

        Examples
        --------
        >>> import attain as at
        >>> log = {"deal_id": ["D1", "D1", "D2", "D2"], "at": [0, 4, 0, 6], "stage": ["Lead", "Won", "Lead", "Lost"]}
        >>> rows = at.funnel.stages(log, stages=["Lead"]).bottlenecks()
        >>> rows["loss_rate"], rows["mean_time"], rows["small"]
        ([0.5], [5.0], [True])
        """
        return Table._of(self._inside.bottlenecks(least, alpha, confidence))

    def plot(self) -> Any:
        """How many deals reached each stage, as an Altair chart.

        Raises
        ------
        ImportError
            Altair is not installed.
        """
        import altair

        rows = [{key: row[key] for key in ("group", "stage", "reached") if key in row} for row in self.stages]
        chart = altair.Chart(altair.Data(values=rows)).mark_bar().encode(
            x=altair.X("reached:Q", title="deals that got so far"), y=altair.Y("stage:N", sort=self._inside.stage_names, title=None))
        return chart.encode(row=altair.Row("group:N", title=None)) if "group" in rows[0] else chart

    def plot_times(self) -> Any:
        """Who is still at each stage after how long, as an Altair chart.

        Raises
        ------
        ImportError
            Altair is not installed.
        """
        import altair

        rows = [{key: row[key] for key in ("group", "stage", "time", "survival") if key in row} for row in self.times]
        chart = altair.Chart(altair.Data(values=rows)).mark_line(interpolate="step-after").encode(
            x=altair.X("time:Q", title="time at the stage"), y=altair.Y("survival:Q", title="still there", scale=altair.Scale(domain=[0, 1])),
            color=altair.Color("stage:N", sort=self._inside.stage_names))
        return chart.encode(row=altair.Row("group:N", title=None)) if rows and "group" in rows[0] else chart

    def __repr__(self) -> str:
        return f"<attain.funnel.StageReport: {' → '.join(self._inside.stage_names)}>"


def stages(changes: Any, *, stages: Sequence[str], won: Names = "Won", lost: Names = "Lost", voided: Names = (), deal: str = "deal_id",
           time: str = "at", stage: str = "stage", as_of: Optional[Time] = None, since: Optional[Time] = None, deals: Any = None,
           value: Optional[str] = None, by: Optional[str] = None, by_entry: Optional[str] = None, confidence: float = 0.95,
           stalled_below: float = 0.2) -> StageReport:
    """Sales stages from a change log: how many deals got how far, how long they stayed, where they were lost.

    Parameters
    ----------
    changes : frame
        One row per entry of a deal into a stage, in any order.
    stages : sequence of str
        Names of the stages along the pipeline.
    won, lost, voided : str or sequence of str
        Names that mean winning, losing, being taken out.
    deal, time, stage : str
        Columns of `changes`. Times are days, instants or whole numbers of any unit; durations come in days, or in that unit.
    as_of : date, datetime or int
        Until when the log is known; open deals are seen until then. By default the last time in it.
    since : date, datetime or int
        Times and chances from what happened after this alone. Counts stay whole.
    deals : frame, optional
        One row per deal, with the column `deal`, for `value` and `by`.
    value : str, optional
        Column of the deals' values; sums are exact.
    by : str, optional
        Column of `deals` to group by: owner, product, region.
    by_entry : {"day", "week", "month", "quarter", "half", "year"}, optional
        Group by when a deal first entered.
    confidence : float
        Of all intervals.
    stalled_below : float
        An open deal is stalled when fewer than this share of stays at its stage last longer.

    Raises
    ------
    DataError, DefinitionError
        Columns that are missing or of the wrong type. Single rows do not stop: see `StageReport.findings`.

    Examples
    --------
    >>> import attain as at
    >>> log = {"deal_id": ["D1", "D1", "D1", "D2", "D2", "D3"], "at": [0, 5, 12, 0, 4, 10],
    ...        "stage": ["Lead", "Offer", "Won", "Lead", "Lost", "Lead"]}
    >>> report = at.funnel.stages(log, stages=["Lead", "Offer"], as_of=30)
    >>> report.stages["reached"], report.stages["lost_from"], report.stages["open_now"]
    ([3, 1], [1, 0], [1, 0])
    >>> report.totals["win_rate"], report.totals["win_rate_all"]
    ([0.5], [0.3333333333333333])
    """
    words = _words(stages, won, lost, voided, as_of, since, value, by, by_entry, confidence, stalled_below, deal=deal, time=time, stage=stage)
    return StageReport(_core.stages_of_changes(to_core("changes", changes), None if deals is None else to_core("deals", deals), words))


def stages_from_entries(deals: Any, *, stages: Sequence[str], entered: Mapping[str, str], exited: Optional[Mapping[str, str]] = None,
                        outcome: Optional[str] = None, closed: Optional[str] = None, won: Names = "Won", lost: Names = "Lost",
                        voided: Names = (), deal: str = "deal_id", as_of: Optional[Time] = None, since: Optional[Time] = None,
                        value: Optional[str] = None, by: Optional[str] = None, by_entry: Optional[str] = None, confidence: float = 0.95,
                        stalled_below: float = 0.2) -> StageReport:
    """Sales stages from columns that say when each stage was entered. Second visits and moves back are not known then.

    Parameters
    ----------
    deals : frame
        One row per deal.
    entered, exited : mapping of stage to column
        When each stage was entered, and left; without the latter it was left when the next one was entered.
    outcome, closed : str
        Columns that say how (by the names of `won`, `lost`, `voided`) and when a deal was closed.
    stages, won, lost, voided, deal, as_of, since, value, by, by_entry, confidence, stalled_below
        As `stages` takes them.

    Examples
    --------
    >>> import attain as at
    >>> deals = {"deal_id": ["D1", "D2", "D3"], "lead_at": [0, 0, 10], "offer_at": [5, None, None],
    ...          "result": ["Won", "Lost", None], "closed": [12, 4, None]}
    >>> report = at.funnel.stages_from_entries(deals, stages=["Lead", "Offer"], entered={"Lead": "lead_at", "Offer": "offer_at"},
    ...                                        outcome="result", closed="closed", as_of=30)
    >>> report.stages["reached"], report.stages["visits"]
    ([3, 1], [None, None])
    """
    words = _words(stages, won, lost, voided, as_of, since, value, by, by_entry, confidence, stalled_below, deal=deal,
                   entered=list(entered.items()), exited=list((exited or {}).items()), outcome=outcome, closed=closed)
    return StageReport(_core.stages_of_entries(to_core("deals", deals), words))


def stages_now(deals: Any, *, stages: Sequence[str], stage: str = "stage", since_column: Optional[str] = None, won: Names = "Won",
               lost: Names = "Lost", voided: Names = (), deal: str = "deal_id", as_of: Optional[Time] = None, value: Optional[str] = None,
               by: Optional[str] = None, confidence: float = 0.95) -> StageReport:
    """Sales stages from where deals are now, and no more: what is open, won and lost; rates are refused (``INSUFFICIENT_HISTORY``).

    Parameters
    ----------
    deals : frame
        One row per deal.
    stage : str
        Column of the present stage.
    since_column : str, optional
        Column of since when it is there.
    stages, won, lost, voided, deal, as_of, value, by, confidence
        As `stages` takes them.

    Examples
    --------
    >>> import attain as at
    >>> report = at.funnel.stages_now({"deal_id": ["D1", "D2"], "stage": ["Lead", "Won"]}, stages=["Lead", "Offer"])
    >>> report.stages["open_now"], report.stages["reached"], report.stages["reason"][0]
    ([1, 0], [None, None], 'INSUFFICIENT_HISTORY')
    """
    words = _words(stages, won, lost, voided, as_of, None, value, by, None, confidence, 0.2, deal=deal, stage=stage, since_column=since_column)
    return StageReport(_core.stages_of_snapshot(to_core("deals", deals), words))
