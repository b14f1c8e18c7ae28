# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Every source is covered by its own test: src/M/N.cc by the suites written in tests/M/N_test.cc, at 90 % of lines or better.

Private sources (src/M/internal) count with all tests of their module.

    python tests/coverage.py [--least 90] [MODULE ...]
"""

import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "coverage"
SUITE = re.compile(r"^\s*(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+)\s*,", re.MULTILINE)


def call(*command, **options):
    """Runs a command; ends the program with its output when it fails."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options)
    if done.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout[-6000:]}")
    return done.stdout


def clear():
    """Forgets what was counted so far."""
    for path in BUILD.rglob("*.gcda"):
        path.unlink()


def covered(module, source):
    """Covered and instrumented lines of one source, as counted since `clear`."""
    folder = BUILD / "CMakeFiles" / f"attain_{module}.dir"
    data = folder / f"{source.relative_to(ROOT)}.gcda"
    if not data.exists():
        return 0, 1
    output = subprocess.run(["gcov", "--json-format", "--stdout", str(data)], stdout=subprocess.PIPE, cwd=BUILD, check=True).stdout
    output = gzip.decompress(output) if output[:2] == b"\x1f\x8b" else output
    # Behind a closing brace stands only what runs when an exception passes.
    braces = {number for number, text in enumerate(source.read_text(encoding="utf-8").splitlines(), 1) if text.strip() == "}"}
    lines = {}
    for report in (json.loads(line) for line in output.decode().splitlines() if line.startswith("{")):
        for file in report["files"]:
            if pathlib.Path(report["current_working_directory"], file["file"]).resolve() != source:
                continue
            for line in file["lines"]:
                if line["line_number"] in braces:
                    continue
                lines[line["line_number"]] = lines.get(line["line_number"], 0) + line["count"]
    return sum(count > 0 for count in lines.values()), max(len(lines), 1)


def measure(module, filters, sources):
    """Runs the module's tests that match and yields each source with its share of covered lines."""
    clear()
    program = BUILD / f"attain_{module}_test"
    subprocess.run([program, f"--gtest_filter={filters}", "--gtest_brief=1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    for source in sources:
        hit, total = covered(module, source)
        yield source, 100 * hit / total, total


def main():
    """Prints a line per source; exit code 1 when one is below the least share."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--least", type=float, default=90)
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    modules = options.modules or sorted(path.name for path in (ROOT / "src").iterdir() if path.is_dir())
    call("cmake", "-S", ROOT, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1 --coverage",
         "-DATTAIN_BUILD_CAPI=OFF", "-DATTAIN_PCH=OFF")
    call("cmake", "--build", BUILD, "-j", os.cpu_count() or 2, "--target", *[f"attain_{module}_test" for module in modules])
    low = []
    for module in modules:
        for source in sorted((ROOT / "src" / module).glob("*.cc")):
            test = ROOT / "tests" / module / f"{source.stem}_test.cc"
            suites = sorted(set(SUITE.findall(test.read_text(encoding="utf-8")))) if test.exists() else []
            filters = ":".join(f"{suite}.*:*/{suite}.*" for suite in suites) or "none"
            for path, share, total in measure(module, filters, [source]):
                print(f"{share:6.1f} % of {total:4d} lines  {path.relative_to(ROOT)}")
                low += [path] if share < options.least else []
        private = sorted((ROOT / "src" / module / "internal").glob("*.cc"))
        for path, share, total in measure(module, "*", private) if private else []:
            print(f"{share:6.1f} % of {total:4d} lines  {path.relative_to(ROOT)}")
            low += [path] if share < options.least else []
    print(f"{len(low)} sources below {options.least:g} %")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
