# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The stage of payment on columns; `attain.incentive` hands these functions on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from attain import _core

__all__ = ["Accumulated", "Amortisation", "CappedPayments", "Clawbacks", "DrawStep", "Drawn", "Guaranteed", "Held", "HoldState", "MaximumPayments",
           "Recalculated", "Recalculation", "Releases", "ScaledAwards", "Settled", "SettledStatement", "accumulate", "amortise", "amortise_all", "budget_scale", "clawback",
           "collected_releases", "currency_totals", "deal_and_period_cap", "draw", "exchange", "guarantee", "hold", "multiplied_credit",
           "payment_maximum", "recalculate_late", "recalculate_rate", "recalculated_clawback", "settle", "stage_releases"]


class MaximumPayments(NamedTuple):
    """`paid` per period and what waits after it (`balances`), rounded; `closing` and `exact` without rounding."""

    paid: list[Decimal]
    balances: list[Decimal]
    closing: Fraction
    exact: list[Fraction]


class CappedPayments(NamedTuple):
    """`payouts` and what the caps keep back (`withheld`) per deal, the `total`, and the `room` left of the period's cap."""

    payouts: list[Decimal]
    withheld: list[Decimal]
    total: Decimal
    room: Fraction


class Guaranteed(NamedTuple):
    """What a guarantee adds (`top_up`) and what is then `paid`, per period."""

    top_up: list[Decimal]
    paid: list[Decimal]


class DrawStep(NamedTuple):
    """What a draw does to one period, exact: `drawn` above the earnings, `recovered`, `forgiven`, `paid`, and the `debt` after it."""

    drawn: Fraction
    recovered: Fraction
    forgiven: Fraction
    paid: Fraction
    debt: Fraction


class Drawn(NamedTuple):
    """`paid` and owed (`balances`) per period, rounded; what was `forgiven` altogether; `closing` debt and `steps` without rounding."""

    paid: list[Decimal]
    balances: list[Decimal]
    forgiven: Decimal
    closing: Fraction
    steps: list[DrawStep]


class ScaledAwards(NamedTuple):
    """Awards after scaling (`payouts`), their `total`, and the `factor` they were scaled by."""

    payouts: list[Decimal]
    total: Decimal
    factor: Fraction


class Releases(NamedTuple):
    """What is released row by row (`lines`), altogether (`total`), and what is still to be released (`remaining`)."""

    lines: list[Decimal]
    total: Decimal
    remaining: Decimal


class HoldState(NamedTuple):
    """What is kept back of one sale: `held`, `booked`, `collected` and `released` to date, exact."""

    held: Fraction
    booked: Fraction
    collected: Fraction
    released: Fraction


class Held(NamedTuple):
    """Per event what it keeps back (`held`, negative) and sets free (`released`), exact; per sale its state afterwards (`states`)."""

    held: list[Fraction]
    released: list[Fraction]
    states: list[HoldState]


class Clawbacks(NamedTuple):
    """What is taken back per deal (`adjustments`, negative), what is never paid (`cancelled_unpaid`), and the `total` taken back."""

    adjustments: list[Decimal]
    cancelled_unpaid: list[Decimal]
    total: Decimal


class Recalculation(NamedTuple):
    """Pay `before` and `after` cancelled deals are left out, the `adjustment`, and minus the cancelled deals' `own` commission."""

    before: Decimal
    after: Decimal
    adjustment: Decimal
    own: Decimal


class Amortisation(NamedTuple):
    """A schedule: `monthly` expense, that of the closing month (`last`), the `total`, and per month the `expense` and remaining `asset`."""

    monthly: Decimal
    last: Decimal
    total: Decimal
    expense: list[Decimal]
    asset: list[Decimal]


class Recalculated(NamedTuple):
    """Per period as paid (`before`), as known now (`after`), what is to be paid or taken back (`deltas`), and their `total`."""

    before: list[Decimal]
    after: list[Decimal]
    deltas: list[Decimal]
    total: Decimal


class Accumulated(NamedTuple):
    """The sum after each credit (`running`), the `total`, and the `attainment` of the goal (None without one)."""

    running: list[Fraction]
    total: Fraction
    attainment: Optional[Fraction]


def payment_maximum(earned: Sequence[Any], maximum: Any, *, excess: str, opening: Any = 0, scale: int = 2, mode: str = "half_away") -> MaximumPayments:
    """At most `maximum` per period.

    Parameters
    ----------
    earned : sequence
        Earnings per period, in order.
    maximum : number
        Most a period pays.
    excess : {"carry", "lose"}
        Whether what is above it waits for a later period or is lost.
    opening : number
        What waits already.
    scale, mode
        Decimals and rounding of each number.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.payment_maximum([1200, 700], 1000, excess="carry").paid
    [Decimal('1000.00'), Decimal('900.00')]
    """
    return MaximumPayments(*_core.payment_maximum(list(earned), maximum, excess, opening, scale, mode))


def deal_and_period_cap(earned: Sequence[Any], deal_cap: Any, period_cap: Any, *, scale: int = 2, mode: str = "half_away") -> CappedPayments:
    """Each deal pays at most `deal_cap`, all deals together at most `period_cap`, in the order given.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.deal_and_period_cap([60, 80], 50, 90).payouts
    [Decimal('50.00'), Decimal('40.00')]
    """
    return CappedPayments(*_core.deal_and_period_cap(list(earned), deal_cap, period_cap, scale, mode))


def guarantee(earned: Sequence[Any], guarantees: Sequence[Any], *, scale: int = 2, mode: str = "half_away") -> Guaranteed:
    """A floor under the earnings of each period, never recovered.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.guarantee([1000, 4000], [3000, 3000]).top_up
    [Decimal('2000.00'), Decimal('0.00')]
    """
    return Guaranteed(*_core.guarantee(list(earned), list(guarantees), scale, mode))


def draw(earned: Sequence[Any], amount: Any, *, kind: str, last_period: Optional[int] = None, recovery_first_period: int = 1, share: Any = 1,
         recovery_scale: Optional[int] = None, opening: Any = 0, first_period: int = 1, scale: int = 2, mode: str = "half_away") -> Drawn:
    """A draw on the earnings of one period after the other.

    Parameters
    ----------
    earned : sequence
        Earnings per period, in order.
    amount : number
        The draw of a period.
    kind : {"recoverable", "non_recoverable_guarantee", "non_recoverable_additive", "recoverable_forgiven"}
        Taken back later, a floor, an addition, or taken back until the last period and then forgiven.
    last_period : int, optional
        Last period with a draw, counted from 1. Default: no end.
    recovery_first_period : int
        First period in which debt is taken back.
    share : number
        Part of the earnings above the draw that may be taken back.
    recovery_scale : int, optional
        Decimals to which a recovery is rounded, half to even, before it is taken.
    opening : number
        Debt before the first row.
    first_period : int
        Number of the first row.

    Examples
    --------
    >>> import attain as at
    >>> pay = at.incentive.draw([1500, 2375, 3000], 2000, kind="recoverable")
    >>> pay.paid
    [Decimal('2000.00'), Decimal('2000.00'), Decimal('2875.00')]
    >>> pay.balances
    [Decimal('500.00'), Decimal('125.00'), Decimal('0.00')]
    """
    words = {"kind": kind, "amount": amount, "last_period": last_period, "recovery_first_period": recovery_first_period, "share": share,
             "recovery_scale": recovery_scale, "opening": opening, "first_period": first_period, "scale": scale, "mode": mode}
    paid, balances, forgiven, closing, steps = _core.draw(list(earned), words)
    return Drawn(paid, balances, forgiven, closing, [DrawStep(*step) for step in steps])


class SettledStatement(NamedTuple):
    """The columns of one statement, exact, in the order in which they are settled: `paid` is the sum of those before it."""

    earned: Fraction
    adjusted: Fraction
    held: Fraction
    released: Fraction
    rounding: Fraction
    drawn: Fraction
    recovered: Fraction
    carried: Fraction
    paid: Fraction


class Settled(NamedTuple):
    """`statements` per period; what is left after the last: `carry`, `maximum` and `draw` as balances, `sales` as {sale: (held altogether, released altogether)}."""

    statements: list[SettledStatement]
    carry: Fraction
    maximum: Fraction
    draw: Fraction
    sales: dict[Any, tuple[Fraction, Fraction]]


def settle(earned: Sequence[Any], *, clawed: Sequence[Any] = (), sales: Sequence[Sequence[tuple[Any, Any, Any]]] = (), hold_share: Any = 0, top_up: Any = None,
           added: Any = 0, maximum: Any = None, excess: str = "carry", draw: Optional[Mapping[str, Any]] = None, negative: str = "carry", carry: Any = 0,
           waiting: Any = 0, debt: Any = 0, held: Optional[Mapping[Any, tuple[Any, Any]]] = None, first_period: int = 1, scale: int = 2,
           mode: str = "half_even") -> Settled:
    """What one payee is paid for what was earned, period after period: earned, adjusted, held, released, rounded, at most the maximum, drawn or recovered, paid.

    Parameters
    ----------
    earned : sequence
        Earnings per period, in order.
    clawed : sequence
        What a clawback takes back, per period; at most 0. Default: nothing.
    sales : sequence of sequences of (sale, earned, free)
        Per period the sales whose pay is held: any name, what of the earnings is for it (negative for a refund), and the part that is free at the end of the period,
        0 to 1. A sale that is not named again keeps the part that was free. Default: nothing is held.
    hold_share : number
        Part of the pay for a sale that is held.
    top_up, added : number
        Guarantees: earnings are raised to it; it comes on top.
    maximum, excess : number, {"carry", "lose"}
        The most a period pays, and what becomes of what lies above it.
    draw : mapping, optional
        The words of `draw`: kind, amount and, where wanted, last_period, recovery_first_period, share, recovery_scale, minimum.
    negative : {"carry", "pay", "zero"}
        What becomes of a statement below zero that no draw covers.
    carry, waiting, debt, held
        Balances before the first period: a negative rest (at most 0), what waits above the maximum, advances owed, {sale: (held, released)}.
    first_period : int
        Number of the first row, as the draw counts.
    scale, mode
        How the payment is rounded.

    Examples
    --------
    >>> import attain as at
    >>> pay = at.incentive.settle(["5000.004"], sales=[[("S-1", "5000.004", "0.1")]], hold_share="0.3", maximum=3000,
    ...                           draw={"kind": "recoverable", "amount": 2000}, debt=400)
    >>> [float(value) for value in pay.statements[0]]
    [5000.004, 0.0, -1500.0012, 150.00012, -0.00292, 0.0, -400.0, -650.0, 2600.0]
    >>> pay.maximum, pay.draw
    (Fraction(650, 1), Fraction(0, 1))
    """
    terms: dict[str, Any] = {"hold_share": hold_share, "top_up": top_up, "added": added, "maximum": maximum, "excess": excess, "negative": negative, "scale": scale,
                             "mode": mode, "draw": None}
    if draw is not None:
        terms["draw"] = {"last_period": None, "recovery_first_period": 1, "share": 1, "recovery_scale": scale, "minimum": None, **draw}
    opening: Sequence[Any] = (carry, waiting, debt)
    states: dict[Any, tuple[Any, Any]] = dict(held or {})
    free: dict[Any, Any] = {}
    statements = []
    for place, amount in enumerate(earned):
        rows: dict[Any, Any] = {sale: 0 for sale in states}
        for sale, part, freed in sales[place] if place < len(sales) else ():
            rows[sale] = part
            free[sale] = freed
        given = [(*states.get(sale, (0, 0)), part, 0, free.get(sale, 0)) for sale, part in rows.items()]
        columns, opening, after, _ = _core.settle((amount, clawed[place] if place < len(clawed) else 0), given, opening, {**terms, "period": first_period + place})
        states = dict(zip(rows, after))
        statements.append(SettledStatement(*columns))
    return Settled(statements, *(Fraction(value) for value in opening), states)


def budget_scale(awards: Sequence[Any], budget: Any, *, point: str = "transaction", mode: str = "half_away", scale: int = 2) -> ScaledAwards:
    """Awards cut in proportion when their sum is above the budget; with point "cumulative" their sum is the budget to the cent.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.budget_scale([640, 360], 700).payouts
    [Decimal('448.00'), Decimal('252.00')]
    """
    return ScaledAwards(*_core.budget_scale(list(awards), budget, point, mode, scale))


def stage_releases(earned: Any, stages: Sequence[Any], *, reached: Optional[int] = None, scale: int = 2) -> Releases:
    """An amount paid in stages that add up to it; `reached` says how many of them are released (default: all).

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.stage_releases(1000, [70, 30], reached=1).remaining
    Decimal('300.00')
    """
    return Releases(*_core.stage_releases(earned, list(stages), reached, scale))


def collected_releases(commission: Any, invoice: Any, receipts: Sequence[Any], *, limit: bool = False, collected: Any = 0, scale: int = 2,
                       mode: str = "half_away") -> Releases:
    """A commission released by the collected share of its invoice, cumulative to the cent.

    Parameters
    ----------
    commission, invoice : number
        What is to be released, and for how much money.
    receipts : sequence
        Money received, in order.
    limit : bool
        Release no more than the commission when more is collected than invoiced.
    collected : number
        Collected before the first receipt.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.collected_releases(1000, 3000, [1000, 1000, 1000]).lines
    [Decimal('333.33'), Decimal('333.34'), Decimal('333.33')]
    """
    return Releases(*_core.collected_releases(commission, invoice, list(receipts), limit, collected, scale, mode))


def hold(events: Sequence[tuple[int, Any, Any, Any]], share: Any, *, sales: int, opening: Sequence[HoldState] = ()) -> Held:
    """A share of each commission held until the customer has paid.

    Parameters
    ----------
    events : sequence of (sale, earned, booked, collected)
        What happened, in order; `sale` is the number, from 0, of the original sale; refunds are negative.
    share : number
        The part held, 0 to 1.
    sales : int
        Number of sales.
    opening : sequence of HoldState, optional
        The states after an earlier call.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.hold([(0, 1000, 10_000, 0), (0, 0, 0, 4000)], "0.3", sales=1).released
    [Fraction(0, 1), Fraction(120, 1)]
    """
    held, released, states = _core.hold([tuple(event) for event in events], share, sales, list(opening))
    return Held(held, released, [HoldState(*state) for state in states])


def clawback(earned: Sequence[Any], paid: Sequence[Any], *, kind: str, of: str = "paid", percent: Any = 1, term: int = 0,
             months_served: Sequence[int] = (), window_days: Optional[int] = None, days_since_sale: Sequence[int] = (), scale: int = 2,
             mode: str = "half_away") -> Clawbacks:
    """What is taken back of the commissions of cancelled deals.

    Parameters
    ----------
    earned, paid : sequence
        Commission per deal, and the part of it that was paid.
    kind : {"full", "percent", "cancel", "prorated_months"}
        All, a part, all and the unpaid rest too, or the part of the `term` that was not served.
    of : {"paid", "earned"}
        From what it is taken.
    percent : number
        The part, for "percent".
    term, months_served
        Months, for "prorated_months".
    window_days, days_since_sale
        Taken back only up to this many days after the sale, the last day included.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.clawback([900], [720], kind="prorated_months", term=18, months_served=[5]).adjustments
    [Decimal('-520.00')]
    """
    words = {"kind": kind, "of": of, "percent": percent, "term": term, "window_days": window_days, "scale": scale, "mode": mode}
    return Clawbacks(*_core.clawback(list(earned), list(paid), list(months_served), list(days_since_sale), words))


def recalculated_clawback(bands: Sequence[tuple[Any, Optional[Any], Any]], amounts: Sequence[Any], cancelled: Sequence[bool], *, scale: int = 2,
                          mode: str = "half_away") -> Recalculation:
    """Deals under marginal bands, one on top of the other, paid again as if the cancelled ones had never been sold.

    Examples
    --------
    >>> import attain as at
    >>> bands = [(0, 450_000, "0.05"), (450_000, None, "0.1")]
    >>> at.incentive.recalculated_clawback(bands, [400_000, 50_000, 50_000], [False, True, False]).adjustment
    Decimal('-5000.00')
    """
    return Recalculation(*_core.recalculated_clawback(list(bands), list(amounts), list(cancelled), scale, mode))


def amortise(commission: Any, months: int, *, expense_up_to: Optional[int] = None, point: str = "transaction", mode: str = "half_away",
             scale: int = 2) -> Amortisation:
    """A commission spread over the months it serves (ASC 340-40); the closing month takes what rounding left.

    Parameters
    ----------
    commission : number
        What was paid.
    months : int
        The term.
    expense_up_to : int, optional
        Terms up to this many months are expensed in the first one. Default: none are.
    point : {"transaction", "cumulative"}
        Every month the same rounded part, or rounded total to date less before.

    Examples
    --------
    >>> import attain as at
    >>> schedule = at.incentive.amortise(15_000, 36)
    >>> schedule.monthly, schedule.last
    (Decimal('416.67'), Decimal('416.55'))
    """
    return Amortisation(*_core.amortise(commission, months, expense_up_to, point, mode, scale))


def amortise_all(commissions: Sequence[Any], months: Sequence[int], start_month: Sequence[int], *, expense_up_to: Optional[int] = None,
                 point: str = "transaction", mode: str = "half_away", scale: int = 2) -> Amortisation:
    """Several commissions, each from its own month on (0 is the first), added up month by month.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.amortise_all([300, 200], [3, 2], [0, 2]).expense
    [Decimal('100.00'), Decimal('100.00'), Decimal('200.00'), Decimal('100.00')]
    """
    return Amortisation(*_core.amortise_all(list(commissions), list(months), list(start_month), expense_up_to, point, mode, scale))


def recalculate_rate(credits: Sequence[Any], old_rate: Any, new_rate: Any, *, scale: int = 2, mode: str = "half_away") -> Recalculated:
    """Periods that were paid at one rate, paid again at another.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.recalculate_rate([10_000, 20_000], "0.05", "0.06").deltas
    [Decimal('100.00'), Decimal('200.00')]
    """
    return Recalculated(*_core.recalculate_rate(list(credits), old_rate, new_rate, scale, mode))


def recalculate_late(bands: Sequence[tuple[Any, Optional[Any], Any]], credits: Sequence[Any], late: Sequence[tuple[int, Any]], *, scale: int = 2,
                     mode: str = "half_away") -> Recalculated:
    """Marginal bands over the credit that accumulates from period to period, paid again with credits that were recorded late.

    Parameters
    ----------
    bands : sequence of (from, to, pays)
        The rate table, in money.
    credits : sequence
        Credit per period, as paid.
    late : sequence of (period, amount)
        What turned up later; periods are counted from 0.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.recalculate_late([(0, 3000, "0.02"), (3000, None, "0.07")], [2400, 900], [(0, 1100)]).deltas
    [Decimal('47.00'), Decimal('30.00')]
    """
    return Recalculated(*_core.recalculate_late(list(bands), list(credits), list(late), scale, mode))


def exchange(amounts: Sequence[Any], rates: Sequence[Any], *, order: str, scale: int = 2, own_scale: int = 2, mode: str = "half_away") -> list[Decimal]:
    """Amounts in another currency, each × its rate.

    Parameters
    ----------
    amounts, rates : sequence
        Amounts, and units of the new currency for one of the old.
    order : {"convert_then_round", "round_then_convert"}
        Whether the amount is first rounded in its own currency.
    scale, own_scale : int
        Decimals of the new and of the old currency.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.exchange(["2.3456"], ["31.7"], order="convert_then_round")
    [Decimal('74.36')]
    >>> at.incentive.exchange(["2.3456"], ["31.7"], order="round_then_convert")
    [Decimal('74.50')]
    """
    return _core.exchange(list(amounts), list(rates), order, scale, own_scale, mode)


def currency_totals(currencies: Sequence[str], amounts: Sequence[Any], rate: Any = 1, *, scale: int = 2, mode: str = "half_away") -> dict[str, Decimal]:
    """Per currency the sum of amount × rate; currencies are never added together.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.currency_totals(["CHF", "JPY", "CHF"], [300, 26_000, "215.5"], "0.04")
    {'CHF': Decimal('20.62'), 'JPY': Decimal('1040.00')}
    """
    names = list(dict.fromkeys(currencies))
    numbers = {name: index for index, name in enumerate(names)}
    totals = _core.currency_totals([numbers[name] for name in currencies], list(amounts), rate, len(names), scale, mode)
    return dict(zip(names, totals))


def multiplied_credit(amounts: Sequence[Any], multipliers: Sequence[Any]) -> list[Fraction]:
    """Quota credit: each amount × all multipliers.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.multiplied_credit([100_000], ["1.5", "0.5"])
    [Fraction(75000, 1)]
    """
    return _core.multiplied_credit(list(amounts), list(multipliers))


def accumulate(credits: Sequence[Any], *, goal: Any = None, opening: Any = 0) -> Accumulated:
    """Credits of one interval added one by one; hand `total` on as the next batch's `opening` and the cut into batches changes nothing.

    Examples
    --------
    >>> import attain as at
    >>> at.incentive.accumulate([1000, 1500, 500], goal=3000).attainment
    Fraction(1, 1)
    """
    return Accumulated(*_core.accumulate(list(credits), goal, opening))
