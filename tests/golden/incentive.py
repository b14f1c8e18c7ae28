# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on pay, as attain calls."""

import decimal

import attain as at

import incentive_payment
import incentive_sharing
from incentive_text import bands, fixed, only as _only, plain_fraction, rounded_fraction, width

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


def _keyed(names, lines):
    """Results under the text of their inputs."""
    return dict(zip(names, map(fixed, lines)))


def _payout_curve(case, path):
    plan, values = case["plan"], case["inputs"]["attainments"]
    _only(plan, "target_incentive", "points", "below", "above")
    pay = at.incentive.payout_curve(plan["points"], values, plan["target_incentive"], below=plan["below"], above=plan["above"])
    return {"payouts": _keyed(values, pay.lines)}


def _ti_multiplier(case, path):
    plan, values = case["plan"], case["inputs"]["attainments"]
    _only(plan, "target_incentive", "method", "segments")
    methods = {"marginal": ["marginal"], "whole": ["whole"], "both": ["marginal", "whole"]}[plan["method"]]
    result = {method: _keyed(values, at.incentive.target_multiplier(bands(plan["segments"], "multiplier"), values, plan["target_incentive"],
                                                                    method=method).lines) for method in methods}
    if plan["method"] != "both":
        result["payouts"] = result[plan["method"]]
    return result


def _ytd_true_up(case, path):
    plan, rows = case["plan"], case["inputs"]["periods"]
    _only(plan, "target_incentive", "over_segments")
    entitled = at.incentive.entitlement(plan["over_segments"], [row["ytd_attainment"] for row in rows], plan["target_incentive"])
    pay = at.incentive.true_up(entitled, [row["paid_to_date"] for row in rows])
    return {"by_period": _keyed([row["period"] for row in rows], pay.lines)}


def _lump_sum(case, path):
    plan, values = case["plan"], case["inputs"]["attainments"]
    _only(plan, "threshold", "amount")
    return {"payouts": _keyed(values, at.incentive.lump_sum([(plan["threshold"], None, plan["amount"])], values).lines)}


def _threshold_rate(case, path):
    plan, credits = case["plan"], case["inputs"]["credits"]
    _only(plan, "quota", "rate", "threshold")
    bases = {"from_first_dollar": "first_dollar", "above_threshold_only": "excess"}
    return {key: _keyed(credits, at.incentive.threshold_rate(credits, plan["quota"], plan["threshold"], plan["rate"], base=base).lines)
            for key, base in bases.items()}


def _hurdle_rates(case, path):
    plan, inputs = case["plan"], case["inputs"]
    _only(plan, "gate_min", "products")
    sales = [[row[product] for product in plan["products"]] for row in inputs["sales"]]
    pay = at.incentive.hurdle_rates(list(plan["products"].values()), sales, inputs["quota"], plan["gate_min"])
    return {"payouts": list(map(fixed, pay.lines))}


def _hurdle_gate(case, path):
    plan, rows = case["plan"], case["inputs"]["rows"]
    _only(plan, "target_incentive", "gate_min")
    earned = at.incentive.target_multiplier([(0, None, 1)], [row[0] for row in rows], plan["target_incentive"], method="whole").exact
    return {"payouts": list(map(fixed, at.incentive.gate(earned, [row[1] for row in rows], plan["gate_min"]).lines))}


def _modifier(case, path):
    plan, rows = case["plan"], case["inputs"]["rows"]
    _only(plan, "tiers", "modifier")
    earned = at.incentive.tier_table(bands(plan["tiers"]), [row[0] for row in rows], method="marginal").exact
    return {"payouts": list(map(fixed, at.incentive.modify(earned, [row[1] for row in rows], plan["modifier"]).lines))}


def _matrix(case, axes, values, method, below):
    plan = case["plan"]
    _only(plan, "target_incentive", *axes, values)
    cells = [cell for row in plan[values] for cell in row]
    pay = at.incentive.pay_matrix([plan[axis] for axis in axes], cells, case["inputs"]["rows"], plan["target_incentive"], method=method, below=below)
    return {"payouts": list(map(fixed, pay.lines))}


def _matrix_lookup(case, path):
    return _matrix(case, ("rows", "cols"), "cells", "lookup", "error")


def _matrix_bilinear(case, path):
    return _matrix(case, ("row_points", "col_points"), "values", "linear", "zero")


def _weighted(case, path):
    plan, attained = case["plan"], case["inputs"]["attainment"]
    _only(plan, "target_incentive", "weights", "measure_cap")
    weights, row = list(plan["weights"].values()), [attained[measure] for measure in plan["weights"]]
    caps = [plan.get("measure_cap")] * len(weights)
    pay = at.incentive.pay_weighted(weights, [row], plan["target_incentive"], caps=caps)
    return {"factor": plain_fraction(at.incentive.weighted_factor(weights, row, caps=caps)), "payout": fixed(pay.total)}


def _hybrid_tiers(case, path):
    plan, credits = case["plan"], case["inputs"]["credits"]
    _only(plan, "quota", "steps")
    steps = [(step["from"], step["to"], step["rate"], step["mode"]) for step in plan["steps"]]
    return {"payouts": _keyed(credits, at.incentive.pay_steps(steps, list(credits.values()), quota=plan["quota"]).lines)}


def _gated_accelerator(case, path):
    plan, rows = case["plan"], case["inputs"]["periods"]
    _only(plan, "annual_quota", "base_rate", "tiers")
    by_point = {point: at.incentive.gated_accelerator(bands(plan["tiers"]), [row["credit"] for row in rows], annual_quota=plan["annual_quota"],
                                                      base_rate=plan["base_rate"], point=point) for point in ("transaction", "component")}
    return {"by_period": _keyed([row["period"] for row in rows], by_point["transaction"].lines), "total": fixed(by_point["component"].total)}


def _attainment_lookup(case, path):
    plan, inputs = case["plan"], case["inputs"]
    _only(plan, "quota", "boundary", "tiers")
    actuals = inputs["ytd"]
    pay = at.incentive.rate_by_attainment(bands(plan["tiers"]), actuals, plan["quota"], [inputs["order"]] * len(actuals),
                                          boundary=plan.get("boundary", "lower_inclusive"))
    attained = [at.measure.attainment(actual, plan["quota"]).attainment for actual in actuals]
    return {"attainment": [plain_fraction(value) for value in attained], "payouts": list(map(fixed, pay.lines))}


# The rule of one published example, its rates built in: a formula, not a feature.
TWO_GOALS = ("d >= gd && nd >= gnd ? decimal('0.03') * (d + nd) + decimal('0.05') * (d + nd - gd - gnd) : "
             "d >= gd ? decimal('0.02') * d + decimal('0.05') * (d - gd) : "
             "nd >= gnd ? decimal('0.02') * nd + decimal('0.05') * (nd - gnd) : decimal('0')")


def _two_goal_rule(case, path):
    _only(case["plan"])
    formula = at.expression(TWO_GOALS)
    return {"payouts": [rounded_fraction(formula.value({key: decimal.Decimal(value) for key, value in row.items()}), 2) for row in case["inputs"]["rows"]]}


HANDLERS = {
    "two_goal_rule": _two_goal_rule,
    "payout_curve": _payout_curve, "ti_multiplier": _ti_multiplier, "ytd_true_up": _ytd_true_up, "lump_sum": _lump_sum,
    "threshold_rate": _threshold_rate, "hurdle_rates": _hurdle_rates, "hurdle_gate": _hurdle_gate, "modifier": _modifier,
    "matrix_lookup": _matrix_lookup, "matrix_bilinear": _matrix_bilinear, "weighted": _weighted, "hybrid_tiers": _hybrid_tiers,
    "gated_accelerator": _gated_accelerator, "attainment_lookup": _attainment_lookup,
    "flat_rate": _flat_rate, "tier_table": _tier_table, "tier_periods": _tier_periods, "tier_compare": _tier_compare, "capped_rate": _capped_rate,
    "allocate": _allocate, "split_commission": _split_commission, "split_credit": _split_credit, "override_chain": _override_chain,
    "override_rollup": _override_rollup, "manager_measure": _manager_measure, "effective_rates": _effective_rates,
    **incentive_payment.HANDLERS, **incentive_sharing.HANDLERS,
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
