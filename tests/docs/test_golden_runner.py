# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The runner of published cases can fail, and says what it cannot do."""

import json
import pathlib
import subprocess
import sys

RUNNER = pathlib.Path(__file__).resolve().parent.parent / "golden" / "run.py"


def run(tmp_path, domain, document):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = subprocess.run([sys.executable, RUNNER, "--domain", domain, "--json", path], capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_wrong_number_fails_with_what_was_expected_and_what_came(tmp_path):
    case = {"id": "x", "feature": "split_money", "inputs": {"total": 100, "weights": [1, 1, 1]}, "expected": [33, 33, 34], "tolerance": 0}
    code, result = run(tmp_path, "target", {"cases": [case]})
    assert code == 1 and result["failed"][0]["id"] == "x" and not result["passed"]


def test_a_right_number_passes(tmp_path):
    case = {"id": "x", "feature": "split_money", "inputs": {"total": 100, "weights": [1, 1, 1]}, "expected": [34, 33, 33], "tolerance": 0}
    assert run(tmp_path, "target", {"cases": [case]}) == (0, {"domain": "target", "passed": ["x"], "failed": [], "unsupported": [], "disputed": []})


def test_a_known_type_without_function_is_unsupported_and_an_unknown_type_fails(tmp_path):
    cases = [{"id": "later", "feature": "basket", "inputs": {}, "expected": {}}, {"id": "never", "feature": "guess", "inputs": {}, "expected": {}}]
    code, result = run(tmp_path, "segment", {"cases": cases})
    assert code == 1 and result["unsupported"] == ["later"] and [case["id"] for case in result["failed"]] == ["never"]


def test_an_unknown_option_fails(tmp_path):
    case = {"id": "x", "plan": {"type": "allocate", "scale": 2, "method": "fair"}, "inputs": {"amount": "1", "ratios": ["1"]}, "expected": {"shares": ["1.00"]}}
    code, result = run(tmp_path, "incentive", [case])
    assert code == 1 and result["failed"]
