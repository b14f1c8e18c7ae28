# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""One sum and several people: the figures of the page "Share money"."""

from datetime import date

# [start:overlay]
import attain as at

credits = at.incentive.overlay_credit(64_000, ["0.75", "0.25"], ["0.3", "0.1"])
print("revenue", *credits.revenue, "together", credits.revenue_total)
print("overlay", *credits.overlay, "all", credits.all_credit)
# [end:overlay]
pay = at.incentive
once = pay.rollup_dedup([0, 0, 1], [4000, 2500, 900], [4000, 1700])
print("rollup", once.credit, "naive", once.naive)
print("equal", *pay.equal_pool(10_000, 3).parts)
print("gated", *pay.gated_pool(100, ["0.5", "0.499", 2], "0.5").parts)
print("shares", *pay.shared_pool(100, [1, 0, 2]).parts)
print("member", pay.pool_share(10_000, 5_000, 5))
print("percent", pay.percent_pool(450_000, "0.04", "0.15"))
# [start:contest]
print("contest", *at.incentive.contest([1500, 1000, 500], [90, 80, 80, 10]).payouts)
print("without W", *at.incentive.contest([1500, 1000, 500], [90, 80, 80, 10], eligible=[False, True, True, True]).payouts)
# [end:contest]
print("spiff", *pay.spiff([10, 9, 25], 250, minimum=10).lines)
print("club", pay.funded_slots("1.07", 55, base="0.04", per_point="0.02"))
active = pay.prorate_days(6200, (date(2025, 1, 1), date(2025, 2, 1)), [(date(2025, 1, 13), date(2025, 2, 1))])
print("days", active.days, "of", active.interval_days, "quota", active.amount)
print("goal", *pay.goal_seek_tiers([(0, 4000, "0.04"), (4000, 9000, "0.08"), (9000, None, "0.12")], [400]))
