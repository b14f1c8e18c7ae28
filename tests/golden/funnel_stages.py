# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on sales stages and the time spent in them: stage figures, survival, Cox, intervals, as attain calls."""

import attain as at


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


HANDLERS = {"survival.km": _km, "survival.logrank": _logrank, "survival.cox": _cox, "survival.aalen_johansen": _aalen_johansen}
