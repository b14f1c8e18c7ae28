# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on sales stages and the time spent in them: stage figures, survival, Cox, intervals, as attain calls."""

import attain as at
from translate import Unsupported


def _km(case, path):
    inputs = case["inputs"]
    curve = at.stats.kaplan_meier(inputs["durations"], inputs["observed"], entry=inputs.get("entry"))
    times = inputs.get("times", [])
    lower, upper = zip(*curve.interval(times)) if times else ((), ())
    result = {"survival": curve.survival(times), "cumhaz": curve.cumulative_hazard(times), "se": curve.standard_error(times),
              "ci_lower": list(lower), "ci_upper": list(upper), "quantiles": curve.quantile(inputs.get("quantiles", []))}
    if "rmst" in inputs:
        result["rmst"] = curve.restricted_mean(inputs["rmst"]).estimate
    return result


def _logrank(case, path):
    inputs = case["inputs"]
    test = at.stats.logrank(inputs["durations"], inputs["observed"], inputs["group"])
    return {"chi2": test.chi2, "df": test.df, "p": test.p}


def _cox(case, path):
    inputs = case["inputs"]
    fit = at.stats.cox(inputs["x"], inputs["durations"], inputs["observed"], ties=inputs.get("ties", "efron"))
    return {"coef": fit.coefficients, "se": fit.standard_errors, "loglik": fit.log_likelihood}


def _aalen_johansen(case, path):
    inputs = case["inputs"]
    curves = at.stats.aalen_johansen(inputs["durations"], inputs["cause"])
    causes = {f"cif_{cause}": curves.incidence(cause, inputs["times"]) for cause in range(1, curves.causes + 1)}
    return {**causes, "overall_survival": curves.survival(inputs["times"])}


def _stage_metrics(case, path):
    inputs = case["inputs"]
    rows = [(number, time, name) for number, deal in enumerate(inputs["deals"]) for time, name in deal["history"]]
    log = {key: [row[place] for row in rows] for place, key in enumerate(("deal_id", "at", "stage"))}
    if not rows:
        log = {"deal_id": [None], "at": [0], "stage": [None]}  # a column without values has no type
    report = at.funnel.stages(log, stages=inputs["stages"], won=inputs.get("won", "Won"), lost=inputs.get("lost", "Lost"), as_of=inputs["as_of"])
    stages, totals = report.stages, report.totals
    result = {name: stages[name] for name in ("entered", "reached", "all_stages", "visits", "reentries", "backward_from", "skipped", "open_now",
                                              "lost_from")}
    return {**result, "time_in_stage_total": stages["time_total"], "won": totals["won"][0], "lost": totals["lost"][0],
            "next_step_reached": stages["next_step"][:-1], "cumulative_reached": stages["cumulative"]}


def _crm_survival(case, path):
    file = path.resolve().parent.parent / "data" / "crm" / "sales_pipeline.csv"
    if not file.exists():
        raise Unsupported  # the data are not part of the project
    deals, inputs = at.Table(file, name="deals"), case["inputs"]
    end = f"(close_date == null ? date('{inputs['as_of']}') : date(close_date))"
    columns = {"days": f"{end} - date(engage_date)", "cause": "deal_stage == 'Won' ? 1 : deal_stage == 'Lost' ? 2 : 0", "used": "engage_date != null"}
    values = {name: at.expression(text).evaluate(deals)["value"] for name, text in columns.items()}
    days, cause = zip(*((day, how) for day, how, used in zip(values["days"], values["cause"], values["used"]) if used))
    curve, curves = at.stats.kaplan_meier(days, [how > 0 for how in cause]), at.stats.aalen_johansen(days, cause)
    return {"n": curve.n, "censored": curve.n - curve.events, "still_open": curve.survival(inputs["times"]), "median_days_to_close": curve.median,
            "cif_won": curves.incidence(1, inputs["times"]), "cif_lost": curves.incidence(2, inputs["times"])}


HANDLERS = {"stage.metrics": _stage_metrics, "dataset.crm_survival": _crm_survival, "survival.km": _km,
            "survival.logrank": _logrank, "survival.cox": _cox, "survival.aalen_johansen": _aalen_johansen}
