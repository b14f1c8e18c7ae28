# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""What attain raises, and what it finds wrong with input."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

_DOCUMENT = range(300, 500)
_DATA = (range(102, 107), range(108, 111), range(200, 300), range(600, 700))
_NOT_FOUND = 5


class Finding(NamedTuple):
    """One thing that is wrong, or suspicious, in what was given.

    Attributes
    ----------
    severity : str
        ``"error"``: the element or row was set aside; ``"warning"``: it is used, but somebody should look.
    reason : str
        Stable name from the table of reasons, for instance ``"SPLIT_SUM"``.
    where : str
        Document with line, column and path, or table, row and column, in words.
    text, hint : str
        What is wrong, and what would be right.
    document, path, line, column
        The place in a document; lines and columns count from 1.
    table, row, field, other_row
        The place in a table; rows count from 0.
    """

    severity: str
    reason: str
    where: str
    text: str
    hint: str = ""
    document: str = ""
    path: str = ""
    line: Optional[int] = None
    column: Optional[int] = None
    table: str = ""
    row: Optional[int] = None
    field: str = ""
    other_row: Optional[int] = None

    def __str__(self) -> str:
        parts = [self.where, self.reason, self.text]
        return ": ".join(part for part in parts if part) + (f" ({self.hint})" if self.hint else "")


class Error(Exception):
    """Anything attain refuses to do.

    Attributes
    ----------
    reason : str
        Stable name from the table of reasons.
    where : str
        Where the first finding lies; empty when the error is not about input.
    findings : list of Finding
        Everything that was found, not only the first.
    """

    reason: str = "INTERNAL"
    where: str = ""
    findings: Sequence[Finding] = ()


class DefinitionError(Error, ValueError):
    """A document or an expression is wrong."""


class DataError(Error, ValueError):
    """Tables, numbers or dates are wrong."""


class NotFoundError(Error, LookupError):
    """Something asked for by name is not there."""


class CalculationError(Error, ArithmeticError):
    """A calculation has no answer: overflow, currencies that meet, too little data."""


def make_finding(item: dict) -> Finding:
    """A Finding of what the compiled part reports."""
    return Finding(**item)


def bad_argument(reason: str, message: str) -> DataError:
    """The exception for arguments that Python itself finds wrong before anything is calculated."""
    error = DataError(message)
    error.reason = reason
    return error


def make_error(number: int, name: str, code: int, message: str, findings: list) -> Error:
    """The exception for a failed status; called by the compiled part."""
    if number == 2:
        return MemoryError(message)  # type: ignore[return-value]
    if number == 3:
        return KeyboardInterrupt(message)  # type: ignore[return-value]
    if number in _DOCUMENT:
        kind = DefinitionError
    elif any(number in numbers for numbers in _DATA):
        kind = DataError
    elif code == _NOT_FOUND:
        kind = NotFoundError
    else:
        kind = CalculationError
    error = kind(message)
    error.reason = name
    error.findings = [make_finding(item) for item in findings]
    error.where = error.findings[0].where if error.findings else ""
    return error
