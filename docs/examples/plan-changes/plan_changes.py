# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A past quarter restated, a softer plan, a goal, a plan's cost, an audit: the figures of the page "Change a plan, restate a quarter"."""

# [start:company]
import attain as at

model = at.Model({
    "attain": "model/1", "id": "sales-2026", "currency": "EUR",
    "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"}],
    "targets": [{"id": "quota", "measure": "booked", "period": "2026", "total": "800000",
                 "split": [{"over": "rep", "by": "equal"}, {"over": "quarter", "by": "equal"}]}],
    "incentives": [{"id": "ae", "currency": "EUR", "period": "quarter",
                    "components": [{"id": "sales", "measure": "booked",
                                    "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"},
                                               "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": "8%"}, {"from": "100%", "pays": "12.5%"}]}}]}]})
data = at.load(
    reps={"rep_id": ["ada", "tom"]},
    transactions={"txn_id":      ["T-1", "T-2", "T-3", "T-4"],
                  "kind":        ["booking", "booking", "booking", "refund"],
                  "orig_txn_id": [None, None, None, "T-3"],
                  "rep_id":      ["ada", "tom", "ada", "ada"],
                  "event_date":  ["2026-01-20", "2026-02-11", "2026-03-20", "2026-03-30"],
                  "recorded_at": ["2026-01-20T09:00:00Z", "2026-02-11T09:00:00Z", "2026-04-12T09:00:00Z", "2026-05-03T09:00:00Z"],
                  "amount":      ["90000.00", "45000.00", "20000.00", "-5000.00"],
                  "ccy":         ["EUR"] * 4})
paid = at.run(model, data, period="2026-Q1", as_of="2026-04-05")
# [end:company]
# [start:restate]
richer = model.replace("incentive[ae].components[sales].payout.bands[2].pays", "15%")
now = at.run(richer, data, period="2026-Q1")
restated = at.restate(paid, now)
for row in restated.deltas:
    if row["column"] == "paid":
        print(row["rep_id"], row["cause"], row["transaction_id"], row["old"], row["new"], row["difference"])
# [end:restate]
# [start:frozen]
frozen = at.restate(paid, now, frozen_until="2026-03-31")
print(frozen.report(form="markdown"))
for row in frozen.balances:
    print(row["rep_id"], row["plan_id"], row["kind"], row["as_of"], row["amount"])
# [end:frozen]
# [start:what_if]
softer = at.what_if(model, data, period="2026-Q1", scenarios={
    "from 70 %": {"incentive[ae].components[sales].payout.bands[1].from": "70%"},
    "quota 600,000": {"target[quota].total": "600000"}})
for row in softer.reps:
    print(row["scenario"], row["rep_id"], row["old"], row["new"], row["difference"])
for row in softer.totals:
    print(row["scenario"], row["old"], row["new"], row["change"], "gain", row["gain"], "lose", row["lose"])
# [end:what_if]
# [start:goal]
goal = at.goal_seek(model, data, period="2026-Q1", payee="tom", pay=6000, column="earned")
print(goal.status, goal.amount, "on top of", goal.on)
# [end:goal]
# [start:cost]
cost = at.plan_cost(model, data, period="2026-Q1", attainments=["80%", "100%", "120%"], mean=0.95, deviation=0.2, draws=100, seed=1, budget=15000)
for row in cost.scenarios:
    print(row["scenario"], row["paid"], row["difference"])
print(cost.spread.n, "draws", cost.spread.p10 < cost.spread.p50 < cost.spread.p90)
# [end:cost]
# [start:fairness]
audit = at.fairness(paid, least=2)
for row in audit.figures:
    print(row["figure"], round(row["value"], 4), "n", row["n"], row["status"])
# [end:fairness]
