# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on targets and calendars, as attain calls."""

import datetime

import attain as at
from translate import Unsupported, first_difference, plain

KNOWN = {
    "split_money", "apportion", "split_cumulative", "split_bounded", "split_locked", "controlled_rounding", "calendar.nrf454", "calendar.nrf454_months",
    "calendar.week_pattern", "calendar.iso_week", "calendar.fiscal", "calendar.last_weekday", "calendar.is_workday", "calendar.workdays_between",
    "calendar.cn_workdays", "formula", "attainment", "variance", "pace", "pace_seasonal", "projection", "coverage", "shortage", "mismatch", "ramp",
    "ramp_days", "ramp_capacity", "over_assignment", "over_assignment_levels", "fairness", "quota_potential", "share_attaining", "quota_blend",
    "quota_growth", "smart", "prob_normal", "prob_poisson", "prob_deals", "prob_deals_moments", "snaive", "smooth", "r_holtwinters",
    "r_holtwinters_opt", "ets_loglik", "ets_loglik_r", "ets_opt", "reconcile", "topdown", "topdown_fp", "middle_out", "lap", "lap_file", "gap",
    "capacitated_assign", "partition", "pmedian", "weighted_round_robin", "odoo_quota",
}


def exact(number):
    """A JSON number as attain takes it: the digits as written, never a binary fraction."""
    return str(number) if isinstance(number, float) else number


def day_after(day):
    """The same interval with its end excluded, as attain writes intervals."""
    return datetime.date.fromisoformat(day) + datetime.timedelta(days=1)


def day_before(day):
    """The last day of an interval, as the cases write intervals."""
    return day - datetime.timedelta(days=1)


def _split(case, path):
    return at.target.split(case["inputs"]["total"], [exact(weight) for weight in case["inputs"]["weights"]])


def _apportion(case, path):
    inputs = case["inputs"]
    if inputs["method"] == "hamilton":
        return at.target.split(inputs["total"], inputs["weights"])
    return at.target.split_by_divisor(inputs["total"], inputs["weights"], method=inputs["method"], min_each=inputs.get("min_each", 0))


def _bounded(case, path):
    inputs = case["inputs"]
    bounds = {key: [None if bound is None else exact(bound) for bound in inputs[key]] for key in ("lower", "upper") if key in inputs}
    return at.target.split_bounded(exact(inputs["total"]), [exact(weight) for weight in inputs["weights"]], **bounds)


def _locked(case, path):
    inputs = case["inputs"]
    locked = {int(index): amount for index, amount in inputs["locked"].items()}
    return at.target.split_locked(inputs["total"], inputs["weights"], locked=locked)


def _controlled(case, path):
    inputs = case["inputs"]
    return at.target.split_controlled(inputs["total"], inputs["row_weights"], inputs["col_weights"])


def _nrf(case, path):
    year = at.crm.nrf_year(case["inputs"]["fiscal_year"])
    return {"start": year.start, "end": day_before(year.end), "weeks": year.weeks}


def _nrf_months(case, path):
    year = at.crm.nrf_year(case["inputs"]["fiscal_year"])
    return {"starts": year.starts, "weeks": year.month_weeks}


def _pattern(case, path):
    return at.crm.week_pattern_starts(case["inputs"]["start"], case["inputs"]["pattern"])


def _fiscal(case, path):
    inputs = case["inputs"]
    place = at.crm.fiscal_place(inputs["date"], start_month=inputs["start_month"], naming=inputs["naming"])
    return {"fy": place.fiscal_year, "quarter": place.quarter, "period": place.period}


def _last_weekday(case, path):
    inputs = case["inputs"]
    ends = [at.crm.last_weekday(year, inputs["month"], inputs["weekday"]) for year in inputs["years"]]
    weeks = {str(year): (end - before).days // 7 for year, before, end in zip(inputs["years"][1:], ends, ends[1:])}
    return {"ends": ends, "weeks": weeks}


def _workdays(case):
    inputs = case["inputs"]
    return at.crm.Workdays(off=inputs["weekday_holidays"], on=inputs["working_weekends"])


def _is_workday(case, path):
    return _workdays(case).is_workday(case["inputs"]["date"])


def _workdays_between(case, path):
    return _workdays(case).between(case["inputs"]["start"], day_after(case["inputs"]["end"]))


def _cn_workdays(case, path):
    year = case["inputs"]["year"]
    return {"by_month": _workdays(case).by_month(year), "total": _workdays(case).between(f"{year}-01-01", f"{year + 1}-01-01")}


def _formula(case, path):
    inputs = case["inputs"]
    if inputs["expr"] != "cn_month_average":
        raise Unsupported
    return at.crm.average_workdays(inputs["days"], inputs["rest"], inputs["statutory"])._asdict()


def _attainment(case, path):
    inputs = case["inputs"]
    return at.measure.attainment(exact(inputs["actual"]), exact(inputs["target"]), direction=inputs.get("direction", "higher"))._asdict()


def _variance(case, path):
    orders = [(exact(order["qty"]), f"{order['share_pct']}e-2") for order in case["inputs"]["orders"]]
    result = at.measure.variance(exact(case["inputs"]["target"]), orders)
    return {"total_target": result.target, "total_achieved": result.achieved, "total_variance": result.variance}


def _pace(case, path):
    inputs = case["inputs"]
    return at.measure.pace(exact(inputs["target"]), exact(inputs["actual"]), elapsed=exact(inputs["elapsed"]), total=exact(inputs["total"]))._asdict()


def _pace_seasonal(case, path):
    inputs = case["inputs"]
    season = [exact(weight) for weight in inputs["season"]]
    return at.measure.seasonal_pace(exact(inputs["target"]), exact(inputs["actual"]), season=season, done=inputs["periods_done"])._asdict()


def _projection(case, path):
    inputs = case["inputs"]
    return at.measure.projection(exact(inputs["quota"]), exact(inputs["attained"]), exact(inputs["forecast"]))._asdict()


def _coverage(case, path):
    inputs = case["inputs"]
    return {"coverage": at.measure.coverage(exact(inputs["quota"]), exact(inputs["attained"]), exact(inputs["pipeline"]))}


def _percent(part):
    """A part as the percentage the cases print."""
    return None if part is None else part * 100


def _shortage(case, path):
    inputs = case["inputs"]
    result = at.measure.shortage(exact(inputs["target"]), exact(inputs["achieved"]), exact(inputs["pipeline"]))
    return {"achieved_pct": _percent(result.achieved), "shortage_pct": _percent(result.shortage)}


def _mismatch(case, path):
    return {"mismatch": at.measure.mismatch(exact(case["inputs"]["parent"]), [exact(child) for child in case["inputs"]["children"]])}


def _share_attaining(case, path):
    return {"share": at.measure.share_attaining([exact(value) for value in case["inputs"]["attainment"]])}


def _fairness(case, path):
    return at.stats.inequality(case["inputs"]["values"])


HANDLERS = {
    "fairness": _fairness,
    "split_money": _split, "apportion": _apportion, "split_bounded": _bounded, "split_locked": _locked, "controlled_rounding": _controlled,
    "split_cumulative": lambda case, path: at.target.split_cumulative(case["inputs"]["total"], case["inputs"]["weights"]),
    "calendar.nrf454": _nrf, "calendar.nrf454_months": _nrf_months, "calendar.week_pattern": _pattern, "calendar.fiscal": _fiscal,
    "calendar.iso_week": lambda case, path: list(at.crm.iso_week(case["inputs"]["date"])), "calendar.last_weekday": _last_weekday,
    "calendar.is_workday": _is_workday, "calendar.workdays_between": _workdays_between, "calendar.cn_workdays": _cn_workdays,
    "formula": _formula, "attainment": _attainment, "variance": _variance, "pace": _pace, "pace_seasonal": _pace_seasonal,
    "projection": _projection, "coverage": _coverage, "shortage": _shortage, "mismatch": _mismatch, "share_attaining": _share_attaining,
}


def cases(document):
    """The cases of a file."""
    return document["cases"]


def kind(case):
    """The type of a case."""
    return case["feature"]


def agrees(case, got):
    """Relative tolerance above one, absolute below; zero means equal. Controlled rounding is compared by its margins."""
    expected, tolerance = case["expected"], case.get("tolerance", 0)
    if expected == "error":
        return None if isinstance(got, at.Error) else (expected, repr(got))
    if isinstance(got, Exception):
        return expected, got
    if case["feature"] == "controlled_rounding":
        return _margins(case, got)
    got = plain(got)
    if not isinstance(expected, dict) and isinstance(got, dict) and len(got) == 1:
        got = next(iter(got.values()))
    return first_difference(expected, got, lambda want, have: want == have if tolerance == 0 else abs(have - want) <= tolerance * max(1, abs(want)))


def _margins(case, matrix):
    """Both margins must be the parts of the total, and each cell the exact value rounded down or up."""
    inputs = case["inputs"]
    rows, columns = [sum(row) for row in matrix], [sum(column) for column in zip(*matrix)]
    wanted = (at.target.split(inputs["total"], inputs["row_weights"]), at.target.split(inputs["total"], inputs["col_weights"]))
    if (rows, columns) != wanted:
        return wanted, (rows, columns)
    whole = sum(inputs["row_weights"]) * sum(inputs["col_weights"])
    for row, row_weight in zip(matrix, inputs["row_weights"]):
        for cell, column_weight in zip(row, inputs["col_weights"]):
            if not abs(cell * whole - inputs["total"] * row_weight * column_weight) < whole:
                return "each cell within one unit of its exact value", matrix
    listed = case["expected"] if isinstance(case["expected"], dict) else {}
    return first_difference(listed, {"row_sums": rows, "col_sums": columns}, lambda want, have: want == have)
