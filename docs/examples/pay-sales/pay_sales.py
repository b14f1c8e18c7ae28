# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Frames of sales: the figures of the page "Pay millions of sales"."""

# [start:lines]
from datetime import date

import attain as at

sales = {"payee": ["Ada", "Bo", "Ada"], "date": [date(2026, 1, 9), date(2026, 1, 5), date(2026, 1, 5)], "amount": [300, 200, 400]}
quotas = {"payee": ["Ada", "Bo"], "date": [date(2026, 1, 1)] * 2, "quota": [1000, 1000]}
bands = [(0, "0.5", "0.04"), ("0.5", None, "0.06")]
lines = at.incentive.sales_tier_lines(sales, quotas, bands)
print(*lines["line"])
# [end:lines]
# [start:trace]
trace = at.incentive.sales_tier_trace(sales, quotas, bands)
for row, base, rate, amount in zip(trace["row"], trace["base"], trace["rate"], trace["amount"]):
    print(f"sale {row}: {base} x {rate} = {amount}")
# [end:trace]
# [start:rules]
rules = {
    "base": {"kind": "rate", "rate": "0.015"},
    "tiers": {"kind": "tiers", "bands": bands},
    "large": {"kind": "spiff", "pays": 50, "at_least": 400},
}
book = at.incentive.SalesBook(sales, rules, quotas=quotas)
print(*book.statements("Ada")[0].amounts.values(), "together", book.statements("Ada")[0].total)
book.update({"row": [0], "payee": ["Ada"], "date": [date(2026, 1, 9)], "amount": [500]})  # the first sale was larger
print(*book.statements("Ada")[0].amounts.values(), "together", book.statements("Ada")[0].total)
# [end:rules]
