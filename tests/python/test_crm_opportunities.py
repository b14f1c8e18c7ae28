# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""8,800 real opportunities end to end: what agents won, what they were asked, what they are paid. Needs ../shared."""

import csv
import decimal
import json
import pathlib
from collections import defaultdict

import pytest

import attain as at

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data" / "crm"
GOLDEN = ROOT / "tests" / "golden" / "cases" / "funnel.json"
MODEL = ROOT / "docs" / "examples" / "crm-opportunities" / "sales-2017.json"
PAGE = ROOT / "docs" / "how-to" / "run-a-crm-export.md"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no ../shared")


@pytest.fixture(scope="module")
def prepared():
    return at.Model.read(MODEL).prepare(at.load(DATA))


@pytest.fixture(scope="module")
def year(prepared):
    return prepared.run(period="2017")


@pytest.fixture(scope="module")
def offices():
    with open(DATA / "sales_teams.csv", encoding="utf-8") as file:
        return {row["sales_agent"]: row["regional_office"] for row in csv.DictReader(file)}


def golden(name):
    cases = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
    return next(case["expected"] for case in cases if case["id"] == name)


def totals(table, measure, kind, column="value"):
    """The sum of a column over all periods, by entity."""
    sums = defaultdict(decimal.Decimal)
    for row in table:
        if row["measure"] == measure and row["entity_kind"] == kind and row[column] is not None:
            sums[row["entity_id"]] += row[column]
    return dict(sums)


def test_won_value_and_counts_are_those_of_the_published_cases(year):
    table = list(year.series)
    assert totals(table, "won_amount", "company") == {"company": golden("crm-all")["all"]["won_value"]}
    for kind, measure, key in (("unit", "won_amount", "won_value"), ("unit", "won_deals", "won"), ("unit", "lost_deals", "lost")):
        assert totals(table, measure, kind) == {office: figures[key] for office, figures in golden("crm-office").items()}
    by_agent = totals(table, "won_amount", "rep")
    for agent, figures in golden("crm-agents-bottom5").items():
        assert by_agent[agent] == figures["won_value"]


def test_won_value_of_every_agent_is_that_of_a_plain_recount(year):
    recount = defaultdict(int)
    with open(DATA / "sales_pipeline.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["deal_stage"] == "Won":
                recount[row["sales_agent"]] += int(row["close_value"])
    assert {agent: value for agent, value in totals(year.series, "won_amount", "rep").items() if value} == dict(recount)


def test_monthly_won_value_is_that_of_the_published_case(year):
    months = {row["period"]: row["value"] for row in year.series if row["measure"] == "won_amount" and row["entity_kind"] == "company"}
    for month, figures in golden("crm-month").items():
        if month != "open":
            assert months[month] == figures["won_value"]


def test_targets_of_agents_add_up_to_offices_and_company_in_every_period(year, offices):
    sums = defaultdict(decimal.Decimal)
    values = {}
    for row in year.targets:
        values[row["entity_kind"], row["entity_id"], row["period"]] = row["value"]
        if row["entity_kind"] == "rep":
            sums["unit", offices[row["entity_id"]], row["period"]] += row["value"]
            sums["company", "company", row["period"]] += row["value"]
    assert len(sums) >= 4 * 9  # offices and company by half, quarter and month
    assert {key: values[key] for key in sums} == dict(sums)
    months = [row for row in year.targets if row["entity_kind"] == "company" and len(row["period"]) == 7 and row["period"][5] != "Q"]
    assert sum(row["value"] for row in months if row["period"][5] != "H") == decimal.Decimal("5600000")


def test_attainment_of_agents_adds_up_to_offices_and_company(prepared, offices):
    for period in ("2017-Q3", "2017-Q4"):
        result = prepared.run(period=period)
        actual, target = defaultdict(decimal.Decimal), defaultdict(decimal.Decimal)
        whole = {}
        for row in result.attainment:
            key = (row["entity_kind"], row["entity_id"], row["period"], row["span"])
            whole[key] = (row["actual"], row["target_value"])
            if row["entity_kind"] == "rep":
                for above in (("unit", offices[row["entity_id"]]), ("company", "company")):
                    actual[(*above, *key[2:])] += row["actual"]
                    target[(*above, *key[2:])] += row["target_value"]
        assert actual
        assert {key: whole[key] for key in actual} == {key: (actual[key], target[key]) for key in actual}


def test_pay_of_agents_adds_up_to_offices_and_company_to_the_cent_and_to_its_lines(prepared, offices):
    for period in ("2017-Q3", "2017-Q4"):
        result = prepared.run(period=period)
        by_office, company = defaultdict(decimal.Decimal), decimal.Decimal(0)
        lines = defaultdict(decimal.Decimal)
        for row in result.statement_lines:
            lines[row["rep_id"]] += row["amount"]
        for row in result.statements:
            assert row["paid"] == row["paid"].quantize(decimal.Decimal("0.01"))
            assert row["paid"] == lines[row["rep_id"]]
            by_office[offices[row["rep_id"]]] += row["paid"]
            company += row["paid"]
        assert sorted(by_office) == ["Central", "East", "West"] and sum(by_office.values()) == company > 0


def test_pay_is_that_of_an_independent_calculation_by_hand(prepared):
    """Marginal bands of 4, 6 and 9 % over the quota of the quarter, at most 40,000, and 1.5 % of everything won."""
    from fractions import Fraction

    result = prepared.run(period="2017-Q4")
    quota = {row["entity_id"]: Fraction(row["value"]) for row in result.targets if row["entity_kind"] == "rep" and row["period"] == "2017-Q4"}
    won = defaultdict(Fraction)
    with open(DATA / "sales_pipeline.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["deal_stage"] == "Won" and "2017-10-01" <= row["close_date"] < "2018-01-01":
                won[row["sales_agent"]] += int(row["close_value"])
    checked = 0
    for statement in result.statements.all():
        if statement.reason != "NONE":
            assert quota[statement.rep] == 0
            continue
        sold, goal = won[statement.rep], quota[statement.rep]
        bands = min(sold, goal * 4 / 5) * Fraction(4, 100) + max(0, min(sold, goal) - goal * 4 / 5) * Fraction(6, 100) + max(0, sold - goal) * Fraction(9, 100)
        cents = [round(100 * min(bands, 40_000)), round(100 * sold * Fraction(15, 1000))]
        assert statement.paid * 100 == sum(cents), statement.rep
        checked += 1
    assert checked == 30


def test_every_explanation_is_complete_in_both_languages(prepared):
    result = prepared.run(period="2017-Q3")
    for statement in result.statements.all():
        for language in ("en", "zh"):
            text = statement.explain(language=language)
            assert statement.rep in text and "{" not in text
        tree = json.loads(statement.explain(form="json"))
        assert tree


def test_the_guide_shows_the_statement_as_it_is(prepared):
    text = prepared.run(period="2017-Q3").explain("Darcel Schlecht").rstrip("\n")
    assert text in PAGE.read_text(encoding="utf-8")
    print(text)


def test_findings_say_what_the_export_lacks(prepared):
    reasons = {finding.reason for finding in prepared.run(period="2017-Q3").findings}
    assert "NO_HISTORY" in reasons and "TARGET_ZERO" in reasons
