# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Calendars and workdays.

>>> import attain as at
>>> at.crm.nrf_year(2023).weeks
53
"""

from __future__ import annotations

import datetime
from typing import Any, Iterable, NamedTuple, Optional

from attain import _core

__all__ = ["FiscalPlace", "IsoWeek", "WeekYear", "WorkdayAverages", "Workdays", "average_workdays", "fiscal_place", "iso_week", "last_weekday", "nrf_year",
           "week_pattern_starts"]


class WeekYear(NamedTuple):
    """A fiscal year of whole weeks: first day, first day of the next year, 52 or 53 weeks, and its twelve months."""

    start: datetime.date
    end: datetime.date
    weeks: int
    starts: list[datetime.date]
    month_weeks: list[int]


class IsoWeek(NamedTuple):
    """Year, week 1..53 and weekday 1..7 (Monday 1) of ISO 8601."""

    year: int
    week: int
    weekday: int


class FiscalPlace(NamedTuple):
    """Fiscal year, quarter 1..4 and month of the year 1..12."""

    fiscal_year: int
    quarter: int
    period: int


class WorkdayAverages(NamedTuple):
    """Workdays of a year and of an average month, and paid days of an average month."""

    work_days_year: int
    work_days_month: Any
    pay_days_month: Any


def nrf_year(year: int) -> WeekYear:
    """The 4-5-4 retail year of the National Retail Federation: it ends on the Saturday nearest 31 January.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.nrf_year(2023).start
    datetime.date(2023, 1, 29)
    """
    return WeekYear(*_core.nrf_year(year))


def week_pattern_starts(start: Any, pattern: Iterable[int]) -> list[datetime.date]:
    """First days of twelve months of whole weeks, the pattern repeated in each quarter.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.week_pattern_starts("2026-02-01", [4, 4, 5])[3]
    datetime.date(2026, 5, 3)
    """
    return _core.week_pattern_starts(start, list(pattern))


def last_weekday(year: int, month: int, weekday: int) -> datetime.date:
    """The last such weekday (Monday 1 … Sunday 7) of a month.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.last_weekday(2026, 1, 6)
    datetime.date(2026, 1, 31)
    """
    return _core.last_weekday(year, month, weekday)


def iso_week(day: Any) -> IsoWeek:
    """The ISO 8601 week of a day.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.iso_week("2026-01-01")
    IsoWeek(year=2026, week=1, weekday=4)
    """
    return IsoWeek(*_core.iso_week(day))


def fiscal_place(day: Any, *, start_month: int, naming: str = "end_year") -> FiscalPlace:
    """Fiscal year, quarter and month of a day.

    Parameters
    ----------
    day : date or str
        The day.
    start_month : int
        First month of the fiscal year, 1..12.
    naming : {"end_year", "start_year"}
        Whether the year is called after its last or its first day.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.fiscal_place("2025-07-01", start_month=7)
    FiscalPlace(fiscal_year=2026, quarter=1, period=1)
    """
    return FiscalPlace(*_core.fiscal_place(day, start_month, naming))


def average_workdays(days: int, rest: int, statutory: int) -> WorkdayAverages:
    """Average workdays: days of the year less rest days less statutory holidays, by year and by month.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.average_workdays(365, 104, 11).work_days_year
    250
    """
    return WorkdayAverages(*_core.average_workdays(days, rest, statutory))


class Workdays:
    """Monday to Friday, with exceptions.

    Parameters
    ----------
    off, on : iterable of date or str
        Weekdays that are free, and weekend days that are worked.

    Examples
    --------
    >>> import attain as at
    >>> at.crm.Workdays(off=["2026-01-01"]).between("2026-01-01", "2026-01-08")
    Decimal('4')
    """

    __slots__ = ("_inside",)

    def __init__(self, *, off: Iterable[Any] = (), on: Iterable[Any] = ()) -> None:
        self._inside = _core.Workdays(list(off), list(on))

    def is_workday(self, day: Any) -> bool:
        """True for a day that is worked, in part at least."""
        return self._inside.is_workday(day)

    def between(self, start: Any, end: Any) -> Any:
        """Workdays from start up to the day before end."""
        return self._inside.between(start, end)

    def by_month(self, year: int) -> list:
        """Workdays of the twelve months of a year."""
        return self._inside.by_month(year)

    def next_unknown_year(self, year: int) -> Optional[int]:
        """The first year from `year` on of which no exception is known; None when no exceptions were given at all."""
        return self._inside.next_unknown_year(year)
