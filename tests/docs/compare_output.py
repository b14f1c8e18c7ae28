# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Runs a program and compares what it prints with the output a page shows for the same program in another language.

    python tests/docs/compare_output.py PAGE SOURCE PROGRAM [ARGUMENT...]

SOURCE is the program the page's `<!-- output: SOURCE … -->` blocks name. Blank lines do not count, nor do zeros at the end of a
comparison's decimals: 8850.00 is 8850.
"""

import pathlib
import re
import subprocess
import sys


def lines(text):
    """The lines of a text that hold something, numbers of comparisons in their shortest form."""
    found = [line for line in text.splitlines() if line.strip()]
    return [re.sub(r"\.0+(?= →|$)", "", line) if "→" in line else line for line in found]


def main():
    page, source, *command = sys.argv[1:]
    text = pathlib.Path(page).read_text(encoding="utf-8")
    blocks = re.findall(rf"<!-- output: {re.escape(source)}[^\n]*-->\n```\n(.*?)```", text, re.DOTALL)
    wanted = lines("".join(blocks))
    done = subprocess.run(command, capture_output=True, check=False)
    got = lines(done.stdout.decode("utf-8"))
    if done.returncode == 0 and wanted and got == wanted:
        return 0
    print(f"exit code {done.returncode}; {len(wanted)} lines wanted, {len(got)} printed")
    print(done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
