# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A contest, a pool and a SPIFF in one plan, and a budget over all of it. Run it anywhere."""

import pathlib

folder = pathlib.Path(__file__).resolve().parent

# [start:main]
import attain as at

data = at.load(folder.parent / "statement" / "data")
model = at.Model.read(folder / "sales-2026.json")
quarter = at.run(model, data, period="2026-Q1")

print(quarter.statements["R-104"].explain())
print(quarter.statements["R-105"].explain())
# [end:main]

# [start:budget]
held = at.run(model.replace("incentive[best-2026].budget", "2755"), data, period="2026-Q1")
for row in held.statements:
    print(row["rep_id"], row["paid"])
# [end:budget]
