# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""What holds of pay whatever the plan: properties over seeded random plans and transactions, exact."""

import copy
import decimal
import json
import random
from fractions import Fraction

import pytest
import reference_pay as reference
import test_random_plans as plans

import attain as at

COLUMNS = plans.NAMES


def rows_of(result, table="statements"):
    """A result's table as a list of rows that can be compared."""
    return [tuple(sorted((name, str(value)) for name, value in row.items())) for row in result.table(table)]


def exact_of(result):
    """What is earned and paid, exact, by plan, payee and period."""
    return {(one.plan, one.rep, one.period): (one.reason, one.earned, one.paid) for one in result.statements.all()}


@pytest.fixture(scope="module", params=list(plans.GRAINS))
def batch(request):
    """Forty random plans and what they pay."""
    cases = plans.make(5 * 10**6 + 1000 * list(plans.GRAINS).index(request.param), 40, request.param)
    return cases, plans.calculate(cases)


def test_order_batch_and_threads_change_nothing(batch):
    cases, result = batch
    mixed = copy.deepcopy(cases)
    for case in mixed:
        for rows in ("transactions", "txn_credits", "plan_assignments"):
            random.Random(case["plan"]["id"]).shuffle(case["tables"][rows])
    random.Random(1).shuffle(mixed)
    again = plans.calculate(mixed, threads=2)
    assert sorted(rows_of(again)) == sorted(rows_of(result))
    assert sorted(rows_of(again, "statement_lines")) == sorted(rows_of(result, "statement_lines"))
    together, alone = exact_of(result), {}
    for case in cases[:8]:
        alone.update(exact_of(plans.calculate([case])))
        payee = case["people"][-1]
        alone.update(exact_of(plans.calculate([case], payee=payee)))
    assert alone and {key: together[key] for key in alone} == alone


def leaves(node):
    """The leaves of an explanation that count."""
    if node.get("counts") is False:
        return []
    children = [child for child in node.get("children", ()) if child.get("counts") is not False]
    return [node] if not children else [leaf for child in children for leaf in leaves(child)]


def test_leaves_of_explanations_add_up_exactly(batch):
    cases, result = batch
    seen = 0
    for statement in result.statements.all():
        if statement.reason != "NONE":
            continue
        tree = json.loads(statement.explain(form="json"))
        seen += len(leaves(tree)) > 1
        assert sum((Fraction(leaf["amount"]) for leaf in leaves(tree)), Fraction(0)) == statement.paid == Fraction(tree["amount"]), statement
        for node in tree.get("children", ()):
            if node["label"]["key"] == "component":
                assert sum((Fraction(leaf["amount"]) for leaf in leaves(node)), Fraction(0)) == Fraction(node["amount"]), statement
    assert seen > 20


def test_unchanged_input_gives_an_empty_delta(batch):
    cases, result = batch
    mixed = copy.deepcopy(cases)
    random.Random(2).shuffle(mixed)
    for case in mixed:
        random.Random(3).shuffle(case["tables"]["transactions"])
    assert not at.restate(result, plans.calculate(mixed))
    case = next(case for case in cases if case["tables"]["transactions"] and plans.calculate([case]).statements.all()[0].reason == "NONE")
    changed = copy.deepcopy(case)
    changed["plan"]["payment"] = {"guarantee": {"kind": "additive", "amount": 1}}
    changed["plan"]["components"][0].pop("hold", None)
    assert at.restate(plans.calculate([case]), plans.calculate([changed]))


def test_columns_add_up_and_lines_add_up_to_what_is_earned(batch):
    _, result = batch
    lines, counts = {}, {}
    for row in result.table("statement_lines"):
        key = row["plan"], row["rep_id"], row["period"]
        lines[key] = lines.get(key, Fraction(0)) + Fraction(row["amount"])
        counts[key] = counts.get(key, 0) + 1
    for row, statement in zip(result.table("statements"), result.statements.all()):
        assert sum(Fraction(row[name]) for name in COLUMNS[:-1]) == Fraction(row["paid"])
        if statement.reason == "NONE":  # a line is shown to 12 decimals
            key = statement.plan, statement.rep, statement.period
            assert abs(lines.get(key, Fraction(0)) - statement.earned) <= Fraction(counts.get(key, 0), 2 * 10**12)


# One payee, one component: what the properties below ask for.
def company(component, rows, *, payment=None, grain="month", monthly=1000, valid=(None, None)):
    """A case of one payee "p-0" on the plan "p"."""
    made = plans.Maker(0, "p", grain)
    table = [{"txn_id": f"t{place:03}", "kind": "booking", "orig_txn_id": None, "rep_id": "p-0", "ccy": "EUR", "product_id": None, **row} for place, row in enumerate(rows)]
    return {"plan": {"id": "p", "currency": "EUR", "period": "quarter" if grain == "quarter" else "month",
                     "components": [{"id": "c", "measure": "booked", **component}], **({"payment": payment} if payment else {})},
            "tables": {"transactions": table, "txn_credits": [], "fx_rates": made.tables()["fx_rates"], "products": {"x1": "X1"},
                       "plan_assignments": [{"rep_id": "p-0", "plan_id": "p", "valid_from": valid[0], "valid_to": valid[1]}]},
            "grain": grain, "people": ["p-0"], "monthly": {"p-0": monthly}}


def pay(case):
    """The statements of the payee, in order of periods."""
    statements = plans.calculate([case]).statements.all()
    assert all(one.reason == "NONE" for one in statements), [one.text for one in statements]
    return statements


def draw_rows(source, count, days=("2026-01-01", "2026-01-31", "2026-02-15", "2026-03-31")):
    return [{"amount": f"{source.randrange(1, 200000) / 100:.2f}", "event_date": source.choice(days)} for _ in range(count)]


def marginal_tiers(source):
    bounds = sorted(source.sample([250, 500, 750, 800, 1000, 1500], 3))
    return {"kind": "tiers", "method": "marginal", "over": {"measure": "booked"},
            "bands": [{"from": str(bound), "pays": source.choice(["1%", "3.3333%", "5%", "8%", "12.5%"])} for bound in [0, *bounds]]}


@pytest.mark.parametrize("seed", range(12))
def test_marginal_transactions_telescope(seed):
    source = random.Random(seed)
    tiers, rows = marginal_tiers(source), draw_rows(source, 20, ("2026-01-05", "2026-01-20"))
    rate = reference.bands_of(tiers["bands"])
    total = sum(Fraction(row["amount"]) for row in rows)
    entitled = reference.marginal(rate, Fraction(1), total, True)
    assert pay(company({"payout": tiers}, rows))[0].earned == entitled
    for mode in plans.MODES:
        case = company({"payout": tiers, "rounding": {"point": "cumulative", "mode": mode}}, rows)
        assert pay(case)[0].earned == reference.rounded(entitled, mode)
    assert at.incentive.marginal(rate, 0, total) == entitled


@pytest.mark.parametrize("seed", range(20))
def test_allocating_conserves_and_mirrors(seed):
    source = random.Random(seed)
    amount = decimal.Decimal(source.randrange(-10**9, 10**9)) / 100
    ratios = [source.randrange(0, 1000) for _ in range(source.randrange(1, 9))] + [1]
    for method in ("largest_remainder", "ratio_order"):
        parts = at.incentive.allocate(amount, ratios, method=method)
        assert sum(parts) == amount
        assert at.incentive.allocate(-amount, ratios, method=method) == [-part for part in parts]
    if amount >= 0:
        assert [Fraction(part) for part in at.incentive.allocate(amount, ratios)] == reference.allocate(Fraction(amount), ratios)


NO_THRESHOLD = [
    lambda source: {"payout": {"kind": "flat", "rate": source.choice(["5%", "3.3333%"])}},
    lambda source: {"payout": marginal_tiers(source)},
    lambda source: {"payout": {**marginal_tiers(source), "method": "whole"}},
    lambda source: {"payout": {**marginal_tiers(source), "over": {"attainment": "q"}}},
    lambda source: {"payout": {"kind": "spiff", "amount": "25", "minimum": 500}},
    lambda source: {"payout": {"kind": "rates", "choose": "highest", "rules": [{"rate": "2%"}, {"rate": "4%"}]}},
    lambda source: {"payout": {**marginal_tiers(source), "over": {"attainment": "ramp"}, "method": "retroactive"}, "span": "quarter_to_date"},
]


@pytest.mark.parametrize("kind", range(len(NO_THRESHOLD)))
@pytest.mark.parametrize("seed", range(4))
def test_a_full_refund_nets_to_nothing(kind, seed):
    source = random.Random(f"{kind}/{seed}")
    component, rows = NO_THRESHOLD[kind](source), draw_rows(source, 6)
    back = [{**row, "kind": "refund", "orig_txn_id": f"t{place:03}", "amount": "-" + row["amount"]} for place, row in enumerate(rows)]
    if kind in (2, 3, 6):  # their rate is that of the whole period: within it
        assert [one.paid for one in pay(company(component, rows + back))] == [0, 0, 0]
        return
    late = [{**row, "event_date": "2026-03-31"} for row in back]
    if kind == 1:  # the slices of another month are others
        late = back
    for refunds in (back, late):
        case = company(component, rows + refunds, payment={"negative": "pay"})
        assert sum(one.earned for one in pay(case)) == 0
    assert sum(one.earned for one in pay(company(component, rows))) > 0


@pytest.mark.parametrize("seed", range(12))
def test_a_recalculated_clawback_is_as_if_never_sold(seed):
    source = random.Random(seed)
    tiers = {**marginal_tiers(source), "method": source.choice(["marginal", "whole"])}
    rows = draw_rows(source, 8, ("2026-01-05", "2026-01-25"))
    gone = sorted(source.sample(range(8), 3))
    refunds = [{"kind": "refund", "orig_txn_id": f"t{place:03}", "amount": "-" + rows[place]["amount"], "event_date": source.choice(["2026-02-10", "2026-03-03"])} for place in gone]
    payment = {"negative": "pay", "clawback": {"kind": "recalculated"}}
    returned = plans.calculate([company({"payout": tiers}, rows + refunds, payment=payment)])
    never = pay(company({"payout": tiers}, [row for place, row in enumerate(rows) if place not in gone], payment=payment))
    columns = list(returned.table("statements"))
    assert sum(Fraction(row["earned"]) + Fraction(row["adjusted"]) for row in columns) == sum(one.earned for one in never)
    assert any(row["adjusted"] != 0 for row in columns)


@pytest.mark.parametrize("seed", range(20))
def test_a_recoverable_draw_is_conserved(seed):
    source = random.Random(seed)
    draw = {"kind": "recoverable", "amount": source.choice(["40", "33.33"]), **source.choice([{}, {"share": "50%"}, {"share": "33.333%"}, {"minimum": "60"}, {"recovery_from": "2026-03-01"}])}
    result = plans.calculate([company({"payout": {"kind": "flat", "rate": "5%"}}, draw_rows(source, 5, ("2026-01-05", "2026-02-14", "2026-04-01", "2026-05-31")), grain="half",
                                      payment={"draw": draw})])
    rows = list(result.table("statements"))
    debt = sum((Fraction(row["closing"]) for row in result.table("balances") if row["kind"] == "draw" and row["period"] == "2026-06"), Fraction(0))
    assert sum(Fraction(row["paid"]) for row in rows) - debt == sum(Fraction(row["earned"]) + Fraction(row["rounding"]) for row in rows)
    assert sum(Fraction(row["drawn"]) + Fraction(row["recovered"]) for row in rows) == debt
    assert any(row["drawn"] > 0 for row in rows)


@pytest.mark.parametrize("seed", range(20))
def test_releases_add_up_to_what_was_held(seed):
    source = random.Random(seed)
    rows, paid = draw_rows(source, 4, ("2026-01-05", "2026-02-14")), []
    for place, row in enumerate(rows):
        cents, parts = int(decimal.Decimal(row["amount"]) * 100), source.randrange(1, 4)
        cuts = [0, *sorted(source.randrange(0, cents + 1) for _ in range(parts - 1)), cents]
        paid += [{"kind": "receipt", "orig_txn_id": f"t{place:03}", "amount": f"{(to - start) / 100:.2f}", "event_date": source.choice(["2026-03-01", "2026-04-30", "2026-05-01"])}
                 for start, to in zip(cuts, cuts[1:]) if to > start]
    result = plans.calculate([company({"payout": {"kind": "flat", "rate": "5%"}}, rows + paid, grain="half", payment={"hold": {"share": source.choice(["30%", "33.3333%", "1"])}})])
    rows = list(result.table("statements"))
    assert sum(Fraction(row["held"]) for row in rows) == -sum(Fraction(row["released"]) for row in rows) != 0
    exact = sum(one.earned for one in result.statements.all())
    assert abs(sum(Fraction(row["paid"]) for row in rows) - exact) <= Fraction(6, 200)


def no_cliff(case):
    """True when checking the plan reports no cliff."""
    return not any(finding.reason == "TIER_CLIFF" for finding in at.Model(plans.document([case])).findings)


def grows(seed):
    """False for a plan that pays less for more and says so; otherwise the sale grows step by step, and the pay never falls."""
    source, made = random.Random(seed), plans.Maker(seed, "p", "month")
    made.rate = lambda: source.choice(["0%", "3%", "5%", "7.5%", "12.345%"])
    kind = source.choice(["tiers", "tiers", "flat", "curve", "multiplier", "lump_sum", "weighted", "spiff"])
    payout = made.payout(kind, None)
    component = {"payout": payout, **({"cap": "50"} if source.random() < 0.4 else {}),
                 **({"gates": [{"over": {"attainment": "q"}, "at_least": "0.5"}]} if source.random() < 0.3 else {})}
    if payout.get("bands") and payout.get("method") != "interpolated":
        payout["bands"][-1].pop("to", None)  # what lies above a last band is outside, and says so
    factors = [reference.number(point["pays"]) for point in payout.get("points", ())]
    if payout.get("above") == "extrapolate" and factors[-2:] != sorted(factors[-2:]) or factors != sorted(factors):
        return False  # a line that falls is no cliff
    rows = draw_rows(source, 4, ("2026-01-05",))
    sums = [reference.number(band["pays"]) for band in payout["bands"]] if kind == "lump_sum" else []
    if sums != sorted(sums) and not payout["each"]:
        assert not no_cliff(company(component, rows))
    if not no_cliff(company(component, rows)):
        return False
    before = pay(company(component, rows))[0].earned
    for step in ("0.01", "77.77", "500.00", "2500.00"):
        rows[0]["amount"] = str(decimal.Decimal(rows[0]["amount"]) + decimal.Decimal(step))
        after = pay(company(component, rows))[0].earned
        assert after >= before, (component, rows)
        before = after
    return True


def test_a_larger_sale_never_pays_less_unless_a_cliff_is_reported():
    assert sum(grows(seed) for seed in range(80)) >= 40


def test_currencies_never_mix():
    flat = {"payout": {"kind": "flat", "rate": "10%"}}
    case = company(flat, [{"amount": "100.00", "event_date": "2026-01-05"}, {"amount": "100.00", "event_date": "2026-01-05", "ccy": "USD"}])
    case["tables"]["fx_rates"] = [{"from": "USD", "to": "EUR", "day": "2026-01-05", "rate_type": "spot", "rate": "0.9123456"}]
    assert pay(case)[0].earned == 10 + Fraction("9.123456")
    other = copy.deepcopy(case)
    other["tables"]["transactions"][1]["ccy"] = "GBP"
    statement = plans.calculate([other]).statements.all()[0]
    assert (statement.reason, statement.earned, statement.paid) == ("FX_MISSING", 0, 0)
    dollars = copy.deepcopy(case)
    dollars["plan"].update(id="d", currency="USD", payment={"draw": {"kind": "recoverable", "amount": "5"}})
    dollars["tables"].update(transactions=[], plan_assignments=[{"rep_id": "p-0", "plan_id": "d"}])
    dollars["people"], dollars["monthly"] = [], {}
    case["tables"]["fx_rates"].append({"from": "EUR", "to": "USD", "day": "2026-01-05", "rate_type": "spot", "rate": "1.1"})
    both = {one.plan: one for one in reversed(plans.calculate([case, dollars]).statements.all())}
    assert (both["p"].earned, both["p"].currency) == (Fraction("19.123456"), "EUR")
    assert (both["d"].earned, both["d"].currency) == (11 + 10, "USD")
    for element in ({"cap": "5 USD"}, {"floor": "5 USD"}):
        with pytest.raises(at.Error, match="CURRENCY_MISMATCH"):
            at.Model(plans.document([company({**flat, **element}, [])]))
