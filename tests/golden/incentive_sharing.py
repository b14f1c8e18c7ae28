# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on credits, shared money, contests, quotas over time and goal seek, as attain calls."""

import datetime
import decimal

import attain as at

from incentive_text import bands, fixed, only, rounded_fraction


def _money(numbers):
    return [rounded_fraction(number, 2) for number in numbers]


def _overlay_credit(case, path):
    only(case["plan"])
    inputs = case["inputs"]
    credits = at.incentive.overlay_credit(inputs["amount"], list(inputs["revenue"].values()), list(inputs["overlay"].values()))
    return {"revenue_credit": dict(zip(inputs["revenue"], _money(credits.revenue))), "overlay_credit": dict(zip(inputs["overlay"], _money(credits.overlay))),
            "revenue_total": rounded_fraction(credits.revenue_total, 2), "all_credit": rounded_fraction(credits.all_credit, 2)}


def _overlay_commission(case, path):
    plan = case["plan"]
    only(plan, "rate", "credit", "commission_split")
    pay = at.incentive.overlay_commission(case["inputs"]["amount"], plan["rate"], list(plan["credit"].values()), list(plan["commission_split"].values()),
                                          whole=100)
    return {"quota_credit": dict(zip(plan["credit"], _money(pay.quota_credit))), "total": fixed(pay.total),
            "payouts": dict(zip(plan["commission_split"], map(fixed, pay.parts)))}


def _rollup_dedup(case, path):
    only(case["plan"])
    rows, amounts = case["inputs"]["credits"], case["inputs"]["order_amounts"]
    numbers = {order: number for number, order in enumerate(amounts)}
    rollup = at.incentive.rollup_dedup([numbers[row["order"]] for row in rows], [row["amount"] for row in rows], list(amounts.values()))
    return {"manager_credit": rounded_fraction(rollup.credit, 2), "naive_credit": rounded_fraction(rollup.naive, 2)}


def _pool(case, path):
    plan, inputs = case["plan"], case["inputs"]
    if plan["mode"] == "equal_gated":
        only(plan, "mode", "gate")
        pay = at.incentive.gated_pool(inputs["pool"], inputs["attainments"], plan["gate"])
        return {"qualified": pay.qualified, "each": fixed(pay.each)}
    only(plan, "mode")
    if plan["mode"] == "equal":
        return {"each": fixed(at.incentive.equal_pool(inputs["pool"], inputs["members"]).each)}
    if plan["mode"] == "shares":
        return {"payout": fixed(at.incentive.pool_share(inputs["pool"], inputs["total_shares"], inputs["shares"]))}
    if plan["mode"] == "percent":
        return {"payout": fixed(at.incentive.percent_pool(inputs["revenue"], inputs["pool_rate"], inputs["share"]))}
    raise ValueError(f"mode: {plan['mode']}")


def _contest(case, path):
    only(case["plan"], "prizes")
    scores, out = case["inputs"]["scores"], case["inputs"].get("ineligible", [])
    pay = at.incentive.contest(case["plan"]["prizes"], list(scores.values()), eligible=[name not in out for name in scores], share="each_rounded")
    return {"payouts": dict(zip(scores, map(fixed, pay.payouts)))}


def _members(names, flags):
    return sorted((name for name, flag in zip(names, flags) if flag), key=str.encode)


def _club(case, path):
    only(case["plan"], "min_attainment")
    attained = case["inputs"]["attainments"]
    return {"members": _members(attained, at.incentive.club_members([list(attained.values())], [case["plan"]["min_attainment"]]))}


def _club_funding(case, path):
    plan, inputs = case["plan"], case["inputs"]
    only(plan, "base", "per_point")
    return {"slots": at.incentive.funded_slots(inputs["team_attainment"], inputs["headcount"], base=plan["base"], per_point=plan["per_point"])}


def _club_multi(case, path):
    plan, people = case["plan"], case["inputs"]["people"]
    only(plan, "min_attainment", "min_review")
    columns = [[row[column] for row in people.values()] for column in (0, 1)]
    return {"members": _members(people, at.incentive.club_members(columns, [plan["min_attainment"], plan["min_review"]]))}


def _spiff(case, path):
    plan, orders = case["plan"], case["inputs"]["orders"]
    only(plan, "amount", "min_units", "mode")
    pay = at.incentive.spiff([row["units"] for row in orders], plan["amount"], minimum=plan["min_units"], pays=plan["mode"])
    return {"by_order": {row["id"]: fixed(line) for row, line in zip(orders, pay.lines)}, "total": fixed(pay.total)}


def _rate_priority(case, path):
    rules, priority = case["plan"]["rules"], case["inputs"]["priority"]
    only(case["plan"], "rules")
    for rule in rules:
        only(rule, "rate", *priority)
    rates = [rule["rate"] for rule in rules]
    first = {choice: at.incentive.order_rules([[rule[dimension] for dimension in priority] for rule in rules], rates, choice=choice)[0]
             for choice in ("specific", "highest", "lowest")}
    result = {choice: rounded_fraction(decimal.Decimal(rates[rule]), 2) for choice, rule in first.items()}
    return {**result, "specific": rates[first["specific"]]}


def _prorate_quota_months(case, path):
    only(case["plan"], "quarter_weights")
    quotas = at.incentive.prorate_quota_months(case["inputs"]["annual"], case["plan"]["quarter_weights"], case["inputs"]["start_month"])
    return {"quarters": _money(quotas), "total": rounded_fraction(at.incentive.blend_quota(quotas, [1] * len(quotas)), 2)}


def _range(days):
    """Both ends counted, as a half-open range."""
    first, last = map(datetime.date.fromisoformat, days)
    return first, last + datetime.timedelta(days=1)


def _prorate_days(case, path):
    only(case["plan"])
    inputs = case["inputs"]
    result = at.incentive.prorate_days(inputs["amount"], _range(inputs["interval"]), [_range(days) for days in inputs["active"]])
    return {"days": result.days, "interval_days": result.interval_days, "prorated": rounded_fraction(result.amount, 2)}


def _blended_quota(case, path):
    only(case["plan"])
    quotas, weights = zip(*case["inputs"]["segments"])
    return {"quota": rounded_fraction(at.incentive.blend_quota(quotas, weights), 2)}


def _blended_quota_days(case, path):
    only(case["plan"], "year")
    starts, quotas = zip(*case["inputs"]["segments"])
    blended = at.incentive.blend_quota_days(_range(case["plan"]["year"]), list(map(datetime.date.fromisoformat, starts)), quotas)
    return {"days": blended.days, "quota": rounded_fraction(blended.quota, 2)}


def _ramped_quota(case, path):
    only(case["plan"], "ramp", "full")
    months, credits = zip(*case["inputs"]["months"])
    quotas = at.incentive.ramp_quota(case["plan"]["ramp"], case["plan"]["full"], months)
    attained = [at.measure.attainment(credit, quota).attainment for credit, quota in zip(credits, quotas)]
    return {"quota": _money(quotas), "attainment": [rounded_fraction(value, 4) for value in attained]}


def _goal_seek(case, path):
    plan = case["plan"]
    only(plan, "renewal_base", "renewal_rate", "new_rate")
    certain = at.incentive.blend_quota([plan["renewal_base"]], [plan["renewal_rate"]])
    return {"required_new": _money(at.incentive.goal_seek(case["inputs"]["desired"], plan["new_rate"], certain=certain))}


def _goal_seek_tiers(case, path):
    only(case["plan"], "tiers")
    return {"required": _money(at.incentive.goal_seek_tiers(bands(case["plan"]["tiers"]), case["inputs"]["desired"]))}


HANDLERS = {
    "overlay_credit": _overlay_credit, "overlay_commission": _overlay_commission, "rollup_dedup": _rollup_dedup, "pool": _pool, "contest": _contest,
    "club": _club, "club_funding": _club_funding, "club_multi": _club_multi, "spiff": _spiff, "rate_priority": _rate_priority,
    "prorate_quota_months": _prorate_quota_months, "prorate_days": _prorate_days, "blended_quota": _blended_quota,
    "blended_quota_days": _blended_quota_days, "ramped_quota": _ramped_quota, "goal_seek": _goal_seek, "goal_seek_tiers": _goal_seek_tiers,
}
