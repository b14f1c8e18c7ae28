# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pay calculated once more, slowly and plainly, in exact fractions: what attain is compared with.

Written from the documents (docs/reference/documents/incentive.md, docs/how-to), not from the library: one pass per statement, no cleverness, every number
a `Fraction`. `statements(plan, tables, quotas, periods)` takes a plan as its document, tables as lists of rows, quotas as
{target: {payee: [one per period]}} and gives {(payee, period): Statement}.
"""

import datetime
from fractions import Fraction

from reference_rates import Unpaid, allocate, band_at, bands_of, curve_factor, date, marginal, matrix_factor, number, rounded
from reference_settle import settle

SPANS = {"period": 0, "quarter_to_date": 3, "year_to_date": 12}  # in months
BY_TRANSACTION = ("flat", "tiers", "override", "spiff", "rates")


class Credit:
    """What a transaction brings someone. `on` is the day that chooses versions: of a refund that of its original."""

    def __init__(self, row, share, amount, on, original):
        self.row, self.share, self.amount, self.on, self.original = row, share, amount, on, original
        self.day, self.size = date(row["event_date"]), amount / share


class Statement:
    """The columns of one statement, exact, with the total of each component and the balances after it."""

    def __init__(self):
        self.reason = "NONE"
        self.columns = dict.fromkeys(("earned", "adjusted", "held", "released", "rounding", "drawn", "recovered", "carried", "paid"), Fraction(0))
        self.components = {}
        self.balances = {"carry": Fraction(0), "maximum": Fraction(0), "draw": Fraction(0)}
        self.sales = {}  # transaction: [held altogether, released altogether]


class Company:
    """The tables of a calculation, with the questions pay asks of them."""

    def __init__(self, plan, tables, quotas, periods, as_of=None):
        known = [row for row in tables["transactions"] if as_of is None or not row.get("recorded_at") or row["recorded_at"] <= as_of]
        tables = {**tables, "transactions": known}
        self.plan, self.tables, self.quotas, self.periods = plan, tables, quotas, periods
        self.rows = {row["txn_id"]: row for row in tables["transactions"]}
        self.payees = sorted({row["rep_id"] for row in tables["plan_assignments"] if row["plan_id"] == plan["id"]})
        self.shares = {}
        for row in tables.get("txn_credits", ()):
            if row["credit_type"] == "revenue":
                self.shares.setdefault(row["txn_id"], []).append((row["rep_id"], number(row["share"])))
        self.rates = {(row["from"], row["day"]): number(row["rate"]) for row in tables.get("fx_rates", ())}
        self.counted = sorted((row for row in tables["transactions"] if row["kind"] in ("booking", "refund", "cancel", "adjust")),
                              key=lambda row: (row["event_date"], row["txn_id"]))
        self.ways = {}

    def assigned(self, payee):
        """The stretches of days a payee is on the plan."""
        return [(date(row.get("valid_from")) or datetime.date.min, date(row.get("valid_to")) or datetime.date.max)
                for row in self.tables["plan_assignments"] if row["rep_id"] == payee and row["plan_id"] == self.plan["id"]]

    def part(self, payee, period, valid=(None, None)):
        """The part of a period's days on which a payee is on the plan, and something is valid."""
        _, first, end = period
        since, until = date(valid[0]) or first, date(valid[1]) or end
        return Fraction(sum(max(0, (min(end, to, until) - max(first, start, since)).days) for start, to in self.assigned(payee)), (end - first).days)

    def original(self, row):
        """What a row reverses, to the end of the chain; itself where it reverses nothing."""
        while row.get("orig_txn_id"):
            row = self.rows[row["orig_txn_id"]]
        return row

    def converted(self, row, on):
        """The amount of a row in the currency of the plan."""
        return number(row["amount"]) * self.exchange(row, on)

    def exchange(self, row, on):
        """The rate that converts a row which counts on a day."""
        if row["ccy"] == self.plan["currency"]:
            return Fraction(1)
        at = self.plan.get("fx", {}).get("at", "credit")
        if at != "credit":
            end = next(end for _, start, end in self.periods if start <= date(on) < end)
            on = str(end - datetime.timedelta(days=1) if at == "calculation" else end)
        if (row["ccy"], on) not in self.rates:
            raise Unpaid("FX_MISSING")
        return self.rates[row["ccy"], on]

    def led(self, payee, on):
        """The units a payee leads on a day, and those below them."""
        holds = lambda row: (date(row.get("valid_from")) or datetime.date.min) <= on < (date(row.get("valid_to")) or datetime.date.max)
        units = {row["unit_id"] for row in self.tables.get("rep_units", ()) if row["rep_id"] == payee and row["is_manager"] and holds(row)}
        for _ in self.tables.get("org_units", ()):
            units |= {row["unit_id"] for row in self.tables["org_units"] if row["parent_id"] in units}
        return units, lambda row: row["unit_id"] in units and holds(row)

    def of_team(self, payee, include_self):
        """The credits of everyone in the units a payee leads, each once, by the units of the day of the (original) transaction."""
        found = []
        for row in self.counted:
            original = self.original(row)
            if not any(start <= date(row["event_date"]) < end for start, end in self.assigned(payee)):
                continue
            on = date(original["event_date"])
            _, inside = self.led(payee, on)
            members = {unit["rep_id"] for unit in self.tables.get("rep_units", ()) if inside(unit)}
            for member, share in self.shares.get(original["txn_id"], [(original.get("rep_id"), Fraction(1))]):
                if member in members and (include_self or member != payee):
                    found.append(Credit(row, share, self.converted(row, original["event_date"]) * share, on, original["txn_id"]))
        return found

    def credited(self, payee, refund="as_original"):
        """Every credit of a payee, by day and id, while on the plan."""
        if (payee, refund) not in self.ways:
            found = []
            for row in self.counted:
                original = self.original(row)
                share = dict(self.shares.get(original["txn_id"], [(original.get("rep_id"), Fraction(1))])).get(payee)
                if share and any(start <= date(row["event_date"]) < end for start, end in self.assigned(payee)):
                    on = original["event_date"] if refund == "as_original" else row["event_date"]
                    found.append(Credit(row, share, self.converted(row, on) * share, date(on), original["txn_id"]))
            self.ways[payee, refund] = found
        return self.ways[payee, refund]


class Component:
    """One component for one payee and period: what it compares, and what it pays."""

    def __init__(self, company, component, payee, place, state):
        self.company, self.definition, self.payee, self.place, self.state = company, component, payee, place, state
        self.first = self.start(component.get("span", "period"))
        self.turn = True  # of a component with a period of its own: it is paid now
        if component.get("period"):
            months = {"quarter": 3, "half": 6, "year": 12}[component["period"]]
            self.first, self.turn = place // months * months, place % months == months - 1
        self.credits = self.between(self.first)
        self.credited = sum((credit.amount for credit in self.credits), Fraction(0))
        self.base_before = self.state.get("below", Fraction(0))

    def part(self, first):
        """The part of the days on which the payee is on the plan, from the start of a period on."""
        return self.company.part(self.payee, (None, self.company.periods[first][1], self.company.periods[self.place][2]))

    def start(self, span):
        """Place of the first period of a span."""
        months, place = SPANS[span], self.place
        if months:
            month = self.company.periods[place][1].month
            while place > 0 and (self.company.periods[place - 1][1].month - 1) // months == (month - 1) // months:
                place -= 1
        return place

    def between(self, first):
        """The credits from the start of a period on."""
        start, end = self.company.periods[first][1], self.company.periods[self.place][2]
        payout = self.definition["payout"]
        credits = self.company.of_team(self.payee, payout.get("include_self", True)) if payout.get("kind") == "override" else \
            self.company.credited(self.payee, self.definition.get("refund", "as_original"))
        return [credit for credit in credits if start <= credit.day < end]

    def quota(self, target, first):
        """The quota of a span: of each period in proportion to the days assigned."""
        quotas = self.company.quotas[target].get(self.payee)
        if quotas is None:
            raise Unpaid("NO_QUOTA")
        total = Fraction(0)
        for place in range(first, self.place + 1):
            if self.company.part(self.payee, self.company.periods[place]) == 0:
                continue  # not on the plan
            days = self.company.plan.get("proration", "days") == "days"
            total += quotas[place] * (self.company.part(self.payee, self.company.periods[place]) if days else 1)
        if total == 0:
            raise Unpaid("TARGET_ZERO")
        return total

    def compared(self, over, base=None, first=None):
        """What an `over` looks at."""
        first = self.first if first is None else first
        base = self.credited + self.base_before if base is None else base
        if "measure" in over:
            return base
        only = self.company.tables.get("products", {}).get(over["attainment"])
        if only:  # the target of another measure: the same credits of one product
            base = sum((credit.amount for credit in self.between(first) if credit.row.get("product_id") == only), Fraction(0))
        return base / self.quota(over["attainment"], first)

    def version(self, on=None):
        """The payout that holds; `on` is the day of a transaction."""
        payout = self.definition["payout"]
        if "versions" not in payout:
            return payout
        at = self.definition.get("version_at") or ("transaction" if on else "period_end")
        first, end = self.company.periods[self.first if self.definition.get("period") else self.place][1], self.company.periods[self.place][2]
        on = {"transaction": on, "period_start": first, "period_end": end - datetime.timedelta(days=1)}[at]
        for version in payout["versions"]:
            start, to = (date(text) for text in version["valid"])
            if (start is None or start <= on) and (to is None or on < to):
                return version
        raise Unpaid("NO_PLAN_VERSION")

    def takes_part(self):
        """True for someone a contest or pool looks at: credited something, and through every gate."""
        try:
            return self.turn and bool(self.credits) and self.open() and ("over" not in self.version() or self.compared(self.version()["over"]) is not None)
        except Unpaid:
            return False

    def kind(self):
        """The kind of the payout."""
        payout = self.definition["payout"]
        return payout["versions"][0]["kind"] if "versions" in payout else payout["kind"]

    def open(self):
        """True when every gate is open."""
        for gate in self.definition.get("gates", ()):
            span = gate.get("span", "period")
            if span == "period":
                value = self.compared(gate["over"])
            else:
                first = self.start(span)
                value = self.compared(gate["over"], sum((credit.amount for credit in self.between(first)), Fraction(0)), first)
            if value < number(gate["at_least"]):
                return False
        return True

    def by_credit(self):
        """What each credit pays, before gates and modifiers."""
        kind = self.kind()
        if kind == "flat":
            return [number(self.version(credit.on)["rate"]) * amount for credit, amount in zip(self.credits, self.above())]
        if kind == "override":
            return [number(self.version()["rate"]) * amount for amount in self.above()]
        if kind == "spiff":
            return self.spiff()
        if kind == "rates":
            return [amount * self.rule(credit) for credit, amount in zip(self.credits, self.above())]
        return self.tiers()

    def excess(self):
        """The amount above which alone something is paid, or None."""
        return max([number(gate["at_least"]) * (1 if "measure" in gate["over"] else self.quota(gate["over"]["attainment"], self.first))
                    for gate in self.definition.get("gates", ()) if gate.get("pays") == "excess"], default=None)

    def above(self):
        """The amounts of the credits; of gates with an excess only what lies above it, in order."""
        threshold = self.excess()
        if threshold is None:
            return [credit.amount for credit in self.credits]
        parts, sofar = [], self.base_before
        for credit in self.credits:
            parts.append(max(sofar + credit.amount, threshold) - max(sofar, threshold))
            sofar += credit.amount
        return parts

    def tiers(self):
        """What each credit pays by bands."""
        tiers = self.version()
        bands, negative, outside = bands_of(tiers["bands"]), tiers.get("negative", "first_band"), tiers.get("outside", "error")
        unit = Fraction(1) if "measure" in tiers["over"] else self.quota(tiers["over"]["attainment"], self.first)
        base, excess = self.base_before + self.credited, self.excess()
        reach = (lambda amount: amount) if excess is None else lambda amount: max(amount, excess)
        if negative == "carry":
            self.state["below"] = min(Fraction(0), base)
        if tiers["method"] in ("whole", "retroactive"):
            rate = Fraction(0)
            if base < 0:
                rate = next((pays for start, _, pays in bands if start == 0), Fraction(0)) if negative == "first_band" else Fraction(0)
            elif self.credits:
                band = band_at(bands, base / unit, tiers.get("boundary", "lower_inclusive"))
                if band is None and outside == "error":
                    raise Unpaid("VALUE_IN_NO_BAND")
                rate = band[2] if band else Fraction(0)
            if negative == "carry":
                return [(max(Fraction(0), base) if excess is None else reach(base) - reach(self.base_before)) * rate]
            return [amount * rate for amount in self.above()]
        if tiers["method"] == "interpolated":
            bands = [(start, end, pays / (end - start) / unit) for start, end, pays in bands]
        if base > 0 and outside == "error" and bands[-1][1] is not None and base > reach(bands[-1][1] * unit):
            raise Unpaid("VALUE_IN_NO_BAND")
        pays, sofar, before = [], self.base_before, marginal(bands, unit, reach(self.base_before), negative == "first_band")
        for credit in self.credits:
            sofar += credit.amount
            after = marginal(bands, unit, reach(sofar), negative == "first_band")
            pays.append(after - before)
            before = after
        return pays

    def matches(self, where, row):
        """The conditions the tests use: "product_id == 'X'"."""
        return not where or row.get("product_id") == where.split("'")[1]

    def spiff(self):
        """A sum for each transaction that qualifies."""
        spiff = self.version()
        signs = [0 if not self.matches(spiff.get("where"), credit.row) or abs(credit.size) < number(spiff.get("minimum", 0)) or credit.size == 0
                 else 1 if credit.size > 0 else -1 for credit in self.credits]
        if spiff.get("mode") == "once_per_period":
            first = signs.index(1) if 1 in signs and sum(signs) > 0 else -1
            signs = [int(place == first) for place in range(len(signs))]
        return [sign * credit.share * number(spiff["amount"]) for sign, credit in zip(signs, self.credits)]

    def rule(self, credit):
        """The rate of the rule that is chosen for a credit."""
        rates = self.version(credit.on)
        found = [rule for rule in rates["rules"] if self.matches(rule.get("where"), credit.row)]
        if not found:
            if rates.get("outside", "error") == "error":
                raise Unpaid("VALUE_IN_NO_BAND")
            return Fraction(0)
        if rates["choose"] != "specific":
            return (max if rates["choose"] == "highest" else min)(number(rule["rate"]) for rule in found)
        narrow = ["id", "group", "all"]
        return number(min(found, key=lambda rule: [narrow.index(rule.get("scopes", {}).get(name, "all")) for name in rates.get("by", ())])["rate"])

    def reached(self):
        """What a payout for reaching something pays."""
        payout, kind = self.version(), self.kind()
        part = self.part(self.first) if payout.get("prorate") else 1
        if kind == "formula":
            for over in payout.get("inputs", {}).values():
                self.compared(over)
            return FORMULAS[payout["value"]](self, payout)
        if kind == "lump_sum":
            value = self.compared(payout["over"])
            sums = [number(band["pays"]) for band in payout["bands"] if number(band["from"]) <= value]
            return part * (sum(sums, Fraction(0)) if payout.get("each") else sums[-1] if sums else Fraction(0))
        target = number(payout["target_incentive"]) * part
        if kind == "curve":
            return target * curve_factor(payout, self.compared(payout["over"]))
        if kind == "matrix":
            return target * matrix_factor(payout, [self.compared(axis["over"]) for axis in payout["axes"]])
        if kind == "weighted":
            return target * sum((number(one["weight"]) * min([self.compared(one["over"]), *([number(one["cap"])] if "cap" in one else [])])
                                 for one in payout["measures"]), Fraction(0))
        value, bands = self.compared(payout["over"]), bands_of(payout["bands"])
        least = max([number(gate["at_least"]) for gate in self.definition.get("gates", ()) if gate.get("pays") == "excess"], default=None)
        if payout["method"] == "marginal":
            if payout.get("outside", "error") == "error" and bands[-1][1] is not None and value > bands[-1][1]:
                raise Unpaid("VALUE_IN_NO_BAND")
            below = Fraction(0) if least is None else marginal(bands, Fraction(1), min(value, least), False)
            return target * (marginal(bands, Fraction(1), value, False) - below)
        band = band_at(bands, value, payout.get("boundary", "lower_inclusive"))
        if band is None and payout.get("outside", "error") == "error":
            raise Unpaid("VALUE_IN_NO_BAND")
        return target * (value if least is None else max(Fraction(0), value - least)) * band[2] if band else Fraction(0)

    def factor(self):
        """Gates and modifiers together: 0 behind a closed gate."""
        if not self.open():
            return Fraction(0)
        factor = Fraction(1)
        for modifier in self.definition.get("modifiers", ()):
            band = band_at(bands_of(modifier["bands"]), self.compared(modifier["over"]), modifier.get("boundary", "lower_inclusive"))
            if band is None and modifier.get("outside", "error") == "error":
                raise Unpaid("VALUE_IN_NO_BAND")
            factor *= band[2] if band else 0
        return factor

    def pay(self, award=None):
        """What the component pays, and per credit (for holds)."""
        if not self.turn:
            self.lines, self.total = [], Fraction(0)
            return self.total
        definition, rounding = self.definition, self.definition.get("rounding", {})
        how = {"mode": rounding.get("mode", "half_even"), "scale": rounding.get("scale", 2)}
        point, cap = rounding.get("point", "payment"), definition.get("cap")
        cap = cap if isinstance(cap, dict) else {"amount": cap} if cap is not None else None
        most = number(cap["amount"]) * (self.part(self.first if definition.get("period") else self.place) if cap.get("prorate") else 1) if cap else None
        lines = [award] if award is not None else self.by_credit() if self.kind() in BY_TRANSACTION else [self.reached()]
        factor = self.factor()
        self.lines = [line * factor for line in lines]
        if cap and cap.get("per") == "transaction":
            self.lines = [max(-most, min(most, line)) for line in self.lines]
        if self.company.plan.get("fx", {}).get("order") == "round_then_convert":
            for place, credit in enumerate(self.credits):
                rate = self.company.exchange(credit.row, str(credit.on))
                if credit.row["ccy"] != self.company.plan["currency"]:
                    self.lines[place] = rounded(self.lines[place] / rate, how["mode"]) * rate
        if point == "transaction":
            self.lines = [rounded(line, **how) for line in self.lines]
        if point == "cumulative":
            sums = [Fraction(0)]
            for line in self.lines:
                sums.append(sums[-1] + line)
            self.lines = [rounded(after, **how) - rounded(before, **how) for before, after in zip(sums, sums[1:])]
        total = sum(self.lines, Fraction(0))
        if self.definition.get("span", "period") != "period":
            for place in range(self.first, self.place):  # what was earned then is not known
                if place in self.state.get("faults", {}):
                    raise Unpaid(self.state["faults"][place])
            total -= sum(self.state.setdefault("earned", {}).get(place, Fraction(0)) for place in range(self.first, self.place))
        if definition.get("floor") is not None:
            total = max(total, number(definition["floor"]))
        earned = total  # exactly, for true-ups
        if point == "component" and cap and cap.get("after_rounding"):
            total, point = rounded(total, **how), "done"
        if cap and cap.get("per", "component") == "component":
            due = total + self.state.get("kept", Fraction(0))
            total = min(due, most)
            if cap.get("carry"):
                self.state["kept"] = due - total
            earned = min(earned, most)
        total = rounded(total, **how) if point == "component" else total
        self.total, self.state.setdefault("earned", {})[self.place] = total, earned
        return total


def two_rates(component, over):
    """1 % up to the quota, 3 % above it."""
    quota = component.quota(over["attainment"], component.first)
    return quota / 100 + (component.credited - quota) * Fraction(3, 100) if component.credited >= quota else component.credited / 100


FORMULAS = {  # what the formulas of the tests say, in Python
    "credited * decimal('0.05')": lambda component, payout: component.credited / 20,
    "q.attainment >= decimal('1') ? q.quota * decimal('0.01') + (q.actual - q.quota) * decimal('0.03') : q.actual * decimal('0.01')":
        lambda component, payout: two_rates(component, payout["inputs"]["q"])}


def awards(components):
    """What a contest or pool gives everyone who takes part, in the unit the component is rounded to; `components` in order of ids."""
    payout, rounding = components[0].version(), components[0].definition.get("rounding", {})
    mode, scale = rounding.get("mode", "half_even"), rounding.get("scale", 2)
    unit = Fraction(1, 10**scale)
    taking = [one for one in components if one.takes_part()]
    if not taking:
        return {}
    if payout["kind"] == "contest":
        scores = {one.payee: one.compared(payout["over"]) for one in taking}
        prizes, given, place = [number(prize) for prize in payout["prizes"]], {}, 0
        for score in sorted(set(scores.values()), reverse=True):
            equal = sorted(payee for payee in scores if scores[payee] == score)
            together = sum(prizes[place:place + len(equal)], Fraction(0))
            if payout.get("share", "exact") == "exact":
                given.update(zip(equal, allocate(rounded(together, mode, scale), [1] * len(equal), unit)))
            else:
                given.update((payee, rounded(together / len(equal), mode, scale)) for payee in equal)
            place += len(equal)
        return given
    whole = number(payout["amount"]) if "amount" in payout else number(payout["rate"]) * sum(one.credited for one in taking)
    if payout["method"] == "equal":
        weights = [Fraction(1) for _ in taking]
    elif payout["method"] == "weighted":
        taking = [one for one in taking if one.payee in payout["weights"]]
        weights = [number(payout["weights"][one.payee]) for one in taking]
    else:
        weights = [max(Fraction(0), one.compared(payout.get("over") or {"measure": "booked"})) for one in taking]
    if payout.get("prorate"):
        weights = [weight * one.part(one.first if one.definition.get("period") else one.place) for weight, one in zip(weights, taking)]
    if sum(weights, Fraction(0)) == 0 or whole <= 0:
        return {}
    return dict(zip((one.payee for one in taking), allocate(rounded(whole, mode, scale), weights, unit)))


def statements(plan, tables, quotas, periods, as_of=None):
    """Every statement of a plan: {(payee, name of period): Statement}. A period is (name, first day, first day after it)."""
    company = Company(plan, tables, quotas, periods, as_of)
    found, states, before = {}, {}, {}
    for place, period in enumerate(periods):
        present = [payee for payee in company.payees if company.part(payee, period) > 0]
        calculated = {}
        for payee in present:
            statement = found[payee, period[0]] = Statement()
            statement.period = period
            try:
                calculated[payee] = [Component(company, component, payee, place, states.setdefault((payee, component["id"]), {}))
                                     for component in plan["components"]]
            except Unpaid as why:
                statement.reason = str(why)
        among = [awards([calculated[payee][index] for payee in calculated]) if component["payout"].get("kind") in ("contest", "pool") and calculated else None
                 for index, component in enumerate(plan["components"])]
        for payee, components in calculated.items():
            statement = found[payee, period[0]]
            for component, given in zip(components, among):  # each, whatever is wrong with another
                try:
                    statement.components[component.definition["id"]] = component.pay(None if given is None else given.get(payee, Fraction(0)))
                except Unpaid as why:
                    component.state.setdefault("faults", {})[place] = str(why)
                    statement.reason = str(why) if statement.reason == "NONE" else statement.reason
        limit(company, found, calculated, place)
        for payee in present:
            statement, last = found[payee, period[0]], before.get(payee)
            opening = {**last.balances, "sales": last.sales} if last else {"carry": Fraction(0), "maximum": Fraction(0), "draw": Fraction(0), "sales": {}}
            if statement.reason != "NONE":
                continue
            settle(company, payee, place, statement, opening, held_lines(plan, calculated[payee]))
            before[payee] = statement
    return found


def held_lines(plan, components):
    """What each original transaction earned in the components that are held."""
    hold, lines = plan.get("payment", {}).get("hold", {}), {}
    for component in components:
        if component.kind() in BY_TRANSACTION and (not hold.get("of") or component.definition["id"] in hold["of"]):
            together = sum(component.lines, Fraction(0))
            for credit, line in zip(component.credits, component.lines):
                lines[credit.original] = lines.get(credit.original, Fraction(0)) + (line * component.total / together if together else 0)
    return lines


def limit(company, found, calculated, place):
    """The cap of the plan, then its budget."""
    plan, name = company.plan, company.periods[place][0]
    paid = [payee for payee in calculated if found[payee, name].reason == "NONE"]
    cap = plan.get("cap")
    cap = cap if isinstance(cap, dict) else {"amount": cap} if cap is not None else None
    for payee in paid:
        earned = sum(found[payee, name].components.values(), Fraction(0))
        if cap:
            earned = min(earned, number(cap["amount"]) * (company.part(payee, company.periods[place]) if cap.get("prorate") else 1))
        found[payee, name].columns["earned"] = earned
    if plan.get("budget") is not None:
        together = sum((found[payee, name].columns["earned"] for payee in paid if found[payee, name].columns["earned"] > 0), Fraction(0))
        for payee in paid:
            columns = found[payee, name].columns
            if columns["earned"] > 0 and together > number(plan["budget"]):
                columns["earned"] *= number(plan["budget"]) / together


def months(year=2026):
    """The months of a year."""
    starts = [datetime.date(year + month // 12, month % 12 + 1, 1) for month in range(13)]
    return [(f"{start:%Y-%m}", start, end) for start, end in zip(starts, starts[1:])]


def quarters(year=2026):
    """The quarters of a year."""
    starts = [datetime.date(year + month // 12, month % 12 + 1, 1) for month in range(0, 15, 3)]
    return [(f"{year}-Q{place + 1}", start, end) for place, (start, end) in enumerate(zip(starts, starts[1:]))]
