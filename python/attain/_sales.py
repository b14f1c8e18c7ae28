# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pay on frames of sales, millions of rows at a time; `attain.incentive` hands these functions on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from attain import _core
from attain._errors import bad_argument
from attain._table import Table, to_core

__all__ = ["SalesBook", "SalesStatement", "pay_sales", "sales_tier_lines", "sales_tier_totals", "sales_tier_trace"]

Band = tuple[Any, Optional[Any], Any]
_RULES = {"rate": {"rate": None}, "tiers": {"bands": None}, "spiff": {"pays": None, "at_least": 0}, "share": {"rate": None, "own": None},
          "bonus": {"bands": None, "every": 3, "year": 12, "boundary": "lower_inclusive"}}


class SalesStatement(NamedTuple):
    """What a payee is paid for one `period`: what was `sold`, the `amounts` per rule, and their `total`."""

    period: str
    sold: Decimal
    amounts: dict[str, Decimal]
    total: Decimal


def _words(payee: str, date: str, amount: str, partner: Optional[str], quota: str, decimals: Optional[int], grain: str, point: str, mode: str,
           scale: int, negative: str, threads: int) -> dict[str, Any]:
    return {"payee": payee, "date": date, "amount": amount, "partner": partner or "", "quota": quota, "decimals": decimals, "grain": grain,
            "point": point, "mode": mode, "scale": scale, "negative": negative, "threads": threads}


def _rules(rules: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    named = []
    for name, rule in rules.items():
        keys = _RULES.get(rule.get("kind", ""))
        if keys is None:
            raise bad_argument("INVALID_ARGUMENT", f"rules[{name!r}]: kind {rule.get('kind')!r} is none of {', '.join(_RULES)}")
        for key in rule:
            if key != "kind" and key not in keys:
                raise bad_argument("INVALID_ARGUMENT", f"rules[{name!r}]: {key!r} is none of {', '.join(keys)}")
        for key, default in keys.items():
            if default is None and key not in rule:
                raise bad_argument("INVALID_ARGUMENT", f"rules[{name!r}]: {key!r} is missing")
        named.append((name, {**keys, **rule}))
    return named


def _tiers(kernel: Any, sales: Any, quotas: Any, bands: Sequence[Band], words: dict[str, Any]) -> Table:
    return Table._of(kernel(to_core("sales", sales), to_core("quotas", quotas), list(bands), words))


def sales_tier_totals(sales: Any, quotas: Any, bands: Sequence[Band], *, payee: str = "payee", date: str = "date", amount: str = "amount",
                      quota: str = "quota", decimals: Optional[int] = None, grain: str = "month", mode: str = "half_away", scale: int = 2,
                      negative: str = "first_band", threads: int = 1) -> Table:
    """What marginal tiers on attainment pay each payee in each period.

    Parameters
    ----------
    sales : frame
        One row per sale.
    quotas : frame
        One row per payee and period: the payee, any day of the period, the quota.
    bands : sequence of (from, to, pays)
        The rate table; bounds are parts of the quota.
    payee, date, amount, quota : str
        Names of the columns. Payees are text or whole numbers; amounts decimals or whole numbers.
    decimals : int, optional
        Decimals that whole-number amounts and quotas have: 2 when they are cents.
    grain : {"day", "week", "month", "quarter", "half", "year"}
        Length of the periods.
    mode, scale
        How results are rounded, once per payee and period.
    negative : {"first_band", "zero"}
        What a sum below zero pays.
    threads : int
        Threads at work; the result is the same for any number.

    Returns
    -------
    Table
        One row per payee and period: the payee, ``period``, ``quota``, ``total``.

    Raises
    ------
    DataError, CalculationError
        Unknown columns, missing values, sales without a quota, sums that do not fit 64 bits.

    Examples
    --------
    >>> from datetime import date
    >>> import attain as at
    >>> sales = {"payee": ["Ada", "Ada"], "date": [date(2026, 1, 9), date(2026, 1, 5)], "amount": [300, 400]}
    >>> quotas = {"payee": ["Ada"], "date": [date(2026, 1, 1)], "quota": [1000]}
    >>> at.incentive.sales_tier_totals(sales, quotas, [(0, "0.5", "0.04"), ("0.5", None, "0.06")])["total"]
    [Decimal('32.00')]
    """
    words = _words(payee, date, amount, None, quota, decimals, grain, "cumulative", mode, scale, negative, threads)
    return _tiers(_core.sales_tier_totals, sales, quotas, bands, words)


def sales_tier_lines(sales: Any, quotas: Any, bands: Sequence[Band], *, payee: str = "payee", date: str = "date", amount: str = "amount",
                     quota: str = "quota", decimals: Optional[int] = None, grain: str = "month", point: str = "transaction",
                     mode: str = "half_away", scale: int = 2, negative: str = "first_band", threads: int = 1) -> Table:
    """What marginal tiers on attainment pay for each sale, in the order of days inside each payee's period.

    Parameters
    ----------
    sales, quotas, bands
        As `sales_tier_totals` takes them, and the names of columns. Sales of one payee on one day are paid in the order of the frame.
    point : {"transaction", "cumulative"}
        Each line rounded on its own, or the rounded total after less the one before, so that lines add up to the total.
    mode, scale
        How lines are rounded.
    negative : {"first_band", "zero"}
        What an accumulated amount below zero pays.
    threads : int
        Threads at work; the result is the same for any number.

    Returns
    -------
    Table
        The sales with a column ``line``.

    Raises
    ------
    DataError, CalculationError
        Unknown columns, missing values, sales without a quota, lines that do not fit 64 bits.

    Examples
    --------
    >>> from datetime import date
    >>> import attain as at
    >>> sales = {"payee": ["Ada", "Ada"], "date": [date(2026, 1, 9), date(2026, 1, 5)], "amount": [300, 400]}
    >>> quotas = {"payee": ["Ada"], "date": [date(2026, 1, 1)], "quota": [1000]}
    >>> at.incentive.sales_tier_lines(sales, quotas, [(0, "0.5", "0.04"), ("0.5", None, "0.06")])["line"]
    [Decimal('16.00'), Decimal('16.00')]
    """
    words = _words(payee, date, amount, None, quota, decimals, grain, point, mode, scale, negative, threads)
    return _tiers(_core.sales_tier_lines, sales, quotas, bands, words)


def sales_tier_trace(sales: Any, quotas: Any, bands: Sequence[Band], *, payee: str = "payee", date: str = "date", amount: str = "amount",
                     quota: str = "quota", decimals: Optional[int] = None, grain: str = "month", point: str = "transaction",
                     mode: str = "half_away", scale: int = 2, negative: str = "first_band", threads: int = 1) -> Table:
    """The lines of `sales_tier_lines` cut into slices, one per sale and band.

    Parameters
    ----------
    sales, quotas, bands, point, mode, scale, negative, threads
        As `sales_tier_lines` takes them.

    Returns
    -------
    Table
        One row per slice: ``row`` of the sales, ``band``, ``base`` (the part of the amount in the band), ``rate``, ``amount``. The amounts of a
        sale add up to its line.

    Raises
    ------
    DataError, CalculationError
        As `sales_tier_lines`.

    Examples
    --------
    >>> from datetime import date
    >>> import attain as at
    >>> sales = {"payee": ["Ada", "Ada"], "date": [date(2026, 1, 9), date(2026, 1, 5)], "amount": [300, 400]}
    >>> quotas = {"payee": ["Ada"], "date": [date(2026, 1, 1)], "quota": [1000]}
    >>> trace = at.incentive.sales_tier_trace(sales, quotas, [(0, "0.5", "0.04"), ("0.5", None, "0.06")])
    >>> list(zip(trace["row"], trace["rate"], trace["amount"]))
    [(0, Decimal('0.04'), Decimal('4.00')), (0, Decimal('0.06'), Decimal('12.00')), (1, Decimal('0.04'), Decimal('16.00'))]
    """
    words = _words(payee, date, amount, None, quota, decimals, grain, point, mode, scale, negative, threads)
    return _tiers(_core.sales_tier_trace, sales, quotas, bands, words)


def pay_sales(sales: Any, rules: Mapping[str, Mapping[str, Any]], *, quotas: Any = None, payee: str = "payee", date: str = "date",
              amount: str = "amount", partner: Optional[str] = None, quota: str = "quota", decimals: Optional[int] = None, grain: str = "month",
              point: str = "transaction", mode: str = "half_away", scale: int = 2, negative: str = "first_band", threads: int = 1) -> Table:
    """What several rules pay each payee in each period, all in one pass over the sales.

    Parameters
    ----------
    sales : frame
        One row per sale.
    rules : dict of name to rule
        A column of the result each. A rule is a dict with ``kind``:

        * ``rate``: ``rate`` of every sale;
        * ``tiers``: marginal ``bands`` on the attainment of the period's quota, as `sales_tier_lines`;
        * ``spiff``: ``pays`` a sum for every sale of ``at_least``;
        * ``share``: ``rate`` on the payee's ``own`` share of each sale, rounded, and on the rest, which is the partner's;
        * ``bonus``: in the last of ``every`` (3) periods, the band that holds sales to date over quota to date pays its rate on the sales of those
          periods; a year has ``year`` (12) periods from the first period on; ``boundary`` says which band holds a bound.
    quotas : frame, optional
        As `sales_tier_totals`; needed by tiers and bonus.
    payee, date, amount, partner, quota, decimals, grain
        Columns and periods, as `sales_tier_totals`; `partner` is needed by share.
    point, negative
        Of tiers, as `sales_tier_lines`.
    mode, scale
        How every amount is rounded.
    threads : int
        Threads at work; the result is the same for any number.

    Returns
    -------
    Table
        One row per payee and period: the payee, ``period``, ``sold``, a column per rule, ``total``.

    Raises
    ------
    DataError, DefinitionError, CalculationError
        Faults of rules or columns, sales without a quota, sums that do not fit 64 bits.

    Examples
    --------
    >>> from datetime import date
    >>> import attain as at
    >>> sales = {"payee": ["Ada"], "date": [date(2026, 1, 9)], "amount": [16000], "with": ["Bo"]}
    >>> rules = {"base": {"kind": "rate", "rate": "0.015"}, "large": {"kind": "spiff", "pays": 50, "at_least": 15000},
    ...          "shared": {"kind": "share", "rate": "0.03", "own": "0.7"}}
    >>> pay = at.incentive.pay_sales(sales, rules, partner="with")
    >>> list(zip(pay["payee"], pay["base"], pay["large"], pay["shared"], pay["total"]))[0]
    ('Ada', Decimal('240.00'), Decimal('50.00'), Decimal('336.00'), Decimal('626.00'))
    """
    words = _words(payee, date, amount, partner, quota, decimals, grain, point, mode, scale, negative, threads)
    return Table._of(_core.pay_sales(to_core("sales", sales), None if quotas is None else to_core("quotas", quotas), _rules(rules), words))


class SalesBook:
    """Sales that are paid, and paid again where they change.

    Parameters
    ----------
    sales, rules, quotas, ...
        As `pay_sales` takes them.

    Examples
    --------
    >>> from datetime import date
    >>> import attain as at
    >>> sales = {"payee": ["Ada", "Bo"], "date": [date(2026, 1, 9)] * 2, "amount": [400, 400]}
    >>> quotas = {"payee": ["Ada", "Bo"], "date": [date(2026, 1, 1)] * 2, "quota": [1000, 1000]}
    >>> tiers = {"kind": "tiers", "bands": [(0, "0.5", "0.04"), ("0.5", None, "0.06")]}
    >>> book = at.incentive.SalesBook(sales, {"tiers": tiers}, quotas=quotas)
    >>> book.statements("Ada")[0].total
    Decimal('16.00')
    >>> book.update({"row": [0], "payee": ["Ada"], "date": [date(2026, 1, 9)], "amount": [700]})
    >>> book.statements("Ada")[0].total
    Decimal('32.00')
    """

    __slots__ = ("_inside", "_names")

    def __init__(self, sales: Any, rules: Mapping[str, Mapping[str, Any]], *, quotas: Any = None, payee: str = "payee", date: str = "date",
                 amount: str = "amount", partner: Optional[str] = None, quota: str = "quota", decimals: Optional[int] = None, grain: str = "month",
                 point: str = "transaction", mode: str = "half_away", scale: int = 2, negative: str = "first_band", threads: int = 1) -> None:
        words = _words(payee, date, amount, partner, quota, decimals, grain, point, mode, scale, negative, threads)
        self._names = list(rules)
        self._inside = _core.SalesBook(to_core("sales", sales), None if quotas is None else to_core("quotas", quotas), _rules(rules), words)

    def __len__(self) -> int:
        return self._inside.rows

    def update(self, changes: Any) -> None:
        """Takes changed sales and pays again what they touch, nothing else.

        Parameters
        ----------
        changes : frame
            The columns of the sales and ``row``: the number of the sale each row replaces, or the number of sales so far and on for those that
            came. A row without payee takes its sale out.

        Raises
        ------
        DataError, NotFoundError, CalculationError
            Rows or payees that do not exist, sums that do not fit; then nothing has changed.

        Examples
        --------
        >>> from datetime import date
        >>> import attain as at
        >>> book = at.incentive.SalesBook({"payee": ["Ada"], "date": [date(2026, 1, 9)], "amount": [100]}, {"base": {"kind": "rate", "rate": "0.1"}})
        >>> book.update({"row": [1], "payee": ["Ada"], "date": [date(2026, 1, 10)], "amount": [50]})
        >>> book.table()["base"], len(book)
        ([Decimal('15.00')], 2)
        """
        self._inside.update(to_core("changes", changes))

    def table(self) -> Table:
        """What is paid now, as `pay_sales` gives it.

        Examples
        --------
        >>> from datetime import date
        >>> import attain as at
        >>> book = at.incentive.SalesBook({"payee": ["Ada"], "date": [date(2026, 1, 9)], "amount": [100]}, {"base": {"kind": "rate", "rate": "0.1"}})
        >>> book.table()["total"]
        [Decimal('10.00')]
        """
        return Table._of(self._inside.table())

    def statements(self, payee: Any) -> list[SalesStatement]:
        """What one payee is paid now, period by period.

        Parameters
        ----------
        payee : str or int
            The payee's id.

        Raises
        ------
        NotFoundError
            There is no such payee.

        Examples
        --------
        >>> from datetime import date
        >>> import attain as at
        >>> book = at.incentive.SalesBook({"payee": [7], "date": [date(2026, 1, 9)], "amount": [100]}, {"base": {"kind": "rate", "rate": "0.1"}})
        >>> book.statements(7)[0].amounts
        {'base': Decimal('10.00')}
        """
        return [SalesStatement(period, sold, dict(zip(self._names, amounts)), total)
                for period, sold, amounts, total in self._inside.statements(str(payee))]
