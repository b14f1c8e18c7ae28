# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""How long things take when some of them are not over yet; `attain.stats` hands these functions on."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence, Union

from attain import _core
from attain._errors import bad_argument
from attain._table import Table

__all__ = ["CoxFit", "IncidenceCurves", "LogRank", "RestrictedMean", "SurvivalCurve", "aalen_johansen", "cox", "kaplan_meier", "logrank"]

Times = Union[float, Sequence[float]]


class RestrictedMean(NamedTuple):
    """A mean time within a limit, with its interval. `extrapolated`: nobody was seen as long as the limit."""

    estimate: float
    lower: float
    upper: float
    standard_error: float
    extrapolated: bool


class LogRank(NamedTuple):
    """A comparison of groups: the statistic, its degrees of freedom and p; per group subjects, events, and events expected if all were alike."""

    chi2: float
    df: int
    p: float
    n: dict
    observed: dict
    expected: dict


def _array(values: Any) -> Any:
    """Series of frame libraries as arrays; everything else as it is."""
    return values.to_numpy() if hasattr(values, "to_numpy") else values


def _codes(values: Any) -> tuple[list, list[int]]:
    """Distinct labels in order of appearance, and a number per value."""
    numbers: dict = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in (values.tolist() if hasattr(values, "tolist") else values)]
    return list(numbers), codes


def _each(answer: Any, times: Times) -> Any:
    return list(map(answer, times)) if hasattr(times, "__iter__") else answer(times)


class SurvivalCurve:
    """Who is still there as time goes by; made by `kaplan_meier`."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def n(self) -> int:
        """Subjects."""
        return self._inside.n

    @property
    def events(self) -> int:
        """Subjects that ended; the others were still there when last seen."""
        return self._inside.events

    @property
    def last_time(self) -> float:
        """The longest duration seen."""
        return self._inside.last_time

    @property
    def median(self) -> Optional[float]:
        """The first time by which half are gone; None when that was never seen."""
        return self._inside.quantile(0.5)

    def survival(self, times: Times) -> Any:
        """The share still there just after a time, or each of several.

        Examples
        --------
        >>> import attain as at
        >>> at.stats.kaplan_meier([5, 5, 8, 12, 20], [1, 0, 1, 0, 1]).survival([5, 20])
        [0.8, 0.0]
        """
        return _each(self._inside.survival, times)

    def interval(self, times: Times) -> Any:
        """The interval of `survival` as (lower, upper): exponential Greenwood (Kalbfleisch and Prentice, 1980)."""
        return _each(self._inside.interval, times)

    def standard_error(self, times: Times) -> Any:
        """The standard error of `survival` (Greenwood, 1926)."""
        return _each(self._inside.standard_error, times)

    def cumulative_hazard(self, times: Times) -> Any:
        """The cumulative hazard (Nelson, 1972; Aalen, 1978)."""
        return _each(self._inside.hazard, times)

    def cumulative_hazard_interval(self, times: Times) -> Any:
        """The interval of `cumulative_hazard` as (lower, upper)."""
        return _each(self._inside.hazard_interval, times)

    def quantile(self, level: Times) -> Any:
        """The first time at which at most `level` are still there (0.25: three of four are gone); None when that was never seen.

        Examples
        --------
        >>> import attain as at
        >>> at.stats.kaplan_meier([5, 5, 8, 12, 20], [1, 0, 1, 0, 1]).quantile([0.5, 0.8])
        [20.0, 5.0]
        """
        return _each(self._inside.quantile, level)

    def quantile_interval(self, level: float) -> tuple[Optional[float], Optional[float]]:
        """The interval of `quantile` (Brookmeyer and Crowley, 1982); None for an end that was never seen."""
        return self._inside.quantile_interval(level)

    def restricted_mean(self, until: float) -> RestrictedMean:
        """The mean time spent here within the first `until`: the area under the curve.

        Examples
        --------
        >>> import attain as at
        >>> round(at.stats.kaplan_meier([5, 5, 8, 12, 20], [1, 0, 1, 0, 1]).restricted_mean(10).estimate, 4)
        8.4667
        """
        return RestrictedMean(*self._inside.restricted_mean(until))

    def to_table(self) -> Table:
        """One row per time with an event: ``time``, ``at_risk``, ``events``, ``survival``, ``lower``, ``upper``, ``hazard``.

        Examples
        --------
        >>> import attain as at
        >>> at.stats.kaplan_meier([5, 5, 8, 12, 20], [1, 0, 1, 0, 1]).to_table()["at_risk"]
        [5, 3, 1]
        """
        columns = self._inside.steps()
        lower, upper = zip(*map(self._inside.interval, columns["time"])) if columns["time"] else ((), ())
        return Table({"time": columns["time"], "at_risk": columns["at_risk"], "events": columns["events"], "survival": columns["survival"],
                      "lower": lower, "upper": upper, "hazard": columns["hazard"]}, name="survival")

    def plot(self) -> Any:
        """The curve with its interval as an Altair chart.

        Raises
        ------
        ImportError
            Altair is not installed.
        """
        import altair

        columns = self.to_table().to_dict()
        rows = [{"time": 0.0, "survival": 1.0, "lower": 1.0, "upper": 1.0}]
        rows += [dict(zip(("time", "survival", "lower", "upper"), row))
                 for row in zip(columns["time"], columns["survival"], columns["lower"], columns["upper"])]
        base = altair.Chart(altair.Data(values=rows)).encode(x=altair.X("time:Q", title="time"))
        band = base.mark_area(opacity=0.25, interpolate="step-after").encode(y=altair.Y("lower:Q", title="still there"), y2="upper:Q")
        line = base.mark_line(interpolate="step-after").encode(y=altair.Y("survival:Q", scale=altair.Scale(domain=[0, 1])))
        return band + line

    def __repr__(self) -> str:
        return f"<attain.stats.SurvivalCurve: n {self.n}, {self.events} ended, median {self.median}>"


class IncidenceCurves:
    """The shares gone each way as time goes by; made by `aalen_johansen`."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def n(self) -> int:
        """Subjects."""
        return self._inside.n

    @property
    def causes(self) -> int:
        """Number of ways out."""
        return self._inside.causes

    def survival(self, times: Times) -> Any:
        """The share not gone any way."""
        return _each(self._inside.survival, times)

    def incidence(self, cause: int, times: Times) -> Any:
        """The share gone by a cause up to a time, or each of several.

        Examples
        --------
        >>> import attain as at
        >>> at.stats.aalen_johansen([3, 5, 8, 9], [1, 2, 0, 1]).incidence(1, [3, 9])
        [0.25, 0.75]
        """
        return _each(lambda time: self._inside.incidence(cause, time), times)

    def standard_error(self, cause: int, times: Times) -> Any:
        """The standard error of `incidence`."""
        return _each(lambda time: self._inside.standard_error(cause, time), times)

    def interval(self, cause: int, times: Times) -> Any:
        """The interval of `incidence` as (lower, upper)."""
        return _each(lambda time: self._inside.interval(cause, time), times)

    def to_table(self) -> Table:
        """One row per time with an event: ``time``, ``survival``, and per cause ``gone_1``, ``lower_1``, ``upper_1``, …"""
        times = self._inside.times()
        columns: dict[str, Any] = {"time": times, "survival": self.survival(times)}
        for cause in range(1, self.causes + 1):
            columns[f"gone_{cause}"] = self.incidence(cause, times)
            columns[f"lower_{cause}"], columns[f"upper_{cause}"] = zip(*self.interval(cause, times)) if times else ((), ())
        return Table(columns, name="incidence")

    def __repr__(self) -> str:
        return f"<attain.stats.IncidenceCurves: n {self.n}, {self.causes} ways out>"


class CoxFit:
    """Proportional hazards, fitted; made by `cox`."""

    __slots__ = ("_names", "_result")

    def __init__(self, names: list[str], result: dict) -> None:
        self._names = names
        self._result = result

    @property
    def names(self) -> list[str]:
        """Names of the covariates."""
        return list(self._names)

    @property
    def coefficients(self) -> list[float]:
        """Logarithms of the hazard ratios."""
        return self._result["coefficients"]

    @property
    def standard_errors(self) -> list[float]:
        """Standard errors of the coefficients; robust ones when asked for."""
        return self._result["standard_errors"]

    @property
    def model_standard_errors(self) -> list[float]:
        """From the observed information alone."""
        return self._result["model_standard_errors"]

    @property
    def covariance(self) -> list[list[float]]:
        """Covariance of the coefficients."""
        width, cells = len(self._names), self._result["covariance"]
        return [cells[row * width:(row + 1) * width] for row in range(width)]

    @property
    def log_likelihood(self) -> float:
        """Logarithm of the partial likelihood at the coefficients."""
        return self._result["log_likelihood"]

    @property
    def null_log_likelihood(self) -> float:
        """The same at zero."""
        return self._result["null_log_likelihood"]

    @property
    def likelihood_ratio_p(self) -> float:
        """Chance of such a gain when nothing has an effect."""
        return self._result["likelihood_ratio_p"]

    @property
    def n(self) -> int:
        """Subjects."""
        return self._result["n"]

    @property
    def events(self) -> int:
        """Subjects that ended."""
        return self._result["events"]

    @property
    def iterations(self) -> int:
        """Newton steps taken."""
        return self._result["iterations"]

    def to_table(self) -> Table:
        """One row per covariate: ``covariate``, ``coefficient``, ``standard_error``, ``lower``, ``upper``, ``p``."""
        lower, upper = zip(*self._result["intervals"])
        return Table({"covariate": self._names, "coefficient": self.coefficients, "standard_error": self.standard_errors,
                      "lower": lower, "upper": upper, "p": self._result["p_values"]}, name="cox")

    def __repr__(self) -> str:
        return f"<attain.stats.CoxFit: n {self.n}, {self.events} ended, {', '.join(self._names)}>"


def kaplan_meier(durations: Any, observed: Any, *, entry: Any = None, confidence: float = 0.95) -> SurvivalCurve:
    """Who is still there after how long, when some are there still (Kaplan and Meier, 1958).

    Parameters
    ----------
    durations : sequence of float
        How long each subject was seen, at least 0.
    observed : sequence of bool
        True when it ended then; False when it was still there.
    entry : sequence of float, optional
        Since when each was watched (left truncation).
    confidence : float
        Of all intervals.

    Raises
    ------
    DefinitionError
        Negative durations, marks other than 0 and 1, columns of different lengths: all findings with their rows.

    Examples
    --------
    Two of five deals are still in negotiation; a deal lasts longer than the finished ones alone would say:

    >>> import attain as at
    >>> curve = at.stats.kaplan_meier([5, 5, 8, 12, 20], [True, False, True, False, True])
    >>> round(curve.survival(8), 4), curve.median
    (0.5333, 20.0)
    """
    return SurvivalCurve(_core.kaplan_meier(_array(durations), _array(observed), _array(entry), confidence))


def aalen_johansen(durations: Any, cause: Any, *, entry: Any = None, confidence: float = 0.95) -> IncidenceCurves:
    """The share gone each way after how long, when ways compete, as won and lost do (Aalen and Johansen, 1978).

    Parameters
    ----------
    durations : sequence of float
        How long each subject was seen.
    cause : sequence of int
        0 still there; 1, 2, … the way out.
    entry : sequence of float, optional
        Since when each was watched.
    confidence : float
        Of all intervals.

    Examples
    --------
    >>> import attain as at
    >>> curves = at.stats.aalen_johansen([3, 5, 8, 9], [1, 2, 0, 1])
    >>> curves.incidence(1, 9), curves.incidence(2, 9), curves.survival(9)
    (0.75, 0.25, 0.0)
    """
    return IncidenceCurves(_core.aalen_johansen(_array(durations), _array(cause), _array(entry), confidence))


def logrank(durations: Any, observed: Any, group: Any, *, entry: Any = None) -> LogRank:
    """Whether groups end equally fast (the log-rank test; Mantel, 1966).

    Parameters
    ----------
    durations, observed, entry
        As `kaplan_meier` takes them.
    group : sequence
        The group of each subject, any labels.

    Raises
    ------
    CalculationError
        Fewer than two groups were at risk of an event.

    Examples
    --------
    >>> import attain as at
    >>> test = at.stats.logrank([10, 20, 30, 10, 20, 50], [1] * 6, ["a", "a", "a", "b", "b", "b"])
    >>> round(test.chi2, 6), test.df, round(test.p, 6)
    (0.254237, 1, 0.614107)
    """
    labels, codes = _codes(_array(group))
    chi2, df, p, n, seen, expected = _core.logrank(_array(durations), _array(observed), codes, len(labels), _array(entry))
    return LogRank(chi2, df, p, dict(zip(labels, n)), dict(zip(labels, seen)), dict(zip(labels, expected)))


def cox(x: Any, durations: Any, observed: Any, *, entry: Any = None, ties: str = "efron", robust: bool = False, clusters: Any = None,
        confidence: float = 0.95, max_iterations: int = 50) -> CoxFit:
    """What makes things end sooner or later: proportional hazards (Cox, 1972).

    Parameters
    ----------
    x : frame, dict of columns, array or rows
        The covariates, one row per subject. Arrays and rows get the names ``x1``, ``x2``, …
    durations, observed, entry
        As `kaplan_meier` takes them.
    ties : {"efron", "breslow"}
        How events of one time share those at risk.
    robust : bool
        Standard errors that hold when the model does not quite (Lin and Wei, 1989).
    clusters : sequence, optional
        With `robust`: subjects that belong together, any labels.
    confidence : float
        Of the intervals.
    max_iterations : int
        Newton steps.

    Raises
    ------
    DefinitionError, CalculationError
        Findings of the columns; ``SEPARATION`` when a covariate tells who ends first without a fault, ``COLLINEAR``, ``INSUFFICIENT_DATA``,
        ``NOT_CONVERGED``.

    Examples
    --------
    >>> import attain as at
    >>> fit = at.stats.cox({"champion": [1, 0, 1, 0, 1, 0, 0, 1]}, [10, 25, 14, 30, 33, 40, 12, 20], [1, 1, 1, 1, 0, 0, 1, 1])
    >>> round(fit.coefficients[0], 4), fit.events
    (0.4115, 6)
    """
    if ties not in ("efron", "breslow"):
        raise bad_argument("INVALID_ARGUMENT", f"ties: {ties!r} is neither 'efron' nor 'breslow'")
    names, columns = _covariates(x)
    groups = [] if clusters is None else _codes(_array(clusters))[1]
    return CoxFit(names, _core.cox(columns, names, _array(durations), _array(observed), _array(entry), ties, robust or clusters is not None, groups,
                                   confidence, max_iterations))


def _covariates(x: Any) -> tuple[list[str], list]:
    if isinstance(x, Mapping):
        return list(x), [_array(column) for column in x.values()]
    if isinstance(x, Table) or hasattr(x, "__arrow_c_stream__"):
        inside = Table(x)._inside
        return inside.column_names, [inside.column(name) for name in inside.column_names]
    if hasattr(x, "shape"):
        columns = [x[:, number] for number in range(x.shape[1])]
    else:
        columns = list(zip(*x))
    return [f"x{number + 1}" for number in range(len(columns))], columns
