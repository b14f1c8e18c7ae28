# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Writes every page that is made from the library: documents, errors, C functions.

    python docs/generate.py            # writes them
    python docs/generate.py --check    # writes nothing; exit code 1 and the names of those that are out of date
"""

import argparse
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Made by docs/generate.py from the field tables of the library. -->\n"


def document_pages():
    """The pages of documents by path: one per kind."""
    from attain import _core  # the installed package; the other pages need none

    return {REFERENCE / "documents" / f"{kind}.md": NOTE + _core.reference_page(kind).rstrip("\n") + "\n" for kind in _core.document_kinds()}


def printed_pages():
    """The pages that a generator prints."""
    done = subprocess.run([sys.executable, str(ROOT / "docs/generate_errors.py")], stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return {REFERENCE / "errors.md": done.stdout}


def c_generator(*arguments):
    """Runs the generator of the C page, which writes and checks by itself; True when it is content."""
    generator = ROOT / "capi" / "generate.py"
    return not generator.exists() or subprocess.run([sys.executable, str(generator), *arguments], check=False).returncode == 0


def main():
    """Writes or checks all pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    check = parser.parse_args().check
    good = True
    for path, text in {**document_pages(), **printed_pages()}.items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            print(f"{path.relative_to(ROOT)} is out of date: run python docs/generate.py")
            good = False
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if not c_generator(*(["--check"] if check else [])):
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
