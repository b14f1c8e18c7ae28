# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on funnels, survival and pipelines, as attain calls."""

import pathlib

import attain as at
from translate import Unsupported, first_difference, plain

KNOWN = {
    "funnel.window", "funnel.window.batch", "funnel.window.exists", "funnel.window.chain", "funnel.retention", "funnel.sequence", "funnel.product",
    "funnel.attempts", "stats.wilson", "stats.two_proportions", "survival.km", "survival.logrank", "survival.cox", "survival.aalen_johansen",
    "pipeline.velocity", "pipeline.win_rate", "pipeline.forecast_categories", "pipeline.weighted_forecast", "pipeline.revenue_distribution",
    "pipeline.lead_funnel", "stage.metrics", "process.conformance", "process.stats", "process.edge_times", "attribution.markov",
    "attribution.heuristic", "dataset.crm", "dataset.crm_survival",
}
# The column of the joined table by which each case groups.
GROUPS = {"all": "company", "agent": "sales_agent", "office": "regional_office", "manager": "manager", "product": "product", "close_month": "close_month"}


def _wilson(case, path):
    inputs = case["inputs"]
    given = {"z": inputs["z"]} if "z" in inputs else {"confidence": inputs["confidence"]}
    interval = at.stats.wilson(inputs["x"], inputs["n"], **given)
    return {"p": interval.estimate, "lo": interval.low, "hi": interval.high, "low": interval.low, "high": interval.high, "lower": interval.low,
            "upper": interval.high}


HANDLERS = {"stats.wilson": _wilson}


def cases(document):
    """The cases of a file."""
    return document["cases"]


def kind(case):
    """The type of a case."""
    return case["feature"]


def agrees(case, got):
    """Tolerance relative above one, absolute below; zero means equal."""
    if isinstance(got, Exception):
        return case["expected"], got
    tolerance = case.get("tolerance", 0)
    return first_difference(case["expected"], plain(got),
                            lambda want, have: want == have if tolerance == 0 else abs(have - want) <= tolerance * max(1, abs(want)))
