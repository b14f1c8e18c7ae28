# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Random plans over random transactions: attain against the plain calculation of reference_pay.py, to the last digit.

ATTAIN_RANDOM_PLANS says how many plans (default 300); ATTAIN_RANDOM_SEED where to begin. A difference is shrunk to a small company and printed.
"""

import copy
import datetime
import decimal
import json
import os
import random
from fractions import Fraction

import pytest
import reference_pay as reference

import attain as at

PLANS = int(os.environ.get("ATTAIN_RANDOM_PLANS", "300"))
SEED = int(os.environ.get("ATTAIN_RANDOM_SEED", "1"))
BATCH = 50
FORMULAS = sorted(reference.FORMULAS)
MODES = ["half_even", "half_away", "half_toward_zero", "down", "up", "floor", "ceiling"]
GRAINS = {"month": ("2026-Q1", reference.months()[:3]), "half": ("2026-H1", reference.months()[:6]), "quarter": ("2026", reference.quarters())}


class Maker:
    """Draws one plan with its people, quotas and transactions."""

    def __init__(self, seed, name, grain):
        self.random, self.name, self.grain = random.Random(f"{SEED}/{seed}"), name, grain
        self.period, self.periods = GRAINS[grain]
        self.people = [f"{name}-{place}" for place in range(self.random.choice([1, 2, 3, 3, 4]))]
        self.monthly = {person: self.random.choice([500, 1000, 1000, 1200, 3333]) for person in self.people}
        self.everyone = len(self.people) == 1 or self.chance(0.95)  # has a quota

    def chance(self, part):
        return self.random.random() < part

    def pick(self, *choices):
        return self.random.choice(choices)

    def rate(self):
        return self.pick("0%", "3%", "5%", "7.5%", "12.345%", "-1%", "0.0625", "10%", "0.333333")

    def over(self, own=0.4):
        return {"measure": "booked"} if self.chance(own) else {"attainment": self.pick("q", "q", "ramp")}

    def bounds(self, over, count, start=0):
        """Ascending bounds, of attainments or of amounts."""
        scale = 1 if "attainment" in over else 1000
        steps = self.random.sample(["0.25", "0.3333", "0.5", "0.75", "0.8", "1", "1.05", "1.2", "1.5", "2"], count)
        return [str(start)] + [str(decimal.Decimal(step) * scale) for step in sorted(steps, key=decimal.Decimal)]

    def bands(self, over, pays):
        """Bands with what lies outside them: an error where it cannot be met, or nothing."""
        bounds = self.bounds(over, self.pick(0, 1, 2, 3))
        bands = [{"from": bound, "pays": pays()} for bound in bounds]
        outside = "error" if self.chance(0.5) else "zero"
        if outside == "zero" and len(bands) > 1 and self.chance(0.3):
            del bands[0]
        if self.chance(0.3 if outside == "zero" else 0.1):
            bands[-1]["to"] = "3000" if "measure" in over else "2.5"
        return {"bands": bands, "outside": outside}

    def amount(self, *choices):
        return f"{self.pick(*choices)} EUR" if self.chance(0.3) else self.pick(*choices)

    def payout(self, kind, span):
        if kind == "flat":
            return {"kind": kind, "rate": self.rate()}
        if kind == "tiers":
            over, method = self.over(), self.pick("whole", "marginal", "marginal", "interpolated", *(["retroactive"] * 3 if span else []))
            tiers = {"kind": kind, "method": method, "over": over, **self.bands(over, self.rate)}
            if method == "interpolated":
                for band in tiers["bands"]:
                    band["pays"] = str(self.pick(100, 250, 333, 1000))
                tiers["bands"][-1]["to"] = "3000" if "measure" in over else "2.5"
                tiers.update(outside="zero", negative="zero")
            if method in ("whole", "retroactive"):
                tiers["boundary"] = self.pick("lower_inclusive", "upper_inclusive", "closed")
            if method != "interpolated" and self.chance(0.5):
                tiers["negative"] = self.pick("first_band", "zero", *(["carry"] if not span else []))
            return tiers
        if kind == "spiff":
            return {"kind": kind, "amount": self.amount(10, "12.5", 33), **({"minimum": self.pick(100, "250.5", 500)} if self.chance(0.6) else {}),
                    **({"where": f"product_id == '{self.pick('X1', 'X2')}'"} if self.chance(0.5) else {}),
                    **({"mode": self.pick("every_time", "once_per_period")} if self.chance(0.6) else {})}
        if kind == "rates":
            rules = [{"rate": self.rate(), **({"where": f"product_id == '{self.pick('X1', 'X2')}'", "scopes": {"product": self.pick("id", "group")}}
                                              if self.chance(0.7) else {})} for _ in range(self.pick(1, 2, 3))]
            return {"kind": kind, "choose": self.pick("specific", "highest", "lowest"), "by": ["product"], "rules": rules, "outside": self.pick("zero", "zero", "error")}
        if kind == "formula":
            return {"kind": kind, "value": self.pick(*FORMULAS), "inputs": {"q": {"attainment": "q"}}}
        part = {"prorate": True} if self.chance(0.2) else {}
        if kind == "lump_sum":
            over = self.over()
            return {"kind": kind, "over": over, "each": self.chance(0.5), **part,
                    "bands": [{"from": bound, "pays": self.amount(100, "250.55", 1000)} for bound in self.bounds(over, self.pick(0, 1, 2))]}
        if kind == "contest":
            return {"kind": kind, "over": self.over(), "prizes": [self.amount(1000, "500.01"), *(["100", 33][:self.pick(0, 1, 2)])], "share": self.pick("exact", "each_rounded")}
        if kind == "pool":
            method = self.pick("equal", "shares", "weighted")
            return {"kind": kind, "method": method, **({"amount": self.amount(1000, "333.33")} if self.chance(0.5) else {"rate": self.pick("1%", "0.333%")}), **part,
                    **({"over": self.over()} if method == "shares" else {}), **({"weights": {person: self.pick(1, 2, 3) for person in self.people}} if method == "weighted" else {})}
        target = {"target_incentive": self.amount(1000, "777.77", 3000), **part}
        if kind == "curve":
            over = self.over()
            points = [{"at": bound, "pays": self.pick("0", "50%", "1", "1.3333", "2")} for bound in self.bounds(over, self.pick(1, 2, 3), self.pick(0, "0.1"))]
            return {"kind": kind, "over": over, **target, "points": points, "below": self.pick("zero", "hold"), "above": self.pick("hold", "extrapolate")}
        if kind == "multiplier":
            over, method = {"attainment": self.pick("q", "ramp")}, self.pick("whole", "marginal")
            found = self.bands(over, lambda: self.pick("0.5", "1", "1.25", "2"))
            return {"kind": kind, "over": over, **target, "method": method, **found, **({"boundary": self.pick("lower_inclusive", "upper_inclusive")} if method == "whole" else {})}
        if kind == "matrix":
            axes = [{"over": over, "points": self.bounds(over, self.pick(1, 2), self.pick(0, "-3"))} for over in [self.over() for _ in range(self.pick(1, 2, 3))]]
            method = self.pick("lookup", "linear")
            rows = 1
            for axis in axes[:-1]:
                rows *= len(axis["points"])
            cells = [[self.pick("0", "0.5", "1", "1.1111", "2") for _ in axes[-1]["points"]] for _ in range(rows)]
            return {"kind": kind, **target, "method": method, "below": self.pick("zero", "error"), "axes": axes, "cells": cells}
        weights = [{"over": {"attainment": target_id}, "weight": self.pick("0.5", "0.3", "70%"), **({"cap": "1.2"} if self.chance(0.5) else {})} for target_id in ("q", "ramp", "x1")]
        return {"kind": "weighted", **target, "measures": weights[:self.pick(1, 2, 3)]}

    def component(self, place, scale, mode):
        kind = self.pick("flat", "tiers", "tiers", "tiers", "spiff", "rates", "formula", "lump_sum", "contest", "pool", "curve", "multiplier", "matrix", "weighted")
        among, by_row = kind in ("contest", "pool"), kind in ("flat", "tiers", "spiff", "rates")
        span = self.pick("quarter_to_date", "year_to_date") if not among and self.chance(0.25) else None
        component = {"id": f"c{place}", "measure": "booked", "payout": self.payout(kind, span)}
        payout = component["payout"]
        if span:
            component["span"] = span
        carries = payout.get("negative") == "carry"
        point = self.pick("payment", "payment", "component", *(["transaction", "cumulative"] if by_row and not span and not (carries and payout["method"] == "whole") else []))
        component["rounding"] = {"point": point, "mode": mode, "scale": scale} if point == "payment" else {"point": point, "mode": self.pick(*MODES), "scale": self.pick(0, 1, 2, 2, 3)}
        if kind == "flat" and self.chance(0.3):
            component["payout"] = {"versions": [{"valid": [None, "2026-02-15"], **payout}, {"valid": ["2026-02-15", None], **self.payout(kind, span)}]}
            if self.chance(0.5):
                component["version_at"] = self.pick("transaction", "period_start", "period_end")
            if self.chance(0.3):
                component["refund"] = "own"
        if self.chance(0.3):
            component["gates"] = [{"over": over, "at_least": self.bounds(over, 1)[1], **({"span": self.pick("quarter_to_date", "year_to_date")} if not among and self.chance(0.3) else {})}
                                  for over in [{"attainment": "x1"} if self.chance(0.2) else self.over() for _ in range(self.pick(1, 1, 2))]]
            for gate in component["gates"]:
                if kind in ("flat", "tiers", "rates") and "span" not in gate and gate["over"] != {"attainment": "x1"} and self.chance(0.4):
                    gate["pays"] = "excess"
            if kind == "multiplier" and self.chance(0.4):
                component["gates"] = [{"over": payout["over"], "at_least": self.bounds(payout["over"], 1)[1], "pays": "excess"}]
        if self.chance(0.25):
            over = self.over()
            component["modifiers"] = [{"over": over, "bands": [{"from": "-1000000", "pays": "0.9"}, {"from": self.bounds(over, 1)[1], "pays": self.pick("1.1", "1.5", "0")}]}]
        if self.chance(0.15):
            component["floor"] = self.amount(0, 20)
        if self.chance(0.3):
            cap = {"amount": self.amount(50, "99.99", 200)}
            if by_row and not span and not carries and point != "payment" and self.chance(0.2):
                cap["per"] = "transaction"
            elif self.chance(0.4):
                cap["carry"] = not span and not among
            if not span and self.chance(0.2):
                cap["prorate"] = True
            if point == "component" and cap.get("per") is None and self.chance(0.3):
                cap["after_rounding"] = True
            component["cap"] = cap if self.chance(0.7) else cap["amount"]
        cap = component.get("cap")
        if (self.grain != "quarter" and not span and not carries and not (isinstance(cap, dict) and cap.get("carry")) and self.chance(0.15)
                and not any("span" in gate for gate in component.get("gates", ()))):
            component["period"] = "quarter"
        return component

    def payment(self):
        payment = {"negative": self.pick("carry", "pay", "zero")} if self.chance(0.5) else {}
        valid = lambda: {"valid": self.pick([None, "2026-03-01"], ["2026-02-01", None], [None, "2026-07-15"])} if self.chance(0.4) else {}
        part = lambda: {"prorate": True} if self.chance(0.2) else {}
        if self.chance(0.35):
            kind = self.pick("recoverable", "recoverable", "recoverable_forgiven", "non_recoverable_guarantee", "non_recoverable_additive")
            payment["draw"] = {"kind": kind, "amount": self.amount(20, 50, "66.67"), **valid(), **part()}
            if kind == "recoverable_forgiven" and payment["draw"].get("valid", [None, None])[1] is None:
                payment["draw"]["valid"] = [None, "2026-03-01"]
            if kind.startswith("recoverable") and self.chance(0.5):
                payment["draw"].update(self.pick({"share": "50%"}, {"share": "33.333%"}, {"minimum": "70"}, {"recovery_from": "2026-03-01"}))
        if self.chance(0.2):
            payment["guarantee"] = {"kind": self.pick("top_up", "additive"), "amount": self.amount(30, "44.44"), **valid(), **part()}
        if self.chance(0.2):
            payment["maximum"] = {"amount": self.amount(100, "150.5"), **({"excess": self.pick("carry", "lose")} if self.chance(0.6) else {})}
        return payment

    def plan(self):
        scale, mode = self.pick(2, 2, 2, 0, 1), self.pick(*MODES)
        plan = {"id": self.name, "currency": "EUR", "period": "quarter" if self.grain == "quarter" else "month",
                "components": [self.component(place, scale, mode) for place in range(self.pick(1, 1, 1, 2, 3))]}
        if self.chance(0.5):
            plan["payment"] = self.payment()
        if self.chance(0.2):
            plan["proration"] = self.pick("days", "none")
        if self.chance(0.1):
            plan["cap"] = {"amount": self.amount(100, 150), **({"prorate": True} if self.chance(0.4) else {})}
        if self.chance(0.1):
            plan["budget"] = self.amount(150, "99.99")
        if self.chance(0.3):
            plan["fx"] = {"at": self.pick("calculation", "payment")}
        if all(component["payout"].get("kind", "flat") in ("flat", "tiers", "rates") and component["rounding"]["point"] == "transaction"
               for component in plan["components"]) and self.chance(0.7):
            plan.setdefault("fx", {})["order"] = "round_then_convert"
        payable = [component["id"] for component in plan["components"] if component["payout"].get("kind", "flat") in reference.BY_TRANSACTION
                   and "span" not in component and "period" not in component and "budget" not in plan and "cap" not in plan and component.get("cap") is None and "floor" not in component
                   and component["payout"].get("negative") != "carry"]
        if payable and self.chance(0.5):
            plan.setdefault("payment", {})["hold"] = {"share": self.pick("30%", "1", "0.333333"), "of": payable, **self.pick(
                {}, {"until": "collected", "release": "when_complete"}, {"until": "days", "after": "30d"}, {"until": "date", "on": "2026-03-01"})}
        return plan

    def tables(self):
        """Transactions on and around the edges of periods; refunds, splits, receipts, other currencies."""
        days = ["2026-01-01", "2026-01-31", "2026-02-01", "2026-02-14", "2026-02-15", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01",
                "2026-10-15", "2026-12-31"]
        days = [day for day in days if day < str(self.periods[-1][2])]
        rows, credits, rates = [], [], []
        bounds = self.chance(0.3)  # sums that lie exactly on a bound
        for place in range(self.random.randrange(0, 6 if bounds else 14)):
            name, sales = f"{self.name}-t{place:02}", [row for row in rows if row["kind"] == "booking"]
            row = {"txn_id": name, "kind": "booking", "orig_txn_id": None, "rep_id": self.pick(*self.people), "event_date": self.pick(*days),
                   "amount": self.pick("100.00", "250.50", "500.00", "1000.00", "333.33", "0.01", f"{self.random.randrange(300000) / 100:.2f}"),
                   "ccy": self.pick("EUR", "EUR", "EUR", "USD"), "product_id": self.pick("X1", "X2", None)}
            if bounds:
                row.update(amount=self.pick("250.00", "500.00", "750.00", "1000.00", "1200.00"), ccy="EUR")
            elif sales and self.chance(0.35):
                sale = self.pick(*sales)
                kind = self.pick("refund", "cancel", "receipt")
                left = decimal.Decimal(sale["amount"]) + sum(decimal.Decimal(other["amount"]) for other in rows
                                                             if other["orig_txn_id"] == sale["txn_id"] and (other["kind"] != "receipt") == (kind != "receipt")) * (-1 if kind == "receipt" else 1)
                amount = (left if self.chance(0.5) else left / 3).quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_DOWN)
                if amount > 0:
                    row.update(kind=kind, orig_txn_id=sale["txn_id"], rep_id=sale["rep_id"], ccy=sale["ccy"], product_id=sale["product_id"],
                               event_date=max(sale["event_date"], row["event_date"]), amount=str(amount if kind == "receipt" else -amount))
            elif len(self.people) > 1 and self.chance(0.3):
                first, second = self.random.sample(self.people, 2)
                share = decimal.Decimal(self.pick("0.5", "0.25", "0.3333"))
                credits += [{"txn_id": name, "rep_id": first, "credit_type": "revenue", "share": str(share)},
                            {"txn_id": name, "rep_id": second, "credit_type": "revenue", "share": str(1 - share)}]
            rows.append(row)
        assignments = [{"rep_id": person, "plan_id": self.name, "valid_from": self.pick(None, None, None, "2026-01-01", "2026-02-01", "2026-02-15"),
                        "valid_to": self.pick(None, None, None, "2026-03-01", "2026-03-16", "2026-06-01")} for person in self.people]
        rated = sorted({*days, *(str(end - datetime.timedelta(days=gone)) for _, _, end in self.periods for gone in (0, 1))})
        rates = [{"from": "USD", "to": "EUR", "day": day, "rate_type": "spot", "rate": "0.9" + f"{place * 7919 % 1000:03}"} for place, day in enumerate(rated)]
        return {"transactions": rows, "txn_credits": credits, "plan_assignments": assignments, "fx_rates": rates, "products": {"x1": "X1"}}

    def case(self):
        """Plan, tables and quotas."""
        return {"plan": self.plan(), "tables": self.tables(), "grain": self.grain, "people": self.people,
                "monthly": {person: self.monthly[person] if self.everyone or person != self.people[-1] else 0 for person in self.people}}


SEASON = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


def quotas(case):
    """Each target's quotas by payee and period: equal months, months that ramp, and half of the quota for one product."""
    by_month = {"q": lambda monthly, month: monthly, "ramp": lambda monthly, month: monthly * SEASON[month] / Fraction(4), "x1": lambda monthly, month: Fraction(monthly, 2)}
    length = 3 if case["grain"] == "quarter" else 1
    return {target: {person: [sum((Fraction(of(monthly, month)) for month in range(place * length, place * length + length)), Fraction(0))
                              for place in range(len(GRAINS[case["grain"]][1]))] for person, monthly in case["monthly"].items()}
            for target, of in by_month.items()}


def document(cases):
    """One model for many plans."""
    monthly = {person: amount for case in cases for person, amount in case["monthly"].items()}
    def target(name, measure, factor, season):
        weights = {person: str(decimal.Decimal(amount) * factor) for person, amount in monthly.items()}
        return {"id": name, "measure": measure, "period": "2026", "total": str(sum(map(decimal.Decimal, weights.values()))), "rounding": {"unit": "0.01"},
                "split": [{"over": "rep", "by": "weights", "weights": weights}, {"over": "month", **season}]}
    equal, ramp = {"by": "equal"}, {"by": "season", "season": SEASON}
    return {"attain": "model/1", "id": "random", "currency": "EUR",
            "measures": [{"id": "booked", "kind": "sum", "of": "transactions.amount"},
                         {"id": "x1", "kind": "sum", "of": "transactions.amount",
                          "where": "product_id == 'X1' && (kind == 'booking' || kind == 'refund' || kind == 'cancel' || kind == 'adjust')"}],
            "targets": [target("q", "booked", 12, equal), target("ramp", "booked", decimal.Decimal("19.5"), ramp), target("x1", "x1", 6, equal)] if monthly else [],
            "incentives": [case["plan"] for case in cases]}


def frame(rows, names):
    return {name: [row.get(name) for row in rows] for name in names}


COLUMNS = {"transactions": ["txn_id", "kind", "orig_txn_id", "rep_id", "event_date", "amount", "ccy", "product_id"], "txn_credits": ["txn_id", "rep_id", "credit_type", "share"],
           "plan_assignments": ["rep_id", "plan_id", "valid_from", "valid_to"]}


def calculate(cases, **options):
    """What attain pays."""
    tables = {name: frame([row for case in cases for row in case["tables"][name]], names) for name, names in COLUMNS.items()}
    if not tables["transactions"]["txn_id"]:
        tables["transactions"] = frame([{"txn_id": "none", "kind": "receipt", "event_date": "2026-01-01", "amount": "1.00", "ccy": "EUR"}], COLUMNS["transactions"])
    tables["fx_rates"] = frame(max((case["tables"]["fx_rates"] for case in cases), key=len), ["from", "to", "day", "rate_type", "rate"])
    people = sorted(person for case in cases for person in case["people"])
    data = at.load(reps={"rep_id": people}, products={"product_id": ["X1", "X2"]}, **{name: table for name, table in tables.items() if next(iter(table.values()))})
    return at.run(at.Model(document(cases)), data, period=GRAINS[cases[0]["grain"]][0], **options)


NAMES = ("earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried", "paid")


def compare(case, statements, rows):
    """Differences between a plan's statements and the reference's, as lines of text."""
    found = []
    expected = reference.statements(case["plan"], case["tables"], quotas(case), GRAINS[case["grain"]][1])
    broken = set()
    for (payee, period), statement in sorted(expected.items()):
        if payee in broken:
            continue
        got, row = statements.get((case["plan"]["id"], payee, period)), rows.get((case["plan"]["id"], payee, period))
        if got is None:
            found.append(f"{payee} {period}: no statement")
            continue
        if got.reason != statement.reason:
            found.append(f"{payee} {period}: {got.reason} {got.text}, expected {statement.reason}")
        if statement.reason != "NONE" or got.reason != "NONE":
            broken.add(payee)
            continue
        exact = dict(statement.columns)
        if got.earned != exact["earned"] or got.paid != exact["paid"]:
            found.append(f"{payee} {period}: earned {got.earned} paid {got.paid}, expected {exact['earned']} and {exact['paid']}")
        for name in NAMES:
            shown = Fraction(row[name])
            if name != "rounding" and abs(shown - exact[name]) > Fraction(1, 2 * 10**12):
                found.append(f"{payee} {period}: {name} {row[name]}, expected {exact[name]} = {float(exact[name])}")
        if sum(Fraction(row[name]) for name in NAMES[:-1]) != Fraction(row["paid"]):
            found.append(f"{payee} {period}: paid is not the sum of the other columns")
    return found


def differences(cases, **options):
    """Differences by plan."""
    result = calculate(cases, **options)
    table = result.statements
    statements = {(one.plan, one.rep, one.period): one for one in table.all()}
    rows = {(row["plan"], row["rep_id"], row["period"]): row for row in result.table("statements")}
    return {case["plan"]["id"]: lines for case in cases if (lines := compare(case, statements, rows))}


def smaller(case):
    """Cases with one thing less."""
    for table in ("transactions", "txn_credits"):
        for place in range(len(case["tables"][table])):
            less = copy.deepcopy(case)
            gone = less["tables"][table].pop(place)
            if table == "transactions":
                less["tables"]["transactions"] = [row for row in less["tables"]["transactions"] if row["orig_txn_id"] != gone["txn_id"]]
                less["tables"]["txn_credits"] = [row for row in less["tables"]["txn_credits"] if row["txn_id"] != gone["txn_id"]]
            else:
                less["tables"][table] = [row for row in less["tables"][table] if row["txn_id"] != gone["txn_id"]]
            yield less
    for place in range(len(case["plan"]["components"])):
        if len(case["plan"]["components"]) > 1:
            less = copy.deepcopy(case)
            gone = less["plan"]["components"].pop(place)["id"]
            if gone in less["plan"].get("payment", {}).get("hold", {}).get("of", ()):
                continue
            yield less
        for key in ("gates", "modifiers", "floor", "cap", "span", "version_at", "refund", "period"):
            if key in case["plan"]["components"][place]:
                less = copy.deepcopy(case)
                del less["plan"]["components"][place][key]
                yield less
    for key in ("payment", "cap", "budget", "proration", "fx"):
        if key in case["plan"]:
            less = copy.deepcopy(case)
            del less["plan"][key]
            yield less
    for key in case["plan"].get("payment", {}):
        less = copy.deepcopy(case)
        del less["plan"]["payment"][key]
        yield less
    for place, row in enumerate(case["tables"]["plan_assignments"]):
        for key in ("valid_from", "valid_to"):
            if row[key]:
                less = copy.deepcopy(case)
                less["tables"]["plan_assignments"][place][key] = None
                yield less


def shrink(case):
    """The smallest case found that still differs."""
    while True:
        for less in smaller(case):
            try:
                if differences([less]):
                    case = less
                    break
            except (at.Error, KeyError, IndexError):
                continue
        else:
            return case


def make(first, count, grain):
    return [Maker(place, f"p{place:06}", grain).case() for place in range(first, first + count)]


def failure(case):
    small = shrink(case)
    rows = [row for row in small["tables"]["transactions"]]
    lines = differences([small])
    return "\n".join([json.dumps(small["plan"]), *map(json.dumps, rows), *map(json.dumps, small["tables"]["txn_credits"]), *map(json.dumps, small["tables"]["plan_assignments"]),
                      f"monthly quotas {small['monthly']}", *next(iter(lines.values()))])


@pytest.mark.parametrize("grain", GRAINS)
def test_random_plans_pay_what_the_reference_pays(grain):
    start, count = list(GRAINS).index(grain) * 10**6, -(-PLANS // len(GRAINS))
    for first in range(start, start + count, BATCH):
        cases = make(first, min(BATCH, start + count - first), grain)
        for name in differences(cases):
            pytest.fail(failure(next(case for case in cases if case["plan"]["id"] == name)))
