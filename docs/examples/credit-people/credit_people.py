# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Who is credited for a sale, and with what: the figures of the page "Credit people"."""

import attain as at

# [start:data]
data = at.load(
    reps={"rep_id": ["Ann", "Ben", "Sue", "Mia"], "role": ["ae", "ae", "se", "manager"]},
    org_units={"unit_id": ["west"], "parent_id": [None]},
    rep_units={"rep_id": ["Ann", "Ben", "Sue", "Mia"], "unit_id": ["west"] * 4, "valid_from": [None, "2026-02-16", None, None],
               "is_manager": ["false", "false", "false", "true"]},
    transactions={"txn_id": ["T-1", "T-2", "T-3", "R-1"], "kind": ["booking", "booking", "booking", "receipt"], "orig_txn_id": [None, None, None, "T-1"],
                  "rep_id": ["Ann", "Ann", "Ben", None], "event_date": ["2026-01-10", "2026-03-05", "2026-03-01", "2026-02-20"],
                  "amount": ["64000.00", "16000.00", "30000.00", "32000.00"], "ccy": ["EUR"] * 4},
    txn_credits={"txn_id": ["T-1"] * 6, "rep_id": ["Ann", "Ben", "Ben", "Sue", "Ann", "Sue"],
                 "credit_type": ["revenue", "revenue", "overlay", "overlay", "quota", "quota"], "share": ["0.75", "0.25", "0.3", "0.1", "1", "1"]})
# [end:data]


def pay(measures, components, role, targets=(), **plan):
    """What a plan of these components pays the reps of a role for the first quarter."""
    return at.run(at.Model({"attain": "model/1", "id": "m", "currency": "EUR", "measures": measures, "targets": list(targets),
                            "incentives": [{"id": "p", "currency": "EUR", "for": role, "components": components, **plan}]}), data, period="2026-Q1")


def show(title, result):
    """One line per result: who is paid what."""
    print(title, *(f"{one.rep} {float(one.paid):,.2f}" for one in result.statements.all()))


# [start:kinds]
BOOKED = {"id": "booked", "kind": "sum", "of": "transactions.amount"}
OVERLAY = {**BOOKED, "id": "overlay", "credit": "overlays"}
QUOTA_CREDIT = {**BOOKED, "id": "quota_credit", "credit": "quota"}
CASH = {**BOOKED, "id": "cash", "where": "kind == 'receipt'"}
# [end:kinds]
sold = {"id": "sold", "measure": "booked", "payout": {"kind": "flat", "rate": "5%"}}
show("revenue", pay([BOOKED], [sold], "role == 'ae'"))
helped = {"id": "helped", "measure": "overlay", "payout": {"kind": "flat", "rate": "2%"}}
show("overlay", pay([OVERLAY], [helped], "role != 'manager'"))
collected = {"id": "collected", "measure": "cash", "payout": {"kind": "flat", "rate": "5%"}}
show("cash", pay([CASH], [collected], "role == 'ae'"))

# [start:quota]
QUOTA = {"id": "quota", "measure": "quota_credit", "period": "2026", "total": "1200000",
         "split": [{"over": "rep", "by": "weights", "weights": {"Ann": 3, "Ben": 2}}, {"over": "quarter", "by": "equal"}]}
whole = {"id": "new", "measure": "booked", "payout": {"kind": "tiers", "method": "whole", "over": {"attainment": "quota"},
                                                      "bands": [{"from": "0%", "pays": "5%"}, {"from": "40%", "pays": "8%"}]}}
# [end:quota]
result = pay([BOOKED, QUOTA_CREDIT], [whole], "role == 'ae'", [QUOTA])
show("quota", result)
for row in result.credits:
    if row["rep_id"] == "Ann":
        print("  ", row["transaction_id"], row["role"], row["amount"], row["quota_credit"])

# [start:team]
TEAM = {**QUOTA, "id": "team-quota", "measure": "booked"}
leading = {"id": "leading", "measure": "booked", "team": {"include_self": False},
           "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "team-quota"}, "bands": [{"from": "0%", "pays": "1%"}, {"from": "40%", "pays": "2%"}]}}
result = pay([BOOKED], [leading], "role == 'manager'", [TEAM])
print(result.explain("Mia"), end="")
# [end:team]
show("each", pay([BOOKED], [{**leading, "team": {"mode": "individual", "include_self": False}}], "rep_id == 'Mia'", [TEAM]))
once = {"id": "once", "measure": "quota_credit", "payout": {"kind": "override", "rate": "1%"}}
show("once", pay([QUOTA_CREDIT], [once], "role == 'manager'"))
show("twice", pay([QUOTA_CREDIT], [{**once, "payout": {**once["payout"], "dedupe": False}}], "role == 'manager'"))

# [start:spread]
result = pay([BOOKED], [sold], "rep_id == 'Ben'", amortisation={"months": 3})
for row in result.amortisation:
    print(row["transaction_id"], row["month"], row["commission"], row["expense"], row["asset"])
# [end:spread]
