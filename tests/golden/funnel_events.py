# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on event funnels: windows, attempts, sequences, retention, as attain calls."""

import attain as at


def _log(subjects, steps):
    """A log of subjects' events [time, codes]: one column per code, and the conditions over them. Code -s: what is excluded on the way to step s."""
    frame = {"subject": [], "time": [], **{f"s{s}": [] for s in range(1, steps + 1)}, **{f"x{s}": [] for s in range(2, steps + 1)}}
    for number, events in enumerate(subjects):
        for time, codes in events:
            frame["subject"].append(number)
            frame["time"].append(time)
            for s in range(1, steps + 1):
                frame[f"s{s}"].append(s in codes)
            for s in range(2, steps + 1):
                frame[f"x{s}"].append(-s in codes)
    return frame, [at.expression(f"s{s}") for s in range(1, steps + 1)]


def _window(subjects, inputs, **options):
    frame, steps = _log(subjects, inputs["n_steps"])
    return at.funnel.window(frame, steps=steps, within=inputs["window"], **options)


def _levels(found, subjects):
    """Levels in the order of the subjects; who stands in no row is at none."""
    table = found.subjects
    levels = dict(zip(table["subject"], table["level"]))
    return [levels.get(number, 0) for number in range(len(subjects))]


def _clickhouse(case, path):
    subjects = [case["inputs"]["events"]]
    return {"level": _levels(_window(subjects, case["inputs"], rules="clickhouse", modes=case["inputs"].get("modes", [])), subjects)[0]}


def _batch(case, path):
    subjects = case["inputs"]["sequences"]
    return {"levels": _levels(_window(subjects, case["inputs"], rules="clickhouse", modes=case["inputs"].get("modes", [])), subjects)}


def _chain(case, path):
    modes = case["inputs"].get("modes", [])
    subjects = [case["inputs"]["events"]]
    found = _window(subjects, case["inputs"], ties="strictly_later" if "strict_increase" in modes else "by_step",
                    reuse="once" if "strict_once" in modes else "allowed")
    return {"level": _levels(found, subjects)[0], "times": found.chains["time"]}


def _retention(case, path):
    rows = case["inputs"]["rows"]
    count = case["inputs"]["n_conditions"]
    subjects = [[[0, [condition + 1 for condition in row]] for row in user] for user in rows]
    frame, conditions = _log(subjects, count)
    found = at.funnel.retention(frame, conditions=conditions)
    columns = list(zip(*(found.table[f"c{i}"] for i in range(1, count + 1))))
    flags = dict(zip(found.table["subject"], columns))
    return {"per_user": [list(flags.get(number, [0] * count)) for number in range(len(rows))], "totals": found.totals}


def _sequence(case, path):
    events = case["inputs"]["events"]
    most = max([1, *(condition for _, conditions in events for condition in conditions)])
    frame, conditions = _log([events], most)
    count = at.funnel.sequence(frame, case["inputs"]["pattern"], conditions=conditions)["matches"] or [0]
    match = at.funnel.sequence(frame, case["inputs"]["pattern"], conditions=conditions, first_only=True)["matches"] or [0]
    return {"match": match[0], "count": count[0]}


def _product(case, path):
    inputs = case["inputs"]
    subjects = list(inputs["users"].values())
    steps = inputs["n_steps"]
    exclude = [(at.expression(f"x{s}"), s - 1, s) for s in range(2, steps + 1)]
    found = _window(subjects, inputs, rules="product", order={"strict": "adjacent"}.get(inputs["order"], inputs["order"]),
                    optional=inputs.get("optional_steps", []), exclude=exclude)
    table = found.steps
    return {"levels": dict(zip(inputs["users"], _levels(found, subjects))), "counts": table["entered"], "mean_gap": table["gap_mean"],
            "median_gap": table["gap_median"]}


def _attempts(case, path):
    inputs = case["inputs"]
    frame, steps = _log(inputs["users"].values(), inputs["n_steps"])
    found = at.funnel.attempts(frame, steps=steps, within=inputs["window"], entry=inputs["entry"])
    table = found.table
    return {"counts": found.counts,
            "time_to_convert": [last - start for start, last, stop in zip(table["start"], table["last"], table["stop"]) if stop == "converted"]}


HANDLERS = {
    "funnel.window": _clickhouse, "funnel.window.batch": _batch, "funnel.window.exists": _chain, "funnel.window.chain": _chain,
    "funnel.retention": _retention, "funnel.sequence": _sequence, "funnel.product": _product, "funnel.attempts": _attempts,
}
