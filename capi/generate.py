# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Keeps what repeats the C header equal to it: the constants of reasons, the export list, the reference page.

    python capi/generate.py            # writes them
    python capi/generate.py --check    # fails when one is out of date
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = ROOT / "capi/include/attain/c_api.h"
REASON = re.compile(r'^ATTAIN_REASON\((\d+), k\w+, "([A-Z0-9_]+)"', re.MULTILINE)


def with_reasons(header):
    """The header with the block of reason constants made from the table of reasons."""
    table = (ROOT / "include/attain/base/reasons.inc").read_text(encoding="utf-8")
    lines = [f"#define ATTAIN_REASON_{name} {number}" for number, name in REASON.findall(table)]
    return re.sub(r"(/\* reasons: begin \*/\n).*?(/\* reasons: end \*/)", lambda m: m[1] + "\n".join(lines) + "\n" + m[2], header, flags=re.DOTALL)


def functions(header):
    """Declarations in the order of the header: (name, declaration, comment)."""
    found = []
    for match in re.finditer(r"/\*((?:[^*]|\*(?!/))*)\*/\n((?:const char\*|attain_code|int32_t|int64_t|void) (attain_\w+)\([^;]*\);)", header):
        comment = " ".join(line.strip().removeprefix("*").strip() for line in match[1].splitlines()).strip()
        found.append((match[3], match[2], comment))
    return found


def exports(header):
    return "".join(name + "\n" for name in sorted(name for name, _, _ in functions(header)))


def page(header):
    intro = re.search(r"/\* Copyright[^\n]*\n \*\n(.*?)\*/", header, re.DOTALL)[1]
    lines = [line[3:] if line.startswith(" * ") else "" for line in intro.rstrip().split("\n")]
    text = ["# The C library", "", "Generated from `attain/c_api.h` by `capi/generate.py`.", "", "```text", *lines, "```", ""]
    sections = re.split(r"/\* ---- (.*?) -+ \*/", header)
    for title, body in zip(sections[1::2], sections[2::2]):
        found = functions(body)
        if not found:
            continue
        text += [f"## {title}", ""]
        for name, declaration, comment in found:
            text += [f"### `{name}`", "", "```c", declaration, "```", "", comment, ""]
    return "\n".join(text)


def main():
    header = with_reasons(HEADER.read_text(encoding="utf-8"))
    wanted = {HEADER: header, ROOT / "capi/abi/exports.txt": exports(header), ROOT / "docs/reference/c-api.md": page(header)}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python capi/generate.py")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
