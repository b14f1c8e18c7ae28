# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Frames in, frames out: the Arrow PyCapsule protocol, without importing any frame library before it is needed."""

from __future__ import annotations

import datetime
import decimal
import functools
import html
import os
import sys
from typing import Any, Iterator, Mapping, Sequence

from attain import _core
from attain._errors import DataError, bad_argument

_FILE_READERS = {".csv": "read_csv", ".tsv": "read_csv", ".parquet": "read_parquet"}
_SHOWN = 20


class Table:
    """Named columns of one length, immutable.

    Every result of attain is such a table, and everything that takes a frame takes one. It speaks the Arrow PyCapsule protocol
    (``__arrow_c_stream__``), so polars, pandas, pyarrow and DuckDB read it without a copy.

    Examples
    --------
    >>> import attain as at
    >>> deals = at.Table({"deal_id": ["D-1", "D-2"], "amount": [120, 80]}, name="deals")
    >>> len(deals), deals.columns
    (2, ['deal_id', 'amount'])
    >>> deals["amount"]
    [120, 80]
    """

    __slots__ = ("_inside",)

    def __init__(self, data: Any, *, name: str = "table") -> None:
        self._inside = to_core(name, data)

    @classmethod
    def _of(cls, inside: Any) -> "Table":
        table = cls.__new__(cls)
        table._inside = inside
        return table

    @property
    def name(self) -> str:
        """The table's name."""
        return self._inside.name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self._inside.column_names

    def __len__(self) -> int:
        return self._inside.rows

    def __getitem__(self, column: str) -> list:
        """The values of a column as Python objects: int, float, Decimal, str, date, datetime, bool; None where missing."""
        return self._inside.values(column)

    def __iter__(self) -> Iterator[dict]:
        """The rows, each as a dict."""
        names = self.columns
        return (dict(zip(names, values)) for values in zip(*(self[name] for name in names)))

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The table as an Arrow C stream (Arrow PyCapsule protocol); columns are shared, not copied."""
        return self._inside.__arrow_c_stream__(requested_schema)

    def intern(self, column: str) -> "Table":
        """One column of texts or whole numbers as dense numbers from 0 into its distinct texts: a table of that column, dictionary-encoded.

        Examples
        --------
        >>> import attain as at
        >>> at.Table({"account": ["A2", "A1", "A2"]}).intern("account")["account"]
        ['A2', 'A1', 'A2']
        """
        return Table._of(_core.table(self.name, [_core.intern(self._inside.column(column))]))

    def to_dict(self) -> dict[str, list]:
        """The table as a dict of lists."""
        return {name: self[name] for name in self.columns}

    def to_frame(self, kind: str | None = None) -> Any:
        """The table as a frame.

        Parameters
        ----------
        kind : {"pandas", "polars", "pyarrow"}, optional
            The library. By default the first of polars, pandas, pyarrow that is imported already; else the first that is
            installed.

        Returns
        -------
        polars.DataFrame, pandas.DataFrame or pyarrow.Table

        Raises
        ------
        ImportError
            When the library is not installed.

        Examples
        --------
        >>> import attain as at
        >>> at.Table({"rep_id": ["R-1"], "paid": [100]}).to_frame("polars").shape
        (1, 2)
        """
        return _to_frame(self, kind)

    def __repr__(self) -> str:
        return f"<attain.Table {self.name!r}: {len(self)} rows, columns {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows as an HTML table, for notebooks."""
        names = self.columns
        shown = [self._inside.values(name, 0, _SHOWN) for name in names]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{'' if value is None else html.escape(str(value))}</td>" for value in row) + "</tr>"
                       for row in zip(*shown))
        more = f"<p>{len(self)} rows, the first {_SHOWN} shown</p>" if len(self) > _SHOWN else ""
        return f"<table><caption>{html.escape(self.name)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _to_frame(table: Table, kind: str | None) -> Any:
    order = ["polars", "pandas", "pyarrow"]
    if kind is not None and kind not in order:
        raise bad_argument("INVALID_ARGUMENT", f"kind: {kind!r} is none of {', '.join(order)}")
    if kind is None:
        kind = next((name for name in order if name in sys.modules), None) or _first_installed(order)
    if kind == "polars":
        import polars

        return polars.DataFrame(table)
    import pyarrow

    arrow = pyarrow.table(table)
    return arrow if kind == "pyarrow" else arrow.to_pandas()


def _first_installed(names: Sequence[str]) -> str:
    import importlib.util

    for name in names:
        if importlib.util.find_spec(name) is not None:
            return name
    raise ImportError("to_frame needs polars, pandas or pyarrow; to_dict works without them")


def to_core(name: str, data: Any) -> Any:
    """Whatever holds a table, as the compiled part's table."""
    if isinstance(data, Table):
        return data._inside.renamed(name)
    if isinstance(data, (str, os.PathLike)):
        return read_file(name, os.fspath(data))
    if hasattr(data, "__arrow_c_stream__"):
        return _core.table_from_stream(name, data.__arrow_c_stream__())
    if hasattr(data, "__arrow_c_array__"):
        return _core.table_from_array(name, *data.__arrow_c_array__())
    if isinstance(data, Mapping):
        return _core.table(name, [_column(key, values) for key, values in data.items()])
    for method in ("fetch_arrow_table", "to_arrow_table", "arrow"):  # DuckDB relations of versions without the protocol
        if hasattr(data, method):
            return to_core(name, getattr(data, method)())
    if isinstance(data, Sequence) and all(isinstance(row, Mapping) for row in data):
        keys = list(dict.fromkeys(key for row in data for key in row))
        return _core.table(name, [_column(key, [row.get(key) for row in data]) for key in keys])
    raise DataError(f"{name}: a {type(data).__name__} is no table; pass a frame that speaks the Arrow PyCapsule protocol "
                    "(polars, pandas, pyarrow, DuckDB), a dict of lists, a list of dicts, or the path of a CSV or Parquet file")


def read_file(name: str, path: str) -> Any:
    """A CSV or Parquet file as a table, read by DuckDB. All columns of a CSV file come as text: what they mean, the
    canonical tables say."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _FILE_READERS:
        raise DataError(f"{path}: {suffix or 'a file without an ending'} is not read; use .csv, .tsv or .parquet")
    if not os.path.exists(path):
        raise FileNotFoundError(path)
    try:
        import duckdb
    except ImportError as missing:
        raise ImportError("reading files needs DuckDB: pip install attain[files]") from missing
    connection = _database().cursor()
    try:
        if _FILE_READERS[suffix] == "read_csv":
            relation = connection.read_csv(path, all_varchar=True, header=True)
        else:
            relation = connection.read_parquet(path)
        return to_core(name, relation)
    except duckdb.Error as fault:
        raise DataError(f"{path}: {fault}") from fault
    finally:
        connection.close()


@functools.lru_cache(maxsize=1)
def _database() -> Any:
    """One database in memory for all files of a process; opening one takes longer than reading most files."""
    import duckdb

    return duckdb.connect()


def _column(name: str, values: Any) -> Any:
    """A column of Python values; the first value that is there decides the type."""
    if hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__"):
        raise DataError(f"{name}: pass the whole frame in place of a dict of its columns")
    values = list(values)
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if not kinds or kinds == {str}:
        return _core.column(name, "text", 0, values)
    present = [value for value in values if value is not None]
    if kinds == {bool}:
        return _core.column(name, "bool", 0, values)
    if kinds == {int}:
        return _core.column(name, "int", 0, values)
    if kinds <= {int, float}:
        return _core.column(name, "double", 0, values)
    if kinds <= {int, decimal.Decimal}:
        scale = max(max(0, -decimal.Decimal(value).as_tuple().exponent) for value in present)
        return _core.column(name, "decimal", scale, values)
    if all(isinstance(value, datetime.datetime) for value in present):
        return _core.column(name, "timestamp", 0, [_micros(value) for value in values])
    if all(isinstance(value, datetime.date) for value in present):
        return _core.column(name, "date", 0, values)
    raise DataError(f"{name}: values of different types in one column: {', '.join(sorted(kind.__name__ for kind in kinds))}")


def _micros(value: datetime.datetime | None) -> int | None:
    """Microseconds since 1970-01-01 UTC; a time without zone is taken as UTC."""
    if value is None:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=datetime.timezone.utc)
    return (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)
