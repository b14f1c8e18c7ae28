# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pages tell the truth: code is cut from examples that run, output is what they print, links lead somewhere.

A block is preceded by a comment that says where it comes from:

    <!-- cut: FILE NAME -->            the lines of FILE between [start:NAME] and [end:NAME]
    <!-- cut: FILE -->                 the whole file
    <!-- output: FILE [FIRST LAST] --> lines FIRST to LAST, or all, of what the Python program FILE prints
    <!-- shell: COMMAND -->            what a command of the package prints
"""

import functools
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?:<!-- (?P<verb>cut|output|shell): (?P<source>[^\n]*?) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = {"python", "c", "cpp"}


def blocks(page):
    """The fenced blocks of a page with where they say they come from."""
    return [match.groupdict() for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def cut(source):
    """The part of a file a block shows."""
    file, _, name = source.partition(" ")
    text = (ROOT / file).read_text(encoding="utf-8")
    if not name:
        return text
    match = re.search(rf"^[^\n]*\[start:{re.escape(name)}\][^\n]*\n(.*?)^[^\n]*\[end:{re.escape(name)}\]", text, re.DOTALL | re.MULTILINE)
    assert match, f"{file} has no part {name}"
    return match.group(1)


@functools.lru_cache(maxsize=None)
def printed(file):
    """What a Python program prints."""
    return subprocess.run([sys.executable, ROOT / file], capture_output=True, text=True, check=True, encoding="utf-8",
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"}).stdout


def output(source):
    """The lines of a program's output a block shows."""
    file, *lines = source.split()
    first, last = (int(lines[0]) - 1, int(lines[1])) if lines else (0, None)
    return "".join(printed(file).splitlines(keepends=True)[first:last]).strip("\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_blocks_are_what_the_examples_hold_and_print(page):
    for block in blocks(page):
        if block["verb"] == "cut":
            assert block["text"].strip("\n") == cut(block["source"]).strip("\n"), block["source"]
        elif block["verb"] == "output":
            assert block["text"].strip("\n") == output(block["source"]), block["source"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name in ("tutorials", "how-to") or page.name == "README.md"],
                         ids=lambda page: str(page.relative_to(ROOT)))
def test_code_in_guides_is_cut_from_an_example(page):
    loose = [block["text"].splitlines()[0] for block in blocks(page) if block["language"] in CODE and not block["verb"]]
    assert not loose


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_of_the_project(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_the_readme_shows_code_and_its_explanation_and_both_commands_within_forty_lines():
    top = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    for word in ("at.run(", "8,650.00 EUR", "make demo", "make test"):
        assert word in top


@pytest.mark.parametrize("program", sorted((ROOT / "docs" / "examples").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_in_python_runs(program):
    assert printed(str(program.relative_to(ROOT)))
