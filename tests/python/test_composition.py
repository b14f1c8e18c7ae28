# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""One company with everything at once, over four quarters: statements, lines, credits, balances, explanations and a restatement, each compared exactly with
the plain calculation of reference_pay.py.

Ada and Ben sell in the team West that Cy leads (who sells as well), Eva sells in the team East; Dee leads the company, both teams below her. Ben moves from West
to East in July and joins the plan in February; Eva leaves in November.
"""

import functools
import json
import pathlib
from fractions import Fraction

import pytest
import reference_pay as reference

import attain as at

NAMES = ("earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried", "paid")
QUARTERS = reference.quarters()
SEASON = [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 7]  # the quota ramps up
ANNUAL = {"ada": 360000, "ben": 180000, "cy": 90000, "eva": 144000}
PAYMENT = {"point": "payment", "mode": "half_even"}

AE = {
    "id": "ae", "currency": "EUR", "period": "quarter",
    "components": [
        {"id": "new", "measure": "booked", "rounding": PAYMENT, "cap": "9000",
         "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota"},
                    "bands": [{"from": "0%", "pays": "5%"}, {"from": "80%", "pays": "7.5%"}, {"from": "100%", "pays": "12.345%"}]},
         "gates": [{"over": {"attainment": "quota"}, "at_least": "25%"}],
         "modifiers": [{"over": {"attainment": "mix"}, "bands": [{"from": "-100", "pays": "1"}, {"from": "60%", "pays": "1.1"}]}]},
        {"id": "spiff", "measure": "booked", "rounding": PAYMENT, "payout": {"kind": "spiff", "amount": "333.33", "minimum": "20000", "where": "product_id == 'X1'"}},
        {"id": "year", "measure": "booked", "rounding": PAYMENT, "span": "year_to_date",
         "payout": {"kind": "tiers", "method": "retroactive", "over": {"attainment": "quota"}, "bands": [{"from": "0", "pays": "0.5%"}, {"from": "90%", "pays": "0.9%"}]}},
        {"id": "steady", "measure": "booked", "rounding": {"point": "cumulative", "mode": "half_away"}, "payout": {"kind": "flat", "rate": "0.777%"},
         "cap": {"amount": "300", "carry": True}},
        {"id": "contest", "measure": "booked", "rounding": PAYMENT, "payout": {"kind": "contest", "over": {"attainment": "quota"}, "prizes": ["1000.01", "500"]}},
        {"id": "pool", "measure": "booked", "rounding": PAYMENT, "payout": {"kind": "pool", "method": "shares", "rate": "0.2%"}}],
    "payment": {"draw": {"kind": "recoverable", "amount": "2500", "share": "50%", "valid": [None, "2026-10-01"]}, "hold": {"share": "30%", "until": "collected", "of": ["new"]},
                "maximum": {"amount": "5000"}}}
MANAGER = {
    "id": "manager", "currency": "EUR", "period": "quarter",
    "components": [
        {"id": "team", "measure": "booked", "rounding": {"point": "component", "mode": "up"}, "cap": {"amount": "1500", "carry": True}, "payout": {"kind": "override", "rate": "0.8%"}},
        {"id": "others", "measure": "booked", "payout": {"kind": "override", "rate": "0.1%", "mode": "individual", "include_self": False}}],
    "payment": {"guarantee": {"kind": "top_up", "amount": "2500", "valid": [None, "2026-04-01"]}, "negative": "pay"}}


def transactions():
    """Each transaction as a row: id, kind, original, rep, day, amount, currency, product, known since."""
    rows = [
        ("T01", "booking", None, "ada", "2026-01-01", "20000.00", "EUR", "X1", None), ("T02", "booking", None, "ada", "2026-02-17", "15333.33", "USD", "X2", None),
        ("T03", "booking", None, "ada", "2026-03-31", "9999.99", "EUR", "X1", None), ("T04", "booking", None, "ben", "2026-01-20", "7000.00", "EUR", None, None),
        ("T05", "booking", None, "ben", "2026-02-01", "12500.50", "USD", "X1", None), ("T06", "booking", None, "cy", "2026-03-05", "30000.00", "EUR", "X1", None),
        ("T07", "booking", None, "eva", "2026-03-30", "18000.00", "EUR", "X2", None), ("T08", "receipt", "T01", "ada", "2026-03-01", "6000.00", "EUR", "X1", None),
        ("T09", "booking", None, "ada", "2026-04-01", "60000.00", "EUR", "X1", None), ("T10", "refund", "T01", "ada", "2026-04-15", "-5000.00", "EUR", "X1", None),
        ("T11", "booking", None, "ben", "2026-05-05", "45000.00", "EUR", "X2", None), ("T12", "cancel", "T05", "ben", "2026-06-30", "-12500.50", "USD", "X1", None),
        ("T13", "booking", None, "eva", "2026-06-30", "40000.00", "USD", "X1", None), ("T14", "receipt", "T02", "ada", "2026-06-01", "15333.33", "USD", "X2", None),
        ("T15", "booking", None, "cy", "2026-07-01", "8000.00", "EUR", "X2", None), ("T16", "booking", None, "ben", "2026-07-02", "50000.00", "EUR", "X1", None),
        ("T17", "booking", None, "ada", "2026-08-19", "77777.77", "EUR", "X2", None), ("T18", "adjust", "T17", "ada", "2026-09-01", "-777.77", "EUR", "X2", None),
        ("T19", "receipt", "T09", "ada", "2026-09-10", "59999.99", "EUR", "X1", None), ("T20", "receipt", "T11", "ben", "2026-08-08", "15000.00", "EUR", "X2", None),
        ("T21", "booking", None, "eva", "2026-10-10", "90000.00", "EUR", "X1", None), ("T22", "booking", None, "ben", "2026-11-11", "20000.00", "EUR", "X1", None),
        ("T23", "refund", "T09", "ada", "2026-12-31", "-60000.00", "EUR", "X1", None), ("T24", "receipt", "T16", "ben", "2026-12-01", "50000.00", "EUR", "X1", None),
        ("T25", "booking", None, "ada", "2026-03-15", "25000.00", "EUR", "X1", "2026-10-20T08:00:00Z"),  # the late deal
        ("T26", "refund", "T17", "ada", "2026-09-20", "-30000.00", "EUR", "X2", "2026-11-03T08:00:00Z"),
        ("T27", "booking", None, "eva", "2026-12-05", "11111.11", "EUR", "X1", None)]  # after she left
    names = ("txn_id", "kind", "orig_txn_id", "rep_id", "event_date", "amount", "ccy", "product_id", "recorded_at")
    return [dict(zip(names, row)) for row in rows]


def credit(txn, rep, share, credit_type="revenue"):
    return {"txn_id": txn, "rep_id": rep, "credit_type": credit_type, "share": share}


TABLES = {
    "transactions": transactions(),
    "txn_credits": [credit("T02", "ada", "0.6667"), credit("T02", "ben", "0.3333"), credit("T09", "ada", "0.75"), credit("T09", "cy", "0.25"), credit("T09", "dee", "0.5", "overlay"),
                    credit("T16", "ben", "0.5"), credit("T16", "eva", "0.5"), credit("T11", "eva", "1", "overlay")],
    "plan_assignments": [{"rep_id": "ada", "plan_id": "ae"}, {"rep_id": "ben", "plan_id": "ae", "valid_from": "2026-02-01"}, {"rep_id": "cy", "plan_id": "ae"},
                         {"rep_id": "eva", "plan_id": "ae", "valid_to": "2026-11-16"}, {"rep_id": "cy", "plan_id": "manager"}, {"rep_id": "dee", "plan_id": "manager"}],
    "fx_rates": [{"from": "USD", "to": "EUR", "day": day, "rate_type": "spot", "rate": rate}
                 for day, rate in (("2026-02-01", "0.91234"), ("2026-02-17", "0.923456"), ("2026-06-01", "0.9"), ("2026-06-30", "0.8765432"))],
    "org_units": [{"unit_id": "company", "parent_id": None}, {"unit_id": "west", "parent_id": "company"}, {"unit_id": "east", "parent_id": "company"}],
    "rep_units": [{"rep_id": "ada", "unit_id": "west", "is_manager": False}, {"rep_id": "ben", "unit_id": "west", "valid_to": "2026-07-01", "is_manager": False},
                  {"rep_id": "ben", "unit_id": "east", "valid_from": "2026-07-01", "is_manager": False}, {"rep_id": "cy", "unit_id": "west", "is_manager": True},
                  {"rep_id": "eva", "unit_id": "east", "is_manager": False}, {"rep_id": "dee", "unit_id": "company", "is_manager": True}],
    "products": {"mix": "X1"}}
COLUMNS = {"transactions": ["txn_id", "kind", "orig_txn_id", "rep_id", "event_date", "amount", "ccy", "product_id", "recorded_at"],
           "txn_credits": ["txn_id", "rep_id", "credit_type", "share"], "plan_assignments": ["rep_id", "plan_id", "valid_from", "valid_to"],
           "fx_rates": ["from", "to", "day", "rate_type", "rate"], "org_units": ["unit_id", "parent_id"], "rep_units": ["rep_id", "unit_id", "valid_from", "valid_to", "is_manager"]}


def quotas():
    """The quota of a quarter: the year by SEASON; the mix is half of it."""
    by_quarter = {person: [Fraction(annual) * sum(SEASON[place * 3:place * 3 + 3]) / sum(SEASON) for place in range(4)] for person, annual in ANNUAL.items()}
    return {"quota": by_quarter, "mix": {person: [part / 2 for part in parts] for person, parts in by_quarter.items()}}


def model_document(plans=(AE, MANAGER)):
    """The model of the company."""
    def target(name, measure, part):
        return {"id": name, "measure": measure, "period": "2026", "total": str(sum(ANNUAL.values()) // part),
                "split": [{"over": "rep", "by": "weights", "weights": ANNUAL}, {"over": "month", "by": "season", "season": SEASON}], "rounding": {"unit": "0.01"}}
    kinds = " || ".join(f"kind == '{kind}'" for kind in ("booking", "refund", "cancel", "adjust"))
    return {"attain": "model/1", "id": "company", "currency": "EUR",
            "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"},
                         {"id": "x1", "kind": "sum", "of": "transactions.amount", "where": f"product_id == 'X1' && ({kinds})"}],
            "targets": [target("quota", "booked", 1), target("mix", "x1", 2)], "incentives": list(plans)}


def model(plans=(AE, MANAGER)):
    return at.Model(model_document(plans))


def data(order=1):
    tables = {name: {column: [row.get(column) for row in TABLES[name][::order]] for column in columns} for name, columns in COLUMNS.items()}
    return at.load(reps={"rep_id": ["ada", "ben", "cy", "dee", "eva"]}, products={"product_id": ["X1", "X2"]}, **tables)


@functools.cache
def expected(as_of=None):
    """The statements of both plans by the reference: {(plan, payee, period): Statement}."""
    return {(plan["id"], payee, period): statement for plan in (AE, MANAGER)
            for (payee, period), statement in reference.statements(plan, TABLES, quotas(), QUARTERS, as_of).items()}


@pytest.fixture(scope="module")
def result():
    return at.run(model(), data(), period="2026")


def near(shown, exact, lines=1):
    """A table shows 12 decimals."""
    return abs(Fraction(shown) - exact) <= Fraction(lines, 2 * 10**12)


def test_every_column_of_every_statement(result):
    wanted, rows = expected(), list(result.table("statements"))
    assert {(row["plan"], row["rep_id"], row["period"]) for row in rows} == set(wanted) and len(rows) == 4 * 4 + 2 * 4
    for row, statement in zip(rows, result.statements.all()):
        key = row["plan"], row["rep_id"], row["period"]
        assert statement.reason == "NONE" == wanted[key].reason, statement.text
        columns = wanted[key].columns
        assert (key, statement.earned, statement.paid) == (key, columns["earned"], columns["paid"])
        for name in NAMES:
            assert name == "rounding" or near(row[name], columns[name]), (key, name, row[name], columns[name])
        assert sum(Fraction(row[name]) for name in NAMES[:-1]) == Fraction(row["paid"]), key
        assert sum(columns[name] for name in NAMES[:-1]) == columns["paid"], key
    for name in NAMES:  # the company exercises every column
        assert any(statement.columns[name] for statement in wanted.values()), name


def test_lines_are_base_times_rate_and_add_up(result):
    wanted, sums, counts = expected(), {}, {}
    for row in result.table("statement_lines"):
        key = row["plan"], row["rep_id"], row["period"], row["component"]
        sums[key] = sums.get(key, Fraction(0)) + Fraction(row["amount"])
        counts[key] = counts.get(key, 0) + 1
        if row["rule"] in ("rate", "band", "override"):
            assert abs(Fraction(row["amount"]) - Fraction(row["base"]) * Fraction(row["rate"])) <= Fraction(2, 10**12), row
    for (plan, payee, period), statement in wanted.items():
        assert sum(statement.components.values(), Fraction(0)) == statement.columns["earned"]
        for component, total in statement.components.items():
            key = plan, payee, period, component
            assert near(sums.get(key, 0), total, counts.get(key, 1)), (key, sums.get(key), total)
    rules = {row["rule"] for row in result.table("statement_lines")}
    assert rules >= {"band", "modifier", "gate", "cap", "carry", "spiff", "true_up", "rate", "rounding", "contest", "pool", "override"}


def test_bands_of_a_quarter_are_cut_where_the_quota_says(result):
    bands = reference.bands_of(AE["components"][0]["payout"]["bands"])
    company = reference.Company(AE, TABLES, quotas(), QUARTERS)
    for payee in ANNUAL:
        for place, (name, start, end) in enumerate(QUARTERS):
            base = sum((one.amount for one in company.credited(payee) if start <= one.day < end), Fraction(0))
            quota = quotas()["quota"][payee][place] * company.part(payee, QUARTERS[place])
            slices = {number: min(base, to * quota if to is not None else base) - since * quota for number, (since, to, _) in enumerate(bands) if base > since * quota}
            lines = {row["band"]: row["base"] for row in result.table("statement_lines")
                     if (row["rep_id"], row["period"], row["component"], row["rule"]) == (payee, name, "new", "band") and row["base"]}
            if base > 0:
                assert set(lines) == set(slices), (payee, name)
                assert all(near(lines[number], width) for number, width in slices.items()), (payee, name)


def test_credits_are_those_of_the_shares(result):
    company = reference.Company(AE, TABLES, quotas(), QUARTERS)
    wanted = {(payee, one.row["txn_id"]): (one.share, one.amount) for payee in company.payees for one in company.credited(payee)}
    found = {(row["rep_id"], row["transaction_id"]): row for row in result.table("credits") if row["plan"] == "ae" and row["role"] == "revenue" and row["measure"] == "booked"}
    assert set(found) == set(wanted)
    for key, (share, amount) in wanted.items():
        assert near(found[key]["share"], share) and near(found[key]["amount"], amount) and near(found[key]["quota_credit"], amount), key


def test_balances_are_handed_on(result):
    wanted, found = expected(), {}
    for row in result.table("balances"):
        assert near(row["opening"], Fraction(row["closing"]) - Fraction(row["change"]), 2), row
        found[row["plan"], row["rep_id"], row["period"], row["kind"], row["txn_id"]] = row["closing"]
    for (plan, payee, period), statement in wanted.items():
        for kind, amount in statement.balances.items():
            assert near(found.get((plan, payee, period, kind, None), 0), amount), (plan, payee, period, kind)
        for sale, (held, released) in statement.sales.items():
            assert near(found.get((plan, payee, period, "hold", sale), 0), held - released), (payee, period, sale)


def leaves(node):
    children = [child for child in node.get("children", ()) if child.get("counts") is not False]
    return [node] if not children else [leaf for child in children for leaf in leaves(child)]


def test_leaves_add_up_exactly(result):
    for statement in result.statements.all():
        tree = json.loads(statement.explain(form="json"))
        assert sum(Fraction(leaf["amount"]) for leaf in leaves(tree)) == statement.paid
        for node in tree["children"]:
            if node["label"]["key"] == "component":
                total = expected()[statement.plan, statement.rep, statement.period].components[node["label"]["arguments"]["component"]]
                assert Fraction(node["amount"]) == total == sum(Fraction(leaf["amount"]) for leaf in leaves(node))


def test_order_threads_and_one_payee_alone_change_nothing(result):
    def of(answer):
        return {(one.plan, one.rep, one.period): (one.earned, one.paid) for one in answer.statements.all()}
    assert of(at.run(model((MANAGER, AE)), data(-1), period="2026", threads=2)) == of(result)
    for payee in ("ada", "cy"):
        alone = of(at.run(model(), data(-1), period="2026", payee=payee))
        assert alone and all(of(result)[key] == value for key, value in alone.items())


def test_quarters_one_by_one_with_balances_handed_on_equal_the_year(result):
    of_year = {(one.plan, one.rep, one.period): (one.earned, one.paid) for one in result.statements.all()}
    prepared, rows = model().prepare(data()), []
    for name, _, end in QUARTERS:
        names = ("rep_id", "plan_id", "kind", "as_of", "amount", "ccy", "txn_id", "total")
        balances = {"overriding": {"balances": {column: [row[column] for row in rows] for column in names}}} if rows else {}
        quarter = prepared.run(period=name, **balances)
        for one in quarter.statements.all():
            assert (one.earned, one.paid) == of_year[one.plan, one.rep, one.period], one
        rows = [{"rep_id": row["rep_id"], "plan_id": row["plan"], "kind": row["kind"], "as_of": end, "amount": row["closing"], "ccy": "EUR", "txn_id": row["txn_id"], "total": row["total"]}
                for row in quarter.table("balances")]


def test_a_restatement_is_the_difference_of_the_two_years(result):
    known = "2026-10-05"
    paid = at.run(model(), data(), period="2026", as_of=known)
    before, after, totals, causes = expected(known), expected(), {}, {}
    # T25 is known on 20 October, T26 on 3 November; what T25 does to later quarters is put down to T25.
    between, alone = expected("2026-10-25"), {}
    for row in at.restate(paid, result).deltas:
        key = row["plan"], row["rep_id"], row["period"], row["column"]
        if row["cause"] == "total":
            totals[key] = row["difference"]
            assert near(row["old"], before[key[:3]].columns["paid"]) and near(row["new"], after[key[:3]].columns["paid"]), row
        else:
            causes[key] = causes.get(key, 0) + Fraction(row["difference"])
            assert row["transaction_id"] in ("T25", "T26"), row
            assert row["cause"] == {"T25": "late_deal", "T26": "refund"}[row["transaction_id"]], row
            moved = (*key, row["transaction_id"])
            alone[moved] = alone.get(moved, 0) + Fraction(row["difference"])
    assert totals and {key[3] for key in totals} == {"paid"}
    for key, statement in after.items():
        differences = {name: statement.columns[name] - before[key].columns[name] for name in NAMES}
        assert totals.get((*key, "paid"), 0) == differences["paid"] == causes.get((*key, "paid"), 0), key
        for transaction, first, then in (("T25", before, between), ("T26", between, after)):
            assert alone.get((*key, "paid", transaction), 0) == then[key].columns["paid"] - first[key].columns["paid"], (key, transaction)
        for name in NAMES:
            assert name == "rounding" or near(causes.get((*key, name), 0), differences[name], 3), (key, name)


# The same company as a folder that C++ (tests/run/cases_test.cc) and C (tests/capi/composition_test.c) run too; `python tests/python/test_composition.py` writes it.
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "cases" / "incentive" / "company"


def shown(amount):
    """As a table shows it: at most 12 decimals, half to even, without zeros at the end."""
    units = round(amount * 10**12)
    text = f"{abs(units) // 10**12}.{abs(units) % 10**12:012}".rstrip("0").rstrip(".")
    return ("-" if units < 0 else "") + text


def folder_files():
    """The files of the folder by name."""
    tables = {"reps": {"rep_id": ["ada", "ben", "cy", "dee", "eva"]}, "products": {"product_id": ["X1", "X2"]},
              **{name: {column: [row.get(column) for row in TABLES[name]] for column in columns} for name, columns in COLUMNS.items()}}
    files = {f"{name}.csv": "".join(",".join("" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in line) + "\n"
                                    for line in [list(columns), *zip(*columns.values())]) for name, columns in tables.items()}
    note = "A company with everything at once over four quarters. The expected figures are those of tests/python/reference_pay.py, an exact calculation of its own."
    files["case.json"] = json.dumps({"note": note, "period": "2026", "explain": [], "tables": {name: f"{name}.csv" for name in tables}, "model": model_document()}, indent=1) + "\n"
    rows = [{"plan": plan, "rep_id": payee, "period": period, **{name: shown(statement.columns[name]) for name in NAMES if name != "rounding"}, "reason": None}
            for (plan, payee, period), statement in sorted(expected().items())]
    files["expected.json"] = json.dumps({"statements": rows}, indent=1) + "\n"
    files["expected.csv"] = "".join(",".join(cells) + "\n" for cells in [[name for name in rows[0] if name != "reason"],
                                                                         *([cell for cell in row.values() if cell is not None] for row in rows)])
    files["expected.txt"] = ""
    return files


def test_the_folder_that_c_and_cpp_run_is_this_company():
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == folder_files()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in folder_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
