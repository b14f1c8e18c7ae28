# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Prints docs/reference/errors.md from the table of reasons.

    python docs/generate_errors.py > docs/reference/errors.md
"""

import pathlib
import re

TABLE = pathlib.Path(__file__).resolve().parent.parent / "include/attain/base/reasons.inc"
TEXT = r'"((?:[^"\\]|\\.)*)"'
ROW = re.compile(r"^ATTAIN_REASON\(\s*(\d+),\s*(\w+),\s*" + TEXT + r",\s*(\w+),\s*" + r",\s*".join([TEXT] * 3) + r"\s*\)",
                 re.MULTILINE)
MODULES = ["everywhere", "base", "table", "definition", "expression", "stats", "crm", "measure", "target", "kpi", "funnel", "segment",
           "incentive", "run", "report"]
HEAD = """# Errors and findings

Everything that can go wrong has one *reason* with a stable number and name: in C++ `attain::Reason`, in C `ATTAIN_<NAME>`, in
Python the `reason` of an exception or a finding. Numbers are never changed and never used again.

A **failure** is what a function returns. A **finding** is what is wrong with, or suspicious in, your input; it also says where.

This page is made by `docs/generate_errors.py` from `include/attain/base/reasons.inc`.
"""


def reasons(source):
    """The rows of the table: number, enumerator, name, code, meaning, remedy, meaning in Chinese."""
    rows = [(int(row[0]), *row[1:]) for row in ROW.findall(source)]
    written = len(re.findall(r"^ATTAIN_REASON\(", source, re.MULTILINE))
    if len(rows) != written:
        raise ValueError(f"{written} reasons are written and {len(rows)} can be read")
    return rows


def page(source):
    """The whole page as Markdown."""
    lines = [HEAD]
    module = None
    for number, enumerator, name, code, meaning, remedy, chinese in reasons(source):
        if number == 0:
            continue
        if number // 100 != module:
            module = number // 100
            lines.append(f"## {MODULES[module]}\n")
            lines.append("| number | name | meaning | what to do | 含义 |\n|---|---|---|---|---|")
        lines.append(f"| {number} | `{name}` | {meaning} | {remedy} | {chinese} |")
    text = "\n".join(lines)
    return re.sub(r"\n## ", r"\n\n## ", text).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    print(page(TABLE.read_text(encoding="utf-8")), end="")
