# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The command line: what it prints, what it writes, and that it leaves nothing half-written."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

import attain as at
from attain import _demo, cli

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "examples" / "statement"


def run(*arguments):
    return cli.main([str(argument) for argument in arguments])


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "results"
    assert run("run", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data", "--out", folder, "--period", "2026-Q1") == 0
    return folder


def test_run_writes_every_table_and_says_what_it_did(out, capsys):
    assert run("run", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data", "--out", out, "--period", "2026-Q1") == 0
    names = {path.stem for path in out.glob("*.csv")}
    assert {"statements", "statement_lines", "targets", "attainment", "series", "credits", "findings", "balances", "deltas"} <= names
    assert "3 statements paid, 12,330.00 EUR" in capsys.readouterr().out
    statements = at.Table(out / "statements.csv")
    assert dict(zip(statements["rep_id"], statements["paid"]))["R-104"] == "8650.00"


def test_run_writes_parquet_with_its_types(tmp_path):
    folder = tmp_path / "results"
    assert run("run", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data", "--out", folder, "--period", "2026-Q1", "--format", "parquet") == 0
    assert at.Table(folder / "statements.parquet")["paid"][0] > 0


def test_explain_gives_the_reason_in_both_languages_and_as_json(out, capsys):
    capsys.readouterr()
    assert run("explain", out, "--rep", "R-104") == 0
    assert "8,650.00 EUR   Ada Lovelace" in capsys.readouterr().out
    assert run("explain", out, "--rep", "R-104", "--language", "zh") == 0
    assert "完成率" in capsys.readouterr().out
    assert run("explain", out, "--rep", "R-104", "--json") == 0
    assert json.loads(capsys.readouterr().out)


def test_explain_names_who_is_there_when_a_rep_is_not(out, capsys):
    assert run("explain", out, "--rep", "R-1") == 1
    assert "R-104" in capsys.readouterr().err
    assert run("explain", out, "--rep", "R-104", "--plan", "no-plan") == 1
    assert "ae-2026" in capsys.readouterr().err
    assert run("explain", out.parent, "--rep", "R-104") == 1


def test_a_second_run_replaces_results_and_nothing_else(out, tmp_path, capsys):
    arguments = ["run", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data", "--period", "2026-Q1", "--out"]
    assert run(*arguments, out) == 0
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("keep me", encoding="utf-8")
    assert run(*arguments, other) == 1
    assert (other / "letter.txt").read_text(encoding="utf-8") == "keep me"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "results"]


def test_validate_lists_every_fault_with_its_place(tmp_path, capsys):
    plan = (EXAMPLE / "ae-2026.json").read_text(encoding="utf-8").replace('"from": "80%"', '"form": "80%"').replace('"40000"', '"4oooo"')
    (tmp_path / "ae-2026.json").write_text(plan, encoding="utf-8")
    (tmp_path / "sales-2026.json").write_bytes((EXAMPLE / "sales-2026.json").read_bytes())
    assert run("validate", tmp_path / "sales-2026.json") == 1
    printed = capsys.readouterr().out
    assert "ae-2026.json:10:13" in printed and 'did you mean "from"?' in printed and "INVALID_NUMBER" in printed
    assert run("validate", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data") == 0


def test_input_that_is_not_there_is_named(tmp_path, capsys):
    assert run("run", EXAMPLE / "sales-2026.json", "--data", tmp_path / "nowhere", "--out", tmp_path / "o", "--period", "2026-Q1") == 1
    assert "nowhere" in capsys.readouterr().err
    assert run("validate", tmp_path / "none.json") == 1
    assert run("run", EXAMPLE / "sales-2026.json", "--data", EXAMPLE / "data", "--out", tmp_path / "o", "--period", "2026-Q9") == 1
    assert "2026-Q9" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_schema_prints_one_and_refuses_unknown_kinds(capsys):
    assert run("schema", "incentive") == 0
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")
    assert run("schema", "incentiv") == 1
    assert "incentive" in capsys.readouterr().err


def test_the_demo_is_the_same_company_every_time(tmp_path, capsys):
    assert run("demo", "--keep", tmp_path / "one") == 0
    first = capsys.readouterr().out
    assert run("demo", "--keep", tmp_path / "two") == 0
    assert capsys.readouterr().out == first
    assert first.count(" · 2026-Q2") == 3 and "200 reps" in first
    for path in sorted((tmp_path / "one").rglob("*.csv")):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_the_demo_pays_what_an_independent_sum_of_its_lines_says(tmp_path):
    folder = tmp_path / "company"
    _demo.write(str(folder))
    result = at.run(at.Model.read(folder / "model.json"), at.load(folder / "data"), period="2026-Q2")
    lines = {}
    for row in result.statement_lines:
        lines[row["plan"], row["rep_id"]] = lines.get((row["plan"], row["rep_id"]), 0) + row["amount"]
    others = ("earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried")
    for row in result.statements:
        assert row["earned"] == lines.get((row["plan"], row["rep_id"]), 0)
        assert row["paid"] == sum(row[column] for column in others) == round(row["paid"], 2)
    assert not [finding for finding in result.findings if finding.severity == "error"]


def test_an_interrupt_leaves_no_half_written_output(tmp_path):
    company = tmp_path / "company"
    _demo.write(str(company))
    for delay in (0.15, 0.4, 0.8):
        out = tmp_path / "out"
        process = subprocess.Popen([sys.executable, "-m", "attain.cli", "run", company / "model.json", "--data", company / "data", "--out", out, "--period",
                                    "2026-Q2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
        left = sorted(path.name for path in tmp_path.iterdir() if path.name != "company")
        assert left == (["out"] if code == 0 else []), (delay, code)
        if code == 0:
            assert (out / "attain.json").exists() and (out / "statements.csv").exists()
            break
        assert os.path.isdir(company)
