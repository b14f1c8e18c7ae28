# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Runs published cases: translates each into public calls of attain and compares what comes out.

    python tests/golden/run.py --domain {expressions,incentive,target,kpi,funnel,segment} [--json] FILE...

Prints `golden D: N passed, N failed, N unsupported, N disputed`, and the ids behind the last three. Exit code 0 only when nothing failed.
Unsupported are cases of a type the form defines and attain has no public function for yet; they never count as passed. A type the form does
not define fails. Disputed cases stand in disputed.json with our own computation.

Each domain is a module beside this file with
    KNOWN      the types its form defines
    HANDLERS   type -> function of the case (and its file) that gives the results to compare, or raises Unsupported
    cases(document)             the list of cases in a file
    kind(case)                  the type of a case
    agrees(case, got)           what differs, as (expected, got), or None
The modules rename, reshape and print. They never calculate.
"""

import argparse
import importlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
DOMAINS = {"expressions": "expressions", "incentive": "incentive", "target": "target", "kpi": "kpi", "funnel": "funnel", "segment": "segment"}


def judge(module, case, path):
    """'passed', 'failed' or 'unsupported', with what was expected and what came."""
    from translate import Unsupported

    kind = module.kind(case)
    if kind not in module.KNOWN:
        return "failed", None, f"{kind} is not a type of this form"
    if kind not in module.HANDLERS:
        return "unsupported", None, None
    try:
        got = module.HANDLERS[kind](case, path)
    except Unsupported:
        return "unsupported", None, None
    except Exception as fault:  # a crash of one case must not hide the others
        got = fault
    difference = module.agrees(case, got)
    return ("passed", None, None) if difference is None else ("failed", *difference)


def run(domain, paths):
    """The results over all files, as the --json form prints them."""
    module = importlib.import_module(DOMAINS[domain])
    disputed = json.loads((HERE / "disputed.json").read_text(encoding="utf-8")).get(domain, {})
    result = {"domain": domain, "passed": [], "failed": [], "unsupported": [], "disputed": []}
    for path in paths:
        for case in module.cases(json.loads(path.read_text(encoding="utf-8"))):
            if case["id"] in disputed:
                result["disputed"].append(case["id"])
                continue
            verdict, expected, got = judge(module, case, path)
            if verdict == "failed":
                result["failed"].append({"id": case["id"], "expected": shown(expected), "got": shown(got)})
            else:
                result[verdict].append(case["id"])
    return result


def shown(value):
    """A value JSON can print."""
    try:
        json.dumps(value)
        return value
    except TypeError:
        return f"{type(value).__name__}: {value}" if isinstance(value, Exception) else str(value)


def main():
    """Prints the outcome; exit code 1 when a case failed."""
    parser = argparse.ArgumentParser(description="Runs published cases against attain.")
    parser.add_argument("--domain", required=True, choices=sorted(DOMAINS))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    result = run(options.domain, options.files)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        counts = ", ".join(f"{len(result[key])} {key}" for key in ("passed", "failed", "unsupported", "disputed"))
        for case in result["failed"]:
            print(f"failed {case['id']}: expected {case['expected']}, got {case['got']}")
        for key in ("unsupported", "disputed"):
            for name in result[key]:
                print(f"{key} {name}")
        print(f"golden {options.domain}: {counts}")
    return 1 if result["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
