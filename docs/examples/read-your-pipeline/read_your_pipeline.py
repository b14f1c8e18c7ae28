# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A pipeline read with its open deals: how far deals get, how long they take, what is stalled, where money is lost."""

# [start:log]
import datetime

import attain as at

STAGES = ["Lead", "Demo", "Offer"]
START = datetime.date(2026, 1, 1)


def history(number):
    """The moves of one deal: every third is lost at Demo after 30 days, every fifth at Offer after 60, others are won after 10 + 10 + 10."""
    day = START + datetime.timedelta(days=number)
    moves = [(day, "Lead"), (day + datetime.timedelta(days=10), "Demo")]
    if number % 3 == 0:
        return moves + [(day + datetime.timedelta(days=40), "Lost")]
    moves.append((day + datetime.timedelta(days=20), "Offer"))
    days, end = (80, "Lost") if number % 5 == 0 else (30, "Won")
    return moves + [(day + datetime.timedelta(days=days), end)]


rows = [(f"D-{number:03}", at_day, stage) for number in range(200) for at_day, stage in history(number)]
log = dict(zip(("deal_id", "at", "stage"), map(list, zip(*rows))))
deals = {"deal_id": [f"D-{number:03}" for number in range(200)], "amount": [1000 + 10 * number for number in range(200)]}
# [end:log]

# [start:stages]
report = at.funnel.stages(log, stages=STAGES, as_of=START + datetime.timedelta(days=200), deals=deals, value="amount",
                          stalled_below=0.25)
for row in report.stages:
    print(f"{row['stage']:6} reached {row['reached']:3}  open {row['open_now']:2}  lost {row['lost_from']:2}  "
          f"next {row['next_step'] or 0:.3f}  onward {row['onward']:.3f} ({row['onward_low']:.3f} to {row['onward_high']:.3f})  "
          f"median {row['median']:.0f} days")
# [end:stages]

# [start:win]
totals = next(iter(report.totals))
print(f"of closed deals {totals['win_rate']:.3f}, of all {totals['win_rate_all']:.3f}, "
      f"with open ones counted right {totals['win_chance']:.3f} ({totals['win_chance_low']:.3f} to {totals['win_chance_high']:.3f})")
# [end:win]

# [start:stalled]
for deal in list(report.open_deals())[:3]:
    print(deal["deal"], deal["stage"], f"{deal['age']:.0f} days, {deal['outlasted_by']:.0%} of stays last longer", "stalled" if deal["stalled"] else "")
# [end:stalled]

# [start:bottleneck]
for row in report.bottlenecks():
    print(f"{row['stage']:6} lost {row['lost_value']} ({row['loss_rate']:.0%} of {row['left']})  {row['time_ratio']:.2f} of the mean time  "
          f"one point is worth {row['point_worth']:.0f}{'  flagged' if row['flagged'] else ''}")
# [end:bottleneck]
