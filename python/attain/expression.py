# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Conditions and formulas in the Common Expression Language, over values and over whole frames.

>>> import attain as at
>>> won = at.expression("stage == 'won' && amount >= 1000")
>>> won.names
['amount', 'stage']
>>> won.value(stage="won", amount=1500)
True
"""

from __future__ import annotations

import sys
import types
from typing import Any, Mapping

from attain import _core
from attain._errors import Finding, make_finding
from attain._table import Table, to_core

__all__ = ["Expression", "Selection", "functions", "parse"]


class Selection:
    """The rows for which a condition is true.

    Speaks the buffer protocol: ``numpy.asarray(selection, dtype=bool)`` is the mask, without a copy of more than a byte a row.
    """

    __slots__ = ("_inside",)

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return self._inside.count

    @property
    def rows(self) -> list[int]:
        """The numbers of the selected rows, from 0, ascending."""
        return self._inside.rows()

    @property
    def findings(self) -> list[Finding]:
        """Rows left out because the condition failed on them: counted, with the first ones."""
        return [make_finding(item) for item in self._inside.findings]

    @property
    def mask(self) -> memoryview:
        """One byte per row: 1 where the condition is true."""
        return memoryview(self._inside)

    def __len__(self) -> int:
        return len(self._inside)

    def __repr__(self) -> str:
        return f"<attain.expression.Selection: {self.count} of {len(self)} rows>"


class Expression:
    """A parsed expression.

    Parameters
    ----------
    text : str
        The expression, for instance ``"stage == 'won' && amount >= 1000.00"``.

    Raises
    ------
    DefinitionError
        With line and column of everything that is not well-formed.

    Examples
    --------
    >>> import attain as at
    >>> deals = at.Table({"stage": ["won", "lost", "won"], "amount": [1200, 900, 300]})
    >>> at.expression("stage == 'won'").select(deals).rows
    [0, 2]
    >>> at.expression("amount * 2").evaluate(deals)["value"]
    [2400, 1800, 600]
    """

    __slots__ = ("_inside",)

    def __init__(self, text: str) -> None:
        self._inside = _core.Expression(text)

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self._inside.text

    @property
    def names(self) -> list[str]:
        """The names the expression uses, sorted."""
        return self._inside.names

    def __str__(self) -> str:
        """Canonical text: one spelling, fewest parentheses."""
        return self._inside.canonical()

    def __repr__(self) -> str:
        return f"attain.expression({str(self)!r})"

    def value(self, bindings: Mapping[str, Any] | None = None, /, *, zones: str = "", **names: Any) -> Any:
        """The value for single values.

        Parameters
        ----------
        bindings : mapping, optional
            Values by name, for names that are no Python words (``"a.b"``).
        zones : str
            Directory of compiled time zones, for zones named like ``Europe/Berlin``. Default: UTC and fixed offsets only.
        **names
            Values by name.

        Raises
        ------
        CalculationError, DataError, DefinitionError
            When the expression comes to an error: overflow, division by zero, no overload for these types.

        Examples
        --------
        >>> import attain as at
        >>> at.expression("a / b").value(a=7, b=2)
        3
        """
        return self._inside.value({**(bindings or {}), **names}, zones)

    def evaluate(self, frame: Any, *, parameters: Mapping[str, Any] | None = None, lookups: Mapping[str, tuple[Any, str]] | None = None,
                 name: str = "value", zones: str = "") -> Table:
        """The value for every row of a frame, as a table of one column.

        Parameters
        ----------
        frame : frame
            Whatever `attain.Table` takes; its columns are the names.
        parameters : mapping, optional
            Constants by name.
        lookups : mapping, optional
            ``{"products": (frame, "product_id")}`` makes ``products[product_id].category_id`` work.
        name : str
            Name of the result's column.

        Raises
        ------
        DefinitionError
            When names or types do not fit the columns.

        Examples
        --------
        >>> import attain as at
        >>> at.expression("price * qty").evaluate({"price": [3, 4], "qty": [2, 5]})["value"]
        [6, 20]
        """
        table = to_core("frame", frame)
        result, _ = self._bind(table, parameters, lookups, zones).evaluate(table, name)
        return Table._of(result)

    def select(self, frame: Any, *, parameters: Mapping[str, Any] | None = None, lookups: Mapping[str, tuple[Any, str]] | None = None,
               zones: str = "") -> Selection:
        """The rows of a frame for which the expression is true.

        Raises
        ------
        DefinitionError
            When names or types do not fit the columns, or the result is not true or false.
        """
        table = to_core("frame", frame)
        return Selection(self._bind(table, parameters, lookups, zones).select(table))

    def _bind(self, table: Any, parameters: Any, lookups: Any, zones: str) -> Any:
        tables = {key: (to_core(key, frame), column) for key, (frame, column) in (lookups or {}).items()}
        return self._inside.bind(table, dict(parameters or {}), tables, zones)


def parse(text: str) -> Expression:
    """Reads an expression; the same as ``attain.expression(text)``."""
    return Expression(text)


def functions() -> Table:
    """Every function and operator: name, group, signatures, meaning, example and its result."""
    rows = _core.expression_functions()
    return Table({key: [row[key] for row in rows] for key in rows[0]}, name="functions")


class _Callable(types.ModuleType):
    """The module, callable: ``attain.expression("…")`` is ``attain.expression.parse("…")``."""

    def __call__(self, text: str) -> Expression:
        return Expression(text)


sys.modules[__name__].__class__ = _Callable
