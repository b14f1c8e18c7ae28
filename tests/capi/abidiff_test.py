# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The binary interface of the C library against that of the last release, capi/abi/libattain.abi: no function, parameter or public
struct may have changed or gone. New functions may come.

    python tests/capi/abidiff_test.py ROOT LIBRARY            compare
    python tests/capi/abidiff_test.py ROOT LIBRARY --write    make this library the one to compare with; at a release

Skipped (exit code 77) where libabigail is not installed, and for a library whose C functions were not built by g++ with debug
information: compilers describe one interface in different ways.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def skip(why):
    print(f"abidiff: skipped: {why}")
    sys.exit(77)


def describe(root, library, out):
    """Writes the public interface of a library: exported functions and the types of the public header, no places of files."""
    done = run("abidw", "--headers-dir", root / "capi/include", "--drop-private-types", "--exported-interfaces-only", "--no-show-locs",
               "--no-corpus-path", "--no-comp-dir-path", "--no-elf-needed", "--out-file", out, library)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    text = out.read_text(encoding="utf-8")
    out.write_text(re.sub(r" path='[^']*?/?([^/']*)'", r" path='\1'", text), encoding="utf-8")


def main():
    root, library = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if shutil.which("abidw") is None or shutil.which("abidiff") is None:
        skip("abidw and abidiff are not installed (package abigail-tools)")
    producers = run("readelf", "--debug-dump=info", "--dwarf-depth=1", library).stdout
    units = re.findall(r"DW_AT_producer[^\n]*?: (GNU|clang|Debian clang)[^\n]*", producers)
    if "GNU" not in units or any(unit != "GNU" for unit in units):
        skip("the library was not built by g++ with debug information")
    baseline = root / "capi/abi/libattain.abi"
    if "--write" in sys.argv:
        describe(root, library, baseline)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        now = pathlib.Path(folder) / "now.abi"
        describe(root, library, now)
        done = run("abidiff", "--no-added-syms", "--suppressions", root / "capi/abi/suppress.ini", baseline, now)
    print(done.stdout + done.stderr)
    print("abidiff: failed" if done.returncode else "abidiff: passed")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
