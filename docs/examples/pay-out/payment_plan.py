# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A plan that holds pay until the customer has paid, advances a draw and takes back what is refunded."""

# [start:run]
import pathlib

import attain as at

model = at.Model.read(pathlib.Path(__file__).with_name("payment_plan.json"))
data = at.load(
    reps={"rep_id": ["R-104"], "name": ["Ada Lovelace"]},
    transactions={
        "txn_id": ["T-1", "T-2", "T-3", "T-4", "T-5"],
        "kind": ["booking", "receipt", "booking", "refund", "receipt"],
        "orig_txn_id": [None, "T-1", None, "T-1", "T-3"],
        "rep_id": ["R-104", None, "R-104", None, None],
        "event_date": ["2026-01-10", "2026-02-05", "2026-02-20", "2026-03-10", "2026-04-02"],
        "amount": ["10000", "4000", "20000", "-2000", "20000"],
        "ccy": ["EUR"] * 5,
    },
)
months = at.run(model, data, period="2026-Q1")
columns = ("earned", "adjusted", "held", "released", "drawn", "recovered", "paid")
print(f"{'period':8}" + "".join(f"{name:>11}" for name in columns))
for row in months.statements:
    print(f"{row['period']:8}" + "".join(f"{row[name]:>11.2f}" for name in columns))
# [end:run]
for row in months.table("balances"):
    print(row["period"], row["kind"], row["txn_id"] or "-", f"{row['closing']:.2f}")
print(months.explain("R-104"))

# [start:hand-on]
balances = [row for row in months.table("balances") if row["period"] == "2026-03"]
opening = {
    "rep_id": [row["rep_id"] for row in balances],
    "plan_id": [row["plan"] for row in balances],
    "kind": [row["kind"] for row in balances],
    "txn_id": [row["txn_id"] for row in balances],
    "as_of": ["2026-03-31"] * len(balances),
    "amount": [str(row["closing"]) for row in balances],
    "total": [None if row["total"] is None else str(row["total"]) for row in balances],
}
# [end:hand-on]
april = at.run(model, at.load(**{**data.tables, "balances": opening}), period="2026-04")
year = at.run(model, data, period="2026")
for result in (april, year):
    print(*[f"{row['period']} released {row['released']:.2f} paid {row['paid']:.2f}" for row in result.statements if row["period"] == "2026-04"])
