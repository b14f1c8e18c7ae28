# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on funnels, survival and pipelines, as attain calls."""

import attain as at
import funnel_events
import funnel_pipeline
import funnel_stages
from translate import Unsupported, first_difference, plain

KNOWN = {
    "funnel.window", "funnel.window.batch", "funnel.window.exists", "funnel.window.chain", "funnel.retention", "funnel.sequence", "funnel.product",
    "funnel.attempts", "stats.wilson", "stats.two_proportions", "survival.km", "survival.logrank", "survival.cox", "survival.aalen_johansen",
    "pipeline.velocity", "pipeline.win_rate", "pipeline.forecast_categories", "pipeline.weighted_forecast", "pipeline.revenue_distribution",
    "pipeline.lead_funnel", "stage.metrics", "process.conformance", "process.stats", "process.edge_times", "attribution.markov",
    "attribution.heuristic", "dataset.crm", "dataset.crm_survival",
}


def _data(path, name):
    """A file of the data beside the case file, as a table of text columns."""
    file = path.resolve().parent.parent / "data" / "crm" / name
    if not file.exists():
        raise Unsupported  # the data are not part of the project
    return at.Table(file, name=file.stem)


def _dataset_crm(case, path):
    deals, teams = _data(path, "sales_pipeline.csv"), _data(path, "sales_teams.csv")
    by = case["inputs"]["by"]
    key = {"all": "'all'", "agent": "sales_agent", "office": "teams[sales_agent].regional_office", "manager": "teams[sales_agent].manager",
           "product": "product", "close_month": "close_date == null ? 'open' : close_date.substring(0, 7)"}[by]
    derived = {"group": key, "stage": "deal_stage", "value": "close_value == null ? 0 : int(close_value)", "days": "date(close_date) - date(engage_date)"}
    lookups = {"teams": (teams, "sales_agent")}
    frame = at.Table({name: at.expression(text).evaluate(deals, lookups=lookups)["value"] for name, text in derived.items()}, name="deals")
    won, lost, closed = "stage == 'Won'", "stage == 'Lost'", "stage == 'Won' || stage == 'Lost'"

    def by_group(column, where=None, add=None):
        table = at.measure.aggregate(frame, "group", where=where, sum=add)
        return dict(zip(table["group"], table[column]))

    counts = {"deals": by_group("n"), "won": by_group("n", won), "lost": by_group("n", lost), "open": by_group("n", f"!({closed})"),
              "won_value": by_group("sum", won, "value")}
    days = {"avg_days_won": (by_group("sum", won, "days"), counts["won"]), "avg_days_closed": (by_group("sum", closed, "days"), by_group("n", closed))}
    ratios = {"win_rate": (counts["won"], by_group("n", closed)), "avg_won_value": (counts["won_value"], counts["won"]), **days}
    result = {}
    for group in case["inputs"].get("keys", counts["deals"]):
        result[group] = {name: values.get(group, 0) for name, values in counts.items()}
        result[group].update({name: at.measure.attainment(above.get(group, 0), below.get(group, 0)).attainment for name, (above, below) in ratios.items()})
    return result


HANDLERS = {"dataset.crm": _dataset_crm, **funnel_events.HANDLERS, **funnel_pipeline.HANDLERS, **funnel_stages.HANDLERS}


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
