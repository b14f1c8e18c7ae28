# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on payment, corrections, currency and quota credit, as attain calls."""

import itertools

import attain as at

from incentive_text import bands, fixed, only, plain, rounded_fraction

DRAW_KINDS = {"recoverable": "recoverable", "nonrecoverable": "non_recoverable_guarantee", "recoverable_forgiven": "recoverable_forgiven"}


def _texts(numbers):
    return [fixed(number) for number in numbers]


def _payment_max(case, path):
    only(case["plan"], "maximum")
    earned, maximum = case["inputs"]["earnings"], case["plan"]["maximum"]
    carry = at.incentive.payment_maximum(earned, maximum, excess="carry")
    lose = at.incentive.payment_maximum(earned, maximum, excess="lose")
    return {"carry": {"paid": _texts(carry.paid), "balance": _texts(carry.balances)}, "no_carry": {"paid": _texts(lose.paid)}}


def _deal_and_period_cap(case, path):
    plan = case["plan"]
    only(plan, "deal_cap", "period_cap")
    pay = at.incentive.deal_and_period_cap(case["inputs"]["earnings"], plan["deal_cap"], plan["period_cap"])
    return {"payouts": _texts(pay.payouts), "total": fixed(pay.total)}


def _guarantee(case, path):
    only(case["plan"], "by_period")
    pay = at.incentive.guarantee(case["inputs"]["earned"], case["plan"]["by_period"])
    return {"top_up": _texts(pay.top_up), "paid": _texts(pay.paid)}


def _draw(case, path):
    plan = case["plan"]
    only(plan, "kind", "amount", "draw_last_period", "recovery_first_period", "recovery_pct")
    pay = at.incentive.draw(case["inputs"]["earned"], plan["amount"], kind=DRAW_KINDS[plan["kind"]], last_period=plan.get("draw_last_period"),
                            recovery_first_period=plan.get("recovery_first_period", 1), share=plan.get("recovery_pct", 1))
    return {"paid": _texts(pay.paid), "balance": _texts(pay.balances), "forgiven": fixed(pay.forgiven)}


def _draw_compare(case, path):
    only(case["plan"], "amount")
    return {key: _texts(at.incentive.draw(case["inputs"]["earned"], case["plan"]["amount"], kind=kind).paid)
            for key, kind in (("nonrecoverable_guarantee", "non_recoverable_guarantee"), ("nonrecoverable_additive", "non_recoverable_additive"))}


def _budget_scale(case, path):
    only(case["plan"], "budget")
    awards = case["inputs"]["awards"]
    return {"payouts": dict(zip(awards, _texts(at.incentive.budget_scale(list(awards.values()), case["plan"]["budget"]).payouts)))}


def _staged(case, path):
    only(case["plan"], "stages")
    return {"releases": _texts(at.incentive.stage_releases(case["inputs"]["earned"], case["plan"]["stages"]).lines)}


def _collected(case, path):
    only(case["plan"], "commission", "invoice")
    inputs = {**case["plan"], **case["inputs"]}
    return {"releases": _texts(at.incentive.collected_releases(inputs["commission"], inputs["invoice"], inputs["payments"]).lines)}


def _clawback(case, path):
    plan, inputs = case["plan"], case["inputs"]
    only(plan, "mode", "percent", "term")
    kind = {"percent": "percent", "cancel": "cancel", "prorata_months": "prorated_months"}[plan["mode"]]
    served = [inputs["months_served"]] if kind == "prorated_months" else []
    pay = at.incentive.clawback([inputs["earned"]], [inputs["paid"]], kind=kind, percent=plan.get("percent", 1), term=plan.get("term", 0),
                                months_served=served)
    return {"adjustment": fixed(pay.adjustments[0]), "cancelled_unpaid": fixed(pay.cancelled_unpaid[0])}


def _clawback_recalc(case, path):
    only(case["plan"], "tiers")
    ids, amounts = zip(*case["inputs"]["deals"])
    pay = at.incentive.recalculated_clawback(bands(case["plan"]["tiers"]), amounts, [name == case["inputs"]["cancel"] for name in ids])
    return {"before": fixed(pay.before), "after": fixed(pay.after), "adjustment": fixed(pay.adjustment), "naive_own_commission": fixed(pay.own)}


def _clawback_window(case, path):
    only(case["plan"], "days")
    paid, days = zip(*case["inputs"]["cases"])
    pay = at.incentive.clawback(paid, paid, kind="full", window_days=case["plan"]["days"], days_since_sale=days)
    return {"adjustments": _texts(pay.adjustments)}


def _recalc_rate(case, path):
    plan = case["plan"]
    only(plan, "old_rate", "new_rate")
    names, credits = zip(*case["inputs"]["periods"])
    again = at.incentive.recalculate_rate(credits, plan["old_rate"], plan["new_rate"])
    return {"deltas": dict(zip(names, _texts(again.deltas))), "total": fixed(again.total)}


def _recalc_late(case, path):
    only(case["plan"], "tiers")
    names, credits = zip(*case["inputs"]["periods"])
    name, amount = case["inputs"]["late"]
    again = at.incentive.recalculate_late(bands(case["plan"]["tiers"]), credits, [(names.index(name), amount)])
    return {"original": dict(zip(names, _texts(again.before))), "recalculated": dict(zip(names, _texts(again.after))),
            "deltas": dict(zip(names, _texts(again.deltas)))}


def _fx_commission(case, path):
    only(case["plan"], "rate")
    inputs = case["inputs"]
    commission = at.incentive.flat_rate([inputs["amount"]], case["plan"]["rate"]).lines
    local = {f"local_at_{day}": fixed(at.incentive.exchange(commission, [rate], order="round_then_convert")[0]) for day, rate in inputs["fx"].items()}
    return {"in_currency": fixed(commission[0]), **local}


def _fx_round_order(case, path):
    only(case["plan"])
    inputs = case["inputs"]
    return {order: fixed(at.incentive.exchange([inputs["amount"]], [inputs["fx"]], order=order)[0])
            for order in ("convert_then_round", "round_then_convert")}


def _currency_buckets(case, path):
    only(case["plan"], "rate")
    totals = at.incentive.currency_totals(*zip(*case["inputs"]["transactions"]), case["plan"]["rate"])
    return {"totals": {currency: fixed(total) for currency, total in totals.items()}}


def _amortise(case, path):
    only(case["plan"], "months")
    schedule = at.incentive.amortise(case["inputs"]["commission"], case["plan"]["months"])
    return {"monthly": fixed(schedule.monthly), "last": fixed(schedule.last), "sum": fixed(schedule.total)}


def _interval_attainment(case, path):
    only(case["plan"], "goal")
    results = {name: at.incentive.accumulate(credits, goal=case["plan"]["goal"]) for name, credits in case["inputs"]["intervals"].items()}
    return {"attainment": {name: rounded_fraction(result.attainment, 4) for name, result in results.items()},
            "running": {name: [plain(value) for value in result.running] for name, result in results.items()}}


def _batch_independence(case, path):
    """Every cut of the list into batches, fed one after the other; all must agree."""
    only(case["plan"])
    rows, kinds = case["inputs"]["credits"], case["inputs"]["measure"]
    totals = set()
    for cuts in itertools.product((False, True), repeat=len(rows) - 1):
        edges = [0, *(place for place, cut in enumerate(cuts, 1) if cut), len(rows)]
        total = 0
        for start, end in zip(edges, edges[1:]):
            total = at.incentive.accumulate([amount for _, kind, amount in rows[start:end] if kind in kinds], opening=total).total
        totals.add(total)
    (total,) = totals
    return {"attainment": rounded_fraction(total, 2)}


def _divide(case, path):
    only(case["plan"], "scale")
    ratio = at.measure.attainment(case["inputs"]["a"], case["inputs"]["b"]).attainment
    return {"result": rounded_fraction(ratio, case["plan"]["scale"])}


def _credit_multiplier(case, path):
    only(case["plan"], "multipliers")
    return {"quota_credit": rounded_fraction(at.incentive.multiplied_credit([case["inputs"]["amount"]], case["plan"]["multipliers"])[0], 2)}


HANDLERS = {
    "payment_max": _payment_max, "deal_and_period_cap": _deal_and_period_cap, "guarantee": _guarantee, "draw": _draw, "draw_compare": _draw_compare,
    "budget_scale": _budget_scale, "staged": _staged, "collected": _collected, "clawback": _clawback, "clawback_recalc": _clawback_recalc,
    "clawback_window": _clawback_window, "recalc_rate": _recalc_rate, "recalc_late": _recalc_late, "fx_commission": _fx_commission,
    "fx_round_order": _fx_round_order, "currency_buckets": _currency_buckets, "amortise": _amortise, "interval_attainment": _interval_attainment,
    "batch_independence": _batch_independence, "divide": _divide, "credit_multiplier": _credit_multiplier,
}
