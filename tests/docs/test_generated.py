# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pages made from the library are current."""

import importlib.util
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def generator():
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_what_the_library_says():
    done = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_kind_of_document_has_its_page_and_no_page_is_left_over():
    pages = generator().document_pages()
    assert {path.name for path in pages} == {path.name for path in (ROOT / "docs/reference/documents").glob("*.md")}
    for path, text in pages.items():
        assert f"# {path.stem}\n" in text and f'"attain": "{path.stem}/1"' in text


def test_a_page_that_says_something_else_is_named(monkeypatch, capsys, tmp_path):
    module = generator()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "document_pages", lambda: {tmp_path / "x.md": "new\n"})
    monkeypatch.setattr(module, "printed_pages", dict)
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    (tmp_path / "x.md").write_text("old\n", encoding="utf-8")
    assert module.main() == 1
    assert "x.md is out of date" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert module.main() == 0
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == "new\n"
