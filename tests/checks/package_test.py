# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The installed package serves projects outside the tree: one in C++, one in C, one through pkg-config, one by add_subdirectory.

    python tests/checks/package_test.py ROOT BUILD [LIBRARY]

LIBRARY is what the project by add_subdirectory links: one module, as it stands, or attain::attain, which compiles everything once more.
"""

import os
import pathlib
import subprocess
import sys
import tempfile


def call(*command, **options):
    """Runs a command and gives its output; ends the test with all of it when the command fails."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout}")
    return done.stdout


def build(source, folder, *options):
    """Configures and builds a consumer, and gives what its program prints."""
    call("cmake", "-G", "Ninja", "-S", source, "-B", folder, "-DCMAKE_BUILD_TYPE=Debug", *options)
    call("cmake", "--build", folder, "--target", "consumer")
    return call(folder / "consumer")


def expect(name, output, *words):
    """Ends the test unless every word stands in the output."""
    for word in words:
        if word not in output:
            sys.exit(f"{name}: {word!r} is not in\n{output}")
    print(f"{name}: {output.strip().splitlines()}")


def main():
    """Installs the build into an empty folder and builds every consumer against it."""
    root, binary = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    library = sys.argv[3] if len(sys.argv) > 3 else "attain::base"
    package = root / "tests" / "package"
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        prefix = scratch / "prefix"
        call("cmake", "--install", binary, "--prefix", prefix)
        found = f"-DCMAKE_PREFIX_PATH={prefix}"
        expect("C++", build(package / "cpp", scratch / "cpp", found), "34 33 33", "0.1.0")
        expect("C", build(package / "c", scratch / "c", found), "0.1.0")
        config = next(prefix.rglob("attain.pc")).parent
        flags = call("pkg-config", "--define-prefix", "--cflags", "--libs", "attain", env={**os.environ, "PKG_CONFIG_PATH": str(config)}).split()
        call("gcc", "-std=c99", "-pedantic-errors", package / "consumer.c", "-o", scratch / "plain", *flags,
             f"-Wl,-rpath,{config.parent}")
        expect("pkg-config", call(scratch / "plain"), "0.1.0")
        expect("add_subdirectory", build(package / "subdirectory", scratch / "subdirectory", f"-DATTAIN_SOURCE={root}",
                                         f"-DATTAIN_LIBRARY={library}"), "34 33 33")


if __name__ == "__main__":
    main()
