# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Conditions and formulas over five deals."""

import datetime
import decimal

import attain as at

D = decimal.Decimal
deals = at.Table({
    "deal_id": ["D-1", "D-2", "D-3", "D-4", "D-5"],
    "stage": ["won", "won", "lost", "won", None],
    "amount": [D("1200.00"), D("999.99"), D("5000.00"), D("48000.00"), D("700.00")],
    "seats": [10, 0, 25, 400, 7],
    "closed": [datetime.date(2026, 1, 15), datetime.date(2026, 3, 31), datetime.date(2026, 4, 1), datetime.date(2026, 6, 30), datetime.date(2026, 2, 2)],
    "product_id": ["P-1", "P-1", "P-2", "P-2", "P-9"],
})
products = at.Table({"product_id": ["P-1", "P-2"], "category_id": ["new", "renewal"]})


def which(text, **options):
    chosen = at.expression(text).select(deals, **options)
    print(f"{text}\n    rows {chosen.rows}")
    for finding in chosen.findings:
        print(f"    {finding.text}")


def values(text, **options):
    column = at.expression(text).evaluate(deals, **options)["value"]
    print(f"{text}\n    {' | '.join('-' if value is None else str(value) for value in column)}")


which("stage == 'won' && amount >= 1000.00")
which("stage != 'won'")
which("stage == null || stage != 'won'")
which("quarter(closed) == 1 && closed < date('2026-03-31')")
which("products[product_id].category_id == 'renewal'", lookups={"products": (products, "product_id")})
which("amount / seats > 100.00")
values("round(amount * 0.075, 2)")
values("round(amount / seats, 2)")
values("stage == 'won' ? bucket(amount, [1000, 10000]) : 0")
values("coalesce(stage, 'open')")
try:
    at.expression("stage == 'won' && amuont > 5").select(deals)
except at.DefinitionError as error:
    print(error)
