# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""From what a statement earned to what it pays, in exact fractions: guarantee, hold, rounding, maximum, draw, what is negative."""

import datetime
from fractions import Fraction

from reference_rates import date, number, rounded


def settle(company, payee, place, statement, before, lines):
    """The columns of a statement after `earned`; `lines` are what each transaction earned, for holds."""
    payment, columns = company.plan.get("payment", {}), statement.columns
    _, first, end = company.periods[place]
    inside = lambda element: all((date(text) is None) or (date(text) < end if start else date(text) > first)
                                 for text, start in zip(element.get("valid", (None, None)), (True, False)))

    def amount(element):
        part = company.part(payee, company.periods[place], element.get("valid", (None, None))) if element.get("prorate") else 1
        return rounded(number(element["amount"]) * part)

    guarantee = payment.get("guarantee")
    if guarantee and inside(guarantee):
        top_up = guarantee["kind"] == "top_up"
        columns["adjusted"] += max(Fraction(0), amount(guarantee) - columns["earned"]) if top_up else amount(guarantee)
    if "hold" in payment:
        hold_sales(company, payment["hold"], end, statement, before, lines)
    rounding = next((one["rounding"] for one in company.plan["components"] if one.get("rounding", {}).get("point") == "payment"), {})
    exact = columns["earned"] + columns["adjusted"] + columns["held"] + columns["released"]
    payable = rounded(exact, rounding.get("mode", "half_even"), rounding.get("scale", 2))
    columns["rounding"] = payable - exact
    closing = statement.balances
    payable += before["carry"]
    columns["carried"] += before["carry"]
    limit = payment.get("maximum")
    if limit:
        due = payable + before["maximum"]
        pays = min(due, number(limit["amount"]))
        if limit.get("excess", "carry") == "carry":
            closing["maximum"] = due - pays
            columns["carried"] += pays - payable
        else:
            columns["adjusted"] += pays - payable
        payable = pays
    payable = draw(payment.get("draw"), inside, amount, first, payable, before, statement)
    if payable < 0:
        negative = payment.get("negative", "carry")
        if negative == "carry":
            closing["carry"] = payable
            columns["carried"] -= payable
        elif negative == "zero":
            columns["adjusted"] -= payable
        payable = payable if negative == "pay" else Fraction(0)
    columns["paid"] = payable


def draw(terms, inside, amount, first, payable, before, statement):
    """What a draw adds and takes back."""
    debt = before["draw"]
    if terms:
        columns, kind, running = statement.columns, terms["kind"], inside(terms)
        least = amount(terms) if running else Fraction(0)
        owed = kind.startswith("recoverable")
        if kind == "non_recoverable_additive":
            drawn = least
        elif owed or running:
            drawn = max(Fraction(0), least - payable)
        else:
            drawn = Fraction(0)
        recovered = Fraction(0)
        if owed and debt > 0 and payable > least and (not terms.get("recovery_from") or first >= date(terms["recovery_from"])):
            kept = max(least, number(terms.get("minimum", 0)))
            recovered = max(Fraction(0), min(debt, rounded(number(terms.get("share", 1)) * (payable - least)), payable - kept))
        debt += (drawn if owed else 0) - recovered
        columns["drawn"], columns["recovered"] = drawn, -recovered
        payable += drawn - recovered
        last = date(terms.get("valid", (None, None))[1])
        if kind == "recoverable_forgiven" and running and last and statement.period[2] >= last:
            debt = Fraction(0)
    statement.balances["draw"] = debt
    return payable


def hold_sales(company, hold, end, statement, before, lines):
    """Keeps a share of the pay for each sale, and releases what is free of it."""
    share, columns = number(hold.get("share", 1)), statement.columns
    sales = {sale: list(state) for sale, state in before["sales"].items()}
    for sale, earned in lines.items():
        sales.setdefault(sale, [Fraction(0), Fraction(0)])[0] += earned * share
        columns["held"] -= earned * share
    for sale, state in sales.items():
        due = state[0] * free(company, hold, sale, end)
        columns["released"] += due - state[1]
        state[1] = due
    statement.sales = sales


def free(company, hold, sale, end):
    """The part of a sale that the customer has paid, or that time has set free, at the end of a period."""
    day = date(company.rows[sale]["event_date"])
    if hold.get("until") == "days":
        return Fraction(int(day + datetime.timedelta(days=int(hold["after"].rstrip("d"))) < end))
    if hold.get("until") == "date":
        return Fraction(int(date(hold["on"]) < end))
    known = [row for row in company.tables["transactions"] if date(row["event_date"]) < end and company.original(row)["txn_id"] == sale]
    collected = sum((number(row["amount"]) for row in known if row["kind"] == "receipt"), Fraction(0))  # in the currency of the sale
    booked = sum((number(row["amount"]) for row in known if row["kind"] != "receipt"), Fraction(0))
    part = Fraction(1) if booked <= 0 else max(Fraction(0), min(Fraction(1), collected / booked))
    return part if hold.get("release", "in_proportion") == "in_proportion" else Fraction(int(part == 1))
