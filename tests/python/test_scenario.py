# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Restatement, what-if, goal seek, plan cost, fairness and reports from Python and the command line."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest

import attain as at
from attain import cli

MODEL = {
    "attain": "model/1", "id": "sales-2026", "currency": "EUR",
    "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "800000", "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    "incentives": [{"id": "ae", "currency": "EUR", "period": "quarter", "components": [{
        "id": "sales", "measure": "booked",
        "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"},
                   "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]}}]}]}
TRANSACTIONS = {
    "txn_id": ["T-1", "T-2", "T-3", "T-4"], "kind": ["booking", "booking", "booking", "refund"], "orig_txn_id": [None, None, None, "T-3"],
    "rep_id": ["ada", "tom", "ada", "ada"], "event_date": ["2026-01-20", "2026-02-11", "2026-03-20", "2026-03-30"],
    "recorded_at": ["2026-01-20T09:00:00Z", "2026-02-11T09:00:00Z", "2026-04-12T09:00:00Z", "2026-05-03T09:00:00Z"],
    "amount": ["90000.00", "45000.00", "20000.00", "-5000.00"], "ccy": ["EUR"] * 4}
REPS = {"rep_id": ["ada", "tom"]}


def model():
    return at.Model(MODEL)


def data():
    return at.load(reps=REPS, transactions=TRANSACTIONS)


def paid_rows(table):
    return [(row["rep_id"], row["cause"], row["transaction_id"], row["difference"]) for row in table if row["column"] == "paid"]


def test_causes_of_a_restatement_add_up():
    paid = at.run(model(), data(), period="2026-Q1", as_of="2026-04-05")
    now = at.run(model().replace("incentive[ae].components[sales].payout.bands[2].pays", "15%"), data(), period="2026-Q1")
    restated = at.restate(paid, now)
    assert paid_rows(restated.deltas) == [("ada", "late_deal", "T-3", Decimal("2050")), ("ada", "refund", "T-4", Decimal("-625")),
                                          ("ada", "plan_change", None, Decimal("125")), ("ada", "total", None, Decimal("1550"))]
    assert restated and not at.restate(now, now)
    assert "1,550.00" in restated.report() and "合计" in restated.report(language="zh")
    assert list(restated.balances) == []
    frozen = at.restate(paid, now, frozen_until="2026-03-31")
    assert {row["period"] for row in frozen.deltas} == {"2026-Q2"}
    second = at.run(model(), data(), period="2026-Q2", overriding={"balances": frozen.balances})
    assert second.statements["ada"].paid == 1550


def test_states_in_between_give_the_order():
    quota = model().replace("target[quota].total", "400000")
    paid = at.run(model(), data(), period="2026-Q1", as_of="2026-04-05")
    between = at.run(quota, data(), period="2026-Q1", as_of="2026-04-05")
    now = at.run(quota, data(), period="2026-Q1", as_of="2026-04-30")
    assert [row[1] for row in paid_rows(at.restate(paid, between, now).deltas)] == ["quota_change", "late_deal", "total", "quota_change", "total"]
    assert [row[1] for row in paid_rows(at.restate(paid, now).deltas)] == ["late_deal", "quota_change", "total", "quota_change", "total"]


def test_bad_restatements_say_why():
    first, second = (at.run(model(), data(), period=period) for period in ("2026-Q1", "2026-Q2"))
    with pytest.raises(at.Error, match="2026-Q2"):
        at.restate(first, second)
    with pytest.raises(at.Error, match="earlier result"):
        at.restate(first)
    with pytest.raises(at.Error, match="frozen_until"):
        at.restate(first, first, pay_in="2026-Q2")
    with pytest.raises(at.Error, match="markdown"):
        at.restate(first, first).report(form="pdf")


def test_scenarios_rep_by_rep():
    softer = at.what_if(model(), data(), period="2026-Q1", scenarios={
        "from 70 %": {"incentive[ae].components[sales].payout.bands[1].from": "70%"}, "quota": {"target[quota].total": "600000"}})
    assert [(row["scenario"], row["rep_id"], row["new"]) for row in softer.reps] == [
        ("from 70 %", "ada", Decimal("7225")), ("from 70 %", "tom", Decimal("2700")), ("quota", "ada", Decimal("8550")), ("quota", "tom", Decimal("2700"))]
    assert [(row["gain"], row["lose"], row["same"]) for row in softer.totals] == [(1, 0, 1), (1, 0, 1)]
    assert softer.results["quota"].statements["ada"].paid == 8550
    assert softer.base.statements["ada"].paid == 7025
    assert list(softer) == ["from 70 %", "quota"]
    prepared = model().prepare(data())
    assert at.what_if(prepared, period="2026-Q1", scenarios={}).base.statements["tom"].paid == 2700
    with pytest.raises(at.Error, match='scenario "typo"'):
        at.what_if(model(), data(), period="2026-Q1", scenarios={"typo": {"incentive[ae].component": 1}})


def test_goals():
    goal = at.goal_seek(model(), data(), period="2026-Q1", payee="tom", pay=6000, column="earned")
    assert (goal.status, goal.amount, goal.on) == ("reached", Decimal("50000.00"), "T-2")
    row = {"transactions": {"txn_id": ["new"], "kind": ["booking"], "rep_id": ["tom"], "event_date": ["2026-02-01"], "amount": ["0"], "ccy": ["EUR"]}}
    assert at.goal_seek(model(), data(), period="2026-Q1", payee="tom", pay=6000, column="earned", row=row).amount == 50000
    capped = model().replace("incentive[ae].components[sales]", {**MODEL["incentives"][0]["components"][0], "cap": "5000"})
    assert at.goal_seek(capped, data(), period="2026-Q1", payee="tom", pay=6000, most=10**6).status == "unreachable"
    with pytest.raises(at.NotFoundError):
        at.goal_seek(model(), data(), period="2026-Q1", payee="eve", pay=1)
    with pytest.raises(at.DataError, match="exact"):
        at.goal_seek(model(), data(), period="2026-Q1", payee="tom", pay=0.1)


def test_costs_are_the_same_for_the_same_seed():
    first = at.plan_cost(model(), data(), period="2026-Q1", attainments=["80%", "1.2"], mean=0.95, deviation=0.2, draws=40, budget=12000)
    second = at.plan_cost(model(), data(), period="2026-Q1", mean=0.95, deviation=0.2, draws=40, budget=12000, threads=2)
    assert [(row["scenario"], row["paid"]) for row in first.scenarios] == [("as_is", Decimal(9725)), ("80%", Decimal(9600)), ("120%", Decimal(17800))]
    assert first.spread == second.spread and first.spread.n == 40
    assert first.spread.over.lower <= first.spread.over.estimate <= first.spread.over.upper
    assert second.scenarios and at.plan_cost(model(), data(), period="2026-Q1").spread is None
    with pytest.raises(at.Error, match="draws"):
        at.plan_cost(model(), data(), period="2026-Q1", mean=1.0, draws=1)


def test_an_audit_has_figures_with_their_status():
    result = at.run(model(), data(), period="2026-Q1")
    audit = at.fairness(result)
    assert [row["status"] for row in audit.figures] == ["insufficient", "insufficient", "ok", "ok"]
    assert list(audit.unlike) == []
    with pytest.raises(at.Error, match="one payee"):
        at.fairness(at.run(model(), data(), period="2026-Q1", payee="ada"))


def test_reports_in_every_form():
    result = at.run(model(), data(), period="2026-Q1")
    assert result.report("ada").splitlines()[0] == "ada · ae · 2026-Q1"
    assert "| **实付** | **7,025.00** |" in result.report("ada", form="markdown", language="zh")
    statement = json.loads(result.report("ada", form="json"))[0]
    assert Decimal(statement["paid"]) == 7025 and statement["explanation"]["children"]
    assert Decimal(next(csv.DictReader(io.StringIO(result.report("ada", form="csv"))))["paid"]) == 7025
    assert json.loads(result.report(form="json"))["plans"][0]["statements"] == 2
    with pytest.raises(at.NotFoundError):
        result.report("eve")
    with pytest.raises(at.Error, match="language"):
        result.report("ada", language="tlh")


def write(folder):
    folder.mkdir()
    for name, table in (("reps", REPS), ("transactions", TRANSACTIONS)):
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(table)
            lines.writerows(zip(*[["" if cell is None else cell for cell in column] for column in table.values()]))
    (folder.parent / "model.json").write_text(json.dumps(MODEL), encoding="utf-8")


def test_the_command_line_reports_and_restates(tmp_path, capsys):
    pytest.importorskip("duckdb")
    write(tmp_path / "data")
    model_file, folder = str(tmp_path / "model.json"), str(tmp_path / "data")
    assert cli.main(["report", model_file, "--data", folder, "--period", "2026-Q1", "--rep", "tom", "--form", "markdown"]) == 0
    assert "| **paid** | **2,700.00** |" in capsys.readouterr().out
    assert cli.main(["report", model_file, "--data", folder, "--period", "2026-Q1"]) == 0
    assert "sales-2026 · 2026-Q1" in capsys.readouterr().out
    assert cli.main(["restate", model_file, "--data", folder, "--period", "2026-Q1", "--paid-as-of", "2026-04-05", "--frozen-until", "2026-03-31"]) == 0
    out = capsys.readouterr().out
    assert "ada · ae · 2026-Q1, paid in 2026-Q2" in out and "late deal" in out and "1,425.00" in out
    assert cli.main(["restate", model_file, "--data", folder, "--period", "2026-Q1", "--paid-as-of", "2026-13-05"]) == 1


def test_a_late_deal_of_one_moves_the_pool_of_all():
    pool = at.Model({**MODEL, "targets": [], "incentives": [{"id": "pool", "currency": "EUR", "period": "quarter", "components": [
        {"id": "shared", "measure": "booked", "payout": {"kind": "pool", "method": "shares", "amount": "13000"}}]}]})
    paid = at.run(pool, data(), period="2026-Q1", as_of="2026-04-05")
    now = at.run(pool, data(), period="2026-Q1", as_of="2026-04-30")
    # 13,000 by 90,000 : 45,000, then by 110,000 : 45,000.
    assert (paid.statements["tom"].paid, now.statements["tom"].paid) == (Fraction("4333.33"), Fraction("3774.19"))
    assert paid_rows(at.restate(paid, now).deltas) == [
        ("ada", "late_deal", "T-3", Decimal("559.14")), ("ada", "total", None, Decimal("559.14")),
        ("tom", "late_deal", "T-3", Decimal("-559.14")), ("tom", "total", None, Decimal("-559.14"))]
