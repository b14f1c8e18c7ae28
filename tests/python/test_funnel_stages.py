# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Sales stages from frames and through a model: the same figures, and those of a plain recount of the log."""

import collections
import csv
import pathlib

import pytest

import attain as at

TRUTH = pathlib.Path(__file__).resolve().parents[3] / "shared/data/exports/truth"
COUNTS = ("entered", "reached", "all_stages", "visits", "reentries", "backward_from", "skipped", "open_now", "lost_from")


def recount(moves, stages, won, lost):
    """The figures of a log of (deal, time, stage), deal by deal, as they are written down."""
    figures = {name: collections.Counter() for name in COUNTS}
    paths = collections.defaultdict(list)
    for deal, time, stage in sorted(moves):
        if not paths[deal] or paths[deal][-1] != stage:
            paths[deal].append(stage)
    for path in paths.values():
        seen, before, row, deepest = set(), None, 0, -1
        for name in path:
            if name in (won, lost):
                if name == won:
                    deepest = len(stages) - 1
                    if before in stages:
                        figures["skipped"].update(set(stages[stages.index(before) + 1:]) - seen)
                elif before in stages:
                    figures["lost_from"][before] += 1
                before = name
                continue
            place = stages.index(name)
            first = 0 if before is None else stages.index(before) + 1 if before in stages else place
            figures["skipped"].update(set(stages[first:place]) - seen)
            if before in stages and place < stages.index(before):
                figures["backward_from"][before] += 1
            figures["visits"][name] += 1
            figures["reentries"][name] += name in seen
            row += place == row
            deepest = max(deepest, place)
            seen.add(name)
            before = name
        figures["entered"].update(seen)
        figures["reached"].update(stages[:deepest + 1])
        figures["all_stages"].update(stages[:row])
        if path[-1] in stages:
            figures["open_now"][path[-1]] += 1
    return {name: [count[stage] for stage in stages] for name, count in figures.items()}


@pytest.mark.parametrize(("pipeline", "stages"), [("p-new", ["new-qualify", "new-demo", "new-proposal", "new-negotiate", "new-hold"]),
                                                  ("p-ren", ["ren-review", "ren-offer", "ren-commit"])])
def test_a_company_with_a_full_log_is_the_plain_recount(pipeline, stages):
    if not TRUTH.exists():
        pytest.skip("skipped: no ../shared")
    pytest.importorskip("duckdb")
    prefix = stages[0].split("-")[0]
    with open(TRUTH / "deals.csv", encoding="utf-8") as file:
        deals = {row["deal_id"] for row in csv.DictReader(file) if row["pipeline_id"] == pipeline}
    with open(TRUTH / "deal_changes.csv", encoding="utf-8") as file:
        moves = [(row["deal_id"], (row["at"], int(row["seq"])), row["new"]) for row in csv.DictReader(file)
                 if row["field"] == "stage" and row["deal_id"] in deals]
    wanted = recount(moves, stages, f"{prefix}-won", f"{prefix}-lost")

    log = {"deal_id": [move[0] for move in moves], "at": [move[1][0] for move in moves], "stage": [move[2] for move in moves]}
    frame = at.funnel.stages(log, stages=stages, won=f"{prefix}-won", lost=f"{prefix}-lost").stages
    assert {name: frame[name] for name in COUNTS} == wanted

    model = at.Model('{"attain": "model/1", "id": "m", "currency": "EUR", "funnels": [{"id": "f", "kind": "stages", "pipeline": "%s"}]}' % pipeline)
    data = at.load(**{name: at.Table(TRUTH / f"{name}.csv", name=name) for name in ("deals", "deal_changes", "stages", "reps")})
    table = at.run(model, data, period="2027").table("stages")
    assert {name: table[name] for name in COUNTS} == wanted


def test_wrong_columns_are_named_at_once():
    with pytest.raises(at.Error) as caught:
        at.funnel.stages({"deal": ["D1"], "at": [1], "stage": ["Lead"]}, stages=["Lead"], time="when")
    assert [finding.reason for finding in caught.value.findings] == ["MISSING_COLUMN", "MISSING_COLUMN"]


def test_rows_that_cannot_be_used_are_findings():
    report = at.funnel.stages({"deal_id": ["D1", "D2"], "at": [1, 2], "stage": ["Lead", "Leda"]}, stages=["Lead"])
    assert [(finding.reason, finding.row) for finding in report.findings] == [("STAGE_UNKNOWN", 1)]
    assert report.stages["entered"] == [1]


def test_separation_is_a_reason():
    with pytest.raises(at.CalculationError) as caught:
        at.stats.cox({"champion": [1, 1, 0, 0], "size": [3, 1, 2, 4]}, [1, 2, 3, 4], [1, 1, 0, 0])
    assert caught.value.reason == "SEPARATION"


def test_negative_durations_are_findings_with_their_rows():
    with pytest.raises(at.Error) as caught:
        at.stats.kaplan_meier([1, -2, 3], [1, 1, 7])
    assert [finding.row for finding in caught.value.findings] == [1, 2]
