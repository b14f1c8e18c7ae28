# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Three people and their first hour, step by step: a CRM developer's questions, a data scientist's notebook, a sales-operations lead's command line.

The developer writes C: her program is docs/examples/crm-cursor, her calls are in tests/capi. What she is told and what she asks is checked here, step by step.
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest

import attain as at
from attain import cli

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "statement"
PAID = {"R-104": Decimal("8650.00"), "R-105": Decimal("480.00"), "R-106": Decimal("3200.00")}


def rows(name):
    with open(EXAMPLE / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def frames(make):
    """The company's tables as frames of one library."""
    tables = {}
    for name in ("deals", "deal_splits", "reps", "rep_units", "org_units"):
        found = rows(name)
        tables[name] = make({column: [row[column] or None for row in found] for column in found[0]})
    return tables


def paid(result):
    return {row["rep_id"]: row["paid"] for row in result.statements}


# --- a developer with a CRM of twelve years


def test_her_first_plan_has_a_typing_error_and_two_more_faults(tmp_path):
    text = (EXAMPLE / "ae-2026.json").read_text(encoding="utf-8")
    text = text.replace('"from": "80%"', '"form": "80%"').replace('"12.5%"', '"12.5 percent"').replace('"cap"', '"capp"')
    findings = at.validate(text, name="plan.json")
    told = [str(finding) for finding in findings]
    assert [finding.reason for finding in findings if finding.reason == "UNKNOWN_KEY"] == ["UNKNOWN_KEY"] * 2
    assert any(line.startswith("plan.json:10:13 components[new-business].payout.bands[1].form") and 'did you mean "from"?' in line for line in told), told
    assert any("bands[2].pays" in line and "INVALID_NUMBER" in line for line in told), told
    assert any("capp" in line and 'did you mean "cap"?' in line for line in told), told
    with pytest.raises(at.DefinitionError) as caught:
        at.Model({"attain": "model/1", "id": "m", "incentives": [{"file": "plan.json"}]}, folder=_folder(tmp_path, text))
    assert len(caught.value.findings) >= 3


def _folder(tmp_path, text):
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    return tmp_path


def test_her_deals_have_41_unknown_currencies_and_an_owner_who_left():
    deals = rows("deals") + [{**rows("deals")[0], "deal_id": f"X-{i}", "ccy": "XQQ"} for i in range(41)]
    deals.append({**rows("deals")[0], "deal_id": "D-left", "owner_id": "R-001"})
    tables = {name: {column: [row[column] or None for row in rows(name)] for column in rows(name)[0]} for name in ("deal_splits", "reps", "rep_units", "org_units")}
    tables["deals"] = {column: [row[column] for row in deals] for column in deals[0]}
    result = at.run(at.Model.read(EXAMPLE / "sales-2026.json"), at.load(**tables), period="2026-Q1")
    named = [(finding.table, finding.row, finding.field) for finding in result.findings if finding.reason == "CCY_MISSING"]
    assert named == [("deals", row, "ccy") for row in range(6, 47)]
    assert [finding.row for finding in result.findings if finding.reason == "ORPHAN_REF"] == [47]
    assert paid(result) == PAID


def test_she_asks_why_corrects_a_deal_and_gets_the_difference():
    model = at.Model.read(EXAMPLE / "sales-2026.json")
    prepared = model.prepare(at.load(EXAMPLE / "data"))
    before = prepared.run(period="2026-Q1")
    assert before.explain("R-104").splitlines()[0] == "8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1"
    tree = json.loads(before.statements["R-104"].explain(form="json"))
    assert Decimal(tree["amount"]) == 8650

    deal = next(row for row in rows("deals") if row["deal_id"] == "D-2")
    change = {column: [value] for column, value in {**deal, "amount": "40000.00"}.items()}
    after = prepared.update(deals=change).run(period="2026-Q1")
    # 10,000 more, all above the quota: 12.5 % of it.
    assert paid(after) == {**PAID, "R-104": Decimal("9900.00")}
    deltas = [(row["rep_id"], row["cause"], row["column"], row["old"], row["new"]) for row in after.compare(before)]
    assert ("R-104", "total", "paid", Decimal("8650.00"), Decimal("9900.00")) in deltas, deltas
    assert {row[0] for row in deltas} == {"R-104"}
    assert paid(before) == PAID  # what was calculated stays


def test_what_if_from_a_request_handler_changes_nothing():
    prepared = at.Model.read(EXAMPLE / "sales-2026.json").prepare(at.load(EXAMPLE / "data"))
    deal = next(row for row in rows("deals") if row["deal_id"] == "D-2")
    for thousands in (0, 40, 100):
        asked = {column: [value] for column, value in {**deal, "amount": f"{thousands}000.00"}.items()}
        answer = prepared.run(period="2026-Q1", payee="R-104", overriding={"deals": asked})
        full = prepared.update(deals=asked).run(period="2026-Q1")
        assert paid(answer) == {"R-104": paid(full)["R-104"]}
    assert paid(prepared.run(period="2026-Q1")) == PAID


# --- a data scientist in a notebook


def test_importing_is_light_and_tab_shows_the_nouns():
    code = "import sys, attain; print(sorted({'numpy', 'pandas', 'polars', 'duckdb', 'pyarrow'} & set(sys.modules)), dir(attain))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] ")
    for noun in ("crm", "measure", "target", "incentive", "stats", "expression"):
        assert f"'{noun}'" in done.stdout


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
def test_frames_go_in_and_results_come_out_as_frames(library):
    module = pytest.importorskip(library)
    make = {"polars": lambda cells: module.DataFrame(cells), "pandas": lambda cells: module.DataFrame(cells), "pyarrow": lambda cells: module.table(cells)}[library]
    result = at.run(at.Model.read(EXAMPLE / "sales-2026.json"), at.load(**frames(make)), period="2026-Q1")
    assert paid(result) == PAID
    assert "R-104" in result.statements._repr_html_() and "8,650.00" in result.statements["R-104"]._repr_html_()
    if library == "polars":
        back = module.DataFrame(result.statements)
        assert dict(zip(back["rep_id"], back["paid"])) == PAID
    if library == "pyarrow":
        back = module.table(result.statements).to_pydict()
        assert dict(zip(back["rep_id"], back["paid"])) == PAID


def test_relations_of_duckdb_go_in():
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    tables = {name: connection.read_csv(str(EXAMPLE / "data" / f"{name}.csv"), all_varchar=True) for name in ("deals", "deal_splits", "reps", "rep_units", "org_units")}
    assert paid(at.run(at.Model.read(EXAMPLE / "sales-2026.json"), at.load(**tables), period="2026-Q1")) == PAID


def test_two_plans_are_compared_and_the_document_gives_the_developer_the_same():
    model = at.Model.read(EXAMPLE / "sales-2026.json")
    data = at.load(EXAMPLE / "data")
    softer = model.replace("incentive[ae-2026].components[new-business].payout.bands[1].from", "70%")
    before, after = at.run(model, data, period="2026-Q1"), at.run(softer, data, period="2026-Q1")
    gains = {row["rep_id"]: Decimal(row["new"]) - Decimal(row["old"]) for row in after.compare(before) if row["cause"] == "total" and row["column"] == "paid"}
    assert gains == {"R-104": 200, "R-105": 20, "R-106": 100}
    again = at.run(at.Model(softer.to_json()), data, period="2026-Q1")  # one document, handed over as text
    assert paid(again) == paid(after)
    assert again.explain("R-104") == after.explain("R-104")


# --- a sales-operations lead who has never compiled anything


def test_one_command_and_a_companys_quarter_stands_on_the_screen(capsys):
    assert cli.main(["demo"]) == 0
    printed = capsys.readouterr().out
    assert printed.count(" · 2026-Q2") == 3 and "two currencies" in printed


def test_she_replaces_the_data_reads_asks_why_and_changes_one_number(tmp_path, capsys):
    model, data, out = tmp_path / "sales-2026.json", tmp_path / "data", tmp_path / "results"
    shutil.copytree(EXAMPLE / "data", data)
    for name in ("sales-2026.json", "ae-2026.json"):
        shutil.copy(EXAMPLE / name, tmp_path / name)

    # Her export has one currency that nobody knows: validate says in plain words what is refused, and where.
    deals = (data / "deals.csv").read_text(encoding="utf-8")
    (data / "deals.csv").write_text(deals.replace("9999.00,EUR", "9999.00,XQQ"), encoding="utf-8")
    assert cli.main(["validate", str(model), "--data", str(data)]) == 1
    printed = capsys.readouterr().out
    assert "XQQ" in printed and "deals" in printed and "row 4" in printed and "ccy" in printed
    (data / "deals.csv").write_text(deals, encoding="utf-8")
    assert cli.main(["validate", str(model), "--data", str(data)]) == 0

    # Targets add up, attainment and pay stand in files.
    assert cli.main(["run", str(model), "--data", str(data), "--out", str(out), "--period", "2026-Q1"]) == 0
    assert "12,330.00 EUR" in capsys.readouterr().out
    targets = {(row["entity_kind"], row["entity_id"]): Decimal(row["value"]) for row in at.Table(out / "targets.csv")}
    assert sum(value for (kind, _), value in targets.items() if kind == "rep") == targets["company", "company"] == 160_000
    attainment = {row["entity_id"]: Decimal(row["attainment"]) for row in at.Table(out / "attainment.csv") if row["attainment"]}
    assert attainment["R-104"] == Decimal("1.18")

    # She forwards the reason in the language of the agent.
    assert cli.main(["explain", str(out), "--rep", "R-104"]) == 0
    assert "8,650.00 EUR   Ada Lovelace" in capsys.readouterr().out
    assert cli.main(["explain", str(out), "--rep", "R-104", "--language", "zh"]) == 0
    assert "完成率" in capsys.readouterr().out

    # One number of the plan, the same command, and what it costs: 200 + 20 + 100 more.
    plan = tmp_path / "ae-2026.json"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"80%"', '"70%"'), encoding="utf-8")
    assert cli.main(["run", str(model), "--data", str(data), "--out", str(out), "--period", "2026-Q1"]) == 0
    assert "12,650.00 EUR" in capsys.readouterr().out
