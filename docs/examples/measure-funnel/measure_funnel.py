# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Visits, quotes and signatures: who gets how far in thirty days. Run it anywhere."""

# [start:log]
from datetime import date

import attain as at

log = at.Table([
    {"user": "ann", "day": date(2026, 1, 5), "event": "visit", "channel": "web"},
    {"user": "ann", "day": date(2026, 1, 9), "event": "quote", "channel": "mail"},
    {"user": "ann", "day": date(2026, 1, 20), "event": "visit", "channel": "web"},
    {"user": "ann", "day": date(2026, 2, 3), "event": "sign", "channel": "mail"},
    {"user": "bob", "day": date(2026, 1, 7), "event": "visit", "channel": "ad"},
    {"user": "bob", "day": date(2026, 2, 20), "event": "quote", "channel": "ad"},
    {"user": "cyd", "day": date(2026, 1, 12), "event": "visit", "channel": "web"},
    {"user": "cyd", "day": date(2026, 1, 14), "event": "quote", "channel": "web"},
    {"user": "cyd", "day": date(2026, 1, 15), "event": "complaint", "channel": "mail"},
    {"user": "cyd", "day": date(2026, 1, 18), "event": "sign", "channel": "web"},
    {"user": "dan", "day": date(2026, 2, 10), "event": "visit", "channel": "ad"},
], name="log")
steps = ["visit", "quote", "sign"]
found = at.funnel.window(log, subject="user", time="day", steps=steps, within=at.days(30), as_of=date(2026, 3, 1))
for row in found.subjects:
    print(row["user"], row["level"], row["stop"])
# [end:log]

# [start:steps]
for row in found.steps:
    rate = "-" if row["rate"] is None else f"{row['rate']:.0%} ({row['low']:.0%} to {row['high']:.0%})"
    print(row["name"], row["entered"], row["converted"], row["open"], row["lost"], rate)
# [end:steps]

# [start:chains]
for row in found.chains:
    if row["user"] == "ann":
        print(row["step"], row["row"], row["time"])
# [end:chains]

# [start:rules]
def levels(**options):
    table = at.funnel.window(log, subject="user", time="day", steps=steps, within=at.days(30), **options).subjects
    return dict(zip(table["user"], table["level"]))


print(levels(exclude=[("complaint", 2, 3)]))
print(levels(max_gap={3: at.days(7)}))
print(levels(optional=[2], max_gap={3: at.days(14)}))
print(levels(order="adjacent"))
print(levels(rules="clickhouse", modes=["strict_order"]))
# [end:rules]

# [start:groups]
for row in found.breakdown("channel"):
    if row["step"] == 1:
        print(row["group"], row["entered"], row["converted"], row["open"])
for row in found.trend("month"):
    if row["step"] == 1:
        print(row["group"], row["entered"], row["converted"], row["open"])
# [end:groups]
