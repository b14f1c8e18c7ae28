# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Includes go down the layers only, siblings never include each other, and every folder is known.

    python tests/checks/layering_test.py ROOT [BUILD]
"""

import pathlib
import re
import sys

# Lowest first; modules in one row are strangers to one another.
LAYERS = [
    ["base"],
    ["table", "definition", "explain"],
    ["expression", "stats"],
    ["crm"],
    ["measure"],
    ["target", "kpi", "funnel", "segment", "incentive", "forecast", "assign", "survey", "effect", "market", "risk"],
    ["run"],
    ["report"],
    ["capi", "python"],
]
RANK = {module: rank for rank, row in enumerate(LAYERS) for module in row}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
# Files that join modules by their nature: the umbrella of everything, and the C interface's own header.
UMBRELLAS = {"attain.h"}
# Private folders that everybody above may use.
SHARED_INTERNAL = {"base/internal"}


def owner(path, root):
    """The module a source belongs to, or None for an umbrella header."""
    parts = path.relative_to(root).parts
    if parts[0] == "include":
        if len(parts) == 3:
            return None if parts[2] in UMBRELLAS else path.stem
        return parts[2]
    if parts[0] == "src":
        return parts[1]
    return {"capi": "capi", "python": "python"}[parts[0]]


def target(include):
    """The module an include line names, or None when it is none of ours."""
    parts = include.split("/")
    if parts[0] == "attain":
        if len(parts) == 2:
            return {"c_api.h": "capi", "attain.h": "report"}.get(parts[1], parts[1].removesuffix(".h"))
        return parts[1]
    return parts[0] if len(parts) > 1 and parts[1] == "internal" else None


def faults(root):
    """Every include that does not go down, and every folder that is not known, as sentences."""
    found = []
    for folder in ("include/attain", "src"):
        for path in sorted((root / folder).iterdir()):
            if path.is_dir() and path.name not in RANK:
                found.append(f"{path.relative_to(root)}: a folder the layers do not know")
    sources = [path for folder in ("include", "src", "capi", "python") for path in sorted((root / folder).rglob("*"))
               if path.suffix in (".h", ".cc", ".c", ".inc")]
    for path in sources:
        module = owner(path, root)
        for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
            other = target(include)
            if module is None or other is None or other == module:
                continue
            name = path.relative_to(root)
            if other not in RANK or module not in RANK:
                found.append(f"{name}: includes \"{include}\" of a module the layers do not know")
            elif RANK[other] >= RANK[module]:
                found.append(f"{name}: {module} includes \"{include}\" of {other}, which is not below it")
            elif include.split("/")[1] == "internal" and "/".join(include.split("/")[:2]) not in SHARED_INTERNAL \
                    and module not in ("capi", "python"):
                found.append(f"{name}: \"{include}\" is private to {other}")
    return found


def unlinked(root):
    """Modules whose CMake line names a module that is not below them."""
    found = []
    text = (root / "cmake/modules.cmake").read_text(encoding="utf-8")
    for name, rest in re.findall(r"attain_module\((\w+)([^)]*)\)", text):
        dependencies = re.search(r"DEPENDS ([a-z ]+)", rest)
        for other in dependencies.group(1).split() if dependencies else []:
            if RANK.get(other, 99) >= RANK.get(name, -1):
                found.append(f"cmake/modules.cmake: {name} names {other}, which is not below it")
    return found


def main():
    """Prints every fault; exit code 1 when there is one."""
    root = pathlib.Path(sys.argv[1]).resolve()
    found = faults(root) + unlinked(root)
    print("\n".join(found) or "includes go down only")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
