# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""What must not compile does not: every tests/*/compile_fail/*.cc compiles as it stands and fails once MUST_FAIL is defined.

    python tests/checks/compile_fail_test.py SOURCE_DIR [BUILD_DIR]
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
if ROOT.is_file():
    ROOT = ROOT.parents[2]
SKIPPED = 77


def compiler():
    """The compiler of the build directory, else the one of the environment."""
    if len(sys.argv) > 2:
        cache = pathlib.Path(sys.argv[2]) / "CMakeCache.txt"
        if cache.exists():
            found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return found.group(1)
    return os.environ.get("CXX") or "g++"


def compiles(program, source, *options):
    """Whether the compiler accepts the source."""
    command = [program, "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'include'}", *options, str(source)]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def main():
    """Prints a line per source; exit code 1 when one behaves otherwise."""
    program = compiler()
    if shutil.which(program) is None:
        print(f"skipped: there is no compiler {program}")
        sys.exit(SKIPPED)
    sources = sorted(ROOT.glob("tests/*/compile_fail/*.cc"))
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        good = list(pool.map(lambda source: compiles(program, source), sources))
        bad = list(pool.map(lambda source: compiles(program, source, "-DMUST_FAIL"), sources))
    for source, as_it_stands, with_the_fault in zip(sources, good, bad):
        name = source.relative_to(ROOT)
        if not as_it_stands:
            wrong += 1
            print(f"{name}: does not compile even without what must fail")
        elif with_the_fault:
            wrong += 1
            print(f"{name}: compiles, and must not")
        else:
            print(f"{name}: refused")
    if wrong or not sources:
        sys.exit(1)


if __name__ == "__main__":
    main()
