# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A first statement: tables and a model in, pay and its reason out. Run it in this folder."""

import pathlib

folder = pathlib.Path(__file__).resolve().parent

# [start:main]
import attain as at

data = at.load(folder / "data")                     # or at.load(deals=frame, reps=frame, …): pandas, polars, Arrow
model = at.Model.read(folder / "sales-2026.json")   # tables, measures, targets and plans in one document
quarter = at.run(model, data, period="2026-Q1")

print(quarter.statements["R-104"].explain())
# [end:main]

# [start:softer]
softer = model.replace("incentive[ae-2026].components[new-business].payout.bands[1].from", "70%")
after = at.run(softer, data, period="2026-Q1")
for row in after.compare(quarter):
    print(row["rep_id"], row["cause"], row["column"], row["old"], "→", row["new"])
# [end:softer]
