# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on scoring, as attain calls."""

import attain as at
from translate import first_difference, plain

KNOWN = {
    "normalize.minmax", "normalize.max", "normalize.linear", "normalize.sum", "normalize.vector", "normalize.zscore", "normalize.target",
    "normalize.piecewise", "normalize.step", "normalize.sigmoid", "normalize.desirability", "normalize.percentile", "weights.std",
    "weights.entropy", "weights.critic", "weights.merec", "weights.gini", "weights.ahp", "weights.roc", "weights.rank_sum", "weights.smart",
    "aggregate.weighted_sum", "aggregate.weighted_product", "aggregate.waspas", "aggregate.topsis", "aggregate.vikor", "aggregate.copras",
    "aggregate.promethee2", "aggregate.spotis", "rank.ties", "rank.confidence", "shrink.james_stein", "shrink.beta_binomial",
    "shrink.beta_moments", "shrink.dersimonian_laird", "interval.wilson", "funnel.poisson", "funnel.binomial", "survey.nps",
    "survey.nps_weighted", "survey.nps_difference", "survey.csat", "survey.ces", "driver.relative_weights", "driver.lmg",
    "driver.score_shapley", "fairness.inequality", "fairness.disparate_impact", "peer.standardized_ratio", "effect.did", "effect.did_panel",
    "effect.paired", "scorecard.flat", "scorecard.tree", "feedback.gap",
}


def _ranks(case, path):
    inputs = case["inputs"]
    options = {key: inputs[key] for key in ("increasing", "method", "against", "tiebreak", "tiebreak_sign") if key in inputs}
    return {"rank": list(at.stats.rank(inputs["values"], omega=inputs.get("omega", 0.0), **options))}


def _wilson(case, path):
    inputs = case["inputs"]
    given = {"z": inputs["z"]} if "z" in inputs else {"confidence": inputs["confidence"]}
    interval = at.stats.wilson(inputs["x"], inputs["n"], **given)
    return {"lower": interval.lower, "upper": interval.upper}


def _inequality(case, path):
    return at.stats.inequality(case["inputs"]["values"])


HANDLERS = {"rank.ties": _ranks, "interval.wilson": _wilson, "fairness.inequality": _inequality}


def cases(document):
    """The cases of a file."""
    return document["cases"]


def kind(case):
    """The type of a case."""
    return case["feature"]


def agrees(case, got):
    """Absolute tolerance for what was published; nine digits for what is given at full precision."""
    if isinstance(got, Exception):
        return case["expected"], got
    got = plain(got)
    difference = first_difference(case.get("expected", {}), got, lambda want, have: abs(have - want) <= case["tolerance"] + 1e-15)
    if difference:
        return difference
    for key, value in case.get("precise", {}).items():
        largest = max([1.0, *map(abs, _numbers(value))])
        difference = first_difference({key: value}, got, lambda want, have: abs(have - want) <= 1e-9 * largest)
        if difference:
            return difference
    return None


def _numbers(value):
    """Every number anywhere inside a value."""
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []
