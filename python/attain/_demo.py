# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The demo: a made-up company's second quarter of 2026, from tables to explained pay."""

from __future__ import annotations

import json
import os
from typing import Any

import attain as at
from attain import _demo_company

PERIOD = "2026-Q2"
PAYEES = ["R-102", "R-205", "R-101"]

MODEL: dict[str, Any] = {
    "attain": "model/1",
    "id": "demo-2026",
    "note": "Bookings count in euros at the average rate of their month. The quota of 2026 is split over regions, teams and reps by what each booked in 2025, and over months evenly.",
    "currency": "EUR",
    "calendar": {"kind": "gregorian", "fiscal_start": "01-01", "grain": "month"},
    "measures": [
        {"id": "bookings", "kind": "sum", "of": "transactions.amount", "date": "event_date", "credit": "splits", "currency": "EUR", "rate_type": "month_avg"},
        {"id": "won_deals", "kind": "count", "of": "deals", "where": "outcome == 'won'", "date": "closed", "credit": "owner_id"},
        {"id": "win_rate", "kind": "ratio", "num": "count(deals) where outcome == 'won'", "den": "count(deals) where outcome != 'open'", "date": "closed",
         "credit": "owner_id"},
    ],
    "targets": [
        {"id": "quota-2026", "measure": "bookings", "period": "2026", "total": "36000000 EUR",
         "split": [{"over": "unit", "by": "history", "window": ["2025-01-01", "2026-01-01"]},
                   {"over": "unit", "by": "history", "window": ["2025-01-01", "2026-01-01"]},
                   {"over": "unit", "by": "history", "window": ["2025-01-01", "2026-01-01"]},
                   {"over": "rep", "by": "history", "window": ["2025-01-01", "2026-01-01"]},
                   {"over": "month", "by": "equal"}],
         "rounding": {"unit": "100", "method": "largest_remainder"}},
    ],
    "incentives": [{"file": "ae-2026.json"}, {"file": "manager-2026.json"}],
}

SELLERS: dict[str, Any] = {
    "attain": "incentive/1",
    "id": "ae-2026",
    "currency": "EUR",
    "for": "role == 'ae'",
    "period": "quarter",
    "fx": {"rate_type": "month_avg"},
    "components": [
        {"id": "new-business", "measure": "bookings",
         "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota-2026"}, "boundary": "lower_inclusive", "outside": "error",
                    "bands": [{"from": "0%", "pays": "4%"}, {"from": "80%", "pays": "6%"}, {"from": "100%", "pays": "9%"}]},
         "cap": "15000", "rounding": {"point": "payment", "mode": "half_even", "scale": 2}},
    ],
}

MANAGERS: dict[str, Any] = {
    "attain": "incentive/1",
    "id": "manager-2026",
    "currency": "EUR",
    "for": "role == 'manager'",
    "period": "quarter",
    "fx": {"rate_type": "month_avg"},
    "components": [
        {"id": "team-override", "measure": "bookings", "payout": {"kind": "override", "rate": "0.75%", "mode": "collective", "include_self": True},
         "rounding": {"point": "payment", "mode": "half_even", "scale": 2}},
    ],
}


def write(folder: str) -> dict[str, int]:
    """Writes the company's tables and documents into a new folder; gives the rows of each table."""
    data = os.path.join(folder, "data")
    os.makedirs(data)
    for name, document in (("model.json", MODEL), ("ae-2026.json", SELLERS), ("manager-2026.json", MANAGERS)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2, ensure_ascii=False)
            file.write("\n")
    return _demo_company.write(data)


def show(folder: str, language: str) -> int:
    """Makes the company, calculates the quarter, and prints three statements with their reasons."""
    rows = write(folder)
    print(f"A made-up company: {rows['reps']} reps in {rows['org_units']} units, {rows['deals']:,} deals, {rows['transactions']:,} transactions, two currencies.")
    model = at.Model.read(os.path.join(folder, "model.json"))
    result = at.run(model, at.load(os.path.join(folder, "data")), period=PERIOD)
    statements = result.statements
    paid = [statement for statement in statements.all() if statement.reason == "NONE"]
    total = sum(statement.paid for statement in paid)
    print(f"{PERIOD}: {len(paid)} of {len(statements.all())} statements paid, {float(total):,.2f} EUR in all; tables: {', '.join(result.table_names)}.")
    for finding in result.findings[:3]:
        print(f"  found: {finding}")
    if len(result.findings) > 3:
        print(f"  … {len(result.findings)} findings in all")
    for rep in PAYEES:
        print()
        print(result.explain(rep, language=language).rstrip("\n"))
    print()
    print("attain demo --keep DIR keeps tables, documents and results; attain run DIR/model.json --data DIR/data --out DIR/results --period 2026-Q3 runs the next quarter.")
    return 0
