# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on pay, as attain calls."""

import attain as at

KNOWN = {
    "flat_rate", "tier_table", "gated_accelerator", "tier_periods", "hybrid_tiers", "tier_compare", "attainment_lookup", "payout_curve",
    "ti_multiplier", "ytd_true_up", "threshold_rate", "lump_sum", "capped_rate", "budget_scale", "deal_and_period_cap", "payment_max", "guarantee",
    "draw", "draw_compare", "weighted", "spiff", "hurdle_rates", "hurdle_gate", "modifier", "matrix_lookup", "matrix_bilinear", "two_goal_rule",
    "allocate", "split_commission", "split_credit", "overlay_credit", "overlay_commission", "override_chain", "override_rollup", "rollup_dedup",
    "manager_measure", "pool", "contest", "club", "club_funding", "club_multi", "staged", "collected", "clawback", "clawback_recalc",
    "clawback_window", "recalc_rate", "recalc_late", "effective_rates", "prorate_quota_months", "prorate_days", "blended_quota",
    "blended_quota_days", "ramped_quota", "fx_commission", "fx_round_order", "currency_buckets", "rate_priority", "amortise", "goal_seek",
    "goal_seek_tiers", "interval_attainment", "batch_independence", "divide", "credit_multiplier",
}
# The keys and words each handler understands; any other is an error of the runner, never skipped.
BASES = {"amount": "amount", "ratio": "measure", "days": "measure", "units": "units", "attainment": "attainment"}


def bands(tiers, pays="rate"):
    """Tiers as attain takes bands."""
    return [(tier["from"], tier["to"], tier[pays]) for tier in tiers]


def fixed(number):
    """A rounded number as the cases print it: all its decimals, zero without sign."""
    return f"{number:f}" if number else f"{abs(number):f}"


def plain(number):
    """A whole number as text."""
    return str(number.numerator)


def width(number):
    """Width of a slice: plain when whole, else with two decimals."""
    return plain(number) if number.denominator == 1 else rounded_fraction(number, 2)


def rounded_fraction(number, scale):
    """An exact fraction printed with `scale` decimals, half away from zero."""
    return fixed(at.round(number, scale=scale, mode="half_away"))


def _only(given, *allowed):
    """Fails when a plan has a key its handler does not read."""
    unknown = set(given) - {"type", *allowed}
    if unknown:
        raise ValueError(f"keys the form does not define here: {sorted(unknown)}")


def _flat_rate(case, path):
    plan, rows = case["plan"], case["inputs"]["transactions"]
    _only(plan, "rate", "base", "margin_floor")
    costs = [row["cost"] for row in rows] if plan["base"] == "margin" else ()
    notes = [{"invoice": False, "credit_note": True}[row.get("kind", "invoice")] for row in rows]
    pay = at.incentive.flat_rate([row["amount"] for row in rows], plan["rate"], costs=costs, credit_notes=notes, margin_floor=plan.get("margin_floor"))
    return {"by_transaction": {row["id"]: fixed(line) for row, line in zip(rows, pay.lines)}, "total": fixed(pay.total)}


def _tier_table(case, path):
    plan, rows = case["plan"], case["inputs"]["transactions"]
    _only(plan, "method", "basis", "accumulate", "initial", "lookup_on", "boundary", "outside", "quota", "scale", "tiers")
    method, basis = plan["method"], plan["basis"]
    if plan.get("lookup_on", "total") != "total":
        raise ValueError(f"lookup_on: {plan['lookup_on']}")
    measures = [row[basis] for row in rows] if BASES[basis] in ("measure", "units") else ()
    tiers = bands(plan["tiers"], "amount" if method == "interpolated" else "rate")
    pay = at.incentive.tier_table(
        tiers, [row["amount"] for row in rows], method=method, basis=BASES[basis], measures=measures, accumulate=plan.get("accumulate", False),
        initial=plan.get("initial", "0"), lookup_on_total="lookup_on" in plan, boundary=plan.get("boundary", "lower_inclusive"),
        outside=plan.get("outside", "error"), quota=plan.get("quota", 1), scale=plan.get("scale", 2))
    names = [row["id"] for row in rows]
    result = {"by_transaction": dict(zip(names, map(fixed, pay.lines))), "total": fixed(pay.total), "effective_rate": rounded_fraction(pay.effective_rate, 6)}
    if method == "whole":
        result["rates"] = {name: plan["tiers"][band]["rate"] for name, band in zip(names, pay.bands) if band >= 0}
    if method == "marginal":
        result["pieces"] = {name: [] for name in names}
        for piece in pay.pieces:
            result["pieces"][names[piece.row]].append([width(piece.base), plan["tiers"][piece.band]["rate"], rounded_fraction(piece.amount, 2)])
    return result


def _tier_periods(case, path):
    plan, rows = case["plan"], case["inputs"]["periods"]
    _only(plan, "method", "quota", "tiers")
    pay = at.incentive.tier_periods(bands(plan["tiers"]), [row["credit"] for row in rows], quota=plan["quota"], method=plan["method"])
    names = [row["period"] for row in rows]
    return {"by_period": dict(zip(names, map(fixed, pay.lines))), "catch_up": dict(zip(names, map(fixed, pay.catch_up))), "total": fixed(pay.total)}


def _tier_compare(case, path):
    plan = case["plan"]
    _only(plan, "quota", "tiers")
    totals = {method: at.incentive.tier_table(bands(plan["tiers"]), [case["inputs"]["credit"]], method=method, basis="attainment", quota=plan["quota"]).total
              for method in ("whole", "marginal")}
    return {method: fixed(total) for method, total in totals.items()}


def _capped_rate(case, path):
    plan, credits = case["plan"], case["inputs"]["credits"]
    _only(plan, "rate", "cap")
    payouts, withheld = at.incentive.capped_rate(credits, plan["rate"], plan["cap"])
    return {"payouts": dict(zip(credits, map(fixed, payouts))), "withheld": dict(zip(credits, map(fixed, withheld)))}


def _allocate(case, path):
    plan, inputs = case["plan"], case["inputs"]
    _only(plan, "scale", "method")
    if plan["method"] not in ("largest_remainder", "ratio_order"):
        raise ValueError(f"method: {plan['method']}")
    return {"shares": [fixed(share) for share in at.incentive.allocate(inputs["amount"], inputs["ratios"], scale=plan["scale"], method=plan["method"])]}


def _split_commission(case, path):
    plan = case["plan"]
    _only(plan, "rate", "shares")
    pay = at.incentive.split_commission(case["inputs"]["amount"], plan["rate"], list(plan["shares"].values()))
    return {"total": fixed(pay.total), "payouts": dict(zip(plan["shares"], map(fixed, pay.parts)))}


def _split_credit(case, path):
    _only(case["plan"])
    rows = [(name, credit["amount"], share) for credit in case["inputs"]["credits"] for name, share in credit["shares"].items()]
    credited = at.incentive.split_credit(*map(list, zip(*rows)))
    return {"credited": {name: rounded_fraction(credit, 2) for name, credit in credited.items()}}


def _override_chain(case, path):
    plan = case["plan"]
    _only(plan, "rates")
    pay = at.incentive.override_chain(case["inputs"]["amount"], list(plan["rates"].values()))
    return {"payouts": dict(zip(plan["rates"], map(fixed, pay.parts))), "total": fixed(pay.total)}


def _override_rollup(case, path):
    plan, deals = case["plan"], case["inputs"]["deals"]
    _only(plan, "rate", "team")
    payout = at.incentive.override_rollup(plan["rate"], plan["team"], [deal["owner"] for deal in deals], [deal["amount"] for deal in deals])
    return {"payout": fixed(payout)}


def _manager_measure(case, path):
    plan, reps = case["plan"], case["inputs"]["reps"]
    _only(plan, "base", "over")
    pay = at.incentive.manager_measure([rep["sales"] for rep in reps], [rep["quota"] for rep in reps], plan["base"], plan["over"])
    return {"collective": fixed(pay.collective), "individual": fixed(pay.individual)}


def _effective_rates(case, path):
    plan, rows = case["plan"], case["inputs"]["transactions"]
    _only(plan, "versions")
    pay = at.incentive.effective_rates([tuple(version) for version in plan["versions"]], [row[3] if len(row) > 3 else row[1] for row in rows],
                                       [row[2] for row in rows])
    return {"by_transaction": {row[0]: fixed(line) for row, line in zip(rows, pay.lines)}, "total": fixed(pay.total)}


def _staged(case, path):
    _only(case["plan"], "stages")
    return {"releases": [fixed(part) for part in at.incentive.allocate(case["inputs"]["earned"], case["plan"]["stages"])]}


HANDLERS = {
    "flat_rate": _flat_rate, "tier_table": _tier_table, "tier_periods": _tier_periods, "tier_compare": _tier_compare, "capped_rate": _capped_rate,
    "allocate": _allocate, "split_commission": _split_commission, "split_credit": _split_credit, "override_chain": _override_chain,
    "override_rollup": _override_rollup, "manager_measure": _manager_measure, "effective_rates": _effective_rates, "staged": _staged,
}


def cases(document):
    """The cases of a file."""
    return document


def kind(case):
    """The type of a case."""
    return case["plan"]["type"]


def agrees(case, got):
    """Every key that is expected, equal as text."""
    expected = case["expected"]
    if isinstance(got, Exception):
        return expected, got
    for key, value in expected.items():
        if got.get(key) != value:
            return {key: value}, {key: got.get(key)}
    return None
