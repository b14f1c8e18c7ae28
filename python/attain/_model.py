# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The main job: load tables, read a model, run it for a period, and ask why."""

from __future__ import annotations

import html
import json
import os
from fractions import Fraction
from typing import Any, Callable, Iterator, Mapping, Optional

from attain import _core, _plot
from attain._errors import Finding, NotFoundError, make_finding
from attain._table import Table, to_core

__all__ = ["Dataset", "Model", "Result", "Statement", "load", "run", "schema", "validate"]


def _findings(items: list) -> list[Finding]:
    return [make_finding(item) for item in items]


class Dataset:
    """Tables by name, as they were given; see `load`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = {name: to_core(name, frame) for name, frame in tables.items()}
        self._findings: Optional[list[Finding]] = None

    @property
    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return {name: Table._of(inside) for name, inside in self._tables.items()}

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the tables whose names are canonical, as they stand: rows that would be set aside, and why. Checked when first asked for; what a
        model maps and derives is checked when it runs, and is in the findings of its result."""
        if self._findings is None:
            self._findings = _findings(_core.check_tables(self._tables, ""))
        return self._findings

    def __repr__(self) -> str:
        return "<attain.Dataset: " + ", ".join(f"{name} {inside.rows} rows" for name, inside in self._tables.items()) + ">"


def load(folder: Any = None, /, **tables: Any) -> Dataset:
    """Tables for a model.

    Parameters
    ----------
    folder : path, optional
        A folder whose CSV and Parquet files become tables named like the files (needs DuckDB).
    **tables : frame
        Whatever `attain.Table` takes, by table name: ``deals=deals, reps=reps``.

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
        When something is no table.

    Examples
    --------
    >>> import attain as at
    >>> at.load(reps={"rep_id": ["R-1", "R-2"]})
    <attain.Dataset: reps 2 rows>
    """
    found: dict[str, Any] = {}
    if folder is not None:
        path = os.fspath(folder)
        for name in sorted(os.listdir(path)):
            stem, ending = os.path.splitext(name)
            if ending.lower() in (".csv", ".tsv", ".parquet"):
                found[stem] = os.path.join(path, name)
    return Dataset({**found, **tables})


class Model:
    """A model document: tables, measures, targets and plans in one.

    Parameters
    ----------
    document : str, bytes or dict
        The document, as text or as the dict it stands for.
    name : str
        What findings call it. Default: "model".
    folder : path, optional
        Where ``{"file": …}`` is looked for. Default: nowhere.

    Raises
    ------
    DefinitionError
        With everything that is wrong, with line and column.

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "sales-2026", "currency": "EUR",
    ...                   "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'"}]})
    >>> model.id
    'sales-2026'
    """

    def __init__(self, document: Any, *, name: str = "model", folder: Any = None) -> None:
        self._inside = _core.model(_bytes(document), name, _loader(folder))

    @classmethod
    def read(cls, path: Any) -> "Model":
        """The model in a file; other files it names are looked for beside it."""
        with open(path, "rb") as file:
            text = file.read()
        return cls(text, name=os.path.basename(os.fspath(path)), folder=os.path.dirname(os.fspath(path)) or ".")

    @classmethod
    def _of(cls, inside: Any) -> "Model":
        model = cls.__new__(cls)
        model._inside = inside
        return model

    @property
    def id(self) -> str:
        """Its id."""
        return self._inside.id

    @property
    def sources(self) -> dict[str, str]:
        """The tables it maps, and the raw tables they come from."""
        return dict(self._inside.sources)

    @property
    def findings(self) -> list[Finding]:
        """Warnings about the document."""
        return _findings(self._inside.findings)

    def to_json(self) -> str:
        """Canonical text, with everything that was read from other files in its place."""
        return self._inside.text

    def replace(self, path: str, value: Any) -> "Model":
        """A copy with one element changed.

        Parameters
        ----------
        path : str
            The element, as findings print it: ``incentive[ae-2026].components[new-business].payout.bands[2].from``.
        value
            What stands there from now on, as in JSON.

        Raises
        ------
        NotFoundError, DefinitionError
            When there is no such element, or the result is not a valid model.
        """
        return Model._of(self._inside.replace(path, json.dumps(value, default=str)))

    def prepare(self, data: Dataset) -> "Prepared":
        """The model bound to data: resolved once, calculated many times."""
        return Prepared(_core.prepare(self._inside, data._tables))

    def __repr__(self) -> str:
        return f"<attain.Model {self.id!r}>"


class Prepared:
    """A model bound to data. Immutable; may be used from many threads."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def findings(self) -> list[Finding]:
        """What was found in the data and while binding the model to it."""
        return _findings(self._inside.findings)

    def run(self, *, period: str, as_of: Any = None, threads: int = 1, payee: str = "", overriding: Optional[Mapping[str, Any]] = None,
            progress: Optional[Callable[[int, int], Any]] = None) -> "Result":
        """Calculates a period; the parameters are those of `run`."""
        frames = {name: to_core(name, frame) for name, frame in (overriding or {}).items()}
        return Result(self._inside.calculate(period, as_of, threads, payee, frames, progress))

    def update(self, **changes: Any) -> "Prepared":
        """A copy in which rows are changed or added by key; only what they touch is calculated anew."""
        return Prepared(self._inside.update({name: to_core(name, frame) for name, frame in changes.items()}))


class Statement:
    """What one payee gets from one plan for one period."""

    __slots__ = ("_index", "_result", "currency", "earned", "paid", "period", "plan", "reason", "rep", "text")

    def __init__(self, result: Any, index: int, row: Mapping[str, Any]) -> None:
        self._result = result
        self._index = index
        self.plan: str = row["plan"]
        self.rep: str = row["rep"]
        self.period: str = row["period"]
        self.currency: str = row["currency"]
        self.reason: str = row["reason"]
        self.text: str = row["text"]
        self.earned: Fraction = row["earned"]
        self.paid: Fraction = row["paid"]

    def explain(self, *, language: str = "en", form: str = "text") -> str:
        """Why: the tree of reasons.

        Parameters
        ----------
        language : {"en", "zh"}
            Language of the text.
        form : {"text", "json"}
            For people or for programs.
        """
        return self._result.explain_statement(self._index, language, form)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.explain())}</pre>"

    def __repr__(self) -> str:
        if self.reason != "NONE":
            return f"<attain.Statement {self.rep} {self.plan} {self.period}: {self.reason}>"
        return f"<attain.Statement {self.rep} {self.plan} {self.period}: {float(self.paid):,.2f} {self.currency}>"


class Statements(Table):
    """The table of statements; ``statements["R-104"]`` is the statement of a rep, ``statements["R-104", "ae-2026"]`` that with one plan."""

    __slots__ = ("_by_rep", "_list", "_result")

    def __init__(self, result: Any) -> None:
        self._inside = result.table("statements")
        self._result = result
        self._list = [Statement(result, index, row) for index, row in enumerate(result.statements())]
        self._by_rep: dict[str, list[Statement]] = {}
        for statement in self._list:
            self._by_rep.setdefault(statement.rep, []).append(statement)

    def __getitem__(self, key: Any) -> Any:
        rep, plan = key if isinstance(key, tuple) else (key, None)
        if plan is None and rep in self._inside.column_names:
            return self._inside.values(rep)
        for statement in self._by_rep.get(rep, ()):
            if plan in (None, statement.plan):
                return statement
        raise _unknown(f"no statement of {rep!r}" + (f" with plan {plan!r}" if plan else ""))

    def all(self) -> list[Statement]:
        """Every statement, by plan, payee and period."""
        return list(self._list)

    def plot(self, column: str = "paid") -> Any:
        """A chart (Altair) of how pay is spread: how many statements pay how much, plan by plan. Those that could not be calculated are left out.

        Parameters
        ----------
        column : {"paid", "earned"}
            What is counted.

        Raises
        ------
        ImportError
            When Altair is not installed: ``pip install attain[plot]``.
        """
        if column not in ("paid", "earned"):
            raise ValueError(f"a statement is plotted by paid or earned, not by {column!r}")
        return _plot.distribution(self._list, column)


def _unknown(text: str) -> NotFoundError:
    error = NotFoundError(text)
    error.reason = "UNKNOWN_REP"
    return error


class Result:
    """What a run yields: tables, statements and their reasons. Every table is an attribute: ``result.series``, ``result.targets``."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    @property
    def period(self) -> str:
        """The period it was calculated for."""
        return self._inside.period

    @property
    def table_names(self) -> list[str]:
        """Names of all tables."""
        return self._inside.table_names

    @property
    def findings(self) -> list[Finding]:
        """Everything found in the model, the data and the calculation."""
        return _findings(self._inside.findings)

    @property
    def statements(self) -> Statements:
        """The table of statements, by rep."""
        return Statements(self._inside)

    def table(self, name: str) -> Table:
        """A table by name.

        Raises
        ------
        NotFoundError
            With the nearest name, when there is none.
        """
        return Table._of(self._inside.table(name))

    def explain(self, rep: str, *, plan: str = "", language: str = "en", form: str = "text") -> str:
        """Why a rep is paid: one tree per plan and period."""
        return self._inside.explain(rep, plan, language, form)

    def report(self, rep: str = "", *, form: str = "text", language: str = "en") -> str:
        """The statements of a rep with what is paid and why; without a rep the run in short: what each plan pays, and what was found.

        Parameters
        ----------
        rep : str
            The rep's id. Default: the whole run.
        form : {"text", "markdown", "json", "csv"}
            For people or for programs.
        language : {"en", "zh"}
            Language of text and Markdown.

        Raises
        ------
        NotFoundError
            When there is no statement of the rep.
        """
        return _core.report(self._inside, rep, form, language)

    def compare(self, before: "Result") -> Table:
        """What changed since another result, statement by statement and cause by cause."""
        return Table._of(self._inside.compare(before._inside))

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self._inside.table_names:
            raise AttributeError(f"a result has no table {name!r}; it has {', '.join(self._inside.table_names)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._inside.table_names})

    def __iter__(self) -> Iterator[str]:
        return iter(self._inside.table_names)

    def __repr__(self) -> str:
        return f"<attain.Result {self._inside.model_id!r} {self.period}: {', '.join(self.table_names)}>"

    def _repr_html_(self) -> str:
        return self.statements._repr_html_()


def run(model: Model, data: Dataset, *, period: str, as_of: Any = None, threads: int = 1, payee: str = "",
        overriding: Optional[Mapping[str, Any]] = None, progress: Optional[Callable[[int, int], Any]] = None) -> Result:
    """Calculates a model for a period.

    Parameters
    ----------
    model : Model
        What is asked.
    data : Dataset
        The tables.
    period : str
        A period of the model's calendar, ``"2026-Q1"``.
    as_of : date or str, optional
        Facts recorded later are not known. Default: everything is known.
    threads : int
        Threads at work; results are the same for any number.
    payee : str
        Only this rep's statements. Default: everybody's.
    overriding : mapping of frames, optional
        Rows for this calculation alone, by table: changed by key or added.
    progress : callable, optional
        Called with steps done and steps in all; ``tqdm`` users pass ``lambda done, total: bar.update()``.

    Returns
    -------
    Result

    Raises
    ------
    DefinitionError, DataError, NotFoundError, CalculationError

    Examples
    --------
    >>> import attain as at
    >>> model = at.Model({"attain": "model/1", "id": "m", "currency": "EUR",
    ...                   "measures": [{"id": "won", "kind": "sum", "of": "deals.amount", "where": "outcome == 'won'", "credit": "owner_id"}]})
    >>> data = at.load(reps={"rep_id": ["R-1"]}, deals={"deal_id": ["D-1"], "owner_id": ["R-1"], "amount": ["120.50"], "outcome": ["won"],
    ...                "closed": ["2026-02-03"], "pipeline_id": ["p"], "stage_id": ["won"], "created": ["2026-01-05"]})
    >>> series = at.run(model, data, period="2026-Q1").series
    >>> [(row["period"], row["value"]) for row in series if row["entity_id"] == "R-1"][1]
    ('2026-02', Decimal('120.50'))
    """
    return model.prepare(data).run(period=period, as_of=as_of, threads=threads, payee=payee, overriding=overriding, progress=progress)


def _loader(folder: Any) -> Optional[Callable[[str], str]]:
    if folder is None:
        return None
    base = os.path.abspath(os.fspath(folder))

    def read(name: str) -> bytes:
        with open(os.path.join(base, name), "rb") as file:
            return file.read()

    return read


def _bytes(document: Any) -> bytes:
    """The text of a document. What is not UTF-8 stays as it is, so that the reader can say where it stands."""
    if isinstance(document, bytes):
        return document
    text = document if isinstance(document, str) else json.dumps(document, default=str)
    return text.encode("utf-8", "surrogatepass")


def validate(document: Any, *, name: str = "document", folder: Any = None) -> list[Finding]:
    """Everything that is wrong, or suspicious, in a document of any kind.

    Parameters
    ----------
    document : str, bytes or dict
        The document.
    name : str
        What findings call it.
    folder : path, optional
        Where ``{"file": …}`` is looked for.

    Examples
    --------
    >>> import attain as at
    >>> print(at.validate('{"attain": "model/1", "id": "m", "measure": []}', name="m.json")[0].hint)
    did you mean "measures"?
    """
    return _findings(_core.check_document(_bytes(document), name, _loader(folder)))


def schema(kind: str) -> dict:
    """The JSON Schema of a kind of document.

    Examples
    --------
    >>> import attain as at
    >>> at.schema("incentive")["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    return json.loads(_core.schema(kind))
