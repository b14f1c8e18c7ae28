# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The page of errors says what the table of reasons says.

    python tests/checks/errors_page_test.py SOURCE_DIR [BUILD_DIR]
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
if ROOT.is_file():
    ROOT = ROOT.parents[2]


def main():
    """Exit code 1, and how to mend it, when the page is out of date."""
    done = subprocess.run([sys.executable, str(ROOT / "docs/generate_errors.py")], stdout=subprocess.PIPE, check=True)
    written = (ROOT / "docs/reference/errors.md").read_bytes()
    if done.stdout != written:
        sys.exit("docs/reference/errors.md is out of date: run python docs/generate_errors.py > docs/reference/errors.md")
    if written.count(b"\n| ") < 80:
        sys.exit("docs/reference/errors.md lists too few reasons")
    print("the page of errors is current")


if __name__ == "__main__":
    main()
