# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""From what was earned to what is paid: the figures of the page "Pay out"."""

# [start:draw]
import attain as at

pay = at.incentive.draw([1500, 2375, 3000], 2000, kind="recoverable")
print("paid", *pay.paid)
print("owed", *pay.balances)
# [end:draw]
print("collected", *at.incentive.collected_releases(1000, 3000, [1000, 1000, 1000]).lines)
print("percent", *at.incentive.clawback([10000], [10000], kind="percent", percent="0.5").adjustments)
cancelled = at.incentive.clawback([730], [410], kind="cancel")
print("cancel", *cancelled.adjustments, "never paid", *cancelled.cancelled_unpaid)
print("months", *at.incentive.clawback([900], [720], kind="prorated_months", term=18, months_served=[5]).adjustments)
print("window", *at.incentive.clawback([1000], [1000], kind="full", window_days=90, days_since_sale=[91]).adjustments)
recalculated = at.incentive.recalculated_clawback([(0, 450_000, "0.05"), (450_000, None, "0.10")], [400_000, 50_000, 50_000], [False, True, False])
print("recalculated", recalculated.before, recalculated.after, recalculated.adjustment, "own commission", recalculated.own)
schedule = at.incentive.amortise(15_000, 36)
print("amortised", schedule.monthly, schedule.last)
# [start:settle]
pay = at.incentive.settle(["5000.004"], sales=[[("S-1", "5000.004", "0.1")]], hold_share="0.3", maximum=3000,
                          draw={"kind": "recoverable", "amount": 2000}, debt=400)
for column, amount in pay.statements[0]._asdict().items():
    print(f"{column:10}{float(amount):>12.5f}")
# [end:settle]
