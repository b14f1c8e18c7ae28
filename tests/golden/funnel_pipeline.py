# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on the pipeline: rates, velocity, forecast, process conformance, attribution, as attain calls."""

import attain as at
from incentive_text import only
from translate import Unsupported


def _wilson(case, path):
    inputs = case["inputs"]
    only(inputs, "successes", "n", "confidence", "continuity")
    interval = at.stats.wilson(inputs["successes"], inputs["n"], confidence=inputs.get("confidence", 0.95), continuity=inputs.get("continuity", False))
    return {"lower": interval.lower, "upper": interval.upper}


def _two_proportions(case, path):
    only(case["inputs"], "a", "b")
    test = at.stats.two_proportions(case["inputs"]["a"], case["inputs"]["b"])
    return {"z": test.z, "p_two_sided": test.p_two_sided}


def _velocity(case, path):
    inputs = case["inputs"]
    only(inputs, "opportunities", "avg_deal_value", "win_rate", "cycle_days")
    found = at.funnel.velocity(inputs["opportunities"], inputs["avg_deal_value"], inputs["win_rate"], inputs["cycle_days"])
    return {"per_day": found.per_day, "per_30_days": found.per_30_days}


def _win_rate(case, path):
    only(case["inputs"], "counts", "basis")
    return {"rate": at.funnel.win_rate(case["inputs"]["counts"], basis=case["inputs"]["basis"]).rate}


def _categories(case, path):
    inputs = case["inputs"]
    only(inputs, "deals", "quota")
    sums = at.funnel.forecast_categories(inputs["deals"] or {"category": [], "amount": []}, quota=inputs.get("quota"))
    result = {"single": {name: getattr(sums, name) for name in ("closed", "commit", "best_case", "pipeline")},
              "cumulative": {"closed_only": sums.closed, "commit_forecast": sums.commit_forecast, "best_case_forecast": sums.best_case_forecast,
                             "open_pipeline": sums.open_pipeline}}
    return {**result, "gap": sums.gap, "coverage": sums.coverage} if "quota" in inputs else result


def _weighted(case, path):
    only(case["inputs"], "deals")
    forecast = at.funnel.weighted_forecast(case["inputs"]["deals"] or {"amount": [], "probability": [], "period": []})
    return {"by_period": forecast.by_period, "total": forecast.total}


def _revenue(case, path):
    inputs = case["inputs"]
    only(inputs, "deals", "quantiles", "targets")
    found = at.funnel.revenue_distribution(inputs["deals"] or {"amount": [], "p": []}, probability="p")
    return {"mean": found.mean, "sd": found.sd, "quantiles": found.quantile(inputs.get("quantiles", [])), "p_at_least": found.p_at_least(inputs.get("targets", []))}


def _leads(case, path):
    inputs = case["inputs"]
    only(inputs, "leads", "won", "gap_days")
    found = at.funnel.lead_funnel(inputs["leads"], inputs["won"], inputs.get("gap_days", []))
    return {"leads": found.all.n, "won": found.all.won, "rate": found.all.rate, "rate_by_origin": {origin: rate.rate for origin, rate in found.origins.items()},
            "wilson_by_origin": {origin: {"lower": rate.lower, "upper": rate.upper} for origin, rate in found.origins.items()},
            "median_days": found.median_days, "mean_days": found.mean_days, "negative_gaps": found.negative_gaps}


def _conformance(case, path):
    inputs = case["inputs"]
    only(inputs, "model", "optional", "traces")
    found = at.funnel.conformance(inputs["traces"], inputs["model"], optional=inputs.get("optional", []))
    cases = found.cases
    result = {"traces": [{"cost": cost, "fitness": fitness} for cost, fitness in zip(cases["cost"], cases["fitness"])]}
    if not len(cases):
        return result
    every = found.all()
    return {**result, "fit_traces": every.fit, "mean_fitness": every.mean_fitness, "log_fitness": every.log_fitness}


def _log(case, path):
    """The log of a case: a file of the data beside the case file, or events in the order given."""
    inputs = case["inputs"]
    if "csv" in inputs:
        only(inputs, "csv")
        file = path.resolve().parent.parent / "data" / inputs["csv"]
        if not file.exists():
            raise Unsupported  # the data are not part of the project
        return at.funnel.process(file, case="case:concept:name", time="time:timestamp", activity="concept:name")
    only(inputs, "cases")
    rows = [(name, at_, what) for name, events in inputs["cases"].items() for at_, what in events]
    frame = {"case": [row[0] for row in rows], "time": [row[1] for row in rows], "activity": [row[2] for row in rows]}
    return at.funnel.process(frame, order="given")


def _process_stats(case, path):
    log = _log(case, path)
    activities, edges, durations = log.activities, log.edges, log.durations
    counts = {column: {name: count for name, count in zip(activities["activity"], activities[column]) if count} for column in ("starts", "ends", "rework_cases")}
    return {"cases": len(log.cases), "events": log.events, "variants": len(log.variants), "top_variant_count": log.variants[0][1], "start": counts["starts"],
            "end": counts["ends"], "rework_cases": counts["rework_cases"],
            "dfg": {f"{first} > {second}": n for first, second, n in zip(edges["from"], edges["to"], edges["n"])},
            "duration_s": {"min": durations.least, "max": durations.most, "mean": durations.mean, "median": durations.median}}


def _edge_times(case, path):
    log = _log(case, path)
    edges = log.edges
    return {"edges": {f"{row['from']} > {row['to']}": {"n": row["n"], "total_s": row["total"], "mean_s": row["mean"]} for row in edges},
            "bottleneck_by_total": " > ".join(log.slowest(by="total")), "bottleneck_by_mean": " > ".join(log.slowest(by="mean"))}


def _markov(case, path):
    only(case["inputs"], "paths")
    return at.funnel.removal_effects(case["inputs"]["paths"])._asdict()


def _heuristic(case, path):
    only(case["inputs"], "paths")
    return {rule: at.funnel.attribution(case["inputs"]["paths"], rule=rule) for rule in ("first", "last", "linear")}


HANDLERS = {"stats.wilson": _wilson, "stats.two_proportions": _two_proportions, "pipeline.velocity": _velocity, "pipeline.win_rate": _win_rate,
            "pipeline.forecast_categories": _categories, "pipeline.weighted_forecast": _weighted, "pipeline.revenue_distribution": _revenue,
            "pipeline.lead_funnel": _leads, "process.conformance": _conformance, "process.stats": _process_stats, "process.edge_times": _edge_times,
            "attribution.markov": _markov, "attribution.heuristic": _heuristic}
