# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The stub of the compiled part names what is there, no more and no less."""

import ast
import importlib.resources

from attain import _core


def declared():
    tree = ast.parse((importlib.resources.files("attain") / "_core.pyi").read_text(encoding="utf-8"))
    names = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names[node.name] = None
        elif isinstance(node, ast.ClassDef):
            names[node.name] = {item.name if isinstance(item, ast.FunctionDef) else item.target.id for item in node.body
                                if isinstance(item, (ast.FunctionDef, ast.AnnAssign))}
    return names


def test_every_name_is_in_the_stub_and_in_the_module():
    assert set(declared()) == {name for name in dir(_core) if not name.startswith("__")}


def test_every_member_of_a_class_is_in_the_stub():
    for name, members in declared().items():
        if members is not None:
            present = {member for member in dir(getattr(_core, name)) if not member.startswith("_")}
            assert {member for member in members if not member.startswith("_")} == present, name
