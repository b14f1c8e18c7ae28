# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""A quarter forecast from the chances of earlier deals, why it changed, and what endangers it."""

# [start:odds]
import attain as at

# Closed deals that were once in the stage, and how many of them were won.
history = {"qualified": (400, 100), "proposal": (200, 90), "contract": (5, 5)}
odds = at.funnel.stage_odds(history)
for stage, found in odds.items():
    print(f"{stage}: {found.plain:.1%} of {found.n}, taken for {found.chance:.1%} ({found.lower:.0%} to {found.upper:.0%})")
# [end:odds]

# [start:forecast]
deals = {
    "deal_id": ["D-1", "D-2", "D-3", "D-4"],
    "account": ["Acme", "Acme", "Birch", "Cedar"],
    "stage": ["contract", "proposal", "proposal", "qualified"],
    "amount": [40_000, 60_000, 100_000, 200_000],
}
deals["probability"] = [odds[stage].chance for stage in deals["stage"]]
quarter = at.funnel.forecast(deals, closed=150_000, created=[20_000, 0, 50_000, 30_000])
print(f"won {quarter.closed}, expected of open deals {quarter.mean_existing:,.0f}, of new ones {quarter.mean_created:,.0f}")
print(f"P10 {quarter.p10}, P50 {quarter.p50}, P90 {quarter.p90}; 300,000 or more: {quarter.p_at_least(300_000):.1%}")
# [end:forecast]

# [start:together]
together = at.funnel.simulate(deals, closed=150_000, created=[20_000, 0, 50_000, 30_000], correlation=0.3)
share, low, high = together.p_at_least(300_000)
print(f"deals that rise and fall together: P10 {together.quantile(0.1)}, 300,000 or more: {share:.0%}")
# [end:together]

# [start:waterfall]
now = {
    "deal_id": ["D-1", "D-2", "D-3", "D-5", "D-6"],
    "created": ["2026-01-05", "2026-01-05", "2025-12-01", "2025-12-01", "2026-01-20"],
    "amount": [40_000, 60_000, 100_000, 80_000, 30_000],
    "expected_close": ["2026-03-10", "2026-05-02", "2026-03-20", "2026-01-28", "2026-03-31"],
    "outcome": ["open", "open", "open", "won", "open"],
}
log = {
    "deal_id": ["D-3", "D-2", "D-5"],
    "at": ["2026-01-12", "2026-01-25", "2026-01-28"],
    "seq": [1, 2, 3],
    "field": ["amount", "expected_close", "outcome"],
    "old": ["120000", "2026-03-15", "open"],
    "new": ["100000", "2026-05-02", "won"],
}
change = at.funnel.waterfall(now, log, start="2026-01-10", end="2026-02-01", period=("2026-01-01", "2026-04-01"))
for cause, amount in change._asdict().items():
    if cause not in ("won_amount", "unknown", "findings") and amount:
        print(f"{cause:<11}{amount:>8}")
# [end:waterfall]

# [start:risk]
facts = {"deal_id": ["D-1", "D-2"], "expected_close": ["2026-01-31", "2026-05-02"], "last_activity": ["2026-02-01", "2026-01-10"]}
for risk in at.funnel.deal_risks(facts, as_of="2026-02-10"):
    print(risk.deal_id, "overdue", risk.overdue, "silent", risk.silent)
spread = at.funnel.concentration(deals, by="account")
print(f"{next(iter(spread.shares))} holds {float(max(spread.shares.values())):.0%}; as concentrated as {spread.equal_keys:.1f} equal accounts")
scenarios = {"as it is": [], "Cedar is lost": {"when": "account == 'Cedar'", "chance": 0}, "chances down": {"chance": 0.8}}
for name, found in at.funnel.stress(deals, scenarios, closed=150_000).items():
    print(f"{name}: expected {found.mean:,.0f}, 300,000 or more {found.p_at_least(300_000):.0%}")
# [end:risk]

# [start:backtest]
said, came = [0.9, 0.7, 0.7, 0.4, 0.2, 0.2], [True, True, False, False, False, True]
score = at.funnel.score_chances(said, came)
print(f"Brier {score.brier:.3f} against {score.brier_of_base_rate:.3f} of the base rate; bias {score.bias:+.3f}; {score.n} forecasts")
# [end:backtest]
